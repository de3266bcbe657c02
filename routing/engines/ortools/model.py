"""A hub's problem in OR-Tools' words.

- A vehicle's trips are one route of OR-Tools' with visits to the hub on the way: *reloads*, nodes
  that any vehicle may use, at no prize. There are as many as loads could ask for and one more a
  vehicle. The other way, a route for each trip, needs constraints between routes (a vehicle's second
  trip begins after its first), of which the local search sees nothing until it is too late; reloads
  are moved and exchanged like any other visit.
- Loads count up along a route, and a reload may put them back to nothing.
- The time of a node is when its service begins, that of a reload when loading begins. Set-up and a
  drop's hand-over are paid on leaving a place.
- A trip is loaded when all its orders are ready: a dimension carries the start of its loading from
  stop to stop, above the ready times of all and below what the last moment of each leaves.
- Breaks are OR-Tools' own. Its breaks may interrupt a drive; here, one goes on to the next stop
  first, so that each is to be over a little sooner than it has to be, and none is on the last way
  home.
- An order is a disjunction of its visits, whose penalty is its prize.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from ortools.constraint_solver import pywrapcp

from routing.engines.ortools.visits import Visit
from routing.engines.prizes import UNITS_PER_EURO, prizes
from routing.problem.timing import time_route

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from routing.fleet.model import Break, Vehicle
    from routing.problem.model import HubProblem, Task

_UNLIMITED = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """What the nodes are: 0 is the hub where routes begin and end, then reloads, then visits.

    Attributes
    ----------
    problem
        The problem, with one table of travel a kind.
    fleet
        The problem's indices of OR-Tools' vehicles.
    starts_s
        By vehicle of these, before when its first loading does not begin.
    reloads_s
        The same for each reload.
    owners
        The vehicle of these that has to drive each reload; empty if reloads are anybody's.
    visits
        Who may serve what.
    """

    problem: HubProblem
    fleet: tuple[int, ...]
    starts_s: tuple[int, ...]
    reloads_s: tuple[int, ...]
    owners: tuple[int, ...] = ()
    visits: tuple[Visit, ...]

    @property
    def vehicles(self) -> list[Vehicle]:
        """OR-Tools' vehicles, in its order."""
        return [self.problem.vehicles[index] for index in self.fleet]

    @property
    def first_visit(self) -> int:
        """The node of the first visit."""
        return 1 + len(self.reloads_s)

    @property
    def size(self) -> int:
        """The number of nodes."""
        return self.first_visit + len(self.visits)

    @property
    def tasks(self) -> list[Task]:
        """The task of each visit."""
        return [self.problem.tasks[visit.task] for visit in self.visits]

    @property
    def sites(self) -> NDArray[np.int64]:
        """The site of each node."""
        return np.array([0] * self.first_visit + [task.site for task in self.tasks])

    def node_of(self) -> dict[tuple[int, int], int]:
        """The node of a task on a vehicle of the problem's."""
        return {
            (visit.task, vehicle): self.first_visit + number
            for number, visit in enumerate(self.visits)
            for vehicle in visit.vehicles
        }


@dataclass(frozen=True, slots=True)
class Load:
    """One trip: the latest start of its loading, as OR-Tools found it, and its tasks."""

    latest_s: int
    tasks: tuple[int, ...]


Loads = dict[int, tuple[Load, ...]]
"""Trips by vehicle of the problem's."""


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
            trips: list[tuple[int, list[int]]] = []
            while not self.routing.IsEnd(index):
                visit = self.manager.IndexToNode(index) - self.nodes.first_visit
                if visit < 0:
                    trips.append((found.Max(clock.CumulVar(index)), []))
                else:
                    trips[-1][1].append(self.nodes.visits[visit].task)
                index = found.Value(self.routing.NextVar(index))
            if any(tasks for _, tasks in trips):
                loads[vehicle] = tuple(Load(at_s, tuple(tasks)) for at_s, tasks in trips if tasks)
        return loads


