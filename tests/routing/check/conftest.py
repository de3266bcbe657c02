"""A made-up day that can be checked by hand, and a plan for it that keeps every rule.

The city lies at the equator, where a degree is as long east as north; x and y are metres east and
north of hub H1. Its streets run east and west at every full kilometre north, and anyone may cross
from one to the next anywhere, so a drive is as long as the way around two corners. Vans drive
10 m/s, cargo bikes 5 m/s. Doors lie 10 m north of their street::

    y = 2000          O5(500)
    y = 1000                             P1(2000)
    y =    0   O9(-1000)   H1(0)   O1,O2(1000)         H2(3000)

Vehicle V1 (van) makes two trips with a break between them; V2 (cargo bike) stays; V3 (van) takes
V1's van for an evening trip.

- V1-1, loading 09:10: O1 and O2 (one stop, windows 09:00-10:00 and 09:30-11:00), O3 dropped at P1.
- V1-2, loading 11:30 when O5 is ready: O5, then O7 dropped at hub H2, 580 s late.
- V3-1, loading 13:00: O9.
- O4 is collected at H1 and O8 at H2, which prepare them; O6 is unassigned, O10 cancelled; line 12
  of orders.csv is rejected.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polyline
import pytest

from maps.conditional import HORIZON_S
from maps.geodesy import EARTH_RADIUS_M
from maps.snapping import Snaps
from maps.travel import Leg
from routing.check.checker import check_plan
from routing.clock import Clock
from routing.day.model import CostDefaults, Day, FileSource, OrderDefaults
from routing.fleet.model import Break, CollectionPoint, Hub, PickerShift, Rates, Vehicle
from routing.orders.intake import Intake
from routing.orders.model import (
    Channel,
    Located,
    LocatedOrder,
    Order,
    Place,
    Rejection,
    Unassigned,
)
from routing.plan import model as out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.conditional import Spells
    from routing.check.breach import Breach
    from routing.check.roads import Roads

DEGREE_M = EARTH_RADIUS_M * np.pi / 180
_TOTALS = {field.name for field in fields(out.Totals)}


def degrees(metres: float) -> float:
    """Degrees of a distance from H1."""
    return float(metres / DEGREE_M)


def hours(clock: str) -> int:
    """Seconds from midnight of HH:MM or HH:MM:SS."""
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return hour * 3600 + minute * 60 + sum(second)


@dataclass(frozen=True)
class FlatTravel:
    """Travel in the flat city at one speed."""

    speed_m_s: float

    def snap(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Snaps:
        """Go straight north or south to the street."""
        assert np.isfinite([lat, lon]).all()
        street_m = 1000 * np.round(lat * DEGREE_M / 1000)
        return Snaps(
            segment=np.zeros(len(lat), np.int32), fraction=np.zeros(len(lat)),
            side=np.zeros(len(lat), np.int8), road_lon=lon, road_lat=street_m / DEGREE_M,
            distance_m=np.abs(lat * DEGREE_M - street_m),
        )  # fmt: skip

    def open_spells(self, snaps: Snaps) -> list[Spells]:
        """Open at all hours."""
        return [((0, HORIZON_S),)] * len(snaps)

    def legs(
        self, origins: Snaps, destinations: Snaps, at_s: Sequence[int] | None = None
    ) -> list[Leg]:
        """Drive along the street first, and cross over at the end; at all hours alike."""
        assert at_s is None or len(at_s) == len(origins)
        nowhere, nothing = np.empty(0, np.int32), np.empty(0, np.int64)
        legs = []
        for number in range(len(origins)):
            lat = np.array([origins.road_lat[number]] * 2 + [destinations.road_lat[number]])
            lon = np.array([origins.road_lon[number]] + [destinations.road_lon[number]] * 2)
            metres = DEGREE_M * float(np.abs(np.diff(lat)).sum() + np.abs(np.diff(lon)).sum())
            seconds = round(metres / self.speed_m_s)
            legs.append(
                Leg(
                    duration_s=seconds,
                    distance_m=round(metres),
                    lat=lat,
                    lon=lon,
                    arcs=nowhere,
                    arc_ms=nothing,
                    arc_dm=nothing,
                )
            )
        return legs


class FlatCity:
    """A city that can be driven by hand."""

    def travel_times(self, kind: str) -> FlatTravel:
        """Travel for a van or a cargo bike."""
        return FlatTravel({"van": 10.0, "cargo_bike": 5.0}[kind])


def shape(*corners_m: tuple[float, float]) -> str:
    """Encoded polyline through points x, y in metres."""
    return polyline.encode([(degrees(y), degrees(x)) for x, y in corners_m], 5)


def order(order_id: str, **known: Any) -> Order:
    """A same-day order of hub H1, 1 kg and 10 l, with 120 s of service, unless said otherwise."""
    row: dict[str, Any] = {
        "order_id": order_id, "file": "orders.csv", "line": int(order_id.removeprefix("O")) + 1,
        "channel": Channel.SAME_DAY, "hub_id": "H1",
        "weight_g": 1000, "volume_ml": 10_000, "service_s": 120,
    }  # fmt: skip
    return Order(**(row | known))


@dataclass(frozen=True)
class Case:
    """A day and a plan for it, and short ways to change either."""

    day: Day
    intake: Intake
    located: tuple[LocatedOrder, ...]
    rejected: tuple[Rejection, ...]
    plan: out.Plan
    city: Roads
    before: out.Plan | None = None

    def breaches(self) -> tuple[Breach, ...]:
        """What the checker finds."""
        return check_plan(
            self.plan,
            day=self.day,
            intake=self.intake,
            located=self.located,
            rejected=self.rejected,
            city=self.city,
            before=() if self.before is None else (self.before,),
        )

    def after(self, was: Case) -> Case:
        """The same case, after the plan of another, which no later change of this one changes."""
        return replace(self, before=deepcopy(was.plan))

    def without_place(self, order_id: str, code: str = "PLAN-NO-ROOM") -> Case:
        """The same case with one more order among the unassigned."""
        one = replace(self.plan.unassigned[0], order_id=order_id, code=code)
        case = self.changed(self.plan, unassigned=(*self.plan.unassigned, one))
        return case.counted(unassigned=1)

    def called_off(self, order_id: str) -> Case:
        """The same case with one more order among the cancelled."""
        one = replace(self.plan.cancelled[0], order_id=order_id)
        case = self.changed(self.plan, cancelled=(*self.plan.cancelled, one))
        return case.counted(cancelled=1)

    def only(self, rule: str, *said: str) -> Breach:
        """The only breach there is: of this rule, with these words in its message."""
        breaches = self.breaches()
        assert [breach.rule for breach in breaches] == [rule], [str(one) for one in breaches]
        for words in said:
            assert words in breaches[0].message
        return breaches[0]

    def changed(self, part: Any, **changes: Any) -> Case:
        """The same case with one part of its day or its plan changed, wherever it stands."""
        swapped = _swapped(self, part, replace(part, **changes))
        assert isinstance(swapped, Case)
        assert swapped is not self, "the part to change is not in this case"
        return swapped

    def counted(self, vehicle_id: str | None = None, /, **added: int) -> Case:
        """Figures added to the totals, and to a vehicle's route where it is named."""
        case = self if vehicle_id is None else self._added(self.route(vehicle_id), added)
        return case._added(case.plan.totals, {k: v for k, v in added.items() if k in _TOTALS})

    def _added(self, part: Any, added: dict[str, int]) -> Case:
        return self.changed(part, **{k: getattr(part, k) + more for k, more in added.items()})

    def shifted(self, trip_id: str, more_s: int) -> Case:
        """A trip of one stop, so much later."""
        case = self._added(
            self.stop(trip_id, 1), dict.fromkeys(("arrive_s", "start_s", "leave_s"), more_s)
        )
        times = dict.fromkeys(("loading_s", "depart_s", "return_s"), more_s)
        return case._added(case.trip(trip_id), times)

    def lengthened(self, trip_id: str, more_s: int) -> Case:
        """A route's last trip, so much longer at its last stop, and paid for it."""
        last = self.trip(trip_id).stops[-1]
        case = self._added(last, {"leave_s": more_s})
        case = case._added(case.trip(trip_id), {"return_s": more_s})
        return case.counted(trip_id.partition("-")[0], cost_cents=more_s)

    def order(self, order_id: str) -> Order:
        """An order of the day."""
        return next(one for one in self.intake.orders if one.order_id == order_id)

    def located_order(self, order_id: str) -> LocatedOrder:
        """An order of the day with its place."""
        return next(one for one in self.located if one.order.order_id == order_id)

    def vehicle(self, vehicle_id: str) -> Vehicle:
        """A vehicle of the day."""
        return next(one for one in self.intake.vehicles if one.vehicle_id == vehicle_id)

    def hub(self, hub_id: str) -> Hub:
        """A hub of the day."""
        return next(one for one in self.intake.hubs if one.hub_id == hub_id)

    def hub_plan(self, hub_id: str) -> out.HubPlan:
        """A hub in the plan."""
        return next(one for one in self.plan.hubs if one.hub_id == hub_id)

    def route(self, vehicle_id: str) -> out.Route:
        """A vehicle's route."""
        return next(r for h in self.plan.hubs for r in h.routes if r.vehicle_id == vehicle_id)

    def trip(self, trip_id: str) -> out.Trip:
        """A trip by its id."""
        trips = (trip for h in self.plan.hubs for r in h.routes for trip in r.trips)
        return next(trip for trip in trips if trip.trip_id == trip_id)

    def picker_day(self, hub_id: str) -> out.PickerDay:
        """The only picker of a hub in the plan."""
        picking = self.hub_plan(hub_id).picking
        assert picking is not None
        (day,) = picking.pickers
        return day

    def stop(self, trip_id: str, number: int) -> out.Stop:
        """A stop of a trip; they count from 1."""
        return self.trip(trip_id).stops[number - 1]


