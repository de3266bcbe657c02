"""A run in a process of its own ends when it should, however it ends."""

from __future__ import annotations

import os
import time

import pytest

from routing.errors import EngineError
from routing.published.apart import run_apart


def test_what_the_work_gives_comes_back() -> None:
    assert run_apart(60.0, divmod, 17, 5) == (3, 2)


def test_what_the_work_raises_comes_back() -> None:
    with pytest.raises(ZeroDivisionError):
        run_apart(60.0, divmod, 17, 0)


def test_a_process_that_dies_is_an_error_and_no_more() -> None:
    with pytest.raises(EngineError, match="ENGINE-LOST"):
        run_apart(60.0, os._exit, 3)


def test_a_process_that_does_not_end_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(EngineError, match="ENGINE-OVERDUE"):
        run_apart(2.0, time.sleep, 600.0)
    assert time.monotonic() - started < 60