def usable_fleet(problem: HubProblem) -> tuple[int, ...]:
    """The vehicles that can load at all, or that have something on board."""
    hub = problem.hub
    return tuple(
        number
        for number, vehicle in enumerate(problem.vehicles)
        if number in problem.locked
        or max(vehicle.shift_start_s, hub.opens_s)
        <= min(vehicle.shift_end_s, hub.closes_s - hub.loading_s)
    )


def build(nodes: Nodes) -> Model:
    """OR-Tools' model of it, not yet closed."""
    manager = pywrapcp.RoutingIndexManager(nodes.size, len(nodes.fleet), 0)
    model = Model(nodes, manager, pywrapcp.RoutingModel(manager))
    _add_disjunctions(model)
    _add_loads(model)
    _add_trips_and_distance(model)
    _add_times(model)
    return model


def _indices(model: Model, first: int, last: int) -> Iterator[int]:
    return (model.manager.NodeToIndex(node) for node in range(first, last))


def _reloads(model: Model) -> Iterator[int]:
    return _indices(model, 1, model.nodes.first_visit)


def _visits(model: Model) -> Iterator[tuple[int, Visit]]:
    first = model.nodes.first_visit
    last = first + len(model.nodes.visits)
    return zip(_indices(model, first, last), model.nodes.visits, strict=True)


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
    for number, index in enumerate(_reloads(model)):
        if nodes.owners:
            routing.VehicleVar(index).SetValues([nodes.owners[number]])
        else:
            routing.AddDisjunction([index], 0)
            routing.VehicleVar(index).SetValues([-1, *several])
    ways: dict[int, list[int]] = {}
    locked = set()
    for index, visit in _visits(model):
        ways.setdefault(visit.task, []).append(index)
        numbers = [number_of[vehicle] for vehicle in visit.vehicles if vehicle in number_of]
        if visit.locked:
            locked.add(visit.task)
        # SetAllowedVehiclesForIndex raises TypeError from Python in this version.
        routing.VehicleVar(index).SetValues(numbers if visit.locked else [-1, *numbers])
    prize_of = prizes(nodes.problem)
    for task, indices in ways.items():
        if task not in locked:
            routing.AddDisjunction(indices, prize_of[nodes.problem.tasks[task].priority])


def _add_loads(model: Model) -> None:
    """Weight, volume and stops, where some vehicle could have too much of them."""
    nodes = model.nodes
    at = nodes.first_visit
    tasks = nodes.tasks
    weights = np.array([0] * at + [task.weight_g for task in tasks])
    volumes = np.array([0] * at + [task.volume_ml for task in tasks])
    size = len(weights)
    elsewhere = ~_one_stop(nodes)
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
            starts = (model.routing.Start(number) for number in range(len(nodes.fleet)))
            for index in chain(starts, (index for index, _ in _visits(model))):
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
            kind: routing.RegisterTransitMatrix(_metres(nodes, kind).tolist())
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


def _metres(nodes: Nodes, kind: str) -> NDArray[np.int64]:
    (table,) = nodes.problem.travel[kind].tables
    metres: NDArray[np.int64] = table.distance_m[np.ix_(nodes.sites, nodes.sites)].astype(np.int64)
    return metres


def _seconds(nodes: Nodes, kind: str, setup_s: int) -> NDArray[np.int64]:
    """From the beginning of a service or loading to the earliest of the next, node by node."""
    (table,) = nodes.problem.travel[kind].tables
    at = nodes.first_visit
    tasks = nodes.tasks
    driving_s = table.duration_s[np.ix_(nodes.sites, nodes.sites)].astype(np.int64)
    service_s = np.array([nodes.problem.hub.loading_s] * at + [task.service_s for task in tasks])
    leaving_s = np.array(
        [0] * at + [setup_s + (task.drop.handover_s if task.drop else 0) for task in tasks]
    )
    seconds: NDArray[np.int64] = driving_s + service_s[:, None]
    seconds += np.where(_one_stop(nodes), 0, leaving_s[:, None])
    # Who passes the hub and loads nothing, passes for nothing.
    seconds[:at, :at] = 0
    return seconds


