"""Where orders go: positions taken as given, addresses looked up in the map itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

import numpy as np

from maps.addresses.locating import LocatingError, Location
from routing.diagnostics import Diagnostic
from routing.errors import DayError
from routing.fleet.positions import DECIMALS
from routing.fleet.vanished import HUB_VANISHED, kept_as_it_was
from routing.orders.checking import rejection
from routing.orders.model import Channel, Located, LocatedOrder, Order, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from maps.travel import TravelTimes
    from routing.day.model import Day
    from routing.fleet.model import CollectionPoint, Hub
    from routing.orders.intake import Intake
    from routing.orders.model import Rejection

SNAP_LIMIT_M = 150.0
NOTHING_KNOWN: Mapping[str, Place] = MappingProxyType({})
"""A place further than this from every street that the day's vehicles may use is not reachable."""


_VAGUE_M = 300
"""An address that is known no better than this is worth a look."""


class CityView(Protocol):
    """What the orders room needs of a city."""

    def locate(self, address: str, postcode: str | None, city: str | None) -> Location:
        """The place of an address; raises `maps.addresses.locating.LocatingError`."""

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a place lies within the map's extent."""

    def travel_times(self, kind: str) -> TravelTimes:
        """Travel for one kind of vehicle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What locating found.

    `usable` is the day without the hubs that are not on the map and all that is theirs, and without
    the collection points that are not. Every order of the intake is in `located` or `rejected`.
    """

    usable: Intake
    located: tuple[LocatedOrder, ...]
    rejected: tuple[Rejection, ...]
    diagnostics: tuple[Diagnostic, ...]


def locate(
    day: Day,
    intake: Intake,
    city: CityView,
    known: Mapping[str, Place] = NOTHING_KNOWN,
    *,
    keeping: Sequence[Hub] = (),
) -> Whereabouts:
    """Find every hub, collection point and order of a day on the map.

    `known` has the places of addresses that were looked up on this map before, by
    `routing.orders.model.key_of_address`; what there was to say of them was said then. `keeping`
    are hubs that stay where they were if their rows put them where no vehicle comes.

    Raises
    ------
    DayError
        DAY-NO-HUB, if no hub is on the map.
    """
    streets = _Streets(city, {vehicle.kind for vehicle in intake.vehicles})
    hub_places = {hub.hub_id: (hub.lat, hub.lon) for hub in intake.hubs}
    hub_findings = _off_map("HUB", day.hubs.name, hub_places, streets)
    point_places = {point.point_id: (point.lat, point.lon) for point in intake.points}
    points_name = day.collection_points.name if day.collection_points else ""
    point_findings = _off_map("POINT", points_name, point_places, streets)
    stay = {hub.hub_id: hub for hub in keeping if hub.hub_id in hub_findings}
    hubs = tuple(
        stay.get(hub.hub_id, hub)
        for hub in intake.hubs
        if hub.hub_id not in hub_findings or hub.hub_id in stay
    )
    points = tuple(point for point in intake.points if point.point_id not in point_findings)
    if not hubs:
        raise DayError(
            "DAY-NO-HUB",
            "No hub of the day is on the map. " + " ".join(map(str, hub_findings.values())),
            "Correct the hubs' positions, or name the map of their city in day.toml.",
        )
    goals: dict[str, Hub | CollectionPoint] = {hub.hub_id: hub for hub in hubs}
    goals |= {point.point_id: point for point in points}

    found: list[LocatedOrder] = []
    findings: list[Diagnostic] = []
    doubts: list[Diagnostic] = []
    for order in intake.orders:
        place = _goal(order, goals, city, doubts, known)
        if isinstance(place, Diagnostic):
            findings.append(place)
        else:
            found.append(LocatedOrder(order=order, place=place))
    located, unreachable = _reachable(found, streets, doubts)
    findings.extend(unreachable)
    return Whereabouts(
        usable=_only(replace(intake, hubs=hubs, points=points), hubs),
        located=located,
        rejected=tuple(rejection([one], one.file, one.line or 0) for one in findings),
        diagnostics=(
            *hub_findings.values(),
            *(
                kept_as_it_was(HUB_VANISHED, day.hubs.name, hub_id, is_unreadable=True)
                for hub_id in stay
            ),
            *point_findings.values(),
            *findings,
            *doubts,
        ),
    )


def _only(intake: Intake, hubs: tuple[Hub, ...]) -> Intake:
    """The same with these hubs alone, and what is theirs."""
    kept = {hub.hub_id for hub in hubs}
    return replace(
        intake,
        hubs=hubs,
        vehicles=tuple(vehicle for vehicle in intake.vehicles if vehicle.hub_id in kept),
        pickers=tuple(shift for shift in intake.pickers if shift.hub_id in kept),
        picking_hubs=intake.picking_hubs & kept,
        zones=tuple(zone for zone in intake.zones if zone.hub_id in kept),
        stock={hub_id: items for hub_id, items in intake.stock.items() if hub_id in kept},
    )


def goal_of(order: Order, intake: Intake, city: CityView) -> Place | None:
    """Where one order goes, as `locate` finds it; ``None`` if it is not found or not needed."""
    goals: dict[str, Hub | CollectionPoint] = {hub.hub_id: hub for hub in intake.hubs}
    goals |= {point.point_id: point for point in intake.points}
    place = _goal(order, goals, city, [])
    return None if isinstance(place, Diagnostic) else place


