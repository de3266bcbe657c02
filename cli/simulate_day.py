"""`tournee simulate DAY`: a day played against the planner, run after run."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import DAY, talks
from cli.searching import ALLOWED, ENGINE, MAX_ITERATIONS, limit_of, time_limit

if TYPE_CHECKING:
    from cli.screen import Screen
    from routing.day.model import Day
    from routing.simulation.figures import Figures
    from routing.simulation.play import Run

SHARE = click.FloatRange(0, 1)
SPREAD = click.FloatRange(0, 2)


def _duration(_: click.Context, __: click.Parameter, text: str) -> int:
    from routing.day.durations import duration_s

    seconds = duration_s(text)
    if not seconds:
        raise click.BadParameter(
            f"{text!r} is no time between two runs. Write it like 15min or 1h."
        )
    return seconds


def _time(day: Day, text: str | None, option: str) -> int | None:
    if text is None:
        return None
    try:
        return day.clock.seconds(text)
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(f"{text!r}: {error}.", param_hint=option) from None


@click.command("day", short_help="Play a day against the planner, with a clock of its own.")
@DAY
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same seed gives every order and leg the same luck.",
)
@click.option(
    "--every",
    default="15min",
    show_default=True,
    metavar="TIME",
    callback=_duration,
    help="Between two runs, like cron's.",
)
@click.option("--from", "begin", metavar="TIME", help="The first run; default: hubs open.")
@click.option("--to", "end", metavar="TIME", help="The last run; default: hubs are closed.")
@click.option(
    "--orders-during",
    type=SHARE,
    default=0.3,
    show_default=True,
    metavar="SHARE",
    help="Orders that nobody knows of in the morning.",
)
@click.option(
    "--travel-noise",
    type=SPREAD,
    default=0.15,
    show_default=True,
    metavar="SPREAD",
    help="How much longer or shorter drives take than planned (lognormal).",
)
@click.option(
    "--service-noise",
    type=SPREAD,
    default=0.3,
    show_default=True,
    metavar="SPREAD",
    help="The same of handing over.",
)
@click.option(
    "--failures",
    type=SHARE,
    default=0.02,
    show_default=True,
    metavar="RATE",
    help="Orders that cannot be handed over.",
)
@click.option(
    "--cancellations",
    type=SHARE,
    default=0.01,
    show_default=True,
    metavar="RATE",
    help="Orders that are called off.",
)
@click.option("--breakdown", is_flag=True, help="A vehicle breaks down, for a while or for good.")
@click.option(
    "--silent",
    type=SHARE,
    default=0.0,
    show_default=True,
    metavar="SHARE",
    help="Vehicles of which nobody reports anything.",
)
@click.option(
    "--allow",
    type=ALLOWED,
    help="What runs may change, as of 'tournee replan'.",
)
@click.option("--afresh", is_flag=True, help="Solve anew at each run, to compare with.")
@time_limit(
    "Search at most so long a hub at each run; default 1. In the morning ten times as long."
)
@MAX_ITERATIONS
@ENGINE
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Play it in this new folder, and leave it there to be looked at.",
)
@talks
def command(
    *,
    day: Path,
    seed: int,
    every: int,
    begin: str | None,
    end: str | None,
    orders_during: float,
    travel_noise: float,
    service_noise: float,
    failures: float,
    cancellations: float,
    breakdown: bool,
    silent: float,
    allow: str | None,
    afresh: bool,
    time_limit: float | None,
    max_iterations: int | None,
    engine: str,
    keep: Path | None,
    screen: Screen,
) -> int:
    """Play DAY: orders come in, drives take longer, customers are not there, cron runs the planner.

    The day is copied first, and nothing in DAY changes. Drivers follow the released plan, and
    report what happens.

    \b
    Exit status: 0 every promise is kept · 3 some are not · 4 a run broke a rule; the copy
    is left to be looked at · 2 the call or the day is wrong · 6 no map.

    \b
    Example:
      tournee simulate today --seed 3 --breakdown --keep played
    """
    limit = limit_of(time_limit, max_iterations, usual_s=1.0)

    from cli import simulate_day_views
    from routing.crew.work import Search
    from routing.day.settings import load_day
    from routing.engines.protocol import Limit
    from routing.engines.registry import engine_named
    from routing.morning import Request
    from routing.simulation.figures import document, figures
    from routing.simulation.luck import Chances, Luck
    from routing.simulation.play import Manner, play, set_stage

    loaded = load_day(day)
    chances = Chances(
        during=orders_during,
        travel=travel_noise,
        service=service_noise,
        failures=failures,
        cancellations=cancellations,
        breakdown=breakdown,
        silent=silent,
    )
    morning = limit if limit.seconds is None else Limit(seconds=10 * limit.seconds)
    manner = Manner(
        every_s=every,
        from_s=_time(loaded, begin, "--from"),
        to_s=_time(loaded, end, "--to"),
        search=Search(engine=engine, limit=limit, seed=seed),
        allow=allow,
        afresh=afresh,
    )
    is_kept = keep is not None
    folder = keep or Path(tempfile.mkdtemp(prefix="tournee-played-")) / "day"
    try:
        with screen.progress() as progress:
            if (search := engine_named(engine)).compiles_first:
                progress.phase("Compiling the search, once on this machine: a minute or so")
                search.warm_up()
            request = Request(limit=morning, engine=engine, seed=seed)
            stage = set_stage(
                loaded,
                folder,
                luck=Luck(seed, chances),
                manner=manner,
                morning=request,
                progress=progress,
            )

            def tell(run: Run) -> None:
                progress.phase(simulate_day_views.sentence(run, loaded.clock))

            played = play(stage, manner, tell)
        is_kept = is_kept or bool(played.faults)
    finally:
        if not is_kept:
            shutil.rmtree(folder.parent, ignore_errors=True)
    found = figures(played)
    screen.render(simulate_day_views.table(played, found))
    screen.findings([f"broken rule {fault}" for fault in played.faults])
    if played.faults:
        screen.warn(f"This is a bug of tournee's. The day as it was played is in {folder}.")
    status = _status(found)
    screen.document({"exit_status": int(status), **document(played)})
    return status


def _status(found: Figures) -> Exit:
    if found.faults:
        return Exit.FAILED
    return Exit.INCOMPLETE if found.late or found.failed or found.left else Exit.DONE
