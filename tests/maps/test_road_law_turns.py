"""The reader of the road's law, on crossings that can be checked by hand: turns."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.support.law.by_hand import drive, rules_broken
from tests.support.law.road_law import Breach, RoadLaw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.maps.conftest import Drawing, Relations, Tags

STREET = {"highway": "residential"}
CROSSING = {"W": (-100, 0), "N": (0, 100), "X": (0, 0), "E": (100, 0), "S": (0, -100)}
"""::

          N
          |2
    W --1-X-3-- E     way 1 runs W to X, the others away from X
          |4
          S
"""
ARMS = {1: ("WX", STREET), 2: ("XN", STREET), 3: ("XE", STREET), 4: ("XS", STREET)}
LEFT = "1+WX 2+XN"
STRAIGHT_ON = "1+WX 3+XE"
RIGHT = "1+WX 4+XS"
BACK = "1+WX 1-XW"

TUESDAY = dt.datetime(2026, 11, 24, 8)  # noqa: DTZ001  # local to the street
TUESDAY_NOON = dt.datetime(2026, 11, 24, 12)  # noqa: DTZ001


def crossing(
    draw: Drawing,
    relations: Relations,
    vehicle: str = "van",
    at: dt.datetime | None = None,
    changes: Mapping[int, tuple[str, Tags]] | None = None,
) -> RoadLaw:
    return RoadLaw(draw(CROSSING, {**ARMS, **(changes or {})}, relations=relations), vehicle, at=at)


def turn(
    kind: str, start: int, end: int, **more: str
) -> dict[int, tuple[list[tuple[str, int, str]], Tags]]:
    """One restriction at the crossing; ``__`` in a key's name stands for a colon."""
    members = [("way", start, "from"), ("node", ord("X"), "via"), ("way", end, "to")]
    tags = {"type": "restriction", "restriction": kind}
    tags |= {key.replace("__", ":"): value for key, value in more.items()}
    return {9: (members, {key: value for key, value in tags.items() if value})}


def test_a_no_forbids_its_turn_and_no_other(draw: Drawing) -> None:
    law = crossing(draw, turn("no_left_turn", 1, 2))
    assert rules_broken(law, LEFT) == ["no-turn"]
    assert rules_broken(law, STRAIGHT_ON) == []
    assert rules_broken(law, RIGHT) == []
    assert rules_broken(law, "4-SX 2+XN") == []


def test_an_only_forbids_all_other_turns(draw: Drawing) -> None:
    law = crossing(draw, turn("only_right_turn", 1, 4))
    assert rules_broken(law, RIGHT) == []
    assert rules_broken(law, LEFT) == ["only-turn"]
    assert rules_broken(law, STRAIGHT_ON) == ["only-turn"]
    assert rules_broken(law, BACK) == ["only-turn"]
    assert rules_broken(law, "3-EX 2+XN") == []


def test_of_several_onlys_one_must_be_obeyed(draw: Drawing) -> None:
    other = turn("only_straight_on", 1, 3)[9]
    law = crossing(draw, {**turn("only_right_turn", 1, 4), 10: other})
    assert rules_broken(law, RIGHT) == []
    assert rules_broken(law, STRAIGHT_ON) == []
    assert rules_broken(law, LEFT) == ["only-turn"]


def test_a_breach_names_the_relation_and_the_moves(draw: Drawing) -> None:
    law = crossing(draw, turn("no_left_turn", 1, 2))
    moves = tuple(drive(LEFT))
    assert law.breaches(moves) == [Breach("no-turn", "relation 9: no_left_turn", moves)]


@pytest.mark.parametrize(
    ("kind", "more", "van", "cargo_bike"),
    [
        ("no_left_turn", {"except": "bicycle"}, True, False),
        ("no_left_turn", {"except": "psv;motorcar"}, False, True),
        ("no_left_turn", {"except": "destination"}, True, True),
        ("", {"restriction__bicycle": "no_left_turn"}, False, True),
        ("", {"restriction__motor_vehicle": "no_left_turn"}, True, False),
        ("", {"restriction__goods": "no_left_turn"}, True, False),
        ("", {"restriction__hgv": "no_left_turn"}, False, False),
        ("none", {}, False, False),
    ],
)
def test_a_restriction_binds_whom_it_names(
    draw: Drawing, kind: str, more: dict[str, str], van: bool, cargo_bike: bool
) -> None:
    for vehicle, is_bound in (("van", van), ("cargo_bike", cargo_bike)):
        law = crossing(draw, turn(kind, 1, 2, **more), vehicle)
        assert rules_broken(law, LEFT) == (["no-turn"] if is_bound else []), vehicle


