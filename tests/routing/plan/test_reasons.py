"""Why an order has no stop: the most fundamental reason, and a way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.clock import Clock
from routing.plan.reasons import NO_ROOM, UNASSIGNED_CODES, explain
from routing.problem.model import Drop, HubProblem, Solution, Task, Window, being
from routing.problem.timing import time_route
from tests.support.line_city import DAY_LONG, HOUR, MINUTE, problem, task, vehicle

if TYPE_CHECKING:
    from routing.fleet.model import Vehicle
    from routing.orders.model import Unassigned

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")
COOLED = frozenset({"cooled"})


def why(day: HubProblem) -> Unassigned:
    nothing = Solution(routes={}, unserved=tuple(range(len(day.tasks))))
    return explain(day, nothing, CLOCK)[0]


def locker(promise_s: int, **changes: object) -> Task:
    goal = Drop(point_id="P", handover_s=5 * MINUTE, leave_by_s=promise_s, closes_s=18 * HOUR)
    own = task("A", 1, Window(8 * HOUR, 18 * HOUR - 5 * MINUTE), service_s=0, drop=goal)
    return replace(own, **changes)  # type: ignore[arg-type]  # named by the callers


SMALL_AND_STRONG = vehicle("V", weight_g=9_000, volume_ml=2_000)
WIDE_AND_WEAK = vehicle("W", weight_g=2_000, volume_ml=9_000)


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        pytest.param(problem([task("A", 1)], []), "NO-VEHICLE", "no vehicle today", id="no fleet"),
        pytest.param(
            problem([task("A", 1, requires=COOLED | {"lift"})], [vehicle(skills=COOLED)]),
            "SKILL-MISSING",
            "cooled, lift",
            id="one skill of two",
        ),
        pytest.param(
            problem([task("A", 1, weight_g=2_500)], [vehicle(weight_g=2_000)]),
            "TOO-HEAVY",
            "weighs 2.5 kg; the strongest vehicle for it loads 2 kg",
            id="heavy",
        ),
        pytest.param(
            problem(
                [task("A", 1, weight_g=2_500, requires=COOLED)],
                [vehicle(weight_g=2_000, skills=COOLED), vehicle("W")],
            ),
            "TOO-HEAVY",
            "loads 2 kg",
            id="the strong one lacks the skill",
        ),
        pytest.param(
            problem([task("A", 1, volume_ml=2_500)], [vehicle(volume_ml=2_000)]),
            "TOO-LARGE",
            "the roomiest holds 2 l",
            id="large",
        ),
        pytest.param(
            problem(
                [task("A", 1, weight_g=5_000, volume_ml=5_000)], [SMALL_AND_STRONG, WIDE_AND_WEAK]
            ),
            "TOO-LARGE",
            "can load its 5 kg, the roomiest holds 2 l",
            id="strong or wide, never both",
        ),
        pytest.param(
            problem([replace(task("A", 1), windows={"cargo_bike": (DAY_LONG,)})]),
            "NO-ACCESS",
            "(van)",
            id="closed to vans",
        ),
        pytest.param(
            problem([task("A", 1, Window(8 * HOUR, 8 * HOUR + 10 * MINUTE))]),
            "WINDOW-UNREACHABLE",
            "in its window 08:00-08:10",
            id="a minute too near",
        ),
        pytest.param(
            problem([task("A", 1, Window(8 * HOUR, 10 * HOUR), ready_s=11 * HOUR)]),
            "WINDOW-UNREACHABLE",
            "Ready at 11:00",
            id="ready too late",
        ),
        pytest.param(
            problem([task("A", 1, Window(9 * HOUR, 9 * HOUR), ready_s=-4 * HOUR)], [
                vehicle(shift_start_s=10 * HOUR)
            ]),
            "WINDOW-UNREACHABLE",
            "Ready at 2026-11-20 20:00",
            id="ready the evening before",
        ),
        pytest.param(
            problem([task("A", 3)], [vehicle(max_distance_m=5_000)]),
            "TOO-FAR-TO-DRIVE",
            "longer than any vehicle",
            id="too far",
        ),
        pytest.param(
            problem([locker(10 * HOUR, ready_s=17 * HOUR + 50 * MINUTE)]),
            "WINDOW-UNREACHABLE",
            "before its place closes at 18:00",
            id="the locker is closed by then",
        ),
        pytest.param(
            problem([task("A", 1)], [vehicle(kind="cargo_bike")]),
            "NO-ROOM",
            "Alone, V could serve it in its window 08:00-20:00",
            id="alone it would do",
        ),
        pytest.param(
            problem([locker(8 * HOUR)]), "NO-ROOM", "closes at 18:00", id="late, but possible"
        ),
    ],
)  # fmt: skip
def test_the_reason_is_the_most_fundamental_one(day: HubProblem, code: str, said: str) -> None:
    found = why(day)
    assert (found.order_id, found.hub_id, found.code) == ("A", "H", code)
    assert said in f"{found.reason} {found.suggestion}"
    assert found.suggestion


def test_each_of_several_windows_is_told() -> None:
    """The van's shift begins when both windows have closed."""
    windows = (Window(8 * HOUR, 9 * HOUR), Window(10 * HOUR, 11 * HOUR))
    both = replace(task("A", 1), windows={"van": windows})
    found = why(problem([both], [vehicle(shift_start_s=15 * HOUR)]))
    assert "08:00-09:00 or 10:00-11:00" in found.reason


