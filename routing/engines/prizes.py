"""What serving an order is worth to a search: more than any way of serving it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.problem.model import HubProblem

UNITS_PER_EURO = 100_000
"""Searches count money in hundred-thousandths of a euro: a second of a driver's time is about 780.
"""


def prizes(problem: HubProblem) -> list[int]:
    """What serving an order is worth, by priority, in units of money.

    The dearest single delivery takes a vehicle of its own for its whole shift. The most important
    order is worth four of the least important ones.
    """
    dearest_eur = 1.0
    for vehicle in problem.vehicles:
        hours = (vehicle.shift_end_s - vehicle.shift_start_s) / 3600
        km = 2 * problem.travel[vehicle.kind].most_m / 1000
        rates = vehicle.rates
        eur = rates.eur_per_vehicle + rates.eur_per_h * hours + rates.eur_per_km * km
        dearest_eur = max(dearest_eur, eur)
    return [round(dearest_eur * (1 + priority / 3) * UNITS_PER_EURO) for priority in range(10)]
