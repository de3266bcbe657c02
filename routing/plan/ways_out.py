"""What would help an order that found no place: worked out on the final routes, and tried there.

Three things can be offered to the customer or decided by the dispatcher: another time with today's
vehicles, one more vehicle for so long, or an order of lower priority that waits for another day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.plan.insertions import Loads, important_first
from routing.plan.room import Room
from routing.plan.timer import Timer
from routing.problem.model import NEVER_S, Window

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from routing.fleet.model import Vehicle
    from routing.problem.model import HubProblem, Solution, Task

_QUARTER_S = 15 * 60
_SHORTEST_SHIFT_S = 2 * 3600
_LONGEST_TRIP_S = 6 * 3600
_MOST_VEHICLES = 20
"""So many more vehicles are thought of for one hub at the most."""

MOST_LOOKED_AT = 200
"""Of a hopeless day the most important orders only are looked at: it needs another fleet."""


@dataclass(frozen=True, slots=True)
class AnotherTime:
    """A vehicle of today could begin there at that second, as routes are."""

    vehicle: int
    start_s: int


@dataclass(frozen=True, slots=True)
class OneMore:
    """A vehicle more, like one of today's, would serve so many of what is left on time."""

    like: int
    from_s: int
    to_s: int
    orders: int


@dataclass(frozen=True, slots=True)
class Instead:
    """The order would have its place if this task waited."""

    task: int


@dataclass(frozen=True, slots=True)
class WaysOut:
    """What was found for one task; what was not, is ``None``."""

    another_time: AnotherTime | None = None
    one_more: OneMore | None = None
    instead: Instead | None = None


def ways_out(problem: HubProblem, solution: Solution, left: Sequence[int]) -> Mapping[int, WaysOut]:
    """What would help the tasks that were lost to others, the `MOST_LOOKED_AT` most important."""
    ranked = important_first(problem, left)[:MOST_LOOKED_AT]
    times = dict(_other_times(problem, solution, ranked))
    more = _more_vehicles(problem, solution, ranked)
    room = Room.of(problem, solution)
    return {
        task: WaysOut(
            another_time=times.get(task),
            one_more=more.get(task),
            instead=_instead(room, task),
        )
        for task in ranked
    }


def _other_times(
    problem: HubProblem, solution: Solution, left: Sequence[int]
) -> Iterator[tuple[int, AnotherTime]]:
    """The time nearest to the promise at which a vehicle of today still has room."""
    asked = [task for task in left if problem.tasks[task].drop is None]
    room = Room.of(at_any_time(problem, asked), solution)
    for task in asked:
        promised = promise_of(problem.tasks[task])
        found = [
            (_apart_s(start_s, promised), figures.cost_eur, AnotherTime(vehicle, start_s))
            for vehicle in range(len(problem.vehicles))
            for figures, loads in room.ways(vehicle, Loads.of(solution, vehicle), task)
            if (start_s := room.start_s(vehicle, loads, task)) < NEVER_S
        ]
        if found:
            yield task, min(found, key=lambda one: one[:2])[2]


def at_any_time(problem: HubProblem, asked: Collection[int]) -> HubProblem:
    """The problem with some orders at any time when the hub and their streets are open."""
    return replace(
        problem,
        tasks=tuple(
            _at_any_time(problem, task) if number in asked else task
            for number, task in enumerate(problem.tasks)
        ),
    )


_ALWAYS = ((-NEVER_S, NEVER_S),)


def _at_any_time(problem: HubProblem, task: Task) -> Task:
    hub = problem.hub
    windows = {
        kind: tuple(
            Window(first_s, last_s, open_from_s=begin_s, leave_by_s=end_s)
            for begin_s, end_s in task.street_hours.get(kind, _ALWAYS)
            if (first_s := max(hub.opens_s, begin_s))
            <= (last_s := min(hub.closes_s, end_s - task.service_s))
        )
        for kind in problem.travel
    }
    return replace(task, windows=windows, late_windows={}, promise=None)


def promise_of(task: Task) -> Window:
    """The window that was promised."""
    if task.promise is not None:
        return task.promise
    windows = [window for kind in task.windows.values() for window in kind]
    return Window(
        min((window.start_s for window in windows), default=0),
        max((window.end_s for window in windows), default=0),
    )


