"""What routes are worth to a search: their cost, lateness and wishes, each at its price.

The plan says what routes cost; wishes and lateness are not in that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.problem.wishes import wish_arrays
from routing.problem.wishes_kernel import uneven_eur

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.problem.model import HubProblem
    from routing.problem.timing import RouteFigures


def route_price_eur(problem: HubProblem, figures: RouteFigures) -> float:
    """The price of one route by itself."""
    late_eur = figures.late_s * problem.lateness.eur_per_min / 60
    return figures.cost_eur + late_eur + figures.wishes_eur


class Evenness:
    """The price of what lies between drivers: how far their paid times are from their mean."""

    def __init__(self, problem: HubProblem) -> None:
        self._wishes = wish_arrays(problem) if problem.wishes.eur_per_uneven_h > 0 else None
        self._vehicles = len(problem.vehicles)

    def price_eur(self, figures: Mapping[int, RouteFigures]) -> float:
        """The price for routes by vehicle; those without a route do not drive."""
        if self._wishes is None:
            return 0.0
        paid_s = np.zeros(self._vehicles, np.int64)
        for vehicle, route in figures.items():
            paid_s[vehicle] = route.paid_s
        return float(uneven_eur(self._wishes, paid_s, -1, 0))


def price_eur(problem: HubProblem, figures: Mapping[int, RouteFigures]) -> float:
    """The price of all routes together, by vehicle; what is left out is not in it."""
    return sum(route_price_eur(problem, route) for route in figures.values()) + Evenness(
        problem
    ).price_eur(figures)
