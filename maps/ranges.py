"""Ranges of different lengths, one after another in one array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def ranges(
    first: NDArray[np.integer], count: NDArray[np.integer]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the numbers from each first one on, so many of each.

    Returns
    -------
    tuple
        Which range each number is of, and the numbers, range after range.
    """
    owner = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    return owner, np.asarray(first)[owner] + step
