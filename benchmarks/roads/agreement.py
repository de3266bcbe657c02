"""How far two engines agree on random pairs of places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from benchmarks.roads.engine import Answer

PAIRS = 2000
FARTHEST_M = 100.0
WORST = 10
SEED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Ratios: the median, and what 5 % and 95 % of them do not exceed."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One drive as both see it; positions in degrees, (lat, lon)."""

    origin: tuple[float, float]
    destination: tuple[float, float]
    our_duration_s: float
    their_duration_s: float
    our_distance_m: float
    their_distance_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Ours over theirs.

    `pairs` is how many were compared, `left_out` counts the others by reason. The worst pairs are
    those whose ratio is farthest from 1, up or down, the worst first.
    """

    pairs: int
    left_out: Mapping[str, int]
    duration: Spread
    distance: Spread
    worst_durations: tuple[Pair, ...]
    worst_distances: tuple[Pair, ...]


def random_pairs(places: int, count: int, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give so many different pairs of different places: origins, destinations.

    Raises
    ------
    ValueError
        Where there are not so many pairs.
    """
    rng = np.random.default_rng(seed)
    number = rng.choice(places * (places - 1), count, replace=False)
    origin, destination = np.divmod(number, places - 1)
    # Of the other places, those behind the origin move up by one.
    return origin, destination + (destination >= origin)


def spread(ratios: NDArray[np.float64]) -> Spread:
    """Give median, 5 % and 95 % of ratios, linear between neighbours."""
    low, median, high = np.percentile(ratios, [5, 50, 95])
    return Spread(median=float(median), low=float(low), high=float(high))


def agreement(
    ours: Answer, theirs: Answer, lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> Agreement | None:
    """Compare both on `PAIRS` random pairs of the places; None where no pair can be compared.

    Left out is what cannot be compared: a place that one of them finds no street near
    (`FARTHEST_M`), a pair without a path, a pair that is one place to one of them.
    """
    origin, destination = random_pairs(len(lat), PAIRS, SEED)
    values = np.stack(
        [
            table[origin, destination]
            for table in (ours.duration_s, theirs.duration_s, ours.distance_m, theirs.distance_m)
        ]
    )
    off = np.maximum(ours.off_m, theirs.off_m) > FARTHEST_M
    far = off[origin] | off[destination]
    pathless = ~far & np.isnan(values)
    same = ~far & (values == 0).any(axis=0)
    kept = np.flatnonzero(~(far | pathless.any(axis=0) | same))
    if not len(kept):
        return None
    durations, distances = values[0::2, kept] / values[1::2, kept]

    def worst(ratios: NDArray[np.float64]) -> tuple[Pair, ...]:
        chosen = kept[np.argsort(-np.abs(np.log(ratios)), kind="stable")[:WORST]]
        return tuple(_pair(values[:, i], origin[i], destination[i], lat, lon) for i in chosen)

    return Agreement(
        pairs=len(kept),
        left_out={
            f"a place more than {FARTHEST_M:.0f} m from a street": int(far.sum()),
            "no path in ours": int(pathless[[0, 2]].any(axis=0).sum()),
            "no path in theirs": int(pathless[[1, 3]].any(axis=0).sum()),
            "the same place": int(same.sum()),
        },
        duration=spread(durations),
        distance=spread(distances),
        worst_durations=worst(durations),
        worst_distances=worst(distances),
    )


def _pair(
    values: NDArray[np.float64],
    origin: np.intp,
    destination: np.intp,
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
) -> Pair:
    our_duration_s, their_duration_s, our_distance_m, their_distance_m = map(float, values)
    return Pair(
        origin=(float(lat[origin]), float(lon[origin])),
        destination=(float(lat[destination]), float(lon[destination])),
        our_duration_s=our_duration_s,
        their_duration_s=their_duration_s,
        our_distance_m=our_distance_m,
        their_distance_m=their_distance_m,
    )
