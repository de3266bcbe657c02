"""The largest part of a network in which every place can be reached from every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray


def largest_part(
    tail: NDArray[np.int64], head: NDArray[np.int64], length: NDArray[np.integer], node_count: int
) -> NDArray[np.bool_]:
    """Which arcs lie in the strongly connected part with the greatest length of arcs.

    An arc lies in a part when both its ends do. Of equal parts the first counts.
    """
    if len(tail) == 0:
        return np.zeros(0, dtype=np.bool_)
    ones = np.ones(len(tail), dtype=np.int8)
    matrix = coo_array((ones, (tail, head)), shape=(node_count, node_count))
    count, part = connected_components(matrix, directed=True, connection="strong")
    within = part[tail] == part[head]
    # A lone node is a part too; the added 1 lets a part of arcs without length win over it.
    size = np.bincount(part[tail[within]], weights=length[within] + 1.0, minlength=count)
    mask: NDArray[np.bool_] = within & (part[tail] == int(size.argmax()))
    return mask
