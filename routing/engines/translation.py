"""A hub's problem in PyVRP's words.

- Loading is the depot's service time; PyVRP starts it after the shift, the opening, the previous
  return and the latest release on the trip, which is what docs/words.md asks.
- What a stop costs beyond the order's own service (the vehicle's set-up, a drop's hand-over) is
  paid once a place: on the arcs that leave it, or, for a drop, whose promise bounds the end of the
  hand-over, on those that reach it.
- An order that only some vehicles may serve (skills, a street closed to vans) loads one unit in a
  dimension of which the others have none. Windows that differ by kind are clients of one group.
- A stop limit a trip is a load dimension, too.
- A shift with a break is shorter by it; where the break falls is found afterwards.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyvrp

from routing.engines.prizes import UNITS_PER_EURO, prizes
from routing.problem.planning import at_slowest_hours
from routing.problem.timing import served_alone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from routing.fleet.model import Hub, Vehicle
    from routing.problem.model import HubProblem, Task, Window

# What is counted in ones, orders and stops, weighs as much as a kilogram: one too many is dear.
_ONE = 1_000
_UNLIMITED = 1 << 40


@dataclass(slots=True)
class Translation:
    """PyVRP's data, and the way back to our indices."""

    data: pyvrp.ProblemData
    tasks: list[int]
    members: list[list[int]]


@dataclass(frozen=True, slots=True)
class _Shift:
    """A vehicle from when to when PyVRP may have it.

    It knows no breaks: where one is due, that much of the shift is kept free for it.
    """

    vehicle: Vehicle

    @property
    def start_s(self) -> int:
        """The start."""
        return self.vehicle.shift_start_s

    @property
    def end_s(self) -> int:
        """The end, but for the break."""
        rest, end_s = self.vehicle.rest, self.vehicle.shift_end_s
        return end_s if rest is None else end_s - rest.duration_s

    @property
    def likeness(self) -> tuple[object, ...]:
        """Shifts of the same likeness are interchangeable, but for when they may rest."""
        own = self.vehicle
        limits = (own.weight_g, own.volume_ml, own.max_stops, own.setup_s, own.skills, own.rates)
        times = (self.start_s, self.end_s, own.max_trips, own.max_distance_m)
        return (own.kind, *limits, *times)


@dataclass(slots=True)
class _Clients:
    """Clients as they are gathered; `eligible` holds the vehicle types each may ride on."""

    tasks: list[int] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    eligible: list[frozenset[int]] = field(default_factory=list)
    groups: list[list[int]] = field(default_factory=list)

    def add(self, task: int, ways: Mapping[Window, frozenset[int]]) -> None:
        """Add a task with the vehicle types that may serve it in each of its windows."""
        first = len(self.tasks)
        for window, types in ways.items():
            self.tasks.append(task)
            self.windows.append(window)
            self.eligible.append(types)
        if len(ways) > 1:
            self.groups.append(list(range(first, len(self.tasks))))


def translate(problem: HubProblem) -> Translation | None:
    """PyVRP's data for the hub, or ``None`` where nothing can be driven."""
    problem = at_slowest_hours(problem)
    members: dict[tuple[object, ...], list[int]] = defaultdict(list)
    shifts: list[_Shift] = []
    for index, vehicle in enumerate(problem.vehicles):
        shift = _Shift(vehicle)
        if not _can_load(shift, problem.hub):
            continue
        if shift.likeness not in members:
            shifts.append(shift)
        members[shift.likeness].append(index)
    clients = _Clients()
    for index, task in enumerate(problem.tasks):
        ways = _ways(task, shifts)
        # PyVRP's search can go round in circles over a client that no route reaches in time.
        if ways and any(served_alone(problem, index)):
            clients.add(index, ways)
    if not clients.tasks:
        return None
    by_type = [members[shift.likeness] for shift in shifts]
    data = _problem_data(problem, shifts, [len(group) for group in by_type], clients)
    return Translation(data, clients.tasks, by_type)


def _can_load(shift: _Shift, hub: Hub) -> bool:
    """Whether a loading fits into the shift and the hub's hours; PyVRP takes no other vehicle."""
    first_s = max(0, shift.start_s, hub.opens_s)
    return first_s <= hub.closes_s - hub.loading_s and first_s <= shift.end_s


def _ways(task: Task, shifts: Sequence[_Shift]) -> dict[Window, frozenset[int]]:
    """The vehicle types that may serve the task, by window."""
    ways: dict[Window, set[int]] = defaultdict(set)
    for number, shift in enumerate(shifts):
        vehicle = shift.vehicle
        fits = vehicle.could_carry(task.weight_g, task.volume_ml, task.requires)
        if fits:
            for window in task.windows.get(vehicle.kind, ()):
                if _can_keep_promise(task, window, vehicle):
                    ways[window].add(number)
    return {window: frozenset(types) for window, types in ways.items()}


def _can_keep_promise(task: Task, window: Window, vehicle: Vehicle) -> bool:
    """Whether the promise is still open when the order is ready; PyVRP takes no other client."""
    if window.end_s < max(0, task.ready_s):
        return False
    if task.drop is None:
        return True
    begin_s = max(window.start_s, task.ready_s)
    return begin_s + vehicle.setup_s + task.drop.handover_s <= task.drop.leave_by_s


