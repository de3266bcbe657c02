"""A file of played epochs is gone on with, whatever an interruption left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.errors import BusyError, TourneeError
from routing.published.sameday.play import Played
from routing.published.sameday.records import Manner, kept_records

if TYPE_CHECKING:
    from pathlib import Path

MANNER = Manner(policy="prizes", epoch_seconds=1.0, cores=1)


def epoch(number: int, *, seed: int = 0, faults: tuple[str, ...] = ()) -> Played:
    return Played(
        instance="STREET",
        seed=seed,
        epoch=number,
        known=3,
        must_go=1,
        sent=2,
        cost=1200,
        seconds=1.0,
        routes=((1, 2),),
        faults=faults,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "days" / "days.jsonl"


def kept(path: Path, seed: int = 0) -> list[Played]:
    with kept_records(path, MANNER) as records:
        return records.of("STREET", seed)


def keep(path: Path, *epochs: Played) -> None:
    with kept_records(path, MANNER) as records:
        for one in epochs:
            records.epoch(one)


def test_what_was_kept_is_there_the_next_time(path: Path) -> None:
    keep(path, epoch(1))
    keep(path, epoch(2), epoch(1, seed=3))
    assert kept(path) == [epoch(1), epoch(2)]
    assert kept(path, seed=3) == [epoch(1, seed=3)]


def test_a_line_that_was_cut_short_is_dropped_and_the_file_goes_on(path: Path) -> None:
    keep(path, epoch(1), epoch(2))
    path.write_bytes(path.read_bytes()[:-20])
    assert kept(path) == [epoch(1)]
    keep(path, epoch(2))
    assert kept(path) == [epoch(1), epoch(2)]


def test_a_file_whose_first_line_was_cut_short_begins_anew(path: Path) -> None:
    keep(path)
    path.write_bytes(path.read_bytes()[:5])
    keep(path, epoch(1))
    assert kept(path) == [epoch(1)]


def test_an_epoch_that_broke_a_rule_is_played_again(path: Path) -> None:
    keep(path, epoch(1), epoch(2, faults=("order 3 had to go",)))
    assert kept(path) == [epoch(1)]


def test_a_file_of_another_manner_is_not_gone_on_with(path: Path) -> None:
    keep(path, epoch(1))
    other = Manner(policy="prizes", epoch_seconds=10.0, cores=1)
    with pytest.raises(TourneeError) as caught, kept_records(path, other):
        pass
    assert caught.value.code == "SAMEDAY-OUT-OTHER"
    assert "--epoch-seconds 1.0" in caught.value.message


@pytest.mark.parametrize("text", ["instance,cost\n", '{"record": "something/1"}\n', "[1]\n"])
def test_a_file_of_something_else_is_left_as_it_is(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TourneeError) as caught, kept_records(path, MANNER):
        pass
    assert caught.value.code == "SAMEDAY-OUT"
    assert path.read_text(encoding="utf-8") == text


def test_an_epoch_that_cannot_be_read_is_named_by_its_line(path: Path) -> None:
    keep(path, epoch(1))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"record": "epoch", "instance": "STREET"}\n')
    with pytest.raises(TourneeError, match=r"days\.jsonl:3"), kept_records(path, MANNER):
        pass


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(TourneeError) as caught, kept_records(tmp_path, MANNER):
        pass
    assert caught.value.code == "SAMEDAY-OUT"


def test_two_runs_do_not_write_to_one_file(path: Path) -> None:
    with (
        kept_records(path, MANNER),
        pytest.raises(BusyError) as caught,
        kept_records(path, MANNER),
    ):
        pass
    assert caught.value.code == "SAMEDAY-BUSY"


def test_without_a_file_nothing_is_kept(tmp_path: Path) -> None:
    with kept_records(None, MANNER) as records:
        records.epoch(epoch(1))
    assert list(tmp_path.iterdir()) == []
