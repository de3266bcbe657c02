"""The best plan that the routes of several plans make up together, by set partitioning.

A route is a column: it serves its orders, at its cost, with one of the vehicles that are alike.
HiGHS chooses those that serve every order, or leave it out for its prize, and cost least. It pays
only for a narrow choice: the routes of plans that are nearly as good as the best.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

MOST_COLUMNS = 3_000
_MOST_NODES = 200
"""Where no time bounds the search, this does: the same routes give the same plan."""
_NO_END_S = 1e9
_CENT = 1e-6


@dataclass(frozen=True, slots=True)
class Column:
    """A route: what kind of vehicle drives it, its row, its cost in euros."""

    likeness: int
    row: tuple[int, ...]
    eur: float

    @property
    def tasks(self) -> frozenset[int]:
        """What it serves."""
        return frozenset(entry for entry in self.row if entry >= 0)


@dataclass(slots=True)
class Pool:
    """Routes by vehicles that are alike and row, each with the least cost of a plan it is in."""

    routes: dict[tuple[int, tuple[int, ...]], tuple[float, float]] = field(default_factory=dict)

    def add(self, routes: Iterable[Column], plan_eur: float) -> None:
        """Take in the routes of a plan."""
        for route in routes:
            key = (route.likeness, route.row)
            known = self.routes.get(key)
            if known is None or plan_eur < known[0]:
                self.routes[key] = (plan_eur, route.eur)

    def join(self, other: Pool) -> None:
        """Take in what another pool has."""
        for key, entry in other.routes.items():
            known = self.routes.get(key)
            if known is None or entry < known:
                self.routes[key] = entry

    def columns(self, bound_eur: float) -> list[Column]:
        """The routes of plans up to so many euros; of those with the same orders the cheapest."""
        chosen: dict[tuple[int, frozenset[int]], Column] = {}
        near = sorted(
            (plan_eur, likeness, row, eur)
            for (likeness, row), (plan_eur, eur) in self.routes.items()
            if plan_eur <= bound_eur
        )
        for _, likeness, row, eur in near:
            column = Column(likeness, row, eur)
            key = (likeness, column.tasks)
            if key in chosen:
                if eur < chosen[key].eur:
                    chosen[key] = column
            elif len(chosen) < MOST_COLUMNS:
                chosen[key] = column
        return list(chosen.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """How many vehicles of each likeness there are, and which have to drive in any case."""

    count: NDArray[np.int64]
    must: NDArray[np.bool_]


def partition(
    columns: Sequence[Column],
    fleet: Fleet,
    prizes: NDArray[np.float64],
    known_eur: float,
    seconds: float | None,
) -> list[Column]:
    """Routes that serve all, or leave it for its prize, for less than is known; else none.

    Orders may be on several of them. The linear relaxation and its reduced costs tell beforehand
    which routes can be in anything better.
    """
    begun_s = time.perf_counter()
    limit_s = _NO_END_S if seconds is None else max(0.05, seconds)
    cost, serves, uses = _matrices(columns, fleet, prizes)
    least = np.where(fleet.must, 1, 0)
    bounded = sp.vstack([-serves, uses, -uses]).toarray()
    relaxed = linprog(
        cost,
        A_ub=bounded,
        b_ub=np.concatenate([-np.ones(len(prizes)), fleet.count, -least]),
        bounds=(0, 1),
        method="highs",
        options={"time_limit": limit_s},
    )
    if relaxed.fun is None or relaxed.x is None or relaxed.fun >= known_eur - _CENT:
        return []
    least_eur = float(relaxed.fun)
    prices = np.asarray(relaxed.ineqlin.marginals)
    reduced = cost - bounded.T @ prices
    kept = np.flatnonzero((least_eur + reduced < known_eur - _CENT) | (relaxed.x > _CENT))
    left_s = _NO_END_S
    if seconds is not None:
        left_s = max(0.05, limit_s - (time.perf_counter() - begun_s))
    whole = milp(
        cost[kept],
        constraints=[
            LinearConstraint(serves[:, kept], lb=1),
            LinearConstraint(uses[:, kept], lb=least, ub=fleet.count),
        ],
        integrality=np.ones(len(kept), np.int64),
        bounds=Bounds(0, 1),
        options={"time_limit": left_s, "node_limit": _MOST_NODES},
    )
    if whole.x is None or whole.fun >= known_eur - _CENT:
        return []
    chosen = kept[whole.x > 0.5]
    return [columns[index] for index in chosen if index < len(columns)]


def _matrices(
    columns: Sequence[Column], fleet: Fleet, prizes: NDArray[np.float64]
) -> tuple[NDArray[np.float64], sp.csc_matrix, sp.csc_matrix]:
    """Costs, which tasks and which likeness: of the columns, and of leaving each task out."""
    tasks = len(prizes)
    cost = np.concatenate([[column.eur for column in columns], prizes])
    rows = [sorted(column.tasks) for column in columns] + [[task] for task in range(tasks)]
    starts = np.cumsum([0, *map(len, rows)])
    entries = np.concatenate(rows).astype(np.int64)
    serves = sp.csc_matrix((np.ones(len(entries)), entries, starts), shape=(tasks, len(cost)))
    likenesses = np.array([column.likeness for column in columns], np.int64)
    uses = sp.csc_matrix(
        (np.ones(len(columns)), (likenesses, np.arange(len(columns)))),
        shape=(len(fleet.count), len(cost)),
    )
    return cost, serves, uses
