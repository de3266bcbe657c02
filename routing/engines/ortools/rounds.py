"""The search: first routes by insertion, then rounds of guided local search.

Each trip's loading has a time before which it does not begin (`routing.engines.ortools.model` says
why). The first routes are made around reloads at even distances in each shift. Every round
then gives each trip another such time, drawn between the ready time of its last order and the
latest moment at which it could be loaded, offers an empty trip in each gap, and goes on from the
best routes so far.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from routing.engines.ortools.model import Model, build
from routing.engines.ortools.nodes import Load, Loads, Nodes, usable_fleet
from routing.problem.model import NEVER_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from routing.engines.ortools.visits import Visit
    from routing.engines.protocol import Limit
    from routing.problem.model import HubProblem

_ROUNDS = 8
# A shorter round than this, for each task, ends before it has found anything.
_LEAST_ROUND_S = 0.004
_TRIPS_AT_FIRST = 6
# A round whose solutions have not become better for so long has seen what there is to see.
_IDLE_SOLUTIONS = 300
_IDLE_SOLUTIONS_PER_TASK = 20
# A search without any neighbour, as that for a single order, finds no second solution for ever.
_IDLE_CHECKS = 20_000
_IDLE_CHECKS_PER_TASK = 5_000
_IDLE_ROUNDS = 3
# OR-Tools warns of a search without a limit of time.
_NEVER_S = 86_400


@dataclass(frozen=True, slots=True)
class Found:
    """Routes and what OR-Tools says they cost, prizes of tasks that are left out included."""

    loads: Loads
    cost: int


@dataclass(slots=True)
class _Watch:
    """Counts solutions, and sees when they stop getting better."""

    routing: pywrapcp.RoutingModel
    most: int | None
    patience: int
    solutions: int = 0
    best: int = 1 << 62
    best_at: int = 0
    most_checks: int = _IDLE_CHECKS
    checks: int = 0
    checked_at: int = 0
    idle: bool = False

    def see(self) -> None:
        """Count one solution."""
        self.solutions += 1
        self.checked_at = self.checks
        cost = self.routing.CostVar().Value()
        if cost < self.best:
            self.best, self.best_at = cost, self.solutions

    def is_over(self) -> bool:
        """Whether to stop; asked at every decision."""
        self.checks += 1
        self.idle = (
            self.solutions - self.best_at > self.patience
            or self.checks - self.checked_at > self.most_checks
        )
        return self.idle or (self.most is not None and self.solutions >= self.most)


def first_routes(problem: HubProblem, visits: Sequence[Visit], seconds: float | None) -> Loads:
    """Routes by cheapest insertion, around reloads at even distances in each shift.

    Without a solution in time, the routes are what is locked.
    """
    fleet = usable_fleet(problem)
    hub = problem.hub
    starts_s, reloads_s, owners = [], [], []
    rows: list[list[int]] = []
    for number, index in enumerate(fleet):
        own, locked = problem.vehicles[index], problem.locked.get(index, ())
        start_s = _start_s(problem, index)
        starts_s.append(start_s)
        row: list[int] = []
        for trip in locked:
            if row:
                reloads_s.append(_ready_s(problem, trip, start_s))
                owners.append(number)
                row.append(-len(reloads_s))
            row.extend(trip)
        rows.append(row)
        trips = _TRIPS_AT_FIRST if own.max_trips is None else min(_TRIPS_AT_FIRST, own.max_trips)
        end_s = min(own.shift_end_s, hub.closes_s - hub.loading_s)
        # Not all vehicles at the same moments: what is ready in between has its choice.
        ahead = number % 3 / 3
        for part in range(max(1, len(locked)), trips):
            reloads_s.append(
                max(start_s, round(start_s + (part - ahead) / trips * (end_s - start_s)))
            )
            owners.append(number)
    nodes = Nodes(
        problem=problem,
        fleet=fleet,
        starts_s=tuple(starts_s),
        reloads_s=tuple(reloads_s),
        owners=tuple(owners),
        visits=tuple(visits),
    )
    model = build(nodes)
    params = _parameters(seconds)
    params.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GREEDY_DESCENT
    params.solution_limit = 1
    model.routing.CloseModelWithParameters(params)
    _lock(model, rows)
    found = model.routing.SolveWithParameters(params)
    return locked_loads(problem) if found is None else model.loads(found)


def locked_loads(problem: HubProblem) -> Loads:
    """What is locked, and nothing else."""
    return {
        vehicle: tuple(
            Load(_ready_s(problem, trip, _start_s(problem, vehicle)), NEVER_S, trip)
            for trip in trips
        )
        for vehicle, trips in problem.locked.items()
        if trips
    }


def improve(
    problem: HubProblem,
    visits: Sequence[Visit],
    loads: Loads,
    limit: Limit,
    rng: np.random.Generator,
) -> Loads:
    """Rounds of local search from these routes; what is not left out stays so.

    Parameters
    ----------
    problem, visits
        The problem, with one table of travel a kind, and who may serve what.
    loads
        Where to begin.
    limit
        Seconds for all rounds, or solutions that local search accepts.
    rng
        What the times of loadings are drawn from.

    Raises
    ------
    RuntimeError
        If OR-Tools takes none of the routes that rounds began with.
    """
    best: Found | None = None
    ends = None if limit.seconds is None else time.monotonic() + limit.seconds
    left = limit.iterations or 0
    idle = tried = 0
    total = _ROUNDS
    if limit.seconds is not None:
        total = min(_ROUNDS, max(1, round(limit.seconds / (_LEAST_ROUND_S * len(visits)))))
    for number in range(total):
        rounds = total - number
        seconds = None if ends is None else (ends - time.monotonic()) / rounds
        most = None if ends is not None else -(-left // rounds)
        if (seconds is not None and seconds <= 0.0) or most == 0:
            break
        found, watch = _round(
            problem,
            visits,
            best.loads if best else loads,
            rng,
            seconds=seconds,
            most=most,
            quick=number < total // 2,
        )
        left -= most or 0
        tried += 1
        better = found is not None and (best is None or found.cost < best.cost)
        idle = 0 if better or watch is None or not watch.idle else idle + 1
        if better:
            best = found
        if idle >= _IDLE_ROUNDS:
            break
    if best is None and tried == total:
        raise RuntimeError("the routes that it was to improve do not fit its model")
    return best.loads if best else loads


def _round(
    problem: HubProblem,
    visits: Sequence[Visit],
    loads: Loads,
    rng: np.random.Generator,
    *,
    seconds: float | None,
    most: int | None,
    quick: bool,
) -> tuple[Found | None, _Watch | None]:
    """One search from these routes; nothing if their loadings' new times do not fit together."""
    begun = time.monotonic()
    nodes, rows = _laid_out(problem, visits, loads, rng)
    model = build(nodes)
    routing = model.routing
    params = _parameters(None if seconds is None else seconds - (time.monotonic() - begun))
    patience = max(_IDLE_SOLUTIONS, _IDLE_SOLUTIONS_PER_TASK * len(visits))
    # Without its linear programs OR-Tools counts waiting too low, and descends much faster.
    params.disable_scheduling_beware_this_may_degrade_performance = quick
    watch = _Watch(routing, most, patience)
    watch.most_checks += _IDLE_CHECKS_PER_TASK * len(visits)
    routing.AddAtSolutionCallback(watch.see)
    routing.CloseModelWithParameters(params)
    routing.AddSearchMonitor(routing.solver().CustomLimit(watch.is_over))
    _lock(model, [rows[vehicle][: _locked_length(problem, vehicle)] for vehicle in nodes.fleet])
    start = routing.ReadAssignmentFromRoutes(
        [_indices(model, vehicle, rows[vehicle]) for vehicle in nodes.fleet],
        True,  # noqa: FBT003 - OR-Tools takes no keywords: what is on no route is left out
    )
    if start is None:
        return None, None
    found = routing.SolveFromAssignmentWithParameters(start, params)
    return (None if found is None else Found(model.loads(found), found.ObjectiveValue())), watch


