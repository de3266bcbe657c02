"""A made-up day: from a city to a folder that can be planned."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from maps.timezones import nearest_zone
from routing.clock import Clock
from routing.fleet.hubs import COLUMNS as HUB_COLUMNS
from routing.fleet.pickers import COLUMNS as PICKER_COLUMNS
from routing.fleet.points import COLUMNS as POINT_COLUMNS
from routing.fleet.vehicles import COLUMNS as VEHICLE_COLUMNS
from routing.orders.checking import COLUMNS as ORDER_COLUMNS
from routing.orders.model import Channel
from routing.sample.addresses import read_addresses
from routing.sample.customers import draw_customers, map_addresses, on_streets_only
from routing.sample.fleet import make_fleet
from routing.sample.hubs import Stores, file_stores, map_stores
from routing.sample.orders import OrderBook, SampleOrder
from routing.sample.picking import COLLECT, make_pickers, through_the_day
from routing.sample.points import partner_shops
from routing.sample.writing import whole_folder
from routing.tables.writing import table_text

if TYPE_CHECKING:
    import datetime as dt

    from maps.city import City
    from routing.fleet.model import CollectionPoint, Hub

Progress = Callable[[str], None]
"""Is told what is being done now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a made-up day should be like.

    Attributes
    ----------
    orders
        How many.
    hubs
        How many.
    seed
        The same wishes with the same seed on the same map give the same files.
    date
        The day.
    addresses
        A file of addresses instead of the map's; see `routing.sample.addresses`.
    hubs_file
        A table of hubs instead of the map's supermarkets.
    collected
        The share of orders that customers collect.
    pickers
        Whether its stores pick: orders come in through the day and are picked by as many people as
        that takes, and are not just ready.
    """

    orders: int
    hubs: int
    seed: int
    date: dt.date
    addresses: Path | None = None
    hubs_file: Path | None = None
    collected: float = 0.4
    pickers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDay:
    """What was made up, as it is written.

    Of `addresses` that were read, `usable_addresses` are on the map and near a street.
    """

    clock: Clock
    addresses: int
    usable_addresses: int
    stores: Stores
    points: tuple[CollectionPoint, ...]
    vehicles: Sequence[dict[str, object]]
    orders: Sequence[SampleOrder]
    pickers: Sequence[dict[str, object]] = ()

    def counts(self) -> dict[str, int]:
        """How many there are of everything, by name."""
        channels = Counter((order.row["channel"], order.driven) for order in self.orders)
        return {
            "orders": len(self.orders),
            "same_day": channels[Channel.SAME_DAY.value, True],
            "collected": channels[Channel.CLICK_AND_COLLECT.value, False],
            "collected_elsewhere": channels[Channel.CLICK_AND_COLLECT.value, True],
            "hubs": len(self.stores.hubs),
            "collection_points": len(self.points),
            "vehicles": len(self.vehicles),
            "pickers": len(self.pickers),
            "addresses": self.addresses,
            "usable_addresses": self.usable_addresses,
        }


def make_day(city: City, wishes: Wishes, progress: Progress) -> MadeDay:
    """Make up a day in a city.

    Raises
    ------
    DayError
        SAMPLE-…, where map and files do not give what is wished.
    MapError
        Where no vehicle can use the map's streets.
    """
    south, west, north, east = city.meta.bbox
    clock = Clock(wishes.date, nearest_zone((south + north) / 2, (west + east) / 2))
    customer_draw, order_draw, arrival_draw = np.random.default_rng(wishes.seed).spawn(3)
    progress("Reading addresses")
    known = read_addresses(wishes.addresses) if wishes.addresses else map_addresses(city)
    addresses = on_streets_only(city, known)
    progress("Choosing hubs and customers")
    if wishes.hubs_file is not None:
        stores = file_stores(wishes.hubs_file, city, addresses, wishes.hubs, clock)
    else:
        stores = map_stores(city, addresses, wishes.hubs, clock)
    hubs = stores.hubs
    customers = draw_customers(city, addresses, hubs, wishes.orders, customer_draw)
    points = partner_shops(city, hubs, addresses, clock)
    progress("Making up orders")
    book = OrderBook(city, hubs, points, clock)
    orders = book.orders(customers, order_draw, collected=wishes.collected)
    if wishes.pickers:
        orders = through_the_day(orders, hubs, clock, arrival_draw)
    return MadeDay(
        clock=clock,
        addresses=len(known),
        usable_addresses=len(addresses),
        stores=stores,
        points=points,
        vehicles=make_fleet(hubs, orders, clock),
        orders=orders,
        pickers=make_pickers(hubs, orders, clock) if wishes.pickers else (),
    )


def write_day(made: MadeDay, folder: Path, map_path: Path) -> None:
    """Write the folder of a made-up day, whole or not at all.

    Raises
    ------
    DayError
        DAY-FOLDER-TAKEN, where something is in the folder; DAY-UNWRITABLE.
    """
    files = day_files(made, folder, map_path)
    with whole_folder(folder) as part:
        for name, text in files.items():
            (part / name).write_text(text, encoding="utf-8", newline="\n")


def day_files(made: MadeDay, folder: Path, map_path: Path) -> dict[str, str]:
    """The texts of a made-up day's files, by name, for a folder that is to stand at `folder`."""
    clock = made.clock
    files = {
        "day.toml": _settings(made, folder, map_path),
        "hubs.csv": table_text(HUB_COLUMNS, [_hub_row(hub, clock) for hub in made.stores.hubs]),
        "vehicles.csv": table_text(VEHICLE_COLUMNS, made.vehicles),
        "orders.csv": table_text(ORDER_COLUMNS, [order.row for order in made.orders]),
    }
    if made.points:
        files["collection_points.csv"] = table_text(
            POINT_COLUMNS, [_point_row(point, clock) for point in made.points]
        )
    if made.pickers:
        files["pickers.csv"] = table_text(PICKER_COLUMNS, made.pickers)
    return files


