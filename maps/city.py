"""A city: everything that a map knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from maps.addresses.locating import Locator
from maps.profiles import profile_for
from maps.travel import TravelTimes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.addresses.gazetteer import Gazetteer
    from maps.addresses.locating import Location
    from maps.network import RoadNetwork
    from maps.shops import Shops


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMeta:
    """Where a map comes from, and what became of it.

    `source` is the OpenStreetMap file's name and `sha256` its hash; `date` the day that the data
    shows, where known; `bbox` is south, west, north, east. `dropped` counts the ways that are no
    streets for a delivery, `skipped` the data that could not be used, each by its reason.
    """

    source: str
    sha256: str
    size_bytes: int
    date: str | None
    bbox: tuple[float, float, float, float]
    dropped: Mapping[str, int]
    skipped: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class City:
    """A map ready for use: its streets, its addresses, its shops."""

    name: str
    meta: MapMeta
    network: RoadNetwork
    gazetteer: Gazetteer
    shops: Shops
    _travel: dict[str, TravelTimes] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    def travel_times(self, kind: str) -> TravelTimes:
        """Travel of one kind of vehicle; made at the first call, then kept.

        Raises
        ------
        MapError
            MAP-PROFILE for an unknown kind; MAP-EMPTY where it can use no street.
        """
        with self._lock:
            if kind not in self._travel:
                self._travel[kind] = TravelTimes(self.network, profile_for(kind))
            return self._travel[kind]

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a place lies within the extent of the map's streets."""
        south, west, north, east = self.meta.bbox
        return south <= lat <= north and west <= lon <= east

    def locate(self, address: str, postcode: str | None, city: str | None) -> Location:
        """The place of an address that is only text; see `maps.addresses.locating.Locator.locate`.

        Raises
        ------
        LocatingError
            If the map does not know it, or knows several.
        """
        return self._locator.locate(address, postcode, city)

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.gazetteer)

    def __reduce__(self) -> tuple[object, ...]:
        """Leave the lock and the kept travel times behind."""
        return _city, (self.name, self.meta, self.network, self.gazetteer, self.shops)


def _city(
    name: str, meta: MapMeta, network: RoadNetwork, gazetteer: Gazetteer, shops: Shops
) -> City:
    return City(name=name, meta=meta, network=network, gazetteer=gazetteer, shops=shops)