def _laid_out(
    problem: HubProblem, visits: Sequence[Visit], loads: Loads, rng: np.random.Generator
) -> tuple[Nodes, dict[int, list[int]]]:
    """Nodes for a round, and the routes that it begins with: tasks, and -1, -2… for reloads."""
    hub = problem.hub
    fleet = usable_fleet(problem)
    served = {task for trips in loads.values() for load in trips for task in load.tasks}
    waiting = [visit for visit in visits if visit.task not in served]
    starts_s: list[int] = []
    reloads_s: list[int] = []
    rows: dict[int, list[int]] = {}

    def reload(row: list[int], from_s: int, to_s: int) -> int:
        reloads_s.append(_between(rng, from_s, to_s))
        row.append(-len(reloads_s))
        return reloads_s[-1]

    for index in fleet:
        own, trips = problem.vehicles[index], loads.get(index, ())
        locked = len(problem.locked.get(index, ()))
        last_s = start_s = _start_s(problem, index)
        end_s = max(start_s, min(own.shift_end_s, hub.closes_s - hub.loading_s))
        row: list[int] = []
        rows[index] = row
        for number, load in enumerate(trips):
            ready_s = _ready_s(problem, load.tasks, start_s)
            if number == 0:
                last_s = _between(rng, ready_s, load.latest_s)
                starts_s.append(last_s)
            else:
                if own.max_trips is None and number >= locked:
                    reload(row, last_s, load.latest_s)
                last_s = reload(row, ready_s, load.latest_s)
            row.extend(load.tasks)
        if not trips:
            # Whoever has nothing to do yet waits for something that is left.
            ready = [problem.tasks[v.task].ready_s for v in waiting if index in v.vehicles]
            at_s = int(rng.choice(ready)) if ready else _between(rng, start_s, end_s)
            starts_s.append(min(max(start_s, at_s), end_s))
        # Who is not back before the hub closes has no further trip.
        elif trips[-1].back_s <= end_s and (own.max_trips is None or own.max_trips > len(trips)):
            reload(row, last_s, end_s)
    nodes = Nodes(
        problem=problem,
        fleet=fleet,
        starts_s=tuple(starts_s),
        reloads_s=tuple(reloads_s),
        visits=tuple(visits),
    )
    return nodes, rows


