"""What a run through a day is said to have given, and the status that it ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import store_views, views
from cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Collection

    from cli.screen import Screen
    from routing.morning import Outcome
    from routing.replan.request import Replanned

_AT_RISK_SHOWN = 10
NOT_RECORDED = "The plan is not usable and was not recorded; please report this bug."


def tell(outcome: Outcome, hubs: Collection[str], screen: Screen) -> Exit:
    """Say what was wrong with the input, what has no place and why, and the key figures.

    Parameters
    ----------
    hubs
        The hubs that were asked for; empty for all.
    """
    screen.diagnostics(outcome.diagnostics)
    plan = outcome.plan
    screen.render(views.unassigned(plan, hubs), views.late(plan, hubs))
    screen.render(store_views.at_risk(plan, hubs, most=_AT_RISK_SHOWN))
    screen.render(views.summary(plan), store_views.figures(plan))
    if wishes := [one for one in outcome.wishes if not hubs or one.hub_id in hubs]:
        screen.render(views.wishes(wishes))
    say_what_failed(outcome, screen)
    if outcome.breaches:
        screen.warn(NOT_RECORDED)
    return status_of(outcome)


def say_what_failed(outcome: Outcome | Replanned, screen: Screen) -> None:
    """Say whose search failed, and what the checker found."""
    screen.findings([f"{one.code}: {one.message}\n  {one.remedy}" for one in outcome.failures])
    screen.findings([f"broken rule {breach}" for breach in outcome.breaches])


def status_of(outcome: Outcome | Replanned) -> Exit:
    """How a run ends, be it the morning's or one through the day."""
    if outcome.failures or outcome.breaches:
        return Exit.FAILED
    totals = outcome.plan.totals
    left = totals.unassigned or totals.rejected or totals.late
    return Exit.INCOMPLETE if left else Exit.DONE
