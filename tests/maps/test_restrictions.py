"""Turn restrictions, as OpenStreetMap has them."""

from __future__ import annotations

import pytest

from maps.restrictions import KINDS, Member, Restriction, read_restriction

MEMBERS: list[Member] = [("w", 1, "from"), ("n", 2, "via"), ("w", 3, "to")]


def read(tags: dict[str, str], members: list[Member] | None = None) -> tuple[Restriction, ...]:
    found = read_restriction(tags, members or MEMBERS)
    assert not isinstance(found, str)
    return found


def test_a_plain_restriction_holds_for_all_at_all_times() -> None:
    assert read({"restriction": "no_left_turn"}) == (
        Restriction(
            from_way=1,
            via_node=2,
            via_ways=(),
            to_way=3,
            kind="no_left_turn",
            vehicle="",
            exempt=(),
            condition="",
        ),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_restriction_is_known(kind: str) -> None:
    assert [turn.kind for turn in read({"restriction": kind})] == [kind]


@pytest.mark.parametrize(
    ("text", "exempt"),
    [("bicycle", ("bicycle",)), ("psv;bicycle", ("psv", "bicycle")), ("psv ; ", ("psv",))],
)
def test_a_restriction_may_spare_some(text: str, exempt: tuple[str, ...]) -> None:
    assert read({"restriction": "no_u_turn", "except": text})[0].exempt == exempt


def test_a_restriction_may_be_for_one_kind_of_vehicle() -> None:
    assert read({"restriction:hgv": "no_u_turn"})[0].vehicle == "hgv"


def test_a_restriction_may_hold_at_times_only() -> None:
    turn = read({"restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"})[0]
    assert (turn.kind, turn.vehicle, turn.condition) == ("no_left_turn", "", "Mo-Fr 07:00-09:00")


def test_a_restriction_may_be_for_one_kind_of_vehicle_at_times_only() -> None:
    turn = read({"restriction:hgv:conditional": "no_entry @ (weight>7.5)"})[0]
    assert (turn.kind, turn.vehicle, turn.condition) == ("no_entry", "hgv", "weight>7.5")


def test_one_relation_may_say_several_things() -> None:
    tags = {
        "restriction": "no_u_turn",
        "restriction:conditional": "no_left_turn @ (07:00-09:00); only_right_turn @ (Sa)",
    }
    assert [(turn.kind, turn.condition) for turn in read(tags)] == [
        ("no_u_turn", ""),
        ("no_left_turn", "07:00-09:00"),
        ("only_right_turn", "Sa"),
    ]


def test_several_from_ways_give_a_restriction_each() -> None:
    found = read({"restriction": "no_entry"}, [("w", 9, "from"), *MEMBERS])
    assert [(turn.from_way, turn.to_way) for turn in found] == [(9, 3), (1, 3)]


def test_several_to_ways_give_a_restriction_each() -> None:
    found = read({"restriction": "no_exit"}, [*MEMBERS, ("w", 9, "to")])
    assert [(turn.from_way, turn.to_way) for turn in found] == [(1, 3), (1, 9)]


def test_ways_between_are_kept_in_the_order_in_which_they_are_driven() -> None:
    members = [("w", 1, "from"), ("w", 8, "via"), ("w", 5, "via"), ("w", 3, "to")]
    turn = read({"restriction": "no_u_turn"}, members)[0]
    assert (turn.via_node, turn.via_ways) == (None, (8, 5))


def test_members_of_other_roles_do_no_harm() -> None:
    members = [*MEMBERS, ("n", 77, "location_hint"), ("w", 78, "")]
    assert read({"restriction": "no_u_turn"}, members) == read({"restriction": "no_u_turn"})


@pytest.mark.parametrize(
    ("tags", "members", "reason"),
    [
        ({"restriction": "no_left_turn"}, MEMBERS[:2], "restriction without from, via and to"),
        (
            {"restriction": "no_left_turn"},
            [*MEMBERS, ("n", 4, "via")],
            "restriction without from, via and to",
        ),
        (
            {"restriction": "no_left_turn"},
            [*MEMBERS, ("w", 4, "via")],
            "restriction without from, via and to",
        ),
        (
            {"restriction": "no_left_turn"},
            [("n", 1, "from"), *MEMBERS[1:]],
            "restriction without from, via and to",
        ),
        ({"restriction": "no_parking"}, MEMBERS, "restriction of an unknown kind"),
        ({}, MEMBERS, "restriction of an unknown kind"),
        (
            {"restriction:conditional": "no_left_turn @ ((Sa)"},
            MEMBERS,
            "restriction with a condition that cannot be read",
        ),
        (
            {"restriction:conditional": "no_left_turn"},
            MEMBERS,
            "restriction with a condition that cannot be read",
        ),
    ],
)
def test_what_cannot_be_used_says_why(
    tags: dict[str, str], members: list[Member], reason: str
) -> None:
    assert read_restriction(tags, members) == reason
