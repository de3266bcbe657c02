"""What a policy is: what is known in an epoch in, the routes that leave now out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from routing.published.sameday.day import departure_s

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from routing.published.instances import Instance
    from routing.published.sameday.orders import Orders

Routes = tuple[tuple[int, ...], ...]
"""Numbers of orders in driving order, by vehicle."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """All that a policy may know in an epoch.

    Attributes
    ----------
    instance
        The customers from whom orders are drawn, and the way between them.
    epoch
        Its number; it begins so many hours after midnight.
    orders
        Those that came and were not sent yet.
    must_go
        By order, whether it has to leave now.
    """

    instance: Instance
    epoch: int
    orders: Orders
    must_go: NDArray[np.bool_]

    @property
    def leave_s(self) -> int:
        """When what is sent now leaves at the earliest."""
        return departure_s(self.epoch)

    def routes(self, trips: Sequence[Sequence[int]]) -> Routes:
        """Trips of indices as routes of numbers."""
        return tuple(tuple(self.orders.number[list(trip)].tolist()) for trip in trips)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What a policy gets for an epoch: wall seconds, and cores."""

    seconds: float
    cores: int

    def part(self, share: float) -> Effort:
        """A share of the seconds, on all cores."""
        return Effort(seconds=self.seconds * share, cores=self.cores)


class Policy(Protocol):
    """Decides who leaves now, and on which routes."""

    def routes(self, view: View, effort: Effort) -> Routes:
        """Routes that leave now, with every order on them that must go."""
