"""How each street stands to a kind of vehicle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.build import build_city
from maps.errors import MapError
from maps.standing import Street, standing

if TYPE_CHECKING:
    from maps.city import City

Drawing = Callable[..., Path]
STREET = {"highway": "residential"}
TURN_LEFT_NOT = {"type": "restriction", "restriction": "no_left_turn"}


def street_of(city: City, way: int, kind: str = "van") -> set[int]:
    """What a way's stretches are to a kind of vehicle."""
    return set(standing(city, kind).street[city.network.segment_way == way].tolist())


@pytest.fixture
def comb(draw: Drawing) -> City:
    """A street with six ways off it, each of another sort.

    ::

        E     F     G     H     I     J
        |     |     |     ^     |     |
        |2    |3    |4    |5    |6    |7
        A-----B-----C-----D-----K-----L     way 1
    """
    nodes = {
        **{letter: (100 * place, 0) for place, letter in enumerate("ABCDKL")},
        **{letter: (100 * place, 100) for place, letter in enumerate("EFGHIJ")},
    }
    hours = {"motor_vehicle": "no", "motor_vehicle:conditional": "yes @ (06:00-11:00)"}
    ways = {
        1: ("ABCDKL", STREET),
        2: ("AE", STREET | {"access": "destination"}),
        3: ("BF", STREET | {"access": "private"}),
        4: ("CG", STREET | hours),
        5: ("DH", STREET | {"oneway": "yes"}),
        6: ("KI", {"highway": "footway"}),
        7: ("LJ", STREET | {"motor_vehicle:conditional": "no @ (Sa 08:00-14:00)"}),
    }
    return build_city(draw(nodes, ways))


@pytest.mark.parametrize(
    ("way", "street"),
    [
        (1, Street.WITHIN_REACH),
        (2, Street.ENDS_ONLY),
        (3, Street.CLOSED),
        (4, Street.AT_TIMES),
        (5, Street.CUT_OFF),
        (6, Street.CLOSED),
        (7, Street.AT_TIMES),
    ],
)
def test_each_street_has_the_standing_that_its_signs_give_it(
    comb: City, way: int, street: Street
) -> None:
    assert street_of(comb, way) == {street}


def test_hours_for_motors_are_none_for_bikes(comb: City) -> None:
    assert street_of(comb, 4, "cargo_bike") == {Street.WITHIN_REACH}


def test_a_condition_that_changes_speeds_alone_leaves_a_street_within_reach(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0)}
    limit = {"maxspeed:conditional": "30 @ (22:00-06:00)"}
    assert street_of(build_city(draw(nodes, {1: ("AB", STREET | limit)})), 1) == {
        Street.WITHIN_REACH
    }


def test_a_bollard_counts_where_it_divides_a_street_and_not_where_a_path_begins(
    draw: Drawing,
) -> None:
    """A bollard at B, between two streets, and one at D, between a street and a footway."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (0, 100), "E": (0, 200)}
    ways = {1: ("ABC", STREET), 2: ("AD", STREET), 3: ("DE", {"highway": "footway"})}
    bollards = {letter: {"barrier": "bollard"} for letter in "BD"}
    city = build_city(draw(nodes, ways, node_tags=bollards))
    barred = city.network.node_osm_id[standing(city, "van").barriers]
    assert barred.tolist() == [ord("B")]


def test_a_forbidden_turn_stands_at_the_node_where_it_would_be_taken(draw: Drawing) -> None:
    """From A over B one may not turn left to C; bicycles may.

    ::

              C
              |
        A-----B-----D
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (200, 0)}
    ways = {1: ("AB", STREET), 2: ("BC", STREET), 3: ("BD", STREET)}
    members = [("way", 1, "from"), ("node", ord("B"), "via"), ("way", 2, "to")]
    city = build_city(
        draw(nodes, ways, relations={9: (members, TURN_LEFT_NOT | {"except": "bicycle"})})
    )
    van = standing(city, "van")
    assert city.network.node_osm_id[van.turn_nodes].tolist() == [ord("B")]
    assert van.turn_rules.tolist() == [0]
    assert len(standing(city, "cargo_bike").turn_nodes) == 0


def test_where_nothing_can_be_used_there_is_no_error(draw: Drawing) -> None:
    city = build_city(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", {"highway": "footway"})}))
    assert street_of(city, 1) == {Street.CLOSED}


def test_an_unknown_kind_is_named(comb: City) -> None:
    with pytest.raises(MapError, match="'vna'") as caught:
        standing(comb, "vna")
    assert caught.value.code == "MAP-PROFILE"


@pytest.mark.parametrize("kind", ["van", "cargo_bike", "walk"])
def test_in_a_real_city_what_is_within_reach_is_what_travel_times_reach(
    helsinki: Path, kind: str
) -> None:
    city = build_city(helsinki)
    found = standing(city, kind)
    reached = np.isin(found.street, [Street.WITHIN_REACH, Street.ENDS_ONLY])
    at_times = found.street == Street.AT_TIMES
    assert (reached | at_times)[found.within].all()
    assert found.within[reached].all()
    assert np.array_equal(found.within, city.travel_times(kind).usable)
