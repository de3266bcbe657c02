"""How far an order has to be for what: the words that decide on a row, a place, a pick."""

from __future__ import annotations

from routing.standing.model import OrderState

OVER = frozenset(
    {
        OrderState.DONE, OrderState.FAILED, OrderState.CANCELLED, OrderState.MISSING,
        OrderState.STRANDED,
    }
)  # fmt: skip
"""Of these nothing is planned any more, unless something else is reported of them."""

NOWHERE_YET = frozenset({OrderState.FREE, OrderState.READY, OrderState.PICKING})
"""These are on no trip that stands: they may still go anywhere."""

OPEN = NOWHERE_YET | {OrderState.CLOSED}
"""These nobody has loaded yet: what was fixed of them may be fixed again."""

LOADED = frozenset(OrderState) - NOWHERE_YET - {OrderState.CANCELLED, OrderState.MISSING}
"""These are on a trip that stands, were handed over, or came back."""

NOT_PICKED = frozenset({OrderState.CANCELLED, OrderState.MISSING})
"""These nobody will pick as they were planned."""