def _between(rng: np.random.Generator, from_s: int, to_s: int) -> int:
    return int(rng.integers(from_s, max(from_s, to_s) + 1))


def _start_s(problem: HubProblem, vehicle: int) -> int:
    return max(0, problem.vehicles[vehicle].shift_start_s, problem.hub.opens_s)


def _ready_s(problem: HubProblem, tasks: Sequence[int], start_s: int) -> int:
    return max(start_s, *(problem.tasks[task].ready_s for task in tasks))


def _locked_length(problem: HubProblem, vehicle: int) -> int:
    """How many entries of its row are locked: tasks, and the reloads between their trips."""
    trips = problem.locked.get(vehicle, ())
    return sum(map(len, trips)) + max(0, len(trips) - 1)


def _indices(model: Model, vehicle: int, row: Sequence[int]) -> list[int]:
    """OR-Tools' indices of a row's tasks and reloads."""
    node_of = model.nodes.node_of()
    nodes = (-entry if entry < 0 else node_of[entry, vehicle] for entry in row)
    return [model.manager.NodeToIndex(node) for node in nodes]


def _lock(model: Model, rows: Sequence[Sequence[int]]) -> None:
    if any(rows):
        fleet = model.nodes.fleet
        chains = [_indices(model, vehicle, row) for vehicle, row in zip(fleet, rows, strict=True)]
        model.routing.ApplyLocksToAllVehicles(chains, False)  # noqa: FBT003 - routes go on after them


def _parameters(seconds: float | None) -> pywrapcp.RoutingSearchParameters:
    """Guided local search for so long; without a limit of time no part of it has one."""
    params = pywrapcp.DefaultRoutingSearchParameters()
    if seconds is None:
        params.time_limit.FromSeconds(_NEVER_S)
        params.lns_time_limit.FromSeconds(_NEVER_S)
    else:
        params.time_limit.FromMilliseconds(max(1, round(seconds * 1000)))
    params.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    params.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    return params
