"""osmnx and networkx. See https://osmnx.readthedocs.io ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import osmium

from benchmarks.roads.engine import Question, Steps

if TYPE_CHECKING:
    from pathlib import Path

CLASSES = frozenset(
    f"{road}{link}"
    for road in ("motorway", "trunk", "primary", "secondary", "tertiary")
    for link in ("", "_link")
) | {"unclassified", "residential", "living_street"}


class Osmnx:
    """A simplified graph with travel times, and Dijkstra's search between junctions: durations.

    osmnx reads no .osm.pbf, and takes every way in a file for a street: it is given an .osm file
    with the streets alone, and writing that is not timed.
    """

    origins = 5

    def __init__(self, question: Question) -> None:
        self.question = question
        self.graph: Any = None
        self.nodes: list[int] = []

    def build(self) -> dict[str, float]:
        """Read, simplify, and give every edge its travel time."""
        streets = self.question.folder / "streets.osm"
        write_streets(self.question.source, streets)
        steps = Steps()
        with steps.step("import"):
            import osmnx  # noqa: PLC0415
        with steps.step("read and simplify"):
            graph = osmnx.graph_from_xml(streets)
        with steps.step("largest part"):
            graph = osmnx.truncate.largest_component(graph, strongly=True)
        with steps.step("travel times"):
            graph = osmnx.add_edge_travel_times(osmnx.add_edge_speeds(graph))
        self.graph = graph
        return steps.seconds

    def locate(self) -> None:
        """Find the nearest junctions."""
        import osmnx  # noqa: PLC0415

        nodes = osmnx.nearest_nodes(self.graph, self.question.lon, self.question.lat)
        self.nodes = nodes.tolist()

    def table(self) -> None:
        """Give durations between junctions."""
        from networkx import single_source_dijkstra_path_length  # noqa: PLC0415

        for origin in self.nodes[: self.origins]:
            reached = single_source_dijkstra_path_length(self.graph, origin, weight="travel_time")
            [reached[node] for node in self.nodes]


def write_streets(source: Path, target: Path) -> None:
    """Write the streets for cars, and their nodes, to an .osm file.

    Ways that are cut off at the edge of the file end where its nodes end.
    """
    nodes = {node.id for node in osmium.FileProcessor(source, osmium.osm.NODE)}
    with osmium.BackReferenceWriter(target, source) as writer:
        for way in osmium.FileProcessor(source, osmium.osm.WAY):
            if isinstance(way, osmium.osm.Way) and way.tags.get("highway") in CLASSES:
                known = [node.ref for node in way.nodes if node.ref in nodes]
                writer.add_way(way.replace(nodes=known))
