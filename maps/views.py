"""The network as others know it: geopandas tables, and a graph as osmnx makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import osmnx as ox
import pandas as pd
import shapely

from maps.shapes import segment_lines
from maps.tags import CLASSES, Mode

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

    from maps.network import RoadNetwork

CRS = "EPSG:4326"


def to_networkx(network: RoadNetwork) -> nx.MultiDiGraph[int]:
    """Give a simplified `MultiDiGraph` that osmnx's functions take: an edge an arc.

    Nodes are OpenStreetMap ids with `x` and `y`; edges carry what `to_geodataframes` gives, where
    there is a value.
    """
    nodes, edges = to_geodataframes(network)
    graph: nx.MultiDiGraph[int] = ox.convert.graph_from_gdfs(
        nodes, edges, graph_attrs={"crs": CRS, "simplified": True}
    )
    return graph


def to_geodataframes(network: RoadNetwork) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Give a table of nodes, by OpenStreetMap id, and one of arcs, by (`u`, `v`, `key`).

    Nodes: `y`, `x`, `geometry`. Arcs: `osmid` of the way, `highway`, `name` and `maxspeed` (km/h,
    text as in OpenStreetMap) or None, `oneway` (no mode of its arc may come back), `reversed` (runs
    against the way), `motor` and `bicycle` (who may use it), `length` in metres, `geometry`.
    """
    osm_id = network.node_osm_id
    nodes = gpd.GeoDataFrame(
        {"y": network.node_lat, "x": network.node_lon},
        geometry=gpd.points_from_xy(network.node_lon, network.node_lat),
        index=pd.Index(osm_id, name="osmid"),
        crs=CRS,
    )
    ends = pd.DataFrame({"u": osm_id[network.arc_tail], "v": osm_id[network.arc_head]})
    ends["key"] = ends.groupby(["u", "v"]).cumcount()
    names = [name.name for name in network.names]
    edges = gpd.GeoDataFrame(
        {
            "osmid": network.arc_way,
            "highway": np.array(CLASSES)[network.arc_class],
            "name": [None if name < 0 else names[name] for name in network.arc_name],
            "maxspeed": [str(kph) if kph else None for kph in network.arc_maxspeed_kph],
            "oneway": _oneway(network),
            "reversed": ~network.arc_forward,
            "motor": (network.arc_access & Mode.MOTOR) > 0,
            "bicycle": (network.arc_access & Mode.BICYCLE) > 0,
            "length": network.arc_length_dm / 10,
        },
        geometry=_lines(network),
        index=pd.MultiIndex.from_frame(ends),
        crs=CRS,
    )
    return nodes, edges


def _oneway(network: RoadNetwork) -> NDArray[np.bool_]:
    """Say of each arc whether the modes that may use it must all come back another way."""
    access = np.zeros((network.segment_count, 2), dtype=np.uint8)
    access[network.arc_segment, network.arc_forward.astype(int)] = network.arc_access
    back = access[network.arc_segment, (~network.arc_forward).astype(int)]
    alone: NDArray[np.bool_] = (network.arc_access & back) == 0
    return alone


def _lines(network: RoadNetwork) -> NDArray[np.object_]:
    lines = segment_lines(network)[network.arc_segment]
    return np.where(network.arc_forward, lines, shapely.reverse(lines))
