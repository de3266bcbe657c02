"""The network as others know it: geopandas tables, and a graph as osmnx makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import osmnx as ox
import pandas as pd
import shapely

from maps.profiles.model import Access
from maps.profiles.reading import shipped_profiles
from maps.profiles.use import never
from maps.shapes import segment_lines
from maps.tags import CLASSES
from maps.usage import StreetUse

if TYPE_CHECKING:
    import networkx as nx

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

    Nodes: `y`, `x`, `geometry`. Arcs that some shipped kind of vehicle may use: `osmid` of the way,
    `highway`, `name` and `maxspeed` (as tagged) or None, `oneway` (none of the kinds that may use
    it may come back on it), `reversed` (runs against the way), by kind of vehicle whether it may
    use it, `length` in metres, `geometry`.
    """
    osm_id = network.node_osm_id
    nodes = gpd.GeoDataFrame(
        {"y": network.node_lat, "x": network.node_lon},
        geometry=gpd.points_from_xy(network.node_lon, network.node_lat),
        index=pd.Index(osm_id, name="osmid"),
        crs=CRS,
    )
    usable = {
        kind: StreetUse(network, profile).at(never).access > Access.CLOSED
        for kind, profile in shipped_profiles().items()
        if kind != "walk"
    }
    allowed = np.stack(list(usable.values()))
    arc = np.flatnonzero(allowed.any(axis=0))
    segment = arc >> 1
    ends = pd.DataFrame({"u": osm_id[network.arc_tail[arc]], "v": osm_id[network.arc_head[arc]]})
    ends["key"] = ends.groupby(["u", "v"]).cumcount()
    names = [*(name.name for name in network.names), None]
    limits = [tags.get("maxspeed") for tags in network.tag_sets]
    lines = segment_lines(network)[segment]
    edges = gpd.GeoDataFrame(
        {
            "osmid": network.segment_way[segment],
            "highway": np.array(CLASSES)[network.segment_class[segment]],
            "name": [names[name] for name in network.segment_name[segment]],
            "maxspeed": [limits[tags] for tags in network.segment_tags[segment]],
            "oneway": ~(allowed[:, arc] & allowed[:, arc ^ 1]).any(axis=0),
            "reversed": (arc & 1) == 1,
            **{kind: may_use[arc] for kind, may_use in usable.items()},
            "length": network.segment_length_dm[segment] / 10,
        },
        geometry=np.where(arc & 1, shapely.reverse(lines), lines),
        index=pd.MultiIndex.from_frame(ends),
        crs=CRS,
    )
    return nodes, edges
