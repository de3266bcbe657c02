"""Travel times against scipy and networkx on rules written anew, to the millisecond."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, reject, settings

from maps.errors import MapError
from maps.forbidden import forbidden_sequences
from maps.hierarchy.doors import UNREACHED
from maps.hierarchy.tables import table
from maps.ports import arriving, leaving, ports, staying
from maps.profiles.reading import profile_for
from maps.snapping import Snaps
from maps.travel import NO_WAY, TravelTimes
from maps.weights import DURATION_BITS, LENGTH_BITS, unpacked
from tests.support.naive_tables import NO_PATH, Ends, ends_of, table_by_networkx, table_by_scipy
from tests.support.naive_travel import ENTRY, MS, NaiveRules
from tests.support.random_city import Rule, random_cities, random_places, restriction_on
from tests.support.streets import network_of

if TYPE_CHECKING:
    from pathlib import Path

    from maps.network import RoadNetwork
    from maps.periods import Period

KINDS = ("van", "cargo_bike", "walk")


def core_of(times: TravelTimes) -> list[bool]:
    """Which arcs are the core of the only period of any day."""
    periods = times._periods
    core: list[bool] = periods._ruled(periods._states[0]).core.tolist()
    return core


def period_of(times: TravelTimes) -> Period:
    """The only one, on any day."""
    return times._periods.period(0)


def weights_of(times: TravelTimes, places: Snaps) -> list[list[int]]:
    """The table between places before it is rounded, as the naive ones are written."""
    period, skeleton = period_of(times), times._skeleton
    found = ports(times.network, times.profile, period.weights, places)
    weight = table(
        period.metric,
        leaving(skeleton, period.weights, found).doors,
        arriving(skeleton, found),
    )
    row, column = np.divmod(np.arange(weight.size), len(places))
    direct = staying(found, row, found, column).weight.min(axis=1).reshape(weight.shape)
    weight = np.minimum(weight, direct)
    duration_ms, length_dm = unpacked(weight)
    entries = weight >> (LENGTH_BITS + DURATION_BITS)
    in_one = entries * ENTRY + duration_ms * MS + length_dm
    rows: list[list[int]] = np.where(weight == UNREACHED, NO_PATH, in_one).tolist()
    return rows


def rounded(weight: int) -> tuple[int, int]:
    """Seconds and metres, half up."""
    if weight == NO_PATH:
        return NO_WAY, NO_WAY
    return (weight % ENTRY // MS + 500) // 1000, (weight % MS + 5) // 10


def check_table(times: TravelTimes, places: Snaps, expected: list[list[int]]) -> None:
    assert weights_of(times, places) == expected
    found = times.table(places, places)
    assert [
        list(zip(*row, strict=True))
        for row in zip(found.duration_s.tolist(), found.distance_m.tolist(), strict=True)
    ] == [[rounded(weight) for weight in row] for row in expected]


def check_legs(
    times: TravelTimes, places: Snaps, rules: NaiveRules, ends: Ends, expected: list[list[int]]
) -> None:
    """Every leg is a drive that the rules permit, and weighs what the table says."""
    count = len(places)
    for shift in range(min(count, 3)):
        goals = (np.arange(count) + shift) % count
        for origin, leg in enumerate(times.legs(places, places.take(goals))):
            weight, driven = expected[origin][goals[origin]], leg.arcs.tolist()
            assert (leg.duration_s, leg.distance_m) == rounded(weight)
            assert bool(driven) == (weight != NO_PATH)
            if driven:
                behind, there = ends[origin][driven[0]], ends[goals[origin]][driven[-1]]
                assert rules.drive_weight(driven) - behind + there == weight


@settings(max_examples=250)
@given(random_cities(), random_places())
@pytest.mark.parametrize("kind", KINDS)
def test_any_citys_table_is_scipys_and_networkxs(
    kind: str, network: RoadNetwork | None, positions: list[tuple[float, float]]
) -> None:
    """Rings, loops, one-ways, twin nodes, barriers, signals, ends-only streets, restrictions."""
    if network is None:
        reject()
    profile = profile_for(kind)
    try:
        times = TravelTimes(network, profile)
    except MapError:  # no street is good for this kind
        reject()
    places = times.snap(*np.array(positions).T)
    rules = NaiveRules(network, profile, core_of(times))
    ends = ends_of(rules, profile, period_of(times).weights.within, places)
    expected = table_by_networkx(rules, ends, ends)
    assert table_by_scipy(rules, ends, ends) == expected
    check_table(times, places, expected)
    check_legs(times, places, rules, ends, expected)


@settings(max_examples=250)
@given(random_cities())
@pytest.mark.parametrize("kind", KINDS)
def test_in_any_city_every_place_within_reach_has_a_way_to_every_other(
    kind: str, network: RoadNetwork | None
) -> None:
    """On each usable segment a place in its middle, on the left, on the right, and on it."""
    if network is None:
        reject()
    try:
        times = TravelTimes(network, profile_for(kind))
    except MapError:  # no street is good for this kind
        reject()
    segment = np.repeat(np.flatnonzero(times.usable), 3)
    nowhere = np.zeros(len(segment))
    places = Snaps(
        segment=segment.astype(np.int32),
        fraction=np.full(len(segment), 0.5),
        side=np.resize([-1, 0, 1], len(segment)).astype(np.int8),
        road_lat=nowhere,
        road_lon=nowhere,
        distance_m=nowhere,
    )
    assert times.table(places, places).duration_s.max() < NO_WAY


def check_city(network: RoadNetwork, kind: str) -> None:
    profile = profile_for(kind)
    times = TravelTimes(network, profile)
    south, west, north, east = network.bbox
    rng = np.random.default_rng(3)
    places = times.snap(rng.uniform(south, north, 150), rng.uniform(west, east, 150))
    rules = NaiveRules(network, profile, core_of(times))
    ends = ends_of(rules, profile, period_of(times).weights.within, places)
    expected = table_by_scipy(rules, ends, ends)
    check_table(times, places, expected)
    check_legs(times, places, rules, ends, expected)


@pytest.mark.parametrize("kind", ["van", "cargo_bike"])
def test_helsinkis_table_is_scipys(helsinki: Path, kind: str) -> None:
    check_city(network_of(helsinki), kind)


@pytest.mark.parametrize("kind", ["van", "cargo_bike"])
def test_helsinkis_table_is_scipys_with_restrictions_over_ways(helsinki: Path, kind: str) -> None:
    """Mappers drew hardly any: these are on 4,000 random walks, of which some can be placed."""
    network = network_of(helsinki)
    rng = np.random.default_rng(5)
    walks = [
        Rule(
            start=int(rng.integers(network.arc_count)),
            turns=tuple(rng.integers(100, size=rng.integers(2, 5)).tolist()),
            kind=("no_left_turn", "only_straight_on")[number % 2],
        )
        for number in range(4000)
    ]
    rules = tuple(restriction_on(network, walk) for walk in walks)
    network = replace(network, restrictions=tuple(rule for rule in rules if rule.via_ways))
    driven = [len(sequence) for sequence, _ in forbidden_sequences(network).sequences]
    assert sum(length > 2 for length in driven) > 500
    check_city(network, kind)


CITIES = (
    "brussels_belgium_2013-01-01",
    "dortmund_germany_2024-04-21",
    "heidelberg_germany_2024-09-08",
    "leuven_belgium_drive_2021-03-31",
    "wechelderzande_belgium_2016-09",
)


# The largest takes scipy a third of a minute a kind.
@pytest.mark.parametrize(
    ("city", "kind"),
    [*product(CITIES, ("van", "cargo_bike")), ("porto_portugal_highways_2015-06", "van")],
)
def test_a_real_citys_table_is_scipys(shared_data: Path, city: str, kind: str) -> None:
    check_city(network_of(shared_data / "osm" / f"{city}.osm.pbf"), kind)
