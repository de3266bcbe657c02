"""The road network: frozen arrays of junctions, the streets between them, and their geometry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import geopandas
    import networkx as nx
    from numpy.typing import NDArray

    from maps.names import StreetName
    from maps.restrictions import Restrictions
    from maps.tags import Tags


@dataclass(frozen=True, kw_only=True)
class RoadNetwork:
    """Streets of all kinds, whoever may use them.

    Nodes (``node_…``, one entry a node) are junctions, ends, places where a way's tags change,
    barriers and signals. `node_osm_id` is OpenStreetMap's id; `node_tags` an index into
    `node_tag_sets`, -1 where a node has no tags that matter.

    A segment is a stretch of street between two nodes, from `segment_start` to `segment_end`. Its
    points are ``point_lat[point_offset[s]:point_offset[s + 1]]`` (and `point_lon`), both ends
    included. `segment_class` is a place in `maps.tags.CLASSES`, `segment_name` an index into
    `names` or -1, `segment_tags` an index into `tag_sets`. Segments of a way are in its order.

    `region` is where the streets lie, an ISO 3166 code such as ``BE-BRU``, where the map tells.

    Arcs are segments in one direction, whether or not anybody may go that way: arc ``2 * s`` runs
    as the points of segment ``s`` do, which is as its way does, and arc ``2 * s + 1`` against it.
    """

    node_osm_id: NDArray[np.int64]
    node_lat: NDArray[np.float64]
    node_lon: NDArray[np.float64]
    node_tags: NDArray[np.int32]
    point_offset: NDArray[np.int32]
    point_lat: NDArray[np.float64]
    point_lon: NDArray[np.float64]
    segment_start: NDArray[np.int32]
    segment_end: NDArray[np.int32]
    segment_length_dm: NDArray[np.int32]
    segment_class: NDArray[np.uint8]
    segment_way: NDArray[np.int64]
    segment_name: NDArray[np.int32]
    segment_tags: NDArray[np.int32]
    names: tuple[StreetName, ...]
    tag_sets: tuple[Tags, ...]
    node_tag_sets: tuple[Tags, ...]
    restrictions: Restrictions
    region: str = ""

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.node_osm_id)

    @property
    def segment_count(self) -> int:
        """How many stretches of street there are, whatever the directions."""
        return len(self.segment_start)

    @property
    def arc_count(self) -> int:
        """How many arcs there are."""
        return 2 * self.segment_count

    @cached_property
    def arc_tail(self) -> NDArray[np.int32]:
        """The node that each arc leads from."""
        return np.stack([self.segment_start, self.segment_end], axis=1).ravel()

    @cached_property
    def arc_head(self) -> NDArray[np.int32]:
        """The node that each arc leads to."""
        return np.stack([self.segment_end, self.segment_start], axis=1).ravel()

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """South, west, north, east of all streets, in degrees."""
        return (
            float(self.point_lat.min()),
            float(self.point_lon.min()),
            float(self.point_lat.max()),
            float(self.point_lon.max()),
        )

    def to_networkx(self) -> nx.MultiDiGraph[int]:
        """Give a graph as osmnx makes them; see `maps.views.to_networkx`."""
        from maps.views import to_networkx  # noqa: PLC0415  # geopandas is heavy, and few need it

        return to_networkx(self)

    def to_geodataframes(self) -> tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame]:
        """Give nodes and arcs as tables; see `maps.views.to_geodataframes`."""
        from maps.views import to_geodataframes  # noqa: PLC0415  # as above

        return to_geodataframes(self)
