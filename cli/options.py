"""Options that commands share."""

from __future__ import annotations

import functools
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from cli.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def talks(function: Callable[..., R]) -> Callable[..., R]:
    """Add ``-v``, ``-q`` and ``--json``, and pass a `Screen` as `screen`."""

    @click.option("-v", "--verbose", count=True, help="Say more; twice for every detail.")
    @click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
    @click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
    @functools.wraps(function)
    def wrapped(*args: Any, verbose: int, quiet: bool, as_json: bool, **kwargs: Any) -> R:  # noqa: ANN401
        if verbose and quiet:
            raise click.UsageError("-v and -q say the opposite; give one of them.")
        level = logging.ERROR if quiet else (logging.WARNING, logging.INFO)[min(verbose, 1)]
        logging.basicConfig(
            level=logging.DEBUG if verbose > 1 else level,
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        )
        screen = Screen(as_json=as_json, quiet=quiet, verbose=verbose > 0)
        return function(*args, screen=screen, **kwargs)

    return wrapped


def existing_path(what: str) -> click.Path:
    """A path that must exist, named in messages as `what`."""
    path = click.Path(exists=True, path_type=Path)
    path.name = what
    return path


PLAN = click.argument("plan", type=existing_path("plan"))
"""A plan.json, or a day folder; `cli.days.named_plan` reads either."""

DAY_OF_PLAN = click.option(
    "--day",
    type=existing_path("day folder"),
    help="The plan's day folder, where it is not where the plan says.",
)
CONTACTS = click.option(
    "--with-contacts",
    is_flag=True,
    help="Carry names, addresses, phones and notes, read from the day's orders.",
)
DATE = click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The plan of this date instead of day.toml's.",
)
BLOCK = click.option(
    "--block",
    "blocked",
    multiple=True,
    metavar="PLACE",
    help='Nobody passes today: a street\'s name, "LAT,LON", "LAT,LON,RADIUS_M", or a line'
    ' "LAT,LON;LAT,LON"; may be repeated.',
)
SLOW = click.option(
    "--slow",
    "slowed",
    multiple=True,
    metavar="'KPH @ PLACE'",
    help="Nobody goes faster there today; may be repeated.",
)
WAIT = click.option(
    "--wait", is_flag=True, help="Wait for another run on the day instead of exit 5 at once."
)
WHY = click.option("--why", default="", metavar="TEXT", help="What 'tournee history' says of it.")

DAY = click.argument("day", type=existing_path("day folder"))
OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="Where files go; default DAY/out."
)
