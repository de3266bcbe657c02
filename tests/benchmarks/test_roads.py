"""The parts of `benchmarks/roads` that could be wrong without anybody seeing it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from math import cos, inf, nan, radians
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.roads import measure
from benchmarks.roads.agreement import PAIRS, Agreement, agreement, random_pairs, spread
from benchmarks.roads.cities import CityFile, city_files
from benchmarks.roads.contestants import KEPT, OSRM_CH, OURS, SCIPY, Contestant
from benchmarks.roads.engine import PLACES, Answer, Question
from benchmarks.roads.measure import Effort, measure_city
from benchmarks.roads.peers.environment import NoPeersError, new_enough
from benchmarks.roads.places import street_places
from benchmarks.roads.process import EngineProcess
from benchmarks.roads.report import to_json, to_markdown
from benchmarks.roads.results import Build, CityResult, Row
from benchmarks.roads.targets import Verdict, verdicts
from benchmarks.roads.worker import reply_to
from tests.support.grid_city import SOUTH, STEP_M, WEST, position, write_grid_city

if TYPE_CHECKING:
    from collections.abc import Sequence

ABOUT = {
    "date": "2026-11-22",
    "machine": {
        "processor": "Abacus", "cores": 2, "memory_gb": 8, "load_before": 0.0, "versions": {},
    },
    "peers": "none asked",
}  # fmt: skip


def row(
    *, ready_s: float = 1.0, first_table_s: float = 1.0, tables_s: Sequence[float] = (1.0,)
) -> Row:
    """An engine that needs a tenth of a second for imports, and no other steps but one."""
    steps_s = {"import": 0.1, "load": ready_s - 0.1}
    return Row(
        builds=[Build(steps_s=steps_s, first_table_s=first_table_s)], tables_s=list(tables_s)
    )


def result(city: str = "porto", **rows: Row) -> CityResult:
    """A city with rows by name."""
    contestants = {"ours": OURS, "kept": KEPT, "osrm": OSRM_CH, "scipy": SCIPY}
    return CityResult(
        city=city,
        source=f"{city}.osm.pbf",
        rows={contestants[name].key: row for name, row in rows.items()},
    )


def answer(duration_s: object, *, off_m: object = 0.0) -> Answer:
    """An answer with ten metres for every second."""
    seconds = np.asarray(duration_s, dtype=np.float64)
    off = np.broadcast_to(np.asarray(off_m, dtype=np.float64), len(seconds))
    return Answer(duration_s=seconds, distance_m=seconds * 10, off_m=off)


def everywhere(
    seconds: float, places: int = 60
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """As many seconds between any two places, none from a place to itself."""
    return np.where(np.eye(places) == 1, 0.0, seconds)


def compared(ours: Answer, theirs: Answer) -> Agreement:
    """Compare, with place i at (i, -i)."""
    index = np.arange(len(ours.off_m), dtype=np.float64)
    found = agreement(ours, theirs, index, -index)
    assert found
    return found


def test_all_pairs_of_places_but_those_with_themselves_can_be_drawn() -> None:
    origin, destination = random_pairs(4, 12, seed=1)
    pairs = set(zip(origin.tolist(), destination.tolist(), strict=True))
    assert pairs == {(i, j) for i in range(4) for j in range(4) if i != j}


def test_no_pair_is_drawn_twice() -> None:
    origin, destination = random_pairs(60, PAIRS, seed=1)
    assert len(set(zip(origin.tolist(), destination.tolist(), strict=True))) == PAIRS


def test_a_seed_gives_the_same_pairs_again() -> None:
    first, again = random_pairs(60, 100, seed=7), random_pairs(60, 100, seed=7)
    assert (np.stack(first) == np.stack(again)).all()


def test_more_pairs_than_there_are_cannot_be_had() -> None:
    with pytest.raises(ValueError, match="larger sample than population"):
        random_pairs(4, 13, seed=1)


def test_the_spread_of_0_to_100_is_its_own_percentages() -> None:
    found = spread(np.random.default_rng(1).permutation(101.0 * np.arange(101) / 101))
    assert (found.low, found.median, found.high) == pytest.approx((5, 50, 95))


def test_a_ratio_is_ours_over_theirs() -> None:
    found = compared(answer(everywhere(30)), answer(everywhere(20)))
    assert found.duration.median == pytest.approx(1.5)
    assert found.distance.median == pytest.approx(1.5)


def test_one_slow_origin_shows_in_the_worst_with_its_position() -> None:
    ours = everywhere(20)
    ours[7] *= 3
    found = compared(answer(ours), answer(everywhere(20)))
    assert {pair.origin for pair in found.worst_durations} == {(7.0, -7.0)}
    assert {pair.our_duration_s for pair in found.worst_durations} == {60.0}


def test_a_third_of_the_time_is_worse_than_twice_the_time() -> None:
    ours = everywhere(60)
    ours[7], ours[9] = 20, 120
    np.fill_diagonal(ours, 0)
    worst = compared(answer(ours), answer(everywhere(60))).worst_durations
    assert {pair.our_duration_s for pair in worst} == {20.0}


@pytest.mark.parametrize("who", ["ours", "theirs"])
def test_a_place_far_from_streets_is_left_out_whoever_finds_it_far(who: str) -> None:
    off = np.zeros(60)
    off[3] = 100.5
    far, near = answer(everywhere(20), off_m=off), answer(everywhere(20))
    found = compared(far, near) if who == "ours" else compared(near, far)
    expected = int((np.stack(random_pairs(60, PAIRS, seed=2)) == 3).any(axis=0).sum())
    assert found.left_out["a place more than 100 m from a street"] == expected
    assert found.pairs == PAIRS - expected


def test_a_pair_without_a_path_is_counted_for_who_finds_none() -> None:
    theirs = everywhere(20)
    theirs[3] = nan
    found = compared(answer(everywhere(20)), answer(theirs))
    assert found.left_out["no path in ours"] == 0
    assert found.left_out["no path in theirs"] == PAIRS - found.pairs > 0
    assert found.duration.median == pytest.approx(1)


def test_a_pair_that_is_one_place_to_somebody_is_left_out() -> None:
    ours = everywhere(20)
    ours[3] = 0
    found = compared(answer(ours), answer(everywhere(20)))
    assert found.left_out["the same place"] == PAIRS - found.pairs > 0


def test_where_nothing_compares_there_is_no_agreement() -> None:
    nowhere = answer(np.full((60, 60), nan))
    assert agreement(nowhere, nowhere, np.zeros(60), np.zeros(60)) is None


def test_the_least_table_and_the_quickest_build_count() -> None:
    slow, quick = (row(first_table_s=seconds).builds[0] for seconds in (5, 2))
    several = Row(builds=[slow, quick, slow], tables_s=[0.4, 0.2, 0.3])
    assert several.build is quick
    assert several.table_s == 0.2


def test_from_the_file_to_the_first_table_every_step_counts() -> None:
    build = Build(steps_s={"extract": 3.0, "contract": 4.0}, first_table_s=0.5)
    assert build.total_s == 7.5


def test_a_table_from_some_origins_is_scaled_up_but_locating_is_not() -> None:
    nowhere = np.zeros(PLACES)
    slow = Slow(Question(source=Path(), kept_map=Path(), folder=Path(), lat=nowhere, lon=nowhere))
    with_locating_s, table_s = (
        reply_to(request, slow, Path())["seconds"] for request in ("first_table", "table")
    )
    assert 0.3 <= with_locating_s < 1.0
    assert table_s >= 0.2


def verdict_on(target: str, measured: CityResult) -> Verdict:
    """The verdict on the only target that begins so."""
    (verdict,) = (one for one in verdicts(measured) if one.target.startswith(target))
    return verdict


def test_file_to_first_table_compares_ours_from_the_file_with_osrms() -> None:
    measured = result(ours=row(ready_s=1.5, first_table_s=0.5), osrm=row(ready_s=19))
    assert verdict_on("file to first table", measured).figure == pytest.approx(0.1)


@pytest.mark.parametrize(("ready_s", "met"), [(1.4, True), (1.6, False)])
def test_a_target_is_met_up_to_its_limit(ready_s: float, met: bool) -> None:
    measured = result(ours=row(ready_s=ready_s, first_table_s=0.5), osrm=row(ready_s=19))
    assert verdict_on("file to first table", measured).met is met


def test_tables_compare_ours_on_one_core() -> None:
    measured = result(
        ours=row(tables_s=[0.1]),
        kept=row(tables_s=[0.2, 0.3]),
        osrm=row(tables_s=[0.5]),
        scipy=row(tables_s=[8.0]),
    )
    assert verdict_on("table on one core, ours / OSRM", measured).figure == pytest.approx(0.4)
    assert verdict_on("table on one core, ours / scipy", measured).figure == pytest.approx(1 / 40)


def test_loading_leaves_imports_out() -> None:
    assert verdict_on("loading", result(kept=row(ready_s=0.7))).figure == pytest.approx(0.6)


@pytest.mark.parametrize(("seconds", "met"), [(17, False), (19, True), (23, False)])
def test_a_median_may_be_neither_too_low_nor_too_high(seconds: float, met: bool) -> None:
    found = compared(answer(everywhere(seconds)), answer(everywhere(20)))
    measured = CityResult(city="brussels", source="", agreement=found)
    verdict = verdict_on("duration, ours / OSRM car: median", measured)
    assert verdict.figure == pytest.approx(seconds / 20)
    assert verdict.met is met


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    assert {verdict.met for verdict in verdicts(result("brussels"))} == {None}


def test_a_city_has_the_limit_that_is_set_for_it() -> None:
    limits = {
        city: [one.target for one in verdicts(result(city)) if "first table" in one.target]
        for city in ("porto", "brussels", "leuven")
    }
    assert [text[-4:] for text in limits["porto"]] == ["1/10"]
    assert [text[-3:] for text in limits["brussels"]] == ["1/6"]
    assert limits["leuven"] == []


def test_the_column_of_ratios_is_others_over_ours_on_one_core() -> None:
    measured = result(kept=row(tables_s=[0.2]), osrm=row(tables_s=[0.5]))
    (line,) = (
        line for line in to_markdown(ABOUT, [measured]).splitlines() if "| OSRM CH |" in line
    )
    assert [cell.strip() for cell in line.split("|")][6:8] == ["0.500", "2.50"]


def test_what_is_scaled_up_says_so() -> None:
    scaled = row(tables_s=[0.5])
    scaled.origins = 5
    assert "≈ 0.500" in to_markdown(ABOUT, [result(scipy=scaled)])
    assert "≈ 0.500" not in to_markdown(ABOUT, [result(scipy=row(tables_s=[0.5]))])


def test_an_engine_that_failed_says_why_in_its_row() -> None:
    measured = result(osrm=Row(failure="no room left"), kept=row())
    lines = to_markdown(ABOUT, [measured]).splitlines()
    (line,) = (line for line in lines if "| OSRM CH |" in line)
    assert "failed: no room left" in line


def test_a_city_that_failed_says_why_and_the_others_are_there() -> None:
    failed = CityResult(city="atlantis", source="atlantis.osm.pbf", failure="under water")
    text = to_markdown(ABOUT, [failed, result("porto", osrm=row())])
    assert "failed: under water" in text
    assert "### porto" in text


def test_the_json_is_strict_json_and_holds_the_verdicts() -> None:
    found = compared(answer(everywhere(17)), answer(everywhere(20)))
    measured = CityResult(city="brussels", source="", agreement=found)
    read = json.loads(json.dumps(to_json(ABOUT, [measured]), allow_nan=False))
    (city,) = read["cities"]
    assert city["agreement"]["pairs"] == PAIRS
    assert {verdict["met"] for verdict in city["targets"]} == {None, True, False}


def test_places_lie_beside_streets_for_cars_and_nowhere_else(tmp_path: Path) -> None:
    grid = write_grid_city(tmp_path / "grid.osm")
    lat, lon = street_places(grid, 500, np.random.default_rng(1))
    degree_m = STEP_M / (position(0, STEP_M)[0] - SOUTH)
    north, east = (lat - SOUTH) * degree_m, (lon - WEST) * degree_m * cos(radians(SOUTH))
    off_row, off_column = (
        abs(metres / STEP_M - np.round(metres / STEP_M)) for metres in (north, east)
    )
    assert (np.minimum(off_row, off_column) * STEP_M < 60).all()
    over_water = (east > STEP_M + 60) & (east < 2 * STEP_M - 60)
    assert set(np.round(north[over_water] / STEP_M)) == {0, 4}


def test_a_seed_gives_the_same_places_again(tmp_path: Path) -> None:
    grid = write_grid_city(tmp_path / "grid.osm")
    first, again = (street_places(grid, 10, np.random.default_rng(3)) for _ in range(2))
    assert (np.stack(first) == np.stack(again)).all()


class Willing:
    """An engine that answers at once."""

    origins = PLACES

    def __init__(self, question: Question) -> None:
        self.question = question

    def build(self) -> dict[str, float]:
        """Count the places, and talk."""
        sys.stdout.write("what an engine prints disturbs nobody\n")
        return {"think": float(len(self.question.lat))}

    def locate(self) -> None:
        """Need no time."""

    def table(self) -> None:
        """Need no time."""


class Unwilling(Willing):
    """An engine that raises."""

    def build(self) -> dict[str, float]:
        """Raise."""
        raise RuntimeError("not today")


class Crashing(Willing):
    """An engine that takes its process down in the middle of a table."""

    def table(self) -> None:
        """End the process."""
        os.write(2, b"out of memory\n")
        os._exit(7)


class Sleeping(Willing):
    """An engine that does not come to an end."""

    def locate(self) -> None:
        """Take longer than anybody waits."""
        time.sleep(60)


class Delegating(Willing):
    """An engine that leaves a program running."""

    def build(self) -> dict[str, float]:
        """Give the program's number."""
        return {"pid": subprocess.Popen(["/bin/sleep", "60"]).pid}


