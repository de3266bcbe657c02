"""The road network: frozen arrays of junctions, directed arcs between them, and their geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from maps.names import StreetName
    from maps.restrictions import Restrictions


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNetwork:
    """Streets that vans or cargo bikes can use.

    Nodes (``node_…``, one entry a node) are junctions, ends, places where a way's tags change, and
    barriers. `node_osm_id` is OpenStreetMap's id; `node_barred` holds the `maps.tags.Mode` flags
    of those that cannot pass.

    A segment is a stretch of street between two nodes. Its points are
    ``point_lat[point_offset[s]:point_offset[s + 1]]`` (and `point_lon`), both ends included.

    Arcs (``arc_…``, one entry an arc) are a segment in one direction, sorted by segment, the
    forward arc first; `arc_forward` says whether it runs as the segment's points do. `arc_access`
    holds `maps.tags.Mode` flags, `arc_class` a place in `maps.tags.CLASSES`, `arc_maxspeed_kph` is
    0 where unknown, `arc_name` is an index into `names` or -1.
    """

    node_osm_id: NDArray[np.int64]
    node_lat: NDArray[np.float64]
    node_lon: NDArray[np.float64]
    node_barred: NDArray[np.uint8]
    point_offset: NDArray[np.int32]
    point_lat: NDArray[np.float64]
    point_lon: NDArray[np.float64]
    arc_tail: NDArray[np.int32]
    arc_head: NDArray[np.int32]
    arc_segment: NDArray[np.int32]
    arc_forward: NDArray[np.bool_]
    arc_length_dm: NDArray[np.int32]
    arc_class: NDArray[np.uint8]
    arc_access: NDArray[np.uint8]
    arc_maxspeed_kph: NDArray[np.int16]
    arc_way: NDArray[np.int64]
    arc_name: NDArray[np.int32]
    names: tuple[StreetName, ...]
    restrictions: Restrictions

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.node_osm_id)

    @property
    def arc_count(self) -> int:
        """How many directed arcs there are."""
        return len(self.arc_tail)

    @property
    def segment_count(self) -> int:
        """How many stretches of street there are, whatever the directions."""
        return len(self.point_offset) - 1

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
