"""`tournee why`: what a dispatcher types and reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.days import collect, hub, order, van, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

QUICK = ("--max-iterations", "20", "--jobs", "1", "-q")


@pytest.fixture
def day(run: Run, tmp_path: Path, grid_map: Path) -> Path:
    """A planned day with an order in every state that a morning run knows."""
    rows = [
        order("O1", name="Client 1", phone="+32 2 1", window_start="10:00", window_end="11:00"),
        order("O[2]", 500),
        collect("C1", placed_at="07:30"),
        order("U1", weight_kg=900),
        {**order("U2", weight_kg=900), "lat": "", "lon": "", "address": "East street 0"},
        order("R1", lines="ten"),
    ]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van(weight_kg=500)], orders=rows)
    assert run("plan", tmp_path, *QUICK).status == 3
    return tmp_path


@pytest.mark.parametrize(
    ("order_id", "words"),
    [
        ("O1", ("stop", "as the order gives it", "it is the only hub", "to spare", "earlier if")),
        ("O[2]", ("Order O[2]", "V1-1", "loaded")),
        ("C1", ("collected at H1", "its row names it", "placed at 07:30", "ready by itself")),
        ("U1", ("unassigned", "TOO-HEAVY", "possible if", "as the order gives it")),
        ("R1", ("rejected", "line 7 of orders.csv", "ORDER-NUMBER")),
    ],
)
def test_every_order_has_its_story(
    run: Run, day: Path, order_id: str, words: tuple[str, ...]
) -> None:
    ran = run("why", day, order_id)
    assert ran.status == 0, ran.err
    for one in words:
        assert one in ran.out


def test_the_place_of_an_order_without_a_stop_comes_from_its_map(run: Run, day: Path) -> None:
    plan = json.loads((day / "out" / "plan.json").read_text(encoding="utf-8"))
    states = {one["order_id"] for one in plan["unassigned"]}
    assert "U2" in states
    assert "somewhere along the street" in run("why", day, "U2").out


def test_without_its_map_an_order_has_a_story_and_a_warning(run: Run, day: Path) -> None:
    text = (day / "day.toml").read_text(encoding="utf-8")
    lines = ['map = "gone.tmap"' if one.startswith("map") else one for one in text.splitlines()]
    (day / "day.toml").write_text("\n".join(lines), encoding="utf-8")
    ran = run("why", day, "U2", "--json")
    assert ran.status == 0
    (warning,) = json.loads(ran.out)["warnings"]
    assert warning["code"].startswith("MAP-")
    assert "otherwise it would have been rejected" in ran.err


def test_without_its_tables_an_order_has_a_story_and_a_warning(run: Run, day: Path) -> None:
    (day / "orders.csv").unlink()
    ran = run("why", day, "O1")
    assert ran.status == 0
    assert "warning DAY-SOURCE-MISSING" in ran.err
    assert "stop" in ran.out


def test_with_json_stdout_is_one_document(run: Run, day: Path) -> None:
    ran = run("why", day, "O1", "--json")
    document = json.loads(ran.out)
    assert (document["order_id"], document["state"], document["hub_id"]) == ("O1", "stop", "H1")
    assert document["promise"]["due_at"] == "2026-11-21T11:00:00+01:00"
    assert document["cause"]["kind"] == "window"
    assert [part["about"] for part in document["story"]][:2] == ["where", "ordered"]
    assert "Order O1" in ran.err


def test_nothing_of_the_customer_is_told_unasked(run: Run, day: Path) -> None:
    assert "Client 1" not in run("why", day, "O1").out
    ran = run("why", day, "O1", "--with-contacts")
    assert "Client 1" in ran.out
    assert "+32 2 1" in ran.out


def test_an_id_that_is_not_there_exits_2_and_names_the_nearest(run: Run, day: Path) -> None:
    ran = run("why", day, "o1")
    assert (ran.status, ran.out) == (2, "")
    assert "ORDER-UNKNOWN" in ran.err
    assert "O1" in ran.err


def test_a_day_without_a_plan_and_another_date_say_so(run: Run, day: Path) -> None:
    ran = run("why", day, "O1", "--date", "2026-12-01")
    assert ran.status == 2
    assert "PLAN-MISSING" in ran.err
    run("plan", day, *QUICK, "--date", "2026-12-01")
    assert run("why", day, "O1", "--date", "2026-12-01").status == 0
