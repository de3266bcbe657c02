"""The policy that sends what is worth it: routes are searched together with who rides on them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from routing.engines.prized import prized_search
from routing.engines.prizes import UNITS_PER_EURO
from routing.engines.protocol import Limit
from routing.published.sameday.day import departure_s, epochs_of, matrix_of
from routing.published.sameday.greedy import Greedy
from routing.published.sameday.problems import view_problem, view_routes
from routing.published.sameday.worth import Worth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.published.sameday.policy import Effort, Routes, View

_SEED = 1
_SEARCHING = 0.97
"""Share of the time; the rest is for what comes before and after."""


class Prizes:
    """Keeps an order for later where serving it now costs more than that is worth."""

    def __init__(self, worth: Worth | None = None) -> None:
        self._worth = worth or Worth()

    def routes(self, view: View, effort: Effort) -> Routes:
        """See `routing.published.sameday.policy.Policy`."""
        if view.must_go.all():
            return Greedy().routes(view, effort)
        prizes_eur = self._worth.prizes_s(view) / UNITS_PER_EURO
        limit = Limit(seconds=effort.seconds * _SEARCHING)
        found = prized_search(view_problem(view), prizes_eur, limit, _SEED, effort.cores)
        trips = view_routes(found)
        on_some = set(chain.from_iterable(trips))
        trips += [(one,) for one in np.flatnonzero(view.must_go).tolist() if one not in on_some]
        return view.routes([trip for trip in trips if not _can_wait(view, trip)])


def _can_wait(view: View, trip: Sequence[int]) -> bool:
    """Whether a route could as well leave an epoch later, when more may ride on it."""
    if view.epoch == epochs_of(view.instance)[-1]:
        return False
    orders, matrix = view.orders, matrix_of(view.instance)
    now_s, place = departure_s(view.epoch + 1), 0
    for index in trip:
        customer = int(orders.customer[index])
        now_s = max(now_s + int(matrix[place, customer]), int(orders.opens[index]))
        if now_s > int(orders.closes[index]):
            return False
        now_s, place = now_s + int(orders.service_s[index]), customer
    return now_s + int(matrix[place, 0]) <= int(view.instance.closes[0])
