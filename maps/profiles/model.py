"""What a profile says, checked as it is read; docs/profiles.md explains each field."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

Kph = Annotated[float, Field(gt=0, le=200)]
Seconds = Annotated[float, Field(ge=0, le=600)]
Size = Annotated[float, Field(gt=0, le=100)]
TagEqual = Annotated[str, Field(pattern=r"^[^=\s]+=[^=\s]+$")]
"""A tag as people write it: ``service=driveway``."""


class Access(IntEnum):
    """Whether a vehicle may use a street: on the way elsewhere, or only to a place in it."""

    CLOSED = 0
    ENDS_ONLY = 1
    OPEN = 2


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AccessRules(_Part):
    """How access tags are read: `keys`, the most specific first; the last is for everybody.

    A value is looked up in `open`, `ends_only` and `closed`; one that is in none says nothing.
    Besides, a street is closed by a tag of `closed_by`, and by one that `closed_unless` names with
    another value than it lists; a tag of `ends_only_by` leaves it for its own ends.
    """

    keys: tuple[str, ...] = Field(min_length=1)
    open: frozenset[str]
    ends_only: frozenset[str]
    closed: frozenset[str]
    closed_by: tuple[TagEqual, ...] = ()
    closed_unless: dict[str, frozenset[str]] = {}
    ends_only_by: tuple[TagEqual, ...] = ()

    def level(self, value: str) -> Access | None:
        """Give what a tag's value says; of several, as in ``a;b``, what opens most."""
        parts = {part.strip() for part in value.split(";")}
        if parts & self.open:
            return Access.OPEN
        if parts & self.ends_only:
            return Access.ENDS_ONLY
        return Access.CLOSED if parts & self.closed else None


class OnewayRules(_Part):
    """Whether ``oneway=*`` binds at all, and whether contraflow lanes for cycling lift it."""

    heeded: bool = True
    contraflow: bool = False


class Barriers(_Part):
    """Which ``barrier=*`` a vehicle passes, where no access tag says otherwise.

    With `otherwise` ``"stop"`` it passes those that are named, with ``"pass"`` all others.
    """

    otherwise: Literal["stop", "pass"]
    named: frozenset[str]

    def passes(self, barrier: str) -> bool:
        """Say whether it gets past one without access tags."""
        return (barrier in self.named) == (self.otherwise == "stop")


class TurnCosts(_Part):
    """What turning costs, in seconds, and whether the rules of turning bind.

    Where more than two roads meet, and in turning back, a turn by an angle costs

    - with the `shape` ``"sigmoid"``, ``turn_s / (1 + exp(6.5 * bias - 13 / bias * angle / 180))``,
      as OSRM's car profile has it, and across the oncoming traffic up to `oncoming_s` more,
    - with ``"square"``, ``turn_s / bias * (angle / 90) ** 2``, as its bicycle profile has it,

    with ``1 / bias`` for `bias` across the oncoming traffic. Turning back costs `back_s` more.
    Signals and signs hold up for `signal_s`, `stop_s` and `give_way_s`; the last is also for
    crossing or joining a bigger road where no sign or signal is mapped. A vehicle that does not
    heed `restrictions` turns as it likes; one with `back_anywhere` turns back where it likes.
    """

    shape: Literal["sigmoid", "square"] = "sigmoid"
    turn_s: Seconds = 0.0
    bias: Annotated[float, Field(gt=0.1, lt=10)] = 1.0
    oncoming_s: Seconds = 0.0
    back_s: Seconds = 0.0
    signal_s: Seconds = 0.0
    stop_s: Seconds = 0.0
    give_way_s: Seconds = 0.0
    barrier_s: dict[str, Seconds] = {}
    restrictions: bool = True
    back_anywhere: bool = False


class Speeds(_Part):
    """How fast a vehicle goes.

    With a speed limit it goes ``limit * limit_factor``; where `limit_factor` is absent, its class
    speed, but never faster than the limit. `caps` bound it by a tag's value, as
    ``caps.surface.cobblestone = 30``; `max_kph` bounds it everywhere.
    """

    limit_factor: Annotated[float, Field(gt=0, le=1.5)] | None = None
    max_kph: Kph = 200.0
    caps: dict[str, dict[str, Kph]] = {}
    traffic: bool = False


class Profile(_Part):
    """How one kind of vehicle travels.

    `ways` gives km/h by class of street, `signed_ways` by classes that are closed to it unless a
    tag of its own opens them; a class in neither is closed to it. `size` has ``weight`` in tonnes
    and ``height``, ``width``, ``length`` in metres, for signs that speak of them. On streets of the
    classes `own_side` it halts on the side where the place lies.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    about: str = ""
    access: AccessRules
    ways: dict[str, Kph]
    signed_ways: dict[str, Kph] = {}
    oneway: OnewayRules = OnewayRules()
    barriers: Barriers
    speeds: Speeds = Speeds()
    turns: TurnCosts = TurnCosts()
    size: dict[Literal["weight", "height", "width", "length", "axles"], Size] = {}
    own_side: frozenset[str] = frozenset()
    drives_on: Literal["right", "left"] = "right"

    @property
    def measures(self) -> Mapping[str, float]:
        """The vehicle's size as signs name it; it is rated for the weight that it has."""
        by_name: dict[str, float] = {str(name): value for name, value in self.size.items()}
        if "weight" in by_name:
            by_name["weightrating"] = by_name["weight"]
        return by_name

    def __hash__(self) -> int:
        """Hash by name: equal profiles have equal ones."""
        return hash(self.name)
