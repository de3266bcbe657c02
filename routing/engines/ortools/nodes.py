"""What OR-Tools' nodes stand for, and the matrices between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.engines.ortools.visits import Visit
    from routing.fleet.model import Vehicle
    from routing.problem.model import HubProblem, Task


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
    """One trip.

    `latest_s` is the latest start of its loading, as OR-Tools found it, and `back_s` when the
    vehicle is at the hub after it.
    """

    latest_s: int
    back_s: int
    tasks: tuple[int, ...]


Loads = dict[int, tuple[Load, ...]]
"""Trips by vehicle of the problem's."""


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


def metres_between(nodes: Nodes, kind: str) -> NDArray[np.int64]:
    """Metres from node to node."""
    (table,) = nodes.problem.travel[kind].tables
    metres: NDArray[np.int64] = table.distance_m[np.ix_(nodes.sites, nodes.sites)].astype(np.int64)
    return metres


def seconds_between(nodes: Nodes, kind: str, setup_s: int) -> NDArray[np.int64]:
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
    seconds += np.where(one_stop(nodes), 0, leaving_s[:, None])
    # Who passes the hub and loads nothing, passes for nothing.
    seconds[:at, :at] = 0
    return seconds


def one_stop(nodes: Nodes) -> NDArray[np.bool_]:
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