def _swapped(tree: Any, old: object, new: object) -> Any:
    """The tree with `old` replaced; what does not hold it stays the very same object."""
    if tree is old:
        return new
    if isinstance(tree, tuple):
        branches = tuple(_swapped(branch, old, new) for branch in tree)
        same = all(one is other for one, other in zip(branches, tree, strict=True))
        return tree if same else branches
    if not is_dataclass(tree) or isinstance(tree, type):
        return tree
    was = {field.name: getattr(tree, field.name) for field in fields(tree)}
    now = {name: _swapped(value, old, new) for name, value in was.items()}
    return tree if all(now[name] is was[name] for name in was) else replace(tree, **now)


def make_day() -> Day:
    table = FileSource(path=Path("orders.csv"), name="orders.csv")
    return Day(
        folder=Path(), clock=Clock(date=date(2026, 11, 21), timezone="Europe/Brussels"),
        map=Path("flat.tmap"), hubs=table, vehicles=table, orders=table, collection_points=None,
        costs=CostDefaults(), defaults=OrderDefaults(),
    )  # fmt: skip


def make_intake() -> Intake:
    hubs = (
        Hub(hub_id="H1", name="One", lat=0.0, lon=0.0, opens_s=hours("08:00"),
            closes_s=hours("18:00"), loading_s=600, service_s=300),
        Hub(hub_id="H2", name="Two", lat=0.0, lon=degrees(3000), opens_s=hours("09:00"),
            closes_s=hours("20:00"), loading_s=300, service_s=240),
    )  # fmt: skip
    rates = Rates(eur_per_h=36.0, eur_per_km=0.50, eur_per_vehicle=10.0, co2_g_per_km=100.0)
    van = Vehicle(
        vehicle_id="V1", hub_id="H1", kind="van", shift_start_s=hours("07:30"),
        shift_end_s=hours("12:30"), rates=rates, asset_id="A1", driver_id="D1", weight_g=10_000,
        volume_ml=100_000, max_trips=2, max_stops=3, max_distance_m=40_000, setup_s=60,
        rest=Break(duration_s=1800, earliest_s=hours("09:00"), latest_s=hours("12:00")),
        skills=frozenset({"cool"}),
    )  # fmt: skip
    bike = Vehicle(
        vehicle_id="V2", hub_id="H1", kind="cargo_bike", shift_start_s=hours("08:00"),
        shift_end_s=hours("18:00"), rates=rates,
    )  # fmt: skip
    evening = replace(bike, vehicle_id="V3", kind="van", asset_id="A1", shift_start_s=45_000)
    locker = CollectionPoint(
        point_id="P1", name="Locker", lat=degrees(1000), lon=degrees(2000), opens_s=hours("06:00"),
        closes_s=hours("22:00"), service_s=60,
    )  # fmt: skip
    collected = Channel.CLICK_AND_COLLECT
    return Intake(
        hubs=hubs, vehicles=(van, bike, evening), points=(locker,),
        orders=(
            order("O1", lines=3, window_start_s=hours("09:00"), window_end_s=hours("10:00")),
            order("O2", lines=4, window_start_s=hours("09:30"), window_end_s=hours("11:00"),
                  service_s=180),
            order("O3", channel=collected, collect_at="P1", window_end_s=hours("12:00")),
            order("O4", channel=collected, ready_s=hours("10:00"), window_end_s=hours("11:00")),
            order("O5", ready_s=hours("11:30"), requires=frozenset({"cool"})),
            order("O6"),
            order("O7", channel=collected, collect_at="H2", window_end_s=hours("11:50")),
            order("O8", channel=collected, hub_id=None, collect_at="H2"),
            order("O9"), order("O10"),
        ),
        rejected=(make_rejection(),), diagnostics=(), input_rows=11,
    )  # fmt: skip


