"""The same run twice: what came in meanwhile makes a difference, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from routing.crew.work import Search
from routing.engines.protocol import Limit
from routing.plan.document import to_document
from tests.support.days import collect, hub, order, van, write_day
from tests.support.replans import add_row, event, released, replanned, sequence

if TYPE_CHECKING:
    from pathlib import Path

    from routing.replan.request import Replanned

HEAD = ("plan_id", "version", "based_on", "created_at")
OTHER_SEED = Search(engine="pyvrp", limit=Limit(iterations=60), seed=2)


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """Two hubs; trips in the morning and in the afternoon, and an order that nobody can carry."""
    folder = write_day(
        tmp_path,
        grid_map,
        hubs=[hub("H1"), hub("H2", 790, 790)],
        vehicles=[van("V1"), van("W1"), van("V2", "H2", weight_kg=100)],
        orders=[
            order("A1", 300, 5, hub_id="H1", window_start="09:00", window_end="10:00"),
            order("A2", 700, 395, hub_id="H1", window_start="09:00", window_end="10:30"),
            order("A3", 500, 205, hub_id="H1", window_start="14:00", window_end="15:00"),
            order("B1", 500, 595, hub_id="H2", window_start="12:00", window_end="13:00"),
            order("B2", 300, 595, hub_id="H2", weight_kg=900),
            collect("C1", window_end="17:00"),
        ],
    )
    released(folder)
    return folder


def body(outcome: Replanned) -> dict[str, Any]:
    """The plan without what is its own."""
    document = to_document(outcome.plan)
    return {name: value for name, value in document.items() if name not in HEAD}


@pytest.mark.parametrize("now", ["06:00", "08:58", "09:02", "11:00", "13:55", "19:00"])
def test_nothing_new_changes_nothing(day: Path, now: str) -> None:
    add_row(day, order("A4", 100, 205, hub_id="H1", window_start="14:00", window_end="15:00"))
    first = replanned(day, now)
    again = replanned(day, now)
    assert body(again) == body(first)
    assert again.plan.version == first.plan.version + 1
    assert again.plan.based_on == first.plan.plan_id


def test_nor_does_a_van_that_is_late_or_an_order_that_was_cancelled(day: Path) -> None:
    first = replanned(
        day,
        "09:30",
        event(day, "08:50", "departed", vehicle_id="V1"),
        event(day, "08:51", "delay", vehicle_id="W1", delay_s=1200),
        event(day, "09:29", "cancelled", order_id="A3", reason="Rang."),
        event(day, "09:29", "delivered", order_id="nobody's"),
    )
    assert body(replanned(day, "09:30")) == body(first)


def test_another_seed_is_no_reason_to_change_what_stands(day: Path) -> None:
    add_row(day, order("A4", 100, 205, hub_id="H1", window_start="14:00", window_end="15:00"))
    first = replanned(day, "06:00")
    again = replanned(day, "06:00", search=OTHER_SEED)
    assert [sequence(again.plan, one) for one in ("V1", "W1", "V2")] == [
        sequence(first.plan, one) for one in ("V1", "W1", "V2")
    ]
