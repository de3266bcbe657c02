"""Sheets to export: one written by hand, and any that a plan may hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polyline
from hypothesis import strategies as st

from routing.clock import Clock
from routing.exports.sheet import Sheet
from routing.exports.surroundings import Surroundings
from routing.orders.contacts import Contact
from routing.plan.model import Rest, Trip
from tests.support.plans import WORDS, hub, route, stop

if TYPE_CHECKING:
    from routing.plan.model import Route
    from routing.texts.languages import Language

HOUR = 3600
ROAD = [(50.0, 4.0), (50.001, 4.0), (50.001, 4.002)]
"""Where the vehicle drives: from the hub north, then east."""
NOBODY = "No\x00bo\x1bdy"


def line(*points: tuple[float, float]) -> str:
    return polyline.encode(list(points), 5)


def sheet(
    *routes: Route,
    contacts: dict[str, Contact] | None = None,
    day: str = "2026-11-21",
    places: dict[str, str] | None = None,
    language: Language = "en",
) -> Sheet:
    """The sheet of one vehicle of hub H, "Store"; of `busy_route` where none is named."""
    own = routes or (busy_route(),)
    return Sheet(
        clock=Clock(date.fromisoformat(day), "Europe/Brussels"), plan_id="P", version=3,
        created_at="2026-11-21T06:02:11+01:00",
        hub=hub(*own), route=own[0], places={"H": "Store", "L": "Locker"} | (places or {}),
        contacts=contacts or {}, surroundings=Surroundings(language=language),
    )  # fmt: skip


def busy_route(vehicle_id: str = "V") -> Route:
    """Two trips with a break between them.

    V-1 leaves at 8:10, serves O1 and O2 at one door at 9:00, in a street that closes at 11, and
    leaves D1 at a locker ten minutes late at 9:10; V-2 leaves at 11:10 for O3, whose place is
    known by its street alone.
    """
    first = trip(
        "V-1", 8 * HOUR,
        stop(order_ids=("O1", "O2"), lat=50.0011, lines=4, requires=("age_check",),
             street_closes_s=11 * HOUR,
             shape=line(*ROAD[:2])),
        stop(
            order_ids=("D1",), lon=4.002, point_id="L", shape=line(*ROAD[1:]), late_s=600,
            arrive_s=33_000, start_s=33_000, leave_s=33_180, window_start_s=8 * HOUR,
            window_end_s=32_580,
        ),
        return_shape=line(*reversed(ROAD)),
    )  # fmt: skip
    second = trip(
        "V-2", 11 * HOUR,
        stop(
            order_ids=("O3",), located="street", accuracy_m=300, shape=line(*ROAD),
            arrive_s=41_000, start_s=12 * HOUR, leave_s=12 * HOUR + 240,
        ),
        return_shape=line(*reversed(ROAD)),
    )  # fmt: skip
    rest = Rest(start_s=10 * HOUR, end_s=10 * HOUR + 1800)
    return route(vehicle_id=vehicle_id, trips=(first, second), breaks=(rest,))


def trip(trip_id: str, loading_s: int, *stops: Any, return_shape: str = "") -> Trip:
    """A trip of two hours that is loaded in ten minutes."""
    return Trip(
        trip_id=trip_id, loading_s=loading_s, depart_s=loading_s + 600,
        return_s=loading_s + 7_800, weight_g=56_700, volume_ml=160_000, stops=stops,
        return_leg_s=60, return_leg_m=1_500, return_shape=return_shape,
    )  # fmt: skip


def people() -> st.SearchStrategy[Contact]:
    """Any customer."""
    text = st.none() | WORDS | st.just(NOBODY)
    return st.builds(Contact, name=text, address=text, phone=text, note=text)