def _apart_s(start_s: int, promised: Window) -> int:
    return max(promised.start_s - start_s, start_s - promised.end_s, 0)


def _instead(room: Room, task: int) -> Instead | None:
    """The least important order without which there is room; it is less important than the task."""
    problem, solution = room.timer.problem, room.solution
    served = [
        (problem.tasks[other].worth, other, vehicle)
        for vehicle, trips in solution.routes.items()
        for trip in trips
        for other in trip
        if problem.tasks[other].worth < problem.tasks[task].worth
        and not _is_locked(problem, vehicle, other)
    ]
    for _, other, vehicle in sorted(served):
        loads = Loads.of(solution, vehicle).without(other)
        if next(room.ways(vehicle, loads, task), None):
            return Instead(other)
    return None


def _is_locked(problem: HubProblem, vehicle: int, task: int) -> bool:
    return any(task in trip for trip in problem.locked.get(vehicle, ()))


def _more_vehicles(
    problem: HubProblem, solution: Solution, left: Sequence[int]
) -> dict[int, OneMore]:
    """A short shift of one more vehicle for each task, and what else that would serve."""
    found: dict[int, OneMore] = {}
    free = Timer(with_free_shifts(problem))
    for task in left:
        if task in found or len(set(found.values())) >= _MOST_VEHICLES:
            continue
        for like in _cheapest_first(problem.vehicles):
            shift_s = shift_alone(free, like, task)
            if shift_s is None:
                continue
            extra = replace(
                problem.vehicles[like], shift_start_s=shift_s[0], shift_end_s=shift_s[1], rest=None
            )
            with_it = replace(problem, vehicles=(*problem.vehicles, extra))
            served = _served_by(with_it, solution, [one for one in left if one not in found])
            if task in served:
                more = OneMore(like, *shift_s, len(served))
                found |= dict.fromkeys(served, more)
                break
    return found


def _cheapest_first(fleet: Sequence[Vehicle]) -> list[int]:
    """One vehicle of each kind and size, the one that costs least for two hours first."""
    ranked = sorted(
        range(len(fleet)),
        key=lambda n: (fleet[n].rates.eur_per_vehicle + 2 * fleet[n].rates.eur_per_h, n),
    )
    kinds: dict[object, int] = {}
    for number in ranked:
        own = fleet[number]
        kinds.setdefault((own.kind, own.weight_g, own.volume_ml, own.skills), number)
    return list(kinds.values())


def with_free_shifts(problem: HubProblem) -> HubProblem:
    """The problem with drivers who work while the hub is open and as long as a trip then takes."""
    hub = problem.hub
    start_s, end_s = hub.opens_s, hub.closes_s + _LONGEST_TRIP_S
    fleet = (
        replace(own, shift_start_s=start_s, shift_end_s=end_s, rest=None)
        for own in problem.vehicles
    )
    return replace(problem, vehicles=tuple(fleet), locked={})


def shift_alone(free: Timer, vehicle: int, task: int) -> tuple[int, int] | None:
    """From when to when a vehicle would work for one task, two hours or more.

    `free` times the problem `with_free_shifts`. ``None`` if it could not serve it at any hour.
    """
    figures = free.figures(vehicle, ((task,),), strict=True)
    route = None if figures is None else free.route(vehicle, ((task,),))
    if route is None:
        return None
    begin_s = route.trips[0].loading_s // _QUARTER_S * _QUARTER_S
    end_s = -(-route.trips[0].return_s // _QUARTER_S) * _QUARTER_S
    return begin_s, max(end_s, begin_s + _SHORTEST_SHIFT_S)


def _served_by(problem: HubProblem, solution: Solution, left: Iterable[int]) -> list[int]:
    """What the last vehicle serves, given one after the other what fits on its trips."""
    room = Room.of(problem, solution)
    vehicle, loads = len(problem.vehicles) - 1, Loads((), ())
    served = []
    for task in left:
        ways = list(room.ways(vehicle, loads, task))
        if ways:
            loads = min(ways, key=lambda way: way[0].cost_eur)[1]
            served.append(task)
    return served
