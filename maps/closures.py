"""Streets that are blocked or slowed on a day: roadworks, a market, a marathon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely
    from numpy.typing import NDArray

    from maps.conditional import Spells
    from maps.street_lines import StreetLines


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """One place where streets are blocked or slowed.

    Attributes
    ----------
    shape
        Where, in degrees (longitude, latitude): a point, a line or a polygon. None where `street`
        says it.
    street
        The name of the streets, empty where `shape` says it.
    kph
        How fast vehicles may go at most; None where nobody may pass.
    kinds
        The kinds of vehicles that it holds for; none are all.
    spells
        When, in seconds from the day's local midnight; None is always.
    reason
        What for, as people know it.
    """

    shape: shapely.Geometry | None = None
    street: str = ""
    kph: float | None = None
    kinds: frozenset[str] = frozenset()
    spells: Spells | None = None
    reason: str = ""

    @property
    def blocked(self) -> bool:
        """Whether nobody may pass."""
        return self.kph is None

    def concerns(self, kind: str) -> bool:
        """Whether it holds for a kind of vehicle."""
        return not self.kinds or kind in self.kinds

    def holds_at(self, seconds: int) -> bool:
        """Whether it holds so many seconds after the day's local midnight."""
        return self.spells is None or any(start <= seconds < end for start, end in self.spells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What closures mean at one moment, one entry a segment.

    `closed` says where nobody may pass, `limit_kph` how fast vehicles may go at most, infinite
    where no closure limits them. Both hold in both directions.
    """

    closed: NDArray[np.bool_]
    limit_kph: NDArray[np.float64]


class KindClosures:
    """The closures of a day for one kind of vehicle.

    Parameters
    ----------
    closures
        All of the day's, whatever kinds they hold for.
    streets
        Where the network's segments run.
    usable
        Which segments the kind may use on other days; a point closes the nearest of these.
    kind
        ``van``, ``cargo_bike``, ...

    Raises
    ------
    MapError
        As `StreetLines.hit_by`.
    """

    def __init__(
        self,
        closures: Sequence[Closure],
        streets: StreetLines,
        usable: NDArray[np.bool_],
        kind: str,
    ) -> None:
        self._segment_count = len(usable)
        self._hits = [
            (closure, streets.hit_by(closure, usable))
            for closure in closures
            if closure.concerns(kind)
        ]

    def at(self, seconds: int) -> Changes:
        """Give what holds so many seconds after the day's local midnight.

        Where several closures meet, a street is closed if one closes it, and its limit is the
        lowest.
        """
        closed = np.zeros(self._segment_count, dtype=np.bool_)
        limit_kph = np.full(self._segment_count, np.inf)
        for closure, segments in self._hits:
            if not closure.holds_at(seconds):
                continue
            if closure.kph is None:
                closed[segments] = True
            else:
                limit_kph[segments] = np.minimum(limit_kph[segments], closure.kph)
        return Changes(closed=closed, limit_kph=limit_kph)
