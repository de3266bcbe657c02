"""Turn restrictions."""

from __future__ import annotations

import pytest

from maps.restrictions import KINDS, Restriction, pack_restrictions, read_restriction
from maps.tags import Mode

MEMBERS = [("w", 1, "from"), ("n", 2, "via"), ("w", 3, "to")]


def test_a_plain_restriction_holds_for_all() -> None:
    assert read_restriction({"restriction": "no_left_turn"}, MEMBERS) == (
        Restriction(
            from_way=1,
            via=2,
            via_is_way=False,
            to_way=3,
            kind=KINDS.index("no_left_turn"),
            modes=Mode.MOTOR | Mode.BICYCLE,
        ),
    )


@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        ({"restriction": "no_u_turn", "except": "bicycle"}, Mode.MOTOR),
        ({"restriction": "no_u_turn", "except": "psv;bicycle"}, Mode.MOTOR),
        ({"restriction": "no_u_turn", "except": "motorcar"}, Mode.BICYCLE),
        ({"restriction:bicycle": "no_u_turn"}, Mode.BICYCLE),
    ],
)
def test_a_restriction_may_spare_some(tags: dict[str, str], modes: Mode) -> None:
    found = read_restriction(tags, MEMBERS)
    assert not isinstance(found, str)
    assert found[0].modes == modes


def test_several_from_ways_give_a_restriction_each() -> None:
    found = read_restriction({"restriction": "no_entry"}, [("w", 9, "from"), *MEMBERS])
    assert not isinstance(found, str)
    assert [turn.from_way for turn in found] == [9, 1]


@pytest.mark.parametrize(
    ("tags", "members", "reason"),
    [
        ({"restriction": "no_left_turn"}, MEMBERS[:2], "restriction without from, via and to"),
        ({"restriction": "no_parking"}, MEMBERS, "restriction of an unknown kind"),
        ({}, MEMBERS, "restriction of an unknown kind"),
        (
            {"restriction": "no_u_turn", "except": "motorcar;bicycle"},
            MEMBERS,
            "restriction that exempts vans and bicycles",
        ),
    ],
)
def test_what_cannot_be_used_says_why(
    tags: dict[str, str], members: list[tuple[str, int, str]], reason: str
) -> None:
    assert read_restriction(tags, members) == reason


def test_none_at_all_pack_into_empty_arrays() -> None:
    assert len(pack_restrictions([])) == 0