@pytest.mark.parametrize(("at", "holds"), [(TUESDAY, True), (TUESDAY_NOON, False), (None, False)])
def test_a_conditional_restriction_holds_at_its_hours(
    draw: Drawing, at: dt.datetime | None, holds: bool
) -> None:
    relation = turn("", 1, 2, restriction__conditional="no_left_turn @ (Mo-Fr 07:00-09:00)")
    assert rules_broken(crossing(draw, relation, at=at), LEFT) == (["no-turn"] if holds else [])


def test_no_entry_has_several_froms_and_no_exit_several_tos(draw: Drawing) -> None:
    entry = turn("no_entry", 1, 2)
    entry[9][0].append(("way", 3, "from"))
    law = crossing(draw, entry)
    assert rules_broken(law, LEFT) == rules_broken(law, "3-EX 2+XN") == ["no-turn"]
    assert rules_broken(law, "4-SX 2+XN") == []
    leaving = turn("no_exit", 1, 2)
    leaving[9][0].append(("way", 3, "to"))
    law = crossing(draw, leaving)
    assert rules_broken(law, LEFT) == rules_broken(law, STRAIGHT_ON) == ["no-turn"]
    assert rules_broken(law, RIGHT) == []


def test_a_no_u_turn_binds_at_dead_ends_too(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "X": (100, 0)}
    path = draw(nodes, {1: ("AX", STREET)}, relations=turn("no_u_turn", 1, 1))
    assert rules_broken(RoadLaw(path, "van"), "1+AX 1-XA") == ["no-turn"]


def test_a_no_u_turn_on_a_ring_forbids_turning_back_and_not_another_round(draw: Drawing) -> None:
    nodes = {"X": (0, 0), "B": (50, 50), "C": (100, 0)}
    path = draw(nodes, {1: ("XBCX", STREET)}, relations=turn("no_u_turn", 1, 1))
    law = RoadLaw(path, "van")
    assert rules_broken(law, "1+CX 1+XB") == []
    assert rules_broken(law, "1+CX 1-XC") == ["no-turn"]


CARRIAGEWAYS = {
    "A": (-100, 10), "B": (0, 10), "C": (100, 10), "D": (0, -10), "E": (-100, -10),
    "F": (100, -10), "M": (0, 0), "Z": (50, 0),
}  # fmt: skip
"""Two carriageways, joined in the middle; a street leaves the link half-way::

    A --1-> B --2-> C
           3||8
            M --7-- Z
            |4
    E <-5-- D <-6-- F
"""
LINKED = {
    1: ("AB", STREET), 2: ("BC", STREET), 3: ("BM", STREET), 4: ("MD", STREET),
    5: ("DE", STREET), 6: ("FD", STREET), 7: ("MZ", STREET), 8: ("BM", STREET),
}  # fmt: skip


def over_the_link(kind: str, end: int, via: tuple[int, ...] = (3, 4)) -> Relations:
    members = [("way", 1, "from"), *(("way", one, "via") for one in via), ("way", end, "to")]
    return {9: (members, {"type": "restriction", "restriction": kind})}


@pytest.mark.parametrize("via", [(3, 4), (4, 3)])
def test_a_no_over_ways_speaks_to_those_who_drive_all_of_them(
    draw: Drawing, via: tuple[int, ...]
) -> None:
    law = RoadLaw(draw(CARRIAGEWAYS, LINKED, relations=over_the_link("no_u_turn", 5, via)), "van")
    assert rules_broken(law, "1+AB 3+BM 4+MD 5+DE") == ["no-turn"]
    assert rules_broken(law, "1+AB 3+BM 4+MD 6-DF") == []
    assert rules_broken(law, "1+AB 3+BM 7+MZ") == []
    assert rules_broken(law, "1+AB 8+BM 4+MD 5+DE") == []
    assert rules_broken(law, "2-CB 3+BM 4+MD 5+DE") == []
    assert rules_broken(law, "3+BM 4+MD 5+DE") == []  # a place on the link comes from nowhere


