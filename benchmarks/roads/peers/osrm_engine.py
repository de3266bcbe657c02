"""OSRM with its car profile, through its Python bindings.

Its programs and profiles come with the wheel. See https://project-osrm.org/docs .
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import osrm  # type: ignore[import-not-found]  # it lives in the peers' environment

from benchmarks.roads.engine import PLACES, Answer, Question, Steps
from benchmarks.roads.peers.tools import run_tool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_INSTALLED = Path(str(files(osrm)))


class _Osrm:
    """Built by the wheel's programs on all cores; one table is one core's work.

    The table's numbers stay the objects that OSRM gives: turning them into arrays is not timed.
    """

    origins = PLACES
    algorithm: ClassVar[str]
    preparation: ClassVar[tuple[str, ...]]

    def __init__(self, question: Question) -> None:
        self.question = question
        self.places = list(zip(question.lon.tolist(), question.lat.tolist(), strict=True))
        self.hints: list[str] = []
        self.engine: Any = None
        self.answered: Any = None

    def build(self) -> dict[str, float]:
        """Extract and prepare, then load."""
        base = self.question.folder / "city.osrm"
        profile = _INSTALLED / "share" / "profiles" / "car.lua"
        programs = _INSTALLED / "bin"
        steps = Steps()
        with steps.step("extract"):
            run_tool(programs / "osrm-extract", self.question.source, "-p", profile, "-o", base)
        for name in self.preparation:
            with steps.step(name):
                run_tool(programs / f"osrm-{name}", base)
        with steps.step("load"):
            self.engine = osrm.OSRM(
                storage_config=str(base),
                algorithm=self.algorithm,
                use_shared_memory=False,
                max_locations_distance_table=len(self.places),
            )
        return steps.seconds

    def locate(self) -> None:
        """Do nothing: OSRM finds streets in the first table, and gives hints of them for others."""

    def table(self) -> None:
        """Give the table."""
        self.answered = self.engine.Table(
            osrm.TableParameters(
                coordinates=self.places,
                annotations=["duration", "distance"],
                hints=self.hints,
                generate_hints=not self.hints,
            )
        )
        if not self.hints:
            self.hints = [place["hint"] for place in self.answered["sources"]]

    def answer(self) -> Answer:
        """Give what the last table said."""
        return Answer(
            duration_s=_array(self.answered["durations"]),
            distance_m=_array(self.answered["distances"]),
            off_m=np.array([place["distance"] for place in self.answered["sources"]]),
        )


class ContractionHierarchy(_Osrm):
    """Extract and contract."""

    algorithm = "CH"
    preparation = ("contract",)


class MultiLevelDijkstra(_Osrm):
    """Extract, partition and customize."""

    algorithm = "MLD"
    preparation = ("partition", "customize")


def _array(rows: Iterable[Iterable[float | None]]) -> NDArray[np.float64]:
    return np.array([list(row) for row in rows], dtype=np.float64)
