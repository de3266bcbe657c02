"""Whole days played on the city of `grid_city`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.crew.work import Search
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.morning import Request
from routing.simulation.figures import document, figures
from routing.simulation.luck import Chances, Luck
from routing.simulation.play import Manner, play, set_stage
from routing.store.store import open_store
from tests.support.days import Silence, collect, hub, order, van, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from routing.simulation.play import Played

LIMIT = Limit(iterations=20)
HOURLY = Manner(every_s=3600, search=Search(engine="pyvrp", limit=LIMIT, seed=1))
QUIET = Chances(during=0, travel=0, service=0, failures=0, cancellations=0)
WILD = Chances(during=0.4, travel=0.3, service=0.5, failures=0.1, cancellations=0.1)


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """Sixteen deliveries through the day, two vans, and what is collected."""
    folder = tmp_path / "day"
    folder.mkdir()
    return write_day(
        folder,
        grid_map,
        hubs=[hub(bays=1)],
        vehicles=[van("V1"), van("V2")],
        orders=[
            *(
                order(
                    f"O{number}",
                    200 * (number % 5),
                    50 * number,
                    window_start=f"{9 + number // 2:02}:00",
                    window_end=f"{11 + number // 2:02}:00",
                )
                for number in range(16)
            ),
            collect("C1", window_end="17:00"),
        ],
    )


def played(day: Path, seed: int, chances: Chances, manner: Manner = HOURLY) -> Played:
    stage = set_stage(
        load_day(day),
        day.parent / f"played-{seed}-{len(list(day.parent.iterdir()))}",
        luck=Luck(seed, chances),
        manner=manner,
        morning=Request(limit=LIMIT),
        progress=Silence(),
    )
    return play(stage, manner, lambda _: None)


def test_a_day_on_which_all_goes_as_planned_keeps_every_promise(day: Path) -> None:
    quiet = played(day, 1, QUIET)
    found = figures(quiet)
    assert quiet.faults == []
    assert (found.orders, found.kept, found.left) == (17, 17, 0)
    assert found.changed_stops == 0
    assert found.metres == quiet.plan.totals.distance_m
    assert found.cents == quiet.plan.totals.cost_cents


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_run_of_a_wild_day_breaks_a_rule_and_all_orders_are_counted(
    day: Path, seed: int
) -> None:
    wild = played(day, seed, replace(WILD, silent=0.5 if seed == 3 else 0.0))
    found = figures(wild)
    assert wild.faults == []
    assert found.kept + found.late + found.failed + found.called_off + found.left == 17
    assert sum(run.new_orders for run in wild.runs) == len(wild.arrivals.at_s) > 0


def test_the_same_seed_plays_the_same_day(day: Path) -> None:
    first, second = played(day, 5, WILD), played(day, 5, WILD)
    assert first.world.log.endings == second.world.log.endings
    assert [run.change for run in first.runs] == [run.change for run in second.runs]


def test_solving_anew_meets_the_same_luck(day: Path) -> None:
    kept, afresh = played(day, 2, WILD), played(day, 2, WILD, replace(HOURLY, afresh=True))
    assert afresh.faults == []
    assert kept.arrivals.at_s == afresh.arrivals.at_s
    assert kept.world.calls == afresh.world.calls


def test_a_breakdown_takes_a_vehicle_off_the_road(day: Path) -> None:
    broken = played(day, 1, replace(QUIET, breakdown=True))
    told = document(broken)["breakdown"]
    assert told["vehicle_id"] in {"V1", "V2"}
    with open_store(broken.day) as store:
        assert "vehicle_out" in {event.type for event in store.events().events}


def test_the_day_itself_is_left_alone(day: Path) -> None:
    before = {path.name: path.read_bytes() for path in day.iterdir()}
    played(day, 1, WILD)
    assert {path.name: path.read_bytes() for path in day.iterdir()} == before
