"""What the page says: a plan in a dispatcher's words, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import polyline

from routing.exports.track import trip_line
from routing.exports.wording import how_located, minutes_up
from routing.orders.model import Located
from routing.page.colours import colours
from routing.page.figures import Figure, euros, hours, key_figures, kg, km
from routing.page.store import RiskLine, StoreDay, risks_of, store_day
from routing.plan.model import Rest, Trip
from routing.plan.promises import whole_minutes
from routing.plan.timeline import Return, Visit, course, paid_s, street_hours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.orders.contacts import Contact
    from routing.plan.model import Collection, HubPlan, Plan, Route
    from routing.plan.timeline import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """One stop, in words; `number` counts the stops of the vehicle's day, `key` is the page's.

    `vague_m` is how far the place may be from where it is shown, where only its street is known;
    0 where more is known.
    """

    kind: ClassVar = "stop"
    key: str
    trip_id: str
    number: int
    orders: tuple[str, ...]
    place: str
    arrive: str
    start: str
    leave: str
    window: str
    street_hours: str
    wait_min: int
    late_min: int
    drive_min: int
    km: str
    lines: int
    requires: str
    located: str
    vague_m: int
    contacts: tuple[Contact, ...]
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """A trip begins."""

    kind: ClassVar = "load"
    trip_id: str
    loading: str
    departs: str
    load: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackLine:
    """A trip ends."""

    kind: ClassVar = "back"
    returns: str
    drive_min: int
    km: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakLine:
    """The driver rests."""

    kind: ClassVar = "break"
    starts: str
    ends: str


Line = LoadLine | StopLine | BackLine | BreakLine


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleDay:
    """What one vehicle does.

    `key` is its place among all that drive; `shapes` are its trips' lines, encoded polylines.
    """

    key: int
    vehicle_id: str
    driver_id: str | None
    kind: str
    colour: str
    lines: tuple[Line, ...]
    shapes: tuple[str, ...]
    span: str
    km: str
    hours: str
    cost: str
    co2: str

    @property
    def stops(self) -> list[StopLine]:
        """The stops alone, in driving order."""
        return [line for line in self.lines if isinstance(line, StopLine)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionLine:
    """An order that its customer collects where it is prepared."""

    order_id: str
    ready: str
    promised: str
    spare_min: int
    late_min: int
    contact: Contact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HubDay:
    """What one hub does."""

    hub_id: str
    name: str
    lat: float
    lon: float
    vehicles: tuple[VehicleDay, ...]
    idle: tuple[str, ...]
    collections: tuple[CollectionLine, ...]
    store: StoreDay
    trips: int
    stops: int
    km: str
    hours: str
    cost: str
    co2: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything on the page but the streets."""

    plan: Plan
    title: str
    made_at: str
    figures: tuple[Figure, ...]
    hubs: tuple[HubDay, ...]
    late_stops: tuple[tuple[VehicleDay, StopLine], ...]
    late_collections: tuple[tuple[HubDay, CollectionLine], ...]
    risks: tuple[RiskLine, ...]


def content_of(plan: Plan, contacts: Mapping[str, Contact]) -> Content:
    """A plan in words.

    Parameters
    ----------
    plan
        Any plan that can be read, whether or not the checker likes it.
    contacts
        Whom to reach by order id; empty where the page is to hold no personal data.

    Raises
    ------
    TourneeError
        EXPORT-SHAPE, if a leg's shape is no line on the globe.
    """
    day = date.fromisoformat(plan.day)
    words = _Words(plan, contacts)
    hubs = words.hubs()
    return Content(
        plan=plan,
        title=f"{day:%A} {day.day} {day:%B %Y}",
        made_at=plan.created_at[:16].replace("T", " "),
        figures=tuple(key_figures(plan)),
        hubs=hubs,
        late_stops=tuple(
            (vehicle, stop)
            for hub in hubs
            for vehicle in hub.vehicles
            for stop in vehicle.stops
            if stop.late_min
        ),
        late_collections=tuple(
            (hub, line) for hub in hubs for line in hub.collections if line.late_min
        ),
        risks=risks_of(plan),
    )


