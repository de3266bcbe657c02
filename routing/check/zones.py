"""Deliveries lie in their hub's zones, when these are served, and on their terms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.check.zoning import zoned
from routing.orders.refusal import BELOW_MINIMUM, OUT_OF_ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.breach import Breach
    from routing.check.facts import Facts
    from routing.check.matching import StopMatch, TripMatch
    from routing.fleet.model import Hub


def zone_breaches(trip: TripMatch, facts: Facts) -> Iterator[Breach]:
    """Give deliveries that no zone of the hub would have taken, and surcharges that are others.

    What is on a trip that is begun or closed is delivered, whatever zones and rows say since; and
    nobody pays for an attempt that failed.
    """
    if trip.hub is None:
        return
    for match in trip.stops:
        found = [zoned(order, trip.hub, facts) for order in match.same_day]
        if trip.settled and any(one.fault is not None for one in found):
            continue
        yield from _delivery_breaches(match, trip.hub, facts, may_be_late=trip.settled)
        if not match.complete or match.stop.status == "failed":
            continue
        surcharge_cents = sum(one.zone.surcharge_cents for one in found if one.zone is not None)
        if match.stop.surcharge_cents != surcharge_cents:
            yield match.where.breach(
                "surcharge",
                f"its surcharge is {match.stop.surcharge_cents} cents; its orders' zones ask for"
                f" {surcharge_cents}.",
            )


def _delivery_breaches(
    match: StopMatch, hub: Hub, facts: Facts, *, may_be_late: bool
) -> Iterator[Breach]:
    for order in match.same_day:
        found = zoned(order, hub, facts)
        where = replace(match.where, order_ids=(order.order_id,))
        if found.fault == OUT_OF_ZONE:
            yield where.breach("zone", f"its door lies outside every zone of {hub.hub_id}.")
        elif found.fault == BELOW_MINIMUM:
            yield where.breach(
                "minimum",
                f"it is worth {order.value_cents} cents, less than each zone of {hub.hub_id} asks"
                " for that it could be delivered in.",
            )
        elif found.fault is not None:
            yield where.breach("zone", "its zone is not served at any time of its window.")
        elif found.zone is not None and not match.reached:
            opens_s, closes_s = found.zone.opens_s, found.zone.closes_s
            start_s = match.stop.start_s
            early = opens_s is not None and start_s < opens_s
            late = closes_s is not None and start_s > closes_s and not may_be_late
            if early or late:
                opens = "opening" if opens_s is None else facts.time(opens_s)
                closes = "closing" if closes_s is None else facts.time(closes_s)
                yield where.breach(
                    "zone",
                    f"service begins at {facts.time(start_s)}; its zone {found.zone.zone_id} is"
                    f" served {opens}-{closes}.",
                )
