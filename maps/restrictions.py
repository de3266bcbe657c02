"""Turn restrictions: from this way, over this node or way, not (or only) into that one.

https://wiki.openstreetmap.org/wiki/Relation:restriction . They are read and kept with the map;
travel times do not heed them yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.tags import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

KINDS = (
    "no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit",
    "only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn",
)  # fmt: skip
"""What a restriction forbids or demands; a kind's code is its place in here."""

_EXCEPTIONS = {
    "motorcar": Mode.MOTOR,
    "goods": Mode.MOTOR,
    "motor_vehicle": Mode.MOTOR,
    "bicycle": Mode.BICYCLE,
    "cargo_bike": Mode.BICYCLE,
}
_OWN_KEYS = {
    "restriction": Mode.MOTOR | Mode.BICYCLE,
    "restriction:motorcar": Mode.MOTOR,
    "restriction:motor_vehicle": Mode.MOTOR,
    "restriction:bicycle": Mode.BICYCLE,
}

Member = tuple[str, int, str]
"""A relation's member: ``"n"``, ``"w"`` or ``"r"``, its id, its role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One forbidden (or demanded) turn; `via` is a node's id, or a way's where `via_is_way`."""

    from_way: int
    via: int
    via_is_way: bool
    to_way: int
    kind: int
    modes: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrictions:
    """Many of them, as arrays of one length: int64 ids, a bool, and uint8 codes and flags."""

    from_way: NDArray[np.int64]
    via: NDArray[np.int64]
    via_is_way: NDArray[np.bool_]
    to_way: NDArray[np.int64]
    kind: NDArray[np.uint8]
    modes: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.kind)


def pack_restrictions(found: Iterable[Restriction]) -> Restrictions:
    """Give the same as arrays."""
    rows = list(found)
    return Restrictions(
        from_way=np.array([row.from_way for row in rows], dtype=np.int64),
        via=np.array([row.via for row in rows], dtype=np.int64),
        via_is_way=np.array([row.via_is_way for row in rows], dtype=np.bool_),
        to_way=np.array([row.to_way for row in rows], dtype=np.int64),
        kind=np.array([row.kind for row in rows], dtype=np.uint8),
        modes=np.array([row.modes for row in rows], dtype=np.uint8),
    )


def read_restriction(
    tags: Mapping[str, str], members: Iterable[Member]
) -> tuple[Restriction, ...] | str:
    """Give the turns that one relation speaks of; or, as text, why it cannot be used.

    A relation with several from- or to-ways (``no_entry``, ``no_exit``) gives each pair.
    """
    kind, modes = _kind_and_modes(tags)
    if kind not in KINDS:
        return "restriction of an unknown kind"
    for exempt in tags.get("except", "").split(";"):
        modes &= ~_EXCEPTIONS.get(exempt.strip(), Mode.NONE)
    if not modes:
        return "restriction that exempts vans and bicycles"
    roles: dict[str, list[tuple[str, int]]] = {"from": [], "via": [], "to": []}
    for member_type, ref, role in members:
        if role in roles:
            roles[role].append((member_type, ref))
    if not roles["from"] or not roles["to"] or len(roles["via"]) != 1:
        return "restriction without from, via and to"
    (via_type, via), *_ = roles["via"]
    return tuple(
        Restriction(
            from_way=from_way,
            via=via,
            via_is_way=via_type == "w",
            to_way=to_way,
            kind=KINDS.index(kind),
            modes=modes,
        )
        for _, from_way in roles["from"]
        for _, to_way in roles["to"]
    )


def _kind_and_modes(tags: Mapping[str, str]) -> tuple[str, Mode]:
    for key, modes in _OWN_KEYS.items():
        if key in tags:
            return tags[key], modes
    return "", Mode.NONE
