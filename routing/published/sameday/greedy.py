"""The policy that waits for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.engines.protocol import Limit
from routing.engines.registry import engine_named
from routing.published.sameday.problems import orders_problem, trips_of

if TYPE_CHECKING:
    from routing.published.sameday.policy import Effort, Routes, View

_SEED = 1
_SEARCHING = 0.94
"""Share of the time; the rest is for what comes before and after."""


class Greedy:
    """Sends every order in the epoch in which it comes, on the routes of a plan's own search."""

    def routes(self, view: View, effort: Effort) -> Routes:
        """See `routing.published.sameday.policy.Policy`."""
        if not len(view.orders):
            return ()
        ready_s = np.full(len(view.orders), view.leave_s)
        problem = orders_problem(view.instance, view.orders, ready_s)
        limit = Limit(seconds=effort.part(_SEARCHING).seconds)
        found = engine_named("pyvrp").solve(problem, limit, _SEED, effort.cores)
        # Any order can have a vehicle of its own, and vehicles cost nothing.
        return view.routes([*trips_of(found), *((one,) for one in found.unserved)])
