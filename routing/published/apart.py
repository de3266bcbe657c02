"""One run in a process of its own, ended when its time is long up or the user has had enough.

A solver that dies takes nothing with it, one that lets no other thread run stops no Ctrl-C, and
none finds memory or compiled code that the one before it left.
"""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from routing.crew.process import worker_process
from routing.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def run_apart(patience_s: float, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work` gives, done in another process.

    Raises
    ------
    EngineError
        ENGINE-OVERDUE if it takes longer than `patience_s`, ENGINE-LOST if the process dies.
    """
    try:
        with worker_process() as pool:
            return pool.submit(work, *args, **kwargs).result(timeout=patience_s)
    except BrokenProcessPool as error:
        raise EngineError(
            "ENGINE-LOST", "The solver's process died.", "The machine may be short of memory."
        ) from error
    except TimeoutError as error:
        raise EngineError(
            "ENGINE-OVERDUE",
            "The solver did not stop in time, and was ended.",
            "Try another --seed or a longer --time-limit.",
        ) from error
