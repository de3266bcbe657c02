"""`tournee why` of orders that lost their place because of what was reported through the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.days import collect, hub, order, van, write_day
from tests.support.replans import event, released, replanned

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """At eleven: F1 was tried by V1, V2 broke down with S1 on board, N1 was not found."""
    morning: dict[str, Any] = {"hub_id": "H1", "window_start": "09:00", "window_end": "10:00"}
    write_day(
        tmp_path,
        grid_map,
        hubs=[hub(), hub("H2", 790, 790)],
        vehicles=[van("V1", skills="a"), van("V2", skills="b")],
        orders=[
            order("F1", **morning, requires="a"),
            order("S1", 700, 395, **morning, requires="b"),
            collect("N1", "H2", window_end="17:00"),
        ],
    )
    released(tmp_path)
    replanned(
        tmp_path,
        "11:00",
        event(tmp_path, "08:50", "departed", vehicle_id="V1"),
        event(tmp_path, "09:10", "failed", order_id="F1", reason="Nobody there."),
        event(tmp_path, "08:50", "departed", vehicle_id="V2"),
        event(tmp_path, "08:51", "vehicle_out", vehicle_id="V2", reason="engine"),
        event(tmp_path, "10:30", "not_picked", order_id="N1", reason="No milk left."),
    )
    return tmp_path


@pytest.mark.parametrize(
    ("order_id", "words"),
    [
        (
            "F1",
            (
                "ATTEMPT-FAILED: Handing it over failed: Nobody there.",
                "An attempt by V1 at 09:08 failed: Nobody there.",
                "Report it as changed",
            ),
        ),
        (
            "S1",
            (
                "on board of V2, trip V2-1, which cannot drive any more",
                "VEHICLE-OUT: It is on board of V2, which cannot drive since 08:51: engine.",
                "report the vehicle as back",
            ),
        ),
        ("N1", ("NOT-FOUND: It could not be picked: No milk left.", "Report it as picked")),
    ],
)
def test_the_story_says_what_happened_and_what_to_report(
    run: Run, day: Path, order_id: str, words: tuple[str, ...]
) -> None:
    ran = run("why", day, order_id)
    assert (ran.status, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    assert ".." not in said
    for one in words:
        assert one in said


def test_where_a_vehicle_broke_down_nobody_has_tried_to_hand_anything_over(
    run: Run, day: Path
) -> None:
    assert "attempt" not in run("why", day, "S1").out


def test_an_order_that_is_late_on_board_is_told_what_was_reported(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    write_day(
        tmp_path,
        grid_map,
        hubs=[hub()],
        vehicles=[van("V1")],
        orders=[order("A1", hub_id="H1", window_start="09:00", window_end="10:00")],
    )
    released(tmp_path)
    replanned(
        tmp_path,
        "09:58",
        event(tmp_path, "09:50", "departed", vehicle_id="V1"),
        event(tmp_path, "09:57", "delay", vehicle_id="V1", delay_s=1800, reason="Flat tyre."),
    )
    ran = run("why", tmp_path, "A1")
    assert ran.status == 0
    told = " ".join(ran.out.replace("│", " ").split())
    assert "at 09:57 V1 was reported to be 30 min late: Flat tyre" in told
    assert "paid" not in told
