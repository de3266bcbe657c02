"""Whether a place fits the postcode and city that an address names."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from maps.addresses.street_names import city_key, halves
from maps.geodesy import flat_m

if TYPE_CHECKING:
    from maps.addresses.gazetteer import Gazetteer

AGREES, NEAR, UNKNOWN, CONTRADICTS = 5, 2, 0, -4
"""How well a place fits a postcode or a city. Their sum counts: below zero it is elsewhere, so one
that agrees makes up for one that contradicts, and one that is only near does not."""

_COUNTRY = re.compile(r"^[A-Z]{1,2}(?=\d{4,}$)")
_NEAR_M = 1_500.0
_CITY_REACH_M = 10_000.0

Ints = NDArray[np.int32]
Scores = NDArray[np.int64]


class Surroundings:
    """Postcodes and names of cities, and the places that use them.

    Places are numbered: the points of all streets first, then all addresses.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        streets, addresses = gazetteer.streets, gazetteer.addresses
        self._texts = gazetteer.texts.unpack()
        self._gazetteer = gazetteer
        self._postcode = np.concatenate([streets.postcode, addresses.postcode])
        self._city = np.concatenate([streets.city, addresses.city])
        self._locality = np.concatenate([streets.locality, addresses.locality])
        lat = np.concatenate([streets.lat, addresses.lat])
        lon = np.concatenate([streets.lon, addresses.lon])
        self._at_lat = float(lat.mean()) if len(lat) else 0.0
        self._spot = np.stack(flat_m(lat, lon, at_lat=self._at_lat), axis=1)
        self._trees: dict[tuple[str, str], cKDTree | None] = {}
        self._members: dict[str, NDArray[np.bool_]] = {}

    @cached_property
    def postcodes(self) -> frozenset[str]:
        """Every postcode of the map, in the form of `postcode_key`."""
        return frozenset(self._postcode_numbers)

    @cached_property
    def cities(self) -> frozenset[str]:
        """Every name of a city, village or quarter, in the form of `city_key`."""
        return frozenset(self._city_numbers) | frozenset(self._settlements)

    @cached_property
    def _postcode_numbers(self) -> dict[str, list[int]]:
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number in np.unique(self._postcode).tolist():
            if number:
                numbers[postcode_key(self._texts[number])].append(number)
        return numbers

    @cached_property
    def _city_numbers(self) -> dict[str, list[int]]:
        """Text numbers of what addresses call their city, by key."""
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number in np.unique(self._city).tolist():
            for key in city_keys(self._texts[number]):
                numbers[key].append(number)
        for key in self._locality_numbers:
            numbers[key] += []
        return numbers

    @cached_property
    def _locality_numbers(self) -> dict[str, list[int]]:
        localities = self._gazetteer.localities
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for locality in range(len(localities.city)):
            begin, end = localities.alias_start[locality : locality + 2]
            for alias in localities.alias[begin:end].tolist():
                for key in city_keys(self._texts[alias]):
                    numbers[key].append(locality)
        return numbers

    @cached_property
    def _settlements(self) -> dict[str, list[int]]:
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for entry, name in enumerate(self._gazetteer.settlements.name.tolist()):
            for key in city_keys(self._texts[name]):
                numbers[key].append(entry)
        return numbers

    def fit(self, places: NDArray[np.int64], postcode: str, cities: tuple[str, ...]) -> Scores:
        """Score each place; an empty postcode or no city scores nothing.

        Parameters
        ----------
        places
            Numbers of places.
        postcode
            In the form of `postcode_key`; empty where none is given.
        cities
            Keys of the names a city is given by, any of which may fit.
        """
        score = np.zeros(len(places), np.int64)
        if postcode:
            score += self._postcode_fit(places, postcode)
        if cities:
            score += np.max([self._city_fit(places, key) for key in cities], axis=0)
        return score

    def _postcode_fit(self, places: NDArray[np.int64], postcode: str) -> Scores:
        if not self.postcodes:
            return np.zeros(len(places), np.int64)
        own = self._postcode[places]
        same = np.isin(own, self._postcode_numbers.get(postcode, []))
        near = self._near("postcode", postcode, places) | np.isin(own, self._slips(postcode))
        return np.where(
            same, AGREES, np.where(near, NEAR, np.where(own == 0, UNKNOWN, CONTRADICTS))
        )

    def _slips(self, postcode: str) -> list[int]:
        """Postcodes of the same district with one other digit, when this one is not in the map.

        One that the map has elsewhere is no slip of the finger.
        """
        if postcode in self._postcode_numbers:
            return []
        half = len(postcode) // 2
        return [
            number
            for known, numbers in self._postcode_numbers.items()
            if len(known) == len(postcode)
            and known[:half] == postcode[:half]
            and sum(a != b for a, b in zip(known, postcode, strict=True)) == 1
            for number in numbers
        ]

    def _city_fit(self, places: NDArray[np.int64], key: str) -> Scores:
        if not self.cities:
            return np.zeros(len(places), np.int64)
        same = self._in_city(key)[places]
        wide, close = self._within_reach(places, key)
        # Where the map has a municipality's outline, its centre's reach says nothing more.
        near = self._near("city", key, places) | (close & (key not in self._locality_numbers))
        # People use a large city's name in all its suburbs: it decides between none of them.
        agrees = same & ~wide
        return np.where(agrees, AGREES, np.where(same | near | wide, NEAR, CONTRADICTS))

    def _in_city(self, key: str) -> NDArray[np.bool_]:
        if key not in self._members:
            self._members[key] = np.isin(self._city, self._city_numbers.get(key, [])) | np.isin(
                self._locality, self._locality_numbers.get(key, [])
            )
        return self._members[key]

    def _within_reach(
        self, places: NDArray[np.int64], key: str
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which places lie within reach of a large city, and of a smaller settlement."""
        known = self._gazetteer.settlements
        wide, close = np.zeros((2, len(places)), np.bool_)
        for entry in self._settlements.get(key, []):
            centre = np.stack(
                flat_m(known.lat[entry], known.lon[entry], at_lat=self._at_lat), axis=-1
            )
            reached = np.hypot(*(self._spot[places] - centre).T) <= known.reach_m[entry]
            if known.reach_m[entry] >= _CITY_REACH_M:
                wide |= reached
            else:
                close |= reached
        return wide, close

    def _near(self, kind: str, key: str, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        if (kind, key) not in self._trees:
            members = (
                np.isin(self._postcode, self._postcode_numbers.get(key, []))
                if kind == "postcode"
                else self._in_city(key)
            )
            self._trees[kind, key] = cKDTree(self._spot[members]) if members.any() else None
        tree = self._trees[kind, key]
        if tree is None:
            return np.zeros(len(places), np.bool_)
        distance, _ = tree.query(self._spot[places], distance_upper_bound=_NEAR_M)
        return np.isfinite(distance)


def postcode_key(postcode: str) -> str:
    """Bring a postcode to one form: capital letters and digits only, without a country."""
    key = "".join(letter for letter in postcode.upper() if letter.isalnum())
    return _COUNTRY.sub("", key)


def city_keys(name: str) -> tuple[str, ...]:
    """Keys of every name in ``Ixelles - Elsene``."""
    keys = dict.fromkeys(map(city_key, [*halves(name), name]))
    return tuple(key for key in keys if key)