def make_rejection() -> Rejection:
    return Rejection(
        order_id="O11", file="orders.csv", line=12, code="ORDER-WEIGHT", message="Not a weight."
    )


def make_places() -> dict[str, Place]:
    x_y_m = {
        "O1": (1000, 10), "O2": (1000, 10), "O3": (2000, 1000), "O5": (500, 2010), "O6": (700, 10),
        "O7": (3000, 0), "O8": (3000, 0), "O9": (-1000, 10), "O10": (800, 10),
    }  # fmt: skip
    return {
        order_id: Place(lat=degrees(y), lon=degrees(x), located=Located.GIVEN, accuracy_m=10)
        for order_id, (x, y) in x_y_m.items()
    }


def stop(ids: tuple[str, ...], at_m: tuple[float, float], times: str, window: str, *,
         service_s: int, leg_m: int, line: str, **more: Any) -> out.Stop:  # fmt: skip
    """A stop of a van in the flat city; `times` are arrival, start and leaving."""
    x_m, y_m = at_m
    arrive_s, start_s, leave_s = (hours(clock) for clock in times.split())
    window_start_s, window_end_s = (hours(clock) for clock in window.split("-"))
    row: dict[str, Any] = {"setup_s": 60, "located": "given", "accuracy_m": 10}
    return out.Stop(
        order_ids=ids, lat=degrees(y_m), lon=degrees(x_m),
        road_lat=degrees(round(y_m / 1000) * 1000), road_lon=degrees(x_m),
        arrive_s=arrive_s, start_s=start_s, leave_s=leave_s,
        window_start_s=window_start_s, window_end_s=window_end_s,
        service_s=service_s, leg_s=leg_m // 10, leg_m=leg_m, shape=line, **(row | more),
    )  # fmt: skip


