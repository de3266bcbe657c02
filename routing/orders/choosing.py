"""Choosing hubs for orders that name none: what each costs, what it asks of whom, and who decides.

What an order costs depends on which others its hub has, so hubs are chosen twice: with the
neighbours that it would have at the nearest hubs, and with those that it has after the first time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from routing.orders.choice import CANNOT, NOWHERE
from routing.orders.drives import measure
from routing.orders.estimates import Estimator
from routing.orders.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from routing.orders.choice import ChoiceProblem, Choose
    from routing.orders.drives import Drives
    from routing.orders.estimates import Estimates
    from routing.orders.intake import Intake
    from routing.orders.locating import CityView
    from routing.orders.options import Options
    from routing.orders.settling import Settling

_ROUNDS = 2
_MOST_CENTS = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """The hubs chosen, and what they were chosen by.

    Attributes
    ----------
    rows
        The rows of the problem by the orders' places among all orders.
    options
        What each hub said to the orders of these rows.
    homes
        The hub of each row.
    """

    rows: Mapping[int, int]
    options: Sequence[Options]
    homes: NDArray[np.int64]
    problem: ChoiceProblem
    drives: Drives
    estimates: Estimates

    @property
    def given(self) -> dict[int, int]:
        """The hub of each order that had a choice and was given one, by their places."""
        return {
            number: int(self.homes[row])
            for number, row in self.rows.items()
            if self.options[row].is_free and self.homes[row] != NOWHERE
        }

    def with_homes(self, homes: Mapping[int, int]) -> Chosen:
        """The same with the hubs that orders have in the end, by their places."""
        final = [homes.get(number, NOWHERE) for number in self.rows]
        return replace(self, homes=np.array(final, np.int64))

    def cents(self, number: int, column: int) -> int:
        """What an order was taken to cost at a hub; more than anywhere if nobody asked."""
        row = self.rows.get(number)
        cents = CANNOT if row is None else int(self.problem.cost_cents[row, column])
        return _MOST_CENTS if cents == CANNOT else cents


def choose_homes(
    options: Mapping[int, Options],
    *,
    fixed: Mapping[int, Options],
    settling: Settling,
    intake: Intake,
    stock: Mapping[str, Mapping[str, int]],
    city: CityView,
    choose: Choose,
) -> Chosen | None:
    """The hubs of the orders that have a choice; ``None`` if none has.

    Parameters
    ----------
    options
        The orders with a choice, by their places among all orders, those first that come first.
    fixed
        Those that have a hub, and take its people's time.
    settling
        What orders were settled by.
    intake
        The day's hubs and fleets.
    stock
        What is left on the shelves of hubs whose stock is known.
    city
        The map.
    choose
        The solver.
    """
    if not options:
        return None
    numbers = [*fixed, *options]
    everybody = [*fixed.values(), *options.values()]
    drives = measure(everybody, intake, city)
    statement = Statement(everybody, drives, settling, intake, stock=stock)
    estimator = Estimator(everybody, drives, intake)
    homes = statement.nearest
    found: list[tuple[float, int, ChoiceProblem, NDArray[np.int64], Estimates]] = []
    for _ in range(_ROUNDS):
        estimates = estimator.given(homes)
        problem = statement.problem(estimates)
        homes = choose(problem)
        cents = statement.problem(estimator.given(homes)).total_cents(homes)
        found.append((cents, len(found), problem, homes, estimates))
    _, _, problem, homes, estimates = min(found, key=lambda one: one[:2])
    return Chosen(
        rows={number: row for row, number in enumerate(numbers)},
        options=everybody,
        homes=homes,
        problem=problem,
        drives=drives,
        estimates=estimates,
    )
