"""How much longer driving takes than in free flow: by hour of the week, road class and place.

A factor holds for the time along streets. What turns and lights cost is counted for itself and
stays as it is. docs/traffic.md says where the shipped table comes from.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely

from maps.tags import CLASSES

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

HOURS = 168
"""Hours of a week on the local clock, from Monday 00:00."""

LEAST, MOST = 0.5, 10.0
"""The factors that are taken: what lies outside is a slip of the keyboard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficZone:
    """Where and when another factor holds, in place of any given before.

    `area` is a polygon in degrees (longitude, latitude), None for everywhere. `hours` (bool, 168)
    are those of the week, `classes` (bool, as `maps.tags.CLASSES`) the streets that it holds for.
    """

    area: shapely.Geometry | None
    hours: NDArray[np.bool_]
    classes: NDArray[np.bool_]
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Factors on the free-flow time along streets.

    `factor` (float64, 168 hours of the week by `maps.tags.CLASSES`) holds everywhere but where
    `zones` say otherwise, of which later ones win over earlier ones.
    """

    factor: NDArray[np.float64]
    zones: tuple[TrafficZone, ...] = ()

    def __post_init__(self) -> None:
        expected = (HOURS, len(CLASSES))
        if self.factor.shape != expected:
            raise ValueError(f"expected factors of the shape {expected}, not {self.factor.shape}")
        values = np.append(self.factor, [zone.factor for zone in self.zones])
        if not ((values >= LEAST) & (values <= MOST)).all():
            raise ValueError(f"expected factors from {LEAST:g} to {MOST:g}")

    @classmethod
    def default(cls) -> Self:
        """Give the shipped table: a congested European city. docs/traffic.md derives it."""
        return cls(factor=_shipped_factors())

    @classmethod
    def none(cls) -> Self:
        """Give free flow at all hours."""
        return cls(factor=np.ones((HOURS, len(CLASSES))))


class StreetTraffic:
    """The traffic on the segments of one network.

    Parameters
    ----------
    traffic
        What holds.
    segment_class
        Each segment's place in `maps.tags.CLASSES`.
    lat, lon
        Each segment's middle, in degrees; it lies in a zone, or does not, for the whole segment.
    """

    def __init__(
        self,
        traffic: Traffic,
        segment_class: NDArray[np.uint8],
        lat: NDArray[np.float64],
        lon: NDArray[np.float64],
    ) -> None:
        self._factor = traffic.factor
        self._segment_class = segment_class
        self._zones = [
            (zone, np.flatnonzero(zone.classes[segment_class] & _inside(zone.area, lat, lon)))
            for zone in traffic.zones
        ]

    def factors(self, hour: int) -> NDArray[np.float64]:
        """Give each segment's factor in an hour of the week (0 to 167)."""
        found: NDArray[np.float64] = self._factor[hour][self._segment_class]
        for zone, segments in self._zones:
            if zone.hours[hour]:
                found[segments] = zone.factor
        return found


def hour_of_week(date: dt.date, wall_hour: int) -> int:
    """Give the hour of the week that the clock on the wall shows.

    Parameters
    ----------
    date
        The day.
    wall_hour
        0 to 23; 24 and more are after that day's midnight.
    """
    return (24 * date.weekday() + wall_hour) % HOURS


def _inside(
    area: shapely.Geometry | None, lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> NDArray[np.bool_]:
    if area is None:
        return np.ones(len(lat), dtype=np.bool_)
    shapely.prepare(area)
    return np.asarray(shapely.contains_xy(area, lon, lat))


@lru_cache(maxsize=1)
def _shipped_factors() -> NDArray[np.float64]:
    table = tomllib.loads(
        resources.files("maps").joinpath("data/traffic.toml").read_text(encoding="utf-8")
    )
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    extra_percent = np.concatenate([table["extra_percent"][day] for day in days])
    share = np.array([table["share"].get(name, 0.0) for name in CLASSES])
    factor = 1.0 + np.outer(extra_percent, share) / 100.0
    factor.flags.writeable = False  # shared by all who ask for it
    return factor
