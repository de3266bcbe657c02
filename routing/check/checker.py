"""The checker: goes through a plan independently of whatever made it.

It is written from the contract and the day alone, shares no code with the engines, and drives
every leg again on the map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.check.breaks import break_breaches
from routing.check.channels import channel_breaches
from routing.check.collection import collection_breaches
from routing.check.continuity import continuity_breaches
from routing.check.coverage import coverage_breaches
from routing.check.facts import Facts, day_facts
from routing.check.figures import route_figure_breaches, total_breaches
from routing.check.header import header_breaches
from routing.check.legs import leg_breaches
from routing.check.loading import loading_breaches
from routing.check.matching import HubMatch, match_plan
from routing.check.picking import picking_breaches
from routing.check.places import place_breaches
from routing.check.progress import progress_breaches
from routing.check.refusals import refusal_breaches
from routing.check.roster import roster_breaches
from routing.check.shelves import shelf_breaches
from routing.check.stops import stop_breaches
from routing.check.trips import route_breaches, trip_breaches
from routing.check.zones import zone_breaches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.check.breach import Breach
    from routing.check.roads import Roads
    from routing.day.model import Day
    from routing.orders.intake import Intake
    from routing.orders.model import LocatedOrder, Rejection
    from routing.plan.model import Plan


def check_plan(
    plan: Plan,
    *,
    day: Day,
    intake: Intake,
    located: Sequence[LocatedOrder],
    rejected: Sequence[Rejection],
    city: Roads,
    before: Sequence[Plan] = (),
) -> tuple[Breach, ...]:
    """Go through a plan and give every broken rule; nothing when it keeps them all.

    Parameters
    ----------
    plan
        The plan, however broken.
    day, intake
        The day's settings, and its hubs, vehicles, collection points and orders.
    located
        The orders that were understood and located.
    rejected
        Every row that cannot be understood or located.
    city
        The map: `maps.city.City`.
    before
        The plan that drivers had, if any, and the same as it stands: what is under way there goes
        on as it was.

    Raises
    ------
    maps.errors.MapError
        If the map cannot answer for a kind of vehicle that the day has.
    """
    facts = day_facts(day=day, intake=intake, located=located, rejected=rejected)
    hubs = match_plan(plan, facts)
    return (
        *header_breaches(plan, hubs, facts),
        *progress_breaches(hubs, facts, plan.now_s),
        *coverage_breaches(plan, facts),
        *roster_breaches(plan, hubs, facts),
        *channel_breaches(plan, hubs, facts),
        *(breach for hub in hubs for breach in _hub_breaches(hub, facts, plan.now_s)),
        *shelf_breaches(plan, hubs, facts),
        *refusal_breaches(plan, hubs, facts),
        *picking_breaches(plan, hubs, facts),
        *leg_breaches(hubs, city, facts),
        *total_breaches(plan, hubs, facts),
        *dict.fromkeys(breach for one in before for breach in continuity_breaches(plan, one)),
    )


def _hub_breaches(hub: HubMatch, facts: Facts, now_s: int | None) -> Iterator[Breach]:
    yield from loading_breaches(hub, facts)
    yield from collection_breaches(hub, facts)
    for route in hub.routes:
        for trip in route.trips:
            yield from stop_breaches(trip, facts)
            yield from place_breaches(trip, facts)
            yield from trip_breaches(trip, facts)
            yield from zone_breaches(trip, facts)
        yield from route_breaches(route)
        yield from break_breaches(route, facts, now_s)
        yield from route_figure_breaches(route)
