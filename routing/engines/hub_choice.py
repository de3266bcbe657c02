"""Which hub prepares what, at least cost: a mixed-integer program, by HiGHS.

An order is wholly at one hub; work that may be done in several half-hours is split among them as is
best (`routing.orders.workload`), and what does not fit costs what the problem says. Mostly the
linear relaxation splits hardly any order, and is as good as its bound when these few are put where
they fit; else the program is solved. What it gives is never worse than the plain assignment by
driving.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from routing.engines.flow import assign_at_least_cost
from routing.orders.choice import CANNOT, NOWHERE
from routing.orders.workload import fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from scipy.optimize import OptimizeResult

    from routing.orders.choice import ChoiceProblem, Work

_MOST_HUBS = 6
"""So many hubs are looked at for an order, the cheapest, and those that cost as little."""
_GAP = 5e-3
"""The share of the cost that may be given away."""
_MOST_NODES = 50
"""Bounds the search by its work, and not by time: the same day has the same hubs."""
_NO_VEHICLE_S = 24 * 3600
_OVERFLOW_S = 4 * 3600
"""What the plain assignment counts for a hub that cannot, and for an order too many."""
_MOST_ROUNDS = 50
_WORTH_MOVING_CENTS = 0.5
_WHOLE = 0.999


def choose_hubs(problem: ChoiceProblem) -> NDArray[np.int64]:
    """The hub of each order, or `NOWHERE`, at least total cost.

    Articles are given to orders in their order where there are too few for all.
    """
    solved, plain = _improved(problem, _solved(problem)), choose_by_driving(problem)
    if problem.total_cents(solved) <= problem.total_cents(plain):
        return solved
    return _improved(problem, plain)


def choose_by_driving(problem: ChoiceProblem) -> NDArray[np.int64]:
    """The nearest hubs that have room, as far as capacities for the whole day tell.

    What hubs lack articles of goes to the next cheapest that has them.
    """
    homes = problem.fixed.copy()
    free = homes == NOWHERE
    costs = np.where(problem.cost_cents == CANNOT, np.iinfo(np.int64).max, problem.cost_cents)
    collected = free & ~problem.is_driven
    homes[collected] = costs[collected].argmin(axis=1)
    driven = free & problem.is_driven
    drives_s = np.where(problem.cost_cents == CANNOT, _NO_VEHICLE_S, problem.drive_s)
    homes[driven] = assign_at_least_cost(drives_s[driven], problem.capacities, _OVERFLOW_S)
    return _Hubs(problem).placed(homes)


@dataclass(slots=True)
class _Rows:
    """The rows of a program, as they are written down."""

    entries: list[tuple[int, int, float]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, terms: Iterable[tuple[int, float]], least: float, most: float) -> None:
        """A weighted sum of variables between two bounds."""
        row = len(self.least)
        self.entries += [(row, variable, factor) for variable, factor in terms]
        self.least.append(least)
        self.most.append(most)


class _Program:
    """The mixed-integer program of a choice."""

    def __init__(self, problem: ChoiceProblem) -> None:
        self._problem = problem
        self._cents: list[float] = []
        self._rows = _Rows()
        self._options: dict[int, dict[int, int]] = {}
        self._at: list[list[tuple[int, int]]] = [[] for _ in range(problem.cost_cents.shape[1])]
        for row in np.flatnonzero(problem.fixed == NOWHERE).tolist():
            self._add_order(row)
        self._whole = len(self._cents)
        for column in range(len(self._at)):
            self._add_shelves(column)
            self._add_stops(column)
            self._add_work(problem.vehicles, column)
            self._add_work(problem.pickers, column)

    def _variable(self, cents: float) -> int:
        self._cents.append(cents)
        return len(self._cents) - 1

    def _add_order(self, row: int) -> None:
        """One variable a hub; together they are one."""
        options = {
            column: self._variable(float(self._problem.cost_cents[row, column]))
            for column in _cheapest(self._problem.cost_cents[row])
        }
        for column, variable in options.items():
            self._at[column].append((row, variable))
        if self._problem.wants[row]:
            options[NOWHERE] = self._variable(float(self._problem.refusal_cents[row]))
        self._options[row] = options
        self._rows.add(((variable, 1.0) for variable in options.values()), 1.0, 1.0)

    def _add_shelves(self, column: int) -> None:
        """No more of an article than there is."""
        wanted: dict[int, list[tuple[int, float]]] = {}
        for row, variable in self._at[column]:
            for article, count in self._problem.wants[row].items():
                wanted.setdefault(article, []).append((variable, float(count)))
        for article, terms in wanted.items():
            there = float(self._problem.there[column, article])
            if sum(count for _, count in terms) > there:
                self._rows.add(terms, -np.inf, there)

    def _add_stops(self, column: int) -> None:
        problem = self._problem
        mine = (problem.fixed == column) & problem.is_driven
        left = int(problem.most_stops[column]) - int(mine.sum())
        terms = [(one, 1.0) for row, one in self._at[column] if problem.is_driven[row]]
        if len(terms) > left:
            over = self._variable(problem.over_stop_cents)
            self._rows.add([*terms, (over, -1.0)], -np.inf, float(max(0, left)))

    def _add_work(self, work: Work, column: int) -> None:
        """Each span's work is spread over its half-hours, and what does not fit costs."""
        fixed = np.flatnonzero(self._problem.fixed == column).tolist()
        everybody = (*fixed, *(row for row, _ in self._at[column]))
        if not work.filled(everybody, column).over_s:
            return
        asked: dict[tuple[int, int], list[tuple[int, float]]] = {}
        for row, variable in self._at[column]:
            if hours := float(work.work_s[row, column]) / 3600:
                asked.setdefault(work.span(row, column), []).append((variable, -hours))
        sure = work.spans(fixed, column)
        done: dict[int, list[tuple[int, float]]] = {}
        for span in {**asked, **sure}:
            over = self._variable(work.cents_per_h)
            terms = [*asked.get(span, ()), (over, 1.0)]
            for slot in range(*span):
                part = self._variable(0.0)
                terms.append((part, 1.0))
                done.setdefault(slot, []).append((part, 1.0))
            self._rows.add(terms, sure.get(span, 0) / 3600, np.inf)
        for slot, parts in done.items():
            self._rows.add(parts, -np.inf, float(work.room_s[column, slot]) / 3600)

    def homes(self) -> NDArray[np.int64]:
        """The solution: that of the relaxation, made whole, if it is as good as asked for."""
        if not self._options:
            return self._problem.fixed.copy()
        matrix = self._matrix()
        relaxed = self._relaxed(matrix)
        homes = self._made_whole(relaxed.x)
        fixed = np.flatnonzero(self._problem.fixed != NOWHERE)
        own_cents = self._problem.cost_cents[fixed, self._problem.fixed[fixed]].sum()
        if self._problem.total_cents(homes) - own_cents <= (1 + _GAP) * relaxed.fun:
            return homes
        whole = np.arange(matrix.shape[1]) < self._whole
        result = milp(
            np.array(self._cents),
            constraints=[LinearConstraint(matrix, self._rows.least, self._rows.most)],
            integrality=whole.astype(np.int64),
            bounds=Bounds(0, np.where(whole, 1, np.inf)),
            options={"mip_rel_gap": _GAP, "node_limit": _MOST_NODES},
        )
        return homes if result.x is None else self._made_whole(result.x)

    def _matrix(self) -> sp.csr_matrix:
        rows, variables, factors = zip(*self._rows.entries, strict=True)
        shape = (len(self._rows.least), len(self._cents))
        return sp.csr_matrix((factors, (rows, variables)), shape=shape)

    def _relaxed(self, matrix: sp.csr_matrix) -> OptimizeResult:
        """The linear relaxation, in which an order may be split among hubs."""
        least, most = np.array(self._rows.least), np.array(self._rows.most)
        exact = least == most
        up, down = np.isfinite(most) & ~exact, np.isfinite(least) & ~exact
        return linprog(
            np.array(self._cents),
            A_ub=sp.vstack([matrix[up], -matrix[down]]),
            b_ub=np.concatenate([most[up], -least[down]]),
            A_eq=matrix[exact],
            b_eq=most[exact],
            bounds=(0, None),
            method="highs-ds",
        )

    def _made_whole(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """Orders that are split go, one after the other, where they make everything least dear."""
        homes, split = self._problem.fixed.copy(), []
        for row, options in self._options.items():
            homes[row] = max(options, key=lambda column: values[options[column]])
            if values[options[int(homes[row])]] < _WHOLE:
                split.append(row)
                homes[row] = NOWHERE
        hubs = _Hubs(self._problem)
        for row, home in enumerate(homes.tolist()):
            hubs.put(row, home)
        for row in split:
            able = [column for column in hubs.by_cost(row) if hubs.has_all(row, column)]
            if self._problem.wants[row]:
                able.append(NOWHERE)
            homes[row] = min(able, key=lambda column: hubs.more_cents(row, column))
            hubs.put(row, int(homes[row]))
        return homes


def _cheapest(cents: NDArray[np.int64]) -> list[int]:
    """The cheapest hubs of an order, and all that cost no more than they do."""
    able = [column for column in np.argsort(cents, kind="stable").tolist() if cents[column] >= 0]
    most = int(cents[able[_MOST_HUBS - 1]]) if len(able) >= _MOST_HUBS else None
    return [column for column in able if most is None or cents[column] <= most]


def _solved(problem: ChoiceProblem) -> NDArray[np.int64]:
    return _Hubs(problem).placed(_Program(problem).homes())


class _Hubs:
    """What each hub has been given, as orders come and go."""

    def __init__(self, problem: ChoiceProblem) -> None:
        self._problem = problem
        hubs = problem.cost_cents.shape[1]
        self._there = problem.there.copy()
        self._stops = [0] * hubs
        self._works = (problem.vehicles, problem.pickers)
        self._spans: list[list[dict[tuple[int, int], int]]] = [
            [{} for _ in range(hubs)] for _ in self._works
        ]
        self._over_cents = [0.0] * hubs

    def placed(self, homes: NDArray[np.int64]) -> NDArray[np.int64]:
        """The same, with orders whose hub lacks articles at the next cheapest that has them."""
        placed = homes.copy()
        for row, home in enumerate(homes.tolist()):
            if home != NOWHERE and not self.has_all(row, home):
                placed[row] = NOWHERE
            self.put(row, int(placed[row]))
        for row in np.flatnonzero(placed == NOWHERE).tolist():
            column = next((one for one in self.by_cost(row) if self.has_all(row, one)), NOWHERE)
            placed[row] = column
            self.put(row, column)
        return placed

    def by_cost(self, row: int) -> Iterator[int]:
        """The hubs that could have an order, the cheapest first."""
        cents = self._problem.cost_cents[row]
        return (one for one in np.argsort(cents, kind="stable").tolist() if cents[one] != CANNOT)

    def has_all(self, row: int, column: int) -> bool:
        """Whether a hub has what is left to take of every article of an order."""
        wants = self._problem.wants[row].items()
        return all(count <= self._there[column, article] for article, count in wants)

    def put(self, row: int, column: int, sign: int = 1) -> None:
        """Give an order to a hub, or take it away again."""
        if column == NOWHERE:
            return
        for article, count in self._problem.wants[row].items():
            self._there[column, article] -= sign * count
        self._stops[column] += sign * int(self._problem.is_driven[row])
        for work, spans in zip(self._works, self._spans, strict=True):
            if own_s := int(work.work_s[row, column]):
                span = work.span(row, column)
                spans[column][span] = spans[column].get(span, 0) + sign * own_s
        self._over_cents[column] = -1.0

    def over_cents(self, column: int) -> float:
        """What it costs that a hub has been given too much."""
        if column == NOWHERE:
            return 0.0
        if self._over_cents[column] < 0:
            stops = self._stops[column] - int(self._problem.most_stops[column])
            cents = self._problem.over_stop_cents * max(0, stops)
            for work, spans in zip(self._works, self._spans, strict=True):
                room_s = work.room_s[column].tolist()
                cents += work.cents_of(fill(spans[column], room_s).over_s)
            self._over_cents[column] = cents
        return self._over_cents[column]

    def own_cents(self, row: int, column: int) -> float:
        """What an order costs by itself at a hub."""
        if column == NOWHERE:
            return float(self._problem.refusal_cents[row])
        return float(self._problem.cost_cents[row, column])

    def more_cents(self, row: int, column: int) -> float:
        """How much dearer everything is with an order at a hub that has not been given it."""
        before = self.over_cents(column)
        self.put(row, column)
        more = self.own_cents(row, column) + self.over_cents(column) - before
        self.put(row, column, -1)
        if column != NOWHERE:
            self._over_cents[column] = before
        return more


def _improved(problem: ChoiceProblem, homes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same, until no order alone is better off, all told, at a hub that is cheaper for it."""
    hubs = _Hubs(problem)
    homes = hubs.placed(homes)
    free = np.flatnonzero(problem.fixed == NOWHERE).tolist()
    for _ in range(_MOST_ROUNDS):
        moved = [row for row in free if _move(hubs, homes, row)]
        if not moved:
            break
    return homes


def _move(hubs: _Hubs, homes: NDArray[np.int64], row: int) -> bool:
    """Move an order where it is better off all told; say whether it moved."""
    home = int(homes[row])
    own_cents = hubs.own_cents(row, home)
    others = [column for column in hubs.by_cost(row) if hubs.own_cents(row, column) < own_cents]
    if not others:
        return False
    hubs.put(row, home, -1)
    prices = [
        (hubs.more_cents(row, column), column) for column in others if hubs.has_all(row, column)
    ]
    cents, column = min(prices, default=(np.inf, home))
    if cents > hubs.more_cents(row, home) - _WORTH_MOVING_CENTS:
        column = home
    hubs.put(row, column)
    homes[row] = column
    return column != home
