"""Days that are closed."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from routing.closing.closing import close_day, reopen_day
from routing.closing.endings import End
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.errors import DayError
from routing.morning import Request, plan_day
from routing.replan.release import release_ahead
from routing.store.model import Deed
from tests.support.days import Silence, collect, hub, order, van, write_day
from tests.support.replans import (
    add_row,
    drop_row,
    edit_row,
    event,
    released,
    replanned,
    stop_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from routing.closing.account import Account


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """Two trips in the morning, one in the afternoon, and what is collected."""
    folder = tmp_path / "day"
    folder.mkdir()
    return write_day(
        folder,
        grid_map,
        hubs=[hub("H1")],
        vehicles=[van("V1", max_stops=1)],
        orders=[
            order("A1", 300, 5, hub_id="H1", window_start="09:00", window_end="10:00"),
            order("A2", 700, 395, hub_id="H1", window_start="09:00", window_end="10:30"),
            order(
                "A3", 500, 205, hub_id="H1", window_start="14:00", window_end="15:00",
                placed_at="2026-11-21T08:00", phone="1",
            ),
            collect("C1", window_end="17:00"),
        ],
    )  # fmt: skip


def ends(account: Account) -> dict[str, End]:
    return {one.order_id: one.end for one in account.endings}


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_day_of_which_nothing_is_reported_went_as_planned(day: Path) -> None:
    plan = released(day)
    found = close_day(load_day(day)).account
    assert set(ends(found).values()) == {End.KEPT}
    everything = found.everything
    assert everything.planned_m == everything.driven_m == plan.totals.distance_m
    assert everything.planned_cents == everything.driven_cents == plan.totals.cost_cents
    assert rows(day / "out" / "carried-over.csv") == []


def morning_with_trouble(day: Path) -> None:
    """A1 is half an hour late, A2 fails, the van does not come back for A3."""
    released(day)
    replanned(
        day,
        "11:00",
        event(day, "09:00", "departed", vehicle_id="V1", order_id="A1"),
        event(day, "10:30", "arrived", vehicle_id="V1", order_id="A1"),
        event(day, "10:32", "delivered", vehicle_id="V1", order_id="A1"),
        event(day, "10:36", "returned", vehicle_id="V1"),
        event(day, "10:47", "departed", vehicle_id="V1", order_id="A2"),
        event(day, "10:50", "failed", vehicle_id="V1", order_id="A2", reason="Nobody there"),
        event(day, "10:55", "returned", vehicle_id="V1"),
        event(day, "10:56", "vehicle_out", vehicle_id="V1"),
    )


def test_late_failed_and_left_are_told_apart(day: Path) -> None:
    morning_with_trouble(day)
    found = close_day(load_day(day)).account
    assert ends(found) == {"A1": End.LATE, "A2": End.FAILED, "A3": End.LEFT, "C1": End.KEPT}
    assert found.everything.late_s == 30 * 60
    assert found.everything.driven_m < found.everything.planned_m


def test_what_is_left_is_carried_over_at_the_same_hours(day: Path) -> None:
    morning_with_trouble(day)
    close_day(load_day(day))
    carried = {row["order_id"]: row for row in rows(day / "out" / "carried-over.csv")}
    assert carried.keys() == {"A2", "A3"}
    third = carried["A3"]
    assert (third["window_start"], third["window_end"]) == ("14:00", "15:00")
    assert (third["placed_at"], third["phone"]) == ("", "1")
    written = (day / "out" / "carried-over.csv").read_text(encoding="utf-8").splitlines()[0]
    assert written == (day / "orders.csv").read_text(encoding="utf-8").splitlines()[0]


def test_the_account_is_written_as_it_is_said(day: Path) -> None:
    morning_with_trouble(day)
    close_day(load_day(day))
    document = json.loads((day / "out" / "account.json").read_text(encoding="utf-8"))
    assert document["format"] == "tournee-account/1"
    assert [document[name] for name in ("orders", "kept", "late", "failed", "left")] == [
        4, 1, 1, 1, 1,
    ]  # fmt: skip
    assert document["late_orders"] == [{"order_id": "A1", "hub_id": "H1", "late_s": 1800}]
    assert {one["order_id"] for one in document["carried_over"]} == {"A2", "A3"}


def test_an_order_that_nobody_planned_any_more_is_left(day: Path) -> None:
    released(day)
    add_row(day, order("A9", 300, 5, hub_id="H1", window_start="18:00", window_end="19:00"))
    assert ends(close_day(load_day(day)).account)["A9"] is End.LEFT


def test_a_cancelled_order_is_neither_kept_nor_carried_over(day: Path) -> None:
    released(day)
    replanned(day, "08:30", event(day, "08:20", "cancelled", order_id="A3"))
    found = close_day(load_day(day)).account
    assert ends(found)["A3"] is End.CANCELLED
    assert rows(day / "out" / "carried-over.csv") == []


def test_only_what_was_reported_is_learned_and_nobody_is_named(day: Path) -> None:
    morning_with_trouble(day)
    close_day(load_day(day))
    learned = rows(day / "out" / "learned-times.csv")
    (first,) = learned
    assert (first["kind"], first["hour"], first["actual_service_s"]) == ("van", "10", "120")
    assert first["actual_leg_s"] == str(90 * 60)
    text = (day / "out" / "learned-times.csv").read_text(encoding="utf-8")
    assert not any(order_id in text for order_id in ("A1", "A2", "V1", "H1"))


def test_a_closed_day_is_not_planned_any_more_until_it_is_opened(day: Path) -> None:
    released(day)
    close_day(load_day(day))
    with pytest.raises(DayError) as refused:
        replanned(day, "12:00")
    assert refused.value.code == "DAY-CLOSED"
    with pytest.raises(DayError, match="DAY-CLOSED"):
        release_ahead(load_day(day), Deed(command="release"), out=None, wait=None)
    assert reopen_day(load_day(day))
    assert stop_of(replanned(day, "12:00").plan, "A3").status == "planned"
    assert not reopen_day(load_day(day))


def test_a_day_may_be_closed_again(day: Path) -> None:
    released(day)
    for _ in range(2):
        close_day(load_day(day))
        close_day(load_day(day))
        assert reopen_day(load_day(day))
        assert not reopen_day(load_day(day))


def test_a_day_that_nobody_drove_is_not_closed(day: Path) -> None:
    plan_day(load_day(day), Request(limit=Limit(iterations=10)), Silence())
    with pytest.raises(DayError) as refused:
        close_day(load_day(day))
    assert refused.value.code == "CLOSE-NOT-RELEASED"
    assert not (day / "out" / "account.json").exists()


def test_what_had_a_stop_on_a_trip_that_never_left_did_not_come_in_too_late(day: Path) -> None:
    released(day)
    replanned(day, "09:00", event(day, "08:55", "departed", vehicle_id="V1", order_id="A1"))
    found = close_day(load_day(day)).account
    why = {one.order_id: one.why for one in found.endings}
    assert (ends(found)["A3"], why["A3"]) == (
        End.LEFT, "It had a stop, and nobody reported that its trip left.",
    )  # fmt: skip


def test_what_failed_is_carried_over_though_its_row_has_left_the_table(day: Path) -> None:
    morning_with_trouble(day)
    drop_row(day, "A2")
    closed = close_day(load_day(day))
    assert ends(closed.account)["A2"] is End.FAILED
    carried = {row["order_id"]: row for row in rows(day / "out" / "carried-over.csv")}
    assert carried.keys() == {"A2", "A3"}
    second = carried["A2"]
    assert (second["channel"], second["hub_id"], second["window_start"], second["window_end"]) == (
        "same_day", "H1", "09:00", "10:30",
    )  # fmt: skip
    (finding,) = closed.findings
    assert (finding.code, finding.id) == ("CLOSE-ROW-GONE", "A2")
    assert "without phone" in finding.message


def test_a_row_that_is_kept_finds_the_door_that_it_named(day: Path) -> None:
    morning_with_trouble(day)
    known = {row["order_id"]: row for row in rows(day / "orders.csv")}["A2"]
    drop_row(day, "A2")
    close_day(load_day(day))
    carried = {row["order_id"]: row for row in rows(day / "out" / "carried-over.csv")}["A2"]
    assert float(carried["lat"]) == pytest.approx(float(known["lat"]), abs=1e-5)


def test_a_row_that_cannot_be_understood_any_more_is_not_rejected_at_the_end(day: Path) -> None:
    morning_with_trouble(day)
    edit_row(day, "A2", window_end="noon")
    closed = close_day(load_day(day))
    assert [one.end for one in closed.account.endings if one.order_id == "A2"] == [End.FAILED]
    assert {one.id for one in closed.findings} == {"A2"}


def test_an_order_that_was_never_planned_is_carried_over_without_its_row(day: Path) -> None:
    morning_with_trouble(day)
    add_row(day, order("A9", 300, 5, hub_id="H1", window_start="18:00", window_end="19:00"))
    replanned(day, "11:05", releases=False)
    drop_row(day, "A9")
    assert ends(close_day(load_day(day)).account)["A9"] is End.LEFT
    carried = {row["order_id"] for row in rows(day / "out" / "carried-over.csv")}
    assert "A9" in carried


def test_what_has_no_row_and_no_place_is_told_and_not_carried_over(day: Path) -> None:
    morning_with_trouble(day)
    without_positions(day / "orders.csv", keep={"A1", "C1"})
    closed = close_day(load_day(day))
    assert {(one.code, one.id) for one in closed.findings} == {
        ("CLOSE-ROW-LOST", "A2"),
        ("CLOSE-ROW-LOST", "A3"),
    }
    assert rows(day / "out" / "carried-over.csv") == []


def without_positions(path: Path, keep: set[str]) -> None:
    """The table without columns for positions, with these rows only."""
    there = [row for row in rows(path) if row["order_id"] in keep]
    columns = [name for name in there[0] if name not in {"lat", "lon"}]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(there)


def test_a_kept_row_is_added_to_tomorrow_once_and_may_be_filled_in(
    day: Path, tmp_path: Path, grid_map: Path
) -> None:
    morning_with_trouble(day)
    drop_row(day, "A2")
    (tmp_path / "tomorrow").mkdir()
    tomorrow = write_day(
        tmp_path / "tomorrow", grid_map, "2026-11-22", hubs=[hub("H1")], vehicles=[van("V1")],
        orders=[order("T1", hub_id="H1", window_start="", window_end="", placed_at="", phone="")],
    )  # fmt: skip
    appended = close_day(load_day(day), tomorrow=load_day(tomorrow)).appended
    assert appended is not None
    assert set(appended.new) == {"A2", "A3"}
    edit_row(tomorrow, "A2", phone="22")
    again = close_day(load_day(day), tomorrow=load_day(tomorrow)).appended
    assert again is not None
    assert (set(again.there), again.taken) == ({"A2", "A3"}, ())


def test_a_hub_and_a_vehicle_whose_rows_have_left_are_in_the_account(day: Path) -> None:
    released(day)
    before = close_day(load_day(day)).account.everything
    edit_row(day, "V1", "vehicles", hub_id="H9")
    assert close_day(load_day(day)).account.everything == before
