"""What the day says of one order, besides the plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from maps.build import open_city
from maps.errors import MapError
from routing.day.problems import InputError
from routing.diagnostics import Diagnostic
from routing.orders.contacts import read_contacts
from routing.orders.intake import read_day
from routing.orders.locating import goal_of
from routing.orders.model import Unassigned
from routing.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from routing.day.model import Day
    from routing.events.model import Event
    from routing.fleet.model import Hub, Vehicle
    from routing.orders.contacts import Contact
    from routing.orders.intake import Intake
    from routing.orders.model import Order, Place
    from routing.plan.model import Plan
    from routing.why.finding import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What the day says, as it is now; a story can do without any of it.

    Attributes
    ----------
    orders, hubs, vehicles
        By id.
    place
        Where the order goes, where the plan does not say it.
    contact
        Its customer, if the story is to name one.
    reports
        What was reported until the moment of the plan and is believed, by its times.
    warnings
        What could not be read, so that the story says less.
    """

    orders: Mapping[str, Order] = field(default_factory=dict)
    hubs: Mapping[str, Hub] = field(default_factory=dict)
    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    place: Place | None = None
    contact: Contact | None = None
    reports: tuple[Event, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


def read_background(
    day: Day, plan: Plan, found: Found, *, with_contact: bool, tell: Callable[[str], None]
) -> Background:
    """Read the day's tables once more, and its map for the place of an order that has no stop.

    What cannot be read any more is told in `Background.warnings`: the plan has a story without it.
    """
    tell("Reading the day")
    try:
        intake = read_day(day, now_s=plan.now_s)
        contacts = read_contacts(day)[0] if with_contact else {}
    except InputError as error:
        warnings = (replace(item, severity="warning") for item in error.diagnostics)
        return Background(warnings=tuple(warnings))
    orders = {order.order_id: order for order in intake.orders}
    place, doubts = None, tuple[Diagnostic, ...]()
    order = orders.get(found.order_id)
    if order is not None and isinstance(found.current, Unassigned):
        place, doubts = _place(order, day, intake, tell)
    return Background(
        orders=orders,
        hubs={hub.hub_id: hub for hub in intake.hubs},
        vehicles={vehicle.vehicle_id: vehicle for vehicle in intake.vehicles},
        place=place,
        contact=contacts.get(found.order_id),
        reports=_reports(day, plan),
        warnings=doubts,
    )


def _reports(day: Day, plan: Plan) -> tuple[Event, ...]:
    """What was reported by then, but for what was set aside."""
    now_s = plan.now_s
    if now_s is None:
        return ()
    with open_store(day) as store:
        aside = {one.event_id for one in store.verdicts()}
        events = store.events().events
    known = (one for one in events if one.at_s <= now_s and one.event_id not in aside)
    return tuple(sorted(known, key=lambda one: one.at_s))


def _place(
    order: Order, day: Day, intake: Intake, tell: Callable[[str], None]
) -> tuple[Place | None, tuple[Diagnostic, ...]]:
    """Where an order goes; only its map knows."""
    tell("Opening the map")
    try:
        return goal_of(order, intake, open_city(day.map, progress=tell)), ()
    except MapError as error:
        doubt = Diagnostic(
            code=error.code,
            message=error.message,
            remedy=error.remedy,
            file=day.map.name,
            severity="warning",
        )
        return None, (doubt,)
