"""`tournee move`: an order to another vehicle, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.moment import NOW, moment
from cli.options import DAY, WAIT, WHY, talks

if TYPE_CHECKING:
    from pathlib import Path

    from cli.screen import Screen


@click.command("move", short_help="Give an order to another vehicle, by hand.")
@DAY
@click.argument("order")
@click.option("--to", "vehicle", required=True, metavar="VEHICLE", help="The vehicle.")
@click.option("--after", metavar="ORDER", help="Right after this order; else where it costs least.")
@click.option("--force", is_flag=True, help="Even if that breaks a promise.")
@click.option("--price", "only_price", is_flag=True, help="Say what it would cost, and do nothing.")
@NOW
@WHY
@WAIT
@talks
def command(
    *,
    day: Path,
    order: str,
    vehicle: str,
    after: str | None,
    force: bool,
    only_price: bool,
    now: str | None,
    why: str,
    wait: bool,
    screen: Screen,
) -> int:
    """Move ORDER of DAY to a vehicle, checked, with its price; automatic runs leave it there.

    A move that breaks a promise is refused, unless it is forced.

    \b
    Example:
      tournee move today O17 --to van2 --after O12
    """
    from cli.replanned import tell_change
    from routing.day.settings import load_day
    from routing.replan.by_hand import Move
    from routing.replan.refusals import check_promises
    from routing.replan.renewal import Scope
    from routing.replan.request import ReplanRequest
    from routing.replan.run import replan_day
    from routing.store.model import Deed

    loaded = load_day(day)
    move = Move(order_id=order, vehicle_id=vehicle, after=after)
    request = ReplanRequest(
        now_s=moment(loaded, now),
        by_clock=now is None,
        deed=Deed(command="move", why=why or f"{order} to {vehicle}"),
        search=None,
        scope=Scope(move=move),
        locked=move.locks,
        agree=None if force else check_promises,
        records=not only_price,
        wait=screen.say if wait else None,
    )
    with screen.progress() as progress:
        outcome = replan_day(loaded, request, progress)
    return tell_change(outcome, screen)
