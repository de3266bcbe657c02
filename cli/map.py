"""`tournee map`: from OpenStreetMap to a map ready for use, and what it holds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import existing_path, talks

if TYPE_CHECKING:
    from cli.screen import Screen


@click.group("map")
def command() -> None:
    """Build maps from OpenStreetMap, and see what they hold.

    \b
    Example:
      tournee map build brussels.osm.pbf -o brussels.tmap
    """


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
    from cli import views
    from maps.build import build_city
    from maps.info import map_info
    from maps.osm import SUFFIXES
    from maps.places import fetch_place
    from maps.tmap import save_city

    with screen.progress() as progress, tempfile.TemporaryDirectory() as folder:
        path = Path(source)
        if not source.lower().endswith(SUFFIXES) and not path.exists():
            progress.phase(f"Fetching {source} from OpenStreetMap")
            path = fetch_place(source, Path(folder))
        city = build_city(path, progress=progress.phase)
        progress.phase(f"Writing {output}")
        save_city(city, output)
    info = map_info(city)
    screen.render(views.map_figures(info))
    screen.say(f"Written: {output}")
    screen.document({"path": str(output), **info.to_dict()})
    return Exit.DONE


@command.command("info")
@click.argument("city", type=existing_path("map"))
@talks
def info(*, city: Path, screen: Screen) -> int:
    """Say what a map holds: size, extent, date, streets, and what was left out and why.

    \b
    Example:
      tournee map info brussels.tmap
    """
    from cli import views
    from maps.info import map_info
    from maps.tmap import load_city

    found = map_info(load_city(city))
    screen.render(views.map_figures(found))
    screen.document(found.to_dict())
    return Exit.DONE
