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


def tell_change(outcome: Replanned, screen: Screen) -> Exit:
    """Say what is another than in the version before, and what that costs."""
    plan, last = outcome.plan, outcome.last
    screen.diagnostics(outcome.diagnostics)
    screen.findings([str(one) for one in outcome.set_aside])
    screen.findings([f"broken rule {breach}" for breach in outcome.breaches])
    if outcome.breaches:
        screen.warn("The plan is not usable and was not recorded; please report this bug.")
    cents = plan.totals.cost_cents - last.totals.cost_cents
    metres = plan.totals.distance_m - last.totals.distance_m
    screen.say(f"That makes {cents / 100:+.2f} euros and {metres / 1000:+.1f} km.")
    screen.say(f"Version {plan.version} ({plan.status}) is written: {outcome.path}")
    status = _status(outcome)
    screen.document(
        {"exit_status": int(status), "version": plan.version, "eur": cents / 100, "m": metres}
    )
    return status


def _status(outcome: Replanned) -> Exit:
    if outcome.failures or outcome.breaches:
        return Exit.FAILED
    totals = outcome.plan.totals
    left = totals.unassigned or totals.rejected or totals.late
    return Exit.INCOMPLETE if left else Exit.DONE
