"""A store's day that can be checked by hand: two pickers, two vans, collections.

P1 picks 08:00-12:00, P2 09:00-12:00; loading takes ten minutes::

    P1  08:00 O1  08:10 O2  08:20 D1        -08:50      09:30 O4 -09:40
    P2                               09:00 C1        09:30 C2 -09:50
    V1  08:20 loads V1-1: O1 at 08:40, O2 and O3 at 08:50; back at 10:00
    V2  08:50 loads V2-1: D1 for the locker L, left at 09:20, promised by 09:30
    V1  10:00 loads V1-2: O4, there at 10:25, its window opens at 10:30

O3 and C3 are ready by themselves. C1 is promised by 10:00, C2 by 09:45 and five minutes late, C3 by
20:00. U1 is unassigned, X1 cancelled, R1 rejected; a second row with the id O1 is rejected too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routing.orders.model import (
    Alternative,
    Channel,
    HubChoice,
    Order,
    Rejection,
    Unassigned,
)
from routing.plan import model
from tests.support.plans import hub, picker, plan, route, stop

if TYPE_CHECKING:
    from routing.plan.model import Plan


def at(clock: str) -> int:
    """Seconds from midnight of HH:MM, on a day without a change of clocks."""
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60


def pick(order_id: str, start: str, ready: str, lines: int) -> model.Pick:
    return model.Pick(order_id=order_id, start_s=at(start), ready_s=at(ready), lines=lines)


def trip(trip_id: str, loads: str, back: str, *stops: model.Stop) -> model.Trip:
    """A trip that leaves ten minutes after its loading begins."""
    return model.Trip(
        trip_id=trip_id, loading_s=at(loads), depart_s=at(loads) + 600, return_s=at(back),
        weight_g=1_000, volume_ml=1_000, stops=stops, return_leg_s=60, return_leg_m=1000,
        return_shape="",
    )  # fmt: skip


def visit(arrive: str, start: str, leave: str, opens: str, closes: str, **own: Any) -> model.Stop:
    return stop(
        arrive_s=at(arrive), start_s=at(start), leave_s=at(leave), window_start_s=at(opens),
        window_end_s=at(closes), **own,
    )  # fmt: skip


def collection(order_id: str, ready: str, promised: str) -> model.Collection:
    late_s = max(0, at(ready) - at(promised))
    return model.Collection(
        order_id=order_id, ready_s=at(ready), window_end_s=at(promised), late_s=late_s
    )


def store_hub(**changes: Any) -> model.HubPlan:
    """The store's day, as the module says."""
    first = trip(
        "V1-1", "08:20", "10:00",
        visit("08:40", "08:40", "08:42", "08:00", "09:40", order_ids=("O1",), lines=9),
        visit("08:50", "08:50", "08:52", "08:00", "10:20", order_ids=("O2", "O3"), lines=9),
    )  # fmt: skip
    drop = trip(
        "V2-1", "08:50", "09:40",
        visit("09:15", "09:15", "09:20", "08:00", "09:30", order_ids=("D1",), point_id="L"),
    )  # fmt: skip
    second = trip(
        "V1-2", "10:00", "11:00",
        visit("10:25", "10:30", "10:32", "10:30", "12:00", order_ids=("O4",), lines=9),
    )  # fmt: skip
    own: dict[str, Any] = {
        "collections": (
            collection("C1", "09:30", "10:00"),
            collection("C2", "09:50", "09:45"),
            collection("C3", "08:00", "20:00"),
        ),
        "picking": model.HubPicking(
            pickers=(
                picker(
                    "P1", at("08:00"), at("12:00"), pick("O1", "08:00", "08:10", 9),
                    pick("O2", "08:10", "08:20", 9), pick("D1", "08:20", "08:50", 29),
                    pick("O4", "09:30", "09:40", 9), cost_cents=8_800,
                ),
                picker(
                    "P2", at("09:00"), at("12:00"), pick("C1", "09:00", "09:30", 29),
                    pick("C2", "09:30", "09:50", 19), cost_cents=6_600,
                ),
            ),
            late_by_arrival=2,
            late_at_least=1,
        ),
    }  # fmt: skip
    return hub(
        route(vehicle_id="V1", trips=(first, second), cost_cents=5_000, vehicle_cents=1_500),
        route(vehicle_id="V2", trips=(drop,), cost_cents=3_000, vehicle_cents=1_000),
        route(vehicle_id="V3", trips=(), vehicle_cents=0),
        **(own | changes),
    )


def store_plan(**changes: Any) -> Plan:
    """The whole plan, with what has no place."""
    own: dict[str, Any] = {
        "hubs": (store_hub(),),
        "points": (model.Point(point_id="L", name="Locker", lat=50.0, lon=4.0),),
        "unassigned": (
            Unassigned(
                order_id="U1", hub_id="H", code="TOO-HEAVY", reason="It weighs 900 kg.",
                suggestion="Send a lorry.",
            ),
        ),
        "rejected": (
            Rejection(order_id="R1", file="orders.csv", line=18, code="ORDER-NUMBER",
                      message="lines is 'ten'. Write a number."),
            Rejection(order_id="O1", file="orders.csv", line=19, code="ORDER-ID-DUPLICATE",
                      message="There is one already. Give it another id."),
        ),
        "cancelled": (model.Cancelled(order_id="X1", at_s=at("07:10"), reason="Rang."),),
        "choices": (
            HubChoice(
                order_id="O1", hub_id="H", reason="It costs least there.", cost_cents=512,
                alternatives=(
                    Alternative(hub_id="H2", cost_cents=700, reason="It is further away."),
                    Alternative(hub_id="H3", cost_cents=None, reason="It has no milk."),
                ),
            ),
        ),
    }  # fmt: skip
    return plan(**(own | changes))


def order(order_id: str, **changes: Any) -> Order:
    """A row of the order table, of 5 kg."""
    own: dict[str, Any] = {
        "order_id": order_id, "file": "orders.csv", "line": 2, "channel": Channel.SAME_DAY,
        "weight_g": 5_000, "volume_ml": 1_000, "service_s": 120,
    }  # fmt: skip
    return Order(**(own | changes))
