"""Runs through the day on the city of `grid_city`: what stands, what changes, what is told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from routing.check.breach import Where
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.engines.pyvrp import PyvrpEngine
from routing.errors import DayError, EngineError
from routing.morning import Request, plan_day
from routing.reading import Morning
from routing.replan.renewal import Scope
from routing.store.address import DATABASE
from routing.store.store import open_store
from tests.support.databases import ask
from tests.support.days import Silence, hub, order, van, write_day
from tests.support.replans import (
    add_row,
    at,
    drop_row,
    event,
    released,
    replanned,
    sequence,
    stop_of,
    two_hubs_orders,
)

if TYPE_CHECKING:
    from pathlib import Path

    from routing.events.model import Event
    from routing.plan.model import Plan


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """Two hubs with a van each; a trip in the morning and one in the afternoon at the first."""
    return write_day(
        tmp_path,
        grid_map,
        hubs=[hub("H1"), hub("H2", 790, 790)],
        vehicles=[van("V1"), van("W1"), van("V2", "H2")],
        orders=two_hubs_orders(),
    )


def held(plan: Plan) -> list[str]:
    """Every order's id, as often as it has a place."""
    stops = (
        one
        for hub in plan.hubs
        for route in hub.routes
        for trip in route.trips
        for stop in trip.stops
        if stop.status != "failed"
        for one in stop.order_ids
    )
    collected = (item.order_id for hub in plan.hubs for item in hub.collections)
    unassigned = (item.order_id for item in plan.unassigned)
    return sorted([*stops, *collected, *unassigned, *(one.order_id for one in plan.cancelled)])


def carrier_of(plan: Plan, order_id: str) -> str:
    """The vehicle that has an order."""
    return next(
        route.vehicle_id
        for one in plan.hubs
        for route in one.routes
        for trip in route.trips
        for stop in trip.stops
        if order_id in stop.order_ids
    )


ALL = ["A1", "A2", "A3", "B1", "C1"]


def test_where_nothing_happened_nothing_changes(day: Path) -> None:
    before = released(day)
    outcome = replanned(day, "06:00")
    assert outcome.planned == ()
    assert outcome.breaches == ()
    assert [one.routes for one in outcome.plan.hubs] == [one.routes for one in before.hubs]
    assert (outcome.plan.version, outcome.plan.based_on) == (3, before.plan_id)


def test_a_new_order_concerns_its_hub_alone(day: Path) -> None:
    before = released(day)
    add_row(day, order("A4", 100, 5, hub_id="H1", window_start="14:00", window_end="15:00"))
    outcome = replanned(day, "06:00")
    assert outcome.planned == ("H1",)
    assert held(outcome.plan) == [*ALL[:3], "A4", *ALL[3:]]
    assert outcome.plan.hubs[1].routes == before.hubs[1].routes
    assert outcome.breaches == ()


def test_what_is_on_board_stays_on_board_when_an_order_comes_in_next_door(day: Path) -> None:
    before = released(day)
    carrier = carrier_of(before, "A1")
    first = sequence(before, carrier)
    trip = next(
        trip for hub in before.hubs for route in hub.routes if route.vehicle_id == carrier
        for trip in route.trips
    )  # fmt: skip
    now = before.clock.iso(trip.depart_s + 60)
    add_row(day, order("A4", 310, 5, hub_id="H1", window_start="09:00", window_end="12:00"))
    outcome = replanned(day, now)
    assert sequence(outcome.plan, carrier)[0] == first[0]
    assert stop_of(outcome.plan, "A4").status == "planned"
    assert outcome.breaches == ()


def test_a_trip_that_is_about_to_leave_is_closed(day: Path) -> None:
    before = released(day)
    loading_s = min(
        trip.loading_s for hub in before.hubs[:1] for route in hub.routes for trip in route.trips
    )
    add_row(day, order("A4", 310, 5, hub_id="H1", window_start="09:00", window_end="10:00"))
    outcome = replanned(day, before.clock.iso(loading_s - 60 + 120))
    trips = {
        trip.trip_id: trip
        for route in outcome.plan.hubs[0].routes
        for trip in route.trips
        if trip.status != "planned"
    }
    assert {trip.status for trip in trips.values()} <= {"closed", "loading"}
    assert trips
    assert not any("A4" in stop.order_ids for trip in trips.values() for stop in trip.stops)


