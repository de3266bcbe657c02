"""The days that the choice of hubs is held against: uneven as they say, and readable."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from benchmarks.hub_choice import Result, _naming
from benchmarks.uneven_days import Uneven, make_uneven, write_uneven
from maps.build import build_city
from routing.day.settings import load_day
from routing.orders.intake import Intake, read_day
from routing.orders.model import Channel
from routing.sample.day import Wishes

if TYPE_CHECKING:
    from pathlib import Path

WISHES = Wishes(orders=90, hubs=3, seed=4, date=dt.date(2026, 11, 24))


@pytest.fixture(scope="module")
def made(
    helsinki: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Intake, Uneven, Path, int]:
    """The day as it is read, how it is uneven, its folder, and the vehicles it would have had."""
    day, uneven = make_uneven(build_city(helsinki), WISHES)
    folder = tmp_path_factory.mktemp("uneven") / "day"
    write_uneven(day, uneven, folder, helsinki, seed=WISHES.seed)
    return read_day(load_day(folder)), uneven, folder, len(day.vehicles)


def test_nothing_is_wrong_with_the_day(made: tuple[Intake, Uneven, Path, int]) -> None:
    intake, _, folder, vehicles = made
    assert [str(one) for one in intake.diagnostics if one.severity == "error"] == []
    assert intake.input_rows == len(intake.orders) == WISHES.orders
    assert len(intake.vehicles) == vehicles
    assert load_day(folder).store.collect_s == 2 * 3600


def test_three_hubs_are_short_of_something(made: tuple[Intake, Uneven, Path, int]) -> None:
    intake, uneven, _, _ = made
    assert len({uneven.of_vehicles, uneven.of_pickers, uneven.of_stock}) == 3
    pickers = Counter(shift.hub_id for shift in intake.pickers)
    assert pickers.keys() == {hub.hub_id for hub in intake.hubs} == intake.picking_hubs
    for hub_id, there in intake.stock.items():
        missing = sum(count == 0 for count in there.values())
        assert missing == (20 if hub_id == uneven.of_stock else 0)


def test_orders_name_no_hub_but_to_be_brought_from_one_to_another(
    made: tuple[Intake, Uneven, Path, int],
) -> None:
    intake, _, _, _ = made
    hubs = {hub.hub_id for hub in intake.hubs}
    for order in intake.orders:
        assert order.ready_s is None
        assert order.articles
        assert order.hub_id is None or order.collect_at in hubs - {order.hub_id}
        if order.channel is Channel.CLICK_AND_COLLECT and order.collect_at is None:
            assert order.window_end_s is None
            assert order.placed_s is not None


def test_the_same_day_can_name_its_hubs(made: tuple[Intake, Uneven, Path, int]) -> None:
    intake, _, folder, _ = made
    free = [order.order_id for order in intake.orders if order.hub_id is None]
    hub_id = intake.hubs[0].hub_id
    copy = _naming(folder, dict.fromkeys(free[1:], hub_id), "named")
    with (copy / "orders.csv").open(newline="", encoding="utf-8") as file:
        named = {row["order_id"]: row["hub_id"] for row in csv.DictReader(file)}
    assert named[free[0]] == ""
    assert {named[order_id] for order_id in free[1:]} == {hub_id}
    assert load_day(copy).store.stock is not None


def test_a_result_is_told_in_one_cell() -> None:
    assert str(Result(unassigned=2, late=1, cents=12345, breaches=0)) == "2 / 1 / 123.45"
    broken = Result(unassigned=0, late=0, cents=0, breaches=3)
    assert str(broken) == "0 / 0 / 0.00, 3 rules broken"