def _problem_data(
    problem: HubProblem, shifts: Sequence[_Shift], available: Sequence[int], clients: _Clients
) -> pyvrp.ProblemData:
    hub = problem.hub
    tasks = [problem.tasks[index] for index in clients.tasks]
    at_place = Counter(_place(problem.tasks[index]) for index in dict.fromkeys(clients.tasks))
    places = sorted(at_place)
    location = {place: number for number, place in enumerate(places, start=1)}
    profiles = sorted({(shift.vehicle.kind, shift.vehicle.setup_s) for shift in shifts})
    handover_s = {(t.site, t.drop.point_id): t.drop.handover_s for t in tasks if t.drop}
    # Waiting for the slowest set-up at a drop's opening is harmless; being too early is not.
    slowest_s = max(shift.vehicle.setup_s for shift in shifts)
    # Types that all may serve need no dimension; each other set of types has one of its own.
    everybody = frozenset(range(len(shifts)))
    fenced = sorted({types for types in clients.eligible if types != everybody}, key=sorted)
    prize_of = prizes(problem)
    group_of = {client: number for number, group in enumerate(clients.groups) for client in group}

    pyvrp_clients = []
    for number, (task, window) in enumerate(zip(tasks, clients.windows, strict=True)):
        early_s, late_s, service_s = max(0, window.start_s), window.end_s, task.service_s
        if task.drop:
            late_s = task.drop.leave_by_s
            early_s = min(early_s + slowest_s + task.drop.handover_s, late_s)
        outside = [_ONE * (clients.eligible[number] == types) for types in fenced]
        # Orders at one place are one stop between them, mostly; mending sees to the rest.
        part_of_stop = -(-_ONE // at_place[_place(task)])
        pyvrp_clients.append(
            pyvrp.Client(
                location=location[_place(task)],
                delivery=[task.weight_g, task.volume_ml, part_of_stop, *outside],
                service_duration=service_s,
                tw_early=early_s,
                tw_late=late_s,
                release_time=max(0, task.ready_s),
                prize=prize_of[clients.tasks[number]],
                required=False,
                group=group_of.get(number),
                name=task.order_id,
            )
        )
    types = [
        _vehicle_type(shift, count, profiles.index((shift.vehicle.kind, shift.vehicle.setup_s)))
        for shift, count in zip(shifts, available, strict=True)
    ]
    types = [
        vehicle_type.replace(
            capacity=[
                *vehicle_type.capacity,
                *(_ONE * len(tasks) if number in eligible else 0 for eligible in fenced),
            ]
        )
        for number, vehicle_type in enumerate(types)
    ]
    sites = np.array([0, *(site for site, _ in places)])
    durations, distances = [], []
    for kind, setup_s in profiles:
        (table,) = problem.travel[kind].tables
        at = np.ix_(sites, sites)
        distances.append(table.distance_m[at].astype(np.int64))
        extra = _stop_times(places, handover_s, setup_s)
        durations.append(table.duration_s[at].astype(np.int64) + extra)
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(*problem.sites[site]) for site in sites],
        clients=pyvrp_clients,
        depots=[
            pyvrp.Depot(
                0,
                tw_early=max(0, hub.opens_s),
                tw_late=hub.closes_s - hub.loading_s,
                service_duration=hub.loading_s,
            ),
            pyvrp.Depot(0),
        ],
        vehicle_types=types,
        distance_matrices=distances,
        duration_matrices=durations,
        groups=[pyvrp.ClientGroup(group, required=False) for group in clients.groups],
    )


def _place(task: Task) -> tuple[int, str]:
    """Where a task is served: drops and doors at one site are two places."""
    return task.site, task.drop.point_id if task.drop else ""


def _stop_times(
    places: Sequence[tuple[int, str]], handover_s: Mapping[tuple[int, str], int], setup_s: int
) -> NDArray[np.int64]:
    """What stopping adds to the arcs between locations (0 is the hub): once a place."""
    is_drop = np.array([False, *(place in handover_s for place in places)])
    leaving = np.array([0, *(0 if place in handover_s else setup_s for place in places)])
    reaching = np.array(
        [0, *(setup_s + handover_s[p] if p in handover_s else 0 for p in places)], np.int64
    )
    extra = leaving[:, None] + np.where(is_drop, reaching, 0)[None, :]
    np.fill_diagonal(extra, 0)
    return extra.astype(np.int64)


def _vehicle_type(shift: _Shift, available: int, profile: int) -> pyvrp.VehicleType:
    own = shift.vehicle

    def bound(limit: int | None) -> int:
        return _UNLIMITED if limit is None else limit

    return pyvrp.VehicleType(
        num_available=available,
        capacity=[
            bound(own.weight_g),
            bound(own.volume_ml),
            # A stop of three orders weighs a little over one for rounding up.
            _UNLIMITED if own.max_stops is None else _ONE * own.max_stops + _ONE // 2,
        ],
        start_depot=0,
        end_depot=1,
        fixed_cost=round(own.rates.eur_per_vehicle * UNITS_PER_EURO),
        tw_early=max(0, shift.start_s),
        tw_late=shift.end_s,
        max_distance=bound(own.max_distance_m),
        unit_distance_cost=round(own.rates.eur_per_km * UNITS_PER_EURO / 1000),
        unit_duration_cost=round(own.rates.eur_per_h * UNITS_PER_EURO / 3600),
        profile=profile,
        reload_depots=[0],
        max_reloads=bound(own.max_trips) - 1,
    )