def test_a_cancelled_order_leaves_its_stop_and_is_counted_once(day: Path) -> None:
    released(day)
    outcome = replanned(day, "06:00", event(day, "05:59", "cancelled", order_id="A2", reason="ill"))
    assert held(outcome.plan) == ALL
    (cancelled,) = outcome.plan.cancelled
    assert (cancelled.order_id, cancelled.reason) == ("A2", "ill")
    assert outcome.plan.totals.cancelled == 1
    again = replanned(day, "06:05")
    assert again.plan.cancelled == outcome.plan.cancelled
    assert held(again.plan) == ALL


def test_a_row_that_vanished_is_kept_with_a_warning(day: Path) -> None:
    before = released(day)
    drop_row(day, "A2")
    outcome = replanned(day, "06:00")
    assert [one.routes for one in outcome.plan.hubs] == [one.routes for one in before.hubs]
    assert [(item.code, item.id) for item in outcome.diagnostics] == [("ORDER-VANISHED", "A2")]
    assert outcome.plan.totals.orders == 5
    assert outcome.breaches == ()


def test_a_van_that_does_not_report_any_more_is_late_and_never_in_the_past(day: Path) -> None:
    before = released(day)
    carrier = carrier_of(before, "A1")
    outcome = replanned(
        day,
        "09:55",
        event(day, "08:50", "departed", vehicle_id=carrier),
    )
    stop = stop_of(outcome.plan, sequence(before, carrier)[0][0])
    assert stop.status == "next"
    assert 0 <= stop.arrive_s - at(day, "09:55") < 60
    assert outcome.breaches == ()


def test_a_van_that_broke_down_strands_what_it_carries_and_the_rest_goes_elsewhere(
    day: Path,
) -> None:
    before = released(day)
    carrier = carrier_of(before, "A1")
    first = sequence(before, carrier)[0]
    now = before.clock.iso(stop_of(before, first[0]).arrive_s - 5)
    broken = event(day, now, "vehicle_out", vehicle_id=carrier, reason="engine")
    outcome = replanned(day, now, broken)
    reasons = {item.order_id: item.code for item in outcome.plan.unassigned}
    assert reasons == dict.fromkeys(first, "VEHICLE-OUT")
    assert {stop_of(outcome.plan, one).status for one in first} == {"failed"}
    others = {one for trip in sequence(outcome.plan, carrier) for one in trip}
    assert others == set(first), "it makes no other trip"
    assert held(outcome.plan) == ALL
    assert outcome.breaches == ()


def test_what_is_stranded_is_never_given_to_another_and_goes_on_with_its_vehicle(day: Path) -> None:
    before = released(day)
    carrier = carrier_of(before, "A1")
    first = sequence(before, carrier)[0]
    out_s = stop_of(before, first[0]).arrive_s - 5
    iso = before.clock.iso
    events = [event(day, iso(out_s), "vehicle_out", vehicle_id=carrier, reason="engine")]
    for later_s in (0, 300, 600):
        still = replanned(day, iso(out_s + later_s), *events)
        assert {item.order_id for item in still.plan.unassigned} == set(first)
        assert still.breaches == ()
    back = replanned(
        day, iso(out_s + 900), event(day, iso(out_s + 880), "vehicle_back", vehicle_id=carrier)
    )
    assert back.breaches == ()
    assert back.plan.unassigned == ()
    assert [carrier_of(back.plan, one) for one in first] == [carrier] * len(first)
    assert stop_of(back.plan, first[0]).status == "next"


def test_what_is_stranded_may_be_called_off(day: Path) -> None:
    before = released(day)
    carrier = carrier_of(before, "A1")
    first = sequence(before, carrier)[0][0]
    out_s = stop_of(before, first).arrive_s - 5
    iso = before.clock.iso
    replanned(day, iso(out_s), event(day, iso(out_s), "vehicle_out", vehicle_id=carrier))
    gone = replanned(
        day, iso(out_s + 300), event(day, iso(out_s + 200), "cancelled", order_id=first)
    )
    assert [item.order_id for item in gone.plan.cancelled] == [first]
    assert held(gone.plan) == ALL
    assert gone.breaches == ()


