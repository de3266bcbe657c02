"""What a vehicle's day comes to."""

from __future__ import annotations

from routing.fleet.model import Rates, Vehicle
from routing.plan.model import Rest
from routing.plan.writer import route_of
from tests.support.plans import route, stop

VAN = Vehicle(
    vehicle_id="V",
    hub_id="H",
    kind="van",
    shift_start_s=0,
    shift_end_s=80_000,
    rates=Rates(eur_per_h=0, eur_per_km=0, eur_per_vehicle=0),
)


def test_a_break_that_began_before_the_vehicle_arrived_is_no_waiting_from_then_on() -> None:
    """Arrived at 12,000 instead of 11,900, a break from 11,940 to 12,540, served at 12,600."""
    late = stop(arrive_s=12_000, start_s=12_600, leave_s=12_720)
    rested = route_of(VAN, route(late).trips, [Rest(start_s=11_940, end_s=12_540)])
    assert rested.waiting_s == 60
