"""GeoJSON files, read back as programs and geopandas do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd

from routing.exports.geojson import GeoJsonExport
from routing.exports.links import links_to
from routing.orders.contacts import Contact
from tests.routing.exports.samples import NOBODY, ROAD, sheet
from tests.support.plans import route, stop

if TYPE_CHECKING:
    from pathlib import Path

    from routing.exports.sheet import Sheet


def features(own: Sheet) -> list[dict[str, Any]]:
    document = json.loads(GeoJsonExport().render(own))
    assert set(document) == {"type", "features"}
    found: list[dict[str, Any]] = document["features"]
    return found


def test_features_stand_in_driving_order_with_their_roles() -> None:
    found = [
        (feature["properties"]["role"], feature["geometry"]["type"])
        for feature in features(sheet())
    ]
    assert found == [
        ("hub", "Point"),
        ("trip", "LineString"),
        ("stop", "Point"),
        ("stop", "Point"),
        ("break", "Point"),
        ("trip", "LineString"),
        ("stop", "Point"),
    ]


def test_a_trip_is_a_line_on_the_streets_with_its_figures() -> None:
    trip = features(sheet())[1]
    expected = [[lon, lat] for lat, lon in (*ROAD, ROAD[1], ROAD[0])]
    assert trip["geometry"]["coordinates"] == expected
    assert trip["properties"] == {
        "role": "trip",
        "title": "V-1 · load 08:00 · Store",
        "trip_id": "V-1",
        "loading_at": "2026-11-21T08:00:00+01:00",
        "depart_at": "2026-11-21T08:10:00+01:00",
        "return_at": "2026-11-21T10:10:00+01:00",
        "distance_m": 3500,
        "duration_s": 7200,
        "weight_kg": 56.7,
        "volume_l": 160.0,
        "stops": 2,
    }


def test_a_stop_carries_what_is_known_and_leaves_out_what_is_not() -> None:
    contacts = {"O2": Contact(name="Client 2", phone="+32 2")}
    stop = features(sheet(contacts=contacts))[2]
    assert stop["geometry"]["coordinates"] == [4.0, 50.0011]
    assert stop["properties"] == {
        "role": "stop",
        "title": "1 · 09:00 · O1, O2",
        "trip_id": "V-1",
        "sequence": 1,
        "order_ids": ["O1", "O2"],
        "status": "planned",
        "arrive_at": "2026-11-21T09:00:00+01:00",
        "start_at": "2026-11-21T09:00:00+01:00",
        "leave_at": "2026-11-21T09:02:00+01:00",
        "window_start": "2026-11-21T08:00:00+01:00",
        "window_end": "2026-11-21T20:00:00+01:00",
        "street_closes_at": "2026-11-21T11:00:00+01:00",
        "late_s": 0,
        "lines": 4,
        "requires": ["age_check"],
        "leg_s": 60,
        "leg_m": 1000,
        "located": "given",
        "accuracy_m": 0,
        "contacts": [{"order_id": "O2", "name": "Client 2", "phone": "+32 2"}],
        "links": links_to(50.0011, 4.0, "van").known(),
    }


def test_a_bike_s_stop_has_no_link_to_waze() -> None:
    (_, _, stop_) = features(sheet(route(stop(), kind="cargo_bike")))
    assert stop_["properties"]["links"].keys() == {"google_maps", "apple_maps", "geo"}


def test_a_late_drop_names_its_place() -> None:
    drop = features(sheet())[3]["properties"]
    assert (drop["point_id"], drop["place"], drop["late_s"]) == ("L", "Locker", 600)
    assert "contacts" not in drop


def test_a_trip_that_never_leaves_its_place_has_no_line() -> None:
    trip = features(sheet(route(stop())))[1]
    assert trip["geometry"] is None
    assert trip["properties"]["trip_id"] == "V-1"


def test_ids_are_exact_whatever_is_in_them() -> None:
    own = sheet(route(stop(order_ids=(NOBODY, 'a"b\\', "é\U0001f6b2"))))
    assert features(own)[2]["properties"]["order_ids"] == [NOBODY, 'a"b\\', "é\U0001f6b2"]


def test_half_a_surrogate_pair_does_not_stop_the_file() -> None:
    own = sheet(route(stop(order_ids=("O\ud800",))))
    assert features(own)[2]["properties"]["order_ids"] == ["O?"]


def test_geopandas_reads_every_stop_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "V.geojson"
    path.write_bytes(GeoJsonExport().render(sheet()))
    frame = gpd.read_file(path)
    stops = frame[frame["role"] == "stop"]
    assert [list(ids) for ids in stops["order_ids"]] == [["O1", "O2"], ["D1"], ["O3"]]
    assert stops["sequence"].tolist() == [1, 2, 3]
    assert frame.crs is not None
    assert frame.crs.to_epsg() == 4326