def _settings(made: MadeDay, folder: Path, map_path: Path) -> str:
    # A link to the newest map stays a link: only its folder is resolved.
    target = map_path.parent.resolve() / map_path.name
    relative = Path(os.path.relpath(target, folder.resolve())).as_posix()
    lines = [
        f"date = {made.clock.date.isoformat()}",
        "# The zone whose main city is nearest to the map: near a border, look at it.",
        f'timezone = "{made.clock.timezone}"',
        # A JSON text is a TOML text too.
        f"map = {json.dumps(relative, ensure_ascii=False)}",
        'hubs = "hubs.csv"',
        'vehicles = "vehicles.csv"',
        'orders = "orders.csv"',
        *(['collection_points = "collection_points.csv"'] if made.points else []),
        *(['pickers = "pickers.csv"', "", "[promise]"] if made.pickers else []),
        *([f'collect = "{COLLECT}"'] if made.pickers else []),
    ]
    return "\n".join(lines) + "\n"


def _hub_row(hub: Hub, clock: Clock) -> dict[str, object]:
    return {
        "hub_id": hub.hub_id,
        "name": hub.name,
        **_place(hub, clock),
        "loading_s": hub.loading_s,
        "service_s": hub.service_s,
        "bays": "" if hub.bays is None else hub.bays,
        "pickers": "" if hub.pickers is None else hub.pickers,
    }


def _point_row(point: CollectionPoint, clock: Clock) -> dict[str, object]:
    return {
        "point_id": point.point_id,
        "name": point.name,
        **_place(point, clock),
        "service_s": point.service_s,
        "capacity_parcels": point.capacity_parcels,
    }


def _place(place: Hub | CollectionPoint, clock: Clock) -> dict[str, object]:
    return {
        "lat": f"{place.lat:.6f}",
        "lon": f"{place.lon:.6f}",
        "opens": clock.wall(place.opens_s),
        "closes": clock.wall(place.closes_s),
    }
