"""`tournee lock`: what automatic runs leave as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.locking import change_locks
from cli.moment import NOW
from cli.options import DAY, WAIT, WHY, talks

if TYPE_CHECKING:
    from pathlib import Path

    from cli.screen import Screen


@click.command("lock", short_help="Fix an order to its vehicle, a stop's place, a whole route.")
@DAY
@click.argument("order", required=False)
@click.option("--to", "vehicle", metavar="VEHICLE", help="Only this vehicle may have the order.")
@click.option("--place", is_flag=True, help="The order's stop keeps its place in its route.")
@click.option("--route", metavar="VEHICLE", help="This vehicle's whole route stays as it is.")
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
    """Lock ORDER of DAY to a vehicle or to its place, or a vehicle's route.

    What comes before a stop that keeps its place stays, too. Without --to an order is locked to
    the vehicle that it has.

    \b
    Example:
      tournee lock today O17 --to van2
      tournee lock today --route van3
    """
    return change_locks(
        day, order, vehicle=vehicle, place=place, route=route, unlock=False, now=now, why=why,
        wait=wait, screen=screen,
    )  # fmt: skip
