"""The command of the day's own: what it is given, and that nobody waits for it for ever."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from routing.day.model import Hooks
from routing.replan.hook import call_hook
from tests.support.grid_day import day as any_day


def call(folder: Path, script: str, timeout_s: int = 20) -> str | None:
    (folder / "hook.sh").write_text(script, encoding="utf-8")
    day = any_day(folder=folder, hooks=Hooks(timeout_s=timeout_s))
    return call_hook("sh hook.sh", {"é": [1, None]}, day, 7)


def test_it_has_the_document_on_its_input_and_says_where_it_is(tmp_path: Path) -> None:
    assert call(tmp_path, 'cat > got.json; echo "$TOURNEE_DAY $TOURNEE_VERSION" > env') is None
    assert json.loads((tmp_path / "got.json").read_bytes()) == {"é": [1, None]}
    assert (tmp_path / "env").read_text(encoding="utf-8") == f"{tmp_path.resolve()} 7\n"


def test_one_that_reads_nothing_is_none_the_worse(tmp_path: Path) -> None:
    assert call(tmp_path, "exit 0") is None


def test_one_that_fails_is_told_with_the_last_thing_that_it_said(tmp_path: Path) -> None:
    assert call(tmp_path, "echo one >&2; echo no route to host >&2; exit 3") == (
        "ended with status 3: no route to host"
    )
    assert call(tmp_path, "exit 3") == "ended with status 3"


@pytest.mark.parametrize("command", ["/nowhere/at-all", "sh 'unfinished"])
def test_one_that_cannot_be_started_is_told(tmp_path: Path, command: str) -> None:
    failed = call_hook(command, {}, any_day(folder=tmp_path), 1)
    assert failed is not None
    assert failed.startswith("could not be started: ")


def test_one_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    started = time.monotonic()
    failed = call(tmp_path, "sleep 60 & echo $! > pid; sleep 60", timeout_s=1)
    assert failed == "had not finished after 1 s"
    assert time.monotonic() - started < 20
    child = int((tmp_path / "pid").read_text(encoding="utf-8"))
    while not is_over(child):
        assert time.monotonic() - started < 20
        time.sleep(0.05)


def is_over(pid: int) -> bool:
    """Whether a process is gone, or only waits for somebody to take notice."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rsplit(")", 1)[1].split()[0] == "Z"


def test_what_it_leaves_in_the_background_is_not_waited_for(tmp_path: Path) -> None:
    started = time.monotonic()
    assert call(tmp_path, "sleep 30 & echo $! > pid") is None
    assert time.monotonic() - started < 15
    os.kill(int((tmp_path / "pid").read_text(encoding="utf-8")), 9)
