"""What a day does to the roads: its date and hours, its traffic, what is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from maps.conditional import HORIZON_S
from maps.traffic import Traffic

if TYPE_CHECKING:
    from maps.closures import Closure
    from maps.conditional import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """A day's circumstances.

    `calendar` has its date, clock and holidays. Between `working_s`, elapsed seconds from its
    midnight, vehicles are out: a street that is closed to them at some time in between is none to
    pass through that day.
    """

    calendar: Calendar
    working_s: tuple[int, int] = (0, HORIZON_S)
    traffic: Traffic = field(default_factory=Traffic.none)
    closures: tuple[Closure, ...] = ()
