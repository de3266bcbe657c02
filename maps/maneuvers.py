"""Words for what a driver does at one point of the way, and what two of them in a row amount to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

STRAIGHT_DEG, SLIGHT_DEG = 20.0, 45.0
"""Up to which angle one goes straight on, and bears to a side."""

_SHARP_DEG, _BACK_DEG = 120.0, 150.0
"""Beyond which angle a turn is sharp, and leads back."""

_LINK_M = 120.0
"""A piece without a name, at most so long, is a part of the turn into the street it leads to."""

_ONE_TURN_M = 40.0
"""Turns at most so far apart are one: over the lanes of a wide street, or through its middle."""


class Maneuver(StrEnum):
    """What a driver does."""

    DEPART = "depart"
    CONTINUE = "continue"
    SLIGHT_RIGHT = "slight_right"
    RIGHT = "right"
    SHARP_RIGHT = "sharp_right"
    SLIGHT_LEFT = "slight_left"
    LEFT = "left"
    SHARP_LEFT = "sharp_left"
    U_TURN = "u_turn"
    RAMP = "ramp"
    ROUNDABOUT = "roundabout"
    ARRIVE = "arrive"


class Side(StrEnum):
    """On which side something is."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something to do where the arc of number `place` begins.

    It leads from one street, by the last name that one has seen, to another; ``""`` is one without
    a name. `turn_deg` is the angle, above 0 to the right, `heading_deg` the direction afterwards,
    from north to the east; `is_plain` says that there is nothing to decide. `exit_number` is that
    of a roundabout's exit, None where the way ends on it, `side` that of a ramp, None straight
    ahead.
    """

    place: int
    maneuver: Maneuver
    street: str
    from_street: str
    turn_deg: float = 0.0
    heading_deg: float
    is_plain: bool = False
    exit_number: int | None = None
    side: Side | None = None

    @property
    def stays(self) -> bool:
        """Whether it leads on along the street that one comes from."""
        return bool(self.street) and self.street == self.from_street


SIDES = {
    Maneuver.SLIGHT_RIGHT: Side.RIGHT, Maneuver.RIGHT: Side.RIGHT, Maneuver.SHARP_RIGHT: Side.RIGHT,
    Maneuver.SLIGHT_LEFT: Side.LEFT, Maneuver.LEFT: Side.LEFT, Maneuver.SHARP_LEFT: Side.LEFT,
}  # fmt: skip
"""The turns to a side, and that side."""


def by_angle(turn_deg: float) -> Maneuver:
    """Name a turn by its angle, above 0 to the right."""
    angle, right = abs(turn_deg), turn_deg > 0
    if angle <= STRAIGHT_DEG:
        return Maneuver.CONTINUE
    if angle <= SLIGHT_DEG:
        return Maneuver.SLIGHT_RIGHT if right else Maneuver.SLIGHT_LEFT
    if angle <= _SHARP_DEG:
        return Maneuver.RIGHT if right else Maneuver.LEFT
    return Maneuver.SHARP_RIGHT if right else Maneuver.SHARP_LEFT


def joined(last: Turn, turn: Turn, run_m: float) -> list[Turn]:
    """Give what is said of two turns in a row, so many metres apart: both, one, or nothing.

    A street that one leaves again at once is not worth a word, nor is a name that changes right
    behind a turn. Two turns over the lanes of a wide street are one: across it, or back along it.
    """
    goes_on = turn.is_plain or turn.maneuver is Maneuver.CONTINUE
    if goes_on and not last.street and run_m <= _LINK_M:
        return (
            _one_of(last, turn) if last.maneuver in SIDES else [replace(last, street=turn.street)]
        )
    if last.maneuver is Maneuver.DEPART or run_m > _ONE_TURN_M:
        return [last, turn]
    if turn.maneuver is Maneuver.CONTINUE:
        return [replace(last, street=turn.street)]
    if last.maneuver is Maneuver.CONTINUE:
        return [replace(turn, from_street=last.from_street)]
    return _one_of(last, turn) if {last.maneuver, turn.maneuver} <= SIDES.keys() else [last, turn]


def _one_of(first: Turn, second: Turn) -> list[Turn]:
    turn_deg = (second.heading_deg - first.heading_deg + first.turn_deg + 180.0) % 360.0 - 180.0
    both = replace(
        second,
        place=first.place,
        from_street=first.from_street,
        maneuver=by_angle(turn_deg),
        turn_deg=turn_deg,
    )
    if both.stays and abs(turn_deg) >= _BACK_DEG:
        return [replace(both, maneuver=Maneuver.U_TURN)]
    if first.street and first.street not in {first.from_street, second.street}:
        return [first, second]
    return [] if both.stays and both.maneuver is Maneuver.CONTINUE else [both]
