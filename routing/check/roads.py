"""What the checker asks of a map: points on streets, and the drives between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


class RoadPoints(Protocol):
    """Points on streets, one a place; `distance_m` is from the place to its street."""

    @property
    def road_lat(self) -> NDArray[np.float64]:
        """Latitudes, shape (n,)."""

    @property
    def road_lon(self) -> NDArray[np.float64]:
        """Longitudes, shape (n,)."""

    @property
    def distance_m(self) -> NDArray[np.float64]:
        """Metres from place to street, shape (n,)."""


class Drive(Protocol):
    """One drive along streets, with its geometry from road point to road point."""

    @property
    def duration_s(self) -> int:
        """Seconds."""

    @property
    def distance_m(self) -> int:
        """Metres."""


Points = TypeVar("Points", bound=RoadPoints)


class Travel(Protocol[Points]):
    """Travel for one kind of vehicle; `maps.travel.TravelTimes` is one."""

    def snap(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Points:
        """Put places on the nearest streets that the kind may use."""

    def legs(
        self, origins: Points, destinations: Points, at_s: Sequence[int] | None = None
    ) -> Sequence[Drive]:
        """Drive from each origin to the destination of the same number, leaving then."""

    def open_spells(self, snaps: Points) -> Sequence[Sequence[tuple[int, int]]]:
        """Say when the kind may get to each point, in seconds from the day's midnight."""


class Roads(Protocol):
    """A city's streets; `maps.city.City` is one."""

    def travel_times(self, kind: str) -> Travel[Any]:
        """Travel for a kind of vehicle."""
