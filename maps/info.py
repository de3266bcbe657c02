"""A map in figures: what it holds, and what was left out of it and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.geodesy import great_circle_m
from maps.graph import profile_graph
from maps.profiles import PROFILES
from maps.tags import CLASSES, Mode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from maps.city import City
    from maps.network import RoadNetwork
    from maps.profiles import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileInfo:
    """What one profile can use, and the largest part in which it gets from anywhere to anywhere.

    `junctions` counts the places in that part where more than two stretches of street meet.
    """

    usable_km: float
    largest_part_km: float
    junctions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapInfo:
    """Everything that `tournee map info` says; lengths count a street once, not per direction.

    `width_km` and `height_km` are the extent's; shares are of the length that motors may use.
    """

    name: str
    source: str
    sha256: str
    size_bytes: int
    date: str | None
    bbox: tuple[float, float, float, float]
    width_km: float
    height_km: float
    segments: int
    km: float
    km_by_class: Mapping[str, float]
    maxspeed_share: float
    oneway_share: float
    turn_restrictions: int
    profiles: Mapping[str, ProfileInfo]
    addresses: int
    streets: int
    shops: int
    supermarkets: int
    dropped: Mapping[str, int]
    skipped: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Give the same as plain data, ready for JSON."""
        return asdict(self)


def map_info(city: City) -> MapInfo:
    """Count what a map holds."""
    network, meta = city.network, city.meta
    south, west, north, east = meta.bbox
    middle = (south + north) / 2
    first, length_km = _segments(network)
    by_class = np.bincount(network.arc_class[first], weights=length_km, minlength=len(CLASSES))
    motor = (network.arc_access & Mode.MOTOR) > 0
    directions = np.bincount(network.arc_segment[motor], minlength=network.segment_count)
    limited = np.zeros(network.segment_count, dtype=np.bool_)
    limited[network.arc_segment[motor & (network.arc_maxspeed_kph > 0)]] = True
    return MapInfo(
        name=city.name,
        source=meta.source,
        sha256=meta.sha256,
        size_bytes=meta.size_bytes,
        date=meta.date,
        bbox=meta.bbox,
        width_km=round(float(great_circle_m(middle, west, middle, east)) / 1000, 1),
        height_km=round(float(great_circle_m(south, west, north, west)) / 1000, 1),
        segments=network.segment_count,
        km=round(float(length_km.sum()), 1),
        km_by_class={
            name: round(float(km), 1) for name, km in zip(CLASSES, by_class, strict=True) if km
        },
        maxspeed_share=_share(length_km[limited], length_km[directions > 0]),
        oneway_share=_share(length_km[directions == 1], length_km[directions > 0]),
        turn_restrictions=len(network.restrictions),
        profiles={kind: _profile_info(network, profile) for kind, profile in PROFILES.items()},
        addresses=city.gazetteer.address_count,
        streets=city.gazetteer.street_count,
        shops=len(city.shops),
        supermarkets=len(city.shops.of_kind("supermarket")),
        dropped=dict(sorted(meta.dropped.items(), key=lambda item: -item[1])),
        skipped=dict(sorted(meta.skipped.items(), key=lambda item: -item[1])),
    )


def _profile_info(network: RoadNetwork, profile: Profile) -> ProfileInfo:
    _, length_km = _segments(network)
    usable = np.unique(network.arc_segment[profile.usable(network)])
    if not len(usable):
        return ProfileInfo(usable_km=0.0, largest_part_km=0.0, junctions=0)
    graph = profile_graph(network, profile)
    segments, edge = np.unique(network.arc_segment[graph.arc], return_index=True)
    meeting = np.bincount(np.concatenate([graph.tail[edge], graph.head[edge]]))
    return ProfileInfo(
        usable_km=round(float(length_km[usable].sum()), 1),
        largest_part_km=round(float(length_km[segments].sum()), 1),
        junctions=int((meeting > 2).sum()),
    )


def _segments(network: RoadNetwork) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Give each segment's first arc, and its length in km."""
    _, first = np.unique(network.arc_segment, return_index=True)
    return first, network.arc_length_dm[first] / 10_000


def _share(part_km: NDArray[np.float64], whole_km: NDArray[np.float64]) -> float:
    whole = float(whole_km.sum())
    return round(float(part_km.sum()) / whole, 3) if whole else 0.0
