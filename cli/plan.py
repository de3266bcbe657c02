"""`tournee plan`: the morning run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.options import BLOCK, DAY, OUT, SLOW, talks
from cli.searching import ENGINE, MAX_ITERATIONS, SEED, limit_of, time_limit

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cli.screen import Screen


@click.command("plan", short_help="Plan a day: routes for every hub, checked.")
@DAY
@OUT
@click.option("--hub", "hubs", multiple=True, metavar="ID", help="Only this hub; may be repeated.")
@time_limit("Search at most so long a hub; default 10.")
@MAX_ITERATIONS
@ENGINE
@SEED
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Hubs at a time; default: one for each core, or for each worker of the cluster.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Solve the hubs on the Dask cluster of this scheduler, like tcp://10.0.0.5:8786.",
)
@BLOCK
@SLOW
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Plan this date instead of day.toml's.",
)
@talks
def command(
    *,
    day: Path,
    out: Path | None,
    hubs: tuple[str, ...],
    time_limit: float | None,
    max_iterations: int | None,
    engine: str,
    seed: int,
    jobs: int | None,
    scheduler: str | None,
    date: datetime | None,
    blocked: tuple[str, ...],
    slowed: tuple[str, ...],
    screen: Screen,
) -> int:
    """Plan DAY: read its orders, search routes for every hub, check them, write plan.json.

    \b
    Exit status: 0 every order is in the plan · 3 some are unassigned, rejected or late ·
    4 an engine or the checker failed · 2 the call or the day is wrong · 5 another run
    holds the day · 6 no map.

    \b
    Example:
      tournee plan today --time-limit 20
    """
    limit = limit_of(time_limit, max_iterations, usual_s=10.0)

    from cli import views
    from cli.outcome import tell
    from routing.day.settings import load_day
    from routing.morning import Request, plan_day
    from routing.roads import changes_of

    request = Request(
        limit=limit,
        engine=engine,
        seed=seed,
        jobs=jobs,
        scheduler=scheduler,
        hub_ids=hubs,
        out=out,
        changes=changes_of(blocked, slowed),
    )
    loaded = load_day(day, date=date.date() if date else None)
    with screen.progress() as progress:
        outcome = plan_day(loaded, request, progress)
    screen.findings(
        [f"{hub_id} was tried twice: {code}" for hub_id, code in progress.retried.items()]
    )
    status = tell(outcome, hubs, screen)
    screen.say(f"Written: {outcome.path}")
    if older := _older_files(outcome.path.parent):
        screen.say(
            f"Still of an earlier version: {', '.join(older)}."
            " Write them again with 'tournee report' and 'tournee export'."
        )
    screen.document(views.outcome_document(outcome, status))
    return status


def _older_files(out: Path) -> list[str]:
    """The page and the folders of drivers' files that an earlier plan left beside this one."""
    exported = sorted(manifest.parent.name for manifest in out.glob("*/export-*.json"))
    return [*(["report.html"] if (out / "report.html").exists() else []), *exported]
