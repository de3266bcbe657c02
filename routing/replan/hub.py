"""One hub in the middle of its day: what stands, what is left, and whether that is another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.plan.statuses import BEGUN
from routing.plan.writer import route_of
from routing.problem.build import build_problem
from routing.problem.picked import with_ready_times
from routing.replan.composing import Composition, kept_later
from routing.replan.courses import begun_by, drives_on, places_left, standing_orders
from routing.replan.pickers import brought_up, loaded_by, without
from routing.standing.model import OrderState
from routing.standing.stages import OVER

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from routing.fleet.model import Hub, Vehicle
    from routing.orders.model import HubOrder
    from routing.plan.model import HubPlan, Route, Stop
    from routing.problem.model import HubProblem
    from routing.reading import Morning
    from routing.replan.composing import Later
    from routing.replan.courses import Begun, Rules
    from routing.standing.model import Standing

_SOONER_S = 300
"""Who is back sooner by so much can leave sooner, and need not be paid for waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubNow:
    """A hub as it is at a moment.

    Attributes
    ----------
    before
        Its plan as it stands, of the plan that drivers have; ``None`` for a hub that had none.
    arranged
        Its plan of the last version, which may be a draft.
    orders
        All orders that are its own and were not called off.
    now_s
        The moment.
    begun, reckoned
        What its vehicles go through with, by id, and the problem that was reckoned with.
    free
        The orders that may still go anywhere; those that are collected at the hub included.
    later
        The trips of `arranged` after what has begun.
    missing, picked
        Orders that pickers did not find, and those that are picked.
    no_more
        Vehicles that make no further trip: they cannot drive, or have no row any more.
    """

    hub: Hub
    now_s: int
    before: HubPlan | None
    arranged: HubPlan | None
    orders: tuple[HubOrder, ...]
    begun: Mapping[str, Begun]
    reckoned: HubProblem
    free: tuple[HubOrder, ...]
    later: Mapping[str, Later]
    missing: frozenset[str] = frozenset()
    picked: frozenset[str] = frozenset()
    no_more: frozenset[str] = frozenset()

    @property
    def composition(self) -> Composition:
        """What its plan is made of."""
        return Composition(
            hub=self.hub,
            begun=self.begun,
            problem=self.reckoned,
            orders=self.orders,
            before=self.before,
            missing=self.missing,
            picked=self.picked,
            now_s=self.now_s,
        )

    def has_free(self, order_ids: Collection[str]) -> bool:
        """Whether one of these may still go anywhere."""
        return any(item.order.order_id in order_ids for item in self.free)

    def needs_planning(self, unassigned: Collection[str]) -> bool:
        """Whether what comes after what has begun cannot stay as it is.

        Parameters
        ----------
        unassigned
            The orders that the last version had no place for, and which may be left at that.
        """
        free = {item.order.order_id: item for item in self.free if item.place is not None}
        trips = [trip for trips, _ in self.later.values() for trip in trips]
        placed = {one for trip in trips for stop in trip.stops for one in stop.order_ids}
        if placed - free.keys() or free.keys() - placed - set(unassigned):
            return True
        routes = {route.vehicle_id for route in (self.arranged.routes if self.arranged else ())}
        if routes != self.begun.keys():
            return True
        if any(self._can_do_otherwise(vehicle_id) for vehicle_id in self.later):
            return True
        stops = [stop for trip in trips for stop in trip.stops]
        return not all(
            _is_as_planned(stop, [free[one] for one in stop.order_ids]) for stop in stops
        )

    def _can_do_otherwise(self, vehicle_id: str) -> bool:
        """Whether what a vehicle has before it can no longer be done as planned, or sooner."""
        begun, (trips, rests) = self.begun[vehicle_id], self.later[vehicle_id]
        if vehicle_id in self.no_more or trips[0].loading_s < max(begun.free_s, self.now_s):
            return True
        if any(rest.start_s < begun.free_s for rest in rests):
            return True
        if not begun.trips:
            return False
        planned_s = _returns_s(self.arranged, begun.trips[-1].trip.trip_id)
        return planned_s is not None and planned_s - begun.free_s > _SOONER_S


def _returns_s(plan: HubPlan | None, trip_id: str) -> int | None:
    """When a trip is back by a plan."""
    trips = (trip for route in (plan.routes if plan else ()) for trip in route.trips)
    return next((trip.return_s for trip in trips if trip.trip_id == trip_id), None)


