"""`tournee simulate` as people and scripts run it, on a day that can be worked out by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from routing.published.sameday import day as rules
from routing.published.sameday import policies
from tests.support.published import write_instances
from tests.support.sameday import day_alone, street

if TYPE_CHECKING:
    from pathlib import Path

    from routing.published.sameday.policy import Effort, Routes, View
    from tests.cli.conftest import Ran, Run

TABLE = "instance,seed,greedyplus,rollout,oracle\n"


class MustGoOnly:
    """Sends what must go, each order on a route of its own."""

    def routes(self, view: View, effort: Effort) -> Routes:  # noqa: ARG002 - the Protocol's
        """See `routing.published.sameday.policy.Policy`."""
        return tuple((number,) for number in view.orders.number[view.must_go].tolist())


class Idle:
    """Sends nothing."""

    def routes(self, view: View, effort: Effort) -> Routes:  # noqa: ARG002 - the Protocol's
        """See `routing.published.sameday.policy.Policy`."""
        return ()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is read as the street; its policy takes no time."""
    monkeypatch.setattr(rules, "read_instance", lambda _: street())
    monkeypatch.setitem(policies._POLICIES, "prizes", MustGoOnly)
    path = tmp_path / "STREET.txt"
    path.touch()
    return path


def simulate(run: Run, *arguments: object) -> Ran:
    ran = run("simulate", *arguments)
    assert "Traceback" not in ran.err + ran.out
    return ran


def lines(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def test_each_day_is_one_line(run: Run, file: Path) -> None:
    ran = simulate(run, file, "--seeds", "4,7-8", "--json")
    days = lines(ran)
    assert ran.status == 0
    assert [day["seed"] for day in days] == [4, 7, 8]
    assert days[0]["orders"] == len(day_alone(street(), 4)[1])
    assert [epoch["epoch"] for epoch in days[0]["epochs"]] == [1, 2, 3]
    assert days[0]["cost"] == sum(epoch["cost"] for epoch in days[0]["epochs"])


def test_costs_stand_beside_the_published_ones(run: Run, file: Path, tmp_path: Path) -> None:
    table = tmp_path / "published.csv"
    table.write_text(f"{TABLE}STREET,4,300000,200000,100000\n", encoding="utf-8")
    ran = simulate(run, file, "--seeds", "4", "--published", table, "--json")
    assert lines(ran)[0]["published"] == {"greedyplus": 3e5, "rollout": 2e5, "oracle": 1e5}
    assert "300,000" in ran.err
    assert f"{lines(ran)[0]['cost'] / 1e5:.3f}" in ran.err


def test_a_run_goes_on_with_what_its_file_holds(run: Run, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "days.jsonl"
    whole = simulate(run, file, "--seeds", "4-5", "--out", out, "--json")
    kept = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(kept[:-1]) + kept[-1][:10])
    again = simulate(run, file, "--seeds", "4-5", "--out", out, "--json", "-v")
    assert [day["cost"] for day in lines(again)] == [day["cost"] for day in lines(whole)]
    assert len(out.read_bytes().splitlines()) == len(kept)
    assert "seed 5, epoch 3" in again.err
    assert "seed 5, epoch 2" not in again.err


def test_a_broken_rule_ends_in_4(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policies._POLICIES, "prizes", Idle)
    ran = simulate(run, file, "--seeds", "4")
    assert ran.status == 4
    assert "had to go in epoch 1, and was kept" in ran.out


@pytest.mark.parametrize("text", ["", "x", "3-", "-3", "5-4", "0-100000"])
def test_seeds_that_are_none_end_in_2(run: Run, file: Path, text: str) -> None:
    ran = simulate(run, file, f"--seeds={text}")
    assert ran.status == 2
    assert "0-7" in ran.err


def test_every_file_that_is_wrong_is_told(run: Run, tmp_path: Path) -> None:
    classic = write_instances(tmp_path)["classic"]
    ran = simulate(run, classic, tmp_path / "none.txt")
    assert ran.status == 2
    assert "SAMEDAY-INSTANCE" in ran.err
    assert "INSTANCE-UNREADABLE" in ran.err


def test_another_runs_file_ends_in_2_and_stays(run: Run, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "days.jsonl"
    simulate(run, file, "--seeds", "4", "--out", out)
    before = out.read_bytes()
    ran = simulate(run, file, "--seeds", "4", "--out", out, "--epoch-seconds", "3")
    assert ran.status == 2
    assert "SAMEDAY-OUT-OTHER" in ran.err
    assert out.read_bytes() == before
