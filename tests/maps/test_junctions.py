"""From ways to a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.errors import MapError
from maps.junctions import join_roads
from maps.profiles.model import Access
from maps.profiles.reading import shipped_profiles
from maps.profiles.use import never
from maps.restrictions import Restriction
from maps.roads import read_roads
from maps.tags import CLASSES
from maps.usage import StreetUse

if TYPE_CHECKING:
    from maps.network import RoadNetwork

Drawing = Callable[..., Path]
STREET = {"highway": "residential", "name": "Rue Neuve - Nieuwstraat", "name:nl": "Nieuwstraat"}


def network_of(path: Path) -> RoadNetwork:
    return join_roads(read_roads(path))[0]


def arcs(network: RoadNetwork) -> set[tuple[str, str, int]]:
    """From, to, and decimetres, by the letters of the drawing."""
    letters = [chr(osm_id) for osm_id in network.node_osm_id]
    return {
        (letters[network.arc_tail[arc]], letters[network.arc_head[arc]], int(length))
        for arc, length in enumerate(np.repeat(network.segment_length_dm, 2))
    }


def test_streets_are_cut_where_they_cross(draw: Drawing) -> None:
    """Two streets of 200 m cross in their middle; the bend B is no junction.

    ::

              D
              |
        A--B--C--F
              |
              E
    """
    nodes = {
        "A": (-100, 0),
        "B": (-50, 0),
        "C": (0, 0),
        "D": (0, 100),
        "E": (0, -100),
        "F": (100, 0),
    }
    network = network_of(draw(nodes, {1: ("ABCF", STREET), 2: ("DCE", STREET)}))
    one_way = {("A", "C", 1000), ("C", "F", 1000), ("D", "C", 1000), ("C", "E", 1000)}
    assert arcs(network) == one_way | {(head, tail, dm) for tail, head, dm in one_way}
    assert network.segment_count == 4


def test_a_segment_keeps_its_bends(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 100), "C": (200, 0)}
    network = network_of(draw(nodes, {1: ("ABC", STREET)}))
    assert network.point_offset.tolist() == [0, 3]
    assert arcs(network) == {("A", "C", 2828), ("C", "A", 2828)}


def test_what_a_way_says_is_on_its_segments(draw: Drawing) -> None:
    tags = STREET | {"maxspeed": "30", "oneway": "yes", "oneway:bicycle": "no"}
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    network = network_of(draw(nodes, {7: ("AB", tags), 8: ("BC", {"highway": "service"})}))
    assert network.segment_way.tolist() == [7, 8]
    assert [CLASSES[code] for code in network.segment_class] == ["residential", "service"]
    assert [dict(network.tag_sets[number]) for number in network.segment_tags] == [
        {"highway": "residential", "maxspeed": "30", "oneway": "yes", "oneway:bicycle": "no"},
        {"highway": "service"},
    ]
    assert network.segment_name.tolist() == [0, -1]
    assert network.names[0].name == "Rue Neuve - Nieuwstraat"
    assert network.names[0].others == (("name:nl", "Nieuwstraat"),)


def test_ways_that_say_the_same_share_a_set_of_tags(draw: Drawing) -> None:
    """What matters for driving: the lamps of the second do not."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    network = network_of(draw(nodes, {1: ("AB", STREET), 2: ("BC", STREET | {"lit": "yes"})}))
    assert network.tag_sets == ({"highway": "residential"},)
    assert network.segment_tags.tolist() == [0, 0]


def test_a_segment_has_an_arc_along_its_way_and_then_one_against_it(draw: Drawing) -> None:
    """Whether or not anybody may drive there."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    network = network_of(draw(nodes, {1: ("BA", STREET | {"oneway": "yes"}), 2: ("BC", STREET)}))
    letters = np.array([chr(osm_id) for osm_id in network.node_osm_id])
    assert letters[network.arc_tail].tolist() == ["B", "A", "B", "C"]
    assert letters[network.arc_head].tolist() == ["A", "B", "C", "B"]


def test_a_way_is_cut_at_nodes_outside_the_file(draw: Drawing) -> None:
    """Of A-B-x-C-D, x is outside the extract: two stretches are left, and nothing between them."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (300, 0), "D": (400, 0)}
    network, skipped = join_roads(read_roads(draw(nodes, {1: ("ABxCD", STREET)})))
    assert arcs(network) == {
        ("A", "B", 1000), ("B", "A", 1000), ("C", "D", 1000), ("D", "C", 1000)
    }  # fmt: skip
    assert skipped == {"way node outside the file (the way is cut there)": 1}


def test_a_way_with_a_single_known_node_is_counted(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0)}
    network, skipped = join_roads(
        read_roads(draw(nodes, {1: ("AB", STREET), 2: ("Bxy", STREET), 3: ("A", STREET)}))
    )
    assert network.segment_count == 1
    assert skipped["way left with a single node"] == 2


def test_a_node_repeated_in_a_row_is_passed_once(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    network, skipped = join_roads(read_roads(draw(nodes, {1: ("ABBBC", STREET)})))
    assert arcs(network) == {("A", "C", 2000), ("C", "A", 2000)}
    assert skipped == {"way node repeated in a row": 2}


def test_two_nodes_at_one_place_stay_connected(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (0, 0)}
    network, skipped = join_roads(read_roads(draw(nodes, {1: ("AB", STREET)})))
    assert arcs(network) == {("A", "B", 0), ("B", "A", 0)}
    assert skipped == {"segment without length (kept, to stay connected)": 1}


def test_a_ring_is_cut_where_it_closes(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100)}
    network = network_of(draw(nodes, {1: ("ABCA", STREET)}))
    assert arcs(network) == {("A", "A", 3414)}
    assert network.segment_count == 1


