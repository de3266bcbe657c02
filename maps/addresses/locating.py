"""A position for an address that is only text, from the map itself, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from maps.addresses.house_positions import HousePositions, How, Position
from maps.addresses.reading import AddressReader, Reading
from maps.addresses.street_index import StreetIndex
from maps.addresses.surroundings import AGREES, Surroundings
from maps.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.addresses.gazetteer import Addresses, Gazetteer, Streets
    from maps.addresses.house_numbers import HouseNumber

_ONE_PLACE_M = 200.0
_MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where an address is.

    Attributes
    ----------
    lat, lon
        Degrees.
    located
        ``exact``: the map has the number. ``interpolated``: it has its neighbours on both sides.
        ``street``: it has the street.
    accuracy_m
        The address is hardly ever further away than this.
    matched
        How the map writes it.
    corrected
        Whether the street's name had to be mended, which is done only where the postcode or the
        city confirms it; somebody should look.
    names
        All that its street is called, in every language of the map.
    """

    lat: float
    lon: float
    located: How
    accuracy_m: int
    matched: str
    corrected: bool = False
    names: tuple[str, ...] = ()


class LocatingError(Exception):
    """An address cannot be located.

    Parameters
    ----------
    code
        ORDER-ADDRESS-EMPTY, ORDER-STREET-UNKNOWN, ORDER-ADDRESS-AMBIGUOUS or
        ORDER-ADDRESS-ELSEWHERE: addresses come with orders, so their codes are the orders'.
    message
        What is wrong.
    remedy
        What to do now.
    candidates
        Addresses or streets of the map that may be meant, best first.
    """

    def __init__(
        self, code: str, message: str, remedy: str, candidates: Sequence[str] = ()
    ) -> None:
        super().__init__(f"{code}: {message} {remedy}")
        self.code = code
        self.message = message
        self.remedy = remedy
        self.candidates = tuple(candidates)

    def __reduce__(self) -> tuple[type[LocatingError], tuple[str, str, str, tuple[str, ...]]]:
        """Survive the way back from a worker process."""
        return type(self), (self.code, self.message, self.remedy, self.candidates)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """One position on one street, and how well it fits the postcode and city."""

    street: int
    position: Position
    fit: int


