"""A driver who follows a plan, on plans written by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from routing.events.model import EventType
from routing.plan.model import Rest, Route, Stop
from routing.simulation.driver import Doing, Driver
from routing.simulation.log import Fate, Log
from routing.simulation.luck import Chances, Luck
from tests.support.plans import route, stop

EXACT = Luck(1, Chances(travel=0, service=0, failures=0))


def driver(luck: Luck = EXACT, **changes: Any) -> Driver:
    """V, which loads in ten minutes."""
    known: dict[str, Any] = {
        "vehicle_id": "V",
        "loading_s": 600,
        "luck": luck,
        "log": Log(),
        "promises": {},
    }
    return Driver(**(known | changes))


def stops() -> tuple[Stop, ...]:
    """O1 and O2, a minute's drive from the hub, from each other, and back."""
    return (
        stop(order_ids=("O1",), arrive_s=29_460, start_s=29_460, leave_s=29_580),
        stop(order_ids=("O2",), arrive_s=29_640, start_s=29_640, leave_s=29_760),
    )


def told(own: Driver) -> list[tuple[EventType, int, str | None]]:
    """What was reported: what, when, of which order."""
    return [(event.type, event.at_s, event.order_id) for event in own.log.unsent]


def test_without_luck_everything_is_as_planned() -> None:
    own = driver()
    own.follow(route(*stops()))
    own.advance(80_000)
    assert told(own) == [
        (EventType.LOADING, 28_800, "O1"),
        (EventType.LOADED, 29_400, "O1"),
        (EventType.DEPARTED, 29_400, "O1"),
        (EventType.ARRIVED, 29_460, "O1"),
        (EventType.DELIVERED, 29_580, "O1"),
        (EventType.ARRIVED, 29_640, "O2"),
        (EventType.DELIVERED, 29_760, "O2"),
        (EventType.RETURNED, 29_820, None),
    ]
    assert own.metres == 3_000
    assert {ending.late_s for ending in own.log.endings.values()} == {0}


def test_nobody_is_served_before_the_window() -> None:
    early = replace(stops()[0], window_start_s=30_000)
    own = driver()
    own.follow(route(early))
    own.advance(80_000)
    assert own.log.endings["O1"].at_s == 30_120


def test_what_begins_after_the_promise_is_late() -> None:
    own = driver(promises={"O1": 29_400, "O2": 29_640})
    own.follow(route(*stops()))
    own.advance(80_000)
    assert [own.log.endings[one].late_s for one in ("O1", "O2")] == [60, 0]


def test_who_is_told_another_sequence_keeps_to_the_stop_that_is_driven_to() -> None:
    own = driver()
    own.follow(route(*stops()))
    own.advance(29_430)
    first, second = stops()
    own.follow(route(second, first))
    own.advance(80_000)
    handed = [one for kind, _, one in told(own) if kind is EventType.DELIVERED]
    assert handed == ["O1", "O2"]


def test_a_stop_that_is_gone_from_the_plan_is_not_driven_to_any_more() -> None:
    own = driver()
    own.follow(route(*stops()))
    own.advance(29_430)
    own.log.call_off("O1", 29_431)
    own.follow(route(stops()[1]))
    own.advance(80_000)
    assert own.log.endings.keys() == {"O2"}


def test_what_comes_onto_a_trip_that_is_loaded_stays_at_the_hub() -> None:
    own = driver()
    own.follow(route(stops()[0]))
    own.advance(29_000)
    own.follow(route(*stops()))
    own.advance(80_000)
    assert own.log.endings.keys() == {"O1"}


def test_who_calls_off_too_late_for_the_driver_to_know_turns_it_away() -> None:
    own = driver()
    own.follow(route(*stops()))
    own.advance(29_430)
    own.log.call_off("O1", 29_431)
    own.advance(80_000)
    assert (EventType.FAILED, 29_580, "O1") in told(own)
    assert "O1" not in own.log.endings


def test_a_failed_order_ends_so() -> None:
    own = driver(Luck(1, Chances(travel=0, service=0, failures=1)))
    own.follow(route(*stops()))
    own.advance(80_000)
    assert {ending.fate for ending in own.log.endings.values()} == {Fate.FAILED}


def test_a_planned_break_on_the_road_is_had_once() -> None:
    first, second = stops()
    rest = Rest(start_s=29_640, end_s=30_540)
    second = replace(second, start_s=30_540, leave_s=30_660)
    own = driver()
    own.follow(route(first, second, breaks=(rest,)))
    own.advance(80_000)
    assert own.log.endings["O2"].at_s == 30_660


def test_who_breaks_down_goes_on_later_where_it_stood() -> None:
    own = driver()
    own.follow(route(*stops()))
    own.break_down(29_430)
    own.advance(31_000)
    assert own.doing is Doing.OUT
    own.be_back(31_000)
    own.advance(80_000)
    assert own.log.endings["O1"].at_s == 29_580 + 1_570


def test_what_is_being_loaded_on_a_vehicle_that_breaks_down_is_taken_off() -> None:
    own = driver()
    own.follow(route(*stops()))
    own.break_down(29_000)
    assert own.aboard == []
    assert own.took == set()


def test_a_silent_vehicle_does_what_it_does() -> None:
    own = driver(log=Log(silent={"V"}))
    own.follow(route(*stops()))
    own.advance(80_000)
    assert told(own) == []
    assert own.log.endings.keys() == {"O1", "O2"}


def test_trips_follow_one_another() -> None:
    first, second = stops()
    two: Route = route(first)
    later = replace(two.trips[0], trip_id="V-2", loading_s=29_000, stops=(second,))
    own = driver()
    own.follow(replace(two, trips=(*two.trips, later)))
    own.advance(80_000)
    began = [at_s for kind, at_s, _ in told(own) if kind is EventType.LOADING]
    assert began == [28_800, 29_640], "the second trip is loaded when the vehicle is back"
