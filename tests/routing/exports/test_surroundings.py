"""What a day knows and its plan does not: read when it is asked for, done without where it is not.

The precedence: what is demanded, what the driver reads, what the day is set to, English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.errors import DayError
from routing.exports.gpx import GpxExport
from routing.exports.sheet import sheets_of
from routing.exports.surroundings import Surroundings
from tests.support.days import hub, van, write_day
from tests.support.plans import hub as hub_plan
from tests.support.plans import plan, route, stop

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """V1's driver reads Dutch, V2's says nothing, and the day's language is German."""
    vehicles = [van("V1", language="nl-BE"), van("V2", language="")]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=vehicles, orders=[])
    with (tmp_path / "day.toml").open("a", encoding="utf-8") as file:
        file.write('\n[exports]\nlanguage = "de"\n')
    return tmp_path


def missing() -> Day:
    raise DayError("PLAN-NO-DAY", "There is none.", "Name it with --day.")


def test_a_driver_reads_his_own_language_and_else_the_days(day: Path) -> None:
    around = Surroundings(lambda: load_day(day))
    told = [around.language_of(vehicle_id) for vehicle_id in ("V1", "V2", "gone")]
    assert told == ["nl", "de", "de"]
    assert around.findings == []


def test_what_is_demanded_goes_before_all_and_reads_nothing() -> None:
    around = Surroundings(missing, language="fr")
    assert around.language_of("V1") == "fr"
    assert around.findings == []


def test_a_day_that_sets_nothing_is_in_english(tmp_path: Path, grid_map: Path) -> None:
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van("V1")], orders=[])
    assert Surroundings(lambda: load_day(tmp_path)).language_of("V1") == "en"


def test_far_from_its_day_a_plan_is_in_english_without_streets_and_says_so_once() -> None:
    around = Surroundings(missing)
    assert [around.language_of("V1"), around.language_of("V2")] == ["en", "en"]
    assert around.network is None
    (warning,) = around.findings
    assert (warning.code, warning.severity) == ("EXPORT-NO-DAY", "warning")
    assert "There is none." in warning.message
    assert warning.remedy == "Name it with --day."


def test_vehicles_that_cannot_be_read_leave_the_days_language(day: Path) -> None:
    (day / "vehicles.csv").unlink()
    around = Surroundings(lambda: load_day(day))
    assert around.language_of("V1") == "de"
    assert [one.code for one in around.findings] == ["EXPORT-NO-LANGUAGE"]


def test_streets_are_the_days_own_maps(day: Path) -> None:
    network = Surroundings(lambda: load_day(day)).network
    assert network is not None
    assert network.segment_count > 0


def test_a_map_that_is_gone_leaves_no_streets_and_a_warning(day: Path) -> None:
    text = (day / "day.toml").read_text(encoding="utf-8").splitlines()
    moved = [line if not line.startswith("map") else 'map = "gone.tmap"' for line in text]
    (day / "day.toml").write_text("\n".join(moved), encoding="utf-8")
    around = Surroundings(lambda: load_day(day))
    assert around.network is None
    assert [one.code for one in around.findings] == ["EXPORT-NO-STREETS"]


def test_a_format_that_asks_for_nothing_opens_nothing() -> None:
    around = Surroundings(missing)
    (own,) = sheets_of(plan(hubs=(hub_plan(route(stop())),)), {}, around)
    GpxExport().render(own)
    assert around.findings == []
