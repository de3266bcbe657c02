"""What the road hierarchy takes to build and to answer: `python benchmarks/hierarchy.py MAP …`.

A map is a .tmap or an OpenStreetMap file. The graph is one of turns: nodes are directed streets
that a van may use, edges all ways on but U-turns away from dead ends, at 5 s a turn. Places are
random streets (seed 1), entered in either direction. Kernels are compiled before; each time is the
least of several in one process. Some rows of each table are compared with Dijkstra's search, whose
time is given for a whole table.
"""

from __future__ import annotations

import sys
import time
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from unittest import mock

import numpy as np

from maps.build import open_city
from maps.hierarchy.metric import customized
from maps.hierarchy.order import cut_order
from maps.hierarchy.paths import path
from maps.hierarchy.tables import table
from maps.hierarchy.topology import build_topology
from maps.profiles import PROFILES
from maps.shortest import UNREACHED, Adjacency, Doors, many_to_many, packed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from maps.network import RoadNetwork

_Value = TypeVar("_Value")
_PLACES = 1000
_CHECKED = 20
COLUMNS = (
    "map", "nodes", "edges", "arcs", "height", "order s", "topology s", "MB", "customize s",
    "100 closed s", "metric MB", "table s", "on 2 cores s", "path us", "Dijkstra table s",
)  # fmt: skip


class Turns(NamedTuple):
    """A graph of turns: its edges, and the junctions that its nodes lead from and to."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    weight: NDArray[np.int64]
    street_tail: NDArray[np.int32]
    street_head: NDArray[np.int32]
    twin: NDArray[np.int32]


def turns(network: RoadNetwork) -> Turns:
    """A van's turns."""
    van = PROFILES["van"]
    arc = np.flatnonzero(van.usable(network))
    tail, head = network.arc_tail[arc], network.arc_head[arc]
    segment = network.arc_segment[arc]
    by_tail = np.argsort(tail, kind="stable")
    first = np.searchsorted(tail[by_tail], np.arange(network.node_count + 1))
    ways_on = first[head + 1] - first[head]
    start = np.repeat(np.arange(len(arc)), ways_on)
    step = np.arange(len(start)) - np.repeat(np.cumsum(ways_on) - ways_on, ways_on)
    goal = by_tail[np.repeat(first[head], ways_on) + step]
    allowed = (segment[start] != segment[goal]) | (ways_on[start] == 1)
    start, goal = start[allowed], goal[allowed]
    choice = np.bincount(start, minlength=len(arc))[start] > 1
    duration_ms = van.durations_ms(network)[arc][goal] + np.where(choice, 5000, 0)
    twin = np.full(len(arc), -1, dtype=np.int32)
    pair = np.flatnonzero(segment[1:] == segment[:-1])
    twin[pair], twin[pair + 1] = pair + 1, pair
    return Turns(
        start.astype(np.int32),
        goal.astype(np.int32),
        packed(duration_ms, network.arc_length_dm[arc][goal].astype(np.int64)),
        tail,
        head,
        twin,
    )


def least(work: Callable[[], _Value], times: int) -> tuple[_Value, float]:
    """What the work gives, and its least seconds."""
    seconds = np.inf
    for _ in range(times):
        start = time.perf_counter()
        value = work()
        seconds = min(seconds, time.perf_counter() - start)
    return value, seconds


def measure(source: Path) -> tuple[str, ...]:
    """One row of the table."""
    city = open_city(source)
    graph = turns(city.network)
    streets = graph.street_tail, graph.street_head
    x = city.network.node_lon * np.cos(np.radians(city.network.node_lat.mean()))
    order, order_s = least(lambda: cut_order(*streets, x, city.network.node_lat), 3)
    topology, topology_s = least(lambda: build_topology(graph.tail, graph.head, order), 5)
    metric, customize_s = least(lambda: customized(topology, graph.weight), 9)

    rng = np.random.default_rng(1)
    closed = graph.weight.copy()
    closed[rng.choice(len(closed), 100, replace=False)] = UNREACHED
    _, closed_s = least(lambda: customized(topology, closed), 9)

    def places() -> Doors:
        street = rng.integers(len(graph.twin), size=_PLACES)
        node = np.stack([street, graph.twin[street]], axis=1).astype(np.int32)
        return Doors(node, rng.integers(1 << 40, size=node.shape))

    origins, destinations = places(), places()
    with mock.patch("os.cpu_count", return_value=1):
        _, one_s = least(lambda: table(metric, origins, destinations), 9)
    with mock.patch("os.cpu_count", return_value=2):
        weight, two_s = least(lambda: table(metric, origins, destinations), 9)

    by_tail = np.argsort(graph.tail, kind="stable")
    first = np.searchsorted(graph.tail[by_tail], np.arange(len(order) + 1)).astype(np.int32)
    searched = Adjacency(first, graph.tail[by_tail], graph.head[by_tail], graph.weight[by_tail])
    some = Doors(origins.node[:_CHECKED], origins.weight[:_CHECKED])
    expected, dijkstra_s = least(lambda: many_to_many(searched, some, destinations), 2)
    assert (weight[:_CHECKED] == expected).all()

    def legs() -> NDArray[np.int64]:
        return np.array([
            path(
                metric,
                Doors(origins.node[pair], origins.weight[pair]),
                Doors(destinations.node[pair], destinations.weight[pair]),
            ).weight
            for pair in range(_PLACES)
        ])  # fmt: skip

    weights, paths_s = least(legs, 3)
    assert (weights == weight.diagonal()).all()
    topology_bytes = sum(getattr(topology, field.name).nbytes for field in fields(topology))
    metric_bytes = metric.weight.nbytes + metric.edge_weight.nbytes
    return (
        city.name, f"{len(order):,}", f"{len(graph.tail):,}", f"{len(topology.high):,}",
        f"{topology.depth.mean():.0f}/{topology.depth.max() + 1}", f"{order_s:.2f}",
        f"{topology_s:.3f}", f"{topology_bytes / 1e6:.1f}", f"{customize_s:.4f}",
        f"{closed_s:.4f}", f"{metric_bytes / 1e6:.1f}", f"{one_s:.4f}", f"{two_s:.4f}",
        f"{paths_s / _PLACES * 1e6:.0f}", f"{dijkstra_s * _PLACES / _CHECKED:.2f}",
    )  # fmt: skip


def main() -> None:
    """Print the table."""
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/hierarchy.py MAP …")
    rows = [COLUMNS, *(measure(Path(argument)) for argument in sys.argv[1:])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells), flush=True)


if __name__ == "__main__":
    main()
