"""`tournee new-day`: tomorrow's folder from a template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import existing_path, talks

if TYPE_CHECKING:
    from datetime import datetime

    from cli.screen import Screen


@click.command("new-day", short_help="Tomorrow's folder from a template.")
@click.argument("template", type=existing_path("day folder"))
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", required=True)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), required=True, help="The day folder to write."
)
@talks
def command(*, template: Path, date: datetime, out: Path, screen: Screen) -> int:
    """Make a day folder after TEMPLATE, another day's folder.

    Settings and tables are taken over, the map is referred to, and the tables of orders and of
    what they hold begin with their headers alone, unless a database gives them.

    \b
    Example:
      tournee new-day monday --date 2026-11-24 -o tuesday
    """
    from routing.sample.template import new_day

    made = new_day(template, date.date(), out)
    screen.say(f"Written: {out} for {made.date}, with {', '.join(('day.toml', *made.copied))}.")
    if made.orders is not None:
        screen.say(f"Put the day's orders into {out / made.orders}: it holds the header only.")
    if made.order_lines is not None:
        screen.say(f"And what they hold into {out / made.order_lines}: likewise.")
    screen.document(
        {
            "folder": str(out),
            "date": made.date.isoformat(),
            "copied": list(made.copied),
            "orders": made.orders,
            "order_lines": made.order_lines,
        }
    )
    return Exit.DONE
