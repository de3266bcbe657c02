"""`tournee close`: the end of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.moment import NOW, moment
from cli.options import DAY, OUT, WAIT, existing_path, talks

if TYPE_CHECKING:
    from pathlib import Path

    from cli.screen import Screen


@click.command("close", short_help="Draw up the day's account, and carry over what is left.")
@DAY
@NOW
@click.option(
    "--tomorrow",
    type=existing_path("day folder"),
    metavar="FOLDER",
    help="Add what is left to this day's orders, each once.",
)
@click.option("--reopen", is_flag=True, help="Let a closed day be planned again, and no more.")
@WAIT
@OUT
@talks
def command(
    *,
    day: Path,
    now: str | None,
    tomorrow: Path | None,
    reopen: bool,
    wait: bool,
    out: Path | None,
    screen: Screen,
) -> int:
    """Close DAY: promises kept, late and failed, what was planned and driven, what is left.

    It writes account.json, carried-over.csv with the order rows that are left, and
    learned-times.csv. No run plans the day any more. Without --now it is the end of the day.

    \b
    Exit status: 0 every promise was kept · 3 some were not · 2 the call or the day is wrong ·
    5 another run holds the day.

    \b
    Example:
      tournee close today --tomorrow tomorrow
    """
    from cli import close_views
    from routing.closing.account import account_document
    from routing.closing.closing import END_S, close_day, reopen_day
    from routing.day.settings import load_day

    loaded = load_day(day)
    waiting = screen.say if wait else None
    if reopen:
        was_closed = reopen_day(loaded, wait=waiting)
        screen.say("The day is open again." if was_closed else "The day was not closed.")
        screen.document({"exit_status": int(Exit.DONE), "reopened": was_closed})
        return Exit.DONE
    closed = close_day(
        loaded,
        now_s=END_S if now is None else moment(loaded, now),
        tomorrow=None if tomorrow is None else load_day(tomorrow),
        out=out,
        wait=waiting,
    )
    screen.render(close_views.table(closed.account))
    screen.findings(close_views.left(closed.account))
    screen.findings([str(one) for one in closed.findings])
    if closed.appended is not None:
        screen.say(close_views.appended(closed.appended, str(tomorrow)))
        screen.findings(close_views.taken(closed.appended, str(tomorrow)))
    screen.say(f"Written: {closed.out}/account.json, carried-over.csv, learned-times.csv")
    status = close_views.status(closed.account)
    screen.document({"exit_status": int(status), **account_document(closed.account)})
    return status
