"""The search: a first set of routes, then rounds of guided local search on it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from routing.engines.ortools.model import Load, Loads, Model, Nodes, build, usable_fleet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.engines.ortools.visits import Visit
    from routing.problem.model import HubProblem

_WAVES = 5


def first_loads(problem: HubProblem, visits: Sequence[Visit]) -> Loads:
    fleet = usable_fleet(problem)
    starts, reloads, owners = [], [], []
    for number, index in enumerate(fleet):
        v = problem.vehicles[index]
        start_s = max(0, v.shift_start_s, problem.hub.opens_s)
        starts.append(start_s)
        waves = _WAVES if v.max_trips is None else min(_WAVES, v.max_trips - 1)
        end_s = min(v.shift_end_s, problem.hub.closes_s) - problem.hub.loading_s
        for k in range(waves):
            part = (k + 1 - (number % 3) / 3) / (waves + 1)
            reloads.append(int(start_s + part * (end_s - start_s)))
            owners.append(number)
    nodes = Nodes(problem=problem, fleet=fleet, starts_s=tuple(starts), reloads_s=tuple(reloads), owners=tuple(owners), visits=tuple(visits))
    model = build(nodes)
    p = _parameters()
    p.solution_limit = 1
    p.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GREEDY_DESCENT
    model.routing.CloseModelWithParameters(p)
    found = model.routing.SolveWithParameters(p)
    return model.loads(found)


def improve(problem, visits, loads: Loads, seconds: float, rng) -> Loads:
    fleet = usable_fleet(problem)
    starts, reloads, rows = [], [], []
    hub = problem.hub
    for number, index in enumerate(fleet):
        v = problem.vehicles[index]
        start_s = max(0, v.shift_start_s, hub.opens_s)
        end_s = min(v.shift_end_s, hub.closes_s - hub.loading_s)
        trips = loads.get(index, ())
        row = []
        last_s = start_s
        for k, load in enumerate(trips):
            ready_s = max(start_s, *(problem.tasks[t].ready_s for t in load.tasks))
            at_s = int(rng.integers(ready_s, max(ready_s, load.latest_s) + 1)) 
            if k == 0:
                starts.append(at_s)
            else:
                if v.max_trips is None:
                    reloads.append(int(rng.integers(last_s, max(at_s, last_s) + 1)))
                    row.append(-len(reloads))
                reloads.append(at_s)
                row.append(-len(reloads))
            row.extend(load.tasks)
            last_s = at_s
        if not trips:
            starts.append(int(rng.integers(start_s, end_s + 1)))
        elif v.max_trips is None or v.max_trips > len(trips):
            reloads.append(int(rng.integers(last_s, max(end_s, last_s) + 1)))
            row.append(-len(reloads))
        rows.append(row)
    nodes = Nodes(problem=problem, fleet=fleet, starts_s=tuple(starts), reloads_s=tuple(reloads), visits=tuple(visits))
    node_of = nodes.node_of()
    rows = [[-x if x < 0 else node_of[x, index] for x in row] for index, row in zip(fleet, [[y if y<0 else y for y in r] for r in rows])]
    model = build(nodes)
    p = _parameters()
    p.time_limit.FromMilliseconds(round(seconds * 1000))
    model.routing.CloseModelWithParameters(p)
    a = model.routing.ReadAssignmentFromRoutes([model.indices(r) for r in rows], True)
    if a is None:
        print('infeasible initial')
        return loads
    t=time.time()
    found = model.routing.SolveFromAssignmentWithParameters(a, p)
    if os.environ.get('ORLOG'):
        print('  round nodes', nodes.size, 'sols', model.routing.solver().Solutions(), 'obj', a.ObjectiveValue()/1e5 if a.HasObjective() else None, '->', found.ObjectiveValue()/1e5, 'in %.1f' % (time.time()-t), 'spent build', flush=True)
    return model.loads(found)


def _parameters():
    p = pywrapcp.DefaultRoutingSearchParameters()
    p.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    p.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    p.disable_scheduling_beware_this_may_degrade_performance = os.environ.get('NOSCHED')=='1'
    if os.environ.get('LOGS'): p.log_search=True
    return p
