"""Which of a hub's places lie on streets that its drivers know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from maps.addresses.locating import LocatingError, Location
from maps.addresses.street_names import fold, halves, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike

    from routing.fleet.known import KnownStreet
    from routing.fleet.model import Vehicle
    from routing.orders.model import Order


class StreetNames(Protocol):
    """What a city says of streets' names."""

    def locate(self, address: str, postcode: str | None, city: str | None) -> Location:
        """The place of an address; raises `maps.addresses.locating.LocatingError`."""

    def street_names(self, lat: ArrayLike, lon: ArrayLike) -> list[tuple[str, ...]]:
        """All that the street nearest to each place is called."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """What an order says of its street: all its names, as keys, and its postcode if it has one."""

    names: frozenset[str]
    postcode: str


def unknown_sites(
    known: Sequence[KnownStreet],
    vehicles: Sequence[Vehicle],
    sites: Sequence[tuple[float, float]],
    orders: Mapping[int, Sequence[Order]],
    city: StreetNames,
) -> dict[int, frozenset[int]]:
    """By vehicle, the sites whose street its driver does not know.

    An order's street is the one where the map finds its address, and the nearest one where it has
    none that the map finds; it goes by all its names, in every language of the map. A driver knows
    it if any row of his names it, or its postcode, or both together. An order without a postcode
    may have any. Who has no row, or drives without a driver's id, knows none.

    Parameters
    ----------
    known
        What drivers know; nothing is unknown to anybody if this is empty.
    sites
        (latitude, longitude) of every place.
    orders
        Orders that go to a customer's door, by site. Other sites, as those of drops, are known if
        their nearest street is.
    """
    if not known:
        return {}
    lat, lon = np.array(sites).T
    nearest = [_keys(names) for names in city.street_names(lat, lon)]
    spots = [
        [_spot(order, nearest[site], city) for order in orders.get(site, ())]
        or [_Spot(nearest[site], "")]
        for site in range(len(sites))
    ]
    by_driver: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in known:
        wanted = frozenset() if row.street is None else _keys([row.street])
        by_driver.setdefault(row.driver_id, []).append((wanted, _code(row.postcode)))
    unknown = {}
    for number, vehicle in enumerate(vehicles):
        rows = by_driver.get(vehicle.driver_id or "", ())
        unknown[number] = frozenset(
            site
            for site, own in enumerate(spots)
            if site and not any(_names(row, spot) for row in rows for spot in own)
        )
    return unknown


def _spot(order: Order, nearest: frozenset[str], city: StreetNames) -> _Spot:
    names = nearest
    if order.address is not None:
        try:
            at = city.locate(order.address, order.postcode, order.city)
        except LocatingError:  # a position stood beside it, or it could not be delivered
            pass
        else:
            names = _keys(at.names) or nearest
    return _Spot(names, _code(order.postcode))


def _names(row: tuple[frozenset[str], str], spot: _Spot) -> bool:
    """Whether a row of a driver's speaks of a place."""
    names, postcode = row
    if not names:
        return postcode == spot.postcode
    return not names.isdisjoint(spot.names) and (
        not postcode or not spot.postcode or postcode == spot.postcode
    )


def _keys(names: Iterable[str]) -> frozenset[str]:
    """Names in the one form in which they are compared, those in two languages also by halves."""
    return frozenset(
        key for name in names for part in (name, *halves(name)) for key in keys_of(part)
    )


def _code(postcode: str | None) -> str:
    return "".join(fold(postcode or "").split())
