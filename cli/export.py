"""`tournee export`: files for drivers, in the format of the app they use, and for pickers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import CONTACTS, DAY_OF_PLAN, PLAN, talks
from routing.texts.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.days import NamedPlan
    from cli.screen import Screen
    from routing.diagnostics import Diagnostic
    from routing.exports.writing import Written
    from routing.orders.contacts import Contact
    from routing.texts.languages import Language


@click.command("export", short_help="A plan as files for drivers and pickers: GPX, apps, lists.")
@PLAN
@click.option(
    "--to",
    required=True,
    metavar="FORMAT",
    help="runsheet to print, gpx, kml, geojson, csv, spoke, optimoroute, routific, onfleet, vroom,"
    " a plug-in's, or picklist.",
)
@DAY_OF_PLAN
@CONTACTS
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="What run sheets are written in, whatever vehicles.csv and day.toml say.",
)
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
    language: Language | None,
    out: Path | None,
    screen: Screen,
) -> int:
    """Write a file for each vehicle of PLAN that drives: a plan.json, or a day folder.

    Of a day folder it is the last version that was released: what drivers have. Name plan.json
    itself to look at a draft.

    With --to picklist it is a table and a page to print for each hub instead: what must be ready
    when, for whom, in the order of loading; of a day folder that is the last version, draft or not.

    Files that an earlier export wrote there, and that are not of this plan, are removed.
    Without --with-contacts there is no personal data in them.

    \b
    Example:
      tournee export today --to gpx --with-contacts
    """
    from cli.days import drivers_plan, named_plan
    from routing.picklists.writing import NAME

    named = named_plan(plan, day) if to == NAME else drivers_plan(plan, day)
    folder = out or named.folder / to
    if to == NAME:
        written, warnings = _pick_lists(
            named, to, folder, with_contacts=with_contacts, screen=screen
        )
    else:
        written, warnings = _drivers_files(
            named, to, folder, with_contacts=with_contacts, language=language, screen=screen
        )
    key = "hub_id" if to == NAME else "vehicle_id"
    screen.document(
        {
            "plan_id": named.plan.plan_id,
            "version": named.plan.version,
            "format": to,
            "folder": str(folder),
            "files": [{key: own_id, "path": str(path)} for own_id, path in written.files],
            "removed": [str(path) for path in written.removed],
            "warnings": [asdict(item) for item in warnings],
        }
    )
    return Exit.DONE


def _drivers_files(
    named: NamedPlan,
    to: str,
    folder: Path,
    *,
    with_contacts: bool,
    language: Language | None,
    screen: Screen,
) -> tuple[Written, Sequence[Diagnostic]]:
    from routing.exports.contacts import contacts_for
    from routing.exports.registry import export_named
    from routing.exports.sheet import sheets_of
    from routing.exports.surroundings import Surroundings
    from routing.exports.writing import write_export
    from routing.store.own_day import own_day

    export, warnings = export_named(to)
    contacts: dict[str, Contact] = {}
    if with_contacts:
        contacts, found = contacts_for(named.plan, own_day(named.plan, named.day_folder))
        warnings += found
    around = Surroundings(lambda: own_day(named.plan, named.day_folder), language=language)
    with screen.progress() as progress:
        progress.phase(f"Writing {to}")
        sheets = sheets_of(named.plan, contacts, around)
        written = write_export(export, to, named.plan, sheets, folder)
    warnings += tuple(around.findings)
    screen.diagnostics(warnings)
    _say_drivers(screen, named, to, folder, written)
    _say_version(screen, named)
    _say_common(screen, written, "each to its driver" if contacts else "")
    return written, warnings


def _pick_lists(
    named: NamedPlan, to: str, folder: Path, *, with_contacts: bool, screen: Screen
) -> tuple[Written, Sequence[Diagnostic]]:
    from routing.exports.wording import counted
    from routing.orders.contacts import read_contacts
    from routing.orders.intake import read_day
    from routing.picklists.content import pick_lists_of
    from routing.picklists.writing import vanished, write_pick_lists
    from routing.store.own_day import own_day

    own = own_day(named.plan, named.day_folder)
    with screen.progress() as progress:
        progress.phase("Reading the day")
        intake = read_day(own, now_s=named.plan.now_s)
        contacts, found = read_contacts(own) if with_contacts else ({}, ())
        progress.phase(f"Writing {to}")
        lists = pick_lists_of(named.plan, intake, contacts)
        written = write_pick_lists(named.plan, lists, folder)
    warnings = (*found, *vanished(lists, own.orders.name))
    screen.diagnostics(warnings)
    if lists:
        orders = sum(len(wave.orders) for one in lists for wave in one.waves)
        what = f"{counted(len(lists), 'pick list')} for {counted(orders, 'order')}"
        screen.say(f"Written: {what}, each as .csv and as .html to print, in {folder}")
    else:
        screen.say("No hub of this plan has anything to prepare, so there is no list.")
    _say_common(screen, written, "each to its store" if contacts else "")
    return written, warnings


def _say_drivers(screen: Screen, named: NamedPlan, to: str, folder: Path, written: Written) -> None:
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


def _say_version(screen: Screen, named: NamedPlan) -> None:
    """That it is a draft, or not the last version, where it is so."""
    plan, last = named.plan, named.last_version
    if plan.status != "released":
        screen.say(f"Version {plan.version} is a draft: drivers are to have what is released.")
    elif last is not None and last > plan.version:
        screen.say(
            f"They are of version {plan.version}, the last that was released; version {last} is a"
            " draft."
        )


def _say_common(screen: Screen, written: Written, whose: str) -> None:
    """What was removed, and what to do with personal data, where there is any."""
    if written.removed:
        names = ", ".join(path.name for path in written.removed)
        screen.say(f"Removed, of an earlier export: {names}")
    if whose:
        screen.say(f"They carry personal data: give {whose} only, and delete it after.")
