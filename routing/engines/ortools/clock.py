"""What a hub's problem says of time, in OR-Tools' words: windows, costs, ready times, breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.engines.ortools.nodes import metres_between, seconds_between
from routing.engines.prizes import UNITS_PER_EURO
from routing.problem.timing import time_route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from ortools.constraint_solver import pywrapcp

    from routing.engines.ortools.model import Model
    from routing.engines.ortools.nodes import Nodes
    from routing.fleet.model import Break, Vehicle


def add_clock(model: Model) -> None:
    """The clock, what time and kilometres cost, ready times and breaks."""
    nodes, routing = model.nodes, model.routing
    hub = nodes.problem.hub
    profiles = {(vehicle.kind, vehicle.setup_s) for vehicle in nodes.vehicles}
    seconds = {profile: seconds_between(nodes, *profile) for profile in sorted(profiles)}
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
            price = metres_between(nodes, vehicle.kind) * a_metre
            price = price + seconds[vehicle.kind, vehicle.setup_s] * a_second
            price[1 : nodes.first_visit, 1 : nodes.first_visit] = _order_of_reloads(nodes)
            costs[alike] = routing.RegisterTransitMatrix(np.rint(price).astype(int).tolist())
        routing.SetArcCostEvaluatorOfVehicle(costs[alike], number)
        time.SetSlackCostCoefficientForVehicle(a_second, number)
        routing.SetFixedCostOfVehicle(round(rates.eur_per_vehicle * UNITS_PER_EURO), number)
    late_price = round(nodes.problem.lateness.eur_per_min * UNITS_PER_EURO / 60)
    for index, ready_s in zip(model.reloads(), nodes.reloads_s, strict=True):
        latest_s = max(ready_s, hub.closes_s - hub.loading_s)
        time.CumulVar(index).SetRange(ready_s, min(latest_s, horizon_s))
        routing.AddVariableMaximizedByFinalizer(time.CumulVar(index))
    for index, visit in zip(model.visits(), nodes.visits, strict=True):
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
    for index, reload_s in zip(model.reloads(), nodes.reloads_s, strict=True):
        left.CumulVar(index).SetMin(horizon_s - reload_s)
    for index, visit in zip(model.visits(), nodes.visits, strict=True):
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
        for index in range(routing.Size()):
            goes_home = routing.NextVar(index) >= routing.Size()
            solver.Add(time.SlackVar(index) + goes_home * horizon_s <= horizon_s)


def _drive_s(nodes: Nodes, vehicle: Vehicle, rest: Break) -> int:
    """What is left for a drive that a break would interrupt: a usual one, where there is room."""
    (table,) = nodes.problem.travel[vehicle.kind].tables
    sites = np.unique(nodes.sites)
    usual_s = float(np.median(table.duration_s[np.ix_(sites, sites)]))
    room_s = rest.latest_s - rest.earliest_s - rest.duration_s
    return min(round(usual_s / 2), room_s // 2)
