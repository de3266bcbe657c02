"""A hub's wishes as flat arrays, for compiled code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.geodesy import flat_m
from routing.problem.model import NEVER_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.fleet.model import Vehicle
    from routing.problem.arrays import Integers
    from routing.problem.model import HubProblem


class WishArrays(NamedTuple):
    """The arrays, with V vehicles, S sites and T tasks.

    Attributes
    ----------
    prices
        Euros of a second away from the mean, of a metre from a trip's centre, of an unknown street;
        of a task that is moved, of a second that it is moved by.
    is_first, next_shift
        Of vehicles, (V,): whether it is the first one of its driver; the next one of the same
        driver, or -1. A vehicle without a driver's id has a driver of its own.
    place_m
        Of sites, east and north of the hub in metres, (S, 2), on a map that is true at the hub.
    unknown
        Whether the driver of a vehicle does not know the street of a site, (V, S).
    others
        Euros of a task on a vehicle whose driver did not have it, (V, T); empty where nothing was
        told before.
    told_s, unchanged_s
        When tasks were to begin, (T,), `NEVER_S` where that was not said; by how much that may
        move.
    """

    prices: NDArray[np.float64]
    is_first: NDArray[np.uint8]
    next_shift: Integers
    place_m: NDArray[np.float64]
    unknown: NDArray[np.uint8]
    others: NDArray[np.float64]
    told_s: Integers
    unchanged_s: int


def wish_arrays(problem: HubProblem) -> WishArrays:
    """The arrays of a problem's wishes."""
    wishes, fleet = problem.wishes, problem.vehicles
    is_first, next_shift = _shifts(fleet)
    unknown = np.zeros((len(fleet), len(problem.sites)), np.uint8)
    for vehicle, sites in wishes.unknown.items():
        unknown[vehicle, list(sites)] = 1
    return WishArrays(
        prices=np.array(
            [
                wishes.eur_per_uneven_h / 3600,
                wishes.eur_per_km_apart / 1000,
                wishes.eur_per_unknown_street,
                wishes.told.eur_per_moved_order,
                wishes.told.eur_per_changed_hour / 3600,
            ]
        ),
        is_first=is_first,
        next_shift=next_shift,
        place_m=places_m(problem.sites),
        unknown=unknown,
        others=_others(problem),
        told_s=np.array(
            [wishes.told.stops.get(t, (0, NEVER_S))[1] for t in range(len(problem.tasks))], np.int64
        ),
        unchanged_s=wishes.told.unchanged_within_s,
    )


def _others(problem: HubProblem) -> NDArray[np.float64]:
    """What it costs that another driver has a task; a driver's shifts are one."""
    told, fleet = problem.wishes.told, problem.vehicles
    if not told:
        return np.zeros((0, 0))
    eur = np.zeros((len(fleet), len(problem.tasks)))
    for task, (had, _) in told.stops.items():
        for vehicle, own in enumerate(fleet):
            is_same = (
                own.driver_id is not None and had >= 0 and (own.driver_id == fleet[had].driver_id)
            )
            if vehicle != had and not is_same:
                eur[vehicle, task] = told.eur_per_driver_change
    return eur


def places_m(sites: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Metres east and north of the first of some (latitude, longitude), (S, 2)."""
    lat, lon = np.array(sites, np.float64).reshape(-1, 2).T
    east, north = flat_m(lat, lon, at_lat=lat[0])
    return np.column_stack([east - east[0], north - north[0]])


def _shifts(fleet: Sequence[Vehicle]) -> tuple[NDArray[np.uint8], Integers]:
    is_first, next_shift = np.ones(len(fleet), np.uint8), np.full(len(fleet), -1, np.int64)
    last: dict[str, int] = {}
    for number, own in enumerate(fleet):
        if own.driver_id is None:
            continue
        if own.driver_id in last:
            is_first[number] = 0
            next_shift[last[own.driver_id]] = number
        last[own.driver_id] = number
    return is_first, next_shift
