"""Turn restrictions: from this way, over this node or these ways, not (or only) into that one.

https://wiki.openstreetmap.org/wiki/Relation:restriction . Here they are as OpenStreetMap has them;
`maps.forbidden` finds the streets that they speak of, and a profile says which ones it heeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.conditional import clauses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS = (
    "no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit",
    "only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn",
)  # fmt: skip
"""What a restriction forbids or demands."""

Member = tuple[str, int, str]
"""A relation's member: ``"n"``, ``"w"`` or ``"r"``, its id, its role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One forbidden (or demanded) turn.

    Either `via_node` is set, or `via_ways` has ways in the order in which they are driven.
    `vehicle` is the vehicle that it speaks of, "" for all (``restriction:bicycle`` has
    ``bicycle``); those in `exempt` need not heed it. Where there is a `condition`, it holds then
    only, as ``restriction:conditional`` has it.
    """

    from_way: int
    via_node: int | None
    via_ways: tuple[int, ...]
    to_way: int
    kind: str
    vehicle: str = ""
    exempt: tuple[str, ...] = ()
    condition: str = ""


Restrictions = tuple[Restriction, ...]


def read_restriction(
    tags: Mapping[str, str], members: Iterable[Member]
) -> tuple[Restriction, ...] | str:
    """Give the turns that one relation speaks of; or, as text, why it cannot be used.

    A relation with several from- or to-ways (``no_entry``, ``no_exit``) gives each pair, and one
    that says several things of several vehicles each of them.
    """
    try:
        said = list(_said(tags))
    except ValueError:
        return "restriction with a condition that cannot be read"
    if not said:
        return "restriction of an unknown kind"
    roles: dict[str, list[tuple[str, int]]] = {"from": [], "via": [], "to": []}
    for member_type, ref, role in members:
        if role in roles:
            roles[role].append((member_type, ref))
    froms = [ref for kind, ref in roles["from"] if kind == "w"]
    tos = [ref for kind, ref in roles["to"] if kind == "w"]
    nodes = [ref for kind, ref in roles["via"] if kind == "n"]
    ways = tuple(ref for kind, ref in roles["via"] if kind == "w")
    if not froms or not tos or bool(nodes) == bool(ways) or len(nodes) > 1:
        return "restriction without from, via and to"
    exempt = tuple(part.strip() for part in tags.get("except", "").split(";") if part.strip())
    return tuple(
        Restriction(
            from_way=from_way,
            via_node=nodes[0] if nodes else None,
            via_ways=ways,
            to_way=to_way,
            kind=kind,
            vehicle=vehicle,
            exempt=exempt,
            condition=condition,
        )
        for kind, vehicle, condition in said
        for from_way in froms
        for to_way in tos
    )


def _said(tags: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """Give kind, vehicle and condition of all that the tags say."""
    for key, value in tags.items():
        base, _, rest = key.partition(":")
        if base != "restriction":
            continue
        vehicle, _, last = rest.rpartition(":")
        if last != "conditional":
            if value in KINDS:
                yield value, rest, ""
            continue
        for clause in clauses(value):
            if clause.value in KINDS:
                yield clause.value, vehicle, clause.condition
