"""A day of two vans that can be checked by hand, and what may be reported through it.

Each leg takes ten minutes, each stop five; loading takes ten::

    V1  08:00 loads V1-1, leaves 08:10: A 08:20-08:25, B and C 08:35-08:40, D 08:50-08:55; 09:05
        13:00 loads V1-2, leaves 13:10: E 13:20-13:25, F 13:35-13:40; back at 13:50
    V2  08:00 loads V2-1, leaves 08:10: G 08:20-08:25, H 08:35-08:40; back at 08:50
    V3  stays

K1 and K2 are collected, ready at 09:00 and 11:00; U is unassigned, X was called off at 07:00. P
picks E 12:00-12:10, K1 08:50-09:00, K2 10:50-11:00.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from routing.events.model import Event, EventType
from routing.orders.model import Unassigned
from routing.plan import model
from routing.standing.fold import stand
from tests.support.plans import hub, picker, plan, route, stop
from tests.support.stores import at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from routing.standing.model import Standing

ORDERS = ("A", "B", "C", "D", "E", "F", "G", "H", "K1", "K2", "U", "X")
VEHICLES = ("V1", "V2", "V3")


def door(number: int, arrive: str, *order_ids: str, **changes: Any) -> model.Stop:
    """A stop of five minutes, ten minutes' drive from the one before."""
    own: dict[str, Any] = {
        "order_ids": order_ids,
        "lat": 50.0 + number / 100,
        "arrive_s": at(arrive),
        "start_s": at(arrive),
        "leave_s": at(arrive) + 300,
        "setup_s": 60,
        "service_s": 240,
        "leg_s": 600,
        "shape": "_p~iF~ps|U",
    }
    return stop(**(own | changes))


def trip(trip_id: str, loads: str, back: str, *stops: model.Stop) -> model.Trip:
    """A trip that leaves ten minutes after its loading begins."""
    return model.Trip(
        trip_id=trip_id, loading_s=at(loads), depart_s=at(loads) + 600, return_s=at(back),
        weight_g=1_000, volume_ml=1_000, stops=stops, return_leg_s=600, return_leg_m=1000,
        return_shape="",
    )  # fmt: skip


def two_vans(**changes: Any) -> model.Plan:
    """The day, as the module says."""
    first = trip(
        "V1-1", "08:00", "09:05",
        door(1, "08:20", "A"), door(2, "08:35", "B", "C"), door(3, "08:50", "D"),
    )  # fmt: skip
    second = trip("V1-2", "13:00", "13:50", door(4, "13:20", "E"), door(5, "13:35", "F"))
    other = trip("V2-1", "08:00", "08:50", door(6, "08:20", "G"), door(7, "08:35", "H"))
    picks = [
        model.Pick(order_id=one, start_s=at(ready) - 600, ready_s=at(ready), lines=9)
        for one, ready in (("K1", "09:00"), ("K2", "11:00"), ("E", "12:10"))
    ]
    collections = tuple(
        model.Collection(order_id=one, ready_s=at(ready), window_end_s=at("20:00"))
        for one, ready in (("K1", "09:00"), ("K2", "11:00"))
    )
    own: dict[str, Any] = {
        "hubs": (
            hub(
                route(vehicle_id="V1", trips=(first, second)),
                route(vehicle_id="V2", trips=(other,)),
                route(vehicle_id="V3", trips=()),
                collections=collections,
                picking=model.HubPicking(pickers=(picker("P", at("08:00"), at("13:00"), *picks),)),
            ),
        ),
        "unassigned": (
            Unassigned(
                order_id="U", hub_id="H", code="NO-ROOM", reason="Full.", suggestion="Wait."
            ),
        ),
        "cancelled": (model.Cancelled(order_id="X", at_s=at("07:00"), reason="Rang."),),
        "status": "released",
    }  # fmt: skip
    return plan(**(own | changes))


def happened(text: str, **more: Any) -> Event:
    """An event written like ``08:25 delivered A V1``; its text is its id."""
    clock, kind, *names = text.split()
    named: dict[str, Any] = {}
    for name in names:
        named["vehicle_id" if name in {*VEHICLES, "V9"} else "order_id"] = name
    own: dict[str, Any] = {"event_id": text, "at_s": at(clock), "type": EventType(kind)}
    return Event(**(own | named | more))


