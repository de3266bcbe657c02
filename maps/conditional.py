"""When a condition holds: ``no @ (Mo-Fr 07:00-11:00)`` on a date, for a vehicle.

The syntax is that of https://wiki.openstreetmap.org/wiki/Conditional_restrictions : a tag's key
ends with ``:conditional``, its value holds clauses ``value @ condition``, and where several hold,
the last of them counts. Hours follow
https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification , which opening-hours-py reads.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

# The library's stubs leave its errors out.
from opening_hours import OpeningHours, ParserError, State, UnknownCountryError  # type: ignore[attr-defined]

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Spells = tuple[tuple[int, int], ...]
"""Half-open intervals of seconds: sorted, disjoint, and none touches the next."""

HORIZON_S = 30 * 3600
"""Plans run past midnight, so the hours of a day are asked for until 30 h after it begins."""

_ALL_DAY: Spells = ((0, HORIZON_S),)
_LONGEST_WALL_DAY = dt.timedelta(hours=34)  # what 30 h can cover on the clock, any jump included

_AND = r"(?<!\w)and(?!\w)"
_PROPERTY = re.compile(
    r"(?:max)?(?P<name>[a-z_]+)\s*(?P<sign><=|>=|<|>|=)\s*"
    r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>t|kg|m|cm)?",
    re.IGNORECASE,
)
_COMPARE = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
_TONNES_OR_METRES = {"": 1.0, "t": 1.0, "kg": 0.001, "m": 1.0, "cm": 0.01}

_PUBLIC_HOLIDAY = re.compile(r"\bPH\b", re.IGNORECASE)
_SUN = re.compile(r"sunrise|sunset|dawn|dusk", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """What a tag says, and under which condition (without the brackets around it)."""

    value: str
    condition: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A date somewhere: its clock, its public holidays, its sun.

    `timezone` is an IANA name. `country` is an ISO 3166-1 code such as ``BE``; it may be empty.
    `coordinates` are degrees north and east.
    """

    date: dt.date
    timezone: str
    country: str
    coordinates: tuple[float, float] | None = None


@lru_cache(maxsize=4096)
def clauses(value: str) -> tuple[Clause, ...]:
    """Give the clauses of a conditional tag's value, in order: of those that hold the last counts.

    Brackets around a condition may be missing; one without them goes on after a ``;`` until the
    next clause.

    Raises
    ------
    ValueError
        If the value is no list of clauses; the message says why.
    """
    found: list[tuple[str, str]] = []
    for piece in _split(value, ";"):
        if not piece:
            continue
        if "@" not in piece and found and not found[-1][1].startswith("("):
            found[-1] = (found[-1][0], f"{found[-1][1]}; {piece}")
            continue
        said, _, condition = (part.strip() for part in piece.partition("@"))
        if not said or not condition or "@" in condition:
            raise ValueError(f"expected 'value @ (condition)', found {piece!r}")
        found.append((said, condition))
    if not found:
        raise ValueError("expected 'value @ (condition)', found nothing")
    for _, condition in found:
        _parts(condition)  # refuses one whose brackets do not match
    return tuple(Clause(said, _bare(condition)) for said, condition in found)


def spells(condition: str, calendar: Calendar, vehicle: Mapping[str, float]) -> Spells | None:
    """Say when a condition holds, or None where that depends on what nobody here knows.

    Seconds are elapsed ones from the local midnight that begins the calendar's date, up to
    `HORIZON_S`: on a day on which the clocks change, hours by the clock come an hour sooner or
    later, twice, or not at all. `vehicle` has properties as conditions name them (``weight``,
    ``weightrating``, ``height``, ``length``, ``axles``, ...) in tonnes, metres or pieces; a
    leading ``max`` in a condition is overlooked.

    Not known are the weather, permits and purposes, a property that `vehicle` does not have,
    public holidays without a country, the sun without coordinates, and a remark in quotes. Of
    school holidays there is no calendar: every day counts as a day of term, when the streets
    around schools are closed. Parts joined by ``AND`` that are known and leave nothing over decide
    alone.

    Raises
    ------
    ValueError
        If the condition's brackets do not match.
    """
    left, known = _ALL_DAY, True
    for part in _parts(condition):
        said = _PROPERTY.fullmatch(part)
        holding = _property_spells(said, vehicle) if said else _hours_spells(part, calendar)
        if holding is None:
            known = False
        else:
            left = _common(left, holding)
    return left if known or not left else None


