"""`tournee show`: the plan, as a dispatcher reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import DATE, DAY, talks

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cli.screen import Screen


@click.command("show", short_help="A plan in the terminal, stop by stop.")
@DAY
@DATE
@click.option(
    "--version",
    "number",
    type=click.IntRange(min=1),
    metavar="N",
    help="This version, not the last.",
)
@click.option("--hub", "hubs", multiple=True, metavar="ID", help="Only this hub; may be repeated.")
@talks
def command(
    *, day: Path, date: datetime | None, number: int | None, hubs: tuple[str, ...], screen: Screen
) -> int:
    """Show the last plan of DAY: vehicles, trips and stops, who picks and who loads when, figures.

    \b
    Example:
      tournee show today --hub H1
      tournee show today --version 3
    """
    from cli import store_views, views
    from cli.days import last_plan, plan_version
    from routing.plan.document import to_document
    from routing.plan.store_figures import figures_document

    plan = last_plan(day, date) if number is None else plan_version(day, date, number)
    known = [hub.hub_id for hub in plan.hubs]
    if unknown := [hub for hub in hubs if hub not in known]:
        raise click.BadParameter(
            f"{', '.join(unknown)} is not in the plan; it has {', '.join(known)}.",
            param_hint="--hub",
        )
    for hub in plan.hubs:
        if not hubs or hub.hub_id in hubs:
            screen.render(views.hub(plan, hub), store_views.hub(plan, hub))
    screen.render(views.unassigned(plan, hubs), views.rejected(plan), views.late(plan, hubs))
    screen.render(store_views.at_risk(plan, hubs))
    screen.render(views.summary(plan), store_views.figures(plan))
    screen.document({**to_document(plan), "figures": figures_document(plan)})
    return Exit.DONE
