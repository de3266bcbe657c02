"""A gap is over the published cost of the same instance under the same convention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.errors import TourneeError
from routing.published.best_known import BestKnown, gap, read_best_known
from routing.published.verification import Fault, Verdict

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "instance,cost,vehicles,convention,source"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "best.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def test_the_row_of_a_convention_is_told_from_anothers(tmp_path: Path) -> None:
    rows = ("R1,100.5,9,dimacs,a list", "R1,101.25,8,sintef,another")
    found = read_best_known(written(tmp_path, HEADER, *rows))
    assert found["R1", "dimacs"] == BestKnown(cost=100.5, vehicles=9)
    assert found["R1", "sintef"] == BestKnown(cost=101.25, vehicles=8)


def test_of_two_rows_for_one_instance_the_first_counts(tmp_path: Path) -> None:
    found = read_best_known(written(tmp_path, HEADER, "R1,10,9,dimacs,", "R1,9,9,dimacs,"))
    assert found["R1", "dimacs"].cost == 10


def test_columns_may_come_in_any_order_and_vehicles_be_empty(tmp_path: Path) -> None:
    found = read_best_known(written(tmp_path, "convention,cost,instance,vehicles", "dimacs,1,R1,"))
    assert found["R1", "dimacs"] == BestKnown(cost=1, vehicles=None)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        pytest.param(("instance,cost", "R1,1"), "no column convention", id="a missing column"),
        pytest.param((), "no column instance", id="empty"),
        pytest.param((HEADER, "R1,1,1,dimacs,", "R2,low,1,dimacs,"), ":3", id="text for a cost"),
        pytest.param((HEADER, "R1,nan,1,dimacs,"), "nan", id="no number"),
        pytest.param((HEADER, "R1,0,1,dimacs,"), "cost is 0", id="zero"),
        pytest.param((HEADER, "R1,1,few,dimacs,"), "few", id="text for vehicles"),
        pytest.param((HEADER, "R1"), ":2", id="a short row"),
    ],
)
def test_a_bad_table_is_refused_with_the_line(
    tmp_path: Path, lines: tuple[str, ...], says: str
) -> None:
    with pytest.raises(TourneeError, match="BENCHMARK-BEST-KNOWN") as caught:
        read_best_known(written(tmp_path, *lines))
    assert says in caught.value.message


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "best.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TourneeError, match="BENCHMARK-BEST-KNOWN"):
        read_best_known(path)


BEST = BestKnown(cost=1000, vehicles=8)


def verdict(cost: float, vehicles: int = 8, *, feasible: bool = True) -> Verdict:
    faults = () if feasible else (Fault("window", "late"),)
    return Verdict(cost=cost, vehicles=vehicles, faults=faults)


def test_a_gap_is_a_share_of_the_best_known_cost() -> None:
    assert gap(BEST, verdict(1012), vehicles_first=False) == pytest.approx(0.012)
    assert gap(BEST, verdict(990, 12), vehicles_first=False) == pytest.approx(-0.01)


def test_there_is_no_gap_without_a_best_known_cost_or_for_infeasible_routes() -> None:
    assert gap(None, verdict(1012), vehicles_first=False) is None
    assert gap(BEST, verdict(900, feasible=False), vehicles_first=False) is None


def test_where_vehicles_come_first_another_number_of_them_has_no_gap() -> None:
    assert gap(BEST, verdict(900, 9), vehicles_first=True) is None
    assert gap(BEST, verdict(1010, 8), vehicles_first=True) == pytest.approx(0.01)


def test_every_published_instance_has_its_best_known_costs(published: Path) -> None:
    found = read_best_known(published / "best_known.csv")
    counted = {convention: 0 for _, convention in found}
    for _, convention in found:
        counted[convention] += 1
    assert counted["ortec-duration"] == 20
    assert counted["pyvrp-dimacs-x10"] == 24
    assert counted["dimacs"] == counted["sintef"] == 79
