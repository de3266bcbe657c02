"""A city: everything that a map knows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from maps.addresses.locating import Locator
from maps.profiles.reading import profile_for, shipped_profiles
from maps.skeleton import build_skeleton
from maps.snapping import StreetIndex
from maps.travel import TravelTimes
from maps.usage import StreetUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from maps.addresses.gazetteer import Gazetteer
    from maps.addresses.locating import Location
    from maps.circumstances import Circumstances
    from maps.network import RoadNetwork
    from maps.profiles.model import Profile
    from maps.shops import Shops
    from maps.skeleton import Skeleton


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMeta:
    """Where a map comes from, and what became of it.

    `source` is the OpenStreetMap file's name and `sha256` its hash; `date` the day that the data
    shows, where known; `bbox` is south, west, north, east. `dropped` counts the ways that are no
    streets for a delivery, `skipped` the data that could not be used, each by its reason. `place`
    is the name that the data was fetched by, where it came from OpenStreetMap's servers.
    """

    source: str
    sha256: str
    size_bytes: int
    date: str | None
    bbox: tuple[float, float, float, float]
    dropped: Mapping[str, int]
    skipped: Mapping[str, int]
    place: str | None = None


KEPT_FOR = ("van", "cargo_bike")
"""The kinds whose skeletons are kept with a map; e_van and bike_trailer use the same streets."""


class _Ground:
    """What has been made of a network, for all its days; its lock guards it."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.skeletons: dict[str, Skeleton] = {}
        self._uses: dict[str, tuple[Profile, StreetUse]] = {}
        self._index: StreetIndex | None = None

    def index(self, network: RoadNetwork) -> StreetIndex:
        """Give the network's index."""
        if self._index is None:
            self._index = StreetIndex(network)
        return self._index

    def use(self, network: RoadNetwork, profile: Profile) -> StreetUse:
        """Give how a profile reads the network's tags."""
        known = self._uses.get(profile.name)
        if known is None or known[0] != profile:
            known = self._uses[profile.name] = profile, StreetUse(network, profile)
        return known[1]


@dataclass(frozen=True, kw_only=True)
class City:
    """A map ready for use: its streets, its addresses, its shops.

    `kept` are the skeletons that came with the map, by the kind they were built for. `profiles` are
    the kinds of vehicles that there are, and `circumstances` those of a day, None for any day.
    """

    name: str
    meta: MapMeta
    network: RoadNetwork
    gazetteer: Gazetteer
    shops: Shops
    kept: Mapping[str, Skeleton] = field(default_factory=dict, repr=False, compare=False)
    profiles: Mapping[str, Profile] = field(default_factory=shipped_profiles, compare=False)
    circumstances: Circumstances | None = None
    _ground: _Ground = field(default_factory=_Ground, repr=False, compare=False)
    _travel: dict[str, TravelTimes] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def under(
        self, circumstances: Circumstances, profiles: Mapping[str, Profile] | None = None
    ) -> City:
        """Give the same city on a day, where given with profiles of its own."""
        return replace(self, profiles=profiles or self.profiles, circumstances=circumstances)

    def travel_times(self, kind: str) -> TravelTimes:
        """Travel of one kind of vehicle; made at the first call, then kept.

        Raises
        ------
        MapError
            MAP-PROFILE for an unknown kind; MAP-EMPTY where it can use no street.
        """
        profile, ground = profile_for(kind, self.profiles), self._ground
        with ground.lock:
            if kind not in self._travel:
                use = ground.use(self.network, profile)
                self._travel[kind] = TravelTimes(
                    self.network,
                    profile,
                    self.circumstances,
                    use=use,
                    skeleton=self._skeleton(kind, np.flatnonzero(use.ever)),
                    index=ground.index(self.network),
                )
            return self._travel[kind]

    def skeletons(self) -> Mapping[str, Skeleton]:
        """Give the skeletons to keep with the map, of the arcs of their kinds and no others.

        Those that are not at hand are built.
        """
        found: dict[str, Skeleton] = {}
        for kind in KEPT_FOR:
            with self._ground.lock:
                use = self._ground.use(self.network, shipped_profiles()[kind])
                arcs = np.flatnonzero(use.ever)
                same = (one for one in self._at_hand() if np.array_equal(one.arcs, arcs))
                found[kind] = next(same, None) or self._built(kind, arcs)
        return found

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

    def street_names(self, lat: ArrayLike, lon: ArrayLike) -> list[tuple[str, ...]]:
        """All that the street nearest to each place is called, of those that have a name."""
        network, ground = self.network, self._ground
        usable = network.segment_name >= 0
        if not usable.any():
            return [()] * np.size(lat)
        with ground.lock:
            index = ground.index(network)
        segments = index.snap(lat, lon, usable).segment
        found = (network.names[name] for name in network.segment_name[segments].tolist())
        return [(one.name, *(name for _, name in one.others)) for one in found]

    def _skeleton(self, kind: str, arcs: NDArray[np.intp]) -> Skeleton:
        """Give the smallest skeleton at hand that spans a profile's arcs, or build it."""
        spanning = (one for one in self._at_hand() if one.spans(arcs))
        smallest = min(spanning, key=lambda one: len(one.arcs), default=None)
        return smallest or self._built(kind, arcs)

    def _at_hand(self) -> list[Skeleton]:
        return [*self.kept.values(), *self._ground.skeletons.values()]

    def _built(self, kind: str, arcs: NDArray[np.intp]) -> Skeleton:
        self._ground.skeletons[kind] = build_skeleton(self.network, arcs)
        return self._ground.skeletons[kind]

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.gazetteer)

    def __reduce__(self) -> tuple[object, ...]:
        """Leave behind what is quickly made anew."""
        return _city, (
            self.name, self.meta, self.network, self.gazetteer, self.shops, self.kept,
            self.profiles, self.circumstances,
        )  # fmt: skip


def _city(  # noqa: PLR0917  # what pickle gives back has no names
    name: str,
    meta: MapMeta,
    network: RoadNetwork,
    gazetteer: Gazetteer,
    shops: Shops,
    kept: Mapping[str, Skeleton],
    profiles: Mapping[str, Profile],
    circumstances: Circumstances | None,
) -> City:
    return City(
        name=name, meta=meta, network=network, gazetteer=gazetteer, shops=shops, kept=kept,
        profiles=profiles, circumstances=circumstances,
    )  # fmt: skip
