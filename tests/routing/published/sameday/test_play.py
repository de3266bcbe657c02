"""A day is played epoch after epoch, and goes on where it was left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.errors import TourneeError
from routing.published.sameday.days import play_days
from routing.published.sameday.play import Played, play
from routing.published.sameday.policy import Effort
from routing.published.sameday.records import Manner, kept_records
from tests.support.sameday import day_alone, street

if TYPE_CHECKING:
    from pathlib import Path

    from routing.published.sameday.policy import Routes, View

SEED = 4
EFFORT = Effort(seconds=1.0, cores=1)


class OneByOne:
    """Sends what must go, each order on a route of its own; remembers when it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def routes(self, view: View, effort: Effort) -> Routes:  # noqa: ARG002 - the Protocol's
        """See `routing.published.sameday.policy.Policy`."""
        self.asked.append(view.epoch)
        return tuple((number,) for number in view.orders.number[view.must_go].tolist())


class Idle:
    """Sends nothing."""

    def routes(self, view: View, effort: Effort) -> Routes:  # noqa: ARG002 - the Protocol's
        """See `routing.published.sameday.policy.Policy`."""
        return ()


def test_every_order_is_sent_by_the_end_of_the_day() -> None:
    played = list(play(street(), SEED, OneByOne(), EFFORT))
    assert [one.epoch for one in played] == [1, 2, 3]
    assert sum(one.sent for one in played) == len(day_alone(street(), SEED)[1])
    assert [one.faults for one in played] == [(), (), ()]


def test_what_was_kept_is_known_in_the_next_epoch() -> None:
    first, second, _ = play(street(), SEED, OneByOne(), EFFORT)
    came_second = len(day_alone(street(), SEED)[0][1])
    assert first.sent == first.must_go < first.known
    assert second.known == first.known - first.sent + came_second


def test_a_day_goes_on_after_the_epochs_that_were_played_before() -> None:
    whole = list(play(street(), SEED, OneByOne(), EFFORT))
    policy = OneByOne()
    rest = list(play(street(), SEED, policy, EFFORT, whole[:2]))
    assert policy.asked == [3]
    assert rest[0].routes == whole[2].routes


def test_a_day_ends_with_the_first_broken_rule() -> None:
    played = list(play(street(), SEED, Idle(), EFFORT))
    assert len(played) == 1
    assert "had to go in epoch 1" in played[0].faults[0]


def played_days(path: Path | None, policy: OneByOne | Idle) -> list[tuple[int, int]]:
    """Seeds and costs of two days that are kept in a file."""
    manner = Manner(policy="test", epoch_seconds=1.0, cores=1)
    with kept_records(path, manner) as records:
        wanted = [(street(), 4), (street(), 5)]
        days = play_days(wanted, policy, EFFORT, records, lambda _: None)
        return [(day.seed, day.cost) for day in days]


def test_an_interrupted_run_plays_only_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "days.jsonl"
    whole = played_days(path, OneByOne())
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 1 + 3 + 3
    # Interrupted while the second epoch of the second day was written.
    path.write_bytes(b"".join(lines[:5]) + lines[5][:30])
    policy = OneByOne()
    assert played_days(path, policy) == whole
    assert policy.asked == [2, 3]
    assert len(path.read_bytes().splitlines()) == len(lines)


def test_records_that_cannot_have_been_played_so_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "days.jsonl"
    manner = Manner(policy="test", epoch_seconds=1.0, cores=1)
    first = next(play(street(), SEED, OneByOne(), EFFORT))
    with kept_records(path, manner) as records:
        records.epoch(replace(first, cost=first.cost - 1))
        with pytest.raises(TourneeError) as caught:
            list(play_days([(street(), SEED)], OneByOne(), EFFORT, records, lambda _: None))
    assert caught.value.code == "SAMEDAY-OUT-WRONG"


def test_every_epoch_is_told_as_it_is_played() -> None:
    told: list[Played] = []
    with kept_records(None, Manner(policy="test", epoch_seconds=1.0, cores=1)) as records:
        (day,) = play_days([(street(), SEED)], OneByOne(), EFFORT, records, told.append)
    assert tuple(told) == day.epochs
    assert day.cost == sum(one.cost for one in told)
