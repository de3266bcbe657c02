"""Hubs that a run leaves out keep their last plan: whole, and only if it is still true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.check.rules import ROAD_RULES
from routing.errors import DayError
from routing.plan.keeping import orders_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from routing.orders.assignment import Assignment
    from routing.plan.model import Plan
    from routing.reading import Morning


def check_still_true(morning: Morning, last: Plan, hub_ids: Collection[str]) -> None:
    """Go through what these hubs would keep.

    Raises
    ------
    DayError
        HUB-CHANGES, if roads, pickers, orders or anything else is another since.
    """
    broken = next((one for one in morning.check(last) if one.hub_id in hub_ids), None)
    if broken is None:
        return
    if broken.rule in ROAD_RULES:
        changes = ", ".join(last.changes) or "nothing"
        remedy = (
            f"Bring back the closures, traffic and profiles of then, with {changes} on the command"
            " line, or plan the whole day."
        )
    else:
        remedy = _plan_too(str(broken.hub_id))
    raise _changed(f"the day is another since: {broken.message}", remedy)


def check_kept_whole(last: Plan, hub_ids: Collection[str], assignment: Assignment) -> None:
    """Go through hubs that cannot keep everything that they had.

    Raises
    ------
    DayError
        HUB-CHANGES, if one of them lost an order: its routes are not taken apart for that.
    """
    refused = {item.order_id: item for item in assignment.refused}
    homes = {item.order.order_id: item.hub_id for item in assignment.orders}
    for hub in last.hubs:
        if hub.hub_id in hub_ids:
            gone = min(one for one in orders_of(hub) if homes.get(one) != hub.hub_id)
            why = f": {refused[gone].reason}" if gone in refused else "."
            raise _changed(
                f"{hub.hub_id} cannot have order {gone} any more{why}", _plan_too(hub.hub_id)
            )


def _plan_too(hub_id: str) -> str:
    return f"Plan the whole day, or with --hub {hub_id} as well."


def _changed(what: str, remedy: str) -> DayError:
    return DayError(
        "HUB-CHANGES", f"The hubs that --hub leaves out keep their last plan, and {what}", remedy
    )
