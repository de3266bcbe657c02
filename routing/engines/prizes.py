"""What serving an order is worth to a search: more than any way of serving it costs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from routing.problem.wishes import places_m

if TYPE_CHECKING:
    from routing.problem.model import HubProblem

UNITS_PER_EURO = 100_000
"""Solvers count money in hundred-thousandths of a euro; a second of a driver is about 780."""

_LONGEST_DAY_H = 30
_LATEST_MIN = 600
"""Late is better than not at all, however late."""


def prizes_eur(problem: HubProblem) -> list[float]:
    """Euros by task.

    The dearest single delivery takes a vehicle of its own for its whole shift; `Task.worth` says
    how many of those an order is worth.
    """
    dearest_eur = 1.0
    for vehicle in problem.vehicles:
        hours = (vehicle.shift_end_s - vehicle.shift_start_s) / 3600
        km = 2 * problem.travel[vehicle.kind].most_m / 1000
        rates = vehicle.rates
        eur = rates.eur_per_vehicle + rates.eur_per_h * hours + rates.eur_per_km * km
        dearest_eur = max(dearest_eur, eur)
    dearest_eur += problem.lateness.eur_per_min * _LATEST_MIN + _wishes_eur(problem)
    return [dearest_eur * task.worth for task in problem.tasks]


def _wishes_eur(problem: HubProblem) -> float:
    """What one more stop can come to in wishes at the most.

    An hour more for a driver moves the hours away from their mean by two at the most, all drivers
    together; a stop moves those of its trip away from their centre by twice its own way to it.
    """
    wishes = problem.wishes
    if not wishes:
        return 0.0
    hours: dict[object, float] = defaultdict(float)
    for number, vehicle in enumerate(problem.vehicles):
        driver = number if vehicle.driver_id is None else vehicle.driver_id
        hours[driver] += (vehicle.shift_end_s - vehicle.shift_start_s) / 3600
    spread_km = np.ptp(places_m(problem.sites), axis=0).sum() / 1000
    return (
        2 * wishes.eur_per_uneven_h * max(hours.values(), default=0.0)
        + 2 * wishes.eur_per_km_apart * float(spread_km)
        + wishes.eur_per_unknown_street
        + wishes.told.eur_per_driver_change
        + wishes.told.eur_per_moved_order
        + wishes.told.eur_per_changed_hour * _LONGEST_DAY_H
    )


def prizes(problem: HubProblem) -> list[int]:
    """As `prizes_eur`, in solvers' units of money."""
    return [round(eur * UNITS_PER_EURO) for eur in prizes_eur(problem)]
