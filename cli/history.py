"""`tournee history`: every version of a day's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import DATE, DAY, talks

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cli.screen import Screen


@click.command("history", short_help="Every version of a day's plan: who, when, why, figures.")
@DAY
@DATE
@talks
def command(*, day: Path, date: datetime | None, screen: Screen) -> int:
    """List every version of DAY's plan: when it was made, by whom, why, and what came of it.

    \b
    Example:
      tournee history today
    """
    from cli import version_views
    from cli.days import no_plan
    from routing.day.settings import load_day
    from routing.store.store import open_store

    loaded = load_day(day, date=date.date() if date else None)
    with open_store(loaded) as store:
        versions = store.history()
    if not versions:
        raise no_plan(loaded)
    screen.render(version_views.history(versions, loaded.clock))
    screen.document(version_views.history_document(versions, loaded.clock))
    return Exit.DONE
