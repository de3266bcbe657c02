"""What the page's script is given to draw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polyline

from maps.sketch import Street, Streets
from routing.orders.contacts import Contact
from routing.page.content import content_of
from routing.page.drawing import drawing
from routing.plan import model
from tests.support.plans import hub, plan, route, stop

ROAD = [(50.0, 4.0), (50.001, 4.002)]


def drawn(
    *hubs: model.HubPlan, contacts: dict[str, Contact] | None = None, **changes: Any
) -> dict[str, Any]:
    return drawing(content_of(plan(hubs=hubs, **changes), contacts or {}), None)


def facts_of(given: dict[str, Any], vehicle: int = 0, number: int = 0) -> dict[str, str]:
    return dict(given["vehicles"][vehicle]["stops"][number]["facts"])


def test_streets_come_with_rank_name_and_line() -> None:
    streets = Streets(lines=(Street(rank=2, name="Rue Neuve", shape="abc"),))
    assert drawing(content_of(plan(), {}), streets)["streets"] == [[2, "Rue Neuve", "abc"]]
    assert drawing(content_of(plan(), {}), None)["streets"] == []


def test_each_vehicle_is_of_its_hub_and_has_a_colour_of_its_own() -> None:
    second = replace(hub(route(stop(), vehicle_id="W")), hub_id="I")
    vehicles = drawn(hub(route(stop())), second)["vehicles"]
    assert [(one["key"], one["hub"]) for one in vehicles] == [(0, 0), (1, 1)]
    assert vehicles[0]["colour"] != vehicles[1]["colour"]


def test_a_trip_s_line_leads_over_its_stops_and_back() -> None:
    there, back = polyline.encode(ROAD, 5), polyline.encode(ROAD[::-1], 5)
    (trip,) = route(stop(shape=there)).trips
    given = drawn(hub(route(trips=(replace(trip, return_shape=back),))))
    (line,) = given["vehicles"][0]["shapes"]
    assert polyline.decode(line, 5) == [*ROAD, ROAD[0]]


def test_a_stop_stands_at_its_customer_with_its_number_and_its_orders() -> None:
    given = drawn(hub(route(stop(), stop(order_ids=("A", "B"), lat=50.2, lon=4.3))))
    second = given["vehicles"][0]["stops"][1]
    assert (second["key"], second["number"]) == ("0-2", 2)
    assert (second["lat"], second["lon"], second["title"]) == (50.2, 4.3, "A, B")


def test_late_stops_and_drops_are_marked() -> None:
    given = drawn(hub(route(stop(late_s=61), stop(point_id="P"))))
    marks = [(one["late"], one["drop"]) for one in given["vehicles"][0]["stops"]]
    assert marks == [(True, False), (False, True)]


def test_a_stop_s_facts_are_the_plan_s() -> None:
    one = stop(
        arrive_s=32_340, late_s=61, lines=4, requires=("age_check",), located="street",
        accuracy_m=355, leg_s=130, leg_m=1840,
    )  # fmt: skip
    assert facts_of(drawn(hub(route(one)))) == {
        "Planned": "09:00-09:02",
        "Window": "08:00-20:00",
        "Late": "2 min",
        "Arrives": "08:59, waits 1 min",
        "Drive there": "3 min, 1.8 km",
        "Order lines": "4",
        "Requires": "age_check",
        "Vehicle": "V, stop 1, trip V-1",
        "Place": "somewhere along the street, within 355 m",
    }


def test_a_drop_says_where_and_hides_where_its_customer_lives() -> None:
    client = Contact(name="Client 1", address="Rue 1", phone="+32 2", note="Ring")
    points = (model.Point(point_id="P", name="Locker", lat=50.0, lon=4.0),)
    given = drawn(hub(route(stop(point_id="P"))), contacts={"O1": client}, points=points)
    facts = facts_of(given)
    assert (facts["Left at"], facts["Customer"], facts["Phone"]) == ("Locker", "Client 1", "+32 2")
    assert facts.keys().isdisjoint({"Address", "Note"})


def test_hubs_and_collection_points_are_drawn_where_they_are() -> None:
    points = (model.Point(point_id="P", name="Locker", lat=50.3, lon=4.4),)
    given = drawn(hub(route(stop()), model.Route(vehicle_id="W", driver_id=None, kind="van")),
                  points=points)  # fmt: skip
    assert [(one["title"], one["lat"], one["lon"]) for one in given["points"]] == [
        ("Locker", 50.3, 4.4)
    ]
    (store,) = given["hubs"]
    assert (store["title"], store["lat"], store["lon"]) == ("Store", 50.0, 4.0)
    assert dict(store["facts"])["Vehicles"] == "1 of 2"
