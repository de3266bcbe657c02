"""Orders that were there before, whatever became of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.reading import Morning, read_morning
from routing.replan.known import with_known
from tests.support.days import Silence, hub, order, van, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from routing.orders.model import LocatedOrder


@pytest.fixture
def folder(tmp_path: Path, grid_map: Path) -> Path:
    rows = [order("A", status="", lines=3), order("B", 500, status="", lines=3)]
    return write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)


def read(folder: Path) -> Morning:
    return read_morning(load_day(folder), Silence(), ())


def known(folder: Path) -> tuple[LocatedOrder, ...]:
    return read(folder).where.located


def rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / "orders.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def row_of(folder: Path, order_id: str) -> str:
    text = (folder / "orders.csv").read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if line.startswith(f"{order_id},"))


def located(morning: Morning) -> list[str]:
    return sorted(item.order.order_id for item in morning.where.located)


def test_where_every_row_is_still_there_nothing_is_another(folder: Path) -> None:
    morning = read(folder)
    assert with_known(morning, known(folder), ()) is morning


def test_a_row_that_vanished_is_kept_counted_and_told(folder: Path) -> None:
    before = known(folder)
    rewrite(folder, row_of(folder, "B") + "\n", "")
    morning = with_known(read(folder), before, ())
    assert located(morning) == ["A", "B"]
    assert morning.where.usable.input_rows == 2
    (warning,) = [one for one in morning.diagnostics if one.code == "ORDER-VANISHED"]
    assert (warning.id, warning.severity) == ("B", "warning")
    assert "gone from the order table" in warning.message


def test_a_row_that_cannot_be_read_any_more_stays_as_it_was(folder: Path) -> None:
    before = known(folder)
    row = row_of(folder, "B")
    rewrite(folder, row, row.replace(",3", ",three"))
    assert [one.order_id for one in read(folder).rejected] == ["B"]
    morning = with_known(read(folder), before, ())
    assert (located(morning), morning.rejected) == (["A", "B"], ())
    assert morning.where.usable.input_rows == 2
    (warning,) = [one for one in morning.diagnostics if one.code == "ORDER-VANISHED"]
    assert "cannot be understood or located any more" in warning.message


def test_a_row_that_was_never_understood_stays_rejected(folder: Path) -> None:
    before = [item for item in known(folder) if item.order.order_id == "A"]
    row = row_of(folder, "B")
    rewrite(folder, row, row.replace(",3", ",three"))
    morning = with_known(read(folder), before, ())
    assert [one.order_id for one in morning.rejected] == ["B"]


def test_a_row_that_calls_off_what_is_delivered_does_not_take_it_away(folder: Path) -> None:
    before = known(folder)
    row = row_of(folder, "B")
    rewrite(folder, row, row.replace(",,3", ",cancelled,3"))
    assert located(read(folder)) == ["A"]
    assert located(with_known(read(folder), before, ())) == ["A", "B"]
    assert located(with_known(read(folder), before, {"B"})) == ["A"]
