"""Many hubs at once: each hub's problem goes through one pure function, in a process of its own."""

from __future__ import annotations

import signal
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from routing.engines.registry import engine_named
from routing.errors import EngineError
from routing.plan.mending import mend
from routing.problem.model import HubProblem, Solution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from routing.engines.protocol import Limit

Outcome = Solution | EngineError


def solve_hub(problem: HubProblem, engine: str, limit: Limit, seed: int) -> Solution:
    """One hub's routes: searched by the engine, timed and mended.

    Raises
    ------
    EngineError
        If the search fails; the message names the hub.
    """
    return mend(problem, engine_named(engine).solve(problem, limit, seed))


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
        How many hubs are solved at a time.
    on_done
        Told each hub's id when it is done.
    """
    outcomes: dict[str, Outcome] = {}
    if jobs == 1 or len(problems) < 2:
        for hub_id, problem in problems.items():
            try:
                outcomes[hub_id] = solve_hub(problem, engine, limit, seed)
            except EngineError as error:
                outcomes[hub_id] = error
            on_done(hub_id)
        return outcomes
    with _workers(min(jobs, len(problems))) as pool:
        # The largest first, so that none is left to work alone at the end.
        ranked = sorted(problems, key=lambda hub_id: -len(problems[hub_id].tasks))
        futures = {
            pool.submit(solve_hub, problems[hub_id], engine, limit, seed): hub_id
            for hub_id in ranked
        }
        for future in as_completed(futures):
            hub_id = futures[future]
            outcomes[hub_id] = _outcome(future, hub_id)
            on_done(hub_id)
    return {hub_id: outcomes[hub_id] for hub_id in problems}


def _outcome(future: Future[Solution], hub_id: str) -> Outcome:
    try:
        return future.result()
    except EngineError as error:
        return error
    except BrokenProcessPool:
        return EngineError(
            "ENGINE-LOST",
            f"The process that searched routes for hub {hub_id} ended before it was done.",
            "Run the command again; if it happens again, the machine may be short of memory.",
        )


@contextmanager
def _workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes that leave Ctrl-C to the parent, and are gone at once when it comes."""
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent
    )
    try:
        yield pool
    except BaseException:
        processes = list((pool._processes or {}).values())  # noqa: SLF001 - 3.11 has no public way
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        raise
    pool.shutdown()


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
