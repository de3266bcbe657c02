"""Where hubs deliver, as somebody drew it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from routing.day.problems import InputError
from routing.fleet.hubs import read_hubs
from routing.fleet.zones import read_zones

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from routing.day.model import Day
    from routing.diagnostics import Diagnostic
    from routing.fleet.model import Zone

    MakeDay = Callable[..., Day]
    Read = tuple[tuple[Zone, ...], tuple[Diagnostic, ...]]

SETTINGS = """
date = 2026-11-21
timezone = "Europe/Brussels"
map = "brussels.tmap"
hubs = "hubs.csv"
vehicles = "vehicles.csv"
orders = "orders.csv"
zones = "zones.geojson"
"""
HOUR = 3600
H1_OWN: dict[str, Any] = {"hub_id": "H1", "name": "own"}


def square(west: float = 4.3, south: float = 50.8, side: float = 0.1) -> dict[str, Any]:
    ring = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[west + x, south + y] for x, y in ring]]}


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def read(make_day: MakeDay, *features: object, hubs_set_aside: Collection[str] = ()) -> Read:
    """Read zones of the small day: H1 is open 08:00-20:00, H2 09:00-19:00."""
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return read_text(make_day, text.encode(), hubs_set_aside=hubs_set_aside)


def read_text(make_day: MakeDay, data: bytes, *, hubs_set_aside: Collection[str] = ()) -> Read:
    day = make_day(settings=SETTINGS)
    (day.folder / "zones.geojson").write_bytes(data)
    return read_zones(day, read_hubs(day)[0], hubs_set_aside=hubs_set_aside)


def test_a_day_need_not_have_zones(make_day: MakeDay) -> None:
    day = make_day()
    assert read_zones(day, read_hubs(day)[0]) == ((), ())


def test_every_property_is_read(make_day: MakeDay) -> None:
    (zone,), diagnostics = read(
        make_day,
        feature(
            square(),
            hub_id="H1",
            zone_id="Z1",
            name="the centre",
            opens="10:00",
            closes="18:30",
            min_order_eur=25,
            surcharge_eur="2,50",
        ),
    )
    assert (zone.zone_id, zone.hub_id) == ("Z1", "H1")
    assert (zone.opens_s, zone.closes_s) == (10 * HOUR, 18 * HOUR + 1800)
    assert (zone.min_order_cents, zone.surcharge_cents) == (2_500, 250)
    assert zone.area.bounds == pytest.approx((4.3, 50.8, 4.4, 50.9))
    assert shapely.is_prepared(zone.area)
    assert not diagnostics


def test_what_is_not_said_of_a_zone_is_as_its_hub_has_it(make_day: MakeDay) -> None:
    (zone,), _ = read(make_day, feature(square(), hub_id="H1", opens="", surcharge_eur=None))
    assert (zone.opens_s, zone.closes_s) == (None, None)
    assert (zone.min_order_cents, zone.surcharge_cents) == (0, 0)


def test_a_zone_is_called_by_its_id_its_name_or_its_place_in_the_file(make_day: MakeDay) -> None:
    zones, diagnostics = read(
        make_day,
        feature(square(), hub_id="H1", zone_id=0, name="north"),
        feature(square(), hub_id="H1", name=" south "),
        feature(square(), hub_id="H1", name=""),
    )
    assert [zone.zone_id for zone in zones] == ["0", "south", "zone 3"]
    assert not diagnostics


def test_a_multipolygon_with_a_hole_and_heights_is_a_zone(make_day: MakeDay) -> None:
    outer = [[4.3, 50.8, 9], [4.4, 50.8, 9], [4.4, 50.9, 9], [4.3, 50.9, 9], [4.3, 50.8, 9]]
    hole = [[4.34, 50.84], [4.34, 50.86], [4.36, 50.86], [4.36, 50.84], [4.34, 50.84]]
    geometry = {"type": "MultiPolygon", "coordinates": [[outer, hole]]}
    (zone,), _ = read(make_day, feature(geometry, hub_id="H1"))
    assert not zone.area.has_z
    assert zone.area.covers(shapely.Point(4.31, 50.81))
    assert not zone.area.covers(shapely.Point(4.35, 50.85))


CROSSING = {
    "type": "Polygon",
    "coordinates": [[[4.3, 50.8], [4.4, 50.9], [4.4, 50.8], [4.3, 50.9], [4.3, 50.8]]],
}
OPEN_RING = {"type": "Polygon", "coordinates": [[[4.3, 50.8], [4.4, 50.9], [4.4, 50.8]]]}
LAMBERT = {
    "type": "Polygon",
    "coordinates": [[[149000, 170000], [150000, 170000], [150000, 171000], [149000, 170000]]],
}


@pytest.mark.parametrize(
    ("geometry", "says"),
    [
        pytest.param(None, "It has no geometry.", id="none"),
        pytest.param(CROSSING, "Self-intersection", id="crosses itself"),
        pytest.param(OPEN_RING, "cannot be read", id="ring not closed"),
        pytest.param({"type": "Polygon", "coordinates": []}, "is empty", id="empty"),
        pytest.param({"type": "Point", "coordinates": [4.35, 50.85]}, "a Point", id="a point"),
        pytest.param(
            {"type": "LineString", "coordinates": [[4.3, 50.8], [4.4, 50.9]]},
            "a LineString",
            id="a line",
        ),
        pytest.param({"type": "Circle", "radius": 3}, "cannot be read", id="no geometry at all"),
        pytest.param("somewhere", "cannot be read", id="text"),
        pytest.param(LAMBERT, "are no degrees", id="projected"),
    ],
)
def test_a_shape_that_is_no_area_is_set_aside(
    make_day: MakeDay, geometry: object, says: str
) -> None:
    zones, diagnostics = read(
        make_day, feature(square(), **H1_OWN), feature(geometry, hub_id="H1", name="bad")
    )
    assert [zone.zone_id for zone in zones] == ["own"]
    assert [(found.code, found.file, found.line, found.id) for found in diagnostics] == [
        ("ZONE-AREA", "zones.geojson", 2, "bad")
    ]
    assert says in diagnostics[0].message
    assert diagnostics[0].remedy


def test_latitude_before_longitude_is_recognised_by_the_hubs(make_day: MakeDay) -> None:
    zones, diagnostics = read(
        make_day, feature(square(), **H1_OWN), feature(square(50.8, 4.3), hub_id="H1", name="bad")
    )
    assert [zone.zone_id for zone in zones] == ["own"]
    assert [found.code for found in diagnostics] == ["ZONE-SWAPPED"]
    assert "near lat 50.85, lon 4.35" in diagnostics[0].message


def test_a_longitude_beyond_90_is_recognised_as_exchanged(make_day: MakeDay) -> None:
    """In Beijing the exchanged latitude would be 116.4, which no latitude can be."""
    day = make_day(settings=SETTINGS, hubs="hub_id,lat,lon\nB,39.9,116.4\n")
    collection = {
        "type": "FeatureCollection",
        "features": [feature(square(39.85, 116.35), hub_id="B")],
    }
    (day.folder / "zones.geojson").write_text(json.dumps(collection), encoding="utf-8")
    zones, diagnostics = read_zones(day, read_hubs(day)[0])
    assert not zones
    assert [found.code for found in diagnostics] == ["ZONE-SWAPPED", "ZONE-NONE-LEFT"]


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"hub_id": "H7"}, "ZONE-HUB-UNKNOWN"),
        ({"hub_id": ""}, "ZONE-HUB-UNKNOWN"),
        ({"name": "own"}, "ZONE-ID-DUPLICATE"),
        ({"zone_id": ["Z"]}, "ZONE-TEXT"),
        ({"zone_id": "Z\u200b"}, "ZONE-TEXT"),
        ({"opens": "noon"}, "ZONE-TIME"),
        ({"opens": "18:00", "closes": "10:00"}, "ZONE-HOURS-REVERSED"),
        ({"opens": "10:00", "closes": "10:00"}, "ZONE-HOURS-REVERSED"),
        ({"closes": "9999-12-31"}, "ZONE-RANGE"),
        ({"min_order_eur": "a lot"}, "ZONE-NUMBER"),
        ({"min_order_eur": True}, "ZONE-NUMBER"),
        ({"min_order_eur": -1}, "ZONE-RANGE"),
        ({"surcharge_eur": "3 €"}, "ZONE-NUMBER"),
        ({"surcharge_eur": 10_001}, "ZONE-RANGE"),
    ],
)
def test_a_bad_property_sets_the_zone_aside_and_keeps_the_others(
    make_day: MakeDay, properties: dict[str, object], code: str
) -> None:
    zones, diagnostics = read(
        make_day, feature(square(), **H1_OWN), feature(square(), **{"hub_id": "H1", **properties})
    )
    assert [zone.zone_id for zone in zones] == ["own"]
    assert [(found.code, found.line, found.severity) for found in diagnostics] == [
        (code, 2, "error")
    ]


def test_all_that_is_wrong_with_a_zone_is_told(make_day: MakeDay) -> None:
    _, diagnostics = read(
        make_day,
        feature(square(), **H1_OWN),
        feature(CROSSING, hub_id="H11", opens="noon", surcharge_eur="x"),
    )
    assert [found.code for found in diagnostics] == [
        "ZONE-HUB-UNKNOWN",
        "ZONE-AREA",
        "ZONE-TIME",
        "ZONE-NUMBER",
    ]
    assert 'Did you mean "H1"?' in str(diagnostics[0])


def test_a_hub_that_was_set_aside_is_told_as_such(make_day: MakeDay) -> None:
    _, diagnostics = read(
        make_day,
        feature(square(), **H1_OWN),
        feature(square(), hub_id="H3"),
        hubs_set_aside={"H3"},
    )
    assert diagnostics[0].message == 'The row of its hub "H3" was set aside.'


@pytest.mark.parametrize(
    "hours", [{"opens": "20:00", "closes": "22:00"}, {"opens": "21:00"}, {"closes": "08:00"}]
)
def test_hours_when_the_hub_is_closed_are_a_warning(
    make_day: MakeDay, hours: dict[str, object]
) -> None:
    zones, (warning,) = read(make_day, feature(square(), hub_id="H1", **hours))
    assert len(zones) == 1
    assert (warning.code, warning.severity) == ("ZONE-HOURS-CLOSED", "warning")


def test_a_misspelt_property_is_a_warning_and_a_program_s_own_is_nothing(
    make_day: MakeDay,
) -> None:
    zones, (warning,) = read(
        make_day, feature(square(), hub_id="H1", surcharge=3, stroke="#555", fill_opacity=0.5)
    )
    assert zones[0].surcharge_cents == 0
    assert (warning.code, warning.severity) == ("ZONE-PROPERTY", "warning")
    assert 'Did you mean "surcharge_eur"?' in str(warning)


def test_a_hub_left_without_any_zone_delivers_everywhere_and_is_warned_of(
    make_day: MakeDay,
) -> None:
    zones, diagnostics = read(
        make_day,
        feature(CROSSING, hub_id="H1"),
        feature(square(50.8, 4.3), hub_id="H1"),
        feature(square(), hub_id="H2"),
    )
    assert [zone.hub_id for zone in zones] == ["H2"]
    assert [(found.code, found.severity) for found in diagnostics] == [
        ("ZONE-AREA", "error"),
        ("ZONE-SWAPPED", "error"),
        ("ZONE-NONE-LEFT", "warning"),
    ]
    assert str(diagnostics[2]) == (
        "ZONE-NONE-LEFT zones.geojson H1: All its 2 zones were set aside: today it delivers"
        " everywhere, as if it had none. Mend them, as their own messages say."
    )


@pytest.mark.parametrize("features", [[], [feature(square(), hub_id="H7")]])
def test_a_file_without_a_zone_of_the_day_s_hubs_is_warned_of(
    make_day: MakeDay, features: list[object]
) -> None:
    zones, diagnostics = read(make_day, *features)
    assert not zones
    assert (diagnostics[-1].code, diagnostics[-1].severity) == ("ZONE-NONE", "warning")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff\xfe{}", "no JSON"),
        (b"hub_id;area\nH1;50\n", "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b"[]", "no GeoJSON FeatureCollection"),
        (json.dumps(feature(square(), hub_id="H1")).encode(), "no GeoJSON FeatureCollection"),
    ],
)
def test_a_file_that_is_no_collection_of_features_stops_the_run(
    make_day: MakeDay, data: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_text(make_day, data)
    assert [(found.code, found.file) for found in caught.value.diagnostics] == [
        ("ZONE-FILE", "zones.geojson")
    ]


def test_a_file_that_is_not_there_stops_the_run(make_day: MakeDay) -> None:
    day = make_day(settings=SETTINGS)
    with pytest.raises(InputError, match=r"ZONE-FILE.*No such file.*name the right one"):
        read_zones(day, read_hubs(day)[0])


def test_a_byte_order_mark_is_no_mistake(make_day: MakeDay) -> None:
    collection = {"type": "FeatureCollection", "features": [feature(square(), **H1_OWN)]}
    zones, diagnostics = read_text(make_day, b"\xef\xbb\xbf" + json.dumps(collection).encode())
    assert len(zones) == 1
    assert not diagnostics


@pytest.mark.parametrize("record", [None, 3, "zone", [], {"type": "Feature"}])
def test_what_is_no_feature_is_set_aside(make_day: MakeDay, record: object) -> None:
    zones, diagnostics = read(make_day, feature(square(), **H1_OWN), record)
    assert len(zones) == 1
    assert [(found.code, found.line) for found in diagnostics] == [
        ("ZONE-HUB-UNKNOWN", 2),
        ("ZONE-AREA", 2),
    ]
