"""The periods of a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from maps.circumstances import Circumstances
from maps.closures import Closure
from maps.conditional import HORIZON_S, Calendar
from maps.periods import Periods
from maps.profiles.reading import profile_for
from maps.skeleton import build_skeleton
from maps.snapping import StreetIndex
from maps.tags import CLASSES
from maps.traffic import Traffic, TrafficZone, hour_of_week
from maps.usage import StreetUse
from maps.weights import unpacked
from tests.support.streets import DEGREES_A_METRE, STREET, arc, network_of, rule

if TYPE_CHECKING:
    from pathlib import Path

    from maps.conditional import Spells
    from maps.network import RoadNetwork
    from maps.weights import Weights
    from tests.maps.conftest import Drawing, Tags

MONDAY = dt.date(2026, 11, 23)
SPRING_FORWARD, FALL_BACK = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
"""Sundays of 23 and of 25 hours in Brussels."""

H = 3600
RESIDENTIAL = CLASSES.index("residential")
MARKET = STREET | {"motor_vehicle:conditional": "no @ (11:00-17:00)"}

SQUARE = {"W": (-100, 0), "B": (0, 0), "C": (100, 0), "E": (200, 0), "N": (0, 100), "M": (100, 100)}


def ways_with(tags: Tags) -> dict[int, tuple[str, Tags]]:
    """A street with tags from B to C, and one round it.

    ::

            N---M
            |   |
        W---B===C---E
    """
    return {
        1: ("WB", STREET),
        2: ("BC", tags),
        3: ("CE", STREET),
        4: ("BN", STREET),
        5: ("NMC", STREET),
    }


class Day:
    """A kind of vehicle in a city on a day."""

    def __init__(
        self,
        path: Path,
        *,
        kind: str = "van",
        date: dt.date | None = MONDAY,
        working_h: tuple[float, float] = (8, 20),
        traffic: Traffic | None = None,
        closures: tuple[Closure, ...] = (),
    ) -> None:
        self.network: RoadNetwork = network_of(path)
        profile = profile_for(kind)
        use = StreetUse(self.network, profile)
        circumstances = (
            None
            if date is None
            else Circumstances(
                calendar=Calendar(date, "Europe/Brussels", "BE"),
                working_s=(int(working_h[0] * H), int(working_h[1] * H)),
                traffic=traffic or Traffic.none(),
                closures=closures,
            )
        )
        skeleton = build_skeleton(self.network, np.flatnonzero(use.ever))
        self.periods = Periods(
            self.network,
            profile,
            skeleton,
            circumstances,
            use=use,
            index=StreetIndex(self.network),
        )
        self.graph = skeleton.graph

    @property
    def starts_h(self) -> list[float]:
        """When periods begin."""
        return [start / H for start in self.periods.starts_s]

    def within(self, letters: str, hour: float) -> bool:
        """Whether a street is within reach."""
        return bool(self._at(hour).within[arc(self.network, letters)])

    def ms(self, letters: str, hour: float) -> int:
        """What it takes to drive along a street."""
        return int(unpacked(self._at(hour).arc)[0][arc(self.network, letters)])

    def entries(self, letters: str, hour: float) -> int:
        """How many of the permitted turns into a street count as entries."""
        weights = self._at(hour)
        into = self.graph.arc[self.graph.head] == arc(self.network, letters)
        permitted = weights.turn < np.iinfo(np.int64).max
        return int((weights.turn[into & permitted] >> 56).sum())

    def may_turn(self, tail: str, head: str, hour: float) -> bool:
        """Whether one may turn from a street into another."""
        weights, graph = self._at(hour), self.graph
        turn = (graph.arc[graph.tail] == arc(self.network, tail)) & (
            graph.arc[graph.head] == arc(self.network, head)
        )
        return bool((weights.turn[turn] < np.iinfo(np.int64).max).all())

    def open_h(self, letters: str) -> list[tuple[float, float]]:
        """When a street is within reach."""
        found: Spells = self.periods.open_spells(arc(self.network, letters) >> 1)
        return [(start / H, end / H) for start, end in found]

    def _at(self, hour: float) -> Weights:
        return self.periods.period(self.periods.number(int(hour * H))).weights


def busy(hour: int, factor: float = 2.0, date: dt.date = MONDAY) -> Traffic:
    """One busy hour on residential streets."""
    table = np.ones((168, len(CLASSES)))
    table[hour_of_week(date, hour), RESIDENTIAL] = factor
    return Traffic(factor=table)


def at(east_m: float, north_m: float) -> shapely.Point:
    return shapely.Point(east_m * DEGREES_A_METRE, north_m * DEGREES_A_METRE)


# Any day


def test_without_a_day_there_is_one_period_and_conditions_say_nothing(draw: Drawing) -> None:
    day = Day(draw(SQUARE, ways_with(MARKET)), date=None)
    assert day.starts_h == [0]
    assert day.periods.working == range(1)
    assert day.within("BC", 12)
    assert day.entries("BC", 12) == 0
    assert day.open_h("BC") == [(0, 30)]


def test_a_day_on_which_nothing_changes_is_one_period(draw: Drawing) -> None:
    day = Day(draw(SQUARE, ways_with(STREET)))
    assert day.starts_h == [0]
    assert day.periods.working == range(1)


# Conditions


def test_a_condition_that_begins_and_ends_makes_three_periods(draw: Drawing) -> None:
    day = Day(draw(SQUARE, ways_with(MARKET)))
    assert day.starts_h == [0, 11, 17]
    assert [day.within("BC", hour) for hour in (8, 10.99, 11, 16.99, 17)] == [
        True, True, False, False, True,
    ]  # fmt: skip


def test_what_the_first_and_the_last_period_say_holds_before_and_after(draw: Drawing) -> None:
    periods = Day(draw(SQUARE, ways_with(MARKET))).periods
    assert [periods.number(second) for second in (-1, 0, 11 * H - 1, 11 * H, 99 * H)] == [
        0, 0, 0, 1, 2,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("working_h", "expected"),
    [((8, 20), range(3)), ((8, 11), range(1)), ((11, 17), range(1, 2)), ((17, 20), range(2, 3))],
)
def test_vehicles_are_out_from_a_period_to_a_period(
    draw: Drawing, working_h: tuple[float, float], expected: range
) -> None:
    """At the second at which the last of them is back, no other period begins for them."""
    day = Day(draw(SQUARE, ways_with(MARKET)), working_h=working_h)
    assert day.periods.working == expected


def test_a_street_that_closes_while_vehicles_are_out_is_none_to_pass_through_all_day(
    draw: Drawing,
) -> None:
    """One may turn into it, but that counts as an entry."""
    day = Day(draw(SQUARE, ways_with(MARKET)), working_h=(8, 20))
    assert day.within("BC", 9)
    assert day.entries("BC", 9) == 2  # from W and from N
    assert day.entries("CB", 18) == 2  # from E and from M


def test_a_street_that_closes_when_nobody_is_out_is_one_to_pass_through(draw: Drawing) -> None:
    day = Day(draw(SQUARE, ways_with(MARKET)), working_h=(17.5, 20))
    assert day.entries("BC", 18) == 0
    assert not day.within("BC", 12)


def test_a_street_that_is_closed_whenever_vehicles_are_out_is_not_usable(draw: Drawing) -> None:
    path = draw(SQUARE, ways_with(MARKET))
    segment = arc(network_of(path), "BC") >> 1
    assert not Day(path, working_h=(12, 13)).periods.usable[segment]
    assert Day(path, working_h=(10, 13)).periods.usable[segment]


def test_a_condition_on_motor_vehicles_leaves_bicycles_alone(draw: Drawing) -> None:
    day = Day(draw(SQUARE, ways_with(MARKET)), kind="cargo_bike")
    assert day.open_h("BC") == [(0, 30)]
    assert day.entries("BC", 9) == 0


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"motor_vehicle:conditional": "no @ (11:00-17:00)"}, [(0, 11), (17, 30)]),
        ({"motor_vehicle:conditional": "no @ (11:00-05:00)"}, [(5, 11), (29, 30)]),
        ({"motor_vehicle:conditional": "no @ (Sa,Su 00:00-24:00)"}, [(0, 30)]),
        ({"motor_vehicle:conditional": "no @ (Mo)"}, [(24, 30)]),
        ({"access": "no", "motor_vehicle:conditional": "delivery @ (06:00-11:00)"}, [(6, 11)]),
        ({"motor_vehicle": "no", "goods:conditional": "yes @ (06:00-07:00,10:00-11:00)"},
         [(6, 7), (10, 11)]),
        ({"motor_vehicle:conditional": "no @ (06:00-12:00); yes @ (08:00-09:00)"},
         [(0, 6), (8, 9), (12, 30)]),
        ({"motor_vehicle:conditional": "no @ (weight>3)"}, []),
        ({"motor_vehicle:conditional": "no @ (weight>7.5)"}, [(0, 30)]),
        ({"motor_vehicle:conditional": "no @ (snow)"}, [(0, 30)]),
        ({"motor_vehicle:conditional": "no @ ((11:00-17:00)"}, [(0, 30)]),
    ],
)  # fmt: skip
def test_when_a_place_can_be_served(
    draw: Drawing, tags: Tags, expected: list[tuple[float, float]]
) -> None:
    """A Monday until six the next morning; what nobody can know, or read, never holds."""
    assert Day(draw(SQUARE, ways_with({**STREET, **tags}))).open_h("BC") == expected


def test_a_place_behind_a_street_that_closes_cannot_be_served_then_either(draw: Drawing) -> None:
    """C to E is a dead end, whose way out is the street that closes."""
    ways = {1: ("WB", STREET), 2: ("BC", MARKET), 3: ("CE", STREET | {"access": "destination"})}
    day = Day(draw(SQUARE, ways))
    assert day.open_h("CE") == [(0, 11), (17, 30)]


def test_a_turn_is_forbidden_when_its_condition_holds(draw: Drawing) -> None:
    members, _ = rule("no_left_turn", 1, "B", 4)
    tags = {"type": "restriction", "restriction:conditional": "no_left_turn @ (07:00-09:00)"}
    day = Day(draw(SQUARE, ways_with(STREET), relations={9: (members, tags)}))
    assert day.starts_h == [0, 7, 9]
    assert [day.may_turn("WB", "BN", hour) for hour in (6.99, 7, 9)] == [True, False, True]


def test_a_condition_that_binds_others_makes_no_period(draw: Drawing) -> None:
    members, _ = rule("no_left_turn", 1, "B", 4)
    tags = {
        "type": "restriction",
        "restriction:conditional": "no_left_turn @ (07:00-09:00)",
        "except": "motorcar",
    }
    assert Day(draw(SQUARE, ways_with(STREET), relations={9: (members, tags)})).starts_h == [0]


def test_a_barrier_stands_open_at_its_hours(draw: Drawing) -> None:
    tags = {"barrier": "bollard", "motor_vehicle:conditional": "yes @ (06:00-10:00)"}
    day = Day(draw(SQUARE, ways_with(STREET), node_tags={"B": tags}))
    assert [day.may_turn("WB", "BC", hour) for hour in (5, 6, 10)] == [False, True, False]


def test_a_speed_limit_holds_at_its_hours(draw: Drawing) -> None:
    """A van drives at 0.8 times the limit: 100 m at 40 km/h in 9 s, at 24 in 15."""
    tags = STREET | {"maxspeed": "50", "maxspeed:conditional": "30 @ (22:00-06:00)"}
    day = Day(draw(SQUARE, ways_with(tags)))
    assert day.starts_h == [0, 6, 22]
    assert [day.ms("BC", hour) for hour in (5, 6, 22)] == [15_000, 9_000, 15_000]


# Traffic


def test_a_busy_hour_is_a_period_of_its_own(draw: Drawing) -> None:
    day = Day(draw(SQUARE, ways_with({"highway": "primary"})), traffic=busy(8))
    assert day.starts_h == [0, 8, 9]
    assert [day.ms("WB", hour) for hour in (7.99, 8, 8.99, 9)] == [14_400, 28_800, 28_800, 14_400]
    assert day.ms("BC", 8) == day.ms("BC", 9)


def test_traffic_does_not_slow_bicycles(draw: Drawing) -> None:
    day = Day(draw(SQUARE, ways_with(STREET)), kind="cargo_bike", traffic=busy(8))
    assert day.starts_h == [0]
    assert day.ms("WB", 8) == 24_000


def test_periods_with_the_same_weights_are_one_to_weigh(draw: Drawing) -> None:
    periods = Day(draw(SQUARE, ways_with(STREET)), traffic=busy(8)).periods
    assert [periods.same_as(number) for number in range(3)] == [0, 1, 0]
    assert periods.period(0) is periods.period(2)
    assert periods.period(0) is not periods.period(1)


def test_hours_with_the_same_traffic_are_one_period_even_if_not_in_free_flow(
    draw: Drawing,
) -> None:
    traffic = Traffic(factor=np.full((168, len(CLASSES)), 1.5))
    day = Day(draw(SQUARE, ways_with(STREET)), traffic=traffic)
    assert day.starts_h == [0]
    assert day.ms("WB", 3) == 21_600


def test_after_midnight_the_next_days_traffic_counts(draw: Drawing) -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    day = Day(draw(SQUARE, ways_with(STREET)), traffic=busy(1, date=tuesday))
    assert day.starts_h == [0, 25, 26]


def test_traffic_in_a_zone_slows_the_streets_in_it(draw: Drawing) -> None:
    hours = np.zeros(168, dtype=np.bool_)
    hours[hour_of_week(MONDAY, 8)] = True
    zone = TrafficZone(
        area=shapely.box(-1, -1, -10 * DEGREES_A_METRE, 1),
        hours=hours,
        classes=np.ones(len(CLASSES), dtype=np.bool_),
        factor=3.0,
    )
    nodes = {"V": (-200, 0), **SQUARE}
    day = Day(
        draw(nodes, {9: ("VW", STREET), **ways_with(STREET)}),
        traffic=Traffic(factor=np.ones((168, len(CLASSES))), zones=(zone,)),
    )
    assert day.starts_h == [0, 8, 9]
    assert [day.ms("VW", hour) for hour in (7, 8)] == [14_400, 43_200]
    assert [day.ms("CE", hour) for hour in (7, 8)] == [14_400, 14_400]


# Closures


def test_a_closed_street_is_closed_while_the_closure_lasts(draw: Drawing) -> None:
    closure = Closure(shape=at(50, 5), spells=((10 * H, 12 * H),))
    day = Day(draw(SQUARE, ways_with(STREET)), closures=(closure,))
    assert day.starts_h == [0, 10, 12]
    assert day.open_h("BC") == [(0, 10), (12, 30)]
    assert not day.may_turn("WB", "BC", 11)
    assert day.entries("BC", 9) == 0  # through traffic need not avoid it before


def test_a_closure_without_hours_holds_all_day(draw: Drawing) -> None:
    day = Day(draw(SQUARE, ways_with(STREET)), closures=(Closure(shape=at(50, 5)),))
    assert day.starts_h == [0]
    assert day.open_h("BC") == []
    assert day.open_h("WB") == [(0, 30)]


def test_a_slow_zone_slows_to_its_speed_and_never_speeds_up(draw: Drawing) -> None:
    """100 m at 10 km/h take 36 s; a limit of 90 changes nothing."""
    path = draw(SQUARE, ways_with(STREET))
    slow = Closure(shape=at(50, 5), kph=10.0, spells=((10 * H, 12 * H),))
    fast = Closure(shape=at(150, 5), kph=90.0)
    day = Day(path, closures=(slow, fast))
    assert [day.ms("BC", hour) for hour in (9, 10, 12)] == [14_400, 36_000, 14_400]
    assert day.ms("CE", 9) == 14_400


def test_a_closure_for_others_makes_no_period(draw: Drawing) -> None:
    closure = Closure(shape=at(50, 5), kinds=frozenset({"cargo_bike"}), spells=((10 * H, 12 * H),))
    path = draw(SQUARE, ways_with(STREET))
    assert Day(path, closures=(closure,)).open_h("BC") == [(0, 30)]
    assert Day(path, kind="cargo_bike", closures=(closure,)).open_h("BC") == [(0, 10), (12, 30)]


def test_two_closures_and_a_busy_hour_hold_together(draw: Drawing) -> None:
    """From 8 to 9 traffic doubles what the slow zone leaves; from 8:30 the street is closed."""
    closures = (
        Closure(shape=at(50, 5), kph=10.0),
        Closure(shape=at(50, 5), spells=((int(8.5 * H), 9 * H),)),
    )
    day = Day(draw(SQUARE, ways_with(STREET)), closures=closures, traffic=busy(8))
    assert day.starts_h == [0, 8, 8.5, 9]
    assert [day.ms("BC", hour) for hour in (7, 8, 9)] == [36_000, 72_000, 36_000]
    assert day.open_h("BC") == [(0, 8.5), (9, 30)]


# Days on which the clocks change


@pytest.mark.parametrize(("date", "shift_h"), [(SPRING_FORWARD, -1), (FALL_BACK, 1)])
def test_hours_come_sooner_or_later_on_the_days_on_which_the_clocks_change(
    draw: Drawing, date: dt.date, shift_h: int
) -> None:
    day = Day(draw(SQUARE, ways_with(MARKET)), date=date, traffic=busy(8, date=date))
    assert day.starts_h == [0, *(hour + shift_h for hour in (8, 9, 11, 17))]
    assert day.open_h("BC") == [(0, 11 + shift_h), (17 + shift_h, 30)]


def test_an_hour_that_comes_twice_is_busy_twice_one_that_is_left_out_never(
    draw: Drawing,
) -> None:
    path = draw(SQUARE, ways_with(STREET))
    twice = Day(path, date=FALL_BACK, traffic=busy(2, date=FALL_BACK))
    assert twice.starts_h == [0, 2, 4]
    never = Day(path, date=SPRING_FORWARD, traffic=busy(2, date=SPRING_FORWARD))
    assert never.starts_h == [0]


def test_periods_end_with_the_horizon(draw: Drawing) -> None:
    day = Day(draw(SQUARE, ways_with(STREET)), traffic=Traffic.default())
    assert day.periods.starts_s[-1] < HORIZON_S
    assert day.periods.starts_s[0] == 0
