"""A second look at orders that found no place: another hub's final plan may have one.

Only orders that named no hub can move. Nothing is searched anew: an order is put where it costs
least on the routes that there are, if it makes nothing late there, and where a picker of the hub
has time for it besides what is picked already.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.orders.claims import Shelves, first_come
from routing.orders.model import Alternative
from routing.picking.model import left_uncollected
from routing.picking.roster import Roster
from routing.plan.mending import place
from routing.problem.picked import as_picked, with_ready_times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from routing.orders.assignment import Assignment
    from routing.orders.model import HubChoice, HubOrder
    from routing.picking.model import PickingProblem, Schedule
    from routing.problem.model import HubProblem, Solution

    Build = Callable[[str, Sequence[HubOrder]], HubProblem]

_MOST_LOOKED_AT = 100
"""Of a hopeless day the first orders only are looked at."""
_MOST_HUBS = 5
"""So many other hubs are tried for each, the cheapest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubDay:
    """A hub's orders, its problem, and what was found for it."""

    orders: tuple[HubOrder, ...]
    problem: HubProblem
    solution: Solution

    @property
    def left(self) -> frozenset[str]:
        """The orders that found no place, or nobody who picks them."""
        tasks = self.problem.tasks
        unserved = {tasks[task].order_id for task in self.solution.unserved}
        return frozenset(unserved | _unpicked(self.problem.picking, self.solution.picking))

    def with_orders(self, orders: tuple[HubOrder, ...], build: Build) -> HubDay:
        """The same routes and picks with other orders, all those that have a place among them."""
        problem = build(self.problem.hub.hub_id, orders)
        was, solution = self.problem, self.solution
        number = {task.order_id: n for n, task in enumerate(problem.tasks)}
        now = {n: number[t.order_id] for n, t in enumerate(was.tasks) if t.order_id in number}
        return HubDay(
            orders=orders,
            problem=problem,
            solution=replace(
                solution,
                routes={
                    vehicle: tuple(tuple(now[task] for task in trip) for trip in trips)
                    for vehicle, trips in solution.routes.items()
                },
                unserved=tuple(now[task] for task in solution.unserved if task in now),
                late=frozenset(now[task] for task in solution.late),
                picking=_renumbered(solution.picking, was.picking, problem.picking),
            ),
        )


def _unpicked(picking: PickingProblem | None, schedule: Schedule | None) -> set[str]:
    """What would be collected at the hub, and nobody has time to pick."""
    if picking is None or schedule is None:
        return set()
    return {job.order_id for job in left_uncollected(picking, schedule)}


def _renumbered(
    schedule: Schedule | None, was: PickingProblem | None, now: PickingProblem | None
) -> Schedule | None:
    """The same picks of the same orders, by their numbers among others.

    Who could not be ready in time and is gone no longer counts among those who must be late.
    """
    if schedule is None or was is None or now is None:
        return schedule
    number = {job.order_id: n for n, job in enumerate(now.jobs)}
    gone = _unpicked(was, schedule) - number.keys()
    picks = (replace(pick, job=number[was.jobs[pick.job].order_id]) for pick in schedule.picks)
    return replace(
        schedule,
        picks=tuple(sorted(picks, key=lambda pick: pick.job)),
        late_at_least=max(0, schedule.late_at_least - len(gone)),
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
            and self._was.scarce.get(item.hub_id, frozenset()).isdisjoint(item.order.articles)
        ]
        return sorted(items, key=lambda item: first_come(item.order))[:_MOST_LOOKED_AT]

    def _others(self, item: HubOrder) -> list[HubOrder]:
        """The hubs that an order is tried at."""
        others = self._was.elsewhere[item.order.order_id]
        return [other for other in others if other.hub_id in self._days][:_MOST_HUBS]

    def move_all(self) -> None:
        """Move what has a place elsewhere, on time if it can be."""
        for item in self._left:
            others = [
                other
                for other in self._others(item)
                if not self._shelves.lacking(other.hub_id, item.order)
            ]
            ways = ((other, late) for late in (False, True) for other in others)
            found = next((o for o, late in ways if self._at(o.hub_id).take(o, late=late)), None)
            if found is not None:
                self._shelves.take(found.hub_id, item.order)
                self._shelves.put_back(item.hub_id, item.order)
                self._moved[item.order.order_id] = found

    def _at(self, hub_id: str) -> _Guests:
        if hub_id not in self._guests:
            asking = (other for item in self._left for other in self._others(item))
            here = tuple(other for other in asking if other.hub_id == hub_id)
            day = self._days[hub_id]
            self._guests[hub_id] = _Guests(day.with_orders((*day.orders, *here), self._build))
        return self._guests[hub_id]

    def days(self) -> dict[str, HubDay]:
        """The hubs with those who came, and without those who left."""
        return {hub_id: self._day(hub_id) for hub_id in self._days}

    def _day(self, hub_id: str) -> HubDay:
        was = self._days[hub_id]
        stay = [item for item in was.orders if item.order.order_id not in self._moved]
        came = [item for item in self._moved.values() if item.hub_id == hub_id]
        if len(stay) == len(was.orders) and not came:
            return was
        tried = self._guests[hub_id].day if hub_id in self._guests else was
        return tried.with_orders((*stay, *came), self._build)

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
    """A hub's day as orders of other hubs find a place in it; those that ask are in its problem."""

    def __init__(self, day: HubDay) -> None:
        self.day = day
        self._tasks = {task.order_id: n for n, task in enumerate(day.problem.tasks)}
        jobs = day.problem.picking.jobs if day.problem.picking else ()
        self._jobs = {job.order_id: n for n, job in enumerate(jobs)}

    def take(self, item: HubOrder, *, late: bool) -> bool:
        """Give an order its place and its picker, if it has both; say whether it has.

        `late` lets it be ready after its promise; what is driven is late as far as it may be at the
        first attempt.
        """
        if late and item.place is not None:
            return False
        problem, solution = self.day.problem, self.day.solution
        schedule, ready_s = solution.picking, item.ready_s
        if item.is_picked:
            if problem.picking is None or schedule is None:
                return False
            roster = Roster(problem.picking, schedule.picks)
            pick = roster.soonest(self._jobs[item.order.order_id])
            if pick is None:
                return False
            roster.put(pick)
            schedule, ready_s = replace(schedule, picks=roster.picks), pick.ready_s
        if item.place is not None:
            task = self._tasks[item.order.order_id]
            known = with_ready_times(as_picked(problem, solution.picking), {task: ready_s})
            placed = place(known, solution, task)
            if placed is None:
                return False
            solution = placed
        elif ready_s > item.window_end_s and not late:
            return False
        self.day = replace(self.day, solution=replace(solution, picking=schedule))
        return True


def _moved(choice: HubChoice, was: str, now: str) -> HubChoice:
    """The choice of an order that was moved."""
    costs = {other.hub_id: other.cost_cents for other in choice.alternatives}
    left = Alternative(
        hub_id=was, cost_cents=choice.cost_cents, reason="found no place there after all"
    )
    others = tuple(other for other in choice.alternatives if other.hub_id != now)
    return replace(
        choice,
        hub_id=now,
        reason=f"there was a place for it, and none at {was}",
        cost_cents=costs.get(now),
        alternatives=(left, *others)[: max(1, len(choice.alternatives))],
    )
