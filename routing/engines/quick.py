"""A quick search: routes that are good enough to count on what they have in common.

Whoever imagines many futures asks for many answers, not for a very good one: a few thousand rounds
of ruin and recreate take about a tenth of a second.
"""

from __future__ import annotations

from routing.engines.ruin import RuinSearch
from routing.problem.model import HubProblem, Solution

_HOT, _COLD = 0.5, 0.03
"""The temperatures at the beginning and the end, in what a leg costs on the average."""


def quick_search(problem: HubProblem, iterations: int, seed: int) -> Solution:
    """Routes after so many rounds from nothing; other threads go on meanwhile."""
    search = RuinSearch(problem, seed)
    search.load(Solution(routes={}, unserved=tuple(range(len(problem.tasks)))))
    search.anneal(1, 1e-9, 1e-9)  # a first solution, to know what a leg costs
    leg_eur = max(search.leg_eur, 1e-6)
    search.anneal(iterations, leg_eur * _HOT, leg_eur * _COLD)
    return search.best()
