"""`tournee map`: from OpenStreetMap to a map ready for use, kept up to date, and what it holds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import map_drive
from cli.exits import Exit
from cli.options import existing_path, talks
from maps.errors import MapError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cli.screen import Screen
    from maps.city import City
    from maps.standing import Standing
    from maps.update import Update


@click.group("map")
def command() -> None:
    """Build maps from OpenStreetMap, keep them up to date, and see what they hold.

    \b
    Example:
      tournee map build brussels.osm.pbf -o brussels.tmap
    """


command.add_command(map_drive.command)


@command.command("build")
@click.argument("source")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The map to write, CITY.tmap.",
)
@talks
def build(*, source: str, output: Path, screen: Screen) -> int:
    """Build a map from SOURCE: an OpenStreetMap file, or a place name fetched with osmnx.

    A file ends in .osm.pbf, .osm, .osm.gz or .osm.bz2.

    \b
    Examples:
      tournee map build brussels.osm.pbf -o brussels.tmap
      tournee map build "Gent, Belgium" -o gent.tmap
    """
    from cli import map_views
    from maps.build import build_city
    from maps.info import map_info
    from maps.osm import SUFFIXES
    from maps.places import fetch_place
    from maps.tmap import save_city

    with screen.progress() as progress, tempfile.TemporaryDirectory() as folder:
        path, place = Path(source), None
        if not source.lower().endswith(SUFFIXES) and not path.exists():
            place = source
            path = fetch_place(place, Path(folder), progress=progress.phase)
        city = build_city(path, place=place, progress=progress.phase)
        progress.phase(f"Writing {output}")
        save_city(city, output)
    info = map_info(city)
    screen.render(map_views.map_figures(info))
    screen.say(f"Written: {output}")
    screen.document({"path": str(output), **info.to_dict()})
    return Exit.DONE


@command.command("info")
@click.argument("city", type=existing_path("map"))
@click.option(
    "--png",
    "picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw where vehicles can go, and where not, as a page to print.",
)
@click.option(
    "--profile",
    "kind",
    metavar="KIND",
    default="van",
    show_default=True,
    help="The kind of vehicle to draw it for.",
)
@talks
def info(*, city: Path, picture: Path | None, kind: str, screen: Screen) -> int:
    """Say what a map holds: size, extent, date, streets, and what was left out and why.

    \b
    Examples:
      tournee map info brussels.tmap
      tournee map info brussels.tmap --png brussels.png --profile cargo_bike
    """
    if picture is not None and picture.suffix.lower() != ".png":
        raise click.UsageError(f"The picture is a PNG: name it like {picture.stem}.png.")

    from cli import map_views
    from maps.info import map_info
    from maps.standing import standings
    from maps.tmap import load_city

    with screen.progress() as progress:
        progress.phase(f"Reading {city}")
        loaded = load_city(city)
        known = standings(loaded)
        found = map_info(loaded, known)
        if picture is not None:
            progress.phase(f"Drawing {picture}")
            _draw(loaded, kind, known, picture)
    screen.render(map_views.map_figures(found))
    if picture is not None:
        screen.say(f"Drawn: {picture}")
    screen.document({**found.to_dict(), "picture": None if picture is None else str(picture)})
    return Exit.DONE


def _draw(city: City, kind: str, known: Mapping[str, Standing], path: Path) -> None:
    from maps.picture import map_picture
    from routing.files import whole_file

    content = map_picture(city, kind, known)
    try:
        with whole_file(path) as part:
            part.write_bytes(content)
    except OSError as error:
        raise MapError(
            "MAP-UNWRITABLE",
            f"the picture cannot be written to {path} ({error.strerror or error}).",
            "Choose a folder that has room and that you may write to (--png FILE).",
        ) from error


@command.command("update")
@click.argument("city", type=existing_path("map"))
@click.option("--force", is_flag=True, help="Take the new map even if it is much smaller or older.")
@talks
def update(*, city: Path, force: bool, screen: Screen) -> int:
    """Bring a map up to date from where it was built from, and say what changed.

    A map that was built by a place's name is fetched again; one that was built from a file is
    built again from the file of that name beside it. The old map stays as it is until the new
    one is whole, and whenever anything goes wrong.

    \b
    Example:
      tournee map update gent.tmap
    """
    from maps.update import update_map

    with screen.progress() as progress:
        found = update_map(city, force=force, progress=progress.phase)
    if found.unchanged:
        screen.say(f"Unchanged: {found.source} has nothing new for {city}.")
    else:
        screen.say("\n".join([f"Updated from {found.source}: {city}", *_changes(found)]))
    screen.document(
        {
            "path": str(city),
            "source": found.source,
            "unchanged": found.unchanged,
            "before": found.before.to_dict(),
            "after": found.after.to_dict(),
        }
    )
    return Exit.DONE


def _changes(found: Update) -> list[str]:
    old, new = found.before, found.after
    return [
        f"  data of            {old.date or 'unknown'} → {new.date or 'unknown'}",
        f"  streets            {old.km:,.1f} → {new.km:,.1f} km",
        f"  addresses          {old.addresses:,} → {new.addresses:,}",
        f"  turn restrictions  {old.turn_restrictions:,} → {new.turn_restrictions:,}",
    ]
