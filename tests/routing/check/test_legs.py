"""Broken plans whose drives are not the map's, or go to streets that are closed then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polyline
import pytest

from maps.conditional import HORIZON_S
from tests.routing.check.conftest import FlatTravel, evening, hours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.conditional import Spells
    from maps.snapping import Snaps
    from maps.travel import Leg
    from tests.routing.check.conftest import Case


def test_a_drive_that_takes_another_time_than_the_map_says_is_found(good: Case) -> None:
    """Everything behind it is put off by as much, so that the plan agrees with itself."""
    stop = good.stop("V3-1", 1)
    later = {name: getattr(stop, name) + 10 for name in ("arrive_s", "start_s")}
    case = good.lengthened("V3-1", 10)
    case = case.changed(case.stop("V3-1", 1), leg_s=110, **later)
    case.counted("V3", driving_s=10).only("leg-time", "110 s", "100 s", "order O9")


def test_a_way_back_that_takes_another_time_than_the_map_says_is_found(good: Case) -> None:
    trip = good.trip("V3-1")
    case = good.changed(trip, return_leg_s=90, return_s=trip.return_s - 10)
    case.counted("V3", driving_s=-10, cost_cents=-10).only("leg-time", "90 s", "100 s", "way back")


def test_a_drive_of_another_length_than_the_map_says_is_found(good: Case) -> None:
    case = good.changed(good.stop("V3-1", 1), leg_m=1010)
    case.counted("V3", distance_m=10).only("leg-distance", "1010 m", "1000 m")


def test_drives_are_asked_of_the_vehicle_s_own_kind(good: Case) -> None:
    """A bike takes twice as long: both drives of a van's plan are wrong for it."""
    case = good.changed(good.vehicle("V3"), kind="cargo_bike")
    case = case.changed(case.route("V3"), kind="cargo_bike")
    assert [one.rule for one in case.breaches()] == ["leg-time", "leg-time"]


def test_a_road_point_that_is_not_the_map_s_is_found(good: Case) -> None:
    stop = good.stop("V3-1", 1)
    good.changed(stop, road_lat=stop.road_lat + 2e-5).only("road-point", "order O9")


def test_a_road_point_that_is_no_number_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), road_lon=float("nan")).only("road-point", "nan")


def test_a_stop_too_far_from_any_street_is_found(good: Case) -> None:
    """160 m north of the street instead of 10 m."""
    located = good.located_order("O9")
    assert located.place is not None
    afar = replace(located.place, lat=located.place.lat * 16)
    case = good.changed(located, place=afar)
    case.changed(case.stop("V3-1", 1), lat=afar.lat).only("too-far", "160 m", "150 m")


def test_a_shape_that_cannot_be_read_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), shape="_p~iF~ps|").only("shape", "no encoded polyline")


def test_a_missing_shape_is_found(good: Case) -> None:
    rules = [one.rule for one in good.changed(good.trip("V3-1"), return_shape="").breaches()]
    assert rules == ["shape", "shape-length"]


def test_a_shape_that_begins_elsewhere_is_found(good: Case) -> None:
    """It begins 11 m along the street."""
    start, end = polyline.decode(good.stop("V3-1", 1).shape, 5)
    line = polyline.encode([(start[0], start[1] - 1e-4), end], 5)
    good.changed(good.stop("V3-1", 1), shape=line).only("shape", "begins 11 m")


def test_a_shape_as_the_crow_flies_is_found(good: Case) -> None:
    """The corner is cut: 1,414 m instead of 2,000 m."""
    start, _, end = polyline.decode(good.stop("V1-1", 2).shape, 5)
    line = polyline.encode([start, end], 5)
    good.changed(good.stop("V1-1", 2), shape=line).only("shape-length", "1414 m", "2000 m")


@dataclass(frozen=True)
class HourlyTravel(FlatTravel):
    """The flat city, in which drives that begin from `slow_s` on take twice as long.

    The street on which O9's door is, 1 km west of the hub, is open in `spells` only.
    """

    slow_s: int = HORIZON_S
    spells: Spells = ((0, HORIZON_S),)

    def open_spells(self, snaps: Snaps) -> list[Spells]:
        """Those of the west for the west."""
        always = super().open_spells(snaps)
        west = (snaps.road_lon < 0).tolist()
        return [self.spells if is_west else own for is_west, own in zip(west, always, strict=True)]

    def legs(
        self, origins: Snaps, destinations: Snaps, at_s: Sequence[int] | None = None
    ) -> list[Leg]:
        """Each by its own second."""
        assert at_s is not None
        free = super().legs(origins, destinations, at_s)
        return [
            replace(leg, duration_s=leg.duration_s * (2 if depart_s >= self.slow_s else 1))
            for leg, depart_s in zip(free, at_s, strict=True)
        ]


