"""Timing with an end: mending times as many routes as a hopeless day lets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.problem.timing import RouteFigures, Timing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.problem.model import HubProblem, Trips

_MOST_ROUTES_TIMED = 1_000_000
"""Some ten seconds' work; counted, and not measured, so that runs can be repeated."""


class Timer(Timing):
    """Times routes, and counts them."""

    def __init__(self, problem: HubProblem) -> None:
        super().__init__(problem)
        self._routes = 0

    @property
    def is_spent(self) -> bool:
        """Whether so much has been timed that whoever is still searching had better stop."""
        return self._routes > _MOST_ROUTES_TIMED

    def figures(
        self,
        vehicle: int,
        trips: Trips,
        late: frozenset[int] = frozenset(),
        not_before_s: Sequence[int] = (),
        *,
        strict: bool = False,
    ) -> RouteFigures | None:
        """As `Timing.figures`."""
        self._routes += 1
        return super().figures(vehicle, trips, late, not_before_s, strict=strict)
