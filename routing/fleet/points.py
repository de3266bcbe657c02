"""Collection points besides the hubs: lockers and partner shops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.fleet.hubs import opening_hours
from routing.fleet.identity import Identities
from routing.fleet.model import CollectionPoint, Hub
from routing.fleet.positions import PositionCodes, read_position
from routing.tables.fields import Codes, Fields
from routing.tables.source import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.day.model import Day
    from routing.diagnostics import Diagnostic

COLUMNS = (
    "point_id",
    "name",
    "lat",
    "lon",
    "opens",
    "closes",
    "service_s",
    "capacity_parcels",
)
REQUIRED = ("point_id", "lat", "lon")

_CODES = Codes(text="POINT-TEXT", number="POINT-NUMBER", range="POINT-RANGE", time="POINT-TIME")
_POSITION_CODES = PositionCodes(half="POINT-POSITION-HALF", swapped="POINT-POSITION-SWAPPED")


def read_points(
    day: Day, hubs: Sequence[Hub], *, now_s: int | None = None
) -> tuple[tuple[CollectionPoint, ...], tuple[Diagnostic, ...]]:
    """Read and check the day's collection points; a day may have none.

    Returns
    -------
    tuple
        The points that can be used, and what is wrong with the others.

    Raises
    ------
    InputError
        When the table cannot be read.
    """
    if day.collection_points is None:
        return (), ()
    rows, found = read_table(
        day.collection_points, columns=COLUMNS, required=REQUIRED, clock=day.clock, now=now_s
    )
    diagnostics = list(found)
    identities = Identities(missing="POINT-ID-MISSING", duplicate="POINT-ID-DUPLICATE")
    hub_ids = {hub.hub_id for hub in hubs}
    positions = [(hub.lat, hub.lon) for hub in hubs]
    points = []
    for row in rows:
        fields = Fields(row, codes=_CODES, key="point_id", clock=day.clock)
        point_id = identities.claim(fields, "point_id", row.line)
        if point_id in hub_ids:
            fields.report(
                "POINT-ID-HUB",
                "A hub has the same id, and an order could not say which is meant.",
                "Give the point an id of its own; hubs are collection points anyway.",
                column="point_id",
            )
        position = read_position(fields, codes=_POSITION_CODES, hubs=positions)
        if not fields.given("lat") and not fields.given("lon"):
            fields.report("POINT-PLACE-MISSING", "It has no position.", "Fill in lat and lon.")
        opens_s, closes_s = opening_hours(fields, day, code="POINT-HOURS")
        name = fields.text("name")
        service_s = fields.whole("service_s", 0, 86_400)
        capacity_parcels = fields.whole("capacity_parcels", 0, 100_000)
        diagnostics += fields.diagnostics
        if not fields.failed and point_id is not None and position is not None:
            points.append(
                CollectionPoint(
                    point_id=point_id,
                    name=name or point_id,
                    lat=position[0],
                    lon=position[1],
                    opens_s=opens_s,
                    closes_s=closes_s,
                    service_s=service_s or 0,
                    capacity_parcels=capacity_parcels,
                )
            )
    return tuple(points), tuple(diagnostics)
