"""Many hubs at once: each hub's problem goes through one pure function, in a process of its own."""

from __future__ import annotations

import math
import os
import signal
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from threading import Thread
from typing import TYPE_CHECKING

from routing.engines.protocol import Limit
from routing.engines.registry import engine_named
from routing.errors import EngineError
from routing.plan.breaks import around_breaks, without_breaks
from routing.plan.mending import mend, merit
from routing.plan.polishing import polish
from routing.problem.model import HubProblem, Solution
from routing.problem.timing import served_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from routing.engines.protocol import Engine

Outcome = Solution | EngineError

_FOR_SINGLE_ROUTES = 1 / 8
"""The part of a limit of time for each vehicle's route by itself."""

_GRACE_S = 60.0
"""For starting a process, mending, and a machine with other things to do."""


def solve_hub(
    problem: HubProblem, engine: str, limit: Limit, seed: int, cores: int = 1
) -> Solution:
    """One hub's routes: searched by the engine, timed and mended.

    Where there are breaks, of which the engine knows nothing, one half of the limit goes into
    finding out where they cost least, and the other into routes around them; if orders were left
    that could be served, half of it goes into shifts in two parts, which have the most room. The
    last eighth of a limit of time is for single routes; one of iterations has none, as what is
    found in seconds is not the same twice.

    Raises
    ------
    EngineError
        If the search fails; the message names the hub.
    """
    solver = engine_named(engine)
    if solver.plans_breaks:
        return mend(problem, solver.solve(problem, limit, seed, cores))
    if limit.seconds is None:
        return _search(problem, solver, limit, seed, cores)
    single_s = limit.seconds * _FOR_SINGLE_ROUTES
    found = _search(problem, solver, Limit(seconds=limit.seconds - single_s), seed, cores)
    return polish(problem, found, single_s)


def _search(problem: HubProblem, solver: Engine, limit: Limit, seed: int, cores: int) -> Solution:
    """Routes of an engine that knows no breaks, mended."""
    search = solver.solve
    if not any(vehicle.rest for vehicle in problem.vehicles):
        return mend(problem, search(problem, limit, seed, cores))
    half = limit.halved()
    first = mend(problem, search(without_breaks(problem), half, seed, cores))
    ways = [around_breaks(problem, first)]
    if any(any(served_alone(problem, task)) for task in first.unserved):
        ways.append(problem)
        half = half.halved()
    others = [mend(problem, search(way, half, seed, cores)) for way in ways]
    return min([first, *others], key=lambda solution: merit(problem, solution))


def solve_hubs(
    problems: Mapping[str, HubProblem],
    *,
    engine: str,
    limit: Limit,
    seed: int,
    jobs: int,
    on_done: Callable[[str], None],
) -> dict[str, Outcome]:
    """Solve each hub; a hub that fails has its error in place of a solution.

    Parameters
    ----------
    problems
        Problems by hub id.
    engine, limit, seed
        The engine's name, each hub's limit, and the seed of all.
    jobs
        How many hubs are solved at a time, each in a process of its own; 1 is in this one. A
        process that outlives its limit by far is ended, and its hub has ENGINE-OVERDUE.
    on_done
        Told each hub's id when it is done.
    """
    outcomes: dict[str, Outcome] = {}
    if jobs == 1:
        for hub_id, problem in problems.items():
            try:
                outcomes[hub_id] = solve_hub(problem, engine, limit, seed)
            except EngineError as error:
                outcomes[hub_id] = error
            on_done(hub_id)
        return outcomes
    # The largest first, so that none is left to work alone at the end.
    ranked = deque(sorted(problems, key=lambda hub_id: -len(problems[hub_id].tasks)))
    with ExitStack() as stack:
        idle = [stack.enter_context(_worker()) for _ in range(min(jobs, len(problems)))]
        running: dict[Future[Solution], tuple[str, ProcessPoolExecutor, float]] = {}
        overdue: set[ProcessPoolExecutor] = set()
        patience_s = _patience_s(limit)
        while ranked or running:
            while idle and ranked:
                worker, hub_id = idle.pop(), ranked.popleft()
                try:
                    with _interrupts_held():
                        future = worker.submit(solve_hub, problems[hub_id], engine, limit, seed)
                except BrokenProcessPool:  # it died while it had nothing to do
                    ranked.appendleft(hub_id)
                    idle.append(stack.enter_context(_worker()))
                    continue
                running[future] = hub_id, worker, time.monotonic() + patience_s
            done = wait(running, timeout=1.0, return_when=FIRST_COMPLETED).done
            for future, (_, worker, deadline) in running.items():
                if future not in done and time.monotonic() > deadline:
                    _end(worker)
                    overdue.add(worker)
            for future in done:
                hub_id, worker, _ = running.pop(future)
                outcome = _outcome(future)
                lost = outcome is None
                outcomes[hub_id] = outcome or _lost(hub_id, overdue=worker in overdue)
                idle.append(stack.enter_context(_worker()) if lost else worker)
                on_done(hub_id)
    return {hub_id: outcomes[hub_id] for hub_id in problems}


def _patience_s(limit: Limit) -> float:
    """How long a hub may take in all: a search that goes round in circles is ended by then."""
    return math.inf if limit.seconds is None else 2 * limit.seconds + _GRACE_S


def _outcome(future: Future[Solution]) -> Outcome | None:
    """What the worker gave; ``None`` if it died."""
    try:
        return future.result()
    except EngineError as error:
        return error
    except BrokenProcessPool:
        return None


def _lost(hub_id: str, *, overdue: bool) -> EngineError:
    if overdue:
        return EngineError(
            "ENGINE-OVERDUE",
            f"The search of routes for hub {hub_id} did not stop in time, and was ended.",
            "Run the command again with another --seed, and please report this with the day.",
        )
    return EngineError(
        "ENGINE-LOST",
        f"The process that searched routes for hub {hub_id} died.",
        "Run the command again; if it happens again, the machine may be short of memory.",
    )


@contextmanager
def _worker() -> Iterator[ProcessPoolExecutor]:
    """A worker process that leaves Ctrl-C to the parent, and is gone at once when it comes.

    Each is a pool of its own: a process that dies takes down its pool, and no other hub's search.
    """
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_follow_the_parent)
    try:
        yield pool
    except BaseException:
        _end(pool)
        raise
    pool.shutdown()


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


def _end(pool: ProcessPoolExecutor) -> None:
    """End a worker at once, whatever it is doing; what it was asked for is lost."""
    for process in list((pool._processes or {}).values()):  # noqa: SLF001 - 3.11 has no public way
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


def _follow_the_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it ends, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
