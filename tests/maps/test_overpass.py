"""Answers of the Overpass API as OpenStreetMap files."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import osmium
import pytest

from maps.build import build_city
from maps.errors import MapError
from maps.info import map_info
from maps.osm import osm_objects, osm_source
from maps.overpass import check_answer, overpass_query, write_answers
from maps.patience import UnansweredError

if TYPE_CHECKING:
    from pathlib import Path

NODES = [
    {"type": "node", "id": 1, "lat": 50.1, "lon": 4.1, "tags": {"barrier": "bollard"}},
    {"type": "node", "id": 2, "lat": 50.2, "lon": 4.2},
]
WAY = {"type": "way", "id": 1, "nodes": [1, 2], "tags": {"highway": "primary", "name": "Rue É"}}
RELATION = {
    "type": "relation",
    "id": 1,
    "members": [{"type": "way", "ref": 1, "role": "from"}, {"type": "node", "ref": 2, "role": ""}],
    "tags": {"type": "restriction"},
}


def answer(*elements: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"elements": list(elements), **more}


def test_nodes_come_before_ways_before_relations_whatever_the_answers_order(
    tmp_path: Path,
) -> None:
    path = tmp_path / "place.osm.pbf"
    write_answers([answer(RELATION, WAY, *NODES)], path)
    found = [(thing.type_str(), thing.id) for thing in osm_objects(path, osmium.osm.ALL)]
    assert found == [("n", 1), ("n", 2), ("w", 1), ("r", 1)]


def test_tags_positions_and_members_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "place.osm.pbf"
    write_answers([answer(*NODES, WAY, RELATION)], path)
    for thing in osm_objects(path, osmium.osm.ALL):
        if thing.is_node() and thing.id == 1:
            assert (thing.location.lat, thing.location.lon) == (50.1, 4.1)
            assert dict(thing.tags) == {"barrier": "bollard"}
        elif thing.is_way():
            assert [node.ref for node in thing.nodes] == [1, 2]
            assert thing.tags["name"] == "Rue É"
        elif thing.is_relation():
            members = [(member.type, member.ref, member.role) for member in thing.members]
            assert members == [("w", 1, "from"), ("n", 2, "")]


def test_what_several_answers_hold_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "place.osm.pbf"
    write_answers([answer(*NODES, WAY), answer(*NODES, RELATION)], path)
    assert sum(1 for _ in osm_objects(path, osmium.osm.ALL)) == 4


def test_the_files_date_is_the_servers(tmp_path: Path) -> None:
    path = tmp_path / "place.osm.pbf"
    write_answers([answer(*NODES, osm3s={"timestamp_osm_base": "2021-03-31T21:26:57Z"})], path)
    assert osm_source(path).date == "2021-03-31"


def test_whole_answers_pass() -> None:
    check_answer(answer(RELATION, WAY, *NODES))
    check_answer(answer())


@pytest.mark.parametrize("remark", ["runtime error: Query timed out", "runtime error: busy"])
def test_an_answer_that_was_given_up_may_be_whole_next_time(remark: str) -> None:
    """Overpass says 200 OK and sends what it has so far."""
    with pytest.raises(UnansweredError, match=remark) as caught:
        check_answer(answer(*NODES, remark=remark))
    assert caught.value.remedy is None


def test_an_answer_that_does_not_fit_into_memory_never_will() -> None:
    with pytest.raises(UnansweredError) as caught:
        check_answer(answer(remark="runtime error: Query run out of memory in recurse"))
    assert caught.value.remedy == "Name a smaller place."


@pytest.mark.parametrize("nonsense", [{"error": "rate limited"}, {"elements": 3}, [], None, "ok"])
def test_what_holds_no_elements_is_no_answer(nonsense: object) -> None:
    with pytest.raises(UnansweredError, match="without OpenStreetMap data"):
        check_answer(nonsense)


@pytest.mark.parametrize(
    "element",
    [
        {"type": "node", "id": 1, "lat": 50.0},
        {"type": "way", "id": 1},
        {"type": "relation", "id": 1, "tags": {}},
        {"type": "way", "nodes": [1, 2]},
        {"type": "tree", "id": 1},
        {"id": 1},
        {"type": ["node"], "id": 1},
        7,
    ],
)
def test_an_element_with_a_part_missing_spoils_the_answer(element: object) -> None:
    with pytest.raises(UnansweredError, match="with holes in it"):
        check_answer({"elements": [*NODES, element]})


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(MapError, match="MAP-UNWRITABLE"):
        write_answers([answer(*NODES)], tmp_path / "nowhere" / "place.osm.pbf")


def test_the_query_asks_for_all_that_a_map_holds() -> None:
    query = overpass_query("50 4 51 4 51 5", 180)
    assert query.startswith("[out:json][timeout:180];(")
    for wanted in ('way["highway"]', '"addr:housenumber"', '"shop"', '"boundary"', "restriction"):
        assert wanted in query
    assert '(poly:"50 4 51 4 51 5")' in query


def test_leuven_as_overpass_sent_it_is_the_leuven_of_the_extract(
    shared_data: Path, tmp_path: Path
) -> None:
    raw = shared_data / "osm" / "leuven_belgium_overpass_2021-03-31.json.gz"
    answer = json.loads(gzip.decompress(raw.read_bytes()))
    path = tmp_path / "leuven.osm.pbf"
    check_answer(answer)
    write_answers([answer], path)
    extract = shared_data / "osm" / "leuven_belgium_drive_2021-03-31.osm.pbf"
    ours, theirs = (map_info(build_city(file)) for file in (path, extract))
    assert (ours.segments, ours.km_by_class) == (theirs.segments, theirs.km_by_class)
    assert ours.date == "2021-03-31"


def test_barriers_signals_and_signs_come_with_the_ways_that_they_stand_on(
    shared_data: Path, tmp_path: Path
) -> None:
    """The recorded question, like ours, names ways alone, and recurses down to their nodes."""
    raw = shared_data / "osm" / "leuven_belgium_overpass_2021-03-31.json.gz"
    path = tmp_path / "leuven.osm.pbf"
    write_answers([json.loads(gzip.decompress(raw.read_bytes()))], path)
    found = {(tag.k, tag.v) for node in osm_objects(path, osmium.osm.NODE) for tag in node.tags}
    wanted = {"traffic_signals", "stop", "give_way"}
    assert {("highway", value) for value in wanted} | {("barrier", "bollard")} <= found
