"""What leaves now in futures that are imagined: orders as they could come, solved as if known."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from routing.engines.quick import quick_search
from routing.published.sameday.day import departure_s, draw, epochs_of
from routing.published.sameday.orders import Orders
from routing.published.sameday.problems import can_leave_at, orders_problem, trips_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.published.instances import Instance
    from routing.published.sameday.orders import Integers
    from routing.published.sameday.policy import Effort, View

_EPOCHS = 2
"""So far ahead; more make each search longer, and say hardly more."""
_ITERATIONS = 6000
_OWN = 0x746F75726E6565
"""Sets these draws apart from those of a day, whatever the seeds of both."""


def shares_now(view: View, effort: Effort, seed: int) -> NDArray[np.float64]:
    """By order, in which share of the imagined futures it is best sent now.

    Every future is solved once as if it were known. What leaves now is on a route that could not
    leave with the next departure; all other routes could wait.
    """
    until_s = time.perf_counter() + effort.seconds
    random = imagination(seed, view.epoch)
    votes: list[NDArray[np.bool_]] = []
    with ThreadPoolExecutor(effort.cores) as threads:
        while not votes or time.perf_counter() < until_s:
            votes += threads.map(lambda own: _vote(view, own), random.spawn(effort.cores))
    shares: NDArray[np.float64] = np.mean(votes, axis=0)
    return shares


def imagination(seed: int, epoch: int) -> np.random.Generator:
    """What a policy draws from in an epoch, the same each time that it is played.

    A day draws from `default_rng(seed)`, from which nobody else may draw.
    """
    return np.random.default_rng([_OWN, seed, epoch])


def imagine(instance: Instance, epoch: int, random: np.random.Generator) -> tuple[Orders, Integers]:
    """Orders that the next few epochs could bring, and when each can leave."""
    last = epochs_of(instance)[-1]
    orders, ready = Orders.none(), [np.zeros(0, np.int64)]
    for later in range(epoch + 1, min(last, epoch + _EPOCHS) + 1):
        drawn = draw(instance, later, random, 1)
        orders = orders.also(drawn)
        ready.append(np.full(len(drawn), departure_s(later)))
    return orders, np.concatenate(ready)


def _vote(view: View, random: np.random.Generator) -> NDArray[np.bool_]:
    """Who leaves now in one imagined future."""
    known = len(view.orders)
    coming, coming_ready_s = imagine(view.instance, view.epoch, random)
    orders = view.orders.also(coming)
    ready_s = np.concatenate([np.full(known, view.leave_s), coming_ready_s])
    problem = orders_problem(view.instance, orders, ready_s)
    found = quick_search(problem, _ITERATIONS, int(random.integers(1 << 30)))
    leaves = np.zeros(len(orders), np.bool_)
    for trip in trips_of(found):
        if not can_leave_at(view.instance, orders, trip, departure_s(view.epoch + 1)):
            leaves[list(trip)] = True
    return leaves[:known]