class Slow(Willing):
    """An engine that takes a tenth of the origins, and a moment for everything."""

    origins = PLACES // 10

    def locate(self) -> None:
        """Take 100 ms."""
        time.sleep(0.1)

    def table(self) -> None:
        """Take 20 ms."""
        time.sleep(0.02)


def test_one_engine_that_fails_is_a_reason_in_its_row_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        measure, "_prepare", lambda _city, places, _map: np.save(places, np.zeros((2, 3)))
    )
    engines = [Unwilling, Crashing, Sleeping, Willing]
    contestants = [
        Contestant(key=e.__name__, name="", maker=f"{__name__}:{e.__name__}", is_peer=False)
        for e in engines
    ]
    peer = Contestant(key="Peer", name="", maker="", is_peer=True)
    measured = measure_city(
        CityFile("nowhere", tmp_path / "nowhere.osm.pbf"),
        [*contestants, peer],
        pythons={False: Path(sys.executable), True: "no interpreter"},
        folder=tmp_path,
        effort=Effort(builds=1, turns=2, limit_s=5),
        tell=lambda _: None,
    )
    failures = {key: row.failure for key, row in measured.rows.items()}
    assert failures == {
        "Unwilling": "RuntimeError: not today",
        "Crashing": "its process ended with 7: out of memory",
        "Sleeping": "first_table took more than 5 s",
        "Willing": None,
        "Peer": "no interpreter",
    }
    willing = measured.rows["Willing"]
    assert willing.build
    assert willing.build.steps_s == {"think": 3.0}
    assert len(willing.tables_s) == 4
    assert willing.peak_mb
    assert 5 < willing.peak_mb < inf


