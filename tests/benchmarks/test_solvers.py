"""The report of `benchmarks/solvers.py` says what the runs say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.solvers import SETS, Set, head, section
from routing.published.runs import Run

if TYPE_CHECKING:
    from pathlib import Path

    from routing.published.runs import Status

TWO = Set(name="two-5", pattern="*", seconds=5.0)


def run(instance: str, solver: str, cost: float, gap: float) -> Run:
    return Run(
        instance=instance,
        solver=solver,
        convention="dimacs",
        status="feasible",
        cost=cost,
        gap=gap,
        seconds=5.0,
    )


def without_routes(instance: str, solver: str, status: Status, note: str) -> Run:
    return Run(instance=instance, solver=solver, convention="dimacs", status=status, note=note)


def test_a_section_has_each_solvers_mean_gap_and_our_ratio_to_it() -> None:
    found = section(
        TWO,
        [
            run("A", "tournee", 101, 0.01),
            run("A", "pyvrp", 102, 0.02),
            run("B", "tournee", 102, 0.02),
            run("B", "pyvrp", 104, 0.04),
        ],
    )
    assert "### two-5: 2 instances, 5 s each" in found
    assert "| tournee | 2 of 2 | 1.50% | 5.0 |" in found
    assert "| pyvrp | 2 of 2 | 3.00% | 5.0 |" in found
    assert "our mean gap / pyvrp's: 0.50 (2 instances)" in found
    assert "our mean cost / pyvrp's: 0.9855 (2 instances)" in found


def test_runs_without_feasible_routes_are_listed_and_what_is_not_suited_is_said() -> None:
    found = section(
        TWO,
        [
            run("A", "tournee", 101, 0.01),
            without_routes("A", "vroom", "unsuited", "one trip"),
            without_routes("B", "tournee", "infeasible", "not served: 1 of 4 customers (3)"),
            without_routes("B", "vroom", "unsuited", "one trip"),
        ],
    )
    assert "| tournee | 1 of 2 | 1.00% (over 1) | 5.0 |" in found
    assert "| vroom | not suited | - | - |" in found
    assert "- B, tournee: infeasible: not served: 1 of 4 customers (3)" in found
    assert "- A, vroom" not in found


def test_the_head_says_what_it_was_measured_with() -> None:
    assert "pyvrp 0.14" in head(2, 1)
    assert "each solver had 2" in head(2, 1)


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.name)
def test_every_set_has_instances(shared_data: Path, one: Set) -> None:
    assert list((shared_data / "vrp").glob(one.pattern))