class _Streets:
    """How far places are from the streets that any of the day's kinds may use."""

    def __init__(self, city: CityView, kinds: Collection[str]) -> None:
        self._city = city
        self._kinds = sorted(kinds) or ["van"]

    def faults(self, places: Sequence[tuple[float, float]]) -> list[tuple[str, str] | None]:
        """For each (lat, lon) the code and sentence of what is wrong with it, or ``None``."""
        if not places:
            return []
        lat, lon = np.array(places).T
        metres = np.min(
            [self._city.travel_times(kind).snap(lat, lon).distance_m for kind in self._kinds],
            axis=0,
        )
        return [self._fault(*place, float(m)) for place, m in zip(places, metres, strict=True)]

    def _fault(self, lat: float, lon: float, metres: float) -> tuple[str, str] | None:
        if not self._city.contains(lat, lon):
            return "OUTSIDE-MAP", f"{lat:.5f}, {lon:.5f} lies outside the map."
        if metres > SNAP_LIMIT_M:
            return "TOO-FAR", (
                f"{lat:.5f}, {lon:.5f} is {metres:.0f} m from the nearest street that the day's"
                f" vehicles may use; the limit is {SNAP_LIMIT_M:.0f} m."
            )
        return None


_MEND_POSITION = "Correct the position, or use a map that holds the place."


def _off_map(
    prefix: str, file: str, places: Mapping[str, tuple[float, float]], streets: _Streets
) -> dict[str, Diagnostic]:
    """What is wrong with the places that are not on the map, by their id."""
    faults = streets.faults(list(places.values()))
    return {
        place_id: Diagnostic(
            code=f"{prefix}-{fault[0]}",
            message=fault[1],
            remedy=_MEND_POSITION,
            file=file,
            id=place_id,
        )
        for place_id, fault in zip(places, faults, strict=True)
        if fault
    }


def _goal(
    order: Order,
    goals: Mapping[str, Hub | CollectionPoint],
    city: CityView,
    doubts: list[Diagnostic],
    known: Mapping[str, Place] = NOTHING_KNOWN,
) -> Place | Diagnostic | None:
    """Where the order goes; ``None`` if it is collected where it is prepared.

    What somebody should look at all the same is added to `doubts`.
    """
    for wanted in (order.hub_id, order.collect_at):
        if wanted is not None and wanted not in goals:
            return _finding(
                order,
                "ORDER-HUB-OFF-MAP",
                f"Its hub or collection point {wanted} is not on the map.",
                "Mend that first; its own message says how.",
                wanted,
            )
    if order.channel is Channel.CLICK_AND_COLLECT:
        wanted = order.collect_at or order.hub_id
        if wanted is not None:
            goal = goals[wanted]
            return Place(lat=goal.lat, lon=goal.lon, located=Located.GIVEN, accuracy_m=0)
    if order.lat is not None and order.lon is not None:
        return Place(lat=order.lat, lon=order.lon, located=Located.GIVEN, accuracy_m=0)
    if order.address is None:
        return None
    if order.address_key is not None and order.address_key in known:
        return known[order.address_key]
    return _looked_up(order, order.address, city, doubts)


def _looked_up(
    order: Order, address: str, city: CityView, doubts: list[Diagnostic]
) -> Place | Diagnostic | None:
    """The place of an address.

    Where the customer of an order lives that is collected where it is prepared only helps to choose
    that hub: such an order can do without.
    """
    try:
        at = city.locate(address, order.postcode, order.city)
    except LocatingError as error:
        finding = _finding(order, error.code, error.message, error.remedy, address)
        if order.channel is Channel.SAME_DAY:
            return finding
        doubts.append(replace(finding, severity="warning"))
        return None
    doubts.extend(_doubts(order, address, at))
    return Place(
        lat=round(at.lat, DECIMALS),
        lon=round(at.lon, DECIMALS),
        located=Located(at.located),
        accuracy_m=at.accuracy_m,
    )


def _doubts(order: Order, address: str, at: Location) -> Iterator[Diagnostic]:
    if at.corrected:
        yield replace(
            _finding(
                order,
                "ORDER-ADDRESS-CORRECTED",
                f"'{address}' is taken for {at.matched}.",
                "Correct the address if that is right, or give a position.",
                address,
            ),
            severity="warning",
        )
    if at.accuracy_m > _VAGUE_M:
        yield replace(
            _finding(
                order,
                "ORDER-ADDRESS-VAGUE",
                f"'{address}' is known to {at.accuracy_m} m only ({at.matched}).",
                "Give a position, or the house number and postcode, if that is too far.",
                address,
            ),
            severity="warning",
        )


def _reachable(
    found: Sequence[LocatedOrder], streets: _Streets, doubts: list[Diagnostic]
) -> tuple[tuple[LocatedOrder, ...], list[Diagnostic]]:
    """Set aside orders whose place no vehicle of the day can come near, where one has to."""
    places = [item.place for item in found if item.place]
    faults = iter(streets.faults([(place.lat, place.lon) for place in places]))
    good: list[LocatedOrder] = []
    findings: list[Diagnostic] = []
    for item in found:
        fault = next(faults) if item.place else None
        if fault and item.place:
            code, message = fault
            where = f"{item.place.lat}, {item.place.lon}"
            finding = _finding(item.order, f"ORDER-{code}", message, _MEND_POSITION, where)
            if item.order.channel is Channel.SAME_DAY:
                findings.append(finding)
            else:
                doubts.append(replace(finding, severity="warning"))
                good.append(replace(item, place=None))
        else:
            good.append(item)
    return tuple(good), findings


def _finding(order: Order, code: str, message: str, remedy: str, value: str) -> Diagnostic:
    return Diagnostic(
        code=code,
        message=message,
        remedy=remedy,
        file=order.file,
        line=order.line,
        id=order.order_id,
        value=value,
    )