def hub_now(
    hub: Hub,
    orders: Sequence[HubOrder],
    standing: Standing,
    *,
    arranged: HubPlan | None,
    morning: Morning,
    rules: Rules,
) -> HubNow:
    """How a hub stands.

    Parameters
    ----------
    orders
        All orders that are its own and were not called off.
    """
    before = _as_it_stands(hub, standing, orders)
    vehicles = [own for own in morning.where.usable.vehicles if own.hub_id == hub.hub_id]
    reckoned = _reckoned(hub, orders, standing, before, vehicles, morning=morning, rules=rules)
    routes = {route.vehicle_id: route for route in before.routes} if before else {}
    routes |= {
        one: _begun_trips(route) for one, route in routes.items() if one in morning.finishing
    }
    begun = _begun(vehicles, routes, reckoned, standing, rules)
    on_the_way = frozenset(
        reckoned.tasks[number].order_id
        for own in begun.values()
        for ahead in own.trips
        for stop in ahead.stops
        for number in stop.tasks
    )
    taken = on_the_way.union(*(own.order_ids for own in begun.values()))
    return HubNow(
        hub=hub,
        now_s=standing.now_s,
        before=before,
        arranged=arranged,
        orders=tuple(orders),
        begun=begun,
        reckoned=reckoned,
        free=tuple(
            item
            for item in orders
            if item.order.order_id not in taken
            and standing.orders.get(item.order.order_id) not in OVER
        ),
        later=kept_later(arranged, begun, taken),
        missing=frozenset(
            one for one, state in standing.orders.items() if state is OrderState.MISSING
        ),
        picked=frozenset(
            one for one, state in standing.orders.items() if state is OrderState.READY
        ),
        no_more=morning.finishing.union(
            one for one, known in standing.vehicles.items() if known.out_since_s is not None
        ),
    )


def _begun(
    vehicles: Sequence[Vehicle],
    routes: Mapping[str, Route],
    reckoned: HubProblem,
    standing: Standing,
    rules: Rules,
) -> dict[str, Begun]:
    """How each vehicle goes on, in the day's order; who takes one over waits until it is back."""
    found: dict[str, Begun] = {}
    back_s: dict[str | None, int] = {}
    for own in sorted(vehicles, key=lambda own: own.shift_start_s):
        begun = found[own.vehicle_id] = begun_by(
            reckoned,
            own,
            routes.get(own.vehicle_id) or route_of(own, ()),
            standing.vehicle(own.vehicle_id),
            rules,
            free_from_s=back_s.get(own.asset_id, 0),
        )
        if own.asset_id is not None and begun.trips:
            back_s[own.asset_id] = begun.free_s
    return {own.vehicle_id: found[own.vehicle_id] for own in vehicles}


def _begun_trips(route: Route) -> Route:
    """A route without trips that nobody has loaded."""
    return replace(route, trips=tuple(trip for trip in route.trips if trip.status in BEGUN))


def _as_it_stands(hub: Hub, standing: Standing, orders: Sequence[HubOrder]) -> HubPlan | None:
    """The hub's part of the plan as it stands, with picks that can still be done.

    What is ready by itself, as its row says by now, is picked by nobody.
    """
    ready = {item.order.order_id for item in orders if item.order.ready_s is not None}
    before = next((one for one in standing.plan.hubs if one.hub_id == hub.hub_id), None)
    if before is None:
        return None
    loaded_s = loaded_by(before, standing.now_s)
    picking = brought_up(before.picking, loaded_s, standing.now_s)
    return replace(before, picking=without(picking, ready))


def _reckoned(
    hub: Hub,
    orders: Sequence[HubOrder],
    standing: Standing,
    before: HubPlan | None,
    vehicles: Sequence[Vehicle],
    *,
    morning: Morning,
    rules: Rules,
) -> HubProblem:
    """What is left of the trips that may have to stand, with the legs that they can have."""
    driving: set[str] = set()
    stands: frozenset[str] = frozenset()
    also: list[tuple[float, float]] = []
    ready_s: dict[str, int] = {}
    if before is not None:
        driving = {route.vehicle_id for route in before.routes if drives_on(route, rules)}
        stands = standing_orders(before, rules)
        also += places_left(before)
        days = before.picking.pickers if before.picking else ()
        ready_s = {pick.order_id: pick.ready_s for day in days for pick in day.picks}
    seen = (standing.vehicle(own.vehicle_id).seen for own in vehicles)
    also += [(one[1], one[2]) for one in seen if one]
    problem = build_problem(
        hub,
        sorted(
            (
                item
                for item in orders
                if item.order.order_id in stands
                and standing.orders.get(item.order.order_id) not in OVER
            ),
            key=lambda item: item.order.order_id,
        ),
        replace(
            morning.where.usable,
            vehicles=tuple(own for own in vehicles if own.vehicle_id in driving),
            known_streets=(),
            pickers=(),
            picking_hubs=frozenset(),
        ),
        morning.city,
        lateness=morning.day.lateness,
        also=also,
    )
    ready_s |= standing.picked_s
    return with_ready_times(
        problem,
        {
            number: ready_s[task.order_id]
            for number, task in enumerate(problem.tasks)
            if task.order_id in ready_s
        },
    )


def _is_as_planned(stop: Stop, items: Sequence[HubOrder]) -> bool:
    """Whether a stop's orders still say what they said when it was planned."""
    goes_to = {(item.place.lat, item.place.lon) for item in items if item.place}
    if goes_to != {(stop.lat, stop.lon)}:
        return False
    if sum(item.order.lines or 0 for item in items) != stop.lines:
        return False
    if stop.point_id is not None:
        return min(item.window_end_s for item in items) >= stop.window_end_s
    return (
        max(item.window_start_s for item in items) == stop.window_start_s
        and min(item.window_end_s for item in items) == stop.window_end_s
        and sum(item.order.service_s for item in items) == stop.service_s
    )
