"""A small plan to change, and plans that hypothesis makes."""

from __future__ import annotations

from typing import Any

import polyline
from hypothesis import strategies as st

from routing.orders.model import Alternative, HubChoice, Rejection, Unassigned
from routing.plan import model

SECONDS = st.integers(-24 * 3600, 72 * 3600)
COUNTS = st.integers(0, 10**9)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_DEGREES = st.floats(-180, 180, allow_nan=False)
_ZERO = dict.fromkeys(
    (
        "orders", "delivered", "collected", "unassigned", "rejected", "cancelled", "late",
        "vehicles", "distance_m", "driving_s", "cost_cents", "co2_g",
    ), 0,
)  # fmt: skip


def plan(**changes: Any) -> model.Plan:
    """A plan of 21 November 2026 in Brussels with nothing in it."""
    own: dict[str, Any] = {
        "plan_id": "P",
        "version": 1,
        "based_on": None,
        "status": "draft",
        "day": "2026-11-21",
        "day_folder": "..",
        "timezone": "Europe/Brussels",
        "created_at": "2026-11-21T06:02:11+01:00",
        "now_s": None,
        "engine": model.EngineStamp(name="hand", version="1", seed=1),
        "map": model.MapStamp(name="line", sha256="0", date=None),
        "hubs": (),
        "unassigned": (),
        "rejected": (),
        "totals": model.Totals(**_ZERO),
    }
    return model.Plan(**(own | changes))


def stop(**changes: Any) -> model.Stop:
    """A stop of one order at nine o'clock."""
    own: dict[str, Any] = {
        "order_ids": ("O1",),
        "lat": 50.0,
        "lon": 4.0,
        "road_lat": 50.0,
        "road_lon": 4.0,
        "located": "given",
        "accuracy_m": 0,
        "arrive_s": 32_400,
        "start_s": 32_400,
        "leave_s": 32_520,
        "window_start_s": 28_800,
        "window_end_s": 72_000,
        "setup_s": 0,
        "service_s": 120,
        "leg_s": 60,
        "leg_m": 1000,
        "shape": "",
    }
    return model.Stop(**(own | changes))


def route(*stops: model.Stop, **changes: Any) -> model.Route:
    """A vehicle's day of one trip with these stops."""
    trip = model.Trip(
        trip_id="V-1", loading_s=28_800, depart_s=29_400, return_s=36_000, weight_g=1_000,
        volume_ml=1_000, stops=stops, return_leg_s=60, return_leg_m=1000, return_shape="",
    )  # fmt: skip
    own: dict[str, Any] = {"vehicle_id": "V", "driver_id": None, "kind": "van", "trips": (trip,)}
    return model.Route(**(own | changes))


def hub(
    *routes: model.Route,
    collections: tuple[model.Collection, ...] = (),
    picking: model.HubPicking | None = None,
    **changes: Any,
) -> model.HubPlan:
    """A hub's day of these routes and collections."""
    own: dict[str, Any] = {"hub_id": "H", "name": "Store", "lat": 50.0, "lon": 4.0} | changes
    return model.HubPlan(routes=routes, collections=collections, picking=picking, **own)


def picker(
    picker_id: str, shift_start_s: int, shift_end_s: int, *picks: model.Pick, cost_cents: int = 0
) -> model.PickerDay:
    """A picker's shift of 60 lines an hour with these picks."""
    return model.PickerDay(
        picker_id=picker_id, shift_start_s=shift_start_s, shift_end_s=shift_end_s,
        lines_per_hour=60.0, cost_cents=cost_cents, picks=picks,
    )  # fmt: skip


def _some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=2).map(tuple)


def _shapes() -> st.SearchStrategy[str]:
    """Lines on the globe, and none at all."""
    place = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
    lines = st.lists(place, min_size=1, max_size=4).map(lambda line: polyline.encode(line, 5))
    return st.just("") | lines


def _stops() -> st.SearchStrategy[model.Stop]:
    return st.builds(
        model.Stop,
        order_ids=st.lists(WORDS, min_size=1, max_size=3).map(tuple),
        **dict.fromkeys(("lat", "lon", "road_lat", "road_lon"), _DEGREES),
        **dict.fromkeys(
            ("arrive_s", "start_s", "leave_s", "window_start_s", "window_end_s"), SECONDS
        ),
        **dict.fromkeys(
            (
                "accuracy_m",
                "setup_s",
                "service_s",
                "leg_s",
                "leg_m",
                "late_s",
                "lines",
                "surcharge_cents",
            ),
            COUNTS,
        ),
        street_opens_s=st.none() | SECONDS,
        street_closes_s=st.none() | SECONDS,
        located=st.sampled_from(["given", "exact", "interpolated", "street"]),
        status=st.sampled_from(["planned", "next", "arrived", "done", "failed"]),
        shape=_shapes(),
        requires=_some(WORDS),
        point_id=st.none() | WORDS,
        locked=st.booleans(),
    )


