"""Many short strings in two arrays, so that a map's file needs no pickle and opens at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Strings known by their position.

    Attributes
    ----------
    data
        All strings after each other in UTF-8, uint8.
    starts
        Where each begins, int64, one more than there are strings.
    """

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]

    @classmethod
    def pack(cls, strings: Iterable[str]) -> Self:
        """Keep `strings` in order; what UTF-8 cannot hold becomes a question mark."""
        encoded = [string.encode("utf-8", "replace") for string in strings]
        starts = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(part) for part in encoded], out=starts[1:])
        return cls(data=np.frombuffer(b"".join(encoded), np.uint8), starts=starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self):
            raise IndexError(f"There are {len(self)} strings, none at {index}.")
        return bytes(self.data[self.starts[index] : self.starts[index + 1]]).decode()

    def unpack(self) -> list[str]:
        """All strings, in order."""
        whole, starts = self.data.tobytes(), self.starts.tolist()
        return [whole[start:end].decode() for start, end in pairwise(starts)]


class TextIds:
    """Hands out one number per different string; the numbers are positions in `texts()`.

    Number 0 is the empty string: what the map does not say.
    """

    def __init__(self) -> None:
        self._ids = {"": 0}

    def __call__(self, text: str) -> int:
        """Return the number of `text`, a new one when it is new."""
        return self._ids.setdefault(text, len(self._ids))

    def texts(self) -> Texts:
        """Every string that was handed a number, by number."""
        return Texts.pack(self._ids)
