"""`tournee release`: the plan that drivers are to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.moment import NOW, is_ahead, moment
from cli.options import DAY, OUT, WAIT, WHY, talks

if TYPE_CHECKING:
    from pathlib import Path

    from cli.screen import Screen


@click.command("release", short_help="Give the last version to the drivers.")
@DAY
@NOW
@WHY
@WAIT
@OUT
@talks
def command(
    *, day: Path, now: str | None, why: str, wait: bool, out: Path | None, screen: Screen
) -> int:
    """Release the last version of DAY: what drivers have from now on.

    Only released versions are exported and announced. What has become impossible since it was made
    is repaired first, and said.

    \b
    Example:
      tournee release today
    """
    from dataclasses import asdict

    from cli.replanned import tell_change
    from routing.day.settings import load_day
    from routing.replan.release import release_ahead
    from routing.replan.request import ReplanRequest
    from routing.replan.run import replan_day
    from routing.store.model import Deed

    loaded = load_day(day)
    waiting = screen.say if wait else None
    deed = Deed(command="release", why=why)
    if now is None and is_ahead(loaded):
        released = release_ahead(loaded, deed, out=out, wait=waiting)
        screen.diagnostics(released.findings)
        screen.say(f"Version {released.plan.version} is released, before its day.")
        document = {
            "exit_status": int(Exit.DONE),
            "version": released.plan.version,
            "diagnostics": [asdict(one) for one in released.findings],
        }
        screen.document(document)
        return Exit.DONE
    request = ReplanRequest(
        now_s=moment(loaded, now),
        by_clock=now is None,
        deed=deed,
        search=None,
        out=out,
        releases=True,
        wait=waiting,
    )
    with screen.progress() as progress:
        outcome = replan_day(loaded, request, progress)
    return tell_change(outcome, screen)