def test_an_only_over_ways_demands_its_turn_at_their_end(draw: Drawing) -> None:
    law = RoadLaw(draw(CARRIAGEWAYS, LINKED, relations=over_the_link("only_left_turn", 6)), "van")
    assert rules_broken(law, "1+AB 3+BM 4+MD 6-DF") == []
    assert rules_broken(law, "1+AB 3+BM 4+MD 5+DE") == ["only-turn"]
    assert rules_broken(law, "1+AB 3+BM 7+MZ") == []
    assert rules_broken(law, "1+AB 3+BM 4+MD") == []


@pytest.mark.parametrize(
    ("end", "via", "reason"),
    [
        (5, (3,), "the members do not meet"),
        (5, (4,), "the members do not meet"),
        (2, (3, 8), "the via ways can be passed in more than one manner"),
    ],
)
def test_via_ways_must_lead_from_one_end_to_the_other_in_one_manner(
    draw: Drawing, end: int, via: tuple[int, ...], reason: str
) -> None:
    relations = over_the_link("no_u_turn", end, via)
    law = RoadLaw(draw(CARRIAGEWAYS, LINKED, relations=relations), "van")
    assert law.ignored_restrictions == {reason: 1}


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (turn("no_parking", 1, 2), "unknown kind"),
        (turn("no_left_turn", 1, 2, hour_on="07:00"), "hours in the old style"),
        (
            {9: ([("way", 1, "from"), ("way", 2, "to")], {**turn("no_left_turn", 1, 2)[9][1]})},
            "not one from, one via (or a chain of ways) and one to",
        ),
        (turn("no_left_turn", 1, 77), "a member is no street of this file"),
        (turn("no_left_turn", 5, 2), "the members do not meet"),
        (
            turn("no_left_turn", 6, 2),
            "a street passes through the via node instead of ending there",
        ),
        (turn("only_left_turn", 1, 7), "the turn leads where the vehicle may not go anyway"),
    ],
)
def test_a_relation_that_is_no_use_is_counted_with_its_reason(
    draw: Drawing, relation: Relations, reason: str
) -> None:
    changes = {
        5: ("NE", STREET),
        6: ("WXE", STREET),
        7: ("XE", {**STREET, "access": "no"}),
    }
    law = crossing(draw, relation, changes=changes)
    assert law.turn_rule_count == 0
    assert law.ignored_restrictions == {reason: 1}
    assert rules_broken(law, LEFT) == []


# ---- U-turns


def test_turning_back_at_a_junction_is_a_breach(draw: Drawing) -> None:
    assert rules_broken(crossing(draw, {}), BACK) == ["u-turn"]


def test_turning_back_at_the_end_of_a_street_is_none(draw: Drawing) -> None:
    assert rules_broken(crossing(draw, {}), "2+XN 2-NX") == []


def test_turning_back_on_a_street_that_goes_on_is_a_breach(draw: Drawing) -> None:
    law = RoadLaw(draw({"A": (0, 0), "B": (100, 0), "C": (200, 0)}, {1: ("ABC", STREET)}), "van")
    assert rules_broken(law, "1+AB 1-BA") == ["u-turn"]


@pytest.mark.parametrize(
    "closed",
    [
        {"access": "private"},
        {"oneway": "-1"},
        {"highway": "footway"},
        {"access": "destination"},
        {"area": "yes"},
    ],
)
def test_where_all_other_streets_are_no_way_on_one_may_turn_back(
    draw: Drawing, closed: Tags
) -> None:
    tags = STREET | dict(closed)
    changes = {2: ("XN", tags), 3: ("XE", tags), 4: ("XS", tags)}
    assert rules_broken(crossing(draw, {}, changes=changes), BACK) == []


def test_where_a_restriction_leaves_no_way_on_one_may_turn_back(draw: Drawing) -> None:
    private = {**STREET, "access": "private"}
    changes = {2: ("XN", private), 3: ("XE", private)}
    law = crossing(draw, turn("no_right_turn", 1, 4), changes=changes)
    assert rules_broken(law, BACK) == []


def test_inside_streets_for_destinations_such_a_street_is_a_way_on(draw: Drawing) -> None:
    tags = {**STREET, "access": "destination"}
    changes = {number: (nodes, tags) for number, (nodes, _) in ARMS.items()}
    assert rules_broken(crossing(draw, {}, changes=changes), BACK) == ["u-turn"]
