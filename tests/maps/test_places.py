"""Places by name, from servers on the loopback that answer, and fail, as the real ones do."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from shapely.geometry import LineString, Point, box

from maps import places
from maps.build import build_city
from maps.errors import MapError
from maps.info import map_info
from maps.places import fetch_place
from tests.support.osm_servers import (
    GRID_AREA,
    Reply,
    data,
    found,
    grid_elements,
    osm_servers,
    sent,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.osm_servers import OsmServers

servers = pytest.fixture(osm_servers)

OUT_OF_MEMORY = 'runtime error: Query run out of memory in "recurse" at line 1 using about 512 MB.'
TIMED_OUT = 'runtime error: Query timed out in "recurse" at line 1 after 181 seconds.'
PAGE = Reply(body=b"<!DOCTYPE html><title>Busy</title>", headers={"Content-Type": "text/html"})
CUT = replace(sent([{"type": "node", "id": 1, "lat": 50.0, "lon": 4.0}]), share=0.5)
# What a server may do, and what is said of it; each may be over when it is asked again.
PASSING = [
    pytest.param(Reply(status=429), "is busy (429 Too Many Requests)", id="429"),
    pytest.param(Reply(status=504), "is busy (504 Gateway Timeout)", id="504"),
    pytest.param(Reply(status=500, body=b"{}"), "has a fault of its own (500", id="500"),
    pytest.param(PAGE, "sent something that cannot be read (text/html)", id="a page"),
    pytest.param(Reply(body=b'{"elements": ['), "sent something that cannot be", id="half JSON"),
    pytest.param(CUT, "broke off in the middle of its answer", id="cut"),
    pytest.param(Reply(hangs=True), "does not answer in time", id="silence"),
]


@pytest.fixture(autouse=True)
def _short_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_NOMINATIM_S", 0.3)
    monkeypatch.setattr(places, "_OVERPASS_S", 0.3)


def failure(folder: Path, name: str = "Grid") -> MapError:
    """What is said when the place cannot be fetched; it leaves nothing in the folder."""
    with pytest.raises(MapError) as caught:
        fetch_place(name, folder)
    assert list(folder.iterdir()) == []
    return caught.value


def test_a_place_becomes_a_file_named_after_it(servers: OsmServers, tmp_path: Path) -> None:
    path = fetch_place("Grid, België", tmp_path)
    assert list(tmp_path.iterdir()) == [path] == [tmp_path / "grid-belgie.osm.pbf"]
    assert servers.searches == ["Grid, België"]
    # Five streets of 800 m; twice five blocks of 200 m and 400 m, three bridges of 200 m.
    assert map_info(build_city(path)).km == pytest.approx(
        5 * 0.8 + 5 * 0.2 + 5 * 0.4 + 3 * 0.2, abs=0.1
    )


def test_overpass_is_asked_for_what_lies_in_the_boundary(
    servers: OsmServers, tmp_path: Path
) -> None:
    fetch_place("Grid", tmp_path)
    (question,) = servers.questions
    assert '(poly:"49.990000 4.030000 ' in question


def test_what_happens_is_told(servers: OsmServers, tmp_path: Path) -> None:
    servers.overpass.insert(0, Reply(status=429, headers={"Retry-After": "20"}))
    told: list[str] = []
    fetch_place("Grid", tmp_path, progress=told.append)
    assert told == [
        "asking 127.0.0.1 for the boundary of Grid",
        "fetching Grid from 127.0.0.1",
        "127.0.0.1 is busy (429 Too Many Requests), and asks to be left alone for 20 s:"
        " trying again in 20 s (2 of 5)",
    ]
    assert servers.waits == [20]


def test_a_large_area_is_asked_for_in_parts(servers: OsmServers, tmp_path: Path) -> None:
    """Two degrees by one are some 144 by 111 km, and osmnx asks for 2,500 km² at a time."""
    servers.nominatim = [found(box(3, 50, 5, 51))]
    told: list[str] = []
    assert fetch_place("Grid", tmp_path, progress=told.append).is_file()
    assert len(servers.questions) >= 144 * 111 / 2500
    assert told[-1].endswith(f"part {len(servers.questions)} of {len(servers.questions)}")


def test_a_part_of_a_large_area_may_be_empty(servers: OsmServers, tmp_path: Path) -> None:
    servers.nominatim = [found(box(3, 50, 5, 51))]
    servers.overpass = [*servers.overpass, sent([])]
    assert build_city(fetch_place("Grid", tmp_path)).network.arc_count > 0


@pytest.mark.parametrize("server", ["nominatim", "overpass"])
@pytest.mark.parametrize(("reply", "said"), PASSING)
def test_a_server_that_keeps_failing_is_asked_five_times_and_named(
    servers: OsmServers, tmp_path: Path, server: str, reply: Reply, said: str
) -> None:
    setattr(servers, server, [reply])
    error = failure(tmp_path)
    assert error.code == "MAP-SERVICE"
    assert f"'Grid' cannot be fetched: 127.0.0.1 {said}" in error.message
    assert "and was asked 5 times." in error.message
    assert "try again later" in error.remedy
    assert servers.waits == [10, 20, 40, 80]


@pytest.mark.parametrize("server", ["nominatim", "overpass"])
@pytest.mark.parametrize(("reply", "said"), PASSING)
def test_a_server_that_fails_twice_is_forgiven(
    servers: OsmServers, tmp_path: Path, server: str, reply: Reply, said: str
) -> None:
    replies = getattr(servers, server)
    replies[:0] = [reply, reply]
    told: list[str] = []
    assert fetch_place("Grid", tmp_path, progress=told.append).is_file()
    assert servers.waits == [10, 20]
    assert any(said in line for line in told)


@pytest.mark.usefixtures("servers")
@pytest.mark.parametrize("variable", ["TOURNEE_NOMINATIM_URL", "TOURNEE_OVERPASS_URL"])
def test_a_server_that_is_not_there_cannot_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    # Port 9 is for discarding (RFC 863), and nobody listens there.
    monkeypatch.setenv(variable, "http://127.0.0.1:9/api")
    error = failure(tmp_path)
    assert error.code == "MAP-SERVICE"
    assert "127.0.0.1 cannot be reached (Connection refused)" in error.message
    assert "Check the network" in error.remedy


@pytest.mark.parametrize("server", ["nominatim", "overpass"])
def test_a_server_that_refuses_is_asked_once(
    servers: OsmServers, tmp_path: Path, server: str
) -> None:
    setattr(servers, server, [Reply(status=403)])
    error = failure(tmp_path)
    assert "refuses the question (403 Forbidden)." in error.message
    assert "lets you in" in error.remedy
    assert servers.waits == []


def test_a_server_that_wants_an_hour_is_not_waited_for(servers: OsmServers, tmp_path: Path) -> None:
    servers.overpass = [Reply(status=429, headers={"Retry-After": "3600"})]
    assert "asks to be left alone for 3600 s." in failure(tmp_path).message
    assert servers.waits == []


def test_an_answer_that_ran_out_of_memory_asks_for_a_smaller_place(
    servers: OsmServers, tmp_path: Path
) -> None:
    servers.overpass = [sent(grid_elements(tmp_path), remark=OUT_OF_MEMORY)]
    error = failure(tmp_path)
    assert OUT_OF_MEMORY in error.message
    assert error.remedy.startswith("Name a smaller place.")
    assert len(servers.questions) == 1


def test_an_answer_that_ran_out_of_time_is_asked_for_again(
    servers: OsmServers, tmp_path: Path
) -> None:
    servers.overpass.insert(0, sent(grid_elements(tmp_path)[:9], remark=TIMED_OUT))
    path = fetch_place("Grid", tmp_path)
    assert len(servers.questions) == 2
    assert map_info(build_city(path)).km > 7


@pytest.mark.parametrize(
    "nonsense",
    [{"error": "rate limited"}, [{"name": "Grid"}], [1, 2], [{"geojson": {"type": "Polygon"}}]],
)
def test_places_that_are_none_are_the_servers_fault(
    servers: OsmServers, tmp_path: Path, nonsense: object
) -> None:
    servers.nominatim = [data(nonsense)]
    error = failure(tmp_path)
    assert error.code == "MAP-SERVICE"
    assert "sent something other than places" in error.message


def test_an_unknown_place_is_told_at_once(servers: OsmServers, tmp_path: Path) -> None:
    servers.nominatim = [data([])]
    error = failure(tmp_path, "Gnet")
    assert error.code == "MAP-PLACE-UNKNOWN"
    assert "'Gnet'" in error.message
    assert "with its country" in error.remedy
    assert (servers.waits, servers.questions) == ([], [])


def test_a_place_without_a_boundary_is_told_apart_from_an_unknown_one(
    servers: OsmServers, tmp_path: Path
) -> None:
    servers.nominatim = [found(Point(4, 50), LineString([(4, 50), (4.1, 50)]))]
    error = failure(tmp_path, "Grote Markt")
    assert error.code == "MAP-PLACE-NO-AREA"
    assert "'Grote Markt' as a Point" in error.message
    assert "municipality" in error.remedy


def test_of_several_places_the_first_with_a_boundary_is_meant(
    servers: OsmServers, tmp_path: Path
) -> None:
    servers.nominatim = [found(Point(4, 50), GRID_AREA)]
    assert fetch_place("Grid", tmp_path).is_file()


def test_a_place_in_which_there_is_nothing_is_empty(servers: OsmServers, tmp_path: Path) -> None:
    servers.overpass = [sent([])]
    error = failure(tmp_path)
    assert error.code == "MAP-EMPTY"
    assert "larger place" in error.remedy


def test_leuven_comes_from_the_servers_as_it_was_recorded(
    servers: OsmServers, shared_data: Path, tmp_path: Path
) -> None:
    raw = shared_data / "osm" / "leuven_belgium_overpass_2021-03-31.json.gz"
    servers.nominatim = [found(box(4.64, 50.84, 4.77, 50.94))]
    servers.overpass = [
        Reply(status=429),
        Reply(status=504),
        Reply(body=raw.read_bytes(), headers={"Content-Encoding": "gzip"}, share=0.5),
        Reply(body=raw.read_bytes(), headers={"Content-Encoding": "gzip"}),
    ]
    city = build_city(fetch_place("Leuven, Belgium", tmp_path), place="Leuven, Belgium")
    assert servers.waits == [10, 20, 40]
    assert (city.name, city.meta.place, city.meta.date) == (
        "leuven-belgium",
        "Leuven, Belgium",
        "2021-03-31",
    )
    extract = build_city(shared_data / "osm" / "leuven_belgium_drive_2021-03-31.osm.pbf")
    assert map_info(city).km_by_class == map_info(extract).km_by_class


def test_half_a_compressed_answer_is_no_answer(servers: OsmServers, tmp_path: Path) -> None:
    """Nobody says how long it is, so that only its content tells that it was cut."""
    whole = gzip.compress(servers.overpass[0].body)
    half = Reply(body=whole[: len(whole) // 2], headers={"Content-Encoding": "gzip"})
    servers.overpass.insert(0, half)
    assert fetch_place("Grid", tmp_path).is_file()
    assert len(servers.questions) == 2
