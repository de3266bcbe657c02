"""`tournee sample-day`: a realistic made-up day in any real city."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import existing_path, talks

if TYPE_CHECKING:
    from cli.screen import Screen


@click.command("sample-day", short_help="A made-up day in any real city.")
@click.option(
    "--map", "map_path", type=existing_path("map"), required=True, help="A .tmap or OSM file."
)
@click.option("--orders", type=click.IntRange(min=1), metavar="N", required=True)
@click.option("--hubs", type=click.IntRange(min=1), metavar="K", required=True)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same seed makes the same day.",
)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), required=True, help="The day folder to write."
)
@click.option(
    "--addresses",
    type=existing_path("addresses"),
    help="A CSV of addresses (lat, lon) instead of the map's.",
)
@click.option(
    "--hubs-file",
    type=existing_path("hubs"),
    help="A hubs.csv instead of the map's supermarkets.",
)
@click.option(
    "--collected",
    type=click.FloatRange(0, 1),
    default=0.4,
    show_default=True,
    metavar="SHARE",
    help="The share of orders that customers collect.",
)
@click.option(
    "--pickers",
    is_flag=True,
    help="Orders come in through the day and have to be picked; with as many pickers as it takes.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day's date; default today.",
)
@talks
def command(
    *,
    map_path: Path,
    orders: int,
    hubs: int,
    seed: int,
    out: Path,
    addresses: Path | None,
    hubs_file: Path | None,
    collected: float,
    pickers: bool,
    date: dt.datetime | None,
    screen: Screen,
) -> int:
    """Make up a day: supermarkets as hubs, real addresses as customers, a fleet that fits.

    \b
    Example:
      tournee sample-day --map brussels.tmap --orders 200 --hubs 3 --seed 1 -o today
    """
    from maps.build import open_city
    from routing.sample.day import Wishes, make_day, write_day
    from routing.sample.writing import check_free

    check_free(out)
    wishes = Wishes(
        orders=orders,
        hubs=hubs,
        seed=seed,
        date=date.date() if date else dt.datetime.now().astimezone().date(),
        addresses=addresses,
        hubs_file=hubs_file,
        collected=collected,
        pickers=pickers,
    )
    with screen.progress() as progress:
        city = open_city(map_path, progress=progress.phase)
        made = make_day(city, wishes, progress.phase)
        write_day(made, out, map_path)
    counts = made.counts()
    chain = f" of {made.stores.chain}" if made.stores.chain else ""
    picking = f", {counts['pickers']} pickers' shifts" if counts["pickers"] else ""
    screen.say(
        f"Written: {out}, {made.clock.date}: {counts['orders']} orders"
        f" ({counts['same_day']} to deliver, {counts['collected']} collected at their hub,"
        f" {counts['collected_elsewhere']} elsewhere), {counts['hubs']} hubs{chain},"
        f" {counts['collection_points']} collection points, {counts['vehicles']} vehicle shifts"
        f"{picking}."
        f" Customers live at {counts['usable_addresses']} of {counts['addresses']} addresses,"
        " the others are off the map or far from any street.\n"
        f"Plan it with: tournee plan {out}"
    )
    screen.document({"folder": str(out), "date": made.clock.date.isoformat(), **counts})
    return Exit.DONE
