"""Where a house number stands on its street: mapped, between neighbours, or somewhere along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from maps.addresses.house_numbers import HouseNumber, parse_number
from maps.geodesy import great_circle_m

if TYPE_CHECKING:
    from maps.addresses.gazetteer import Gazetteer

How = Literal["exact", "interpolated", "street"]
Places = NDArray[np.int64]

_DOOR_M = 20
"""A house's mapped middle is this near its door."""
_PACE_M = 25.0
"""From a number to the next a street goes on by no more than this, unless it is seen to."""
_GUESSED_M = 100
"""Where the nearest street was taken for a house's own it is wrong for one in six, at corners."""
_SAME_HOUSE_M = 150.0
"""Objects with one number this near each other are one house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One place where the number may be.

    `place` is the address or the street's point it was taken from, as `Surroundings` numbers them.
    """

    lat: float
    lon: float
    how: How
    accuracy_m: int
    place: int


class HousePositions:
    """Finds house numbers on the streets of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._first_address = len(gazetteer.streets.lat)

    def addresses(self, street: int) -> Places:
        """Addresses of a street, numbered as `Surroundings` does."""
        start = self._gazetteer.addresses.start
        return self._first_address + np.arange(start[street], start[street + 1])

    def points(self, street: int) -> Places:
        """Points along a street, numbered as `Surroundings` does."""
        start = self._gazetteer.streets.point_start
        return np.arange(start[street], start[street + 1])

    def mapped(self, places: Places, number: HouseNumber) -> list[Position]:
        """Where the map has this number among addresses: one position, or several far apart.

        The number with the same letter is preferred to the number alone, that to a range that
        holds it or another letter, and a street that is said to one that was guessed.
        """
        addresses = self._gazetteer.addresses
        own = places - self._first_address
        low, high = addresses.low[own], addresses.high[own]
        holds = (
            (low <= number.low)
            & (number.low <= high)
            & (((low ^ high) & 1 == 1) | ((low ^ number.low) & 1 == 0))
        )
        own = own[holds]
        if not len(own):
            return []
        ranks = np.array([self._rank(int(one), number) for one in own])
        best = own[ranks == ranks.min()]
        accuracy = _DOOR_M
        if ranks.min() >= 4:
            accuracy = 4 * _DOOR_M + 5 * int((addresses.high[best] - addresses.low[best]).max())
        if not addresses.street_said[best[0]]:
            accuracy = max(accuracy, _GUESSED_M)
        return self._separate(best, accuracy)

    def _rank(self, address: int, number: HouseNumber) -> int:
        addresses = self._gazetteer.addresses
        said = bool(addresses.street_said[address])
        written = parse_number(self._gazetteer.texts[int(addresses.number[address])])
        same = written is not None and written.low == number.low
        if written is not None and same and written.rest == number.rest:
            likeness = 0
        elif written is not None and same and not written.rest:
            likeness = 2
        else:
            likeness = 4
        return likeness + (not said)

    def _separate(self, own: NDArray[np.int64], accuracy_m: int) -> list[Position]:
        """Put objects of one house together, and keep houses apart."""
        addresses = self._gazetteer.addresses
        found: list[Position] = []
        rest = own
        while len(rest):
            away = great_circle_m(
                addresses.lat[rest[0]],
                addresses.lon[rest[0]],
                addresses.lat[rest],
                addresses.lon[rest],
            )
            together = rest[away <= _SAME_HOUSE_M]
            lat, lon = addresses.lat[together], addresses.lon[together]
            off = great_circle_m(lat.mean(), lon.mean(), lat, lon)
            chosen = int(np.argmin(off))
            spread = float(great_circle_m(lat[chosen], lon[chosen], lat, lon).max())
            found.append(
                Position(
                    lat=float(lat[chosen]),
                    lon=float(lon[chosen]),
                    how="exact",
                    accuracy_m=max(accuracy_m, round(spread)),
                    place=self._first_address + int(together[chosen]),
                )
            )
            rest = rest[away > _SAME_HOUSE_M]
        return found

    def estimated(
        self, street: int, places: Places, points: Places, number: HouseNumber | None
    ) -> Position:
        """Where an unmapped number should be, from what is known of its street.

        Parameters
        ----------
        places, points
            The addresses and points of the street that fit what is known of the surroundings.
        """
        if number is not None:
            found = self._in_run(street, number) or self._between(places, number)
            if found is not None:
                return found
        middle = self._middle(points)
        beside = self._beside(places, number) if number is not None else None
        return beside if beside and beside.accuracy_m < middle.accuracy_m else middle

    def _in_run(self, street: int, number: HouseNumber) -> Position | None:
        """On a stretch of numbers that the map gives by its ends (addr:interpolation)."""
        runs = self._gazetteer.runs
        for run in np.flatnonzero(runs.street == street):
            first, last, step = int(runs.first[run]), int(runs.last[run]), int(runs.step[run])
            if not min(first, last) < number.low < max(first, last) or (number.low - first) % step:
                continue
            begin, end = runs.point_start[run], runs.point_start[run + 1]
            lat, lon = runs.lat[begin:end], runs.lon[begin:end]
            pieces = great_circle_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
            along = np.concatenate([[0.0], np.cumsum(pieces)])
            goal = along[-1] * (number.low - first) / (last - first)
            nearest = self._nearest_point(
                street, np.interp(goal, along, lat), np.interp(goal, along, lon)
            )
            return Position(
                lat=float(np.interp(goal, along, lat)),
                lon=float(np.interp(goal, along, lon)),
                how="interpolated",
                accuracy_m=round(_DOOR_M + along[-1] / 4),
                place=nearest,
            )
        return None

    def _between(self, places: Places, number: HouseNumber) -> Position | None:
        """Between the mapped neighbours on its side of the street, else between any."""
        for side in (True, False):
            found = self._bracketed(places, number.low, same_side=side)
            if found:
                return found
        return None

    def _bracketed(self, places: Places, number: int, *, same_side: bool) -> Position | None:
        addresses = self._gazetteer.addresses
        own = places - self._first_address
        if same_side:
            own = own[(addresses.low[own] - number) % 2 == 0]
        below, above = own[addresses.high[own] < number], own[addresses.low[own] > number]
        if not len(below) or not len(above):
            return None
        below = below[addresses.high[below] == addresses.high[below].max()]
        above = above[addresses.low[above] == addresses.low[above].min()]
        gaps = great_circle_m(
            addresses.lat[below][:, None],
            addresses.lon[below][:, None],
            addresses.lat[above][None, :],
            addresses.lon[above][None, :],
        )
        one, other = np.unravel_index(int(np.argmin(gaps)), gaps.shape)
        gap_m, a, b = float(gaps[one, other]), int(below[one]), int(above[other])
        share = (number - addresses.high[a]) / (addresses.low[b] - addresses.high[a])
        # The other side's numbers run at their own pace: they tell the block, not the house.
        accuracy = 1.5 * _DOOR_M + (gap_m / 2 if same_side else gap_m)
        return Position(
            lat=float(addresses.lat[a] + share * (addresses.lat[b] - addresses.lat[a])),
            lon=float(addresses.lon[a] + share * (addresses.lon[b] - addresses.lon[a])),
            how="interpolated" if gap_m <= 500 else "street",
            accuracy_m=round(accuracy),
            place=self._first_address + (a if share < 0.5 else b),
        )

    def _beside(self, places: Places, number: HouseNumber) -> Position | None:
        """At the mapped house with the nearest number, when there is none on the other side."""
        addresses = self._gazetteer.addresses
        own = places - self._first_address
        if not len(own):
            return None
        steps = np.abs(addresses.low[own] - number.low)
        # Across the street numbers run at their own pace: two houses further there is as good.
        nearest = int(own[np.argmin(steps + 4 * ((addresses.low[own] ^ number.low) & 1))])
        others = own[addresses.low[own] != addresses.low[nearest]]
        away = great_circle_m(
            addresses.lat[nearest],
            addresses.lon[nearest],
            addresses.lat[others],
            addresses.lon[others],
        )
        paces = away / np.abs(addresses.low[others] - addresses.low[nearest])
        pace = max(_PACE_M, 2 * float(np.median(paces)) if len(paces) else 0.0)
        return Position(
            lat=float(addresses.lat[nearest]),
            lon=float(addresses.lon[nearest]),
            how="street",
            accuracy_m=round(3 * _DOOR_M + pace * abs(int(addresses.low[nearest]) - number.low)),
            place=self._first_address + nearest,
        )

    def _middle(self, points: Places) -> Position:
        """The street's own point nearest to its middle, as accurate as the street is long."""
        streets = self._gazetteer.streets
        lat, lon = streets.lat[points], streets.lon[points]
        centre_lat, centre_lon = (lat.min() + lat.max()) / 2, (lon.min() + lon.max()) / 2
        chosen = int(np.argmin(great_circle_m(centre_lat, centre_lon, lat, lon)))
        reach = float(great_circle_m(lat[chosen], lon[chosen], lat, lon).max())
        return Position(
            lat=float(lat[chosen]),
            lon=float(lon[chosen]),
            how="street",
            accuracy_m=round(reach + 2 * _DOOR_M),
            place=int(points[chosen]),
        )

    def _nearest_point(self, street: int, lat: float, lon: float) -> int:
        points = self.points(street)
        streets = self._gazetteer.streets
        return int(
            points[np.argmin(great_circle_m(lat, lon, streets.lat[points], streets.lon[points]))]
        )
