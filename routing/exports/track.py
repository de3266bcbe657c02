"""The line that a trip follows on the streets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polyline

from routing.errors import TourneeError

if TYPE_CHECKING:
    from routing.plan.model import Trip

_PRECISION = 5


def trip_line(trip: Trip) -> list[tuple[float, float]]:
    """Latitudes and longitudes from the hub over the stops to the hub.

    No point comes twice in a row. A leg without a shape, from a place to the same place, adds
    none; a trip may have no line at all.

    Raises
    ------
    TourneeError
        EXPORT-SHAPE, if a leg's shape is no line on the globe.
    """
    legs = [(", ".join(stop.order_ids), stop.shape) for stop in trip.stops]
    line: list[tuple[float, float]] = []
    for goal, shape in [*legs, ("the hub", trip.return_shape)]:
        for point in _decoded(shape, f"the leg of {trip.trip_id} to {goal}"):
            if not line or point != line[-1]:
                line.append(point)
    return line


def _decoded(shape: str, leg: str) -> list[tuple[float, float]]:
    try:
        points = polyline.decode(shape, _PRECISION)
    except (IndexError, ValueError, OverflowError):
        points = None
    if points is None or any(abs(lat) > 90 or abs(lon) > 180 for lat, lon in points):
        raise TourneeError(
            "EXPORT-SHAPE",
            f"The shape of {leg} is no line that can be drawn: {shape[:40]!r}.",
            "The plan was changed or damaged: write it again with 'tournee plan'.",
        )
    return points
