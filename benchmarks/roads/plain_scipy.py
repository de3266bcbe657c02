"""scipy's Dijkstra on the project's graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.roads.engine import Steps
from benchmarks.roads.own import PROFILE, KeptTournee

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from maps.weights import Weights


class ScipyDijkstra(KeptTournee):
    """`scipy.sparse.csgraph.dijkstra` between the streets that places lie on: durations alone.

    On the graph of turns that a van's travel times search, and on one core, as scipy does.
    """

    origins = 100
    weights: Weights
    matrix: csr_array
    nodes: NDArray[np.int32]

    def build(self) -> dict[str, float]:
        """Load the map, and give its turns to scipy with their milliseconds."""
        steps = Steps()
        seconds = super().build()
        with steps.step("graph"):
            from scipy.sparse import csr_array  # noqa: PLC0415

            from maps.hierarchy.doors import UNREACHED  # noqa: PLC0415
            from maps.profiles.use import never  # noqa: PLC0415
            from maps.usage import StreetUse  # noqa: PLC0415
            from maps.weights import ruled, unpacked, weighed  # noqa: PLC0415

            network, profile = self.times.network, self.times.profile
            graph = self.city.skeletons()[PROFILE].graph
            usage = StreetUse(network, profile).at(never)
            rules = ruled(network, graph, profile, usage, never)
            self.weights = weighed(network, graph, rules)
            permitted = self.weights.turn != UNREACHED
            duration_ms, _ = unpacked(self.weights.turn[permitted])
            ends = graph.tail[permitted], graph.head[permitted]
            shape = (graph.state_count, graph.state_count)
            self.matrix = csr_array((duration_ms.astype(np.float64), ends), shape)
        return seconds | steps.seconds

    def locate(self) -> None:
        """Find the directed street that each place lies on."""
        super().locate()
        forward = 2 * self.places.segment.astype(np.int64)
        arc = np.where(self.weights.within[forward], forward, forward + 1)
        self.nodes = self.city.skeletons()[PROFILE].states_of(arc)[:, 0]

    def table(self) -> None:
        """Give the durations."""
        from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

        dijkstra(self.matrix, indices=self.nodes[: self.origins])[:, self.nodes]
