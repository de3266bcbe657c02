"""Means are over the runs that have a figure, and ratios over instances that both solved."""

from __future__ import annotations

import pytest

from routing.published.runs import Run
from routing.published.summary import gap_ratio, mean_cost_ratio, standings


def run(instance: str, solver: str, cost: float | None, gap: float | None) -> Run:
    status = "infeasible" if cost is None else "feasible"
    return Run(
        instance=instance,
        solver=solver,
        convention="dimacs",
        status=status,  # type: ignore[arg-type]
        cost=cost,
        gap=gap,
    )


RUNS = [
    run("A", "tournee", 101, 0.01),
    run("A", "pyvrp", 102, 0.02),
    run("B", "tournee", 203, 0.015),
    run("B", "pyvrp", 206, 0.03),
    run("C", "tournee", 999, 0.5),
    run("C", "pyvrp", None, None),
]


def test_a_mean_gap_is_over_the_runs_that_have_one() -> None:
    own, plain = standings(RUNS)
    assert (own.solver, own.runs, own.feasible, own.gaps) == ("tournee", 3, 3, 3)
    assert own.mean_gap == pytest.approx(0.175)
    assert (plain.solver, plain.runs, plain.feasible, plain.gaps) == ("pyvrp", 3, 2, 2)
    assert plain.mean_gap == pytest.approx(0.025)


def test_a_solver_without_gaps_has_no_mean() -> None:
    (only,) = standings([run("A", "vroom", None, None)])
    assert only.mean_gap is None


def test_ratios_leave_out_what_one_of_the_two_did_not_solve() -> None:
    ratio, count = gap_ratio(RUNS, "tournee", "pyvrp")
    assert ratio == pytest.approx(0.5)
    assert count == 2
    ratio, count = mean_cost_ratio(RUNS, "tournee", "pyvrp")
    assert ratio == pytest.approx((101 / 102 + 203 / 206) / 2)
    assert count == 2


def test_there_is_no_ratio_without_a_common_instance_or_a_gap_to_divide_by() -> None:
    assert gap_ratio(RUNS, "tournee", "vroom") == (None, 0)
    assert mean_cost_ratio(RUNS, "tournee", "vroom") == (None, 0)
    both = [run("A", "tournee", 101, 0.01), run("A", "pyvrp", 100, 0.0)]
    assert gap_ratio(both, "tournee", "pyvrp") == (None, 1)