def test_what_failed_has_its_reason_and_is_tried_again_once_it_has_changed(day: Path) -> None:
    before = released(day)
    carrier = carrier_of(before, "A1")
    first = sequence(before, carrier)[0][0]
    arrive_s = stop_of(before, first).arrive_s
    now = before.clock.iso(arrive_s + 600)
    reports = [
        event(day, before.clock.iso(arrive_s - 120), "departed", vehicle_id=carrier),
        event(
            day, before.clock.iso(arrive_s + 60), "failed", order_id=first, reason="nobody there"
        ),
    ]
    outcome = replanned(day, now, *reports)
    assert [(item.order_id, item.code) for item in outcome.plan.unassigned] == [
        (first, "ATTEMPT-FAILED")
    ]
    assert stop_of(outcome.plan, first).status == "failed"
    assert outcome.breaches == ()


def test_what_its_row_calls_off_is_not_planned_again_once_it_has_changed(day: Path) -> None:
    """It had failed when the row was seen first, and could not be called off."""
    before = released(day)
    path = day / "orders.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    rows = [f"{row},{'cancelled' if row.startswith('A1,') else ''}" for row in rows]
    carrier, arrive_s = carrier_of(before, "A1"), stop_of(before, "A1").arrive_s
    times = [before.clock.iso(arrive_s + later_s) for later_s in (60, 120, 180, 240, 300)]
    failed = event(day, times[0], "failed", order_id="A1", vehicle_id=carrier)
    replanned(day, times[1], failed)
    path.write_text("\n".join([f"{header},status", *rows]) + "\n", encoding="utf-8")
    outcome = replanned(day, times[2])
    assert [item.order_id for item in outcome.plan.unassigned] == ["A1"]
    outcome = replanned(day, times[4], event(day, times[3], "changed", order_id="A1"))
    assert [item.order_id for item in outcome.plan.cancelled] == ["A1"]
    assert outcome.breaches == ()
    known = len(events_of(day))
    replanned(day, before.clock.iso(arrive_s + 360))
    assert len(events_of(day)) == known


def events_of(day: Path) -> tuple[Event, ...]:
    with open_store(load_day(day)) as store:
        return store.events().events


def test_with_additions_only_what_has_a_place_keeps_it(day: Path) -> None:
    before = released(day)
    add_row(day, order("A4", 710, 395, hub_id="H1", window_start="09:00", window_end="15:00"))
    outcome = replanned(day, "06:00", scope=Scope(allow="additions"))
    for vehicle_id in ("V1", "W1"):
        kept = [[one for one in trip if one != "A4"] for trip in sequence(outcome.plan, vehicle_id)]
        assert [trip for trip in kept if trip] == sequence(before, vehicle_id)
    assert held(outcome.plan).count("A4") == 1


