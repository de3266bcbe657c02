"""What is left of a hub's day: the orders that may still go anywhere, and who is there for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from routing.plan.statuses import REACHED
from routing.problem.build import build_problem
from routing.problem.model import Solution, Told, being
from routing.replan.courses import loadings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.day.model import ReplanSettings
    from routing.fleet.model import Break, Hub, PickerShift, Vehicle
    from routing.orders.model import HubOrder
    from routing.plan.model import HubPlan
    from routing.problem.model import HubProblem, Trips
    from routing.reading import Morning
    from routing.replan.courses import Begun
    from routing.standing.model import VehicleStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a dispatcher holds fast.

    Attributes
    ----------
    vehicles
        The vehicle that an order stays with.
    places
        Orders whose stop keeps its place in its route, and so what comes before it.
    routes
        Vehicles whose whole routes stay as they are.
    """

    vehicles: Mapping[str, str] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A hub from now on.

    Attributes
    ----------
    hub
        As the day has it.
    now_s
        Nothing is loaded before.
    begun
        What its vehicles go through with, by their ids; of every vehicle.
    standing
        What else is known of them, likewise.
    told
        When drivers were told to be with each order, and which of them.
    holding
        What may not be changed all the same.
    shifts
        Its pickers from when they are free; as the day has them where none is known.
    no_more
        Vehicles that make no further trip.
    """

    hub: Hub
    now_s: int
    begun: Mapping[str, Begun]
    standing: Mapping[str, VehicleStanding]
    told: Mapping[str, tuple[str, int]]
    holding: Holding
    settings: ReplanSettings
    shifts: Sequence[PickerShift] = ()
    no_more: frozenset[str] = frozenset()

    def problem(self, orders: Sequence[HubOrder], morning: Morning) -> HubProblem:
        """The hub's problem with the orders that are not under way.

        Vehicles are those that can still go anywhere. What an order is held to its vehicle by is a
        skill that nobody else has.
        """
        day, usable = morning.day, morning.where.usable
        vehicles = self._vehicles()
        others = tuple(shift for shift in usable.pickers if shift.hub_id != self.hub.hub_id)
        known = build_problem(
            replace(self.hub, opens_s=max(self.hub.opens_s, self.now_s)),
            orders,
            replace(usable, vehicles=vehicles, pickers=(*others, *self.shifts)),
            morning.city,
            lateness=day.lateness,
            wishes=day.wishes,
            picking=day.picking,
        )
        numbers = {own.vehicle_id: number for number, own in enumerate(known.vehicles)}
        tasks = tuple(
            replace(
                task,
                promised=task.order_id in self.told,
                requires=task.requires | self._held_by(task.order_id),
                held_to=self.holding.vehicles.get(task.order_id),
            )
            for task in known.tasks
        )
        at_work = {
            numbers[one]: begun.begun_s
            for one, begun in self.begun.items()
            if begun.begun_s is not None and one in numbers
        }
        taken = loadings(self.begun, self.now_s, self.hub.loading_s)
        stops = {
            number: (numbers.get(self.told[task.order_id][0], -1), self.told[task.order_id][1])
            for number, task in enumerate(tasks)
            if task.order_id in self.told
        }
        return replace(
            known,
            tasks=tasks,
            wishes=replace(known.wishes, told=self._told(stops)),
            begun=at_work,
            loading=taken,
        )

    def can_take(self, vehicle_id: str) -> bool:
        """Whether a vehicle of the hub can still be given anything."""
        return any(own.vehicle_id == vehicle_id for own in self._vehicles())

    def _told(self, stops: Mapping[int, tuple[int, int]]) -> Told:
        settings = self.settings
        return Told(
            stops=stops,
            unchanged_within_s=settings.unchanged_within_s,
            eur_per_moved_order=settings.eur_per_moved_order,
            eur_per_changed_hour=settings.eur_per_changed_hour,
            eur_per_driver_change=settings.eur_per_driver_change,
        )

    def _held_by(self, order_id: str) -> frozenset[str]:
        vehicle_id = self.holding.vehicles.get(order_id)
        return frozenset() if vehicle_id is None else frozenset({being(vehicle_id)})

    def _vehicles(self) -> tuple[Vehicle, ...]:
        left = (
            _left_of(begun, self.standing[vehicle_id], self.now_s)
            for vehicle_id, begun in self.begun.items()
            if vehicle_id not in self.holding.routes | self.no_more
        )
        return tuple(
            replace(own, skills=own.skills | {being(own.vehicle_id)})
            for own in left
            if own is not None
        )


def _left_of(begun: Begun, standing: VehicleStanding, now_s: int) -> Vehicle | None:
    """A vehicle as it is from when it is free on; ``None`` if it does not drive any more today."""
    own = begun.vehicle
    if standing.out_since_s is not None:
        return None
    start_s, end_s = max(begun.free_s, own.shift_start_s), own.shift_end_s
    if begun.begun_s is not None:
        start_s = max(start_s, now_s)
    rest: Break | None = own.rest
    if rest is not None and begun.rests:
        if rest.longest_work_s is not None:
            end_s = min(end_s, begun.rests[-1].end_s + rest.longest_work_s)
        rest = None
    elif rest is not None and begun.begun_s is not None:
        # Who comes back too late for the break has it at once.
        latest_s = max(rest.latest_s, start_s + rest.duration_s)
        rest = replace(rest, latest_s=latest_s)
    trips = None if own.max_trips is None else own.max_trips - len(begun.trips)
    metres = None if own.max_distance_m is None else own.max_distance_m - begun.metres
    if (
        start_s >= end_s
        or (trips is not None and trips <= 0)
        or (metres is not None and metres <= 0)
    ):
        return None
    rates = own.rates
    if begun.trips:
        rates = replace(rates, eur_per_vehicle=0.0)
    return replace(
        own,
        shift_start_s=start_s,
        shift_end_s=end_s,
        rest=rest,
        max_trips=trips,
        max_distance_m=metres,
        rates=rates,
    )


def arranged(problem: HubProblem, plan: HubPlan | None) -> Solution:
    """What a plan has for the problem's orders, as far as its vehicles can still do it."""
    number = {task.order_id: index for index, task in enumerate(problem.tasks)}
    vehicle_of = {own.vehicle_id: index for index, own in enumerate(problem.vehicles)}
    routes: dict[int, Trips] = {}
    late: set[int] = set()
    for route in plan.routes if plan else ():
        vehicle = vehicle_of.get(route.vehicle_id)
        if vehicle is None:
            continue
        trips = []
        for trip in route.trips:
            # What failed may be ahead again; where it was tried is history.
            ahead = [stop for stop in trip.stops if stop.status not in REACHED]
            orders = [one for stop in ahead for one in stop.order_ids if one in number]
            if orders:
                trips.append(tuple(number[one] for one in orders))
            late |= {
                number[one]
                for stop in ahead
                if stop.late_s
                for one in stop.order_ids
                if one in number
            }
        if trips:
            routes[vehicle] = tuple(trips)
    served = {task for trips in routes.values() for trip in trips for task in trip}
    return Solution(
        routes=routes,
        unserved=tuple(task for task in range(len(problem.tasks)) if task not in served),
        late=frozenset(late & served),
    )


def kept_in_place(problem: HubProblem, solution: Solution, orders: frozenset[str]) -> HubProblem:
    """The problem in which the stops of some orders keep their places in these routes."""
    locked: dict[int, Trips] = {}
    for vehicle, trips in solution.routes.items():
        row = [(number, at) for number, trip in enumerate(trips) for at in range(len(trip))]
        held = [
            place for place in row if problem.tasks[trips[place[0]][place[1]]].order_id in orders
        ]
        if held:
            last_trip, last = held[-1]
            locked[vehicle] = (*trips[:last_trip], trips[last_trip][: last + 1])
    return replace(problem, locked=locked)