def stands(
    now: str,
    *events: Event | str,
    own: model.Plan | None = None,
    moves_by_itself: bool = True,
    **more: Any,
) -> Standing:
    """How the day of two vans stands, ten minutes' freeze."""
    return stand(
        own or two_vans(),
        [happened(event) if isinstance(event, str) else event for event in events],
        at(now),
        moves_by_itself=moves_by_itself,
        freeze_s=600,
        **more,
    )


def trips(standing: Standing) -> dict[str, model.Trip]:
    """Every trip, by its id."""
    return {
        one.trip_id: one for part in standing.plan.hubs for way in part.routes for one in way.trips
    }


def drawn(own: model.Trip) -> str:
    """A trip's stops with their statuses, like ``A done, B+C next, D planned``."""
    return ", ".join(f"{'+'.join(one.order_ids)} {one.status}" for one in own.stops)


def places(own: model.Plan) -> Iterator[tuple[str, str]]:
    """Where each order is; failed attempts are no place."""
    for part in own.hubs:
        for way in part.routes:
            for one in way.trips:
                for halt in one.stops:
                    if halt.status != "failed":
                        yield from ((order_id, one.trip_id) for order_id in halt.order_ids)
        yield from ((item.order_id, "collections") for item in part.collections)
    yield from ((item.order_id, "unassigned") for item in own.unassigned)
    yield from ((item.order_id, "cancelled") for item in own.cancelled)


@st.composite
def anything(draw: st.DrawFn, order_ids: Iterable[str] = ORDERS) -> Event:
    """Any event between seven and fifteen hundred hours, sense or nonsense."""
    named = draw(st.none() | st.sampled_from([*order_ids, "nobody"]))
    return Event(
        event_id=str(draw(st.integers(0, 10**9))),
        at_s=at("07:00") + 60 * draw(st.integers(0, 480)),
        type=draw(st.sampled_from(EventType)),
        order_id=named,
        vehicle_id=draw(st.none() | st.sampled_from([*VEHICLES, "V9"])),
        lat=50.0,
        lon=4.0,
        reason=draw(st.sampled_from(["", "Nobody there."])),
        delay_s=60 * draw(st.integers(-10, 90)),
    )


@st.composite
def likely(draw: st.DrawFn) -> list[Event]:
    """A day that may have been: two vans drive their trips in any order, and with mishaps."""
    ways = {way.vehicle_id: way for way in two_vans().hubs[0].routes}
    drives = [("V1", ways["V1"].trips[0]), ("V1", ways["V1"].trips[1]), ("V2", ways["V2"].trips[0])]
    events = [event for vehicle_id, own in drives for event in draw(_drive(vehicle_id, own))]
    return draw(st.permutations(events))


@st.composite
def _drive(draw: st.DrawFn, vehicle_id: str, own: model.Trip) -> list[Event]:
    """What is reported of one trip; much of it, or little."""
    halts = draw(st.permutations(own.stops))
    reports: list[tuple[str, str | None]] = [
        ("loading", None),
        ("loaded", None),
        ("departed", None),
    ]
    for halt in halts[: draw(st.integers(0, len(halts)))]:
        reports.append(("arrived", halt.order_ids[0]))
        kinds = st.sampled_from(["delivered", "delivered", "failed", "cancelled"])
        reports += [(draw(kinds), order_id) for order_id in halt.order_ids]
    reports.append(("returned", None))
    events = []
    at_s = own.loading_s
    for kind, order_id in reports:
        at_s += 60 * draw(st.integers(0, 12))
        is_named = order_id is None or draw(st.booleans())
        if draw(st.booleans()):
            events.append(
                Event(
                    event_id=f"{own.trip_id} {kind} {order_id}",
                    at_s=at_s,
                    type=EventType(kind),
                    order_id=order_id,
                    vehicle_id=vehicle_id if is_named else None,
                )
            )
    return events
