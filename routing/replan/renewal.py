"""The day from now on: what stands stays, what is left is repaired first, and then improved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from routing.crew.solving import solve_hubs
from routing.errors import EngineError
from routing.orders.assignment import by_hub
from routing.orders.refusal import REFUSAL_CODES
from routing.plan.agreement import repaired
from routing.plan.mending import mend
from routing.plan.reasons import LOCK_VEHICLE_OUT, explain
from routing.plan.second_look import HubDay, look_again
from routing.plan.totals import stops_of
from routing.problem.model import Solution
from routing.replan.by_hand import Move, marked, moved
from routing.replan.composing import planned_later
from routing.replan.courses import Rules
from routing.replan.falling_back import HUB_KEPT
from routing.replan.homes import find_homes
from routing.replan.hub import HubNow, hub_now
from routing.replan.outcomes import EVENT_REASONS, held_back, undone_by_events
from routing.replan.picking import PickingNow
from routing.replan.remaining import Holding, Left, arranged, kept_in_place
from routing.replan.situation import Changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.crew.protocol import Crew
    from routing.crew.solving import Watcher
    from routing.crew.work import Search
    from routing.orders.model import HubChoice, HubOrder, Unassigned
    from routing.plan.model import HubPlan, Plan
    from routing.problem.model import HubProblem
    from routing.reading import Morning
    from routing.standing.model import Standing

_TRIED_AGAIN = frozenset({*EVENT_REASONS, *REFUSAL_CODES, HUB_KEPT, LOCK_VEHICLE_OUT})
"""Of what has no place for these reasons, whatever has changed is worth a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What may change.

    Attributes
    ----------
    allow
        As `routing.day.model.ReplanSettings`.
    hub_ids
        Hubs that are planned anew even if nothing happened there; those where something did are
        planned anyway.
    afresh
        Whether all hubs are planned as if drivers had been told nothing yet.
    holding
        What a dispatcher holds fast.
    move
        An order that is to be moved by hand.
    """

    allow: str = "all"
    hub_ids: frozenset[str] = frozenset()
    afresh: bool = False
    holding: Holding = field(default_factory=Holding)
    move: Move | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """Every hub's plan from now on.

    `planned` are the hubs that were planned anew; `failures` say whose search failed, and whose
    plan is the repaired one.
    """

    hubs: tuple[HubPlan, ...]
    unassigned: tuple[Unassigned, ...]
    orders: tuple[HubOrder, ...]
    choices: tuple[HubChoice, ...]
    planned: tuple[str, ...]
    failures: tuple[EngineError, ...] = ()


class Renewal:
    """One run's planning.

    Parameters
    ----------
    morning
        The day as it is read now, with every order that is known.
    standing
        How it stands.
    last
        The last version, which may be a draft: what can still change is taken from there.
    scope
        What may change.
    changed
        What rows say now that they did not say when the last version was made.
    released
        Whether drivers have the plan of `standing`.
    """

    def __init__(
        self,
        morning: Morning,
        standing: Standing,
        last: Plan,
        scope: Scope,
        changed: Changed | None = None,
        *,
        released: bool,
    ) -> None:
        self._morning = morning
        self._standing = standing
        self._last = last
        self._scope = scope
        self._changed = Changed() if changed is None else changed
        located = (item.order for item in morning.where.located)
        self._known = {
            order.order_id: order for order in (*morning.where.usable.cancelled, *located)
        }
        self._rules = Rules(
            now_s=standing.now_s,
            freeze_s=morning.day.replan.freeze_s,
            is_released=released,
            kept_routes=scope.holding.routes,
            kept_places=scope.holding.places,
            min_gain_eur=morning.day.replan.min_gain_eur,
        )
        self._told = {} if scope.afresh else _told(standing.plan if released else last)
        self._homes = find_homes(morning, standing, last)
        grouped = by_hub(self._homes.orders(self._homes.assignment))
        self._hubs = {
            hub.hub_id: hub_now(
                hub,
                grouped.get(hub.hub_id, ()),
                standing,
                arranged=_hub_of(last, hub.hub_id),
                morning=morning,
                rules=self._rules,
            )
            for hub in morning.where.usable.hubs
        }
        self._picking = {
            hub_id: PickingNow(now, standing, morning) for hub_id, now in self._hubs.items()
        }

    def concerned(self, broken: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The hubs that have to be planned; `broken` are those whose plan does not hold."""
        unassigned = {item.order_id for item in self._last.unassigned}
        left = {
            item.order_id
            for item in self._last.unassigned
            if item.code not in _TRIED_AGAIN or self._waits_for_lock(item)
        }
        return tuple(
            hub_id
            for hub_id, now in self._hubs.items()
            if self._scope.afresh
            or hub_id in self._scope.hub_ids | self._changed.hub_ids | broken
            or now.has_free(self._changed.order_ids)
            or now.needs_planning(left)
            or self._picking[hub_id].must_be_otherwise(unassigned)
        )

    def run(
        self, concerned: Sequence[str], search: Search | None, crew: Crew | None, watcher: Watcher
    ) -> Renewed:
        """Repair these hubs' plans, and improve them where there is a search."""
        days = {hub_id: self._repaired(hub_id) for hub_id in concerned}
        failures: dict[str, EngineError] = {}
        if search is not None and crew is not None and self._scope.allow != "additions":
            days, failures = _improved(days, search, crew, watcher)
        asked = self._with_helpers(days)
        looked, assignment = look_again(asked, self._homes.assignment, self._problem)
        days = {
            hub_id: day
            for hub_id, day in looked.items()
            if hub_id in days or day is not asked[hub_id]
        }
        orders = self._homes.orders(assignment)
        grouped = by_hub(orders)
        plans = []
        homes = {item.order.order_id: item.hub_id for item in orders}
        clock = self._morning.day.clock
        undone = list(undone_by_events(self._standing, homes, clock))
        told = {item.order_id for item in undone}
        unassigned = [*(one for one in self._homes.refused if one.order_id not in told), *undone]
        for hub_id, now in self._hubs.items():
            day = days.get(hub_id)
            plans.append(self._plan(now, day, grouped.get(hub_id, ())))
            said = {item.order_id for item in unassigned}
            if day is None:
                found = self._still_unassigned(now, plans[-1])
            else:
                found = [
                    self._told_of_lock(item, now)
                    for item in explain(day.problem, day.solution, clock)
                ]
            unassigned += [item for item in found if item.order_id not in said]
        return Renewed(
            hubs=marked(plans, self._scope.holding),
            unassigned=tuple(unassigned),
            orders=orders,
            choices=self._homes.choices(assignment, self._last),
            planned=tuple(days),
            failures=tuple(failures.values()),
        )

    def _told_of_lock(self, item: Unassigned, now: HubNow) -> Unassigned:
        """What has no place, and whether that is because of its lock."""
        vehicle_id = self._scope.holding.vehicles.get(item.order_id)
        if item.code != LOCK_VEHICLE_OUT or vehicle_id is None:
            return item
        return held_back(
            item,
            vehicle_id,
            self._standing,
            there=now.begun,
            routes=self._scope.holding.routes,
            clock=self._morning.day.clock,
        )

    def _waits_for_lock(self, item: Unassigned) -> bool:
        """Whether something waits for the vehicle that it is locked to, as it did before."""
        vehicle_id = self._scope.holding.vehicles.get(item.order_id)
        if item.code != LOCK_VEHICLE_OUT or vehicle_id is None:
            return False
        return not any(
            self._left(hub_id).can_take(vehicle_id)
            for hub_id, now in self._hubs.items()
            if vehicle_id in now.begun
        )

    def _left(self, hub_id: str) -> Left:
        now = self._hubs[hub_id]
        return Left(
            hub=now.hub,
            now_s=self._standing.now_s,
            begun=now.begun,
            standing={one: self._standing.vehicle(one) for one in now.begun},
            told=self._told,
            holding=self._scope.holding,
            settings=self._morning.day.replan,
            shifts=self._picking[hub_id].shifts,
            no_more=now.no_more,
        )

    def _problem(self, hub_id: str, orders: Sequence[HubOrder]) -> HubProblem:
        return self._left(hub_id).problem(orders, self._morning)

    def _repaired(self, hub_id: str) -> HubDay:
        """What the last version has for a hub, made to hold, with what is new put in."""
        now, picking = self._hubs[hub_id], self._picking[hub_id]
        orders = picking.free
        problem = self._problem(hub_id, orders)
        known = arranged(problem, None if self._scope.afresh else now.arranged)
        if self._scope.move is not None:
            known = moved(problem, known, self._scope.move)
        problem = kept_in_place(problem, known, self._kept(now))
        if problem.picking is None:
            solution = mend(problem, known)
        else:
            known = replace(known, picking=picking.known(problem.picking))
            solution = repaired(problem, problem.picking, known)
        return HubDay(orders=orders, problem=problem, solution=solution)

    def _kept(self, now: HubNow) -> frozenset[str]:
        """The orders whose stops keep their places."""
        kept = self._scope.holding.places
        if self._scope.allow == "unstarted":
            at_work = {one for one, begun in now.begun.items() if begun.begun_s is not None}
            later = (
                trip for one, (trips, _) in now.later.items() if one in at_work for trip in trips
            )
            kept |= {one for trip in later for stop in trip.stops for one in stop.order_ids}
        return kept

    def _with_helpers(self, days: Mapping[str, HubDay]) -> dict[str, HubDay]:
        """Hubs, and the others that orders without a place could go to."""
        left = {order_id for day in days.values() for order_id in day.left}
        elsewhere = self._homes.assignment.elsewhere
        others = {item.hub_id for one in left for item in elsewhere.get(one, ())} - days.keys()
        return {**days, **{hub_id: self._repaired(hub_id) for hub_id in sorted(others)}}

    def _still_unassigned(self, now: HubNow, plan: HubPlan) -> list[Unassigned]:
        """What the last version says of a hub's orders that still have no place in its plan."""
        left = {item.order.order_id for item in now.free} - _placed(plan)
        return [item for item in self._last.unassigned if item.order_id in left]

    def _plan(self, now: HubNow, day: HubDay | None, orders: Sequence[HubOrder]) -> HubPlan:
        city = self._morning.city
        later = now.later if day is None else planned_later(day, day.orders, city)
        composition = replace(
            now.composition,
            orders=tuple(orders),
            picking=self._picking[now.hub.hub_id].plan(day),
            known=self._known,
        )
        return composition.plan(later, city)