def held(**changes: Any) -> Task:
    """An order that is locked to V."""
    requires = frozenset({being("V"), *changes.pop("requires", ())})
    return task("A", 1, **{**changes, "requires": requires, "held_to": "V"})


V = vehicle("V", skills=frozenset({being("V")}))
W = vehicle("W", skills=COOLED)


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        pytest.param(
            problem([held(requires=COOLED)], [V, W]),
            "SKILL-MISSING", "It requires cooled, which V does not have.", id="skill",
        ),
        pytest.param(
            problem([held(window=Window(8 * HOUR, 8 * HOUR + 10 * MINUTE))], [V, W]),
            "WINDOW-UNREACHABLE", "Ready at 08:00, V could not serve it alone", id="window",
        ),
        pytest.param(
            problem([held()], [replace(V, max_distance_m=100), W]),
            "TOO-FAR-TO-DRIVE", "longer than V may drive", id="way",
        ),
        pytest.param(
            problem([held()], [V, W]), "NO-ROOM", "Alone, V, which it is locked to", id="room"
        ),
        pytest.param(
            problem([held()], [W]), "LOCK-VEHICLE-OUT", "'tournee unlock DAY A'", id="out"
        ),
    ],
)  # fmt: skip
def test_what_is_locked_to_a_vehicle_is_told_of_that_vehicle(
    day: HubProblem, code: str, said: str
) -> None:
    found = why(day)
    assert found.code == code
    assert said in f"{found.reason} {found.suggestion}"
    assert "to be vehicle" not in found.reason


def test_who_comes_seconds_too_late_is_not_said_to_come_in_time() -> None:
    """The first loading ends at 8:10:00, and the drive takes a minute."""
    found = why(problem([task("A", 1, Window(8 * HOUR, 8 * HOUR + 11 * MINUTE - 30))]))
    assert "in its window 08:00-08:10" in found.reason
    assert "V alone could be there at 08:11" in found.suggestion


CLOSED_AT_NOON = {"van": ((0, 11 * HOUR), (19 * HOUR, 30 * HOUR))}


def test_a_street_that_is_closed_when_the_order_is_due_is_told_with_its_hours() -> None:
    promise = Window(12 * HOUR, 14 * HOUR)
    own = replace(
        task("A", 1), windows={"cargo_bike": (promise,)}, promise=promise,
        street_hours=CLOSED_AT_NOON,
    )  # fmt: skip
    found = why(problem([own]))
    assert found.code == "NO-ACCESS"
    assert found.reason == (
        "What could load it (van) cannot come to its place in its window 12:00-14:00."
        " Its street is open to van 00:00-11:00 and 19:00-30:00."
    )


def test_a_window_that_the_street_leaves_too_little_of_is_told_with_the_street_s_hours() -> None:
    """Ready at 10:50, the order was promised until 14:00; its street closes at 11:00."""
    promise = Window(8 * HOUR, 14 * HOUR)
    own = replace(
        task("A", 1, ready_s=10 * HOUR + 50 * MINUTE),
        windows={"van": (Window(8 * HOUR, 11 * HOUR - 2 * MINUTE, leave_by_s=11 * HOUR),)},
        promise=promise, street_hours=CLOSED_AT_NOON,
    )  # fmt: skip
    found = why(problem([own]))
    assert found.code == "WINDOW-UNREACHABLE"
    assert "alone in its window 08:00-14:00 and" in found.reason
    assert found.reason.endswith("Its street is open to van 00:00-11:00 and 19:00-30:00.")


def test_hours_of_kinds_that_could_not_load_the_order_are_not_told() -> None:
    own = replace(task("A", 1), windows={}, street_hours={"cargo_bike": ((0, 11 * HOUR),)})
    assert why(problem([own])).reason == (
        "What could load it (van) cannot come to its place today."
    )


