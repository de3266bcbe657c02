"""What the road hierarchy takes to build and to answer: `python benchmarks/hierarchy.py MAP …`.

A map is a .tmap or an OpenStreetMap file; one row a kind of vehicle. Places are random streets in
its reach (seed 1). Kernels are compiled before; each time is the least of several in one process.
`benchmarks/roads` compares with other engines, and tests/maps/test_exactness.py with scipy.
"""

from __future__ import annotations

import sys
import time
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from unittest import mock

import numpy as np

from maps.build import open_city
from maps.city import KEPT_FOR
from maps.hierarchy.metric import customized
from maps.hierarchy.order import cut_order
from maps.hierarchy.topology import build_topology
from maps.profiles.use import never
from maps.turns import turn_graph
from maps.usage import StreetUse
from maps.weights import ruled, weighed

if TYPE_CHECKING:
    from collections.abc import Callable

    from maps.city import City

_Value = TypeVar("_Value")
_PLACES = 1000
COLUMNS = (
    "map", "kind", "states", "turns", "arcs", "height", "turns s", "order s", "topology s", "MB",
    "rules s", "weights s", "customize s", "table s", "on 2 cores s", "leg us",
)  # fmt: skip


def least(work: Callable[[], _Value], times: int) -> tuple[_Value, float]:
    """What the work gives, and its least seconds."""
    seconds = np.inf
    for _ in range(times):
        start = time.perf_counter()
        value = work()
        seconds = min(seconds, time.perf_counter() - start)
    return value, seconds


def measure(city: City, kind: str) -> tuple[str, ...]:
    """One row of the table."""
    network, profile = city.network, city.profiles[kind]
    use = StreetUse(network, profile)
    arcs = np.flatnonzero(use.ever)
    graph, graph_s = least(lambda: turn_graph(network, arcs), 3)
    x = network.node_lon * np.cos(np.radians(network.node_lat.mean()))
    ends = network.arc_tail[graph.arc], network.arc_head[graph.arc]
    order, order_s = least(lambda: cut_order(*ends, x, network.node_lat), 3)
    topology, topology_s = least(lambda: build_topology(graph.tail, graph.head, order), 3)
    usage = use.at(never)
    rules, rules_s = least(lambda: ruled(network, graph, profile, usage, never), 5)
    weights, weights_s = least(lambda: weighed(network, graph, rules), 5)
    _, customize_s = least(lambda: customized(topology, weights.turn), 5)

    times = city.travel_times(kind)
    segment = np.random.default_rng(1).choice(np.flatnonzero(times.usable), _PLACES)
    point = network.point_offset[segment]
    places = times.snap(network.point_lat[point], network.point_lon[point])
    with mock.patch("os.cpu_count", return_value=1):
        table, one_s = least(lambda: times.table(places, places), 7)
    with mock.patch("os.cpu_count", return_value=2):
        _, two_s = least(lambda: times.table(places, places), 7)
    turned = np.arange(_PLACES)[::-1]
    legs, legs_s = least(lambda: times.legs(places, places.take(turned)), 2)
    assert [leg.duration_s for leg in legs] == table.duration_s[:, ::-1].diagonal().tolist()
    topology_bytes = sum(getattr(topology, field.name).nbytes for field in fields(topology))
    return (
        city.name, kind, f"{graph.state_count:,}", f"{len(graph.tail):,}",
        f"{len(topology.high):,}", f"{topology.depth.mean():.0f}/{topology.depth.max() + 1}",
        f"{graph_s:.3f}", f"{order_s:.2f}", f"{topology_s:.3f}", f"{topology_bytes / 1e6:.1f}",
        f"{rules_s:.3f}", f"{weights_s:.3f}", f"{customize_s:.3f}", f"{one_s:.4f}", f"{two_s:.4f}",
        f"{legs_s / _PLACES * 1e6:.0f}",
    )  # fmt: skip


def main() -> None:
    """Print the table."""
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/hierarchy.py MAP …")
    cities = [open_city(Path(argument)) for argument in sys.argv[1:]]
    rows = [COLUMNS, *(measure(city, kind) for city in cities for kind in KEPT_FOR)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells), flush=True)


if __name__ == "__main__":
    main()
