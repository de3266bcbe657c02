"""One run in a process of its own, ended when its time is long up or the user has had enough.

A solver that dies takes nothing with it, one that lets no other thread run stops no Ctrl-C, and
none finds memory or compiled code that the one before it left.
"""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from threading import Thread
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from routing.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
R = TypeVar("R")


def run_apart(patience_s: float, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work` gives, done in another process.

    Raises
    ------
    EngineError
        ENGINE-OVERDUE if it takes longer than `patience_s`, ENGINE-LOST if the process dies.
    """
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_follow_the_parent)
    try:
        with _interrupts_held():
            future = pool.submit(work, *args, **kwargs)
        return future.result(timeout=patience_s)
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
    finally:
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - 3.11 has no public way
            process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait while the process starts, which inherits that: it never sees one itself."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_the_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it ends, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
