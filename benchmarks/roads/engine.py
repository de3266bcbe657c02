"""What every engine is asked, in whichever environment it runs.

Only numpy and the standard library are imported here: the peers' environment holds no more.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

PLACES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A city, the places ([`PLACES`], degrees), and a folder that the engine may write into.

    `kept_map` is the city as this project keeps it, for engines that do not begin with the file.
    """

    source: Path
    kept_map: Path
    folder: Path
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Seconds and metres from each place (row) to each (column); how far places are from streets.

    Not a number where there is no path.
    """

    duration_s: NDArray[np.float64]
    distance_m: NDArray[np.float64]
    off_m: NDArray[np.float64]


class Steps:
    """Seconds of each step of some work, in its order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


class Engine(Protocol):
    """One engine on one city, made in a fresh process.

    `origins` is how many of the places one table starts from; its time is scaled up to all.
    """

    origins: int

    def build(self) -> dict[str, float]:
        """Get ready for questions; gives the seconds of each step."""

    def locate(self) -> None:
        """Find the places' streets, where the engine can do so and remember them."""

    def table(self) -> None:
        """Give durations and distances between the places."""


@runtime_checkable
class Answering(Protocol):
    """An engine whose table can be looked at."""

    def answer(self) -> Answer:
        """Give what the last table said."""


@runtime_checkable
class Telling(Protocol):
    """An engine with more figures to tell."""

    def extras(self) -> dict[str, float]:
        """Give them by name."""
