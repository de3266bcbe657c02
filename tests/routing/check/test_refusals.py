"""Refusals that hold, and refusals that do not. O6 is unassigned, and goes to a door near H1."""

from __future__ import annotations

from typing import Any

import shapely

from routing.fleet.model import PickerShift, Zone
from routing.orders.model import Channel
from tests.routing.check.conftest import Case, degrees, hours


def zone(hub_id: str, *, holds_o6: bool = True, **terms: Any) -> Zone:
    """A zone of every door, or of every door but O6's at 700, 10."""
    area: Any = shapely.box(degrees(-2000), degrees(-100), degrees(4000), degrees(3000))
    if not holds_o6:
        area = area.difference(shapely.Point(degrees(700), degrees(10)).buffer(degrees(50)))
    return Zone(zone_id=f"Z{hub_id}", hub_id=hub_id, area=area, **terms)


def refused(good: Case, code: str, **changes: Any) -> Case:
    """O6 refused for this, with its row and the day changed; `hub_id` is changed in both."""
    day = {name: changes.pop(name) for name in ("zones", "stock") if name in changes}
    case = good.changed(good.intake, **day) if day else good
    if changes:
        case = case.changed(case.order("O6"), **changes)
    hub_id = changes.get("hub_id", "H1")
    return case.changed(case.plan.unassigned[0], code=code, hub_id=hub_id)


def test_outside_its_hubs_zones(good: Case) -> None:
    zones = (zone("H1", holds_o6=False), zone("H2"))
    assert refused(good, "OUT-OF-ZONE", zones=zones).breaches() == ()
    refused(good, "OUT-OF-ZONE", zones=(zone("H1"),)).only("zone-reason", "H1 could have it")


def test_an_order_that_names_no_hub_is_outside_only_where_it_is_outside_of_all(good: Case) -> None:
    outside = zone("H1", holds_o6=False), zone("H2", holds_o6=False)
    assert refused(good, "OUT-OF-ZONE", zones=outside, hub_id=None).breaches() == ()
    one = refused(good, "OUT-OF-ZONE", zones=outside[:1], hub_id=None)
    one.only("zone-reason", "H2 could have it")


def test_the_reason_is_the_one_that_it_meets_last(good: Case) -> None:
    zones = (zone("H1", holds_o6=False), zone("H2", closes_s=hours("09:30")))
    late = {"window_start_s": hours("10:00"), "hub_id": None, "zones": zones}
    assert refused(good, "ZONE-HOURS", **late).breaches() == ()
    refused(good, "OUT-OF-ZONE", **late).only("zone-reason", "what keeps it", "ZONE-HOURS")


def test_worth_too_little(good: Case) -> None:
    zones = (zone("H1", min_order_cents=2000),)
    assert refused(good, "BELOW-MINIMUM", zones=zones, value_cents=1999).breaches() == ()
    refused(good, "BELOW-MINIMUM", zones=zones, value_cents=2000).only("zone-reason")
    refused(good, "BELOW-MINIMUM", zones=zones, value_cents=None).only("zone-reason")


def test_out_of_stock_is_what_is_left_besides_the_others(good: Case) -> None:
    """O9 takes one of two."""
    case = good.changed(good.order("O9"), articles={"milk": 1})
    lacking = {"stock": {"H1": {"milk": 2}}, "articles": {"milk": 2}}
    assert refused(case, "OUT-OF-STOCK", **lacking).breaches() == ()
    enough = {**lacking, "articles": {"milk": 1}}
    refused(case, "OUT-OF-STOCK", **enough).only("stock-reason", "H1 could have it")


def test_articles_are_kept_for_orders_that_found_no_place_on_a_route(good: Case) -> None:
    """O10, which was called off, is unassigned for want of room instead, and holds the milk."""
    more = good.changed(good.order("O10"), articles={"milk": 1})
    waiting = more.changed(
        more.plan,
        cancelled=(),
        unassigned=(
            *more.plan.unassigned,
            type(more.plan.unassigned[0])(
                order_id="O10", hub_id="H1", code="NO-ROOM", reason="No room.", suggestion="Wait."
            ),
        ),
    ).counted(cancelled=-1, unassigned=1)
    lacking = {"stock": {"H1": {"milk": 1}}, "articles": {"milk": 1}}
    assert refused(waiting, "OUT-OF-STOCK", **lacking).breaches() == ()


def test_every_hub_that_could_have_it_must_lack_some(good: Case) -> None:
    stock = {"H1": {"milk": 0}, "H2": {"milk": 1}}
    free = {"stock": stock, "articles": {"milk": 1}, "hub_id": None}
    refused(good, "OUT-OF-STOCK", **free).only("stock-reason", "H2 could have it")
    zones = (zone("H1"), zone("H2", holds_o6=False))
    assert refused(good, "OUT-OF-STOCK", **free, zones=zones).breaches() == ()


def test_what_is_collected_may_be_refused_for_want_of_stock(good: Case) -> None:
    case = refused(
        good, "OUT-OF-STOCK", channel=Channel.CLICK_AND_COLLECT, articles={"milk": 1},
        stock={"H1": {}},
    )  # fmt: skip
    assert case.breaches() == ()


def test_no_picker(good: Case) -> None:
    """All others say when they are ready; O6 takes seven minutes of a shift that ends at ten."""
    shift = PickerShift(
        picker_id="K", hub_id="H1", start_s=hours("08:00"), end_s=hours("10:00"),
        lines_per_hour=80.0, eur_per_h=20.0,
    )  # fmt: skip
    case = good
    for one in good.intake.orders:
        if one.hub_id == "H1" and one.ready_s is None and one.order_id != "O6":
            case = case.changed(case.order(one.order_id), ready_s=hours("08:00"))
    case = case.changed(case.intake, pickers=(shift,), picking_hubs=frozenset({"H1"}))
    unknown = {"picking-planned"}
    for placed, expected in (("09:53:01", set[str]()), ("09:53:00", {"picker-reason"})):
        found = refused(case, "NO-PICKER", placed_s=hours(placed)).breaches()
        assert {breach.rule for breach in found} - unknown == expected


def dropped_as_well(good: Case, parcels: int) -> Case:
    """O6 is for the locker, which takes three parcels, as well as O3."""
    case = good.changed(good.intake.points[0], capacity_parcels=3)
    located = case.located_order("O3")
    case = case.changed(case.located_order("O6"), place=located.place)
    return refused(
        case, "POINT-FULL", channel=Channel.CLICK_AND_COLLECT, collect_at="P1", parcels=parcels
    )


def test_a_locker_is_full_for_an_order_that_takes_more_than_is_left(good: Case) -> None:
    assert dropped_as_well(good, 3).breaches() == ()
    dropped_as_well(good, 2).only("point-reason", "P1 has room for 2 more parcels")