def _one_stop(nodes: Nodes) -> NDArray[np.bool_]:
    """Which nodes are one stop if they follow each other: one place, and windows that overlap."""
    size = nodes.size
    same = np.zeros((size, size), dtype=np.bool_)
    places: dict[tuple[int, str], list[int]] = {}
    for node, task in enumerate(nodes.tasks, start=nodes.first_visit):
        point = task.drop.point_id if task.drop else ""
        places.setdefault((task.site, point), []).append(node)
    for group in places.values():
        for one in group:
            for other in group:
                spans, others = (
                    nodes.visits[node - nodes.first_visit].starts_s for node in (one, other)
                )
                same[one, other] = any(max(a, c) <= min(b, d) for a, b in spans for c, d in others)
    return same


def _add_times(model: Model) -> None:
    """The clock, what time and kilometres cost, ready times and breaks."""
    nodes, routing = model.nodes, model.routing
    hub = nodes.problem.hub
    profiles = {(vehicle.kind, vehicle.setup_s) for vehicle in nodes.vehicles}
    seconds = {profile: _seconds(nodes, *profile) for profile in sorted(profiles)}
    evaluator_of = {
        profile: routing.RegisterTransitMatrix(own.tolist()) for profile, own in seconds.items()
    }
    ends_s = [_end_s(nodes, vehicle) for vehicle in nodes.fleet]
    horizon_s = max(ends_s)
    routing.AddDimensionWithVehicleTransits(
        [evaluator_of[vehicle.kind, vehicle.setup_s] for vehicle in nodes.vehicles],
        horizon_s,
        horizon_s,
        False,  # noqa: FBT003 - OR-Tools takes no keywords: routes may begin at any time
        "time",
    )
    time = routing.GetDimensionOrDie("time")
    costs: dict[tuple[object, ...], int] = {}
    for number, vehicle in enumerate(nodes.vehicles):
        rates = vehicle.rates
        latest_s = hub.closes_s - hub.loading_s
        if nodes.fleet[number] in nodes.problem.locked:
            latest_s = max(latest_s, nodes.starts_s[number])
        time.CumulVar(routing.Start(number)).SetRange(
            nodes.starts_s[number], max(nodes.starts_s[number], min(ends_s[number], latest_s))
        )
        time.CumulVar(routing.End(number)).SetRange(0, ends_s[number])
        a_second = round(rates.eur_per_h * UNITS_PER_EURO / 3600)
        alike = (vehicle.kind, vehicle.setup_s, a_second, rates.eur_per_km)
        if alike not in costs:
            a_metre = rates.eur_per_km * UNITS_PER_EURO / 1000
            price = _metres(nodes, vehicle.kind) * a_metre
            price = price + seconds[vehicle.kind, vehicle.setup_s] * a_second
            price[1 : nodes.first_visit, 1 : nodes.first_visit] = _order_of_reloads(nodes)
            costs[alike] = routing.RegisterTransitMatrix(np.rint(price).astype(int).tolist())
        routing.SetArcCostEvaluatorOfVehicle(costs[alike], number)
        time.SetSlackCostCoefficientForVehicle(a_second, number)
        routing.SetFixedCostOfVehicle(round(rates.eur_per_vehicle * UNITS_PER_EURO), number)
    late_price = round(nodes.problem.lateness.eur_per_min * UNITS_PER_EURO / 60)
    for index, ready_s in zip(_reloads(model), nodes.reloads_s, strict=True):
        time.CumulVar(index).SetRange(ready_s, horizon_s)
        routing.AddVariableMaximizedByFinalizer(time.CumulVar(index))
    for index, visit in _visits(model):
        start = time.CumulVar(index)
        start.SetRange(max(0, visit.starts_s[0][0]), visit.starts_s[-1][1])
        for (_, closed_s), (open_s, _) in zip(visit.starts_s, visit.starts_s[1:], strict=False):
            if closed_s + 1 < open_s:
                start.RemoveInterval(closed_s + 1, open_s - 1)
        if visit.promised_s < visit.starts_s[-1][1]:
            time.SetCumulVarSoftUpperBound(index, max(0, visit.promised_s), late_price)
    _add_ready_times(model, horizon_s)
    _add_breaks(model, time, seconds, horizon_s)