def test_a_search_that_fails_leaves_the_repaired_plan(
    day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(day)
    add_row(day, order("A4", 100, 5, hub_id="H1", window_start="14:00", window_end="15:00"))

    def fails(*_: Any, **__: Any) -> Any:
        raise EngineError("ENGINE-FAILED", "It broke.", "Mend it.")

    monkeypatch.setattr(PyvrpEngine, "solve", fails)
    outcome = replanned(day, "06:00")
    assert [one.code for one in outcome.failures] == ["ENGINE-FAILED"]
    assert stop_of(outcome.plan, "A4").late_s == 0
    assert outcome.recorded


def test_time_does_not_move_a_draft_that_nobody_has(day: Path) -> None:
    plan_day(load_day(day), Request(limit=Limit(iterations=40)), Silence())
    outcome = replanned(day, "09:30", releases=False)
    statuses = {trip.status for one in outcome.plan.hubs for r in one.routes for trip in r.trips}
    assert statuses == {"planned"}
    assert all(
        trip.loading_s >= at(day, "09:30")
        for one in outcome.plan.hubs
        for route in one.routes
        for trip in route.trips
    )
    assert outcome.breaches == ()


def test_a_day_without_a_plan_is_told_so(day: Path) -> None:
    with pytest.raises(DayError, match="REPLAN-NO-PLAN"):
        replanned(day, "09:00")


def test_a_day_does_not_go_backwards(day: Path) -> None:
    released(day)
    replanned(day, "09:00")
    with pytest.raises(DayError, match="REPLAN-EARLIER"):
        replanned(day, "08:59")


def test_a_whole_day_by_the_clock_ends_with_everything_delivered(day: Path) -> None:
    before = released(day)
    for now in ("08:30", "09:15", "10:00", "11:30", "12:20", "14:05", "15:00", "18:00"):
        outcome = replanned(day, now)
        assert outcome.breaches == ()
        assert held(outcome.plan) == ALL
    stops = [
        stop for hub in outcome.plan.hubs for route in hub.routes for trip in route.trips
        for stop in trip.stops
    ]  # fmt: skip
    assert {stop.status for stop in stops} == {"done"}
    assert outcome.plan.totals.cost_cents == before.totals.cost_cents
    with open_store(load_day(day)) as store:
        assert [one.version for one in store.history()] == list(range(1, 11))


def test_a_run_that_waited_looks_at_the_clock_again(tmp_path: Path, grid_map: Path) -> None:
    """Another that came later, and was first, is not in its future."""
    today = datetime.now(ZoneInfo("Europe/Brussels"))
    folder = write_day(tmp_path, grid_map, str(today.date()), hubs=[hub()], vehicles=[], orders=[])
    clock = load_day(folder).clock
    released(folder)
    replanned(folder, clock.iso(clock.elapsed(today)))
    begun_s = clock.elapsed(today) - 30
    outcome = replanned(folder, clock.iso(begun_s), now_s=begun_s, by_clock=True)
    assert outcome.plan.now_s is not None
    assert outcome.plan.now_s >= begun_s + 30


def test_what_a_wrong_clock_has_planned_for_later_can_be_undone(day: Path) -> None:
    """By the clock all of the morning was done; by the right one it has not begun."""
    before = released(day)
    replanned(day, "13:00")
    with pytest.raises(DayError, match="tournee undo --to N"):
        replanned(day, "08:40")
    outcome = replanned(day, "08:40", back_to=2, search=None)
    assert (outcome.plan.version, outcome.plan.based_on) == (4, before.plan_id)
    assert outcome.breaches == ()
    assert held(outcome.plan) == ALL
    assert stop_of(outcome.plan, "A1").status == "planned"
    assert replanned(day, "08:45").breaches == ()


def test_a_hub_whose_new_plan_breaks_a_rule_keeps_its_last_and_the_other_goes_on(
    day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checker finds fault with H1 whatever is planned there."""
    before = released(day)
    add_row(day, order("A4", 100, 5, hub_id="H1", window_start="14:00", window_end="15:00"))
    add_row(day, order("B2", 500, 595, hub_id="H2", window_start="12:00", window_end="14:00"))
    fault = Where(hub_id="H1").breach("bays", "there is something wrong.")
    monkeypatch.setattr(Morning, "check", lambda *_: (fault,))
    outcome = replanned(day, "06:00")
    assert (outcome.kept, outcome.recorded) == (("H1",), True)
    assert outcome.plan.hubs[0] == before.hubs[0]
    assert stop_of(outcome.plan, "B2").late_s == 0
    assert [(one.order_id, one.code) for one in outcome.plan.unassigned] == [("A4", "HUB-KEPT")]
    monkeypatch.undo()
    assert stop_of(replanned(day, "06:01").plan, "A4").late_s == 0


def test_a_row_that_another_program_wrote_and_that_is_no_event_is_told_once(day: Path) -> None:
    released(day)
    ask(
        f"sqlite:///{day / DATABASE}",
        "insert into event (day, event_id, at, type) values (:day, 'E1', '10:00', 'deliverd')",
        day="2026-11-21",
    )
    first, second = replanned(day, "09:00"), replanned(day, "09:01")
    assert [one.code for one in first.set_aside_now] == ["EVENT-ROW"]
    assert (len(second.set_aside), second.set_aside_now) == (1, ())
