"""When orders come in."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from routing.day.settings import load_day
from routing.orders.intake import read_day
from routing.simulation.arrivals import Arrivals, arrivals
from routing.simulation.luck import Chances, Luck
from tests.support.days import hub, order, van, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.days import Rows

OPENS, CLOSES = 8 * 3600, 20 * 3600


def coming(folder: Path, grid_map: Path, orders: Rows, during: float) -> Arrivals:
    write_day(folder, grid_map, hubs=[hub()], vehicles=[van()], orders=orders)
    day = load_day(folder)
    luck = Luck(1, Chances(during=during))
    return arrivals(day, read_day(day), luck, OPENS, CLOSES)


def test_an_order_comes_when_its_row_says_or_early_enough(tmp_path: Path, grid_map: Path) -> None:
    rows = [
        order("A", placed_at="11:30", window_end="18:00"),
        *(order(f"B{number}", window_end="14:00") for number in range(20)),
    ]
    came = coming(tmp_path, grid_map, rows, 1)
    assert came.came_s("A", OPENS) == 11 * 3600 + 1800
    drawn = {came.came_s(f"B{number}", OPENS) for number in range(20)}
    assert len(drawn) > 10
    assert min(drawn) >= OPENS
    assert max(drawn) <= 12 * 3600


def test_nobody_comes_too_late_to_be_served(tmp_path: Path, grid_map: Path) -> None:
    came = coming(tmp_path, grid_map, [order("A", window_end="09:30")], 1)
    assert came.at_s == {}


def test_without_a_share_all_are_known_in_the_morning(tmp_path: Path, grid_map: Path) -> None:
    came = coming(tmp_path, grid_map, [order("A"), order("B", placed_at="12:00")], 0)
    assert [row.cells["order_id"] for row in came.known(OPENS)] == ["A", "B"]


def test_the_table_holds_what_came_in_with_its_time(tmp_path: Path, grid_map: Path) -> None:
    rows = [order("A", placed_at="11:30", window_end="18:00", name="A. Person")]
    came = coming(tmp_path, grid_map, rows, 1)
    path, day = tmp_path / "played.csv", load_day(tmp_path)
    came.write(path, 11 * 3600, day)
    assert list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) == []
    came.write(path, 12 * 3600, day)
    (row,) = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert (row["order_id"], row["name"]) == ("A", "A. Person")
    assert row["placed_at"] == "2026-11-21T11:30:00+01:00"
