"""The words of a driver's day, and of a store's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.plan.model import Rest, Trip
from routing.plan.timeline import street_hours, visits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.exports.sheet import Sheet
    from routing.orders.contacts import Contact
    from routing.plan.model import HubPlan, Stop
    from routing.plan.timeline import Visit

_NAMED_ORDERS = 3
_LOCATED = {
    "given": "as the order gives it",
    "exact": "the address's own, within {} m",
    "interpolated": "between known house numbers, within {} m",
    "street": "somewhere along the street, within {} m",
}


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 stop, 2 stops."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def title(sheet: Sheet, step: Trip | Visit | Rest) -> str:
    """A step in a few words, as a list or a map shows it: ``3 · 10:12 · O17``."""
    wall = sheet.clock.wall
    match step:
        case Trip():
            return f"{step.trip_id} · load {wall(step.loading_s)} · {sheet.hub.name}"
        case Rest():
            return f"Break · {wall(step.start_s)}-{wall(step.end_s)}"
        case visit:
            return f"{visit.number} · {wall(visit.stop.start_s)} · {goal(sheet, visit.stop)}"


def goal(sheet: Sheet, stop: Stop) -> str:
    """What a stop is for, in a few words: the place of a drop, or else its orders."""
    return sheet.place(stop) or _orders(stop)


def _orders(stop: Stop) -> str:
    named = ", ".join(stop.order_ids[:_NAMED_ORDERS])
    more = len(stop.order_ids) - _NAMED_ORDERS
    return f"{named} +{more}" if more > 0 else named


def facts(sheet: Sheet, step: Trip | Visit | Rest) -> tuple[str, ...]:
    """All that the driver should know of a step, line by line, the most pressing first."""
    match step:
        case Trip():
            return tuple(_trip_facts(sheet, step))
        case Rest():
            return (f"At {sheet.hub.name}",)
        case visit:
            people = dict.fromkeys(sheet.people(visit.stop).values())
            told = (line for contact in people for line in _contact_facts(contact))
            return (*stop_facts(sheet, visit.stop), *told)


def stop_facts(sheet: Sheet, stop: Stop) -> tuple[str, ...]:
    """What the plan knows of a stop, line by line; nothing of its customers."""
    return tuple(_stop_facts(sheet, stop))


def day_facts(sheet: Sheet) -> tuple[str, ...]:
    """A vehicle's day in two lines: its hours, trips, stops and distance, and which plan it is."""
    trips, wall = sheet.route.trips, sheet.clock.wall
    hours = f"{wall(trips[0].loading_s)}-{wall(trips[-1].return_s)}"
    counts = f"{counted(len(trips), 'trip')}, {counted(len(visits(sheet.route)), 'stop')}"
    metres = sum(map(trip_m, trips))
    return (
        f"{sheet.hub.name}, {sheet.route.kind}: {hours}, {counts}, {km(metres)}",
        f"Plan {sheet.plan_id}, version {sheet.version}",
    )


def drive_facts(sheet: Sheet, trip: Trip) -> str:
    """A trip's drive in one line: from when to when, its stops and distance."""
    hours = f"{sheet.clock.wall(trip.depart_s)}-{sheet.clock.wall(trip.return_s)}"
    return f"{hours}, {counted(len(trip.stops), 'stop')}, {km(trip_m(trip))}"


def _trip_facts(sheet: Sheet, trip: Trip) -> Iterator[str]:
    wall = sheet.clock.wall
    yield f"Load {wall(trip.loading_s)}, leave {wall(trip.depart_s)}, back {wall(trip.return_s)}"
    orders = sum(len(stop.order_ids) for stop in trip.stops)
    yield f"{counted(len(trip.stops), 'stop')}, {counted(orders, 'order')}, {km(trip_m(trip))}"
    yield f"{trip.weight_g / 1000:g} kg, {trip.volume_ml / 1000:g} l"


def _stop_facts(sheet: Sheet, stop: Stop) -> Iterator[str]:
    wall = sheet.clock.wall
    if stop.late_s:
        yield f"LATE by {minutes_up(stop.late_s)} min"
    if stop.status != "planned":
        yield f"Status: {stop.status}"
    start, end = wall(stop.window_start_s), wall(stop.window_end_s)
    place = sheet.place(stop)
    if place is None:
        yield f"Window {start}-{end}"
    else:
        yield f"Drop for collection at {place}"
        yield f"Open from {start}, leave by {end}"
    service = f"service {minutes_up(stop.leave_s - stop.start_s)} min"
    yield (
        f"Arrive {wall(stop.arrive_s)}, start {wall(stop.start_s)}, {service},"
        f" leave {wall(stop.leave_s)}"
    )
    yield f"Drive {minutes_up(stop.leg_s)} min, {km(stop.leg_m)}"
    lines = f" ({counted(stop.lines, 'line')})" if stop.lines else ""
    yield f"Orders: {', '.join(stop.order_ids)}{lines}"
    if hours := street_hours(stop, sheet.clock):
        yield f"The street is open {hours}"
    if stop.requires:
        yield f"Requires: {', '.join(stop.requires)}"
    if stop.located == "street":
        yield f"The place is known to {stop.accuracy_m} m only"


def _contact_facts(contact: Contact) -> Iterator[str]:
    for heading, text in (
        ("", contact.name),
        ("", contact.address),
        ("Phone: ", contact.phone),
        ("Note: ", contact.note),
    ):
        if text:
            yield f"{heading}{text}"


def how_located(located: str, accuracy_m: int) -> str:
    """How a place is known, and how well."""
    return _LOCATED[located].format(accuracy_m)


def minutes_up(seconds: int) -> int:
    """Whole minutes, rounded up, so that a second late is not said to be on time."""
    return -(-seconds // 60)


def picking_won(hub: HubPlan) -> str:
    """What planning the picking won over picking orders as they come in; empty without picking."""
    if hub.picking is None:
        return ""
    late = sum(item.late_s > 0 for item in hub.collections)
    by_arrival, at_least = hub.picking.late_by_arrival, hub.picking.late_at_least
    if not late and not by_arrival:
        return "No collection is late, and none would be if orders were picked as they come in."
    # What nobody picks at all is not among the collections, and counts among those that must.
    unpicked = ", or stay without a picker" if at_least > late else ""
    must = f", and at least {at_least} must be{unpicked}" if at_least else ""
    verb = "are" if late > 1 else "is"
    return (
        f"Picked as they come in, {counted(by_arrival, 'collection')} would be late;"
        f" {late or 'none'} {verb}{must}."
    )


def trip_m(trip: Trip) -> int:
    """Metres of a trip, with the return to the hub."""
    return sum(stop.leg_m for stop in trip.stops) + trip.return_leg_m


def km(metres: int) -> str:
    """Metres as kilometres, for people."""
    return f"{metres / 1000:.1f} km"
