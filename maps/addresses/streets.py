"""Which pieces of road and which house numbers make up one street."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from maps.addresses.street_names import keys_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_GAP_M = 500.0
"""Pieces of one name this near each other are one street, whatever lies between."""
_GAP_IN_CITY_M = 1_500.0
"""Within one municipality a name is given once, and pieces may be further apart."""


def one_spelling(names: Sequence[tuple[str, ...]], weight: NDArray[np.int64]) -> list[str]:
    """One key for each name, the same for spellings of one name.

    ``Nieuwstraat`` and ``Rue Neuve - Nieuwestraat`` go by the key of ``Rue Neuve - Nieuwstraat``
    where that is the commonest spelling with a half in common. A spelling joins one other only,
    lest a mistaken ``Rue Neuve - Kerkstraat`` make one street of two.

    Parameters
    ----------
    names
        For each piece its name as it stands, its halves, its other languages.
    weight
        How much a piece counts.
    """
    whole = [min(keys_of(own[0]), default="") for own in names]
    total: defaultdict[str, int] = defaultdict(int)
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for key, own, count in zip(whole, names, weight.tolist(), strict=True):
        total[key] += count
        if not parts[key]:
            parts[key] = set().union(*map(keys_of, own))
    common: dict[str, str] = {}
    for key in sorted(total, key=lambda one: (-total[one], one)):
        for part in parts[key]:
            common.setdefault(part, key)
    joined = {
        key: max((common[part] for part in own), key=lambda one: (total[one], one), default=key)
        for key, own in parts.items()
    }
    return [_end_of(joined, key) for key in whole]


def _end_of(joined: Mapping[str, str], key: str) -> str:
    """Follow spellings to the commonest; totals only grow on the way, so there is an end."""
    while joined[key] != key:
        key = joined[key]
    return key


def group_pieces(
    spelling: Sequence[str],
    piece: NDArray[np.int64],
    east_m: NDArray[np.float64],
    north_m: NDArray[np.float64],
    locality: NDArray[np.int32],
) -> NDArray[np.int64]:
    """Number the streets that pieces belong to: pieces of one name that are near each other.

    Parameters
    ----------
    spelling
        The key of each piece, from `one_spelling`.
    piece, east_m, north_m, locality
        Points of the pieces: whose, where, and in which locality (0: not known).

    Returns
    -------
        One street number a piece, from 0 without gaps.
    """
    _, numbers = np.unique(np.array(spelling, dtype=object), return_inverse=True)
    key = numbers.astype(np.int64)[piece]
    known = locality > 0
    in_city = key[known] * (int(locality.max(initial=0)) + 1) + locality[known]
    tail, head = np.concatenate(
        [
            _joined(piece, key, east_m, north_m, _GAP_M),
            _joined(piece[known], in_city, east_m[known], north_m[known], _GAP_IN_CITY_M),
        ],
        axis=1,
    )
    count = len(spelling)
    links = coo_array((np.ones(len(tail), np.int8), (tail, head)), shape=(count, count))
    return np.asarray(connected_components(links, directed=False)[1], np.int64)


def _joined(
    piece: NDArray[np.int64],
    group: NDArray[np.int64],
    east_m: NDArray[np.float64],
    north_m: NDArray[np.float64],
    gap_m: float,
) -> NDArray[np.int64]:
    """Pairs of pieces (two rows) with points of one group no further apart than `gap_m`.

    Points are first thinned to one a grid cell, so "no further" is true to a third of the gap.
    """
    if not len(piece):
        return np.empty((2, 0), np.int64)
    cell_m = gap_m / 3
    column, row = (np.floor(side / cell_m).astype(np.int64) for side in (east_m, north_m))
    cells, cell = np.unique(np.stack([group, column, row], axis=1), axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    _, first = np.unique(cell, return_index=True)
    someone = piece[first]
    same_cell = np.stack([piece, someone[cell]])
    far = 10 * gap_m / cell_m
    tree = cKDTree(cells * np.array([far, 1.0, 1.0]))
    near = tree.query_pairs(gap_m / cell_m, output_type="ndarray")
    pairs = np.concatenate([same_cell, someone[near].T], axis=1)
    return np.unique(pairs[:, pairs[0] != pairs[1]], axis=1)
