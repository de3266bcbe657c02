"""From ways to a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.errors import MapError
from maps.junctions import join_roads
from maps.roads import read_roads
from maps.tags import CLASS_CODES, Mode

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
        (letters[tail], letters[head], int(length))
        for tail, head, length in zip(
            network.arc_tail, network.arc_head, network.arc_length_dm, strict=True
        )
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


def test_what_a_way_says_is_on_its_arcs(draw: Drawing) -> None:
    tags = STREET | {"maxspeed": "30", "oneway": "yes", "oneway:bicycle": "no"}
    network = network_of(draw({"A": (0, 0), "B": (100, 0)}, {7: ("AB", tags)}))
    assert network.arc_forward.tolist() == [True, False]
    assert network.arc_access.tolist() == [Mode.MOTOR | Mode.BICYCLE, Mode.BICYCLE]
    assert network.arc_way.tolist() == [7, 7]
    assert network.arc_maxspeed_kph.tolist() == [30, 30]
    assert network.arc_class.tolist() == [CLASS_CODES["residential"]] * 2
    assert network.names[network.arc_name[0]].name == "Rue Neuve - Nieuwstraat"
    assert network.names[network.arc_name[0]].others == (("name:nl", "Nieuwstraat"),)


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
    assert network.arc_count == 2


def test_a_way_that_crosses_itself_is_cut_there(draw: Drawing) -> None:
    """A-B-C-D-B-E: a loop at B."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (100, 100), "E": (100, -100)}
    network = network_of(draw(nodes, {1: ("ABCDBE", STREET)}))
    assert {(tail, head) for tail, head, _ in arcs(network)} == {
        ("A", "B"), ("B", "A"), ("B", "B"), ("B", "E"), ("E", "B")
    }  # fmt: skip


def test_a_barrier_is_a_node(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    path = draw(nodes, {1: ("ABC", STREET)}, node_tags={"B": {"barrier": "bollard"}})
    network = network_of(path)
    assert network.segment_count == 2
    assert network.node_barred.tolist() == [0, Mode.MOTOR, 0]


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
    ways = {1: ("AB", STREET), 2: ("AB", {"highway": "steps"}), 3: ("AB", {"building": "yes"})}
    assert read_roads(draw(nodes, ways)).dropped == {"highway=steps is no street for vehicles": 1}


def test_a_file_may_have_its_ways_before_its_nodes(tmp_path: Path) -> None:
    path = tmp_path / "turned.osm"
    path.write_text(
        '<osm version="0.6"><way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/>'
        '</way><node id="2" lat="0.001" lon="0"/><node id="1" lat="0" lon="0"/></osm>'
    )
    assert network_of(path).arc_length_dm.tolist() == [1112, 1112]


def test_a_file_without_streets_is_empty(draw: Drawing) -> None:
    with pytest.raises(MapError, match=r"MAP-EMPTY.*no street"):
        read_roads(draw({"A": (0, 0)}, {1: ("A", {"highway": "steps"})}))


def test_a_file_with_ways_and_no_nodes_is_empty(draw: Drawing) -> None:
    with pytest.raises(MapError, match=r"MAP-EMPTY.*known position"):
        join_roads(read_roads(draw({}, {1: ("AB", STREET)})))


def test_the_village_with_nodes_outside_its_file_is_read(shared_data: Path) -> None:
    """Wechelderzande: 26 km, by the data's own description."""
    path = shared_data / "osm" / "wechelderzande_belgium_2016-09.osm.pbf"
    network, skipped = join_roads(read_roads(path))
    motor = (network.arc_access & Mode.MOTOR) > 0
    _, first = np.unique(network.arc_segment[motor], return_index=True)
    assert network.arc_length_dm[motor][first].sum() / 10_000 == pytest.approx(26, abs=1)
    assert skipped["way node outside the file (the way is cut there)"] > 0
