"""`tournee export`: a file for each driver, in the format of the app they use."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import CONTACTS, DAY_OF_PLAN, PLAN, talks

if TYPE_CHECKING:
    from cli.days import NamedPlan
    from cli.screen import Screen
    from routing.exports.writing import Written
    from routing.orders.contacts import Contact


@click.command("export", short_help="A plan as files for drivers: GPX, GeoJSON, CSV.")
@PLAN
@click.option("--to", required=True, metavar="FORMAT", help="gpx, geojson, csv, or a plug-in's.")
@DAY_OF_PLAN
@CONTACTS
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where files go; by default a folder named like the format, beside the plan.",
)
@talks
def command(
    *,
    plan: Path,
    to: str,
    day: Path | None,
    with_contacts: bool,
    out: Path | None,
    screen: Screen,
) -> int:
    """Write a file for each vehicle of PLAN that drives: a plan.json, or a day folder.

    Files that an earlier export wrote there, and that are not of this plan, are removed.
    Without --with-contacts there is no personal data in them.

    \b
    Example:
      tournee export today --to gpx --with-contacts
    """
    from cli.days import named_plan
    from routing.exports.contacts import contacts_for
    from routing.exports.registry import export_named
    from routing.exports.sheet import sheets_of
    from routing.exports.writing import write_export
    from routing.store.own_day import own_day

    export, warnings = export_named(to)
    named = named_plan(plan, day)
    contacts: dict[str, Contact] = {}
    if with_contacts:
        contacts, found = contacts_for(named.plan, own_day(named.plan, named.day_folder))
        warnings += found
    folder = out or named.folder / to
    with screen.progress() as progress:
        progress.phase(f"Writing {to}")
        written = write_export(export, to, named.plan, sheets_of(named.plan, contacts), folder)
    screen.diagnostics(warnings)
    _say(screen, named, to, folder, written)
    if contacts:
        screen.say("They carry personal data: give each to its driver only, and delete it after.")
    screen.document(
        {
            "plan_id": named.plan.plan_id,
            "version": named.plan.version,
            "format": to,
            "folder": str(folder),
            "files": [
                {"vehicle_id": vehicle_id, "path": str(path)} for vehicle_id, path in written.files
            ],
            "removed": [str(path) for path in written.removed],
            "warnings": [asdict(item) for item in warnings],
        }
    )
    return Exit.DONE


def _say(screen: Screen, named: NamedPlan, to: str, folder: Path, written: Written) -> None:
    from routing.exports.wording import counted

    routes = [route for hub in named.plan.hubs for route in hub.routes]
    stops = sum(len(trip.stops) for route in routes for trip in route.trips)
    if written.files:
        files = counted(len(written.files), f"{to} file")
        screen.say(f"Written: {files} for {counted(stops, 'stop')}, in {folder}")
    else:
        screen.say("No vehicle of this plan drives, so there is no file.")
    if idle := [route.vehicle_id for route in routes if not route.trips]:
        screen.say(f"At the hub, without a file: {', '.join(idle)}")
    if written.removed:
        names = ", ".join(path.name for path in written.removed)
        screen.say(f"Removed, of an earlier export: {names}")
