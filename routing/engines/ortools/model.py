"""A hub's problem in OR-Tools' words.

- A vehicle's trips are one route of OR-Tools' with visits to the hub on the way: *reloads*, nodes
  of no prize that any vehicle may use. The other way, a route for each trip, needs constraints
  between routes (a second trip begins after the first), of which the local search sees nothing
  before it has made the routes; reloads are moved and exchanged like any other visit.
- Loads count up along a route, and a reload may put them back to nothing.
- The time of a node is when its service begins, that of a reload when loading begins. Set-up and a
  drop's hand-over are paid on leaving a place.
- A trip is loaded when all its orders are ready. That loading begins after the latest ready time of
  what follows cannot be said in dimensions; said in constraints, it is what the search stumbles
  over (of 165 orders some twenty found no place in ten seconds). So each reload has a time before
  which it does not begin, and what is not ready by then may not follow; the search chooses these
  times (`routing.engines.ortools.rounds`).
- Breaks are OR-Tools' own. Those may interrupt a drive, as its Python has no other; here one drives
  on to the next stop first, so each is to be over a little sooner than it has to be. None is on the
  last way home.
- An order is a disjunction of its visits, whose penalty is its prize.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from ortools.constraint_solver import pywrapcp

from routing.engines.ortools.clock import add_clock
from routing.engines.ortools.nodes import Load, metres_between, one_stop
from routing.engines.prizes import prizes
from routing.problem.timing import time_route

if TYPE_CHECKING:
    from routing.engines.ortools.nodes import Loads, Nodes

_UNLIMITED = 1 << 40


@dataclass(frozen=True, slots=True)
class Model:
    """OR-Tools' model, and what its nodes are."""

    nodes: Nodes
    manager: pywrapcp.RoutingIndexManager
    routing: pywrapcp.RoutingModel

    def loads(self, found: pywrapcp.Assignment) -> Loads:
        """Who drives what."""
        clock = self.routing.GetDimensionOrDie("time")
        loads: Loads = {}
        for number, vehicle in enumerate(self.nodes.fleet):
            index = self.routing.Start(number)
            trips: list[list[int]] = []
            at_hub_s: list[int] = []
            while not self.routing.IsEnd(index):
                visit = self.manager.IndexToNode(index) - self.nodes.first_visit
                if visit < 0:
                    trips.append([])
                    at_hub_s.append(found.Max(clock.CumulVar(index)))
                else:
                    trips[-1].append(self.nodes.visits[visit].task)
                index = found.Value(self.routing.NextVar(index))
            at_hub_s.append(found.Max(clock.CumulVar(index)))
            driven = tuple(
                Load(latest_s, back_s, tuple(tasks))
                for (latest_s, back_s), tasks in zip(pairwise(at_hub_s), trips, strict=True)
                if tasks
            )
            if driven:
                loads[vehicle] = driven
        return loads

    def reloads(self) -> list[int]:
        """OR-Tools' indices of the reloads."""
        return [self.manager.NodeToIndex(node) for node in range(1, self.nodes.first_visit)]

    def visits(self) -> list[int]:
        """OR-Tools' indices of the visits."""
        first, size = self.nodes.first_visit, self.nodes.size
        return [self.manager.NodeToIndex(node) for node in range(first, size)]


def build(nodes: Nodes) -> Model:
    """OR-Tools' model of it, not yet closed."""
    manager = pywrapcp.RoutingIndexManager(nodes.size, len(nodes.fleet), 0)
    model = Model(nodes, manager, pywrapcp.RoutingModel(manager))
    _add_disjunctions(model)
    _add_loads(model)
    _add_trips_and_distance(model)
    add_clock(model)
    return model


def _add_disjunctions(model: Model) -> None:
    nodes, routing = model.nodes, model.routing
    number_of = {vehicle: number for number, vehicle in enumerate(nodes.fleet)}
    several = [
        number
        for number, vehicle in enumerate(nodes.vehicles)
        if vehicle.max_trips is None
        or vehicle.max_trips > 1
        or len(nodes.problem.locked.get(nodes.fleet[number], ())) > 1
    ]
    for number, index in enumerate(model.reloads()):
        if nodes.owners:
            routing.VehicleVar(index).SetValues([nodes.owners[number]])
        else:
            routing.AddDisjunction([index], 0)
            routing.VehicleVar(index).SetValues([-1, *several])
    ways: dict[int, list[int]] = {}
    locked = set()
    for index, visit in zip(model.visits(), nodes.visits, strict=True):
        ways.setdefault(visit.task, []).append(index)
        numbers = [number_of[vehicle] for vehicle in visit.vehicles if vehicle in number_of]
        if visit.locked:
            locked.add(visit.task)
        # SetAllowedVehiclesForIndex raises TypeError from Python in this version.
        routing.VehicleVar(index).SetValues(numbers if visit.locked else [-1, *numbers])
    prize_of = prizes(nodes.problem)
    for task, indices in ways.items():
        if task not in locked:
            routing.AddDisjunction(indices, prize_of[task])


