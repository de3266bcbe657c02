"""A crew of processes on this machine, started once and kept warm."""

from __future__ import annotations

import os
import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from routing.crew.process import end, worker_process
from routing.crew.work import Result, broken, do, lost, overdue
from routing.engines.registry import engine_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import ProcessPoolExecutor
    from types import TracebackType

    from routing.crew.work import Work


def machine_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Shift:
    """A hub that is being solved: by whom, and until when at the most."""

    hub_id: str
    worker: ProcessPoolExecutor
    deadline: float


class LocalCrew:
    """So many processes, each with one hub at a time; see `routing.crew.protocol.Crew`.

    A process that dies takes down its own hub alone, and one that outlives its hub's patience is
    ended; another takes its place.
    """

    def __init__(self, jobs: int, engine: str) -> None:
        self.hands = jobs
        self._engine = engine
        self._cores = 1
        self._stack = ExitStack()
        self._idle: list[ProcessPoolExecutor] = []
        self._running: dict[Future[Result], _Shift] = {}
        self._overdue: set[ProcessPoolExecutor] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def expect(self, hubs: int) -> None:
        """Start as many processes as will be needed, and share the cores among them."""
        needed = min(self.hands, hubs)
        self._cores = max(1, machine_cores() // max(1, needed))
        for _ in range(needed - len(self._idle) - len(self._running)):
            self._idle.insert(0, self._new_worker())

    def give(self, work: Work) -> None:
        """Hand a hub to a process that has nothing to do."""
        while True:
            worker = self._idle.pop() if self._idle else self._new_worker()
            try:
                future = worker.submit(do, work, self._cores)
            except BrokenProcessPool:  # it died while it had nothing to do
                continue
            break
        deadline = time.monotonic() + work.patience_s
        self._running[future] = _Shift(work.hub_id, worker, deadline)

    def results(self) -> Sequence[Result]:
        """Wait for the first, and end whoever is overdue."""
        done = wait(self._running, timeout=1.0, return_when=FIRST_COMPLETED).done
        for future, shift in self._running.items():
            if future not in done and time.monotonic() > shift.deadline:
                self._overdue.add(shift.worker)
                end(shift.worker)
        return [self._result(future, self._running.pop(future)) for future in done]

    def _result(self, future: Future[Result], shift: _Shift) -> Result:
        try:
            result = future.result()
        except BrokenProcessPool:
            late = shift.worker in self._overdue
            error = overdue(shift.hub_id) if late else lost(shift.hub_id)
            return Result(hub_id=shift.hub_id, outcome=error)
        except Exception as error:  # noqa: BLE001 - it could not even be handed over
            result = Result(hub_id=shift.hub_id, outcome=broken(shift.hub_id, error))
        self._idle.append(shift.worker)
        return result

    def _new_worker(self) -> ProcessPoolExecutor:
        return self._stack.enter_context(worker_process(_warm_up, self._engine))


def _warm_up(engine: str) -> None:
    """Load what the first hub would wait for."""
    import maps.travel  # noqa: F401, PLC0415 - what a problem is unpacked with

    engine_named(engine).warm_up()
