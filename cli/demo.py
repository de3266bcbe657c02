"""`tournee demo`: a whole day in a real city, to look at."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import click

from cli.options import talks

if TYPE_CHECKING:
    from cli.screen import Screen


@click.command("demo", short_help="A whole day in Helsinki, planned, to look at.")
@click.argument(
    "folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("tournee-demo")
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day's date; default today.",
)
@talks
def command(*, folder: Path, date: dt.datetime | None, screen: Screen) -> int:
    """Make up a day in Helsinki, plan and release it, and write its map page and drivers' files.

    The streets, the stores and the addresses are real, the orders are not. It needs no network.
    DIR is tournee-demo by default; where an earlier demo is in it, its day is planned again.

    \b
    Example:
      tournee demo
    """
    from cli import views
    from cli.outcome import tell
    from routing.demo import FORMATS, run_demo
    from routing.picklists.writing import NAME as PICK_LISTS

    today = dt.datetime.now().astimezone().date()
    with screen.progress() as progress:
        demo = run_demo(folder, date.date() if date else today, os.cpu_count() or 1, progress)
    if demo.again:
        screen.say(f"{folder} is an earlier demo's: its day is planned again.")
    status = tell(demo.outcome, (), screen)
    out = demo.outcome.path.parent
    # `make demo` runs a command that is on nobody's PATH.
    own = "tournee" if which("tournee") else sys.argv[0]
    screen.say(
        f"\nOpen in a browser:  {demo.page}\n"
        f"For drivers' apps:  {out}/{{{','.join(FORMATS)}}}/, a file for each vehicle\n"
        f"For the stores:     {out / PICK_LISTS}/, a pick list for each hub, to print\n"
        f"The day's orders:   {folder / 'orders.csv'}: change them, and '{own} plan {folder}'\n"
        f"Stop by stop:       {own} show {folder} --hub {demo.outcome.plan.hubs[0].hub_id}\n"
        f"One order's story:  {own} why {folder} O00002"
    )
    screen.document(
        {
            **views.outcome_document(demo.outcome, status),
            "folder": str(folder),
            "again": demo.again,
            "page": str(demo.page),
            "exports": [str(path) for written in demo.exports for _, path in written.files],
            "pick_lists": [str(path) for _, path in demo.pick_lists.files],
        }
    )
    return status
