"""The plan as a whole: whose day it is, and the words it may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.check.breach import Breach, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.facts import Facts
    from routing.check.matching import HubMatch
    from routing.plan.model import Plan

_PLAN_STATUSES = ("draft", "released")
_STOP_STATUSES = ("planned", "next", "arrived", "done", "failed")


def header_breaches(plan: Plan, hubs: tuple[HubMatch, ...], facts: Facts) -> Iterator[Breach]:
    """Give what is wrong with the plan's day, time zone, version and statuses."""
    where, clock = Where(), facts.clock
    if plan.day != clock.date.isoformat():
        yield where.breach("plan-day", f"it is for {plan.day}; the day is {clock.date}.")
    if plan.timezone != clock.timezone:
        yield where.breach(
            "plan-timezone", f"its time zone is {plan.timezone}; the day's is {clock.timezone}."
        )
    if plan.status not in _PLAN_STATUSES:
        yield where.breach(
            "plan-status", f"its status is {plan.status!r}; it is {' or '.join(_PLAN_STATUSES)}."
        )
    if plan.version < 1:
        yield where.breach("plan-version", f"its version is {plan.version}; versions begin at 1.")
    for stop in (s for h in hubs for r in h.routes for t in r.trips for s in t.stops):
        status = stop.stop.status
        if status not in _STOP_STATUSES:
            known = ", ".join(_STOP_STATUSES)
            yield stop.where.breach("stop-status", f"its status is {status!r}; known are {known}.")
        elif status != "planned" and plan.now_s is None:
            yield stop.where.breach(
                "stop-status",
                f"its status is {status!r}, and the plan has no `now`; before the day has begun "
                "every stop is planned.",
            )
        elif stop.stop.reason and status != "failed":
            yield stop.where.breach(
                "stop-status",
                f"it says why it failed ({stop.stop.reason!r}), and its status is {status!r}.",
            )
