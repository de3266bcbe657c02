"""A vehicle's trips before they have times: orders joined to stops, and the legs between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.problem.model import NEVER_S, Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.problem.model import HubProblem, Task, Trips
    from routing.problem.travel import LegTimes


@dataclass(frozen=True, slots=True)
class StopPlan:
    """One stop before it has a time: its tasks, and what bounds its start.

    `windows` holds at least one window; `service_s` is without the vehicle's set-up. The stop is
    left by `leave_by_s`; that is later than `promise_s` where its drops may be late.
    """

    tasks: tuple[int, ...]
    site: int
    windows: tuple[Window, ...]
    service_s: int
    leave_by_s: int
    promise_s: int


@dataclass(frozen=True, slots=True)
class PreparedTrip:
    """A trip before it has times."""

    ready_s: int
    stops: tuple[StopPlan, ...]
    legs: tuple[LegTimes, ...]


def prepare_trips(
    problem: HubProblem, kind: str, trips: Trips, late: frozenset[int]
) -> tuple[PreparedTrip, ...] | None:
    """Trips with their stops and legs, for `time_prepared`; ``None`` if a task bars the kind."""
    prepared = tuple(prepare_trip(problem, kind, tasks, late) for tasks in trips)
    return prepared if all(stop.windows for trip in prepared for stop in trip.stops) else None


def prepare_trip(
    problem: HubProblem, kind: str, tasks: tuple[int, ...], late: frozenset[int]
) -> PreparedTrip:
    """One trip with its stops and legs; a stop without windows bars the kind."""
    stops = tuple(group_stops(problem, kind, tasks, late))
    ready_s = max(problem.tasks[task].ready_s for task in tasks)
    return PreparedTrip(ready_s, stops, _legs(problem, kind, stops))


def group_stops(
    problem: HubProblem, kind: str, tasks: Sequence[int], late: frozenset[int]
) -> Iterator[StopPlan]:
    """Join consecutive tasks at one place whose promises overlap to stops, in driving order."""
    group: list[int] = []
    shared: tuple[Window, ...] = ()
    for index in tasks:
        promised = _promised(problem.tasks[index], kind)
        if group and problem.tasks[index].site == problem.tasks[group[-1]].site:
            both = _meet(shared, promised)
            if both:
                group.append(index)
                shared = both
                continue
        if group:
            yield _stop(problem, kind, group, late)
        group, shared = [index], promised
    yield _stop(problem, kind, group, late)


def _promised(task: Task, kind: str) -> tuple[Window, ...]:
    """When the customer, or the place of collection, expects the order."""
    windows = task.windows.get(kind, ())
    if windows and task.promise is not None:
        windows = (task.promise,)
    if task.drop is None:
        return windows
    by_s = task.drop.leave_by_s
    return tuple(replace(window, end_s=by_s) for window in windows if window.start_s <= by_s)


def _meet(one: Sequence[Window], other: Sequence[Window]) -> tuple[Window, ...]:
    return tuple(met for a in one for b in other if (met := a.meet(b)))


def _stop(problem: HubProblem, kind: str, group: Sequence[int], late: frozenset[int]) -> StopPlan:
    tasks = [problem.tasks[index] for index in group]
    drops = [(index, task.drop) for index, task in zip(group, tasks, strict=True) if task.drop]
    handover_s = {drop.point_id: drop.handover_s for _, drop in drops}
    return StopPlan(
        tasks=tuple(group),
        site=tasks[0].site,
        windows=reduce(_meet, (task.windows.get(kind, ()) for task in tasks)),
        service_s=sum(task.service_s for task in tasks) + sum(handover_s.values()),
        leave_by_s=min(
            (drop.closes_s if index in late else drop.leave_by_s for index, drop in drops),
            default=NEVER_S,
        ),
        promise_s=min((drop.leave_by_s for _, drop in drops), default=NEVER_S),
    )


def _legs(problem: HubProblem, kind: str, stops: Sequence[StopPlan]) -> tuple[LegTimes, ...]:
    """Each leg of a trip, the return included."""
    travel = problem.travel[kind]
    sites = [0, *(stop.site for stop in stops), 0]
    return tuple(travel.leg(start, goal) for start, goal in pairwise(sites))
