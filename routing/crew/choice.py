"""Which crew a run has."""

from __future__ import annotations

from contextlib import nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING

from routing.crew.here import Here
from routing.crew.local import LocalCrew, machine_cores
from routing.errors import TourneeError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from routing.crew.protocol import Crew
    from routing.crew.work import Search


def crew_for(
    search: Search, *, jobs: int | None, scheduler: str | None
) -> AbstractContextManager[Crew]:
    """A crew for as long as the block lasts; then whatever it still does is ended.

    Parameters
    ----------
    search
        What the hubs will be searched with.
    jobs
        How many hubs at a time; ``None`` is as many as there are cores, or workers in the cluster.
    scheduler
        The address of a Dask cluster's scheduler; ``None`` is this machine.

    Raises
    ------
    TourneeError
        SCHEDULER-EXTRA; or another SCHEDULER-… when the block is entered.
    """
    if scheduler is not None:
        return _cluster(scheduler, jobs)
    jobs = jobs or machine_cores()
    if jobs == 1 and search.limit.seconds is None:
        # One after the other and never overdue: a second process would have nothing to guard.
        return nullcontext(Here())
    return LocalCrew(jobs, search.engine)


def _cluster(scheduler: str, jobs: int | None) -> AbstractContextManager[Crew]:
    if find_spec("distributed") is None:
        raise TourneeError(
            "SCHEDULER-EXTRA",
            "Solving hubs on a cluster takes the package distributed, which is not installed.",
            "Install it beside tournee: pip install 'tournee[cluster]'",
        )
    from routing.crew.cluster import ClusterCrew  # noqa: PLC0415 - heavy, and an extra

    return ClusterCrew(scheduler, jobs)
