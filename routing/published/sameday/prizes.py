"""The policy that sends what is worth it: routes are searched together with who rides on them."""

from __future__ import annotations

import time
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from routing.engines.prized import prized_search
from routing.engines.prizes import UNITS_PER_EURO
from routing.engines.protocol import Limit
from routing.engines.quick import quick_search
from routing.published.sameday.day import departure_s
from routing.published.sameday.futures import shares_now
from routing.published.sameday.greedy import Greedy
from routing.published.sameday.problems import can_leave_at, orders_problem, trips_of
from routing.published.sameday.worth import Worth

if TYPE_CHECKING:
    from routing.published.sameday.policy import Effort, Routes, View

_SEED = 1
_IMAGINING = 0.6
"""Share of the time."""
_SPARE = 0.06
"""Share of the time for what comes between and after."""
_ITERATIONS = 3000
"""Of a first search, for routes that serve everybody."""


class Prizes:
    """Keeps an order for later where serving it now costs more than that is worth."""

    def __init__(self, worth: Worth | None = None) -> None:
        self._worth = worth or Worth()

    def routes(self, view: View, effort: Effort) -> Routes:
        """See `routing.published.sameday.policy.Policy`."""
        if view.must_go.all():
            return Greedy().routes(view, effort)
        begun_s = time.perf_counter()
        shares = shares_now(view, effort.part(_IMAGINING), _SEED)
        prizes_eur = self._worth.prizes_s(view, shares) / UNITS_PER_EURO
        ready_s = np.full(len(view.orders), view.leave_s)
        problem = orders_problem(view.instance, view.orders, ready_s)
        everybody = quick_search(problem, _ITERATIONS, _SEED)
        left_s = effort.seconds * (1 - _SPARE) - (time.perf_counter() - begun_s)
        limit = Limit(seconds=max(effort.seconds * _SPARE, left_s))
        found = prized_search(
            problem, prizes_eur, limit, _SEED, cores=effort.cores, start=everybody
        )
        trips = trips_of(found)
        on_some = set(chain.from_iterable(trips))
        trips += [(one,) for one in np.flatnonzero(view.must_go).tolist() if one not in on_some]
        next_s = departure_s(view.epoch + 1)
        # More may ride later on a route that can wait as it is.
        return view.routes(
            [one for one in trips if not can_leave_at(view.instance, view.orders, one, next_s)]
        )