def make_plan() -> out.Plan:
    first = out.Trip(
        trip_id="V1-1", loading_s=hours("09:10"), depart_s=hours("09:20"),
        return_s=hours("09:46:20"), weight_g=3000, volume_ml=30_000,
        stops=(
            stop(("O1", "O2"), (1000, 10), "09:21:40 09:30 09:36", "09:30-10:00",
                 service_s=300, leg_m=1000, line=shape((0, 0), (1000, 0)), lines=7),
            stop(("O3",), (2000, 1000), "09:39:20 09:39:20 09:41:20", "06:00-12:00",
                 service_s=60, leg_m=2000, line=shape((1000, 0), (2000, 0), (2000, 1000)),
                 point_id="P1"),
        ),
        return_leg_s=300, return_leg_m=3000, return_shape=shape((2000, 1000), (0, 1000), (0, 0)),
    )  # fmt: skip
    second = out.Trip(
        trip_id="V1-2", loading_s=hours("11:30"), depart_s=hours("11:40"),
        return_s=hours("12:04:40"), weight_g=2000, volume_ml=20_000,
        stops=(
            stop(("O5",), (500, 2010), "11:44:10 11:44:10 11:47:10", "08:00-18:00",
                 requires=("cool",), service_s=120, leg_m=2500,
                 line=shape((0, 0), (500, 0), (500, 2000))),
            stop(("O7",), (3000, 0), "11:54:40 11:54:40 11:59:40", "09:00-11:50",
                 service_s=240, leg_m=4500, line=shape((500, 2000), (3000, 2000), (3000, 0)),
                 point_id="H2", late_s=580),
        ),
        return_leg_s=300, return_leg_m=3000, return_shape=shape((3000, 0), (0, 0)),
    )  # fmt: skip
    evening = out.Trip(
        trip_id="V3-1", loading_s=hours("13:00"), depart_s=hours("13:10"),
        return_s=hours("13:15:20"), weight_g=1000, volume_ml=10_000,
        stops=(
            stop(("O9",), (-1000, 10), "13:11:40 13:11:40 13:13:40", "08:00-18:00",
                 service_s=120, leg_m=1000, line=shape((0, 0), (-1000, 0)), setup_s=0),
        ),
        return_leg_s=100, return_leg_m=1000, return_shape=shape((-1000, 0), (0, 0)),
    )  # fmt: skip
    # V1 is paid from 09:10 to 12:04:40, 10,480 s at one cent, drives 16 km at 50 cents, and costs
    # 1,000 cents for driving at all.
    routes = (
        out.Route(vehicle_id="V1", driver_id="D1", kind="van", trips=(first, second),
              breaks=(out.Rest(start_s=hours("11:00"), end_s=hours("11:30")),), distance_m=16_000,
              driving_s=1600, service_s=960, waiting_s=500, cost_cents=12_280,
              vehicle_cents=1000, co2_g=1600),
        out.Route(vehicle_id="V2", driver_id=None, kind="cargo_bike"),
        out.Route(vehicle_id="V3", driver_id=None, kind="van", trips=(evening,), distance_m=2000,
              driving_s=200, service_s=120, waiting_s=0, cost_cents=2020,
              vehicle_cents=1000, co2_g=200),
    )  # fmt: skip
    return out.Plan(
        plan_id="p", version=1, based_on=None, status="draft", day="2026-11-21", day_folder="..",
        timezone="Europe/Brussels", created_at="2026-11-21T06:00:00+01:00", now_s=None,
        engine=out.EngineStamp(name="hand", version="1", seed=1),
        map=out.MapStamp(name="flat", sha256="0", date=None),
        hubs=(
            out.HubPlan(hub_id="H1", name="One", lat=0.0, lon=0.0, routes=routes,
                    collections=(out.Collection(order_id="O4", ready_s=hours("10:00"),
                                            window_end_s=hours("11:00")),)),
            out.HubPlan(hub_id="H2", name="Two", lat=0.0, lon=degrees(3000), routes=(),
                    collections=(out.Collection(order_id="O8", ready_s=hours("09:00"),
                                            window_end_s=hours("20:00")),)),
        ),
        points=(out.Point(point_id="P1", name="Locker", lat=degrees(1000), lon=degrees(2000)),),
        unassigned=(
            Unassigned(order_id="O6", hub_id="H1", code="PLAN-NO-ROOM", reason="No room left.",
                       suggestion="Add a vehicle."),
        ),
        rejected=(make_rejection(),),
        totals=out.Totals(orders=11, delivered=6, collected=2, unassigned=1, rejected=1,
                          cancelled=1, late=1, vehicles=2, distance_m=18_000, driving_s=1800,
                          cost_cents=14_300, co2_g=1800),
        cancelled=(out.Cancelled(order_id="O10", at_s=hours("07:00"), reason="Called off."),),
    )  # fmt: skip


