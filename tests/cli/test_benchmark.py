"""`tournee benchmark solve` as people and scripts run it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from routing.errors import EngineError
from routing.problem.model import Solution
from routing.published import runs
from tests.support.published import write_instances

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran, Run

GOOD = Solution(routes={0: ((0, 3),), 1: ((1, 2),)}, unserved=())
TABLE = "instance,cost,vehicles,convention,source\nTINY,90.0,2,dimacs,made up\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A tiny instance of each form."""
    return write_instances(tmp_path)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Callable[[Solution | Exception], None]:
    """Have every search end in this, at once."""

    def answer(with_what: Solution | Exception) -> None:
        def instead(*_: Any) -> tuple[float, Solution]:
            if isinstance(with_what, Exception):
                raise with_what
            return 0.5, with_what

        monkeypatch.setattr(runs, "run_apart", instead)

    return answer


def solve(run: Run, *arguments: object) -> Ran:
    ran = run("benchmark", "solve", *arguments)
    assert "Traceback" not in ran.err + ran.out
    return ran


def lines(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def test_each_form_is_solved_and_each_run_is_one_line(run: Run, files: dict[str, Path]) -> None:
    """With real solvers, each in a process of its own."""
    ran = solve(run, *files.values(), "--time-limit", "0.5", "--solver", "pyvrp", "--json")
    assert ran.status == 0
    found = [(one["instance"], one["cost"], one["vehicles"]) for one in lines(ran)]
    assert found == [("TINY", 94.1, 2), ("TINY-ORTEC", 96, 2), ("TINYR0.5", 941, 1)]
    assert all(one["feasible"] and one["gap"] is None for one in lines(ran))
    assert "mean gap" in ran.err


def test_a_line_has_the_published_fields(
    run: Run,
    files: dict[str, Path],
    tmp_path: Path,
    answered: Callable[[Solution | Exception], None],
) -> None:
    answered(GOOD)
    best = tmp_path / "best.csv"
    best.write_text(TABLE, encoding="utf-8")
    ran = solve(run, files["classic"], "--best-known", best, "--solver", "pyvrp", "--json")
    (line,) = lines(ran)
    assert line == {
        "instance": "TINY",
        "solver": "pyvrp",
        "cost": 94.1,
        "vehicles": 2,
        "feasible": True,
        "seconds": 0.5,
        "gap": round(94.1 / 90 - 1, 6),
        "routes": [[1, 4], [2, 3]],
        "convention": "dimacs",
        "status": "feasible",
        "note": "",
    }


def test_people_see_a_table_with_the_mean_gap_of_each_solver(
    run: Run,
    files: dict[str, Path],
    tmp_path: Path,
    answered: Callable[[Solution | Exception], None],
) -> None:
    answered(GOOD)
    best = tmp_path / "best.csv"
    best.write_text(TABLE, encoding="utf-8")
    ran = solve(run, files["classic"], "--best-known", best)
    assert ran.status == 0
    assert "94.1" in ran.out
    assert "4.56%" in ran.out
    assert ran.out.count("tournee") == ran.out.count("pyvrp") == 2


def test_infeasible_routes_exit_4_and_are_shown(
    run: Run, files: dict[str, Path], answered: Callable[[Solution | Exception], None]
) -> None:
    answered(Solution(routes={0: ((0, 1),)}, unserved=(2, 3)))
    ran = solve(run, files["classic"], files["ortec"], "--solver", "pyvrp", "--json")
    assert ran.status == 4
    assert [one["feasible"] for one in lines(ran)] == [False, False]
    assert lines(ran)[0]["routes"] == [[1, 2]]
    assert "not served: 2 of 4 customers (3, 4)" in ran.err


def test_a_solver_that_fails_exits_4_after_the_other_runs(
    run: Run, files: dict[str, Path], answered: Callable[[Solution | Exception], None]
) -> None:
    answered(EngineError("ENGINE-LOST", "The solver's process died.", "More memory."))
    ran = solve(run, files["classic"], files["ortec"], "--solver", "pyvrp", "--json")
    assert ran.status == 4
    assert [one["status"] for one in lines(ran)] == ["failed", "failed"]
    assert "ENGINE-LOST" in ran.err


def test_an_instance_that_a_solver_cannot_plan_is_said_and_is_no_failure(
    run: Run, files: dict[str, Path]
) -> None:
    ran = solve(run, files["multi-trip"], "--time-limit", "0.2", "--solver", "vroom", "--json")
    assert ran.status == 0
    (line,) = lines(ran)
    assert (line["status"], line["feasible"], line["cost"]) == ("unsuited", False, None)
    assert "one trip a vehicle" in ran.err


def test_everything_wrong_with_the_files_is_told_at_once(
    run: Run, files: dict[str, Path], tmp_path: Path
) -> None:
    half = tmp_path / "half.txt"
    half.write_bytes(files["multi-trip"].read_bytes()[:300])
    ran = solve(run, files["classic"], half, tmp_path / "none.vrp", tmp_path, "--json")
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.count("INSTANCE-UNREADABLE") == 2
    assert ran.err.count("INSTANCE-FORMAT") == 1
    assert "half.txt" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("--solver", "pyvpr"), "SOLVER-UNKNOWN: There is no solver", id="solver"),
        pytest.param(("--solver", "pyvpr"), 'Did you mean "pyvrp"?', id="nearest solver"),
        pytest.param(("--best-known", "none.csv"), "BENCHMARK-BEST-KNOWN", id="table"),
        pytest.param(("--convention", "exact"), "'dimacs', 'sintef'", id="convention"),
        pytest.param(("--time-limit", "0"), "--time-limit", id="time"),
        pytest.param(("--cores", "0"), "--cores", id="cores"),
    ],
)
def test_a_wrong_call_exits_2_with_a_remedy(
    run: Run, files: dict[str, Path], arguments: tuple[str, ...], says: str
) -> None:
    ran = solve(run, files["classic"], *arguments)
    assert ran.status == 2
    assert says in ran.err


def test_a_missing_reader_is_told_with_its_extra(
    run: Run, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vrplib", None)
    ran = solve(run, files["classic"])
    assert ran.status == 2
    assert "BENCHMARK-EXTRA" in ran.err
    assert 'pip install "tournee[benchmark]"' in ran.err


def test_ctrl_c_exits_130_at_once_even_in_a_solver_that_hears_nothing(
    files: dict[str, Path],
) -> None:
    """VROOM lets no other thread of its process run."""
    # A shell that starts tests in the background has them ignore Ctrl-C, and their children too.
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{heed}; from cli.main import main; main()"]
    arguments = ["benchmark", "solve", str(files["classic"]), "--solver", "vroom", "-v"]
    running = subprocess.Popen(
        [*command, *arguments, "--time-limit", "600"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stderr is not None
    for line in running.stderr:
        if "(1 of 1)" in line:
            break
    time.sleep(2.0)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Interrupted" in said
    assert "Traceback" not in said
