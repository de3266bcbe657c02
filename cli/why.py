"""`tournee why`: one order's story."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import DATE, DAY, talks

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cli.screen import Screen


@click.command("why", short_help="One order's story: where, when, why, and what would help.")
@DAY
@click.argument("order")
@DATE
@click.option(
    "--with-contacts", is_flag=True, help="Name the customer too, read from the day's orders."
)
@talks
def command(
    *, day: Path, order: str, date: datetime | None, with_contacts: bool, screen: Screen
) -> int:
    """Tell the story of ORDER in the last plan of DAY, in plain words.

    Where it was located and how well, which hub prepares it and why, when it is picked, ready,
    loaded, driven and served, how many minutes its promise has to spare, and what would have made
    it earlier or possible.

    \b
    Example:
      tournee why today O17
    """
    from cli import story_view
    from cli.days import day_of, last_plan
    from routing.why.background import read_background
    from routing.why.finding import find
    from routing.why.story import story_document, story_of

    plan = last_plan(day, date)
    found = find(plan, order)
    with screen.progress() as progress:
        known = read_background(
            day_of(day, plan), plan, found, with_contact=with_contacts, tell=progress.phase
        )
    screen.diagnostics(known.warnings)
    story = story_of(plan, found, known)
    screen.render(story_view.story(story))
    warnings = [asdict(item) for item in known.warnings]
    screen.document({**story_document(plan, story), "warnings": warnings})
    return Exit.DONE
