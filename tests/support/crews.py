"""Hubs for crews to solve, and somebody who writes down what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from routing.crew.work import Search
from routing.engines.protocol import Limit
from routing.problem.model import HubProblem, Window
from tests.support.line_city import HOUR, problem, task, vehicle
from tests.support.troubled import DeadlyTravel, FailingTravel

BRIEF = Search(engine="pyvrp", limit=Limit(iterations=50), seed=1)


def small(orders: int) -> HubProblem:
    """A hub with so many orders, whose windows keep two vans apart."""
    tasks = [
        task(str(number), 1 + number % 4, Window((9 + number % 3) * HOUR, (10 + number % 3) * HOUR))
        for number in range(orders)
    ]
    return problem(tasks, [vehicle("V"), vehicle("W")])


FAILING = replace(small(3), travel=FailingTravel())
DEADLY = replace(small(9), travel=DeadlyTravel())


@dataclass
class Diary:
    """Writes a line for each thing that happens to a hub."""

    lines: list[str] = field(default_factory=list)

    def hub_done(self, hub_id: str, search_s: float) -> None:
        """It is solved."""
        assert search_s >= 0
        self.lines.append(f"{hub_id} done")

    def hub_retried(self, hub_id: str, code: str) -> None:
        """It is tried again."""
        self.lines.append(f"{hub_id} again {code}")

    def hub_failed(self, hub_id: str, code: str) -> None:
        """It failed."""
        self.lines.append(f"{hub_id} failed {code}")
