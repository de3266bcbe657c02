"""`tournee replan`: the run through the day, by hand or by cron."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from cli.exits import Exit, exit_of
from cli.moment import NOW, moment
from cli.options import DAY, OUT, WAIT, existing_path, talks
from cli.searching import ALLOWED, ENGINE, MAX_ITERATIONS, SEED, limit_of, time_limit

if TYPE_CHECKING:
    from pathlib import Path

    from cli.screen import Screen
    from routing.day.model import Day


@click.command("replan", short_help="Plan what can still change, with what happened since.")
@DAY
@NOW
@click.option(
    "--events",
    multiple=True,
    type=existing_path("file of events"),
    help="Take in these events first, CSV or JSON lines; may be repeated.",
)
@click.option(
    "--allow",
    type=ALLOWED,
    help="What may change: all that is not loaded; routes that have not begun; new orders only.",
)
@click.option(
    "--min-gain",
    type=click.FloatRange(min=0),
    metavar="EUROS",
    help="Change the sequence of what is on board only if that saves a promise, or so much.",
)
@click.option("--hub", "hubs", multiple=True, metavar="ID", help="Plan this hub anew as well.")
@time_limit("Search at most so long a hub; default 1.")
@MAX_ITERATIONS
@click.option(
    "--deadline",
    type=click.FloatRange(min=1),
    metavar="SECONDS",
    help="Write the plan within so many seconds of the start.",
)
@SEED
@ENGINE
@WAIT
@OUT
@talks
def command(
    *,
    day: Path,
    now: str | None,
    events: tuple[Path, ...],
    allow: str | None,
    min_gain: float | None,
    hubs: tuple[str, ...],
    time_limit: float | None,
    max_iterations: int | None,
    deadline: float | None,
    seed: int,
    engine: str,
    wait: bool,
    out: Path | None,
    screen: Screen,
) -> int:
    """Take in what happened on DAY, plan what can still change, check it, write plan.json.

    What is done stays as it was, what is on board stays on board, and what drivers were told is
    changed only where it must be, or where that saves more than the price of the change.

    \b
    Exit status: as of 'tournee plan'; 5 another run holds the day.

    \b
    Example, for cron:
      tournee replan today --deadline 50 -q
    """
    started_s = time.monotonic()
    limit = limit_of(time_limit, max_iterations, usual_s=1.0)

    from dataclasses import replace

    from cli.replanned import line, tell
    from maps.errors import CodedError
    from routing.crew.work import Search
    from routing.day.settings import load_day
    from routing.errors import BusyError
    from routing.replan.renewal import Scope
    from routing.replan.request import ReplanRequest
    from routing.replan.run import replan_day
    from routing.store.model import Deed

    loaded = load_day(day)
    if min_gain is not None:
        loaded = replace(loaded, replan=replace(loaded.replan, min_gain_eur=min_gain))
    request = ReplanRequest(
        now_s=moment(loaded, now),
        by_clock=now is None,
        deed=Deed(command="replan"),
        search=Search(engine=engine, limit=limit, seed=seed),
        deadline_s=deadline,
        started_s=started_s,
        scope=Scope(allow=allow or loaded.replan.allow, hub_ids=frozenset(hubs)),
        out=out,
        events=events,
        wait=screen.say if wait else None,
    )
    files = out or loaded.folder / "out"
    try:
        with screen.progress() as progress:
            outcome = replan_day(loaded, request, progress)
    except BusyError:
        raise
    except CodedError as error:
        _beat(files, loaded, exit_of(error), version=None, started_s=started_s, says=error.code)
        raise
    except Exception:
        _beat(files, loaded, Exit.BUG, version=None, started_s=started_s, says="BUG")
        raise
    status = tell(outcome, screen)
    version = outcome.plan.version if outcome.recorded else None
    says = line(outcome, status)
    _beat(files, loaded, status, version=version, started_s=started_s, says=says)
    return status


def _beat(
    out: Path, day: Day, status: Exit, *, version: int | None, started_s: float, says: str
) -> None:
    """Leave word of this run for whoever watches over it."""
    from contextlib import suppress
    from datetime import datetime

    from routing.replan.heartbeat import beat

    at = datetime.now(day.clock.zone).isoformat(timespec="seconds")
    with suppress(OSError):  # that the folder cannot be written was told already
        beat(
            out, at=at, status=int(status), version=version,
            seconds=time.monotonic() - started_s, says=says,
        )  # fmt: skip