def test_an_engine_that_is_ended_takes_its_programs_along(tmp_path: Path) -> None:
    np.save(tmp_path / "places.npy", np.zeros((2, 3)))
    engine = EngineProcess(
        Path(sys.executable), f"{__name__}:Delegating",
        source=tmp_path, kept_map=tmp_path, folder=tmp_path, limit_s=60,
    )  # fmt: skip
    program = Path("/proc") / str(engine.ask("build")["steps_s"]["pid"]) / "stat"
    assert program.read_text(encoding="utf-8").split()[2] in "RSD"
    engine.close()
    deadline = time.monotonic() + 10
    # What nobody waits for stays as a zombie, Z.
    while program.exists() and program.read_text(encoding="utf-8").split()[2] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.01)


def interpreter(path: Path, script: str) -> Path:
    """A program that stands for a Python."""
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_first_that_runs_and_is_new_enough_is_taken(tmp_path: Path) -> None:
    shim = interpreter(tmp_path / "shim", "echo 'command not found' >&2; exit 127")
    old = interpreter(tmp_path / "old", "echo 3 11")
    new = interpreter(tmp_path / "new", "echo 3 12")
    newer = interpreter(tmp_path / "newer", "echo 3 13")
    assert new_enough(iter([shim, old, new, newer])) == new


def test_where_there_is_none_the_error_says_which_is_needed(tmp_path: Path) -> None:
    old = interpreter(tmp_path / "old", "echo 3 11")
    with pytest.raises(NoPeersError, match=r"need Python 3\.12 or later"):
        new_enough(iter([old]))


def test_a_citys_name_is_the_first_word_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "Porto_portugal_2015.osm.pbf").touch()
    (tmp_path / "addresses.csv.gz").touch()
    names = [city.name for city in city_files(tmp_path)]
    assert "porto" in names
    assert set(names) <= {"porto", "helsinki"}
