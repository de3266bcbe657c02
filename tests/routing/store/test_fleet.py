"""What the rows of hubs, vehicles and collection points said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.fleet.model import Break, CollectionPoint, Fleet, Hub, Rates, Vehicle
from routing.orders.model import LocatedOrder
from routing.store.model import Deed
from routing.store.store import open_store
from tests.support.stores import order, store_plan

if TYPE_CHECKING:
    from routing.day.model import Day
    from routing.plan.model import Plan

DEED = Deed(command="replan", who="cron")
HUB = Hub(hub_id="H\0", name="Nord", lat=50.5, lon=4.25, opens_s=1, closes_s=2, bays=3, pickers=0)
BARE = Vehicle(
    vehicle_id="V1", hub_id="H", kind="van", shift_start_s=1, shift_end_s=2,
    rates=Rates(eur_per_h=28.5, eur_per_km=0.3, eur_per_vehicle=0),
)  # fmt: skip
FULL = replace(
    BARE,
    vehicle_id="V2", asset_id="A", driver_id="D", weight_g=1, volume_ml=2, max_trips=3,
    max_stops=4, max_distance_m=5, setup_s=6, skills=frozenset({"b", "a"}),
    rest=Break(duration_s=1, earliest_s=2, latest_s=3, longest_work_s=4),
)  # fmt: skip
POINT = CollectionPoint(point_id="P", name="Kiosk", lat=50.5, lon=4.25, opens_s=1, closes_s=2)
FLEET = Fleet(hubs=(replace(HUB, hub_id="H"),), vehicles=(BARE, FULL), points=(POINT,))


def plan(plan_id: str) -> Plan:
    return replace(store_plan(), plan_id=plan_id)


def test_a_fleet_comes_back_as_it_was_written(any_day: Day) -> None:
    with open_store(any_day) as store:
        assert store.known_fleet() is None
        store.record(plan("A"), DEED, fleet_read=FLEET)
        assert store.known_fleet() == FLEET


def test_a_fleet_is_as_it_was_for_a_version(any_day: Day) -> None:
    heavier = replace(BARE, weight_g=9)
    with open_store(any_day) as store:
        store.record(plan("A"), DEED)
        store.record(plan("B"), DEED, fleet_read=FLEET)
        store.record(plan("C"), DEED, fleet_read=replace(FLEET, vehicles=(heavier,)))
        store.record(plan("D"), DEED, fleet_read=FLEET)
        assert store.known_fleet(1) is None
        known = store.known_fleet(3)
        assert known is not None
        assert known.vehicles == (heavier,)
        assert known.hubs == FLEET.hubs
        last = store.known_fleet()
        assert last is not None
        assert set(last.vehicles) == {BARE, FULL}


def test_what_no_database_takes_in_an_id_is_written_once(any_day: Day) -> None:
    with open_store(any_day) as store:
        for plan_id in ("A", "B"):
            store.record(plan(plan_id), DEED, fleet_read=Fleet(hubs=(HUB,)))
        known = store.known_fleet()
        assert known is not None
        assert len(known.hubs) == 1


def test_orders_are_as_they_were_read_for_a_version(any_day: Day) -> None:
    first, later = (
        LocatedOrder(order=one, place=None) for one in (order("O1"), order("O1", weight_g=9))
    )
    with open_store(any_day) as store:
        store.record(plan("A"), DEED, orders_read=(first,))
        store.record(plan("B"), DEED, orders_read=(later,))
        assert store.known_orders(1) == (first,)
        assert store.known_orders(2) == store.known_orders() == (later,)
