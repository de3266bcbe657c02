"""`tournee map drive`: one drive, turn by turn, and what a blocked street does to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import BLOCK, SLOW, existing_path, talks

if TYPE_CHECKING:
    from pathlib import Path

    from cli.screen import Screen
    from maps.city import City
    from routing.drive import Hour

_NOON = "12:00"


@click.command("drive")
@click.argument("city", type=existing_path("map"))
@click.argument("origin", metavar="FROM")
@click.argument("destination", metavar="TO")
@click.option("--kind", default="van", show_default=True, help="The kind of vehicle.")
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="In this day's traffic and hours; default today where --at is given.",
)
@click.option("--at", metavar="HH:MM", help=f"Leave then; default {_NOON} where --date is given.")
@click.option("--timezone", metavar="ZONE", help="Default: the zone whose city is nearest.")
@BLOCK
@SLOW
@talks
def command(
    *,
    city: Path,
    origin: str,
    destination: str,
    kind: str,
    date: dt.datetime | None,
    at: str | None,
    timezone: str | None,
    blocked: tuple[str, ...],
    slowed: tuple[str, ...],
    screen: Screen,
) -> int:
    """Drive from FROM to TO: how long it takes, how far it is, and every turn on the way.

    FROM and TO are addresses, or "LAT,LON". Without --date and --at streets flow freely, and what
    holds at some hours only does not hold. With --block and --slow the drive is told as it is then,
    beside what it would be without.

    \b
    Examples:
      tournee map drive brussels.tmap "Rue Neuve 12, 1000 Bruxelles" 50.8366,4.4041
      tournee map drive brussels.tmap 50.8794,4.3702 50.8366,4.4041 --kind cargo_bike \\
        --date 2026-11-23 --at 08:30 --block "Rue de la Loi"
    """
    from cli import drive_views
    from maps.build import open_city
    from routing.drive import Wish, look_at

    with screen.progress() as progress:
        loaded = open_city(city, progress=progress.phase)
    hour = _hour(loaded, date, at, timezone) if date or at or blocked or slowed else None
    wish = Wish(
        origin=origin,
        destination=destination,
        kind=kind,
        hour=hour,
        blocked=blocked,
        slowed=slowed,
    )
    drive = look_at(loaded, wish)
    screen.render(drive_views.drive(wish, drive))
    screen.document(drive_views.document(wish, drive))
    return Exit.DONE


def _hour(city: City, date: dt.datetime | None, at: str | None, timezone: str | None) -> Hour:
    """Give the hour that is asked for; today's noon, without traffic, where none is."""
    from zoneinfo import ZoneInfo

    from routing.clock import Clock
    from routing.drive import Hour

    zone = _zone(city, timezone)
    day = date.date() if date else dt.datetime.now(ZoneInfo(zone)).date()
    if not 1970 <= day.year <= 2199:
        raise click.BadParameter("expected a date from 1970 to 2199", param_hint="--date")
    clock = Clock(day, zone)
    try:
        at_s = clock.seconds(at or _NOON)
    except ValueError as error:
        raise click.BadParameter(f"{at!r}: {error}.", param_hint="--at") from None
    return Hour(clock=clock, at_s=at_s, traffic=bool(date or at))


def _zone(city: City, timezone: str | None) -> str:
    from zoneinfo import available_timezones

    from maps.timezones import nearest_zone
    from routing.day.names import suggestion

    if timezone is None:
        south, west, north, east = city.meta.bbox
        return nearest_zone((south + north) / 2, (west + east) / 2)
    if timezone not in available_timezones():
        raise click.BadParameter(
            f"There is no time zone {timezone!r}. {suggestion(timezone, available_timezones())}",
            param_hint="--timezone",
        )
    return timezone
