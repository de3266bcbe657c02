"""How much of the cores' time goes into searching, when many hubs are solved at once.

    python benchmarks/hubs.py DAY [--time-limit 2] [--jobs N] [--times 1] [--scheduler ADDRESS]

Reads a day folder (`tournee sample-day` makes one), builds the hubs' problems, and has them solved
as `tournee plan` would, each ``--times`` times. The share of the cores is what all hubs took by
their own clocks, search and mending, of what there was: wall time times hubs at a time.
The map has to be built; a first run of `tournee plan` sees to that.
"""

from __future__ import annotations

import argparse
import os
import pickle
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from routing.crew.choice import crew_for
from routing.crew.solving import solve_hubs
from routing.crew.work import Search
from routing.day.settings import load_day
from routing.engines.hub_choice import choose_hubs
from routing.engines.protocol import Limit
from routing.errors import EngineError
from routing.orders.assignment import assign_hubs, by_hub
from routing.reading import Morning, hub_problems, read_morning

if TYPE_CHECKING:
    from routing.problem.model import HubProblem


class Clock:
    """A watcher that adds up what the searches took; as progress it says nothing."""

    def __init__(self) -> None:
        self.search_s: dict[str, float] = {}
        self.retried = 0

    def phase(self, text: str) -> None:
        """Say nothing."""

    def hub_done(self, hub_id: str, search_s: float) -> None:
        """Add it up."""
        self.search_s[hub_id] = search_s

    def hub_retried(self, hub_id: str, code: str) -> None:
        """Say so: the figures are no good then."""
        self.retried += 1
        print(f"{hub_id} is tried again: {code}", file=sys.stderr)

    def hub_failed(self, hub_id: str, code: str) -> None:
        """Say so."""
        print(f"{hub_id} failed: {code}", file=sys.stderr)

    def hubs(self, total: int, seconds: float | None) -> None:
        """Say nothing."""


def main() -> None:
    """Read, build, solve, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("day", type=Path)
    parser.add_argument("--time-limit", type=float, default=2.0)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--scheduler")
    options = parser.parse_args()
    search = Search(engine="pyvrp", limit=Limit(seconds=options.time_limit), seed=1)
    started = time.perf_counter()
    with crew_for(search, jobs=options.jobs, scheduler=options.scheduler) as crew:
        morning = read_morning(load_day(options.day), Clock())
        crew.expect(len(morning.where.usable.hubs))
        problems = problems_of(morning)
        built_s = time.perf_counter() - started
        _print_sizes(problems, built_s)
        many = {f"{hub}-{n}": one for n in range(options.times) for hub, one in problems.items()}
        clock = Clock()
        searched = time.perf_counter()
        outcomes = solve_hubs(many, search, crew, clock)
        wall_s = time.perf_counter() - searched
    failed = sum(isinstance(outcome, EngineError) for outcome in outcomes.values())
    _print_hubs(problems, clock)
    _print_shares(
        clock,
        hands=crew.hands,
        limit_s=options.time_limit,
        wall_s=wall_s,
        built_s=built_s,
        failed=failed,
    )


def problems_of(morning: Morning) -> dict[str, HubProblem]:
    """Of each hub that has something to drive and something to drive it with."""
    where = morning.where
    assignment = assign_hubs(morning.day, where.located, where.usable, morning.city, choose_hubs)
    problems = hub_problems(morning, by_hub(assignment.orders))
    return {hub_id: one for hub_id, one in problems.items() if one.tasks and one.vehicles}


def _print_sizes(problems: dict[str, HubProblem], built_s: float) -> None:
    started = time.perf_counter()
    pickled = sum(len(pickle.dumps(one, protocol=5)) for one in problems.values())
    pickling_s = time.perf_counter() - started
    driven = sum(len(one.tasks) for one in problems.values())
    print(f"hubs with orders to drive            {len(problems)}")
    print(f"orders to drive                      {driven}")
    print(f"from the day to all problems         {built_s:.1f} s")
    print(f"pickled, all / in                    {pickled / 1e6:.1f} MB / {pickling_s:.2f} s")


def _print_hubs(problems: dict[str, HubProblem], clock: Clock) -> None:
    ranked = sorted(problems, key=lambda hub_id: -len(problems[hub_id].sites))
    for hub_id in ranked[:: max(1, len(ranked) // 6)]:
        one = problems[hub_id]
        tables = sum(len(travel.tables) for travel in one.travel.values())
        size_mb = len(pickle.dumps(one, protocol=5)) / 1e6
        print(
            f"  {len(one.tasks):4} orders, {len(one.sites):4} places, {tables} tables:"
            f" {size_mb:6.2f} MB, solved in {clock.search_s.get(f'{hub_id}-0', 0):.1f} s"
        )


def _print_shares(
    clock: Clock, *, hands: int, limit_s: float, wall_s: float, built_s: float, failed: int
) -> None:
    search_s = sum(clock.search_s.values())
    within_s = sum(min(limit_s, one) for one in clock.search_s.values())
    print(
        f"hubs solved / tried again / failed   {len(clock.search_s)} / {clock.retried} / {failed}"
    )
    print(f"at a time                            {hands}")
    print(f"all hubs, each by its own clock      {search_s:.1f} s")
    print(f"wall time of solving                 {wall_s:.1f} s")
    print(f"share of the cores that solved       {search_s / (hands * wall_s):.3f}")
    print(f"  within the time limits alone       {within_s / (hands * wall_s):.3f}")
    print(f"  reading and measuring included     {search_s / (hands * (wall_s + built_s)):.3f}")
    for whose, which in (
        ("this process", resource.RUSAGE_SELF),
        ("a child", resource.RUSAGE_CHILDREN),
    ):
        print(f"{f'memory, {whose}':<37}{resource.getrusage(which).ru_maxrss / 1024:.0f} MB")
    print(f"load when it ended                   {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
