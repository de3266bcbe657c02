"""`tournee undo`: back to an earlier version, as far as that can still be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.moment import NOW, moment
from cli.options import DAY, WAIT, WHY, talks

if TYPE_CHECKING:
    from pathlib import Path

    from cli.screen import Screen


@click.command("undo", short_help="Go back to the version before, or to an earlier one.")
@DAY
@click.option("--to", "number", type=click.IntRange(min=1), metavar="N", help="Back to version N.")
@NOW
@WHY
@WAIT
@talks
def command(
    *, day: Path, number: int | None, now: str | None, why: str, wait: bool, screen: Screen
) -> int:
    """Make a new version of DAY that is as an earlier one was, by default as the one before.

    What has been done since, or is on board, stays as it is; orders that came in since are put in.
    Undone twice, it is as it was at first.

    \b
    Example:
      tournee undo today
    """
    from cli.days import last_plan
    from cli.replanned import tell_change
    from routing.day.settings import load_day
    from routing.replan.request import ReplanRequest
    from routing.replan.run import replan_day
    from routing.store.model import Deed

    loaded = load_day(day)
    back_to = max(1, last_plan(day, None).version - 1) if number is None else number
    request = ReplanRequest(
        now_s=moment(loaded, now),
        by_clock=now is None,
        deed=Deed(command="undo", why=why or f"back to version {back_to}"),
        search=None,
        back_to=back_to,
        wait=screen.say if wait else None,
    )
    with screen.progress() as progress:
        outcome = replan_day(loaded, request, progress)
    return tell_change(outcome, screen)
