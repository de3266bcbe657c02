"""What a run through the day is said to have given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import store_views, views
from cli.exits import Exit

if TYPE_CHECKING:
    from cli.screen import Screen
    from routing.replan.run import Replanned


def tell(outcome: Replanned, screen: Screen) -> Exit:
    """Say what was wrong, what changed, what has no place and why, and the key figures."""
    plan = outcome.plan
    screen.diagnostics(outcome.diagnostics)
    screen.findings([str(one) for one in outcome.set_aside])
    screen.render(views.unassigned(plan, ()), views.late(plan, ()))
    screen.render(views.summary(plan), store_views.figures(plan))
    screen.findings([f"{one.code}: {one.message}\n  {one.remedy}" for one in outcome.failures])
    screen.findings([f"broken rule {breach}" for breach in outcome.breaches])
    if outcome.breaches:
        screen.warn("The plan is not usable and was not recorded; please report this bug.")
    screen.say(f"Written: {outcome.path}")
    status = _status(outcome)
    screen.document({"exit_status": int(status), "version": plan.version})
    return status


def _status(outcome: Replanned) -> Exit:
    if outcome.failures or outcome.breaches:
        return Exit.FAILED
    totals = outcome.plan.totals
    left = totals.unassigned or totals.rejected or totals.late
    return Exit.INCOMPLETE if left else Exit.DONE