@dataclass(frozen=True)
class HourlyCity:
    """A city of such streets, for vans and bikes alike."""

    travel: HourlyTravel

    def travel_times(self, kind: str) -> HourlyTravel:
        """All kinds drive alike."""
        assert kind in {"van", "cargo_bike"}
        return self.travel


def slow_from(good: Case, clock: str) -> Case:
    """V3 departs at 13:10, is at O9 from 13:11:40 to 13:13:40, and back at 13:15:20."""
    return replace(good, city=HourlyCity(HourlyTravel(10.0, slow_s=hours(clock))))


def open_at(good: Case, *spells: str) -> Case:
    """O9's street is open to the van at these hours only."""
    spans = [tuple(map(hours, spell.split("-"))) for spell in spells]
    own = tuple((start_s, end_s) for start_s, end_s in spans)
    return replace(good, city=HourlyCity(HourlyTravel(10.0, spells=own)))


def test_drives_that_end_before_an_hour_are_not_asked_of_it(good: Case) -> None:
    assert slow_from(good, "13:13:41").breaches() == ()


def test_a_drive_is_asked_of_the_hour_of_its_own_departure(good: Case) -> None:
    """Only the way back leaves as late as that."""
    slow_from(good, "13:13:40").only("leg-time", "way back", "100 s", "200 s")
    both = slow_from(good, "13:10").breaches()
    assert [one.rule for one in both] == ["leg-time", "leg-time"]


@pytest.mark.parametrize(
    ("spells", "hour"),
    [
        pytest.param(["13:11:41-20:00"], "13:11:41-20:00", id="a second too early"),
        pytest.param(["00:00-13:13:39"], "00:00-13:13:39", id="a second too late"),
        pytest.param(
            ["00:00-13:12", "13:13-29:00"], "00:00-13:12, 13:13-29:00", id="closed in between"
        ),
    ],
)
def test_a_stop_in_a_street_that_is_closed_then_is_found(
    good: Case, spells: list[str], hour: str
) -> None:
    open_at(good, *spells).only("street-hours", "13:11:40", "13:13:40", hour)


def test_a_street_that_is_never_open_to_the_vehicle_is_found(good: Case) -> None:
    open_at(good).only("street-hours", "at no time")


def test_hours_that_hold_the_whole_stop_and_stand_in_the_plan_break_nothing(good: Case) -> None:
    told = good.changed(
        good.stop("V3-1", 1), street_opens_s=hours("13:11:40"), street_closes_s=hours("13:13:40")
    )
    assert open_at(told, "06:00-07:00", "13:11:40-13:13:40").breaches() == ()


def test_a_street_that_is_open_at_the_ends_of_the_day_has_no_bound_there(good: Case) -> None:
    told = good.changed(good.stop("V3-1", 1), street_opens_s=hours("13:00"))
    assert open_at(told, "00:00-05:00", "13:00-30:00").breaches() == ()


def test_hours_in_the_plan_that_are_not_the_street_s_are_found(good: Case) -> None:
    wrong = good.changed(good.stop("V3-1", 1), street_closes_s=hours("18:00"))
    wrong.only("street-hours", "to 18:00 in the plan", "the map says at all hours")
    silent = open_at(good, "13:00-17:00")
    silent.only("street-hours", "at all hours in the plan", "from 13:00 to 17:00")


def test_hours_of_what_has_happened_are_not_asked_for(good: Case) -> None:
    """The driver was let in all the same."""
    case = good.changed(good.stop("V3-1", 1), status="done")
    rules = {breach.rule for breach in open_at(case, "06:00-07:00").breaches()}
    assert "street-hours" not in rules


@pytest.mark.parametrize("status", ["closed", "loaded", "departed"])
def test_what_can_go_nowhere_else_may_find_its_street_closed(good: Case, status: str) -> None:
    """O9 is served from 13:11:40 to 13:13:40, and its street is closed from 13:12 on."""
    case = evening(good, status)
    assert not open_at(case, "06:00-13:12").breaches()
    assert not open_at(case).breaches()
    planned = case.changed(case.trip("V3-1"), status="planned")
    open_at(planned, "06:00-13:12").only("street-hours", "06:00-13:12")


def test_what_can_go_nowhere_else_waits_for_its_street_to_open(good: Case) -> None:
    open_at(evening(good, "departed"), "13:12-18:00").only("street-hours", "13:12-18:00")


def test_what_can_go_nowhere_else_says_the_hours_of_its_street(good: Case) -> None:
    case = open_at(evening(good, "departed"), "13:00-17:00")
    case.only("street-hours", "at all hours in the plan", "from 13:00 to 17:00")
