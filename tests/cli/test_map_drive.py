"""`tournee map drive`: one drive, and what changes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polyline
import pytest

from maps.build import build_city
from maps.tmap import save_city
from tests.support.grid_city import position

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def at(east_m: float, north_m: float) -> str:
    """A place in the grid city, as it is typed."""
    lat, lon = position(east_m, north_m)
    return f"{lat:.6f},{lon:.6f}"


WEST, EAST = at(50, 0), at(500, 0)
"""450 m apart, over the southern bridge."""


@pytest.fixture
def drive(run: Run, grid_map: Path) -> Any:
    """What `tournee map drive --json` answers in the grid city."""

    def ask(*arguments: str) -> dict[str, Any]:
        ran = run("map", "drive", grid_map, *arguments, "--json")
        assert ran.status == 0, ran.err
        document: dict[str, Any] = json.loads(ran.out)
        return document

    return ask


def streets(document: dict[str, Any]) -> list[str]:
    return [step["street"] for step in document["steps"][:-1]]


def test_it_says_how_long_how_far_and_every_street(run: Run, grid_map: Path) -> None:
    """450 m at 25 km/h: 64.8 s."""
    ran = run("map", "drive", grid_map, WEST, EAST)
    assert ran.status == 0
    assert "1:05 min (65 s), 0.45 km" in ran.out
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[-4:] == [
        "1 Head east on West street 0 150 m 0:22",
        "2 Continue onto Bridge 0 200 m 0:28",
        "3 Continue onto East street 0 100 m 0:15",
        "4 Arrive",
    ]


def test_the_document_has_the_line_from_place_to_place(drive: Any) -> None:
    found = drive(WEST, at(500, 8))
    line = polyline.decode(found["shape"], 5)
    assert line[0] == pytest.approx(position(50, 0), abs=1e-5)
    assert line[-1] == pytest.approx(position(500, 0), abs=1e-5)
    assert found["destination"]["distance_m"] == pytest.approx(8, abs=0.1)
    assert found["steps"][-1]["side"] == "left"
    assert found["distance_m"] == sum(step["distance_m"] for step in found["steps"]) == 450
    assert found["unchanged"] is None


def test_a_blocked_street_changes_the_answer_at_once(drive: Any) -> None:
    """Round over the northern bridge: 150 + 800 + 200 + 800 + 100 m."""
    found = drive(WEST, EAST, "--block", "Bridge 0")
    assert found["distance_m"] == 2050
    assert streets(found)[2] == "Bridge 4"
    assert found["unchanged"] == {"duration_s": 65, "distance_m": 450}


def test_a_slowed_street_takes_longer(drive: Any) -> None:
    """200 m at 5 km/h in place of 25: 115.2 s more."""
    found = drive(WEST, EAST, "--slow", "5 @ Bridge 0")
    assert (found["duration_s"], found["distance_m"]) == (180, 450)
    assert found["unchanged"]["duration_s"] == 65


def test_an_address_is_found_in_the_map(drive: Any) -> None:
    found = drive("Bridge 4", EAST)
    assert found["origin"]["matched"] == "Bridge 4"
    assert found["origin"]["street"] == "Bridge 4"


def test_a_bicycle_takes_its_bridge(drive: Any) -> None:
    found = drive(at(190, 400), at(410, 400), "--kind", "cargo_bike")
    assert found["distance_m"] == 220


def test_traffic_counts_on_a_day_only(drive: Any) -> None:
    """At half past eight on a Monday; at noon where only the date is given."""
    free = drive(WEST, EAST)
    rush = drive(WEST, EAST, "--date", "2026-11-23", "--at", "08:30")
    assert rush["duration_s"] > free["duration_s"]
    assert (free["depart_at"], free["traffic"]) == (None, False)
    assert (rush["depart_at"], rush["traffic"]) == ("2026-11-23T08:30:00+01:00", True)
    noon = drive(WEST, EAST, "--date", "2026-11-23", "--timezone", "Europe/Lisbon")
    assert noon["depart_at"] == "2026-11-23T12:00:00+00:00"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("51.5,4.0", EAST), "DRIVE-OUTSIDE-MAP"),
        (("4.0007,50.0", EAST), "DRIVE-OUTSIDE-MAP"),
        (("50,000, 4,0007", EAST), "DRIVE-POSITION"),
        (("No such street 7", EAST), "ORDER-STREET-UNKNOWN"),
        ((at(300, 200), EAST, "--kind", "vna"), "MAP-PROFILE"),
        ((WEST, EAST, "--block", "Bridge 7"), "CLOSURE-STREET"),
        ((WEST, EAST, "--slow", "Bridge 0"), "CLOSURE-TEXT"),
        ((WEST, EAST, "--block", "Bridge 0", "--block", "Bridge 4"), "DRIVE-TOO-FAR"),
        ((WEST, EAST, "--at", "25:99"), "--at"),
        ((WEST, EAST, "--at", "08:00", "--timezone", "Europe/Brusels"), "--timezone"),
    ],
)
def test_what_the_call_has_wrong_exits_2_and_is_named(
    run: Run, grid_map: Path, arguments: tuple[str, ...], code: str
) -> None:
    ran = run("map", "drive", grid_map, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert code in ran.err


def test_exchanged_coordinates_are_put_right(run: Run, grid_map: Path) -> None:
    assert (
        "Latitude comes first: 50,4.0007." in run("map", "drive", grid_map, "4.0007,50.0", EAST).err
    )


def test_a_map_that_is_missing_exits_2(run: Run, tmp_path: Path) -> None:
    assert run("map", "drive", tmp_path / "none.tmap", WEST, EAST).status == 2


HOURS = """\
<osm version="0.6">
 <node id="1" lat="50.0" lon="4.0"/><node id="2" lat="50.0" lon="4.01"/>
 <node id="3" lat="50.002" lon="4.0"/><node id="4" lat="50.002" lon="4.01"/>
 <way id="1"><nd ref="1"/><nd ref="2"/>
  <tag k="highway" v="residential"/><tag k="name" v="All day"/></way>
 <way id="2"><nd ref="1"/><nd ref="3"/>
  <tag k="highway" v="residential"/><tag k="name" v="Mornings"/>
  <tag k="motor_vehicle:conditional" v="no @ (10:00-06:00)"/></way>
 <way id="3"><nd ref="2"/><nd ref="4"/>
  <tag k="highway" v="residential"/><tag k="name" v="Afternoons"/>
  <tag k="motor_vehicle:conditional" v="no @ (16:00-12:00)"/></way>
</osm>
"""
MORNINGS, AFTERNOONS, ALL_DAY = "50.001,4.0", "50.001,4.01", "50.0,4.005"


@pytest.fixture
def hours_map(tmp_path: Path) -> Path:
    """A street for all hours, one for the mornings, one for the afternoons."""
    source = tmp_path / "hours.osm"
    source.write_text(HOURS, encoding="utf-8")
    save_city(build_city(source), tmp_path / "hours.tmap")
    return tmp_path / "hours.tmap"


def test_a_street_that_is_open_at_some_hours_is_said_to_be(run: Run, hours_map: Path) -> None:
    ran = run("map", "drive", hours_map, ALL_DAY, MORNINGS, "--date", "2026-11-23", "--at", "08:00")
    assert ran.status == 0
    assert "Mornings, open to a van 06:00-10:00" in ran.out


def test_between_streets_that_are_never_open_together_there_is_no_way(
    run: Run, hours_map: Path
) -> None:
    ran = run("map", "drive", hours_map, MORNINGS, AFTERNOONS, "--date", "2026-11-23")
    assert ran.status == 6
    assert "MAP-NO-WAY" in ran.err
