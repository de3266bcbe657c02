"""What sending an order now is worth: what it would probably cost later.

An order that can wait for many more departures will find company, so that little is lost by keeping
it; one that has to go with the next departure costs about as much then as now. What it costs is
taken from where it goes: a share of the way to the depot and back, which a route's orders pay
together, and the way to its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.published.sameday.day import departure_s, epochs_of, matrix_of, served_if_left_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.published.instances import Instance
    from routing.published.sameday.orders import Integers, Orders
    from routing.published.sameday.policy import View

_MUST_GO_S = 1e7
"""More than any day's driving."""
_NEIGHBOURS = 0.05
"""How near the nearest of so large a share of the customers are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What an order is worth, in seconds of driving; found by playing days of other instances.

    Attributes
    ----------
    by_waits
        Of the cost, by how many more departures the order can wait for, from 1 on; the last share
        is that of all who can wait for longer.
    depot
        Share of the way to the depot and back.
    own_s
        What every order costs besides.
    at_last
        Factor in the last epoch but one: what is kept then has little company.
    by_futures, by_last_futures
        Power of e by which an order is worth more that leaves now in every imagined future than one
        that leaves now in none. In the last epoch but one nothing comes after what is imagined, and
        it says more.
    """

    by_waits: tuple[float, ...] = (0.74, 0.38, 0.16, 0.2)
    depot: float = 0.18
    own_s: float = 50.0
    at_last: float = 1.16
    by_futures: float = 1.0
    by_last_futures: float = 2.0

    def prizes_s(self, view: View, shares_now: NDArray[np.float64]) -> NDArray[np.float64]:
        """By order, what leaving it for later is taken to cost.

        Parameters
        ----------
        shares_now
            By order, in which share of the imagined futures it leaves now.
        """
        waits = departures_left(view.instance, view.orders, view.epoch)
        shares = np.array([1.0, *self.by_waits])
        prizes = shares[np.minimum(waits, len(self.by_waits))] * self._cost_s(view)
        is_last_but_one = view.epoch == epochs_of(view.instance)[-1] - 1
        power = self.by_last_futures if is_last_but_one else self.by_futures
        prizes *= np.exp(power * (shares_now - 0.5))
        if is_last_but_one:
            prizes *= self.at_last
        prizes[view.must_go] = _MUST_GO_S
        return prizes

    def _cost_s(self, view: View) -> NDArray[np.float64]:
        way_s, near_s = places(view.instance)
        to = view.orders.customer
        return self.depot * way_s[to] + near_s[to] + self.own_s


def departures_left(instance: Instance, orders: Orders, epoch: int) -> Integers:
    """By order, how many departures after this one's are early enough for it."""
    waits = np.zeros(len(orders), np.int64)
    for later in range(epoch + 1, epochs_of(instance)[-1] + 1):
        waits += served_if_left_at(instance, orders, departure_s(later))
    return waits


def places(instance: Instance) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By place, seconds to the depot and back, and to its nearest neighbours."""
    matrix = matrix_of(instance).astype(np.float64)
    apart = (matrix + matrix.T) / 2
    np.fill_diagonal(apart, np.nan)
    near = np.nanquantile(apart[:, 1:], _NEIGHBOURS, axis=1)
    return matrix[0] + matrix[:, 0], near
