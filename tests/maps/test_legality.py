"""No drive does what the law of the road forbids, by a reader that knows nothing of the router.

And the same drives, when a rule is taken away from the router, do: so the reader bites.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.circumstances import Circumstances
from maps.conditional import Calendar
from maps.junctions import join_roads
from maps.profiles.model import Barriers
from maps.profiles.reading import profile_for
from maps.roads import read_roads
from maps.travel import TravelTimes
from tests.support.law.road_law import Breach, Move, RoadLaw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from maps.conditional import Spells
    from maps.network import RoadNetwork
    from maps.profiles.model import Profile
    from maps.snapping import Snaps
    from maps.travel import Leg

LEG_COUNT = int(os.environ.get("TOURNEE_LEGS", "2000"))
"""Random drives for each city and vehicle; ``TOURNEE_LEGS=10000`` is the full measure."""

DORTMUND = "dortmund_germany_2024-04-21.osm.pbf"
HEIDELBERG = "heidelberg_germany_2024-09-08.osm.pbf"
KINDS = ("van", "cargo_bike")


@pytest.fixture(params=["helsinki", DORTMUND, HEIDELBERG])
def city(request: pytest.FixtureRequest) -> Path:
    """Files with 45, 73 and 476 turn restrictions; the first is always here."""
    if request.param == "helsinki":
        helsinki: Path = request.getfixturevalue("helsinki")
        return helsinki
    shared_data: Path = request.getfixturevalue("shared_data")
    return shared_data.joinpath("osm", request.param)


@cache
def network_of(path: Path) -> RoadNetwork:
    return join_roads(read_roads(path))[0]


@cache
def law_of(path: Path, kind: str) -> RoadLaw:
    return RoadLaw(path, kind)


def random_places(
    times: TravelTimes, count: int, ends: NDArray[np.int32] | None = None
) -> tuple[Snaps, Snaps]:
    """Origins and destinations some 50 m from random junctions; the same ones in every run.

    Destinations are near one of the junctions in `ends`, where given.
    """
    network = times.network
    rng = np.random.default_rng(476)
    every = np.arange(network.node_count)
    near = [rng.choice(every, count), rng.choice(every if ends is None else ends, count)]
    off_degrees = rng.normal(0, 0.0005, size=(2, 2, count))
    origins, destinations = (
        times.snap(network.node_lat[node] + north, network.node_lon[node] + east)
        for node, (north, east) in zip(near, off_degrees, strict=True)
    )
    return origins, destinations


def junctions_of_hourly_streets(network: RoadNetwork) -> NDArray[np.int32]:
    """Where streets begin that are open, to vans or to bicycles, at some hours only."""
    keys = {"motor_vehicle:conditional", "bicycle:conditional"}
    hourly = np.array([not keys.isdisjoint(tags) for tags in network.tag_sets])
    found: NDArray[np.int32] = network.segment_start[hourly[network.segment_tags]]
    return found


def drive_of(network: RoadNetwork, leg: Leg) -> list[Move]:
    """Give a leg as the reader takes it: by OpenStreetMap's ids."""
    ways = network.segment_way[leg.arcs >> 1].tolist()
    tails = network.node_osm_id[network.arc_tail[leg.arcs]].tolist()
    heads = network.node_osm_id[network.arc_head[leg.arcs]].tolist()
    forward = (leg.arcs % 2 == 0).tolist()
    return list(map(Move, ways, tails, heads, forward))


def breaches_of(path: Path, kind: str, profile: Profile, count: int) -> list[Breach]:
    network, law = network_of(path), law_of(path, kind)
    times = TravelTimes(network, profile)
    legs = times.legs(*random_places(times, count))
    assert all(len(leg.arcs) for leg in legs)
    return [breach for leg in legs for breach in law.breaches(drive_of(network, leg))]


def is_open_at(second: int, spells: Spells) -> bool:
    return any(start <= second < end for start, end in spells)


def told(broken: list[Breach]) -> list[tuple[str, int]]:
    """Give the most frequent breaches, for a person to look at."""
    return Counter(f"{breach.rule}: {breach.detail}" for breach in broken).most_common(20)


