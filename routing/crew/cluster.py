"""A crew of workers in a Dask cluster, on however many machines."""

from __future__ import annotations

import pickle
import time
import warnings
from contextlib import suppress
from importlib.metadata import version as version_of
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from routing.crew.connecting import LOST_REMEDY, WORKERS_S, check_versions, connect
from routing.crew.protocol import CrewLostError
from routing.crew.remote import do_packed
from routing.crew.work import Result, broken, lost

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from distributed import Client, Future

    from routing.crew.work import Work

_FETCH_S = 60.0


class ClusterCrew:
    """The workers of a Dask cluster, each with one hub; see `routing.crew.protocol.Crew`.

    A search keeps the Python of its process to itself, so a worker has one hub at a time, and its
    threads say how many cores that may use.

    Raises
    ------
    TourneeError
        SCHEDULER-UNREACHABLE, SCHEDULER-WORKERS or SCHEDULER-VERSION, when it is entered.
    """

    def __init__(self, address: str, jobs: int | None) -> None:
        self.hands = 1
        self._address = address
        self._jobs = jobs
        self._version = version_of("tournee")
        self._run = f"tournee-{uuid4().hex}"
        self._client: Client
        self._running: dict[str, tuple[str, Future[Result]]] = {}
        self._done: SimpleQueue[Future[Result]] = SimpleQueue()
        self._workers_seen = 0.0

    def __enter__(self) -> Self:
        self._client = connect(self._address)
        try:
            check_versions(self._client, self._version)
            self._count_workers()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Whatever is wrong with the cluster by now, the run is over.
        with suppress(OSError, TimeoutError):
            if self._client.status == "running":
                self._client.cancel([future for _, future in self._running.values()], force=True)
                self._client.set_metadata([self._run], None)
        with suppress(OSError, TimeoutError):
            self._client.close()

    def expect(self, hubs: int) -> None:
        """Workers of a cluster are started by whoever runs it."""

    def give(self, work: Work) -> None:
        """Send a hub to the scheduler, the larger before the smaller.

        Dask's own retries are not asked for: who gives the work tries again.
        """
        key = f"{self._run}-{work.hub_id}-{work.attempt}"
        with warnings.catch_warnings():
            # Dask would rather have more than 10 MB spread beforehand, to a worker that may die.
            warnings.filterwarnings("ignore", "Sending large graph")
            future = self._client.submit(
                do_packed,
                pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL),
                hub_id=work.hub_id,
                version=self._version,
                marks=[self._run, key],
                patience_s=work.patience_s,
                key=key,
                pure=False,
                priority=len(work.problem.tasks),
            )
        self._running[key] = work.hub_id, future
        future.add_done_callback(self._done.put)

    def results(self) -> Sequence[Result]:
        """Wait for the first, and see whether the cluster is still there."""
        try:
            done = [self._done.get(timeout=1.0)]
        except Empty:
            done = []
        while not self._done.empty():
            done.append(self._done.get())
        if self._client.status != "running" or any(future.cancelled() for future in done):
            raise self._lost("The connection to its scheduler broke off.")
        results = [self._result(*self._running.pop(str(future.key))) for future in done]
        self._count_workers()
        return results

    def _count_workers(self) -> None:
        try:
            workers = len(self._client.nthreads())
        except (OSError, TimeoutError) as error:
            raise self._lost("The connection to its scheduler broke off.") from error
        now = time.monotonic()
        if workers:
            self._workers_seen = now
        elif now > self._workers_seen + WORKERS_S:
            raise self._lost(f"It has had no worker for {WORKERS_S:.0f} s.")
        self.hands = max(1, min(workers, self._jobs or workers))

    def _result(self, hub_id: str, future: Future[Result]) -> Result:
        from distributed import KilledWorker  # noqa: PLC0415 - loaded by then

        try:
            return future.result(timeout=_FETCH_S)
        except (KilledWorker, TimeoutError):
            return Result(hub_id=hub_id, outcome=lost(hub_id))
        except Exception as error:  # noqa: BLE001 - what a worker's installation may come to
            return Result(hub_id=hub_id, outcome=broken(hub_id, error))

    def _lost(self, what: str) -> CrewLostError:
        return CrewLostError(
            "SCHEDULER-LOST",
            f"The cluster of {self._address} was lost on the way. {what}",
            LOST_REMEDY,
        )
