"""What a worker of a cluster does with a hub: once, not for ever, and only while somebody waits."""

from __future__ import annotations

import os
import pickle
import time
from contextlib import contextmanager
from importlib.metadata import version as version_of
from threading import Event, Thread
from typing import TYPE_CHECKING

from distributed import get_client, get_worker

from routing.crew.work import Result, do, lost, overdue
from routing.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Worker

    from routing.crew.work import Work


def do_packed(
    packed: bytes, *, hub_id: str, version: str, marks: list[str], patience_s: float
) -> Result:
    """Solve a hub that comes pickled, with the cores that the worker's threads stand for.

    Dask gives a task whose worker died to the next, and would let it end several before it stops.
    The first start leaves a mark with the scheduler; who finds one says that the worker was lost.

    Parameters
    ----------
    packed
        The work. In bytes, since the scheduler would unpack anything else on its way.
    hub_id
        Its hub.
    version
        The version of tournee that packed it.
    marks
        Where the scheduler keeps the mark.
    patience_s
        How long it may take in all; then this process is ended.
    """
    if (own := version_of("tournee")) != version:
        return Result(hub_id=hub_id, outcome=_other_version(hub_id, own, version))
    client, worker = get_client(), get_worker()
    started = client.get_metadata(marks, None)
    if started is not None:
        # By clocks of two machines, and only to say more exactly what went wrong.
        late = time.time() - started >= patience_s
        return Result(hub_id=hub_id, outcome=overdue(hub_id) if late else lost(hub_id))
    client.set_metadata(marks, time.time())
    with _watched(_is_wanted(worker), patience_s):
        work: Work = pickle.loads(packed)  # noqa: S301 - whoever may give tasks may run anything
        return do(work, cores=worker.state.nthreads)


def _other_version(hub_id: str, found: str, wanted: str) -> EngineError:
    return EngineError(
        "SCHEDULER-VERSION",
        f"Hub {hub_id} came to a worker with tournee {found}, and this is {wanted}.",
        f"Install tournee {wanted} for the scheduler and every worker, and start them again.",
    )


def _is_wanted(worker: Worker) -> Callable[[], bool]:
    """Whether anybody still waits for the task that this thread runs."""
    key = worker.get_current_task()

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state != "cancelled"

    return is_wanted


@contextmanager
def _watched(is_wanted: Callable[[], bool], patience_s: float) -> Iterator[None]:
    """End this process when patience is over, or when nobody waits for the result any more.

    A search cannot be interrupted from outside, and a cancelled one with many iterations to go
    would keep its worker from others for hours. The worker's nanny starts it again.
    """
    done = Event()
    deadline = time.monotonic() + patience_s

    def watch() -> None:
        while not done.wait(1.0):
            if time.monotonic() > deadline or not is_wanted():
                os._exit(1)

    Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()
