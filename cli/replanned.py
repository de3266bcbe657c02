"""What a run through the day is said to have given."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from cli.outcome import NOT_RECORDED, say_what_failed, status_of

if TYPE_CHECKING:
    from cli.exits import Exit
    from cli.screen import Screen
    from routing.replan.request import Replanned


def tell(outcome: Replanned, screen: Screen) -> Exit:
    """Say what was wrong and what changed, on one line; more on a terminal, or with -v."""
    status = status_of(outcome)
    _say_what_is_wrong(outcome, screen)
    if screen.verbose or sys.stdout.isatty():
        # Cron has no eyes for tables, and should not wait for them.
        from cli import store_views, views

        _say_changes(outcome, screen)
        plan = outcome.plan
        screen.render(views.unassigned(plan, ()), views.late(plan, ()))
        screen.render(views.summary(plan), store_views.figures(plan))
    screen.say(line(outcome, status))
    screen.document(document(outcome, status))
    return status


def tell_change(outcome: Replanned, screen: Screen) -> Exit:
    """Say what is another than in the version before, and what was asked for costs."""
    plan, without = outcome.plan, outcome.without
    _say_what_is_wrong(outcome, screen)
    _say_changes(outcome, screen)
    cents = plan.totals.cost_cents - without.totals.cost_cents
    metres = plan.totals.distance_m - without.totals.distance_m
    screen.say(f"That makes {cents / 100:+.2f} euros and {metres / 1000:+.1f} km.")
    status = status_of(outcome)
    if outcome.recorded:
        screen.say(f"Written: version {plan.version}, {plan.status}, {outcome.path}")
    else:
        screen.say("Nothing is recorded.")
    screen.document(document(outcome, status))
    return status


def line(outcome: Replanned, status: Exit) -> str:
    """A run on one line of a log."""
    plan, totals = outcome.plan, outcome.plan.totals
    told = [
        f"{plan.day} {'' if plan.now_s is None else plan.clock.wall(plan.now_s)}",
        f"version {plan.version} {plan.status}" if outcome.recorded else "nothing recorded",
        f"events {_events(outcome)}",
        f"planned {' '.join(outcome.planned) or 'no hub'}",
        f"changed {_changed(outcome)}",
        f"late {totals.late}",
        f"unassigned {totals.unassigned}",
        f"{totals.cost_cents / 100:.2f} euros",
        f"{outcome.seconds:.1f} s",
        f"exit {int(status)}",
    ]
    return " | ".join(told)


def _events(outcome: Replanned) -> str:
    """What came in, and how much of all that did is of no use."""
    rows = outcome.unusable_rows
    unusable = [f"{rows} unusable row{'' if rows == 1 else 's'}"] if rows else []
    told = [f"{outcome.new_events} new", *unusable, f"{len(outcome.set_aside)} set aside"]
    return ", ".join(told)


def _changed(outcome: Replanned) -> str:
    """How many stops are others than in the last version, and where: not only at planned hubs."""
    count = outcome.changes.changed_stops
    hubs = dict.fromkeys(
        route.hub_id
        for route in outcome.changes.routes
        if route.moved
        or route.later
        or route.earlier
        or any(one.leaves and one.comes_to for one in (*route.added, *route.removed))
    )
    where = f" at {' '.join(hubs)}" if count else ""
    return f"{count} stop{'' if count == 1 else 's'}{where}"


def document(outcome: Replanned, status: Exit) -> dict[str, Any]:
    """What `--json` prints."""
    from dataclasses import asdict

    from routing.plan.difference import difference_document

    plan, last, without = outcome.plan, outcome.last, outcome.without
    return {
        "exit_status": int(status),
        "version": plan.version if outcome.recorded else None,
        "status": plan.status,
        "plan": str(outcome.path) if outcome.recorded or outcome.breaches else None,
        "now": None if plan.now_s is None else plan.clock.iso(plan.now_s),
        "seconds": round(outcome.seconds, 3),
        "events": {
            "new": outcome.new_events,
            "unusable_rows": outcome.unusable_rows,
            "set_aside": [asdict(one) for one in outcome.set_aside],
        },
        "planned_hubs": list(outcome.planned),
        "cost_eur": (plan.totals.cost_cents - without.totals.cost_cents) / 100,
        "distance_m": plan.totals.distance_m - without.totals.distance_m,
        "changes": difference_document(last, plan, outcome.changes),
        "diagnostics": [asdict(item) for item in outcome.diagnostics],
        "failures": [
            {"code": one.code, "message": one.message, "remedy": one.remedy}
            for one in outcome.failures
        ],
        "broken_rules": [str(breach) for breach in outcome.breaches],
    }


def _say_what_is_wrong(outcome: Replanned, screen: Screen) -> None:
    screen.diagnostics(outcome.diagnostics)
    # What was told before is counted, and not told again by every run.
    screen.findings([str(one) for one in outcome.set_aside_now])
    say_what_failed(outcome, screen)
    if outcome.kept:
        hubs = ", ".join(outcome.kept)
        screen.warn(f"{hubs} keeps the last plan, and the others go on; please report this bug.")
    elif outcome.breaches:
        screen.warn(NOT_RECORDED)


def _say_changes(outcome: Replanned, screen: Screen) -> None:
    from cli import version_views

    if not outcome.changes.is_empty:
        screen.render(version_views.difference(outcome.last, outcome.plan, outcome.changes))
