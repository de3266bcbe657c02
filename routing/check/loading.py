"""Loading: what a trip waits for before it is loaded, and when it may leave."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from routing.check.promises import ready_s

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.check.breach import Breach
    from routing.check.facts import Facts
    from routing.check.matching import HubMatch, RouteMatch, TripMatch
    from routing.plan.model import Pick


def loading_breaches(hub: HubMatch, facts: Facts) -> Iterator[Breach]:
    """Give trips of a hub that load or leave too early or too late, and bays that are too few.

    Of a trip that is begun they are what happened.
    """
    for route in hub.routes:
        for trip in route.trips:
            if not trip.begun:
                yield from _trip_breaches(trip, hub.picks, facts)
        yield from _return_breaches(route, facts)
    yield from _bay_breaches(hub, facts)


def _trip_breaches(match: TripMatch, picks: Mapping[str, Pick], facts: Facts) -> Iterator[Breach]:
    trip, hub, where = match.trip, match.hub, match.where
    begins = f"loading begins at {facts.time(trip.loading_s)}"
    if match.vehicle is not None and trip.loading_s < match.vehicle.shift_start_s:
        shift = facts.time(match.vehicle.shift_start_s)
        yield where.breach("loading-shift", f"{begins}; the shift begins at {shift}.")
    if hub is None:
        return
    loaded_s = trip.loading_s + hub.loading_s
    if trip.loading_s < hub.opens_s:
        yield where.breach(
            "loading-opening", f"{begins}; the hub opens at {facts.time(hub.opens_s)}."
        )
    if loaded_s > hub.closes_s:
        yield where.breach(
            "loading-closing",
            f"loading is over at {facts.time(loaded_s)}; the hub closes at "
            f"{facts.time(hub.closes_s)}.",
        )
    if trip.depart_s < loaded_s:
        yield where.breach(
            "departure",
            f"it departs at {facts.time(trip.depart_s)}; it is loaded at {facts.time(loaded_s)}.",
        )
    ready = [
        (ready_s(order, hub, picks), order.order_id)
        for stop in match.stops
        for order in stop.orders
    ]
    last_s, last = max(ready, default=(trip.loading_s, ""))
    if trip.loading_s < last_s:
        yield where.breach(
            "loading-ready", f"{begins}; order {last} is ready at {facts.time(last_s)}."
        )


def _return_breaches(match: RouteMatch, facts: Facts) -> Iterator[Breach]:
    for before, trip in pairwise(match.trips):
        if not trip.begun and trip.trip.loading_s < before.trip.return_s:
            yield trip.where.breach(
                "loading-return",
                f"loading begins at {facts.time(trip.trip.loading_s)}; the vehicle returns from "
                f"trip {before.trip.trip_id} at {facts.time(before.trip.return_s)}.",
            )


def _bay_breaches(match: HubMatch, facts: Facts) -> Iterator[Breach]:
    """Give the trips that begin to load while every bay is taken."""
    hub = match.hub
    if hub is None or hub.bays is None or hub.loading_s <= 0:
        return
    trips = sorted(
        (trip for route in match.routes for trip in route.trips),
        key=lambda trip: trip.trip.loading_s,
    )
    loading: list[TripMatch] = []
    for trip in trips:
        begins_s = trip.trip.loading_s
        loading = [one for one in loading if one.trip.loading_s + hub.loading_s > begins_s]
        loading.append(trip)
        if len(loading) > hub.bays and not trip.begun:
            others = ", ".join(one.trip.trip_id for one in loading[:-1])
            yield trip.where.breach(
                "bays",
                f"loading begins at {facts.time(begins_s)}, while {others} are loading; the hub "
                f"has {hub.bays} bays.",
            )
