"""A Dask cluster: the same solutions, and no trouble that a worker or the scheduler can make."""

from __future__ import annotations

import os
import signal
import time
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("distributed", reason="needs the extra cluster")

from distributed import Client

from routing.crew.choice import crew_for
from routing.crew.cluster import ClusterCrew
from routing.crew.connecting import check_versions
from routing.crew.here import Here
from routing.crew.solving import solve_hubs
from routing.crew.work import Outcome, Search
from routing.engines.protocol import Limit
from routing.errors import EngineError, TourneeError
from routing.problem.model import HubProblem, Solution
from tests.support.clusters import Cluster, cluster
from tests.support.crews import BRIEF, DEADLY, FAILING, Diary, small
from tests.support.troubled import troubled_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMED = Search(engine="pyvrp", limit=Limit(seconds=0.3), seed=1)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as one:
        yield one


def solve(
    one: Cluster, problems: dict[str, HubProblem], search: Search = BRIEF, jobs: int | None = None
) -> tuple[dict[str, Outcome], list[str]]:
    diary = Diary()
    with ClusterCrew(one.address, jobs) as crew:
        return solve_hubs(problems, search, crew, diary), diary.lines


def test_a_cluster_gives_the_solutions_of_one_process(running: Cluster) -> None:
    hubs = {"A": small(4), "B": small(7), "C": small(2)}
    outcomes, done = solve(running, hubs)
    assert outcomes == solve_hubs(hubs, BRIEF, Here(), Diary())
    assert sorted(done) == ["A done", "B done", "C done"]


def test_jobs_bound_how_many_hubs_the_cluster_has_at_a_time(running: Cluster) -> None:
    for jobs, hands in ((None, 2), (1, 1), (9, 2)):
        with crew_for(BRIEF, jobs=jobs, scheduler=running.address) as crew:
            assert crew.hands == hands


def test_what_fails_twice_is_reported_and_what_kills_workers_kills_two(running: Cluster) -> None:
    outcomes, done = solve(running, {"A": small(2), "B": FAILING, "C": DEADLY, "D": small(3)})
    failed = {hub_id: one.code for hub_id, one in outcomes.items() if isinstance(one, EngineError)}
    assert failed == {"B": "ENGINE-FAILED", "C": "ENGINE-LOST"}
    assert {"B again ENGINE-FAILED", "C again ENGINE-LOST", "A done", "D done"} <= set(done)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [("dies", "ENGINE-LOST"), ("fails", "ENGINE-FAILED"), ("hangs", "ENGINE-OVERDUE")],
)
def test_a_hub_in_trouble_once_is_solved_the_second_time(
    running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str, code: str
) -> None:
    monkeypatch.setattr("routing.crew.work._GRACE_S", 3.0)
    monkeypatch.setattr("routing.crew.work._GRACE_PER_ORDER_S", 0.0)
    hub = troubled_once(small(7), trouble, tmp_path / "marker")
    outcomes, done = solve(running, {"A": small(2), "B": hub}, TIMED)
    assert all(isinstance(one, Solution) for one in outcomes.values())
    assert [line for line in done if line[0] == "B"] == [f"B again {code}", "B done"]


def test_a_worker_that_is_killed_loses_nothing(running: Cluster, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    hubs = {"A": small(2), "B": troubled_once(small(7), "waits", marker)}

    class Killer(Diary):
        def hub_done(self, hub_id: str, search_s: float) -> None:
            super().hub_done(hub_id, search_s)
            if hub_id == "A":
                while not marker.exists():
                    time.sleep(0.01)
                (address,) = (worker for worker, keys in busy(crew._client).items() if keys)
                os.kill(crew._client.run(os.getpid)[address], signal.SIGKILL)

    killer = Killer()
    with ClusterCrew(running.address, None) as crew:
        outcomes = solve_hubs(hubs, BRIEF, crew, killer)
    assert outcomes == solve_hubs({"A": small(2), "B": small(7)}, BRIEF, Here(), Diary())
    assert killer.lines == ["A done", "B again ENGINE-LOST", "B done"]


def busy(client: Client) -> dict[str, list[str]]:
    """What each worker has to do."""
    tasks: dict[str, list[str]] = client.processing()
    return tasks


def test_who_interrupts_leaves_the_cluster_free(running: Cluster) -> None:
    """Also of a search that would go on for hours."""
    long = Search(engine="pyvrp", limit=Limit(iterations=10**9), seed=1)

    class Impatient(ClusterCrew):
        def results(self) -> Any:
            time.sleep(0.5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Impatient(running.address, None) as crew:
        solve_hubs({"A": small(20), "B": small(30), "C": small(4)}, long, crew, Diary())
    started = time.monotonic()
    outcomes, _ = solve(running, {"A": small(4), "B": small(7)})
    assert all(isinstance(one, Solution) for one in outcomes.values())
    assert time.monotonic() - started < 20


def test_a_scheduler_that_is_lost_on_the_way_costs_only_what_is_not_done(tmp_path: Path) -> None:
    with cluster(tmp_path) as one:

        class Ender(Diary):
            def hub_done(self, hub_id: str, search_s: float) -> None:
                super().hub_done(hub_id, search_s)
                one.scheduler.kill()

        hubs = {"A": small(4), "B": troubled_once(small(7), "waits", tmp_path / "marker")}
        with ClusterCrew(one.address, None) as crew:
            outcomes = solve_hubs(hubs, BRIEF, crew, Ender())
    assert isinstance(outcomes["A"], Solution)
    lost = outcomes["B"]
    assert isinstance(lost, EngineError)
    assert lost.code == "SCHEDULER-LOST"
    assert "Hub B" in lost.message


def test_a_scheduler_without_workers_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routing.crew.connecting.WORKERS_S", 0.5)
    with (
        cluster(tmp_path, workers=0) as one,
        pytest.raises(TourneeError, match="SCHEDULER-WORKERS"),
        ClusterCrew(one.address, None),
    ):
        pass


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "127.0.0.1", "nonsense", "ftp://127.0.0.1:8786", ""]
)
def test_where_no_scheduler_is_a_clear_message_comes_soon(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("routing.crew.connecting.CONNECT_S", 1.0)
    started = time.monotonic()
    with (
        pytest.raises(TourneeError, match="SCHEDULER-UNREACHABLE"),
        ClusterCrew(address, None),
    ):
        pass
    assert time.monotonic() - started < 5


def test_another_tournee_on_the_cluster_is_refused(running: Cluster) -> None:
    with Client(running.address, set_as_default=False) as client:
        check_versions(client, version_of("tournee"))
        with pytest.raises(TourneeError, match=r"This is tournee 9\.9\.9; the scheduler \(and 2"):
            check_versions(client, "9.9.9")


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.crew.choice.find_spec", lambda _: None)
    with pytest.raises(TourneeError, match=r"pip install 'tournee\[cluster\]'"):
        crew_for(BRIEF, jobs=None, scheduler="tcp://127.0.0.1:9")