def test_a_way_that_crosses_itself_is_cut_there(draw: Drawing) -> None:
    """A-B-C-D-B-E: a loop at B."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (100, 100), "E": (100, -100)}
    network = network_of(draw(nodes, {1: ("ABCDBE", STREET)}))
    assert {(tail, head) for tail, head, _ in arcs(network)} == {
        ("A", "B"), ("B", "A"), ("B", "B"), ("B", "E"), ("E", "B")
    }  # fmt: skip


@pytest.mark.parametrize(
    "tags",
    [
        {"barrier": "bollard"},
        {"barrier": "gate", "access": "private"},
        {"highway": "traffic_signals"},
        {"highway": "stop", "direction": "forward"},
        {"highway": "give_way"},
    ],
)
def test_a_barrier_or_sign_is_a_node_and_keeps_its_tags(
    draw: Drawing, tags: dict[str, str]
) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    path = draw(nodes, {1: ("ABC", STREET)}, node_tags={"B": tags | {"name": "B"}})
    network = network_of(path)
    assert network.segment_count == 2
    assert network.node_tags.tolist() == [-1, 0, -1]
    assert network.node_tag_sets == (tags,)


def test_a_place_to_cross_on_foot_is_no_node(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    path = draw(nodes, {1: ("ABC", STREET)}, node_tags={"B": {"highway": "crossing"}})
    assert network_of(path).segment_count == 1


def test_turn_restrictions_come_along_and_the_others_are_counted(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    members = [("way", 1, "from"), ("node", ord("B"), "via"), ("way", 2, "to")]
    roads = read_roads(
        draw(
            nodes,
            {1: ("AB", STREET), 2: ("BC", STREET)},
            relations={
                5: (members, {"type": "restriction", "restriction": "no_straight_on"}),
                6: (members[:2], {"type": "restriction", "restriction": "no_straight_on"}),
                7: (members, {"type": "route", "restriction": "no_straight_on"}),
            },
        )
    )
    assert join_roads(roads)[0].restrictions == (
        Restriction(from_way=1, via_node=ord("B"), via_ways=(), to_way=2, kind="no_straight_on"),
    )
    assert roads.skipped == {"restriction without from, via and to": 1}


def test_a_way_that_comes_twice_counts_once(tmp_path: Path) -> None:
    """As in a file that was put together from two extracts."""
    path = tmp_path / "merged.osm"
    way = '<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>'
    nodes = '<node id="1" lat="0" lon="0"/><node id="2" lat="0.001" lon="0"/>'
    path.write_text(f'<osm version="0.6">{nodes}{nodes}{way}{way}</osm>')
    roads = read_roads(path)
    assert len(roads.way_id) == 1
    assert roads.skipped == {"way that comes twice in the file": 1}


def test_dropped_ways_are_counted_by_reason(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0)}
    ways = {
        1: ("AB", STREET),
        2: ("AB", {"highway": "proposed"}),
        3: ("AB", {"highway": "pedestrian", "area": "yes"}),
        4: ("AB", {"building": "yes"}),
    }
    assert read_roads(draw(nodes, ways)).dropped == {
        "highway=proposed is no street": 1,
        "area=yes is no street": 1,
    }


def test_a_file_may_have_its_ways_before_its_nodes(tmp_path: Path) -> None:
    path = tmp_path / "turned.osm"
    path.write_text(
        '<osm version="0.6"><way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/>'
        '</way><node id="2" lat="0.001" lon="0"/><node id="1" lat="0" lon="0"/></osm>'
    )
    assert network_of(path).segment_length_dm.tolist() == [1112]


def test_a_file_without_streets_is_empty(draw: Drawing) -> None:
    with pytest.raises(MapError, match=r"MAP-EMPTY.*no street"):
        read_roads(draw({"A": (0, 0)}, {1: ("A", {"highway": "proposed"})}))


def test_a_file_with_ways_and_no_nodes_is_empty(draw: Drawing) -> None:
    with pytest.raises(MapError, match=r"MAP-EMPTY.*known position"):
        join_roads(read_roads(draw({}, {1: ("AB", STREET)})))


def test_the_village_with_nodes_outside_its_file_is_read(shared_data: Path) -> None:
    """Wechelderzande: 26 km, by the data's own description."""
    path = shared_data / "osm" / "wechelderzande_belgium_2016-09.osm.pbf"
    network, skipped = join_roads(read_roads(path))
    van = StreetUse(network, shipped_profiles()["van"]).at(never)
    usable = (van.access.reshape(-1, 2) > Access.CLOSED).any(axis=1)
    assert network.segment_length_dm[usable].sum() / 10_000 == pytest.approx(26, abs=1)
    assert skipped["way node outside the file (the way is cut there)"] > 0


def test_a_network_lies_in_the_region_whose_boundary_the_file_has(draw: Drawing) -> None:
    """The speed limits name another, and count where there are two boundaries."""
    nodes = {"A": (0, 0), "B": (100, 0)}
    ways = {1: ("AB", {"highway": "residential", "source:maxspeed": "BE:urban"})}
    members = [("way", 1, "outer")]
    tags = {"type": "boundary", "boundary": "administrative"}
    brussels = {1: (members, tags | {"ISO3166-2": "BE-BRU"})}
    flanders = {2: (members, tags | {"ISO3166-2": "BE-VLG"})}
    assert network_of(draw(nodes, ways, relations=brussels)).region == "BE-BRU"
    assert network_of(draw(nodes, ways, relations=brussels | flanders)).region == "BE"
    assert network_of(draw(nodes, ways)).region == "BE"