@pytest.fixture
def good() -> Case:
    """A day and a plan that keeps every rule."""
    intake, places = make_intake(), make_places()
    return Case(
        day=make_day(),
        intake=intake,
        located=tuple(
            LocatedOrder(order=one, place=places.get(one.order_id)) for one in intake.orders
        ),
        rejected=(make_rejection(),),
        plan=make_plan(),
        city=FlatCity(),
    )


def picker(picker_id: str, hub_id: str, shift: str) -> PickerShift:
    """Eighty lines an hour, at 20 euros."""
    start_s, end_s = (hours(clock) for clock in shift.split("-"))
    return PickerShift(
        picker_id=picker_id, hub_id=hub_id, start_s=start_s, end_s=end_s, lines_per_hour=80.0,
        eur_per_h=20.0,
    )  # fmt: skip


def picker_day(shift: PickerShift, cost_cents: int, *picks: tuple[str, str]) -> out.PickerDay:
    """A shift with what is picked in it: orders with their spans; all have eight lines."""
    return out.PickerDay(
        picker_id=shift.picker_id, shift_start_s=shift.start_s, shift_end_s=shift.end_s,
        lines_per_hour=shift.lines_per_hour, cost_cents=cost_cents,
        picks=tuple(
            out.Pick(order_id=order_id, start_s=hours(start), ready_s=hours(end), lines=8)
            for order_id, span in picks
            for start, end in [span.split("-")]
        ),
    )  # fmt: skip


