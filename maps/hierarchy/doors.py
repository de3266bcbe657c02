"""How places connect to a graph, and what no path at all weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNREACHED = np.iinfo(np.int64).max


class Doors(NamedTuple):
    """Up to k nodes by which each place connects, [n, k], each at a weight; node -1 is none."""

    node: NDArray[np.int32]
    weight: NDArray[np.int64]