def _improved(
    days: Mapping[str, HubDay], search: Search, crew: Crew, watcher: Watcher
) -> tuple[dict[str, HubDay], dict[str, EngineError]]:
    """The days with what a search finds that is better, and those whose search failed."""
    to_search = {
        hub_id: day.problem
        for hub_id, day in days.items()
        if day.problem.picking or (day.problem.tasks and day.problem.vehicles)
    }
    starts = {hub_id: days[hub_id].solution for hub_id in to_search}
    outcomes = solve_hubs(to_search, search, crew, watcher, starts)
    failures = {
        hub_id: outcome for hub_id, outcome in outcomes.items() if isinstance(outcome, EngineError)
    }
    found = {
        hub_id: replace(days[hub_id], solution=outcome)
        for hub_id, outcome in outcomes.items()
        if isinstance(outcome, Solution)
    }
    return {**days, **found}, failures


def _hub_of(plan: Plan, hub_id: str) -> HubPlan | None:
    return next((hub for hub in plan.hubs if hub.hub_id == hub_id), None)


def _placed(hub: HubPlan) -> set[str]:
    """Every order that is on a stop where it may be handed over, or among the collections."""
    stops = (stop for stop in stops_of(hub) if stop.status != "failed")
    on_stops = {one for stop in stops for one in stop.order_ids}
    return on_stops | {item.order_id for item in hub.collections}


def _told(plan: Plan) -> dict[str, tuple[str, int]]:
    """Which vehicle was to be with each order that has a stop, and when."""
    return {
        order_id: (route.vehicle_id, stop.start_s)
        for hub in plan.hubs
        for route in hub.routes
        for trip in route.trips
        for stop in trip.stops
        if stop.status != "failed"
        for order_id in stop.order_ids
    }
