"""A second look at orders that found no place: other hubs' final routes may have one.

Only orders that named no hub can move. Nothing is searched anew: an order is put where it costs
least on the routes that there are, if it makes nothing late there. Hubs that plan picking are not
asked for orders that they would have to pick, nor do such orders leave them: their pickers' day is
made by then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.orders.claims import Shelves, first_come
from routing.orders.model import Alternative
from routing.plan.mending import place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from routing.orders.assignment import Assignment
    from routing.orders.model import HubChoice, HubOrder
    from routing.problem.model import HubProblem, Solution

    Build = Callable[[str, Sequence[HubOrder]], HubProblem]

_MOST_LOOKED_AT = 100
"""Of a hopeless day the first orders only are looked at."""
_MOST_HUBS = 3
"""So many other hubs are tried for each, the cheapest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubDay:
    """A hub's orders, its problem, and what was found for it."""

    orders: tuple[HubOrder, ...]
    problem: HubProblem
    solution: Solution

    @property
    def left(self) -> frozenset[str]:
        """The orders that found no place."""
        tasks = self.problem.tasks
        return frozenset(tasks[task].order_id for task in self.solution.unserved)

    def without(self, order_ids: Iterable[str]) -> HubDay:
        """The same without orders that found no place."""
        gone = frozenset(order_ids)
        tasks, left = self.problem.tasks, self.solution.unserved
        return replace(
            self,
            orders=tuple(item for item in self.orders if item.order.order_id not in gone),
            solution=replace(
                self.solution,
                unserved=tuple(task for task in left if tasks[task].order_id not in gone),
            ),
        )


def look_again(
    days: Mapping[str, HubDay], assignment: Assignment, build: Build
) -> tuple[dict[str, HubDay], Assignment]:
    """The hubs' days and the assignment, with orders moved to where they have a place.

    Parameters
    ----------
    days
        The hubs that were solved.
    assignment
        Which hub prepares what, and where else orders could be.
    build
        Makes a hub's problem with the orders that it prepares.
    """
    look = _SecondLook(days, assignment, build)
    look.move_all()
    return look.days(), look.assignment()


class _SecondLook:
    """Hubs as orders come to them."""

    def __init__(self, days: Mapping[str, HubDay], assignment: Assignment, build: Build) -> None:
        self._days = days
        self._was = assignment
        self._build = build
        self._shelves = Shelves(assignment.stock)
        self._left = self._movable()
        self._guests: dict[str, _Guests] = {}
        self._moved: dict[str, HubOrder] = {}

    def _movable(self) -> list[HubOrder]:
        """Orders without a place that may leave their hub, those first that come first.

        Their articles stay on its shelves, which must not make a lie of what was told to others.
        """
        left = {order_id for day in self._days.values() for order_id in day.left}
        items = [
            item
            for item in self._was.orders
            if item.order.order_id in left
            and item.order.order_id in self._was.elsewhere
            and not item.is_picked
            and not (item.hub_id in self._was.stock and self._was.scarce & set(item.order.articles))
        ]
        return sorted(items, key=lambda item: first_come(item.order))[:_MOST_LOOKED_AT]

    def _others(self, item: HubOrder) -> list[HubOrder]:
        """The hubs that an order is tried at."""
        others = self._was.elsewhere[item.order.order_id]
        able = [other for other in others if other.hub_id in self._days and not other.is_picked]
        return able[:_MOST_HUBS]

    def move_all(self) -> None:
        """Move what has a place elsewhere."""
        for item in self._left:
            for other in self._others(item):
                if self._shelves.lacking(other.hub_id, item.order):
                    continue
                if self._at(other.hub_id).take(other):
                    self._shelves.take(other.hub_id, item.order)
                    self._shelves.put_back(item.hub_id, item.order)
                    self._moved[item.order.order_id] = other
                    break

    def _at(self, hub_id: str) -> _Guests:
        if hub_id not in self._guests:
            asking = (other for item in self._left for other in self._others(item))
            here = tuple(other for other in asking if other.hub_id == hub_id)
            self._guests[hub_id] = _Guests(self._days[hub_id], here, self._build)
        return self._guests[hub_id]

    def days(self) -> dict[str, HubDay]:
        """The hubs with those who came, and without those who left."""
        return {
            hub_id: (self._guests[hub_id].day() if hub_id in self._guests else day).without(
                order_id for order_id in day.left if order_id in self._moved
            )
            for hub_id, day in self._days.items()
        }

    def assignment(self) -> Assignment:
        """Who prepares what now, and why."""
        if not self._moved:
            return self._was
        homes = {item.order.order_id: item.hub_id for item in self._was.orders}
        return replace(
            self._was,
            orders=tuple(self._moved.get(item.order.order_id, item) for item in self._was.orders),
            choices=tuple(
                _moved(choice, homes[choice.order_id], self._moved[choice.order_id].hub_id)
                if choice.order_id in self._moved
                else choice
                for choice in self._was.choices
            ),
            stock=self._shelves.left,
        )


class _Guests:
    """A hub's final routes, as orders of other hubs are put on them."""

    def __init__(self, day: HubDay, asking: tuple[HubOrder, ...], build: Build) -> None:
        self._day = day
        self._build = build
        self._problem = build(day.problem.hub.hub_id, (*day.orders, *asking))
        self._tasks = {task.order_id: n for n, task in enumerate(self._problem.tasks)}
        self._solution = day.solution
        self._came: list[HubOrder] = []

    def take(self, item: HubOrder) -> bool:
        """Put an order on the routes, if it has a place."""
        placed = place(self._problem, self._solution, self._tasks[item.order.order_id])
        if placed is None:
            return False
        self._solution = placed
        self._came.append(item)
        return True

    def day(self) -> HubDay:
        """The hub's day with the orders that came, and no others."""
        came = sorted(self._came, key=lambda item: self._tasks[item.order.order_id])
        problem = self._build(self._day.problem.hub.hub_id, (*self._day.orders, *came))
        now = {task.order_id: n for n, task in enumerate(problem.tasks)}
        number = {was: now[order_id] for order_id, was in self._tasks.items() if order_id in now}
        solution = self._solution
        return HubDay(
            orders=(*self._day.orders, *came),
            problem=problem,
            solution=replace(
                solution,
                routes={
                    vehicle: tuple(tuple(number[task] for task in trip) for trip in trips)
                    for vehicle, trips in solution.routes.items()
                },
                unserved=tuple(number[task] for task in solution.unserved),
                late=frozenset(number[task] for task in solution.late),
            ),
        )


def _moved(choice: HubChoice, was: str, now: str) -> HubChoice:
    """The choice of an order that was moved."""
    costs = {other.hub_id: other.cost_cents for other in choice.alternatives}
    left = Alternative(
        hub_id=was, cost_cents=choice.cost_cents, reason="no place left on its routes"
    )
    others = tuple(other for other in choice.alternatives if other.hub_id != now)
    return replace(
        choice,
        hub_id=now,
        reason=f"its routes had a place, and those of {was} had none",
        cost_cents=costs.get(now),
        alternatives=(left, *others)[: max(1, len(choice.alternatives))],
    )