def _order_of_reloads(nodes: Nodes) -> NDArray[np.int64]:
    """A price on driving reloads in another order than that of time, where they must be driven."""
    if not nodes.owners:
        return np.zeros((1, 1), dtype=np.int64)
    at_s = np.array(nodes.reloads_s)
    price: NDArray[np.int64] = (at_s[:, None] > at_s[None, :]).astype(np.int64) * UNITS_PER_EURO
    return price


def _end_s(nodes: Nodes, vehicle: int) -> int:
    """The end of the shift, or when what is locked is over."""
    end_s = nodes.problem.vehicles[vehicle].shift_end_s
    locked = nodes.problem.locked.get(vehicle, ())
    route = time_route(nodes.problem, vehicle, locked) if locked else None
    return max(end_s, route.trips[-1].return_s) if route else end_s


def _add_ready_times(model: Model, horizon_s: int) -> None:
    """A dimension that only grows on a trip, from what is left of the day when it is loaded.

    Each order bounds it by what is left of the day when it is ready.
    """
    nodes, routing = model.nodes, model.routing
    if all(task.ready_s <= min(nodes.starts_s) for task in nodes.tasks):
        return
    back = np.zeros((nodes.size, nodes.size), dtype=np.int64)
    back[:, 1 : nodes.first_visit] = -horizon_s
    evaluator = routing.RegisterTransitMatrix(back.tolist())
    routing.AddDimension(evaluator, 2 * horizon_s, horizon_s, False, "ready")  # noqa: FBT003 - as above
    left = routing.GetDimensionOrDie("ready")
    for number, start_s in enumerate(nodes.starts_s):
        left.CumulVar(routing.Start(number)).SetMin(horizon_s - start_s)
    for index, reload_s in zip(_reloads(model), nodes.reloads_s, strict=True):
        left.CumulVar(index).SetMin(horizon_s - reload_s)
    for index, visit in _visits(model):
        if not visit.locked:
            ready_s = max(0, nodes.problem.tasks[visit.task].ready_s)
            left.CumulVar(index).SetMax(horizon_s - ready_s)


def _add_breaks(
    model: Model,
    time: pywrapcp.RoutingDimension,
    seconds: Mapping[tuple[str, int], NDArray[np.int64]],
    horizon_s: int,
) -> None:
    nodes, routing = model.nodes, model.routing
    solver = routing.solver()
    resting = [
        (n, vehicle, vehicle.rest) for n, vehicle in enumerate(nodes.vehicles) if vehicle.rest
    ]
    for number, vehicle, rest in resting:
        own = seconds[vehicle.kind, vehicle.setup_s]
        # The least that a visit takes: the rest of it is the drive to the next.
        apart = own + np.where(np.eye(len(own), dtype=np.bool_), horizon_s, 0)
        busy_s = apart.min(axis=1)
        visit_s = [int(busy_s[model.manager.IndexToNode(index)]) for index in range(routing.Size())]
        latest_s = rest.latest_s - rest.duration_s - _drive_s(nodes, vehicle, rest)
        pause = solver.FixedDurationIntervalVar(
            max(0, rest.earliest_s),
            latest_s,
            rest.duration_s,
            rest.longest_work_s is not None,
            f"break {number}",
        )
        time.SetBreakIntervalsOfVehicle([pause], number, visit_s)
        if rest.longest_work_s is not None:
            time.SetBreakDistanceDurationOfVehicle(rest.longest_work_s, rest.duration_s, number)
    if resting:
        for index in chain(
            (routing.Start(number) for number in range(len(nodes.fleet))),
            _reloads(model),
            (index for index, _ in _visits(model)),
        ):
            goes_home = routing.NextVar(index) >= routing.Size()
            solver.Add(time.SlackVar(index) + goes_home * horizon_s <= horizon_s)


def _drive_s(nodes: Nodes, vehicle: Vehicle, rest: Break) -> int:
    """What is left for a drive that a break would interrupt: a usual one, where there is room."""
    (table,) = nodes.problem.travel[vehicle.kind].tables
    sites = np.unique(nodes.sites)
    usual_s = float(np.median(table.duration_s[np.ix_(sites, sites)]))
    room_s = rest.latest_s - rest.earliest_s - rest.duration_s
    return min(round(usual_s / 2), room_s // 2)
