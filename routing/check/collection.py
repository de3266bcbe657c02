"""Orders collected where they are prepared: when they are ready, and whether that is in time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.check.promises import promise_s, ready_s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.breach import Breach
    from routing.check.facts import Facts
    from routing.check.matching import HubMatch


def collection_breaches(match: HubMatch, facts: Facts) -> Iterator[Breach]:
    """Give what is wrong with the times of a hub's collections."""
    hub = match.hub
    if hub is None:
        return
    for collection in match.plan.collections:
        order = facts.orders.get(collection.order_id)
        if order is None:
            continue
        where = replace(match.where, order_ids=(order.order_id,))
        ready = ready_s(order, hub, match.picks)
        promised = promise_s(order, hub, hub.closes_s, facts)
        if collection.ready_s != ready:
            yield where.breach(
                "collection-ready",
                f"it is ready at {facts.time(collection.ready_s)} in the plan; "
                f"by the day it is ready at {facts.time(ready)}.",
            )
        if collection.window_end_s != promised:
            yield where.breach(
                "collection-window",
                f"it is promised for {facts.time(collection.window_end_s)} in the plan; "
                f"the promise is {facts.time(promised)}.",
            )
        late_s = max(0, ready - promised)
        if collection.late_s != late_s:
            yield where.breach(
                "collection-late",
                f"it says {collection.late_s} s late; ready at {facts.time(ready)} for "
                f"{facts.time(promised)} is {late_s} s late.",
            )