class _Words:
    """Puts a plan's parts into words; colours and numbers run through the whole plan."""

    def __init__(self, plan: Plan, contacts: Mapping[str, Contact]) -> None:
        self._plan = plan
        self._clock = plan.clock
        self._contacts = contacts
        self._places = plan.place_names

    def hubs(self) -> tuple[HubDay, ...]:
        driven = [route for hub in self._plan.hubs for route in hub.routes if route.trips]
        palette = colours(len(driven))
        key = 0
        hubs = []
        for hub in self._plan.hubs:
            routes = [route for route in hub.routes if route.trips]
            days = [
                self._vehicle(route, key + number, palette[key + number])
                for number, route in enumerate(routes)
            ]
            key += len(routes)
            hubs.append(self._hub(hub, routes, days))
        return tuple(hubs)

    def _hub(self, hub: HubPlan, routes: Sequence[Route], vehicles: Sequence[VehicleDay]) -> HubDay:
        collections = sorted(hub.collections, key=lambda one: (one.window_end_s, one.order_id))
        return HubDay(
            hub_id=hub.hub_id,
            name=hub.name,
            lat=hub.lat,
            lon=hub.lon,
            vehicles=tuple(vehicles),
            idle=tuple(route.vehicle_id for route in hub.routes if not route.trips),
            collections=tuple(self._collection(one) for one in collections),
            store=store_day(hub, self._clock),
            trips=sum(len(route.trips) for route in routes),
            stops=sum(len(vehicle.stops) for vehicle in vehicles),
            km=km(sum(route.distance_m for route in routes)),
            hours=hours(sum(map(paid_s, routes))),
            cost=euros(sum(route.cost_cents for route in routes)),
            co2=kg(sum(route.co2_g for route in routes)),
        )

    def _collection(self, item: Collection) -> CollectionLine:
        return CollectionLine(
            order_id=item.order_id,
            ready=self._clock.wall(item.ready_s),
            promised=self._clock.wall(item.window_end_s),
            spare_min=whole_minutes(item.window_end_s - item.ready_s),
            late_min=minutes_up(item.late_s),
            contact=self._contacts.get(item.order_id),
        )

    def _vehicle(self, route: Route, key: int, colour: str) -> VehicleDay:
        first, last = route.trips[0].loading_s, route.trips[-1].return_s
        return VehicleDay(
            key=key,
            vehicle_id=route.vehicle_id,
            driver_id=route.driver_id,
            kind=route.kind.replace("_", " "),
            colour=colour,
            lines=tuple(self._line(step, key) for step in course(route)),
            shapes=tuple(
                polyline.encode(line, 5) for trip in route.trips if (line := trip_line(trip))
            ),
            span=f"{self._clock.wall(first)}-{self._clock.wall(last)}",
            km=km(route.distance_m),
            hours=hours(paid_s(route)),
            cost=euros(route.cost_cents),
            co2=kg(route.co2_g),
        )

    def _line(self, step: Step, key: int) -> Line:
        wall = self._clock.wall
        match step:
            case Trip():
                return LoadLine(
                    trip_id=step.trip_id,
                    loading=wall(step.loading_s),
                    departs=wall(step.depart_s),
                    load=f"{step.weight_g / 1000:.0f} kg, {step.volume_ml / 1000:.0f} l",
                )
            case Rest():
                return BreakLine(starts=wall(step.start_s), ends=wall(step.end_s))
            case Return(trip):
                return BackLine(
                    returns=wall(trip.return_s),
                    drive_min=minutes_up(trip.return_leg_s),
                    km=km(trip.return_leg_m),
                )
            case Visit():
                return self._stop(step, key)

    def _stop(self, visit: Visit, key: int) -> StopLine:
        wall, stop = self._clock.wall, visit.stop
        found = [self._contacts.get(order_id) for order_id in stop.order_ids]
        if stop.point_id is not None:
            # Their customers come there; where they live would mislead.
            found = [contact and replace(contact, address=None, note=None) for contact in found]
        return StopLine(
            key=f"{key}-{visit.number}",
            trip_id=visit.trip.trip_id,
            number=visit.number,
            orders=stop.order_ids,
            place="" if stop.point_id is None else self._places.get(stop.point_id, stop.point_id),
            arrive=wall(stop.arrive_s),
            start=wall(stop.start_s),
            leave=wall(stop.leave_s),
            window=f"{wall(stop.window_start_s)}-{wall(stop.window_end_s)}",
            street_hours=street_hours(stop, self._clock) or "",
            wait_min=minutes_up(stop.start_s - stop.arrive_s),
            late_min=minutes_up(stop.late_s),
            drive_min=minutes_up(stop.leg_s),
            km=km(stop.leg_m),
            lines=stop.lines,
            requires=", ".join(stop.requires),
            located=how_located(stop.located, stop.accuracy_m),
            vague_m=stop.accuracy_m if stop.located == Located.STREET else 0,
            contacts=tuple(contact for contact in found if contact),
            lat=stop.lat,
            lon=stop.lon,
        )
