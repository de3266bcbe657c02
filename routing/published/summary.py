"""What many runs say together: the mean gap of each solver, and one solver beside another."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.published.runs import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One solver over all its runs.

    Attributes
    ----------
    runs, feasible, unsuited
        How many there were, gave feasible routes, and were not made since the solver cannot plan
        such an instance.
    gaps
        How many have a gap.
    mean_gap
        Over those; ``None`` if there are none.
    """

    solver: str
    runs: int
    feasible: int
    unsuited: int
    gaps: int
    mean_gap: float | None


def standings(runs: Sequence[Run]) -> tuple[Standing, ...]:
    """Each solver's standing, in the order in which they first ran."""
    return tuple(
        _standing(solver, [run for run in runs if run.solver == solver])
        for solver in dict.fromkeys(run.solver for run in runs)
    )


def mean_cost_ratio(runs: Sequence[Run], solver: str, other: str) -> tuple[float | None, int]:
    """The mean of one solver's cost over another's, on instances that both solved, and how many.

    Costs of different sizes weigh the same.
    """
    costs = {
        (run.instance, run.solver): run.cost
        for run in runs
        if run.feasible and run.cost is not None
    }
    ratios = [
        cost / costs[instance, other]
        for (instance, name), cost in costs.items()
        if name == solver and (instance, other) in costs
    ]
    return (fmean(ratios) if ratios else None), len(ratios)


def gap_ratio(runs: Sequence[Run], solver: str, other: str) -> tuple[float | None, int]:
    """One solver's mean gap over another's, on instances where both have one, and how many."""
    gaps = {(run.instance, run.solver): run.gap for run in runs if run.gap is not None}
    pairs = [
        (own, gaps[instance, other])
        for (instance, name), own in gaps.items()
        if name == solver and (instance, other) in gaps
    ]
    if not pairs:
        return None, 0
    own, others = (fmean(column) for column in zip(*pairs, strict=True))
    return (own / others if others > 0 else None), len(pairs)


def _standing(solver: str, runs: Sequence[Run]) -> Standing:
    gaps = [run.gap for run in runs if run.gap is not None]
    return Standing(
        solver=solver,
        runs=len(runs),
        feasible=sum(run.feasible for run in runs),
        unsuited=sum(run.status == "unsuited" for run in runs),
        gaps=len(gaps),
        mean_gap=fmean(gaps) if gaps else None,
    )
