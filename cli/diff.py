"""`tournee diff`: what is another in a later plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import DATE, talks

if TYPE_CHECKING:
    from datetime import datetime

    from cli.screen import Screen
    from routing.plan.model import Plan


@click.command("diff", short_help="What is another in a later plan, for each driver.")
@click.argument("older", metavar="A")
@click.argument("newer", metavar="[B]", required=False)
@DATE
@talks
def command(*, older: str, newer: str | None, date: datetime | None, screen: Screen) -> int:
    """Tell what is another in plan B than in plan A: for each driver, and for orders without one.

    A and B are each a plan.json, a day folder (its last version) or a version of one, DAY@N. A day
    folder alone: its last version beside the one before.

    An order is later or earlier where that is more than `unchanged_within` of the day's [replan].

    \b
    Example:
      tournee diff today
      tournee diff today@1 today
    """
    from cli import version_views
    from routing.plan.difference import difference, difference_document

    first, second = (
        _last_two(older, date)
        if newer is None
        else (_named(older, date, "A"), _named(newer, date, "B"))
    )
    if first.day != second.day:
        raise click.BadParameter(
            f"they are plans of two days, {first.day} and {second.day}.", param_hint="A, B"
        )
    found = difference(first, second, unchanged_within_s=_unchanged_within_s(older, newer))
    screen.render(version_views.difference(first, second, found))
    screen.document(difference_document(first, second, found))
    return Exit.DONE


def _last_two(text: str, date: datetime | None) -> tuple[Plan, Plan]:
    from cli.days import last_plan, plan_version

    folder = Path(text)
    if not folder.is_dir():
        raise click.BadParameter(
            f"{text} is no day folder: name a second plan to compare it with.", param_hint="A"
        )
    last = last_plan(folder, date)
    if last.version == 1:
        raise click.BadParameter(
            f"{text} has one version only, and none to compare it with.", param_hint="A"
        )
    return plan_version(folder, date, last.version - 1), last


def _named(text: str, date: datetime | None, hint: str) -> Plan:
    """The plan that an argument names."""
    from cli.days import last_plan, plan_version
    from routing.plan.document import read_plan

    path, number = _parts(text)
    if number is not None:
        return plan_version(path, date, number)
    if not path.exists():
        raise click.BadParameter(
            f"there is no {text}; name a plan.json, a day folder, or DAY@N.", param_hint=hint
        )
    return last_plan(path, date) if path.is_dir() else read_plan(path)


def _parts(text: str) -> tuple[Path, int | None]:
    """A path and, where it is followed by @ and a number, that; a folder may be called so, too."""
    name, _, number = text.rpartition("@")
    if Path(text).exists() or not name or not number.isdecimal():
        return Path(text), None
    return Path(name), int(number)


def _unchanged_within_s(*texts: str | None) -> int:
    """What the day that is named lets pass, or else what every day does that says nothing."""
    from routing.day.model import ReplanSettings
    from routing.day.settings import load_day

    for text in filter(None, texts):
        folder, _ = _parts(text)
        if folder.is_dir():
            return load_day(folder).replan.unchanged_within_s
    return ReplanSettings().unchanged_within_s
