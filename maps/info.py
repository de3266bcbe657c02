"""A map in figures: what it holds, and what was left out of it and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.conditional import clauses
from maps.forbidden import forbidden_sequences
from maps.geodesy import great_circle_m
from maps.profiles.model import Access
from maps.profiles.reading import shipped_profiles
from maps.profiles.use import never
from maps.standing import Street, standings
from maps.tags import CLASSES
from maps.usage import StreetUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from maps.city import City
    from maps.network import RoadNetwork
    from maps.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileInfo:
    """What one profile can use, and the largest part in which it gets from anywhere to anywhere.

    `ends_only_km` of that part are streets to drive into only by those who have business there.
    `at_times_km` are streets, in that part or not, that hours or other conditions open or close.
    `junctions` counts the places in the part where more than two stretches of street meet, and
    `turn_restrictions` those that forbid it a turn at some time.
    """

    usable_km: float
    largest_part_km: float
    ends_only_km: float
    at_times_km: float
    junctions: int
    turn_restrictions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapInfo:
    """Everything that `tournee map info` says; lengths count a street once, not per direction.

    `width_km` and `height_km` are the extent's; shares are of the length that motors may use.
    `place` is the name that the data was fetched by. `turn_restrictions` counts those that are
    honoured, and `turn_restrictions_skipped` those that cannot be, by reason.
    """

    name: str
    source: str
    place: str | None
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
    turn_restrictions_skipped: Mapping[str, int]
    conditional_tags: int
    conditional_tags_unread: int
    traffic_signals: int
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


def map_info(city: City, found: Mapping[str, Standing] | None = None) -> MapInfo:
    """Count what a map holds; `found` are all kinds' standings, where they are known."""
    network, meta = city.network, city.meta
    found = found or standings(city)
    south, west, north, east = meta.bbox
    middle = (south + north) / 2
    length_km = network.segment_length_dm / 10_000
    by_class = np.bincount(network.segment_class, weights=length_km, minlength=len(CLASSES))
    van = StreetUse(network, shipped_profiles()["van"]).at(never)
    directions = (van.access.reshape(-1, 2) > Access.CLOSED).sum(axis=1)
    tagged = np.array(
        [any(key.startswith("maxspeed") for key in tags) for tags in network.tag_sets]
    )
    limited = tagged[network.segment_tags] & (directions > 0)
    unplaced = forbidden_sequences(network).skipped
    read, unread = _conditional_tags(network)
    signals = [tags.get("highway") == "traffic_signals" for tags in network.node_tag_sets]
    return MapInfo(
        name=city.name,
        source=meta.source,
        place=meta.place,
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
        turn_restrictions=len(network.restrictions) - sum(unplaced.values()),
        turn_restrictions_skipped=dict(unplaced.most_common()),
        conditional_tags=read,
        conditional_tags_unread=unread,
        traffic_signals=int(np.append(signals, False)[network.node_tags].sum()),
        profiles={kind: _profile_info(city.network, found[kind]) for kind in city.profiles},
        addresses=city.gazetteer.address_count,
        streets=city.gazetteer.street_count,
        shops=len(city.shops),
        supermarkets=len(city.shops.of_kind("supermarket")),
        dropped=dict(sorted(meta.dropped.items(), key=lambda item: -item[1])),
        skipped=dict(sorted(meta.skipped.items(), key=lambda item: -item[1])),
    )


def _profile_info(network: RoadNetwork, found: Standing) -> ProfileInfo:
    length_km, within = network.segment_length_dm / 10_000, found.within
    ends = np.concatenate([network.segment_start[within], network.segment_end[within]])

    def km(segments: NDArray[np.bool_]) -> float:
        return round(float(length_km[segments].sum()), 1)

    return ProfileInfo(
        usable_km=km(found.access > Access.CLOSED),
        largest_part_km=km(within),
        ends_only_km=km(within & (found.access == Access.ENDS_ONLY)),
        at_times_km=km(found.street == Street.AT_TIMES),
        junctions=int((np.bincount(ends) > 2).sum()),
        turn_restrictions=len(found.turn_rules),
    )


def _conditional_tags(network: RoadNetwork) -> tuple[int, int]:
    """Count the streets' tags that hold at times only: those that can be read, and the others."""
    count: Counter[bool] = Counter()
    for tags, segments in zip(
        network.tag_sets,
        np.bincount(network.segment_tags, minlength=len(network.tag_sets)).tolist(),
        strict=True,
    ):
        for key, value in tags.items():
            if key.endswith(":conditional"):
                count[_readable(value)] += segments
    return count[True], count[False]


def _readable(value: str) -> bool:
    try:
        return bool(clauses(value))
    except ValueError:
        return False


def _share(part_km: NDArray[np.float64], whole_km: NDArray[np.float64]) -> float:
    whole = float(whole_km.sum())
    return round(float(part_km.sum()) / whole, 3) if whole else 0.0
