"""Which streets a kind of vehicle may use, and how fast it gets along them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from maps.errors import MapError
from maps.tags import CLASSES, Mode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from maps.network import RoadNetwork


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one kind of vehicle travels.

    `speed_kph` gives a speed per street class; a class that it does not name is not used. Where a
    street has a speed limit, the vehicle goes ``maxspeed * maxspeed_factor``, or, where that
    factor is None, its class speed but never more than the limit.
    """

    name: str
    mode: Mode
    speed_kph: Mapping[str, float]
    maxspeed_factor: float | None

    def usable(self, network: RoadNetwork) -> NDArray[np.bool_]:
        """Which arcs it may use."""
        return ((network.arc_access & self.mode) > 0) & (self._class_kph()[network.arc_class] > 0)

    def durations_ms(self, network: RoadNetwork) -> NDArray[np.int64]:
        """Milliseconds along each arc, rounded half up; of arcs that it may not use, 0."""
        class_kph = self._class_kph()[network.arc_class]
        limit_kph = network.arc_maxspeed_kph.astype(np.float64)
        if self.maxspeed_factor is None:
            limited = np.minimum(class_kph, limit_kph)
        else:
            limited = limit_kph * self.maxspeed_factor
        kph = np.where(limit_kph > 0, limited, class_kph)
        usable = self.usable(network)
        # A tenth of a metre at v km/h takes 360 / v ms.
        ms = network.arc_length_dm * 360.0 / np.where(usable, kph, 1.0)
        return np.where(usable, np.floor(ms + 0.5), 0.0).astype(np.int64)

    def _class_kph(self) -> NDArray[np.float64]:
        return np.array([self.speed_kph.get(name, 0.0) for name in CLASSES])


_LINK = 0.47  # of the speed of the road that a ramp belongs to
_VAN_KPH = {
    "motorway": 90, "motorway_link": 90 * _LINK, "trunk": 85, "trunk_link": 85 * _LINK,
    "primary": 65, "primary_link": 65 * _LINK, "secondary": 55, "secondary_link": 55 * _LINK,
    "tertiary": 40, "tertiary_link": 40 * _LINK, "unclassified": 25, "residential": 25,
    "road": 25, "living_street": 10, "service": 15, "pedestrian": 10, "track": 10,
    "cycleway": 10, "path": 10, "footway": 10, "bridleway": 10,
}  # fmt: skip

_CYCLING_KPH = 15.0
_WALKING_KPH = 6.0
_CARGO_BIKE_KPH = dict.fromkeys(CLASSES, _CYCLING_KPH) | {
    "track": 12.0, "path": 13.0,
    "pedestrian": _WALKING_KPH, "footway": _WALKING_KPH, "bridleway": _WALKING_KPH,
}  # fmt: skip

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "van": Profile(
            name="van",
            mode=Mode.MOTOR,
            speed_kph=_VAN_KPH,
            maxspeed_factor=0.8,
        ),
        "cargo_bike": Profile(
            name="cargo_bike",
            mode=Mode.BICYCLE,
            speed_kph=_CARGO_BIKE_KPH,
            maxspeed_factor=None,
        ),
    }
)
"""Every kind of vehicle that can be planned for.

``van``: class speeds and the factor on speed limits as fitted to OSRM's car profile, free flow;
classes that a van may use only by exception go OSRM's default of 10 km/h. What is missing: the
time that turns, U-turns and traffic lights cost, turn restrictions, and the traffic of the hour.
Without them a drive through a city comes out a fifth too short, or so.

``cargo_bike``: flat speeds of OSRM's bicycle profile (15 km/h; track 12, path 13), and a walking
pace of 6 km/h where people on foot go first. What is missing: hills, surfaces, and turns.
"""


def profile_for(kind: str) -> Profile:
    """Give the profile of a vehicle kind.

    Raises
    ------
    MapError
        MAP-PROFILE where there is none, naming the nearest and all that there are.
    """
    if kind in PROFILES:
        return PROFILES[kind]
    near = difflib.get_close_matches(kind, PROFILES, n=1)
    guess = f"Did you mean {near[0]!r}? " if near else ""
    raise MapError(
        "MAP-PROFILE",
        f"there is no road profile for vehicles of the kind {kind!r}.",
        f"{guess}Known kinds: {', '.join(PROFILES)}.",
    )
