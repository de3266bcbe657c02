"""`tournee unlock`: what automatic runs may change again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.locking import change_locks
from cli.moment import NOW
from cli.options import DAY, WAIT, WHY, talks

if TYPE_CHECKING:
    from pathlib import Path

    from cli.screen import Screen


@click.command("unlock", short_help="Let go of what was locked.")
@DAY
@click.argument("order", required=False)
@click.option("--to", "vehicle", metavar="VEHICLE", help="The vehicle that it is locked to.")
@click.option("--place", is_flag=True, help="Its place in its route.")
@click.option("--route", metavar="VEHICLE", help="The vehicle whose route is locked.")
@NOW
@WHY
@WAIT
@talks
def command(
    *,
    day: Path,
    order: str | None,
    vehicle: str | None,
    place: bool,
    route: str | None,
    now: str | None,
    why: str,
    wait: bool,
    screen: Screen,
) -> int:
    """Unlock ORDER of DAY, or a vehicle's route.

    Without --to or --place both locks of an order are let go of.

    \b
    Example:
      tournee unlock today O17
      tournee unlock today --route van3
    """
    return change_locks(
        day, order, vehicle=vehicle, place=place, route=route, unlock=True, now=now, why=why,
        wait=wait, screen=screen,
    )  # fmt: skip
