"""How every order of a day ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from routing.standing.model import OrderState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.orders.intake import Intake
    from routing.plan.model import Stop
    from routing.standing.model import Standing


class End(StrEnum):
    """How an order ended.

    `KEPT` and `LATE`: handed over, or ready where it is collected, by the time that was promised or
    after it. `FAILED`: tried in vain. `LEFT`: nobody has it.
    """

    KEPT = "kept"
    LATE = "late"
    FAILED = "failed"
    LEFT = "left"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


CARRIED_OVER = frozenset({End.FAILED, End.LEFT})

_WHY = {
    OrderState.STRANDED: "It is on board of a vehicle that cannot drive any more.",
    OrderState.MISSING: "A picker did not find it.",
    OrderState.ON_BOARD: "It left its hub, and nobody reported what became of it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One order's.

    `hub_id` is ``None`` where no hub ever had it. `why` says why it failed or is left.
    """

    order_id: str
    hub_id: str | None
    end: End
    late_s: int = 0
    why: str = ""


def endings(standing: Standing, intake: Intake) -> tuple[Ending, ...]:
    """How every order ended that came in, whatever row is still there.

    Parameters
    ----------
    standing
        Of the last released version, at the end of the day.
    intake
        The day's tables as they are now.
    """
    homes, stops = _stops(standing)
    plan = standing.plan
    collections = {item.order_id: (hub, item) for hub in plan.hubs for item in hub.collections}
    unassigned = {item.order_id: item for item in plan.unassigned}
    promised = {
        order.order_id: order.window_end_s
        for order in intake.orders
        if order.window_end_s is not None
    }
    known = {order.order_id: order.hub_id for order in intake.orders}
    found = []
    for order_id in dict.fromkeys([*known, *standing.orders]):
        state = standing.orders.get(order_id)
        hub_id = homes.get(order_id, known.get(order_id))
        end, late_s, why = End.LEFT, 0, ""
        if state is OrderState.CANCELLED:
            end = End.CANCELLED
        elif state is OrderState.FAILED:
            end, why = End.FAILED, standing.failed.get(order_id, "")
        elif order_id in collections and state is not OrderState.MISSING:
            hub, item = collections[order_id]
            hub_id = hub.hub_id
            if item.ready_s <= standing.now_s or state is OrderState.DONE:
                end, late_s = _by(item.ready_s, item.window_end_s)
        elif state is OrderState.DONE and order_id in stops:
            stop = stops[order_id]
            met_s = stop.start_s if stop.point_id is None else stop.leave_s
            end, late_s = _by(met_s, promised.get(order_id, stop.window_end_s))
        elif state is OrderState.DONE:
            end = End.KEPT
        if end is End.LEFT:
            item_left = unassigned.get(order_id)
            told = item_left.reason if item_left else _why_left(order_id, homes)
            why = told if state is None else _WHY.get(state, told)
            hub_id = item_left.hub_id if item_left and hub_id is None else hub_id
        found.append(Ending(order_id=order_id, hub_id=hub_id, end=end, late_s=late_s, why=why))
    return (*found, *_rejected(intake))


def _why_left(order_id: str, homes: Mapping[str, str]) -> str:
    if order_id in homes:
        return "It had a stop, and nobody reported that its trip left."
    return "It came in after the last run."


def _by(met_s: int, promised_s: int) -> tuple[End, int]:
    late_s = max(0, met_s - promised_s)
    return (End.LATE if late_s else End.KEPT), late_s


def _rejected(intake: Intake) -> Iterator[Ending]:
    for row in intake.rejected:
        yield Ending(
            order_id=row.order_id or f"{row.file}:{row.line}",
            hub_id=None,
            end=End.REJECTED,
            why=row.message,
        )


def _stops(standing: Standing) -> tuple[Mapping[str, str], Mapping[str, Stop]]:
    """The hub of every order on a stop, and its last stop that did not fail."""
    homes, stops = {}, {}
    for hub in standing.plan.hubs:
        for trip in (trip for route in hub.routes for trip in route.trips):
            for stop in trip.stops:
                for order_id in stop.order_ids:
                    homes[order_id] = hub.hub_id
                    if stop.status != "failed":
                        stops[order_id] = stop
    return homes, stops
