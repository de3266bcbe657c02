"""What the day says, ready to be held against a plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from routing.fleet.model import CollectionPoint, Hub, PickerShift, Vehicle, Zone
from routing.orders.model import Channel, LocatedOrder, Order, Place, Rejection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.clock import Clock
    from routing.day.model import Day
    from routing.orders.intake import Intake

_FileLine = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The day's hubs, vehicles, places of collection and orders, by id.

    Attributes
    ----------
    points
        Every place where customers can collect: hubs and collection points.
    orders
        The orders that were understood and located, and those that are called off.
    cancelled
        The orders that their own rows call off.
    places
        Where those orders go, for those that have a place.
    rejected
        The rows that cannot be understood or located, by file and line.
    most_late_s
        So long after the end of its window a same-day order may begin.
    collect_s
        Promised for collection so long after an order is placed; ``None``: nothing is.
    zones
        Each hub's zones, in their order.
    stock
        How many of which article each hub has, where that is known.
    picking_hubs, pickers
        The hubs where picking is planned, and who picks there.
    order_s, usual_lines
        What an order takes to be picked besides its lines, and how many it has if it does not say.
    """

    clock: Clock
    hubs: Mapping[str, Hub]
    vehicles: Mapping[str, Vehicle]
    points: Mapping[str, CollectionPoint]
    orders: Mapping[str, Order]
    places: Mapping[str, Place]
    rejected: Mapping[_FileLine, Rejection]
    input_rows: int
    most_late_s: int
    cancelled: frozenset[str] = frozenset()
    collect_s: int | None = None
    zones: Mapping[str, tuple[Zone, ...]] = field(default_factory=dict)
    stock: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    picking_hubs: frozenset[str] = frozenset()
    pickers: tuple[PickerShift, ...] = ()
    order_s: int = 0
    usual_lines: int = 0

    def lines(self, order: Order) -> int:
        """How many lines a picker has to find for an order."""
        return self.usual_lines if order.lines is None else order.lines

    def picking_s(self, order: Order, lines_per_hour: float) -> int:
        """How long an order takes a picker: so much for any, and its lines; a second at least."""
        return max(1, self.order_s + ceil(3600 * self.lines(order) / lines_per_hour))

    def is_collected_at(self, order: Order, hub_id: str) -> bool:
        """Whether its customer collects it at the hub that prepares it."""
        return order.channel is Channel.CLICK_AND_COLLECT and order.collect_at in {None, hub_id}

    def time(self, seconds: int) -> str:
        """Local time as people read it, with seconds where there are any.

        A number that is no time of any year is given as it stands: a broken plan may hold it.
        """
        try:
            wall = self.clock.wall(seconds)
        except (OverflowError, ValueError, OSError):
            return f"{seconds} s after midnight"
        return f"{wall}:{seconds % 60:02d}" if seconds % 60 else wall

    def point(self, order: Order) -> CollectionPoint | None:
        """Where a click-and-collect order is collected, if it names a place that exists."""
        if order.channel is not Channel.CLICK_AND_COLLECT or order.collect_at is None:
            return None
        return self.points.get(order.collect_at)

    def position(self, order: Order) -> tuple[float, float] | None:
        """Latitude and longitude of where an order goes: the door, or the place of collection."""
        if (point := self.point(order)) is not None:
            return point.lat, point.lon
        place = self.places.get(order.order_id)
        return None if place is None else (place.lat, place.lon)


def day_facts(
    *, day: Day, intake: Intake, located: Sequence[LocatedOrder], rejected: Sequence[Rejection]
) -> Facts:
    """Order what the day says by id.

    An order of the intake that is neither located nor rejected is an order all the same: nothing
    that came in may be lost on the way.
    """
    rows = {(row.file, row.line): row for row in (*intake.rejected, *rejected)}
    orders = {o.order_id: o for o in intake.orders if (o.file, o.line) not in rows}
    orders.update((one.order.order_id, one.order) for one in located)
    orders.update((one.order_id, one) for one in intake.cancelled)
    points = {point.point_id: point for point in intake.points}
    points.update((hub.hub_id, _hub_as_point(hub)) for hub in intake.hubs)
    return Facts(
        clock=day.clock,
        hubs={hub.hub_id: hub for hub in intake.hubs},
        vehicles={vehicle.vehicle_id: vehicle for vehicle in intake.vehicles},
        points=points,
        orders=orders,
        places={one.order.order_id: one.place for one in located if one.place is not None},
        rejected=rows,
        input_rows=intake.input_rows,
        most_late_s=day.lateness.most_s,
        cancelled=frozenset(one.order_id for one in intake.cancelled),
        collect_s=day.store.collect_s,
        zones={
            hub.hub_id: tuple(zone for zone in intake.zones if zone.hub_id == hub.hub_id)
            for hub in intake.hubs
        },
        stock=intake.stock,
        picking_hubs=intake.picking_hubs,
        pickers=intake.pickers,
        order_s=day.picking.order_s,
        usual_lines=day.picking.lines,
    )


def _hub_as_point(hub: Hub) -> CollectionPoint:
    return CollectionPoint(
        point_id=hub.hub_id,
        name=hub.name,
        lat=hub.lat,
        lon=hub.lon,
        opens_s=hub.opens_s,
        closes_s=hub.closes_s,
        service_s=hub.service_s,
    )
