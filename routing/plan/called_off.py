"""Orders that the table of orders calls off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.plan.model import Cancelled

if TYPE_CHECKING:
    from routing.orders.intake import Intake

REASON = "Its row calls it off."


def called_off(intake: Intake, *, now_s: int | None = None) -> tuple[Cancelled, ...]:
    """What rows call off, in the order of the table.

    Rows do not say when: it is the time of the run, and in the morning the opening of the first
    hub.
    """
    at_s = min(hub.opens_s for hub in intake.hubs) if now_s is None else now_s
    return tuple(
        Cancelled(order_id=order.order_id, at_s=at_s, reason=REASON) for order in intake.cancelled
    )
