"""A hub's problem in the few words that every solver of the field has, for comparing them.

Identical vehicles, one table, one window an order: what published instances are made of. Solvers
are given these numbers as they are, without what our own engine does to a day's problem.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from routing.errors import EngineError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.fleet.model import Vehicle
    from routing.problem.model import HubProblem

_UNITS_PER_EURO = 100_000


class UnsuitedError(EngineError):
    """The problem cannot be put to this solver; that says nothing against either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainProblem:
    """The numbers, in seconds, grams, metres and hundred-thousandths of a euro.

    Attributes
    ----------
    durations, distances
        Shape (n + 1, n + 1), int32: the depot, then the problem's tasks in their order.
    windows
        Earliest and latest start of service, by task.
    service, release, demand
        By task.
    capacity, vehicles, max_trips
        Of one vehicle, how many there are, and how often one may leave (``None``: any number).
    shift
        First departure and last return.
    fixed_cost, metre_cost
        What a vehicle costs that drives at all, and what a metre costs.
    """

    durations: NDArray[np.int32]
    distances: NDArray[np.int32]
    windows: tuple[tuple[int, int], ...]
    service: tuple[int, ...]
    release: tuple[int, ...]
    demand: tuple[int, ...]
    capacity: int
    vehicles: int
    max_trips: int | None
    shift: tuple[int, int]
    fixed_cost: int
    metre_cost: int


def plainly(problem: HubProblem, solver: str) -> PlainProblem:
    """The problem's numbers, if numbers are all there is to it.

    Raises
    ------
    UnsuitedError
        ENGINE-UNSUITED, if the problem has more to it; `solver` is named in the message.
    """
    hub, tasks = problem.hub, problem.tasks
    first = problem.vehicles[0]
    alike = {replace(vehicle, vehicle_id="") for vehicle in problem.vehicles}
    travel = problem.travel[first.kind]
    windows = tuple(task.windows.get(first.kind, ()) for task in tasks)
    is_plain = (
        len(alike) == 1
        and _is_plain(first)
        and len(travel.tables) == 1
        and not (hub.loading_s or hub.bays or problem.locked)
        and all(len(own) == 1 for own in windows)
        and not any(task.drop or task.requires or task.volume_ml for task in tasks)
    )
    if not is_plain:
        raise UnsuitedError(
            "ENGINE-UNSUITED",
            f"{solver} is compared on identical vehicles, one table and one window an order alone.",
            "Leave it out for this problem.",
        )
    sites = np.array([0, *(task.site for task in tasks)])
    at = np.ix_(sites, sites)
    return PlainProblem(
        durations=travel.tables[0].duration_s[at],
        distances=travel.tables[0].distance_m[at],
        windows=tuple((own[0].start_s, own[0].end_s) for own in windows),
        service=tuple(task.service_s for task in tasks),
        release=tuple(task.ready_s for task in tasks),
        demand=tuple(task.weight_g for task in tasks),
        capacity=first.weight_g if first.weight_g is not None else sum(t.weight_g for t in tasks),
        vehicles=len(problem.vehicles),
        max_trips=first.max_trips,
        shift=(max(first.shift_start_s, hub.opens_s), min(first.shift_end_s, hub.closes_s)),
        fixed_cost=round(first.rates.eur_per_vehicle * _UNITS_PER_EURO),
        metre_cost=round(first.rates.eur_per_km * _UNITS_PER_EURO / 1000),
    )


def _is_plain(vehicle: Vehicle) -> bool:
    limits = (vehicle.max_stops, vehicle.max_distance_m, vehicle.rest)
    paid = vehicle.setup_s or vehicle.rates.eur_per_h
    return all(limit is None for limit in limits) and not paid
