"""Whole days with zones, shelves, lockers and pickers, from the folder to the checked plan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.morning import Outcome, Request, plan_day
from routing.plan.document import read_plan
from routing.store.store import open_store
from tests.support.days import Silence, collect, hub, order, van, write_day
from tests.support.grid_city import position

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan

HUBS = [hub("H1"), hub("H2", 800, 800)]
FLEET = [van("V1", "H1"), van("V2", "H2")]


def plan(folder: Path, **changes: Any) -> Outcome:
    request = Request(**{"limit": Limit(iterations=40), **changes})
    outcome = plan_day(load_day(folder), request, Silence())
    assert outcome.breaches == ()
    assert read_plan(outcome.path) == outcome.plan
    return outcome


def add_setting(folder: Path, line: str) -> None:
    with (folder / "day.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def add_zones(folder: Path, *zones: tuple[str, tuple[float, float, float, float], Any]) -> None:
    """Rectangles from west, south to east, north in metres, with their properties."""
    features = []
    for hub_id, (west_m, south_m, east_m, north_m), properties in zones:
        corners = [(west_m, south_m), (east_m, south_m), (east_m, north_m), (west_m, north_m)]
        ring = [position(*corner)[::-1] for corner in (*corners, corners[0])]
        features.append(
            {
                "type": "Feature",
                "properties": {"hub_id": hub_id, **properties},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    document = {"type": "FeatureCollection", "features": features}
    (folder / "zones.geojson").write_text(json.dumps(document), encoding="utf-8")
    add_setting(folder, 'zones = "zones.geojson"')


def codes(found: Plan) -> dict[str, str]:
    return {item.order_id: item.code for item in found.unassigned}


def test_zones_decide_who_delivers_when_and_for_how_much(tmp_path: Path, grid_map: Path) -> None:
    rows = [
        order("near", 210, 5),
        order("far", 790, 700),
        order("far and named", 790, 700, hub_id="H1"),
        order("early", 210, 5, hub_id="H1", window_end="09:00"),
        order("poor", 210, 5, hub_id="H1", value_eur="9.99"),
    ]
    write_day(tmp_path, grid_map, hubs=HUBS, vehicles=FLEET, orders=rows)
    add_zones(
        tmp_path,
        ("H1", (-10, -10, 400, 820), {"zone_id": "West", "opens": "10:00", "closes": "14:00",
                                      "min_order_eur": 10, "surcharge_eur": 2.5}),
        ("H2", (600, -10, 820, 820), {"zone_id": "East"}),
    )  # fmt: skip
    found = plan(tmp_path).plan
    assert codes(found) == {
        "far and named": "OUT-OF-ZONE", "early": "ZONE-HOURS", "poor": "BELOW-MINIMUM",
    }  # fmt: skip
    stops = {
        order_id: (one.hub_id, stop)
        for one in found.hubs
        for route in one.routes
        for trip in route.trips
        for stop in trip.stops
        for order_id in stop.order_ids
    }
    hub_id, stop = stops["near"]
    assert (hub_id, stop.surcharge_cents) == ("H1", 250)
    assert (stop.window_start_s, stop.window_end_s) == (10 * 3600, 14 * 3600)
    assert stops["far"][0] == "H2"
    assert found.totals.surcharge_cents == 250
    reasons = {one.order_id: one.alternatives[0].reason for one in found.choices}
    assert reasons == {"near": "outside its zones", "far": "outside its zones"}


def test_no_lateness_reaches_beyond_a_zones_hours(tmp_path: Path, grid_map: Path) -> None:
    """Ready at ten, it could be there a little later; its zone is served until ten."""
    rows = [order("O1", 210, 5, hub_id="H1", window_end="10:00", ready_at="10:00")]
    write_day(tmp_path, grid_map, hubs=HUBS, vehicles=FLEET, orders=rows)
    add_zones(tmp_path, ("H1", (-10, -10, 400, 820), {"closes": "10:00"}))
    add_setting(tmp_path, "[lateness]\nmax_min = 60\neur_per_min = 0.5")
    assert codes(plan(tmp_path).plan) == {"O1": "WINDOW-UNREACHABLE"}


def test_shelves_and_lockers_are_shared_out(tmp_path: Path, grid_map: Path) -> None:
    lat, lon = position(450, 405)
    rows = [
        order("named", 790, 790, hub_id="H1", priority=9),
        order("free", 10, 5),
        order("none", 10, 5, hub_id="H1"),
        collect("first", "H1", collect_at="P", parcels=2),
        collect("second", "H2", collect_at="P", parcels=2),
        collect("third", "", collect_at="P", parcels=1),
    ]
    lines = [{"order_id": one, "sku": "milk", "quantity": 1} for one in ("named", "free", "none")]
    write_day(
        tmp_path, grid_map, hubs=HUBS, vehicles=FLEET, orders=rows, order_lines=lines,
        stock=[
            {"hub_id": "H1", "sku": "milk", "quantity": 1},
            {"hub_id": "H2", "sku": "milk", "quantity": 1},
        ],
        collection_points=[
            {"point_id": "P", "lat": lat, "lon": lon, "opens": "08:00", "closes": "20:00",
             "capacity_parcels": 3}
        ],
    )  # fmt: skip
    found = plan(tmp_path).plan
    assert codes(found) == {"none": "OUT-OF-STOCK", "second": "POINT-FULL"}
    assert {one.order_id: one.hub_id for one in found.choices}["free"] == "H2"


def test_hubs_left_out_keep_articles_reasons_and_refusals(tmp_path: Path, grid_map: Path) -> None:
    """The free order has H2's milk; an important one that is new cannot take it away."""
    rows = [order("free", 790, 790), order("other", 10, 5, hub_id="H1")]
    tables: dict[str, Any] = {
        "hubs": HUBS,
        "vehicles": FLEET,
        "order_lines": [
            {"order_id": one, "sku": "milk", "quantity": 1} for one in ("free", "important")
        ],
        "stock": [{"hub_id": "H2", "sku": "milk", "quantity": 1}],
    }
    write_day(tmp_path, grid_map, orders=rows, **tables)
    first = plan(tmp_path).plan
    assert [(one.order_id, one.hub_id) for one in first.choices] == [("free", "H2")]
    rows.append(order("important", 790, 700, hub_id="H2", priority=9))
    write_day(tmp_path, grid_map, orders=rows, **tables)
    second = plan(tmp_path, hub_ids=("H1",)).plan
    assert second.hubs[1] == first.hubs[1]
    assert second.choices == first.choices
    assert codes(second) == {"important": "OUT-OF-STOCK"}


def test_a_day_whose_hubs_all_refuse_is_a_plan_all_the_same(tmp_path: Path, grid_map: Path) -> None:
    rows = [order("A", 210, 5), collect("B"), collect("C", "", lat=50.001, lon=4.001)]
    write_day(
        tmp_path, grid_map, hubs=HUBS, vehicles=FLEET, orders=rows,
        order_lines=[{"order_id": one, "sku": "milk", "quantity": 1} for one in "ABC"],
        stock=[{"hub_id": one, "sku": "milk", "quantity": 0} for one in ("H1", "H2")],
    )  # fmt: skip
    found = plan(tmp_path).plan
    assert codes(found) == dict.fromkeys("ABC", "OUT-OF-STOCK")
    assert found.totals.orders == found.totals.unassigned == 3
    with open_store(load_day(tmp_path)) as store:
        assert store.latest() == found