class Locator:
    """Locates addresses in one gazetteer; its indexes are built when first needed."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    @cached_property
    def _index(self) -> StreetIndex:
        return StreetIndex(self._gazetteer)

    @cached_property
    def _around(self) -> Surroundings:
        return Surroundings(self._gazetteer)

    @cached_property
    def _positions(self) -> HousePositions:
        return HousePositions(self._gazetteer)

    @cached_property
    def _reader(self) -> AddressReader:
        return AddressReader(self._index, self._around)

    def locate(
        self, address: str, postcode: str | None = None, city: str | None = None
    ) -> Location:
        """Locate an address as people write it.

        Parameters
        ----------
        address
            Street and number in any order and language of the map; mailbox, floor, postcode and
            city may be in it.
        postcode, city
            From columns of their own; they win over what the text says.

        Raises
        ------
        LocatingError
            The address is empty, its street is not in the map, it may be in several places, or
            the street is only where the postcode and city are not.
        """
        if not address.strip():
            raise LocatingError(
                "ORDER-ADDRESS-EMPTY", "The order has no address.", "Give a street and a number."
            )
        reading = self._reader.read(address, (postcode or "").strip(), (city or "").strip())
        if not reading.streets:
            raise self._unknown(address, reading)
        candidates = [
            candidate
            for street in sorted(reading.streets)
            for candidate in self._on_street(street, reading)
        ]
        best_fit = max(one.fit for one in candidates)
        best = [one for one in candidates if one.fit == best_fit]
        if reading.corrected and best_fit < AGREES:
            raise self._unknown(address, reading)
        if best_fit < 0:
            raise self._elsewhere(address, best)
        chosen = min(best, key=lambda one: one.position.accuracy_m)
        away_m = _apart_m(chosen, best)
        if away_m.max() > max(_ONE_PLACE_M, chosen.position.accuracy_m):
            raise self._ambiguous(address, best)
        reach_m = away_m + [one.position.accuracy_m for one in best]
        return Location(
            lat=chosen.position.lat,
            lon=chosen.position.lon,
            located=chosen.position.how,
            accuracy_m=round(float(reach_m.max())),
            matched=self._written(chosen, reading.number),
            corrected=reading.corrected,
            names=self._names(chosen.street),
        )

    def _on_street(self, street: int, reading: Reading) -> list[_Candidate]:
        """The positions on one street that fit best."""
        found, around = self._positions, self._around
        points, addresses = found.points(street), found.addresses(street)
        point_fit = around.fit(points, reading.postcode, reading.cities)
        address_fit = around.fit(addresses, reading.postcode, reading.cities)
        best_fit = int(max(point_fit.max(initial=-99), address_fit.max(initial=-99)))
        if reading.number is not None:
            mapped = found.mapped(addresses[address_fit >= min(0, best_fit)], reading.number)
            if mapped:
                fits = around.fit(
                    np.array([one.place for one in mapped]), reading.postcode, reading.cities
                )
                return [
                    _Candidate(street=street, position=one, fit=int(fit))
                    for one, fit in zip(mapped, fits, strict=True)
                    if fit == fits.max()
                ]
        position = found.estimated(
            street,
            addresses[address_fit == best_fit],
            points[point_fit == point_fit.max()],
            reading.number,
        )
        return [_Candidate(street=street, position=position, fit=best_fit)]

    def _written(self, candidate: _Candidate, number: HouseNumber | None) -> str:
        """The address in the map's words; one that is known by its street only has no number."""
        gazetteer, position = self._gazetteer, candidate.position
        owner: Streets | Addresses = gazetteer.streets
        at, address = position.place, position.place - len(gazetteer.streets.lat)
        if address >= 0:
            owner, at = gazetteer.addresses, address
        house = ""
        if position.how == "exact":
            house = gazetteer.texts[int(gazetteer.addresses.number[address])]
        elif position.how == "interpolated" and number is not None:
            house = str(number.low)
        street = f"{self._index.names[candidate.street]} {house}".strip()
        known = (gazetteer.texts[int(text[at])] for text in (owner.postcode, owner.city))
        city = " ".join(filter(None, known))
        return f"{street}, {city}" if city else street

    def _names(self, street: int) -> tuple[str, ...]:
        streets, texts = self._gazetteer.streets, self._gazetteer.texts
        first, end = streets.alias_start[street], streets.alias_start[street + 1]
        return tuple(texts[int(alias)] for alias in streets.alias[first:end])

    def _unknown(self, address: str, reading: Reading) -> LocatingError:
        closest = self._index.closest(reading.asked) if reading.asked else ()
        remedy = (
            f"Did they mean {_listed(closest)}? Correct the address, or give lat and lon."
            if closest
            else "Correct the address, or give lat and lon."
        )
        return LocatingError(
            "ORDER-STREET-UNKNOWN", f"The map has no street for {address!r}.", remedy, closest
        )

    def _elsewhere(self, address: str, best: Sequence[_Candidate]) -> LocatingError:
        written = self._all_written(best)
        return LocatingError(
            "ORDER-ADDRESS-ELSEWHERE",
            f"The map has the street of {address!r} only where its postcode and city are not: "
            f"{_listed(written)}.",
            "Correct the postcode or the city, or give lat and lon.",
            written,
        )

    def _ambiguous(self, address: str, best: Sequence[_Candidate]) -> LocatingError:
        written = self._all_written(best)
        return LocatingError(
            "ORDER-ADDRESS-AMBIGUOUS",
            f"{address!r} may be in {len(best)} places: {_listed(written)}.",
            "Give the postcode and the city, or lat and lon.",
            written,
        )

    def _all_written(self, candidates: Sequence[_Candidate]) -> tuple[str, ...]:
        """Each candidate in the map's words, with its position where words are the same."""
        words = [self._written(one, None) for one in candidates]
        if len(set(words)) < len(words):
            words = [
                f"{text} ({one.position.lat:.4f}, {one.position.lon:.4f})"
                for text, one in zip(words, candidates, strict=True)
            ]
        return tuple(words[:_MOST_CANDIDATES])


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names)


def _apart_m(one: _Candidate, others: Sequence[_Candidate]) -> NDArray[np.float64]:
    """How far each candidate is from one of them."""
    return great_circle_m(
        one.position.lat,
        one.position.lon,
        [other.position.lat for other in others],
        [other.position.lon for other in others],
    )
