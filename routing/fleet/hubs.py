"""The day's hubs, as their table gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.fleet.identity import Identities
from routing.fleet.model import Hub
from routing.fleet.positions import PositionCodes, is_swapped, read_position
from routing.tables.fields import Codes, Fields
from routing.tables.source import read_table

if TYPE_CHECKING:
    from routing.day.model import Day
    from routing.diagnostics import Diagnostic
    from routing.tables.model import Row

COLUMNS = (
    "hub_id",
    "name",
    "lat",
    "lon",
    "opens",
    "closes",
    "loading_s",
    "service_s",
    "bays",
    "setup_s",
    "pickers",
)
REQUIRED = ("hub_id", "lat", "lon")

_CODES = Codes(text="HUB-TEXT", number="HUB-NUMBER", range="HUB-RANGE", time="HUB-TIME")
_POSITION_CODES = PositionCodes(half="HUB-POSITION-HALF", swapped="HUB-POSITION-SWAPPED")


def read_hubs(
    day: Day, *, now_s: int | None = None
) -> tuple[tuple[Hub, ...], tuple[Diagnostic, ...]]:
    """Read and check the day's hubs.

    A hub that names no hours is open from midnight to midnight. Of several hubs, one that lies
    near at least two others only when its latitude and longitude are exchanged is set aside.

    Returns
    -------
    tuple
        The hubs that can be used, and what is wrong with the others.

    Raises
    ------
    InputError
        When the table cannot be read.
    """
    rows, found = read_table(
        day.hubs, columns=COLUMNS, required=REQUIRED, clock=day.clock, now=now_s
    )
    identities = Identities(missing="HUB-ID-MISSING", duplicate="HUB-ID-DUPLICATE")
    read: list[Fields] = []
    candidates: list[tuple[Hub, Fields]] = []
    for row in rows:
        fields = Fields(row, codes=_CODES, key="hub_id", clock=day.clock)
        read.append(fields)
        if (hub := _hub(fields, row, identities, day)) is not None:
            candidates.append((hub, fields))
    hubs = []
    for hub, fields in candidates:
        if _is_exchanged(hub, [other for other, _ in candidates]):
            fields.report(
                _POSITION_CODES.swapped,
                f"lat {hub.lat:g} and lon {hub.lon:g} are exchanged: no other hub is near, and"
                f" others are near lat {hub.lon:g}, lon {hub.lat:g}.",
                "Exchange the two.",
                column="lat",
            )
        else:
            hubs.append(hub)
    told = (diagnostic for fields in read for diagnostic in fields.diagnostics)
    return tuple(hubs), (*found, *told)


def _hub(fields: Fields, row: Row, identities: Identities, day: Day) -> Hub | None:
    hub_id = identities.claim(fields, "hub_id", row.line)
    position = read_position(fields, codes=_POSITION_CODES, hubs=())
    if not fields.given("lat") and not fields.given("lon"):
        fields.report("HUB-PLACE-MISSING", "It has no position.", "Fill in lat and lon.")
    opens_s, closes_s = opening_hours(fields, day, code="HUB-HOURS")
    name = fields.text("name")
    loading_s = fields.whole("loading_s", 0, 86_400)
    service_s = fields.whole("service_s", 0, 86_400)
    bays = fields.whole("bays", 1, 1_000)
    setup_s = fields.whole("setup_s", 0, 86_400)
    pickers = fields.whole("pickers", 0, 1_000)
    if fields.failed or hub_id is None or position is None:
        return None
    return Hub(
        hub_id=hub_id,
        name=name or hub_id,
        lat=position[0],
        lon=position[1],
        opens_s=opens_s,
        closes_s=closes_s,
        loading_s=loading_s or 0,
        service_s=service_s or 0,
        bays=bays,
        setup_s=setup_s or 0,
        pickers=pickers,
    )


def opening_hours(fields: Fields, day: Day, *, code: str) -> tuple[int, int]:
    """Read `opens` and `closes`; without them a place is open from midnight to midnight."""
    opens_s, closes_s = fields.time("opens"), fields.time("closes")
    opens_s = 0 if opens_s is None else opens_s
    closes_s = day.clock.length_s if closes_s is None else closes_s
    if closes_s <= opens_s and fields.understood("opens", "closes"):
        fields.report(
            code,
            f"It closes at {day.clock.wall(closes_s)}, and opens at {day.clock.wall(opens_s)}.",
            "After midnight, hours go on: 02:00 of the next day is 26:00.",
            column="closes",
        )
    return opens_s, closes_s


def _is_exchanged(hub: Hub, hubs: list[Hub]) -> bool:
    """Whether two other hubs say so; of two hubs alone, nobody knows which one is wrong."""
    here = (hub.lat, hub.lon)
    others = [(other.lat, other.lon) for other in hubs if other is not hub]
    return is_swapped(here, others) and sum(is_swapped(here, [other]) for other in others) >= 2
