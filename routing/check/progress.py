"""How far the day is: its words make sense together, and what is to come is not in the past."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.check.matching import HAS_LEFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.breach import Breach, Where
    from routing.check.facts import Facts
    from routing.check.matching import HubMatch, RouteMatch, TripMatch
    from routing.plan.model import Pick

_TRIP_STATUSES = ("planned", "closed", "loading", "loaded", "departed", "returned")
_PICK_STATUSES = ("planned", "begun", "done")
_COLLECTION_STATUSES = ("planned", "ready", "done")


def progress_breaches(
    hubs: tuple[HubMatch, ...], facts: Facts, now_s: int | None
) -> Iterator[Breach]:
    """Give statuses that cannot be, and things yet to be done that lie before `now_s`."""
    for match in hubs:
        for route in match.routes:
            for trip in route.trips:
                yield from _word_breaches(
                    "trip-status", trip.trip.status, _TRIP_STATUSES, trip.where, now_s
                )
                if now_s is not None:
                    yield from _sequence_breaches(trip)
                    yield from _past_breaches(trip, facts, now_s)
            yield from _order_breaches(route)
        yield from _picking_breaches(match, facts, now_s)
        yield from _collection_breaches(match, now_s)


def _word_breaches(
    rule: str, status: str, known: tuple[str, ...], where: Where, now_s: int | None
) -> Iterator[Breach]:
    if status not in known:
        yield where.breach(rule, f"its status is {status!r}; known are {', '.join(known)}.")
    elif status != "planned" and now_s is None:
        yield where.breach(
            rule,
            f"its status is {status!r}, and the plan has no `now`; before the day has begun it is"
            " planned.",
        )


def _sequence_breaches(trip: TripMatch) -> Iterator[Breach]:
    """Give stops that cannot be as far as they are said to be, where their trip is."""
    status = trip.trip.status
    reached = [stop.reached for stop in trip.stops]
    if any(reached) and status not in HAS_LEFT:
        yield trip.stops[reached.index(True)].where.breach(
            "trip-status", f"it was reached, and its trip is {status}; it has not departed."
        )
    if status == "returned" and not all(reached):
        yield trip.stops[reached.index(False)].where.breach(
            "trip-status", "it was not reached, and its trip has returned."
        )
    for before, stop in pairwise(trip.stops):
        if stop.reached and not before.reached:
            yield stop.where.breach(
                "trip-status",
                f"it was reached, and the stop before it ({', '.join(before.stop.order_ids)}) was"
                " not; what was reached comes first.",
            )
    ahead = [stop for stop in trip.stops if not stop.reached]
    is_there = any(stop.stop.status == "arrived" for stop in trip.stops)
    for stop in (stop for stop in trip.stops if stop.stop.status == "next"):
        if status != "departed" or is_there or stop is not ahead[0]:
            yield stop.where.breach(
                "trip-status",
                "it is said to be next; that is only the first stop not reached of a trip that has"
                " departed, while the vehicle stands at no other.",
            )


def _order_breaches(route: RouteMatch) -> Iterator[Breach]:
    for before, trip in pairwise(route.trips):
        if trip.trip.status in HAS_LEFT and before.trip.status != "returned":
            yield trip.where.breach(
                "trip-status",
                f"it is {trip.trip.status}, and trip {before.trip.trip_id} before it is"
                f" {before.trip.status}.",
            )


def _past_breaches(match: TripMatch, facts: Facts, now_s: int) -> Iterator[Breach]:
    trip = match.trip
    to_reach = (stop for stop in match.stops if not stop.reached)
    ahead = [(stop.where, "reached", stop.stop.arrive_s) for stop in to_reach]
    if trip.status == "planned" and not match.begun:
        ahead.append((match.where, "loaded", trip.loading_s))
    if not match.begun or trip.status in {"loading", "loaded"}:
        ahead.append((match.where, "left on", trip.depart_s))
    if match.served and trip.status != "returned":
        ahead.append((match.where, "back", trip.return_s))
        last = match.stops[-1]
        if last.stop.status == "arrived":
            ahead.append((last.where, "left", last.stop.leave_s))
    for where, what, at_s in ahead:
        if at_s < now_s:
            yield where.breach(
                "past",
                f"it is to be {what} at {facts.time(at_s)}; it is {facts.time(now_s)} already.",
            )


def _picking_breaches(match: HubMatch, facts: Facts, now_s: int | None) -> Iterator[Breach]:
    days = match.plan.picking.pickers if match.plan.picking else ()
    for pick in (pick for day in days for pick in day.picks):
        where = replace(match.where, order_ids=(pick.order_id,))
        yield from _word_breaches("pick-status", pick.status, _PICK_STATUSES, where, now_s)
        if now_s is not None:
            yield from _pick_breaches(pick, where, facts, now_s)


def _pick_breaches(pick: Pick, where: Where, facts: Facts, now_s: int) -> Iterator[Breach]:
    now = facts.time(now_s)
    if pick.status == "planned" and pick.start_s < now_s:
        yield where.breach(
            "past", f"its picking is to begin at {facts.time(pick.start_s)}; it is {now} already."
        )
    if pick.status == "begun" and pick.start_s > now_s:
        yield where.breach(
            "pick-status", f"its picking is begun, at {facts.time(pick.start_s)}; it is {now}."
        )
    if pick.status == "done" and pick.ready_s > now_s:
        yield where.breach(
            "pick-status", f"its picking is done, at {facts.time(pick.ready_s)}; it is {now}."
        )


def _collection_breaches(match: HubMatch, now_s: int | None) -> Iterator[Breach]:
    for item in match.plan.collections:
        where = replace(match.where, order_ids=(item.order_id,))
        yield from _word_breaches(
            "collection-status", item.status, _COLLECTION_STATUSES, where, now_s
        )
        pick = match.picks.get(item.order_id)
        if item.status != "planned" and pick is not None and pick.status != "done":
            yield where.breach(
                "collection-status",
                f"it is {item.status}, and its picking is {pick.status}; it was picked before.",
            )
