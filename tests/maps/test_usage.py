"""What a profile may do on each arc of a network, moment by moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.junctions import join_roads
from maps.profiles.model import Access
from maps.profiles.reading import SHIPPED, shipped_profiles
from maps.profiles.use import never, way_use
from maps.roads import read_roads
from maps.usage import StreetUse, conditions_of

if TYPE_CHECKING:
    from maps.network import RoadNetwork
    from maps.tags import Tags

Drawing = Callable[..., Path]
STREET = {"highway": "residential"}
PEDESTRIAN = {"highway": "pedestrian"}
OPEN, ENDS_ONLY, CLOSED = Access.OPEN, Access.ENDS_ONLY, Access.CLOSED

MORNING, MARKET = "Mo-Sa 05:00-11:00", "Fr 06:00-14:00"


def network_of(path: Path) -> RoadNetwork:
    return join_roads(read_roads(path))[0]


def one_street(draw: Drawing, tags: Tags) -> RoadNetwork:
    return network_of(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", tags)}))


def van_on(network: RoadNetwork) -> StreetUse:
    return StreetUse(network, shipped_profiles()["van"])


def test_each_arc_has_its_access_and_speed(draw: Drawing) -> None:
    """Two arcs a street, along it and against it."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0)}
    ways = {
        1: ("AB", STREET),
        2: ("BC", STREET | {"oneway": "-1", "motor_vehicle": "delivery", "maxspeed": "50"}),
        3: ("CD", {"highway": "cycleway"}),
    }
    usage = van_on(network_of(draw(nodes, ways))).at(never)
    assert usage.access.tolist() == [OPEN, OPEN, CLOSED, ENDS_ONLY, CLOSED, CLOSED]
    assert usage.kph.tolist() == [25, 25, 0, 40, 0, 0]
    assert not usage.barred.any()


def test_nodes_that_it_cannot_pass_are_barred(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0)}
    barriers = {"B": {"barrier": "bollard"}, "C": {"barrier": "gate"}}
    network = network_of(draw(nodes, {1: ("ABCD", STREET)}, node_tags=barriers))
    assert van_on(network).at(never).barred.tolist() == [False, True, False, False]
    bike = StreetUse(network, shipped_profiles()["cargo_bike"])
    assert not bike.at(never).barred.any()


def test_a_street_is_closed_while_its_condition_holds(draw: Drawing) -> None:
    use = van_on(one_street(draw, STREET | {"motor_vehicle:conditional": f"no @ ({MARKET})"}))
    assert use.at(never).access.tolist() == [OPEN, OPEN]
    assert use.at({MARKET}.__contains__).access.tolist() == [CLOSED, CLOSED]
    assert use.at(never).access.tolist() == [OPEN, OPEN]


def test_a_barrier_is_shut_while_its_condition_holds(draw: Drawing) -> None:
    tags = {"barrier": "gate", "access:conditional": f"no @ ({MARKET})"}
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    use = van_on(network_of(draw(nodes, {1: ("ABC", STREET)}, node_tags={"B": tags})))
    assert not use.at(never).barred.any()
    assert use.at({MARKET}.__contains__).barred.tolist() == [False, True, False]


def test_conditions_of_streets_and_barriers_are_named_once_each(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    ways = {
        1: ("AB", PEDESTRIAN | {"motor_vehicle:conditional": f"delivery @ ({MORNING})"}),
        2: ("BC", STREET | {"access:conditional": f"no @ ({MARKET}); yes @ ({MORNING})"}),
    }
    gate = {"barrier": "gate", "access:conditional": "no @ (22:00-06:00)"}
    use = van_on(network_of(draw(nodes, ways, node_tags={"B": gate})))
    assert sorted(use.conditions) == sorted([MORNING, MARKET, "22:00-06:00"])


def test_what_cannot_be_read_names_no_condition() -> None:
    tags = {"access:conditional": "no @ ((Mo", "maxspeed:conditional": "30 @ (Mo)", "access": "no"}
    assert conditions_of(tags) == ["Mo"]


@pytest.mark.parametrize(
    ("tags", "ever"),
    [
        (STREET, [True, True]),
        (STREET | {"oneway": "yes"}, [True, False]),
        (PEDESTRIAN, [False, False]),
        (STREET | {"vehicle:conditional": f"no @ ({MARKET})"}, [True, True]),
        (PEDESTRIAN | {"motor_vehicle:conditional": f"delivery @ ({MORNING})"}, [True, True]),
        # Open while one holds and the other does not.
        (
            PEDESTRIAN | {"motor_vehicle:conditional": f"yes @ ({MORNING}); no @ ({MARKET})"},
            [True, True],
        ),
        # Open while both hold.
        (
            PEDESTRIAN
            | {
                "motor_vehicle:conditional": f"yes @ ({MORNING})",
                "oneway": "reversible",
                "oneway:conditional": f"yes @ ({MARKET})",
            },
            [True, False],
        ),
        (STREET | {"oneway": "yes", "oneway:conditional": f"-1 @ ({MARKET})"}, [True, True]),
        (STREET | {"access": "no", "access:conditional": "yes @ ((Mo"}, [False, False]),
    ],
)
def test_an_arc_counts_that_is_open_at_some_moment_or_other(
    draw: Drawing, tags: Tags, ever: list[bool]
) -> None:
    assert van_on(one_street(draw, tags)).ever.tolist() == ever


@pytest.mark.parametrize("kind", SHIPPED)
@pytest.mark.parametrize("holding", [True, False])
def test_each_street_of_a_city_is_as_its_own_tags_say(
    helsinki: Path, kind: str, *, holding: bool
) -> None:
    """Read one by one, without sets of tags."""
    network, profile = network_of(helsinki), shipped_profiles()[kind]
    usage = StreetUse(network, profile).at(lambda _: holding)
    expected = [
        use
        for number in network.segment_tags
        for use in way_use(profile, network.tag_sets[number], lambda _: holding)
    ]
    assert usage.access.tolist() == [use.access for use in expected]
    assert usage.kph.tolist() == [use.kph for use in expected]
    assert np.isin(np.flatnonzero(usage.access > CLOSED), np.flatnonzero(usage.kph > 0)).all()
