"""Where customers may live: a map's addresses, or those of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.errors import DayError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from maps.addresses.gazetteer import Address
    from maps.city import City
    from routing.fleet.model import Hub

SNAP_LIMIT_M = 100.0
"""Made-up customers live no further than this from a street, for every kind of vehicle."""

REACH_M = 5_000
"""Nor further than this from the nearest hub, along the streets that a van takes."""

ORDERS_AN_ADDRESS = 10
"""A block of flats may order so often in a day; more would be no day of any city."""

KINDS = ("van", "cargo_bike")
"""The kinds of vehicles that made-up days have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Addresses by position, in degrees; `words` gives the one of a row number in words."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    row: NDArray[np.intp]
    words: Callable[[int], Address]

    def __len__(self) -> int:
        return len(self.lat)

    def __getitem__(self, index: int) -> Address:
        return self.words(int(self.row[index]))

    def take(self, indices: ArrayLike) -> Addresses:
        """Give these addresses only, in this order."""
        chosen = np.asarray(indices, dtype=np.intp)
        return Addresses(
            lat=self.lat[chosen], lon=self.lon[chosen], row=self.row[chosen], words=self.words
        )


def map_addresses(city: City) -> Addresses:
    """Every address that the map knows.

    Raises
    ------
    DayError
        SAMPLE-NO-ADDRESSES, where it knows none.
    """
    gazetteer = city.gazetteer
    if not gazetteer.address_count:
        raise DayError(
            "SAMPLE-NO-ADDRESSES",
            f"The map {city.name} holds no addresses, so nobody can be delivered to.",
            "Give a CSV file of addresses, with the columns lat and lon, with --addresses.",
        )
    return Addresses(
        lat=gazetteer.addresses.lat,
        lon=gazetteer.addresses.lon,
        row=np.arange(gazetteer.address_count),
        words=gazetteer.address,
    )


def on_streets(city: City, lat: ArrayLike, lon: ArrayLike, limit_m: float) -> NDArray[np.bool_]:
    """Whether each place is on the map and near a street for every kind of vehicle."""
    lat, lon = np.asarray(lat, np.float64), np.asarray(lon, np.float64)
    south, west, north, east = city.meta.bbox
    near = (south <= lat) & (lat <= north) & (west <= lon) & (lon <= east)
    for kind in KINDS:
        inside = np.flatnonzero(near)
        if len(inside):
            snaps = city.travel_times(kind).snap(lat[inside], lon[inside])
            near[inside] = snaps.distance_m <= limit_m
    return near


def on_streets_only(city: City, addresses: Addresses) -> Addresses:
    """The addresses that every kind of vehicle gets near to."""
    return addresses.take(
        np.flatnonzero(on_streets(city, addresses.lat, addresses.lon, SNAP_LIMIT_M))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """Those who order today, and the position of each one's nearest hub among the hubs."""

    addresses: Addresses
    home: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.addresses)


def draw_customers(
    city: City,
    addresses: Addresses,
    hubs: Sequence[Hub],
    count: int,
    rng: np.random.Generator,
) -> Customers:
    """Draw so many customers, each address as likely as any other: demand follows their density.

    Nobody is drawn twice before everybody in reach of a hub was drawn once.

    Parameters
    ----------
    addresses
        Those near a street; see `on_streets_only`.

    Raises
    ------
    DayError
        SAMPLE-NO-CUSTOMERS, where no address is in reach of a hub; SAMPLE-FEW-ADDRESSES, where
        too few for so many orders.
    """
    home, metres = nearest_hub(city, addresses.lat, addresses.lon, hubs)
    in_reach = np.flatnonzero(metres <= REACH_M)
    if not len(in_reach):
        raise DayError(
            "SAMPLE-NO-CUSTOMERS",
            f"No address is within {REACH_M / 1000:g} km of a hub and {SNAP_LIMIT_M:.0f} m of a"
            " street.",
            "Look whether hubs, addresses and map are of the same city.",
        )
    if count > ORDERS_AN_ADDRESS * len(in_reach):
        raise DayError(
            "SAMPLE-FEW-ADDRESSES",
            f"{count} orders at {len(in_reach)} addresses: only so many are within"
            f" {REACH_M / 1000:g} km of a hub and {SNAP_LIMIT_M:.0f} m of a street.",
            f"Ask for at most {ORDERS_AN_ADDRESS} orders an address, or give more addresses with"
            " --addresses.",
        )
    rounds, rest = divmod(count, len(in_reach))
    drawn = rng.permutation(
        np.concatenate([np.tile(in_reach, rounds), rng.permutation(in_reach)[:rest]])
    )
    return Customers(addresses=addresses.take(drawn), home=home[drawn])


def nearest_hub(
    city: City, lat: ArrayLike, lon: ArrayLike, hubs: Sequence[Hub]
) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """The nearest hub of each place by a van's way, and how many metres that is."""
    travel = city.travel_times("van")
    doors = travel.snap([hub.lat for hub in hubs], [hub.lon for hub in hubs])
    metres = travel.table(doors, travel.snap(lat, lon)).distance_m
    return np.argmin(metres, axis=0), metres.min(axis=0)
