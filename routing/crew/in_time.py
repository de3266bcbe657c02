"""One process for all hubs, one after the other, and none for longer than there is time."""

from __future__ import annotations

import math
import time
from queue import Empty, SimpleQueue
from threading import TIMEOUT_MAX
from typing import TYPE_CHECKING

from routing.crew.left_behind import search_thread
from routing.crew.work import Result, broken, do, overdue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.crew.work import Work


class InTime:
    """Solves a hub when its result is asked for, and gives up in time; see `Crew`.

    Each search has a thread of its own. One that does not stop is left behind, as nothing can end
    it but the end of the process; its hub is not tried again.

    Parameters
    ----------
    cores
        How many a search may use.
    until_s
        When the last hub is given up at the latest, by `time.monotonic`; hubs that are still to
        come share the time evenly. None is waited for longer than its patience anyway.
    """

    hands = 1

    def __init__(self, cores: int, until_s: float = math.inf) -> None:
        self._cores = cores
        self._until_s = until_s
        self._to_come = 0
        self._given: list[Work] = []
        self._left_behind: set[str] = set()

    def expect(self, hubs: int) -> None:
        """So many share the time."""
        self._to_come = hubs

    def give(self, work: Work) -> None:
        """Keep it until the result is asked for."""
        self._given.append(work)

    def results(self) -> Sequence[Result]:
        """Solve what was given, as far as there is time."""
        given, self._given = self._given, []
        return [self._result(work) for work in given]

    def _result(self, work: Work) -> Result:
        share_s = (self._until_s - time.monotonic()) / max(1, self._to_come)
        if work.attempt == 1:
            self._to_come -= 1
        seconds = min(work.patience_s, share_s, TIMEOUT_MAX)
        done: SimpleQueue[Result] = SimpleQueue()
        if seconds > 0 and work.hub_id not in self._left_behind:
            search_thread(work.hub_id, lambda: done.put(_done(work, self._cores))).start()
            try:
                return done.get(timeout=seconds)
            except Empty:
                self._left_behind.add(work.hub_id)
        return Result(hub_id=work.hub_id, outcome=overdue(work.hub_id))


def _done(work: Work, cores: int) -> Result:
    try:
        return do(work, cores)
    except BaseException as error:  # noqa: BLE001 - whatever it is, somebody waits for an answer
        return Result(hub_id=work.hub_id, outcome=broken(work.hub_id, error))