def _hubs() -> st.SearchStrategy[model.HubPlan]:
    trips = st.builds(
        model.Trip,
        trip_id=WORDS,
        **dict.fromkeys(("loading_s", "depart_s", "return_s"), SECONDS),
        **dict.fromkeys(("weight_g", "volume_ml", "return_leg_s", "return_leg_m"), COUNTS),
        return_shape=_shapes(),
        stops=_some(_stops()),
    )
    figures = ("distance_m", "driving_s", "service_s", "waiting_s", "cost_cents", "co2_g")
    routes = st.builds(
        model.Route,
        vehicle_id=WORDS,
        driver_id=st.none() | WORDS,
        kind=WORDS,
        trips=_some(trips),
        breaks=_some(st.builds(model.Rest, start_s=SECONDS, end_s=SECONDS)),
        vehicle_cents=st.none() | COUNTS,
        **dict.fromkeys(figures, COUNTS),
    )
    collections = st.builds(
        model.Collection,
        order_id=WORDS,
        ready_s=SECONDS,
        window_end_s=SECONDS,
        late_s=COUNTS,
        status=WORDS,
    )
    return st.builds(
        model.HubPlan,
        hub_id=WORDS,
        name=WORDS,
        lat=_DEGREES,
        lon=_DEGREES,
        routes=_some(routes),
        collections=_some(collections),
        picking=st.none() | _pickings(),
    )


def _pickings() -> st.SearchStrategy[model.HubPicking]:
    picks = st.builds(model.Pick, order_id=WORDS, start_s=SECONDS, ready_s=SECONDS, lines=COUNTS)
    shifts = st.builds(
        model.PickerDay,
        picker_id=WORDS,
        shift_start_s=SECONDS,
        shift_end_s=SECONDS,
        lines_per_hour=st.floats(0.1, 1e4),
        cost_cents=COUNTS,
        picks=_some(picks),
    )
    return st.builds(
        model.HubPicking, pickers=_some(shifts), late_at_least=COUNTS, late_by_arrival=COUNTS
    )


def _choices() -> st.SearchStrategy[HubChoice]:
    words = dict.fromkeys(("hub_id", "reason"), WORDS)
    cents = st.none() | COUNTS
    others = _some(st.builds(Alternative, cost_cents=cents, **words))
    return st.builds(HubChoice, order_id=WORDS, cost_cents=cents, alternatives=others, **words)


def plans() -> st.SearchStrategy[model.Plan]:
    """Any plan of a day in Brussels, days with 23 and 25 hours among them."""
    reasons = dict.fromkeys(("order_id", "code", "reason", "suggestion"), WORDS)
    return st.builds(
        model.Plan,
        plan_id=WORDS,
        version=st.integers(1, 99),
        based_on=st.none() | WORDS,
        status=st.sampled_from(["draft", "released"]),
        day=st.sampled_from(["2026-11-21", "2026-03-29", "2026-10-25"]),
        day_folder=WORDS,
        timezone=st.just("Europe/Brussels"),
        created_at=st.just("2026-11-21T06:02:11+01:00"),
        now_s=st.none() | SECONDS,
        engine=st.builds(
            model.EngineStamp,
            name=WORDS,
            version=WORDS,
            seed=COUNTS,
            time_limit_s=st.none() | st.floats(0.1, 1e6),
            max_iterations=st.none() | COUNTS,
        ),
        map=st.builds(model.MapStamp, name=WORDS, sha256=WORDS, date=st.none() | WORDS),
        hubs=_some(_hubs()),
        points=_some(
            st.builds(model.Point, point_id=WORDS, name=WORDS, lat=_DEGREES, lon=_DEGREES)
        ),
        unassigned=_some(st.builds(Unassigned, hub_id=st.none() | WORDS, **reasons)),
        rejected=_some(
            st.builds(
                Rejection,
                order_id=st.none() | WORDS,
                line=COUNTS,
                **dict.fromkeys(("file", "code", "message"), WORDS),
            )
        ),
        cancelled=_some(st.builds(model.Cancelled, order_id=WORDS, at_s=SECONDS, reason=WORDS)),
        choices=_some(_choices()),
        totals=st.builds(
            model.Totals,
            **dict.fromkeys((*_ZERO, "picking_cents", "surcharge_cents"), COUNTS),
        ),
    )