def without_restrictions(profile: Profile) -> Profile:
    return profile.model_copy(
        update={"turns": profile.turns.model_copy(update={"restrictions": False})}
    )


def turning_back_anywhere(profile: Profile) -> Profile:
    turns = {"back_anywhere": True, "back_s": 0.0}
    return profile.model_copy(update={"turns": profile.turns.model_copy(update=turns)})


def against_oneways(profile: Profile) -> Profile:
    return profile.model_copy(
        update={"oneway": profile.oneway.model_copy(update={"heeded": False})}
    )


def through_all_barriers(profile: Profile) -> Profile:
    return profile.model_copy(update={"barriers": Barriers(otherwise="pass", named=frozenset())})


def through_all_streets(profile: Profile) -> Profile:
    access = {"open": profile.access.open | profile.access.ends_only, "ends_only": frozenset()}
    return profile.model_copy(
        update={"access": profile.access.model_copy(update={**access, "ends_only_by": ()})}
    )


def past_all_signs(profile: Profile) -> Profile:
    return profile.model_copy(
        update={"access": profile.access.model_copy(update={"closed": frozenset()})}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_drive_breaks_the_law(city: Path, kind: str) -> None:
    assert told(breaches_of(city, kind, profile_for(kind), LEG_COUNT)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_without_restrictions_the_same_drives_take_forbidden_turns(city: Path, kind: str) -> None:
    broken = breaches_of(city, kind, without_restrictions(profile_for(kind)), LEG_COUNT)
    assert {"no-turn", "only-turn"} <= {breach.rule for breach in broken}


@pytest.mark.parametrize("kind", KINDS)
def test_at_each_hour_no_drive_breaks_the_law_of_that_hour(shared_data: Path, kind: str) -> None:
    """Heidelberg's pedestrian streets are open to deliveries and bicycles from six to eleven."""
    path = shared_data / "osm" / HEIDELBERG
    monday = dt.date(2026, 11, 23)
    calendar = Calendar(date=monday, timezone="Europe/Berlin", country="DE")
    times = TravelTimes(network_of(path), profile_for(kind), Circumstances(calendar=calendar))
    ends = junctions_of_hourly_streets(times.network)
    origins, destinations = random_places(times, 300, ends)
    for hour in (8, 14):
        # To and from places that are closed then, legs are those of another hour.
        opened = [
            is_open_at(hour * 3600, origin) and is_open_at(hour * 3600, destination)
            for origin, destination in zip(
                times.open_spells(origins), times.open_spells(destinations), strict=True
            )
        ]
        pairs = np.flatnonzero(opened)
        departures_s = [hour * 3600] * len(pairs)
        legs = times.legs(origins.take(pairs), destinations.take(pairs), departures_s)
        drives = [drive_of(times.network, leg) for leg in legs]
        law = RoadLaw(path, kind, at=dt.datetime.combine(monday, dt.time(hour)), country="DE")
        assert told([breach for drive in drives for breach in law.breaches(drive)]) == []
        # At eight the law that holds at any hour, which has these streets closed, is broken.
        always = {breach.rule for drive in drives for breach in law_of(path, kind).breaches(drive)}
        assert always == ({"closed-way"} if hour == 8 else set())


@pytest.mark.parametrize(
    ("lawless", "kind", "rule"),
    [
        (turning_back_anywhere, "van", "u-turn"),
        (against_oneways, "van", "wrong-way"),
        (through_all_barriers, "van", "barrier"),
        (through_all_streets, "van", "through-traffic"),
        (past_all_signs, "van", "closed-way"),
        (past_all_signs, "cargo_bike", "closed-way"),
    ],
)
def test_a_router_without_a_rule_is_caught_breaking_it(
    shared_data: Path, lawless: Callable[[Profile], Profile], kind: str, rule: str
) -> None:
    path = shared_data / "osm" / HEIDELBERG
    broken = breaches_of(path, kind, lawless(profile_for(kind)), 500)
    assert rule in {breach.rule for breach in broken}
