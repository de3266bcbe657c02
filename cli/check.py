"""`tournee check`: a plan, gone through independently of any solver."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import DATE, DAY, existing_path, talks

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cli.screen import Screen


@click.command("check", short_help="Go through a plan, independently of any solver.")
@DAY
@click.argument("plan", type=existing_path("plan"), required=False)
@DATE
@talks
def command(*, day: Path, plan: Path | None, date: datetime | None, screen: Screen) -> int:
    """Go through a plan of DAY and list every broken rule; PLAN is the last version by default.

    The day is read again and every leg is driven again on the map. A plan made through the day is
    held against the plan that drivers had before, if the day's store has it.

    \b
    Exit status: 0 nothing broken · 4 broken.

    \b
    Example:
      tournee check today today/out/plan.json
    """
    from cli.days import day_of, last_plan
    from routing.plan.document import read_plan
    from routing.reading import read_morning
    from routing.replan.situation import situation
    from routing.store.predecessor import plan_before
    from routing.store.store import open_store

    found = last_plan(day, date) if plan is None else read_plan(plan)
    own_day = day_of(day, found)
    with open_store(own_day) as store, screen.progress() as progress:
        before = plan_before(found, store)
        if found.now_s is None:
            morning = read_morning(own_day, progress, found.changes)
        else:
            morning = situation(
                own_day,
                store,
                before or found,
                found.now_s,
                progress,
                is_released=before is not None,
                changes=found.changes,
            ).morning
        progress.phase("Checking the plan")
        breaches = morning.check(found, *([] if before is None else [before]))
    for breach in breaches:
        screen.say(str(breach))
    counted = f"{len(breaches)} broken rule{'' if len(breaches) == 1 else 's'}"
    what = f"{found.totals.orders} orders, version {found.version} of {found.day}"
    if before is not None:
        what += f", after version {before.version}"
    screen.say(f"{counted if breaches else 'Nothing broken'} ({what}).")
    screen.document({"plan_id": found.plan_id, "breaches": [asdict(breach) for breach in breaches]})
    return Exit.FAILED if breaches else Exit.DONE
