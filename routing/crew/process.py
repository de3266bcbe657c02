"""A worker process: leaves Ctrl-C to its parent, and never outlives it."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _do_nothing() -> None:
    """Be there."""


@contextmanager
def worker_process(
    warm_up: Callable[..., None] = _do_nothing, *args: str
) -> Iterator[ProcessPoolExecutor]:
    """A process that starts with warming up, and is gone at once when the block is left.

    Each is a pool of its own: a process that dies takes down its pool, and nobody else's work.
    What goes wrong with warming up is not told here: the first work will fail as well.
    """
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_follow_the_parent)
    try:
        with _interrupts_held():
            pool.submit(warm_up, *args)
        yield pool
    finally:
        end(pool)


def end(pool: ProcessPoolExecutor) -> None:
    """End a worker at once, whatever it is doing; what it was asked for is lost."""
    for process in list((pool._processes or {}).values()):  # noqa: SLF001 - 3.11 has no public way
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait while a process starts, which inherits that: it never sees one itself.

    Until it has come so far as to leave Ctrl-C to its parent, it would end in a traceback.
    """
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
    wait([sentinel])
    os._exit(1)