def _add_loads(model: Model) -> None:
    """Weight, volume and stops, where some vehicle could have too much of them."""
    nodes = model.nodes
    at = nodes.first_visit
    tasks = nodes.tasks
    weights = np.array([0] * at + [task.weight_g for task in tasks])
    volumes = np.array([0] * at + [task.volume_ml for task in tasks])
    size = len(weights)
    elsewhere = ~one_stop(nodes)
    elsewhere[:at] = False
    for name, amounts, limits in (
        ("weight", np.tile(weights[:, None], size), [v.weight_g for v in nodes.vehicles]),
        ("volume", np.tile(volumes[:, None], size), [v.volume_ml for v in nodes.vehicles]),
        ("stops", elsewhere.astype(np.int64), [v.max_stops for v in nodes.vehicles]),
    ):
        total = int(amounts.max(axis=1).sum())
        if all(limit is None or limit >= total for limit in limits):
            continue
        locked = [_most_locked(nodes, vehicle, name) for vehicle in nodes.fleet]
        caps = [
            total if limit is None else max(limit, least)
            for limit, least in zip(limits, locked, strict=True)
        ]
        most = max(caps)
        amounts[1:at] = -most
        evaluator = model.routing.RegisterTransitMatrix(amounts.tolist())
        model.routing.AddDimensionWithVehicleCapacity(
            evaluator,
            most if nodes.reloads_s else 0,
            caps,
            True,  # noqa: FBT003 - OR-Tools takes no keywords: routes begin with nothing loaded
            name,
        )
        load = model.routing.GetDimensionOrDie(name)
        if nodes.reloads_s:
            starts = [model.routing.Start(number) for number in range(len(nodes.fleet))]
            for index in (*starts, *model.visits()):
                load.SlackVar(index).SetValue(0)


def _most_locked(nodes: Nodes, vehicle: int, name: str) -> int:
    """The largest load on a locked trip: it is on board, whatever the limits say."""
    of = {"weight": lambda task: task.weight_g, "volume": lambda task: task.volume_ml}.get(name)
    trips = nodes.problem.locked.get(vehicle, ())
    tasks = nodes.problem.tasks
    return max((sum(of(tasks[t]) if of else 1 for t in trip) for trip in trips), default=0)


def _add_trips_and_distance(model: Model) -> None:
    nodes, routing = model.nodes, model.routing
    locked = nodes.problem.locked
    at = nodes.first_visit
    if any(vehicle.max_trips is not None for vehicle in nodes.vehicles):
        loaded = np.zeros((nodes.size, nodes.size), dtype=np.int64)
        loaded[:at, at:] = 1
        routing.AddDimensionWithVehicleCapacity(
            routing.RegisterTransitMatrix(loaded.tolist()),
            0,
            [
                nodes.size
                if own.max_trips is None
                else max(own.max_trips, len(locked.get(vehicle, ())))
                for vehicle, own in zip(nodes.fleet, nodes.vehicles, strict=True)
            ],
            True,  # noqa: FBT003 - as above
            "trips",
        )
    if any(vehicle.max_distance_m is not None for vehicle in nodes.vehicles):
        evaluator_of = {
            kind: routing.RegisterTransitMatrix(metres_between(nodes, kind).tolist())
            for kind in {vehicle.kind for vehicle in nodes.vehicles}
        }
        routing.AddDimensionWithVehicleTransitAndCapacity(
            [evaluator_of[vehicle.kind] for vehicle in nodes.vehicles],
            0,
            [
                _UNLIMITED
                if own.max_distance_m is None
                else max(own.max_distance_m, _locked_m(nodes, vehicle))
                for vehicle, own in zip(nodes.fleet, nodes.vehicles, strict=True)
            ],
            True,  # noqa: FBT003 - as above
            "distance",
        )


def _locked_m(nodes: Nodes, vehicle: int) -> int:
    route = time_route(nodes.problem, vehicle, nodes.problem.locked.get(vehicle, ()))
    return route.distance_m if route else 0