@lru_cache(maxsize=4096)
def _parts(condition: str) -> tuple[str, ...]:
    pieces = _split(_bare(condition), _AND)
    if len(pieces) == 1:
        return (_bare(pieces[0]),)
    return tuple(part for piece in pieces for part in _parts(piece))


def _property_spells(said: re.Match[str], vehicle: Mapping[str, float]) -> Spells | None:
    of_vehicle = vehicle.get(said["name"].lower())
    if of_vehicle is None:
        return None
    unit = _TONNES_OR_METRES[(said["unit"] or "").lower()]
    bound = float(said["number"].replace(",", ".")) * unit
    return _ALL_DAY if _COMPARE[said["sign"]](of_vehicle, bound) else ()


@lru_cache(maxsize=4096)
def _hours_spells(hours: str, calendar: Calendar) -> Spells | None:
    by_sun = _SUN.search(hours) is not None
    if by_sun and calendar.coordinates is None:
        return None
    try:
        opening = OpeningHours(
            hours,
            timezone=ZoneInfo(calendar.timezone) if by_sun else None,
            coords=calendar.coordinates if by_sun else None,
            country=calendar.country if _PUBLIC_HOLIDAY.search(hours) else None,
            auto_country=False,
        )
    except (ParserError, UnknownCountryError):
        return None
    midnight = dt.datetime.combine(calendar.date, dt.time())
    by_wall: list[tuple[int, int]] = []
    for start, end, state, remark in opening.intervals(midnight, midnight + _LONGEST_WALL_DAY):
        if state == State.CLOSED:
            continue
        if state == State.UNKNOWN or remark:
            return None
        by_wall.append((_wall_s(start, midnight), _wall_s(end, midnight)))
    return _elapsed(by_wall, _clock_shifts(calendar.date, calendar.timezone))


def _wall_s(moment: dt.datetime, midnight: dt.datetime) -> int:
    return round((moment.replace(tzinfo=None) - midnight).total_seconds())


@lru_cache(maxsize=256)
def _clock_shifts(date: dt.date, timezone: str) -> tuple[tuple[int, int, int], ...]:
    """From and until which elapsed second the clock on the wall is how many seconds ahead.

    The clocks change at most once in `HORIZON_S`.
    """
    zone = ZoneInfo(timezone)
    wall_midnight = dt.datetime.combine(date, dt.time())
    midnight = wall_midnight.replace(tzinfo=zone).timestamp()

    def ahead_s(elapsed_s: int) -> int:
        moment = dt.datetime.fromtimestamp(midnight + elapsed_s, tz=zone)
        return _wall_s(moment, wall_midnight) - elapsed_s

    before, after = ahead_s(0), ahead_s(HORIZON_S)
    if before == after:
        return ((0, HORIZON_S, before),)
    change = bisect_right(range(HORIZON_S), 0, key=lambda second: ahead_s(second) != before)
    return ((0, change, before), (change, HORIZON_S, after))


def _elapsed(by_wall: Iterable[tuple[int, int]], shifts: Iterable[tuple[int, int, int]]) -> Spells:
    """Seconds of the clock on the wall as elapsed seconds."""
    clipped = sorted(
        (max(start - ahead, since), min(end - ahead, until))
        for start, end in by_wall
        for since, until, ahead in shifts
    )
    found: list[tuple[int, int]] = []
    for start, end in clipped:
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _common(some: Spells, others: Spells) -> Spells:
    overlaps = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return tuple((start, end) for start, end in overlaps if start < end)


def _split(text: str, separator: str) -> list[str]:
    """Cut a text where the separator, a pattern, stands outside brackets and quotes."""
    pieces, start, depth = [], 0, 0
    for token in re.finditer(rf'"[^"]*"|[()]|{separator}', text, re.IGNORECASE):
        if token[0] in "()":
            depth += 1 if token[0] == "(" else -1
            if depth < 0:
                break
        elif depth == 0 and not token[0].startswith('"'):
            pieces.append(text[start : token.start()].strip())
            start = token.end()
    if depth:
        raise ValueError(f"the brackets do not match in {text!r}")
    return [*pieces, text[start:].strip()]


def _bare(text: str) -> str:
    """Take off the brackets that stand around all of a text."""
    text = text.strip()
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place
    return -1
