"""`tournee report`: the plan as one page that opens anywhere."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import CONTACTS, DAY_OF_PLAN, PLAN, talks

if TYPE_CHECKING:
    from cli.screen import Screen


@click.command("report", short_help="A plan as one page with map and tables.")
@PLAN
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page to write; default report.html beside the plan.",
)
@DAY_OF_PLAN
@CONTACTS
@click.option("--no-streets", is_flag=True, help="Without the streets: no map is needed then.")
@talks
def command(
    *,
    plan: Path,
    out: Path | None,
    day: Path | None,
    with_contacts: bool,
    no_streets: bool,
    screen: Screen,
) -> int:
    """Write PLAN as one HTML page: map, routes, stops, figures, and what has no place and why.

    PLAN is a plan.json, or a day folder, whose last version is meant. The page is a single file
    that needs no network: it can be mailed, or opened from a stick.

    \b
    Example:
      tournee report today/out/plan.json
    """
    from cli.days import named_plan
    from maps.build import open_city
    from routing.diagnostics import Diagnostic
    from routing.exports.contacts import contacts_for
    from routing.orders.contacts import Contact
    from routing.page.writing import write_page
    from routing.store.own_day import own_day

    named = named_plan(plan, day)
    path = out or named.folder / "report.html"
    network, contacts, found = None, dict[str, Contact](), tuple[Diagnostic, ...]()
    with screen.progress() as progress:
        own = own_day(named.plan, named.day_folder) if with_contacts or not no_streets else None
        if own and not no_streets:
            progress.phase("Opening the map")
            network = open_city(own.map, progress=progress.phase).network
        if own and with_contacts:
            contacts, found = contacts_for(named.plan, own)
        progress.phase("Writing the page")
        write_page(named.plan, network, contacts, path)
    screen.diagnostics(found)
    screen.say(f"Written: {path}. Open it in any browser; it needs no network.")
    if contacts:
        screen.say("It carries personal data: give it to those who need it, and delete it after.")
    screen.document(
        {
            "path": str(path),
            "plan_id": named.plan.plan_id,
            "version": named.plan.version,
            "bytes": path.stat().st_size,
            "with_contacts": with_contacts,
            "warnings": [asdict(item) for item in found],
        }
    )
    return Exit.DONE
