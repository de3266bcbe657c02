"""The stores that prepare the orders: supermarkets of the map, or a file's hubs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.geodesy import great_circle_m
from routing.day.model import CostDefaults, Day, FileSource, OrderDefaults
from routing.day.problems import InputError
from routing.errors import DayError
from routing.fleet.hubs import read_hubs
from routing.fleet.model import Hub
from routing.sample.customers import on_streets

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from maps.city import City
    from maps.shops import Shops
    from routing.clock import Clock
    from routing.sample.customers import Addresses

STREET_LIMIT_M = 50.0
"""A store further than this from a street has no door that vehicles could load at."""

_OPENS, _CLOSES = "07:00", "22:00"
_LOADING_S = 600
_SERVICE_S = 180
_BAYS = 3
_WEIGHED = 2_000
"""So many addresses say well enough where people live."""

_SAME_STREET_M = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """The hubs of a made-up day, and the chain they are of, where they are of one."""

    hubs: tuple[Hub, ...]
    chain: str | None


def map_stores(city: City, addresses: Addresses, count: int, clock: Clock) -> Stores:
    """Make hubs of so many supermarkets, placed as a chain would: near where people live.

    They are of one chain where one has enough of them in the city, the one with the most.

    Raises
    ------
    DayError
        SAMPLE-NO-SHOPS, where the map holds no supermarket; SAMPLE-FEW-SHOPS, where too few.
    """
    shops = city.shops
    candidates = shops.of_kind("supermarket")
    candidates = candidates[
        on_streets(city, shops.lat[candidates], shops.lon[candidates], STREET_LIMIT_M)
    ]
    _check_enough(city, len(candidates), count)
    names = [_chain(shops, index) for index in candidates]
    chain = _largest_chain(names, count)
    if chain is not None:
        candidates = candidates[[name.casefold() == chain.casefold() for name in names]]
    chosen = candidates[
        spread(shops.lat[candidates], shops.lon[candidates], count, around=addresses)
    ]
    hubs = tuple(
        Hub(
            hub_id=f"H{number:02d}",
            name=_name(shops, int(index), addresses),
            lat=float(shops.lat[index]),
            lon=float(shops.lon[index]),
            opens_s=clock.seconds(_OPENS),
            closes_s=clock.seconds(_CLOSES),
            loading_s=_LOADING_S,
            service_s=_SERVICE_S,
            bays=_BAYS,
        )
        for number, index in enumerate(chosen, start=1)
    )
    return Stores(hubs=hubs, chain=chain)


def file_stores(path: Path, city: City, addresses: Addresses, count: int, clock: Clock) -> Stores:
    """Take the hubs of a table as they are; of more than `count` those that serve people best.

    Raises
    ------
    DayError
        What is wrong with the table; SAMPLE-HUBS-OFF-MAP, SAMPLE-FEW-HUBS.
    """
    source = FileSource(path=path, name=path.name)
    hubs, findings = read_hubs(
        Day(
            folder=path.parent,
            clock=clock,
            map=path,
            hubs=source,
            vehicles=source,
            orders=source,
            collection_points=None,
            costs=CostDefaults(),
            defaults=OrderDefaults(),
        )
    )
    if errors := tuple(finding for finding in findings if finding.severity == "error"):
        raise InputError(errors)
    near = on_streets(city, [hub.lat for hub in hubs], [hub.lon for hub in hubs], STREET_LIMIT_M)
    if not near.all():
        lost = ", ".join(hub.hub_id for hub, is_near in zip(hubs, near, strict=True) if not is_near)
        raise DayError(
            "SAMPLE-HUBS-OFF-MAP",
            f"{path.name}: {lost} lie outside the map {city.name}, or more than"
            f" {STREET_LIMIT_M:.0f} m from its streets.",
            "Correct their positions, or name the map of their city with --map.",
        )
    if len(hubs) < count:
        raise DayError(
            "SAMPLE-FEW-HUBS",
            f"{path.name} has {len(hubs)} hubs, and --hubs asks for {count}.",
            "Add hubs to the file, or ask for fewer.",
        )
    if count < len(hubs):
        lat, lon = np.array([(hub.lat, hub.lon) for hub in hubs]).T
        hubs = tuple(hubs[index] for index in sorted(spread(lat, lon, count, around=addresses)))
    return Stores(hubs=hubs, chain=None)


def spread(
    lat: NDArray[np.float64], lon: NDArray[np.float64], count: int, *, around: Addresses
) -> NDArray[np.intp]:
    """Choose so many places that people have the shortest way to the nearest of them, on average.

    The greedy rule for the p-median problem (Kuehn and Hamburger, 1963), as the crow flies: one
    after the other, each time the place that shortens all ways most.
    """
    every = -(-len(around) // _WEIGHED)
    ways_m = great_circle_m(
        lat[:, None], lon[:, None], around.lat[None, ::every], around.lon[None, ::every]
    )
    shortest_m = np.full(ways_m.shape[1], np.inf)
    chosen: list[int] = []
    for _ in range(count):
        total_m = np.minimum(ways_m, shortest_m).sum(axis=1)
        total_m[chosen] = np.inf
        chosen.append(int(total_m.argmin()))
        shortest_m = np.minimum(shortest_m, ways_m[chosen[-1]])
    return np.array(chosen, dtype=np.intp)


def _check_enough(city: City, found: int, count: int) -> None:
    if not found:
        raise DayError(
            "SAMPLE-NO-SHOPS",
            f"The map {city.name} holds no supermarket near a street.",
            "Give the hubs in a CSV file with --hubs-file: hub_id, lat, lon.",
        )
    if found < count:
        raise DayError(
            "SAMPLE-FEW-SHOPS",
            f"The map {city.name} holds {found} supermarkets near a street, and --hubs asks for"
            f" {count}.",
            "Ask for fewer, or give the hubs in a CSV file with --hubs-file: hub_id, lat, lon.",
        )


def _chain(shops: Shops, index: int) -> str:
    return (shops.brand[index] or shops.name[index]).strip()


def _largest_chain(names: list[str], count: int) -> str | None:
    """The chain with the most stores, as most of them write it, where they are enough."""
    known = [name for name in names if name]
    sizes = Counter(name.casefold() for name in known)
    if not sizes:
        return None
    chain, size = max(sizes.items(), key=lambda item: (item[1], item[0]))
    if size < max(2, count):
        return None
    return Counter(name for name in known if name.casefold() == chain).most_common(1)[0][0]


def _name(shops: Shops, index: int, addresses: Addresses) -> str:
    """The shop's name, and its street where an address close by tells it: chains share names."""
    name = shops.name[index] or shops.brand[index] or "Supermarket"
    metres = great_circle_m(shops.lat[index], shops.lon[index], addresses.lat, addresses.lon)
    nearest = int(metres.argmin())
    street = addresses[nearest].street if metres[nearest] <= _SAME_STREET_M else ""
    return f"{name} ({street})" if street else name
