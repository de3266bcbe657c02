"""The default engine beside PyVRP as it comes, on the hubs of sample days.

``python -m benchmarks.hub_search DAY... --seconds 10 --seeds 3``: each hub of 60 to 150 orders that
are driven is searched by both for the same seconds on one core, one after the other, and both
results are mended and timed by the exact rules. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import pyvrp
from pyvrp.stop import MaxRuntime

from benchmarks.hubs import Clock, problems_of
from routing.day.settings import load_day
from routing.engines.local_search import read_back
from routing.engines.protocol import Limit
from routing.engines.pyvrp import PyvrpEngine
from routing.engines.translation import translate
from routing.engines.warming import warm_up
from routing.plan.mending import mend, merit
from routing.reading import read_morning

if TYPE_CHECKING:
    from routing.problem.model import HubProblem, Solution

FEWEST, MOST = 60, 150


def main() -> None:
    """Search and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("days", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    warm_up()
    print("| day, hub | orders | seed | ours: left, € | PyVRP, mended: left, € | ours / PyVRP |")
    print("| --- | --- | --- | --- | --- | --- |")
    ratios = []
    for day in asked.days:
        for hub_id, problem in problems_of(read_morning(load_day(day), Clock())).items():
            if not FEWEST <= len(problem.tasks) <= MOST:
                continue
            for seed in range(1, asked.seeds + 1):
                ours = merit(problem, mend(problem, _ours(problem, asked.seconds, seed)))
                theirs = merit(problem, mend(problem, _pyvrp(problem, asked.seconds, seed)))
                ratio = ours[1] / theirs[1]
                if ours[0] == theirs[0]:
                    ratios.append(ratio)
                left = f"{ours[0]:g}, {ours[1]:.2f} | {theirs[0]:g}, {theirs[1]:.2f}"
                print(
                    f"| {day.name}, {hub_id} | {len(problem.tasks)} | {seed} | {left} |"
                    f" {ratio:.3f} |",
                    flush=True,
                )
    if ratios:
        print(f"\nWhere as much is left: mean {fmean(ratios):.3f}, worst {max(ratios):.3f}.")


def _ours(problem: HubProblem, seconds: float, seed: int) -> Solution:
    return PyvrpEngine().solve(problem, Limit(seconds=seconds), seed)


def _pyvrp(problem: HubProblem, seconds: float, seed: int) -> Solution:
    begun = time.perf_counter()
    translation = translate(problem)
    assert translation is not None
    left_s = max(0.1, seconds - (time.perf_counter() - begun))
    result = pyvrp.solve(translation.data, MaxRuntime(left_s), seed=seed, display=False)
    return read_back(problem, translation, result.best)


if __name__ == "__main__":
    main()
