"""All engines on one city, taking turns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.roads.agreement import agreement
from benchmarks.roads.contestants import OSRM_CH, OURS, Contestant
from benchmarks.roads.process import CHECKOUT, EngineError, EngineProcess
from benchmarks.roads.results import Build, CityResult, Row
from benchmarks.roads.worker import PLACES_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.roads.cities import CityFile
    from benchmarks.roads.engine import Answer

Tell = Callable[[str], None]
CALLS_A_TURN = 2
"""The first finds the processor's caches full of another engine's data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How often things are repeated; the least time of each counts.

    `builds` and `turns` are 1 at least. An engine whose tables have taken `budget_s` together is
    asked no more, and one that takes `limit_s` for one thing has failed.
    """

    builds: int = 3
    turns: int = 5
    budget_s: float = 60.0
    limit_s: float = 1200.0


def measure_city(
    city: CityFile,
    contestants: Sequence[Contestant],
    *,
    pythons: Mapping[bool, Path | str],
    folder: Path,
    effort: Effort,
    tell: Tell,
) -> CityResult:
    """Measure every contestant on a city.

    Parameters
    ----------
    pythons
        The interpreter for those that are peers, and for those that are not; or why there is none.
    folder
        An empty one, for everything that engines write.
    """
    places, kept_map = folder / PLACES_FILE, folder / "city.tmap"
    try:
        _prepare(city, places, kept_map)
    except EngineError as error:
        return CityResult(city=city.name, source=city.path.name, failure=str(error))

    def process(contestant: Contestant, attempt: int) -> EngineProcess:
        python = pythons[contestant.is_peer]
        if isinstance(python, str):
            raise EngineError(python)
        own_folder = folder / f"{contestant.key}-{attempt}"
        own_folder.mkdir()
        (own_folder / PLACES_FILE).symlink_to(places)
        return EngineProcess(
            python, contestant.maker,
            source=city.path, kept_map=kept_map, folder=own_folder, limit_s=effort.limit_s,
        )  # fmt: skip

    def tell_of(contestant: Contestant, what: str) -> None:
        tell(f"{city.name}: {contestant.name}: {what}")

    with ExitStack() as stack:
        measurings = [_Measuring(contestant, process, tell_of) for contestant in contestants]
        for measuring in measurings:
            stack.callback(measuring.close)
        _take_turns(measurings, effort)
    answers = {measuring.contestant.key: measuring.answer for measuring in measurings}
    ours, theirs = answers.get(OURS.key), answers.get(OSRM_CH.key)
    return CityResult(
        city=city.name,
        source=city.path.name,
        rows={measuring.contestant.key: measuring.row for measuring in measurings},
        agreement=agreement(ours, theirs, *np.load(places)) if ours and theirs else None,
    )


def _prepare(city: CityFile, places: Path, kept_map: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.roads.places", city.path, kept_map, places],
        stderr=subprocess.PIPE, text=True, check=False, cwd=CHECKOUT,
    )  # fmt: skip
    if done.returncode:
        raise EngineError((done.stderr.strip().splitlines() or ["nothing said"])[-1])


def _take_turns(measurings: Sequence[_Measuring], effort: Effort) -> None:
    for attempt in range(effort.builds):
        for measuring in measurings:
            if attempt == 0 or measuring.contestant.rebuilt:
                measuring.attempt(measuring.build)
    for _ in range(effort.turns):
        for measuring in measurings:
            if sum(measuring.row.tables_s) < effort.budget_s:
                measuring.attempt(measuring.take_turn)
    for measuring in measurings:
        measuring.attempt(measuring.finish)


class _Measuring:
    """One contestant on one city, while it is measured."""

    def __init__(
        self,
        contestant: Contestant,
        process: Callable[[Contestant, int], EngineProcess],
        tell_of: Callable[[Contestant, str], None],
    ) -> None:
        self.contestant = contestant
        self.row = Row()
        self.answer: Answer | None = None
        self._new_process = process
        self._process: EngineProcess | None = None
        self._tell_of = tell_of

    def attempt(self, work: Callable[[], None]) -> None:
        """Do something, unless something failed before."""
        if self.row.failure:
            return
        try:
            work()
        except EngineError as error:
            self.row.failure = str(error)
            self._tell_of(self.contestant, f"failed: {error}")
            self.close()

    def build(self) -> None:
        """Go from the beginning to the first table, in a fresh process."""
        self.close()
        self._process = self._new_process(self.contestant, len(self.row.builds))
        built = self._process.ask("build")
        first_table_s = self._process.ask("first_table")["seconds"]
        build = Build(steps_s=built["steps_s"], first_table_s=first_table_s)
        self.row.builds.append(build)
        self.row.origins = built["origins"]
        self._tell_of(self.contestant, f"first table after {build.total_s:.2f} s")

    def take_turn(self) -> None:
        """Give the table again."""
        assert self._process
        self.row.tables_s += [self._process.ask("table")["seconds"] for _ in range(CALLS_A_TURN)]

    def finish(self) -> None:
        """Ask what else there is to know."""
        assert self._process
        if "answer" in self.contestant.also:
            self.answer = self._process.answer()
        self.row.peak_mb = self._process.ask("footprint")["peak_mb"]
        if "extras" in self.contestant.also:
            self.row.extras = self._process.ask("extras")["figures"]
        self._tell_of(self.contestant, f"table in {self.row.table_s:.3f} s")

    def close(self) -> None:
        """End its process."""
        if self._process:
            self._process.close()
            self._process = None
