"""Who may serve each task, and when: what becomes of orders before they are OR-Tools' nodes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.problem.timing import served_alone, time_route

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from routing.fleet.model import Vehicle
    from routing.problem.model import HubProblem, Task, Window

Spans = tuple[tuple[int, int], ...]
"""Seconds from the first to the last moment of each window, in order of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One way to serve a task: one node, of which each task has one at the most on a route.

    Attributes
    ----------
    task
        Its index in the problem.
    vehicles
        The indices of those that may serve it so; they find the same streets open at that hour.
    starts_s
        When the service may begin, for the slowest of them to set up.
    promised_s
        A later start is late.
    locked
        Whether it must be served, by its only vehicle.
    """

    task: int
    vehicles: tuple[int, ...]
    starts_s: Spans
    promised_s: int
    locked: bool = False


def visits_of(
    problem: HubProblem, promised: HubProblem, only: Collection[int] | None = None
) -> list[Visit]:
    """Every way to serve every task that somebody can serve, alone if need be.

    Parameters
    ----------
    problem
        The problem, with one table of travel a kind.
    promised
        The same with the windows that were promised; `problem` may have wider ones (`loosened`).
    only
        The tasks to look at; all if ``None``.
    """
    locked = {
        task: vehicle
        for vehicle, trips in problem.locked.items()
        for trip in trips
        for task in trip
    }
    visits = list(_locked_visits(problem))
    # Where a break leaves no room, the search finds it out.
    tireless = replace(
        problem, vehicles=tuple(replace(vehicle, rest=None) for vehicle in problem.vehicles)
    )
    for number, task in enumerate(problem.tasks):
        if number in locked or (only is not None and number not in only):
            continue
        able = [vehicle for vehicle, _ in served_alone(tireless, number)]
        alike: dict[tuple[Window, ...], list[int]] = defaultdict(list)
        for vehicle in able:
            alike[task.windows[problem.vehicles[vehicle].kind]].append(vehicle)
        for windows, vehicles in alike.items():
            kind = problem.vehicles[vehicles[0]].kind
            slowest = max((problem.vehicles[v] for v in vehicles), key=lambda own: own.setup_s)
            if spans := _spans(task, windows, slowest):
                own = promised.tasks[number]
                on_time = _spans(own, own.windows.get(kind, ()), slowest)
                promised_s = on_time[-1][1] if on_time else spans[0][0]
                visits.append(
                    Visit(
                        task=number,
                        vehicles=tuple(vehicles),
                        starts_s=spans,
                        promised_s=promised_s,
                    )
                )
    return visits


def loosened(problem: HubProblem, tasks: Collection[int]) -> HubProblem:
    """The problem in which some tasks may be as late as its `lateness` says.

    A same-day order may begin so long after the end of its window; a drop may be handed over until
    its place closes. Streets are open no longer for it.
    """
    return replace(
        problem,
        tasks=tuple(
            _loosened(task, problem.lateness.most_s) if number in tasks else task
            for number, task in enumerate(problem.tasks)
        ),
    )


def _loosened(task: Task, most_s: int) -> Task:
    if task.drop:
        return replace(task, drop=replace(task.drop, leave_by_s=task.drop.closes_s))
    windows = {}
    for kind, own in task.windows.items():
        if not own:
            continue
        end_s = max(window.end_s for window in own) if task.promise is None else task.promise.end_s
        windows[kind] = (*own[:-1], replace(own[-1], end_s=max(own[-1].end_s, end_s + most_s)))
    promise = task.promise
    if promise is not None:
        promise = replace(promise, end_s=promise.end_s + most_s)
    return replace(task, windows=windows, promise=promise)


def _spans(task: Task, windows: tuple[Window, ...], vehicle: Vehicle) -> Spans:
    """When the service may begin, within windows that are still open when it is over."""
    busy_s = vehicle.setup_s + (task.drop.handover_s if task.drop else task.service_s)
    spans = []
    for window in windows:
        end_s = min(window.end_s, window.leave_by_s - busy_s)
        if task.drop:
            end_s = min(end_s, task.drop.leave_by_s - busy_s)
        if end_s >= max(window.start_s, task.ready_s):
            spans.append((window.start_s, end_s))
    return tuple(spans)


def _locked_visits(problem: HubProblem) -> Iterator[Visit]:
    """What a route begins with; it is driven even when it is late by now."""
    for vehicle, trips in problem.locked.items():
        own = problem.vehicles[vehicle]
        starts_s = _starts_of_locked(problem, vehicle)
        for number in (task for trip in trips for task in trip):
            task = problem.tasks[number]
            spans = _spans(task, task.windows.get(own.kind, ()), own)
            reached_s = starts_s.get(number)
            if reached_s is None or not spans:
                spans = ((0, own.shift_end_s),)
            elif reached_s > spans[-1][1]:
                spans = (*spans[:-1], (spans[-1][0], reached_s))
            yield Visit(
                task=number,
                vehicles=(vehicle,),
                starts_s=spans,
                promised_s=spans[-1][1],
                locked=True,
            )


def _starts_of_locked(problem: HubProblem, vehicle: int) -> Mapping[int, int]:
    """When each locked task begins if nothing but these is driven; none if no time fits."""
    route = time_route(problem, vehicle, problem.locked[vehicle])
    return {
        task: stop.start_s
        for trip in (route.trips if route else ())
        for stop in trip.stops
        for task in stop.tasks
    }