@settings(max_examples=300, deadline=None)
@given(
    weight_g=st.sampled_from([0, 1_000, 3_000]),
    volume_ml=st.sampled_from([0, 1_000, 3_000]),
    requires=st.sampled_from([frozenset[str](), COOLED]),
    ready_s=st.integers(30, 76).map(lambda quarter: quarter * 900),
    window=st.builds(
        lambda start, length: Window(start * 900, (start + length) * 900),
        st.integers(30, 70),
        st.integers(0, 8),
    ),
    kinds=st.sampled_from([(), ("van",), ("cargo_bike",)]),
    is_drop=st.booleans(),
    fleet=st.lists(
        st.builds(
            vehicle,
            kind=st.sampled_from(["van", "cargo_bike"]),
            weight_g=st.sampled_from([None, 1_000, 2_000]),
            volume_ml=st.sampled_from([None, 1_000, 2_000]),
            skills=st.sampled_from([frozenset[str](), COOLED]),
            max_distance_m=st.sampled_from([None, 3_000]),
            shift_start_s=st.sampled_from([8 * HOUR, 15 * HOUR]),
        ),
        max_size=2,
    ),
)
def test_there_is_no_room_only_where_the_order_alone_would_have_some(
    *,
    weight_g: int,
    volume_ml: int,
    requires: frozenset[str],
    ready_s: int,
    window: Window,
    kinds: tuple[str, ...],
    is_drop: bool,
    fleet: list[Vehicle],
) -> None:
    own = locker(ready_s + HOUR) if is_drop else task("A", 2, window)
    own = replace(
        own, weight_g=weight_g, volume_ml=volume_ml, requires=requires, ready_s=ready_s,
        windows=dict.fromkeys(kinds, next(iter(own.windows.values()))),
    )  # fmt: skip
    day = problem([own], fleet)
    alone = [
        route
        for index in range(len(fleet))
        if (route := time_route(day, index, ((0,),), frozenset({0})))
        and not route.violation_s
        and not route.figures.excess
    ]
    found = why(day)
    assert found.code in UNASSIGNED_CODES
    assert (found.code == NO_ROOM) is bool(alone)


def crowded() -> tuple[HubProblem, Solution]:
    """One van, an hour at each door, and two orders due from 17:00 to 17:30; A is on the route."""
    due = Window(17 * HOUR, 17 * HOUR + 30 * MINUTE)
    tasks = [
        task("A", 1, due, service_s=HOUR, priority=2),
        task("B", 2, due, service_s=HOUR),
        task("C", 2, due, service_s=10 * MINUTE),
    ]
    day = problem(tasks, [vehicle(shift_start_s=9 * HOUR)])
    return day, Solution(routes={0: ((0,),)}, unserved=(1, 2))


def test_what_helps_is_worked_out_on_the_routes_as_they_are() -> None:
    day, routes = crowded()
    first, second = explain(day, routes, CLOCK)
    assert first.reason == (
        "Alone, V could serve it in its window 17:00-17:30; no route has room: the time is used up."
    )
    assert first.suggestion == (
        "On time with one more van 16:45-18:45, which would serve 2 of these orders; or at 18:01"
        " with V; or if A (priority 2) waits until another day."
    )
    # B and C are at one door, and C is done sooner before A than after it.
    assert "which would serve 2 of these orders; or at 16:4" in second.suggestion


def test_one_more_vehicle_is_said_to_serve_what_it_would_serve_and_no_more() -> None:
    day, routes = crowded()
    apart = (*day.tasks[:2], replace(day.tasks[2], site=1, service_s=40 * MINUTE))
    told = explain(replace(day, tasks=apart), routes, CLOCK)
    assert not any("which would serve" in one.suggestion for one in told)


def test_an_order_never_waits_for_one_that_is_no_more_important() -> None:
    day, routes = crowded()
    tasks = (replace(day.tasks[0], priority=5), *day.tasks[1:])
    told = explain(replace(day, tasks=tasks), routes, CLOCK)
    assert not any("waits until another day" in one.suggestion for one in told)


def test_what_nobody_reaches_in_time_is_told_when_somebody_could() -> None:
    """The shift begins at 15:00, and the window ends at 9:00."""
    day = problem([task("A", 1, Window(8 * HOUR, 9 * HOUR))], [vehicle(shift_start_s=15 * HOUR)])
    assert why(day).suggestion == (
        "On time if V worked from 08:00 to 10:00; or V alone could be there at 15:11."
    )


def test_a_way_that_is_too_long_is_told_in_kilometres() -> None:
    day = problem([task("A", 3)], [vehicle(max_distance_m=5_000)])
    assert "Allow 6 km" in why(day).suggestion
