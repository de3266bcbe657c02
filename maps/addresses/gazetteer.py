"""What the map knows of addresses: streets with all their names, house numbers, localities.

Everything is a numpy array, strings are numbers into one table of texts (0: the map does not say).
Streets, addresses and number runs are joined by position: ``addresses.street[i]`` is a street.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from maps.addresses.texts import Texts
from maps.errors import MapError

if TYPE_CHECKING:
    from collections.abc import Mapping

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """Named streets; two far apart that share a name are two.

    Attributes
    ----------
    name
        How the map writes it, text numbers.
    alias_start, alias
        All names a street goes by: those of street ``s`` are ``alias[alias_start[s]:
        alias_start[s + 1]]``, text numbers, the usual ones first.
    alias_usual
        Whether that name is one people use today (``name``, its halves, ``name:fr``), not an old
        or an unofficial one.
    point_start, lat, lon, locality, postcode, city
        Points along a street, at most some fifty metres apart, and its addresses' positions, each
        with its locality and, where known, postcode and city (text numbers).
    """

    name: Ints
    alias_start: Ints
    alias: Ints
    alias_usual: NDArray[np.bool_]
    point_start: Ints
    lat: Floats
    lon: Floats
    locality: Ints
    postcode: Ints
    city: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """House numbers with a position, sorted by street.

    Attributes
    ----------
    start
        Those of street ``s`` are ``start[s]:start[s + 1]``.
    lat, lon
        Degrees; the middle of a building that is mapped as an outline.
    street
        Position in `Streets`.
    street_said
        False where the map names no street and the nearest one was taken.
    number
        As written, a text number.
    low, high
        The numbers it stands for: 12 and 14 for ``12-14``, twice 12 for ``12b``.
    postcode, city
        Text numbers; the nearest known where the address itself says nothing, 0 if there is none.
    locality
        Position in `Localities`.
    """

    start: Ints
    lat: Floats
    lon: Floats
    street: Ints
    street_said: NDArray[np.bool_]
    number: Ints
    low: Ints
    high: Ints
    postcode: Ints
    city: Ints
    locality: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Stretches where the map says only which numbers begin and end them (addr:interpolation).

    Attributes
    ----------
    street, first, last, step
        House numbers from `first` to `last` (which may be the smaller) on a street.
    point_start, lat, lon
        The line from the first number to the last.
    """

    street: Ints
    first: Ints
    last: Ints
    step: Ints
    point_start: Ints
    lat: Floats
    lon: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Localities:
    """Which named areas hold a place: number 0 is none, others are sets that occur.

    Attributes
    ----------
    city
        What to call it: the municipality's name, a text number.
    alias_start, alias
        All names in all languages of all areas in the set, text numbers.
    """

    city: Ints
    alias_start: Ints
    alias: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlements:
    """Cities, villages and quarters that the map has as points: name, position and reach.

    Attributes
    ----------
    name
        Text numbers, one entry for each name that a settlement has.
    lat, lon
        Degrees.
    reach_m
        How far from the point people still use its name.
    """

    name: Ints
    lat: Floats
    lon: Floats
    reach_m: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address in words."""

    lat: float
    lon: float
    street: str
    number: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All addresses of a city, in arrays."""

    texts: Texts
    streets: Streets
    addresses: Addresses
    runs: Runs
    localities: Localities
    settlements: Settlements

    @property
    def address_count(self) -> int:
        """How many house numbers have a position of their own."""
        return len(self.addresses.lat)

    @property
    def street_count(self) -> int:
        """How many named streets there are."""
        return len(self.streets.name)

    def address(self, index: int) -> Address:
        """Address number `index` in words, with the empty string for what the map does not say.

        Raises
        ------
        IndexError
            There is no such address.
        """
        if not 0 <= index < self.address_count:
            raise IndexError(f"There are {self.address_count} addresses, none at {index}.")
        addresses = self.addresses
        return Address(
            lat=float(addresses.lat[index]),
            lon=float(addresses.lon[index]),
            street=self.texts[int(self.streets.name[addresses.street[index]])],
            number=self.texts[int(addresses.number[index])],
            postcode=self.texts[int(addresses.postcode[index])],
            city=self.texts[int(addresses.city[index])],
        )

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything under names such as ``streets.lat``, for the map's file."""
        return {
            f"{group.name}.{field.name}": getattr(getattr(self, group.name), field.name)
            for group in fields(self)
            for field in fields(getattr(self, group.name))
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Put together what `to_arrays` took apart.

        Raises
        ------
        MapError
            MAP-FORMAT: an array is missing.
        """
        kinds = {
            "texts": Texts,
            "streets": Streets,
            "addresses": Addresses,
            "runs": Runs,
            "localities": Localities,
            "settlements": Settlements,
        }
        try:
            return cls(
                **{
                    group: kind(
                        **{field.name: arrays[f"{group}.{field.name}"] for field in fields(kind)}
                    )
                    for group, kind in kinds.items()
                }
            )
        except KeyError as error:
            raise MapError(
                "MAP-FORMAT",
                f"The map's file holds no array {error.args[0]!r}.",
                "Build the map again from its OpenStreetMap file: tournee map build.",
            ) from error
