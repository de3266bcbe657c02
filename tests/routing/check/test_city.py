"""The checker on real streets: the map's own drives keep the rules, and a second more does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polyline
import pytest

from maps.build import build_city
from routing.orders.model import Located, LocatedOrder, Place
from routing.plan.model import Totals

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from maps.city import City
    from maps.snapping import Snaps
    from maps.travel import Leg
    from routing.plan.model import Route
    from tests.routing.check.conftest import Case

STOPS = 60
LATE_S = 200_000
PLACE = Place(lat=0.0, lon=0.0, located=Located.GIVEN, accuracy_m=10)


@pytest.fixture(scope="module")
def city(helsinki: Path) -> City:
    """The centre of Helsinki."""
    return build_city(helsinki)


@dataclass(frozen=True)
class Ring:
    """Places in a row, the first of them the hub's, and the drives around them."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    points: Snaps
    legs: list[Leg]

    def shape(self, number: int) -> str:
        """The drive to place `number` as a polyline."""
        leg = self.legs[number - 1]
        return polyline.encode(list(zip(leg.lat, leg.lon, strict=True)), 5)


@pytest.fixture(scope="module")
def ring(city: City) -> Ring:
    """The hub and sixty doors up to 20 m from any street."""
    travel, network, chance = city.travel_times("van"), city.network, np.random.default_rng(7)
    nodes = chance.integers(len(network.point_lat), size=STOPS * 3)
    lat = np.round(network.point_lat[nodes] + chance.normal(0, 1e-4, len(nodes)), 5)
    lon = np.round(network.point_lon[nodes] + chance.normal(0, 1e-4, len(nodes)), 5)
    near = np.flatnonzero(travel.snap(lat, lon).distance_m < 20)[: STOPS + 1]
    points = travel.snap(lat[near], lon[near])
    around = np.append(np.arange(STOPS + 1), 0)
    legs = travel.legs(points.take(around[:-1]), points.take(around[1:]))
    return Ring(lat[near], lon[near], points, legs)


@pytest.fixture
def driven(good: Case, city: City, ring: Ring) -> Case:
    """V3 alone, driving around the ring."""
    row = replace(good.order("O9"), window_start_s=0, window_end_s=LATE_S)
    orders = [replace(row, order_id=f"O{n}", line=n + 1) for n in range(1, STOPS + 1)]
    located = [
        LocatedOrder(order=order, place=replace(PLACE, lat=float(lat), lon=float(lon)))
        for order, lat, lon in zip(orders, ring.lat[1:], ring.lon[1:], strict=True)
    ]
    hub = replace(good.hub("H1"), lat=float(ring.lat[0]), lon=float(ring.lon[0]))
    route = around(good, ring)
    hub_plan = replace(
        good.hub_plan("H1"), lat=hub.lat, lon=hub.lon, routes=(route,), collections=()
    )
    totals = Totals(
        orders=STOPS, delivered=STOPS, collected=0, unassigned=0, rejected=0, cancelled=0, late=0,
        vehicles=1, distance_m=route.distance_m, driving_s=route.driving_s,
        cost_cents=route.cost_cents, co2_g=route.co2_g,
    )  # fmt: skip
    vehicle = replace(good.vehicle("V3"), shift_end_s=LATE_S)
    intake = replace(
        good.intake, hubs=(hub,), vehicles=(vehicle,), points=(), orders=tuple(orders), rejected=(),
        input_rows=STOPS,
    )  # fmt: skip
    plan = replace(
        good.plan, hubs=(hub_plan,), points=(), unassigned=(), rejected=(), cancelled=(),
        totals=totals,
    )  # fmt: skip
    return replace(good, city=city, rejected=(), located=tuple(located), intake=intake, plan=plan)


def around(good: Case, ring: Ring) -> Route:
    """V3's route: sixty stops of 120 s, one after the other."""
    trip, stops, now_s = good.trip("V3-1"), [], good.trip("V3-1").depart_s
    for number, leg in enumerate(ring.legs[:-1], start=1):
        arrive_s, now_s = now_s + leg.duration_s, now_s + leg.duration_s + 120
        stop = replace(
            good.stop("V3-1", 1), order_ids=(f"O{number}",), arrive_s=arrive_s, start_s=arrive_s,
            leave_s=now_s, window_start_s=0, window_end_s=LATE_S, leg_s=leg.duration_s,
            leg_m=leg.distance_m, shape=ring.shape(number),
            lat=float(ring.lat[number]), lon=float(ring.lon[number]),
            road_lat=float(ring.points.road_lat[number]),
            road_lon=float(ring.points.road_lon[number]),
        )  # fmt: skip
        stops.append(stop)
    back = ring.legs[-1]
    trip = replace(
        trip, stops=tuple(stops), weight_g=1000 * STOPS, volume_ml=10_000 * STOPS,
        return_s=now_s + back.duration_s, return_leg_s=back.duration_s,
        return_leg_m=back.distance_m, return_shape=ring.shape(STOPS + 1),
    )  # fmt: skip
    driven_m = sum(leg.distance_m for leg in ring.legs)
    # One cent a second, 50 cents a kilometre, and 1,000 cents for driving at all.
    cost_cents = trip.return_s - trip.loading_s + round(driven_m / 20) + 1000
    return replace(
        good.route("V3"), trips=(trip,), distance_m=driven_m, service_s=120 * STOPS,
        driving_s=sum(leg.duration_s for leg in ring.legs), cost_cents=cost_cents,
        co2_g=round(driven_m / 10),
    )  # fmt: skip


def test_a_plan_of_the_map_s_own_drives_has_no_breach(driven: Case) -> None:
    assert [str(breach) for breach in driven.breaches()] == []


def test_a_drive_said_to_be_a_metre_longer_is_found(driven: Case) -> None:
    stop = driven.stop("V3-1", 30)
    longer = driven.changed(stop, leg_m=stop.leg_m + 1)
    longer.counted("V3", distance_m=1).only("leg-distance", "order O30")


def test_two_stops_in_each_other_s_place_are_found(driven: Case) -> None:
    """Their times stay, and so do the drives: the map says that they lead elsewhere."""
    one, other = driven.stop("V3-1", 10), driven.stop("V3-1", 40)
    swapped = driven.changed(one, order_ids=other.order_ids).changed(other, order_ids=one.order_ids)
    assert {"position", "road-point", "leg-time", "shape"} <= {b.rule for b in swapped.breaches()}
