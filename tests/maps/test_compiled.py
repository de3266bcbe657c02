"""Compiling, wherever it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numba
import pytest

from maps.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Callable


ROOT = Path(__file__).parents[2]


def test_where_nothing_can_be_written_it_is_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Numba refuses to cache where neither the package nor the user's cache can be written."""
    njit = numba.njit

    def read_only(*, cache: bool = False, **options: Any) -> Callable[..., Any]:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        compiler: Callable[..., Any] = njit(**options)
        return compiler

    with monkeypatch.context() as patch:  # numba uses njit itself when it compiles
        patch.setattr(numba, "njit", read_only)
        done = compiled(lambda number: number + 1)
    assert done(1) == 2


@pytest.mark.parametrize(
    "callee",
    [
        pytest.param("@compiled\ndef callee():\n    return {}\n", id="a function"),
        pytest.param(
            "@compiled_in_place\ndef callee():\n    return {}\n", id="a function in its place"
        ),
        pytest.param("CONSTANT = {}\n", id="a constant"),
    ],
)
def test_what_is_kept_of_a_caller_goes_when_what_it_is_made_of_has_changed(
    tmp_path: Path, callee: str
) -> None:
    """Numba alone would go on with what the caller was compiled with."""
    head = "from maps.compiled import compiled, compiled_in_place, is_kept\n"
    name, value = ("callee", "callee()") if "def" in callee else ("CONSTANT", "CONSTANT")
    (tmp_path / "caller.py").write_text(
        f"{head}from callee import {name}\n\n@compiled\ndef caller():\n    return {value}\n",
        encoding="utf-8",
    )
    script = "import caller; print(caller.is_kept(caller.caller), caller.caller())"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    said = []
    for number, changed_s in ((1, 1_000_000_000), (1, 1_000_000_000), (2, 1_000_000_010)):
        source = tmp_path / "callee.py"
        source.write_text(head + callee.format(number), encoding="utf-8")
        os.utime(source, (changed_s, changed_s))
        ran = subprocess.run(
            [sys.executable, "-c", script],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        said.append(ran.stdout.strip())
    assert [one.split()[1] for one in said] == ["1", "1", "2"]
    assert said[:2] == ["False 1", "True 1"]