def picked(good: Case) -> Case:
    """The good case with pickers: P1 at H1 picks O4 until 10:00, P2 at H2 O8 until 09:00.

    Of eight lines, as orders have that do not say, each takes six minutes and one besides. All
    other orders say themselves when they are ready.
    """
    intake = good.intake
    orders = tuple(
        replace(one, ready_s=None) if one.order_id in {"O4", "O8"}
        else replace(one, ready_s=hours("08:00") if one.ready_s is None else one.ready_s)
        for one in intake.orders
    )  # fmt: skip
    by_id = {one.order_id: one for one in orders}
    first, second = picker("P1", "H1", "08:00-12:00"), picker("P2", "H2", "08:30-13:30")
    days = {
        "H1": picker_day(first, 8_000, ("O4", "09:53-10:00")),
        "H2": picker_day(second, 10_000, ("O8", "08:53-09:00")),
    }
    hubs = tuple(
        replace(hub, picking=out.HubPicking(pickers=(days[hub.hub_id],))) for hub in good.plan.hubs
    )
    totals = replace(good.plan.totals, picking_cents=18_000)
    return replace(
        good,
        intake=replace(
            intake,
            orders=orders,
            picking_hubs=frozenset({"H1", "H2"}),
            pickers=(first, second),
        ),
        located=tuple(replace(one, order=by_id[one.order.order_id]) for one in good.located),
        plan=replace(good.plan, hubs=hubs, totals=totals),
    )


def at_work(good: Case) -> Case:
    """The good case at 11:50, when everything has gone as planned so far.

    V1-1 is back; V1-2 has handed over O5, and drives to O7, where it will be at 11:54:40. V3-1
    loads at 13:00. O4 and O8 are ready, and nobody has come for them.
    """
    case = good.changed(good.plan, now_s=hours("11:50"), version=2, status="released")
    for trip_id, status, stops in (
        ("V1-1", "returned", ("done", "done")),
        ("V1-2", "departed", ("done", "next")),
    ):
        case = case.changed(case.trip(trip_id), status=status)
        for number, became in enumerate(stops, start=1):
            case = case.changed(case.stop(trip_id, number), status=became)
    for hub_id in ("H1", "H2"):
        case = case.changed(case.hub_plan(hub_id).collections[0], status="ready")
    return case


def evening(good: Case, status: str) -> Case:
    """The good case at 12:55: V1 is back, and V3-1, which is to be loaded at 13:00, is as told."""
    case = at_work(good)
    case = case.changed(case.trip("V1-2"), status="returned")
    case = case.changed(case.stop("V1-2", 2), status="done")
    case = case.changed(case.trip("V3-1"), status=status)
    return case.changed(case.plan, now_s=hours("12:55"))


def without_o7(case: Case) -> Case:
    """At work, V1 has O7 no longer on its second trip: 4,500 m, 450 s and a late drop less.

    It is on its way back from O5, and where O7 is instead is not said.
    """
    trip = case.trip("V1-2")
    case = case.changed(trip, stops=trip.stops[:1], weight_g=1000, volume_ml=10_000)
    return case.counted(
        "V1", distance_m=-4500, driving_s=-450, service_s=-300, cost_cents=-225, co2_g=-450
    ).counted(delivered=-1, late=-1)


def picked_at_work(good: Case) -> Case:
    """The case with pickers at 11:50: O4 and O8 are picked.

    O12, of eight lines, came in at 11:40, is collected at H1 at any time, and is picked by P1 from
    11:53 to 12:00, when the shift ends.
    """
    case = at_work(picked(good))
    for hub_id in ("H1", "H2"):
        case = case.changed(case.picker_day(hub_id).picks[0], status="done")
    new = order("O12", line=14, channel=Channel.CLICK_AND_COLLECT, placed_s=hours("11:40"))
    case = case.changed(
        case.intake, orders=(*case.intake.orders, new), input_rows=case.intake.input_rows + 1
    )
    case = replace(case, located=(*case.located, LocatedOrder(order=new, place=None)))
    day = case.picker_day("H1")
    pick = out.Pick(order_id="O12", start_s=hours("11:53"), ready_s=hours("12:00"), lines=8)
    case = case.changed(day, picks=(*day.picks, pick))
    hub = case.hub_plan("H1")
    item = out.Collection(order_id="O12", ready_s=hours("12:00"), window_end_s=hours("18:00"))
    case = case.changed(hub, collections=(*hub.collections, item))
    return case.counted(orders=1, collected=1)


def called_off(good: Case, order_id: str) -> Case:
    """The same day, whose table calls one of its orders off."""
    intake = good.intake
    off = replace(good.order(order_id), is_cancelled=True)
    orders = tuple(one for one in intake.orders if one.order_id != order_id)
    case = replace(
        good, located=tuple(one for one in good.located if one.order.order_id != order_id)
    )
    return case.changed(case.intake, orders=orders, cancelled=(off,))
