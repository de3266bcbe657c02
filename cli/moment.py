"""The moment of a run through the day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from routing.day.model import Day

NOW = click.option(
    "--now",
    metavar="TIME",
    help="Act as if it was this time: HH:MM on the day, or ISO 8601; by default it is the clock's.",
)

_LONGEST_DAY_S = 30 * 3600


def moment(day: Day, now: str | None) -> int:
    """Seconds from the day's midnight of a TIME, or of this very moment.

    Raises
    ------
    DayError
        DAY-NOT-TODAY, if that is not on the day.
    click.BadParameter
        If it is no time.
    """
    from routing.errors import DayError

    if now is None:
        seconds = day.clock.elapsed(datetime.now(day.clock.zone))
    else:
        try:
            seconds = day.clock.seconds(now)
        except (ValueError, OverflowError) as error:
            raise click.BadParameter(f"{now!r}: {error}.", param_hint="--now") from None
    if not 0 <= seconds < _LONGEST_DAY_S:
        raise DayError(
            "DAY-NOT-TODAY",
            f"{day.folder} is the day of {day.clock.date}, and it is"
            f" {day.clock.moment(seconds):%Y-%m-%d %H:%M}.",
            "Name today's folder, make one with 'tournee new-day', or say which moment of the day"
            " is meant with --now.",
        )
    return seconds


def is_ahead(day: Day) -> bool:
    """Whether the day has not begun yet."""
    return day.clock.elapsed(datetime.now(day.clock.zone)) < 0
