"""Which hub prepares what, as a problem of numbers: what it costs, and what hubs have room for.

Nothing makes it impossible: what does not fit costs more than any way of fitting it in, and an
order of which no hub has all articles has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from routing.orders.workload import Filled, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from routing.orders.workload import Slots, Span

NOWHERE = -1
"""Stands for a hub where an order has none."""

CANNOT = -1
"""The cost of a hub that could not have the order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Work:
    """What orders ask of one kind of a hub's people, and how much there is of them.

    Attributes
    ----------
    work_s
        What an order takes, (orders, hubs); 0 where it asks for nothing.
    first, last
        The half-hours in which it is done, `last` excluded, (orders, hubs).
    room_s
        Seconds that there are in each half-hour, (hubs, slots).
    cents_per_h
        What an hour of work too much costs.
    """

    work_s: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    room_s: NDArray[np.int64]
    cents_per_h: float

    def span(self, row: int, column: int) -> Span:
        """When an order's work is done at a hub."""
        return int(self.first[row, column]), int(self.last[row, column])

    def spans(self, rows: Iterable[int], column: int) -> dict[Span, int]:
        """The work of some orders at a hub, by when it is done."""
        work: dict[Span, int] = {}
        for row in rows:
            if own_s := int(self.work_s[row, column]):
                span = self.span(row, column)
                work[span] = work.get(span, 0) + own_s
        return work

    def filled(self, rows: Iterable[int], column: int) -> Filled:
        """The hours of a hub with the work of these orders in them."""
        return fill(self.spans(rows, column), self.room_s[column].tolist())

    def over_cents(self, rows: Iterable[int], column: int) -> float:
        """What it costs that these orders are too many at a hub."""
        spans = self.spans(rows, column)
        return self.cents_of(fill(spans, self.room_s[column].tolist()).over_s) if spans else 0.0

    def cents_of(self, over_s: int) -> float:
        """What so much work too much costs."""
        return self.cents_per_h * over_s / 3600


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChoiceProblem:
    """Orders and the hubs that could have them; both are known by their places.

    Attributes
    ----------
    cost_cents
        What each hub costs, (orders, hubs); `CANNOT` where it could not have the order.
    drive_s
        The way there, (orders, hubs), as the plain assignment goes by it (`capacities`).
    is_driven
        Whether an order takes a stop, (orders,).
    capacities
        How many orders more than the fixed ones each hub can deliver, (hubs,), a guess.
    fixed
        The hub of an order that has no choice, (orders,), else `NOWHERE`.
    most_stops
        How many stops each hub makes at the most, (hubs,).
    over_stop_cents
        What a stop too many costs.
    vehicles, pickers
        What orders ask of both.
    wants
        How many of which article each order holds, by the articles' numbers; nothing for orders
        that are fixed, whose articles are taken off already.
    there
        How many of each article each hub has, (hubs, articles).
    refusal_cents
        What it costs to give an order to no hub, (orders,).
    slots
        The half-hours of both kinds of work.
    """

    cost_cents: NDArray[np.int64]
    drive_s: NDArray[np.int64]
    is_driven: NDArray[np.bool_]
    capacities: NDArray[np.int64]
    fixed: NDArray[np.int64]
    most_stops: NDArray[np.int64]
    over_stop_cents: float
    vehicles: Work
    pickers: Work
    wants: Sequence[Mapping[int, int]]
    there: NDArray[np.int64]
    refusal_cents: NDArray[np.int64]
    slots: Slots

    def hub_cents(self, rows: Sequence[int], column: int) -> float:
        """What it costs that these orders are too many at a hub, of whatever it has too little."""
        stops = sum(bool(self.is_driven[row]) for row in rows)
        return (
            self.vehicles.over_cents(rows, column)
            + self.pickers.over_cents(rows, column)
            + self.over_stop_cents * max(0, stops - int(self.most_stops[column]))
        )

    def total_cents(self, homes: NDArray[np.int64]) -> float:
        """What it all costs if each order has that hub."""
        placed = np.flatnonzero(homes != NOWHERE)
        cents = float(self.cost_cents[placed, homes[placed]].sum())
        cents += float(self.refusal_cents[homes == NOWHERE].sum())
        return cents + sum(
            self.hub_cents(np.flatnonzero(homes == column).tolist(), column)
            for column in range(self.cost_cents.shape[1])
        )


class Choose(Protocol):
    """Gives orders hubs at least total cost; see `routing.engines.hub_choice`."""

    def __call__(self, problem: ChoiceProblem) -> NDArray[np.int64]:
        """The hub of each order, or `NOWHERE`; never more of an article than there is."""
