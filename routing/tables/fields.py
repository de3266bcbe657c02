"""One row's cells, read as what they should be; what is wrong with them is gathered."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from routing.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from routing.clock import Clock
    from routing.tables.model import Row

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"(?P<whole>[+-]?\d+),(?P<part>\d+)")
_GROUPS = re.compile(
    r"[+-]?\d{1,3}((?P<group>[ \u00a0\u202f,.'])\d{3})((?P=group)\d{3})*((?P<point>[.,])\d*)?"
)
# Spreadsheets count days from here, and give a time of day after midnight with a date near it.
_SPREADSHEET_ZERO = date(1899, 12, 31)
_LONGEST_DAY = 30 / 24
_FURTHEST_S = 366 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What problems with single cells are called in one table."""

    text: str
    number: str
    range: str
    time: str


class Fields:
    """A row on its way to becoming an order, a hub or a vehicle.

    Each reading gives the value, or ``None`` for an empty cell and for one that cannot be
    understood; the latter leaves an error in `diagnostics`.
    """

    def __init__(self, row: Row, *, codes: Codes, key: str, clock: Clock) -> None:
        self._row = row
        self._codes = codes
        self._clock = clock
        self._wrong: set[str] = set()
        self.diagnostics: list[Diagnostic] = []
        self.id: str | None = None
        self.id = self.identifier(key)

    @property
    def failed(self) -> bool:
        """Whether the row has to be set aside."""
        return any(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    def given(self, column: str) -> bool:
        """Whether the cell holds anything."""
        return self._row.cells.get(column) is not None

    def understood(self, *columns: str) -> bool:
        """Whether no error names one of the columns so far; empty cells are understood."""
        return self._wrong.isdisjoint(columns)

    def report(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        column: str | None = None,
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Add something that is wrong with the row; `column` says which value to show."""
        value = self._row.cells.get(column) if column else None
        if column and severity == "error":
            self._wrong.add(column)
        self.diagnostics.append(
            Diagnostic(
                code=code,
                message=message,
                remedy=remedy,
                file=self._row.file,
                line=self._row.line,
                id=self.id,
                value=None if value is None else str(value),
                severity=severity,
            )
        )

    def text(self, column: str) -> str | None:
        """Read text; a number that a spreadsheet made of an id or a postcode is text again."""
        value = self._row.cells.get(column)
        match value:
            case None:
                return None
            case str():
                return value
            case bool():
                pass
            case int() | UUID():
                return str(value)
            case float() | Decimal() if math.isfinite(value):
                return str(int(value)) if value == int(value) else str(value)
        self.report(
            self._codes.text,
            f"{column}: expected text, found a value of the type {type(value).__name__}.",
            "Write it as text.",
            column=column,
        )
        return None

    def identifier(self, column: str) -> str | None:
        """Read text that has to be the same elsewhere, and so holds only what can be seen."""
        text = self.text(column)
        if text is None or text.isprintable():
            return text
        self.report(
            self._codes.text,
            f"{column} {text!a} has characters that nobody sees on a screen.",
            "Write it with letters, digits and signs.",
            column=column,
        )
        return None

    def words(self, column: str) -> frozenset[str]:
        """Read words separated by ``;`` (in JSON also a list), in lower case."""
        value = self._row.cells.get(column)
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            words = value
        else:
            words = (self.text(column) or "").split(";")
        return frozenset(word.strip().casefold() for word in words if word.strip())

    def number(self, column: str, least: float, most: float) -> float | None:
        """Read a number from `least` to `most`, both included."""
        value = self._row.cells.get(column)
        if value is None:
            return None
        readings = _readings(value)
        if not readings:
            self.report(
                self._codes.number,
                f"{column}: expected a number, found {str(value)!r}.",
                "Write digits, with a point before decimals and no unit.",
                column=column,
            )
            return None
        fitting = [reading for reading in readings if least <= reading <= most]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            self.report(
                self._codes.number,
                f"{column}: {value} may be {fitting[0]:g} or {fitting[1]:g}.",
                "Write decimals with a point and no thousands separator.",
                column=column,
            )
        else:
            self.report(
                self._codes.range,
                f"{column}: expected {least:g} to {most:,.10g}, found {value}.",
                "Mend the value.",
                column=column,
            )
        return None

    def whole(self, column: str, least: int, most: int) -> int | None:
        """Read a whole number from `least` to `most`, both included."""
        number = self.number(column, least, most)
        if number is None or number == int(number):
            return None if number is None else int(number)
        self.report(
            self._codes.number,
            f"{column}: expected a whole number, found {self._row.cells[column]}.",
            "Round it.",
            column=column,
        )
        return None

    def thousandths(self, column: str, least: float, most: float) -> int | None:
        """Read a number of kilograms, litres or kilometres as whole grams, millilitres, metres."""
        number = self.number(column, least, most)
        return None if number is None else round(number * 1000)

    def cents(self, column: str, least: float, most: float) -> int | None:
        """Read an amount of euros as whole cents."""
        number = self.number(column, least, most)
        return None if number is None else round(number * 100)

    def time(self, column: str) -> int | None:
        """Read a time, as seconds from the day's midnight.

        Text is ISO 8601 or HH:MM[:SS]. Spreadsheets and databases give times as such, or as a
        fraction of a day below 30 hours. A time more than a year from the day is an error.
        """
        value = self._row.cells.get(column)
        if value is None:
            return None
        try:
            seconds = _seconds(value, self._clock)
        except (ValueError, OverflowError) as error:
            self.report(
                self._codes.time,
                f"{column}: {error}, found {str(value)!r}.",
                "Write it like 14:30 or 2026-11-21T14:30.",
                column=column,
            )
            return None
        if abs(seconds) <= _FURTHEST_S:
            return seconds
        # Databases write 9999-12-31 for never; such times would overflow further on.
        self.report(
            self._codes.range,
            f"{column}: {value} is more than a year from the day.",
            "Mend the date, or leave the cell empty if there is none.",
            column=column,
        )
        return None


def _readings(value: object) -> Collection[float]:
    """Give what a cell may mean as a finite number: nothing, one number, or two.

    A comma with exactly three digits behind it may stand before decimals or thousands.
    """
    readings = set()
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        # What a float cannot hold is no weight, position or duration either.
        with suppress(OverflowError):
            readings.add(float(value))
    elif isinstance(value, str):
        readings.update(_text_readings(value))
    return sorted(reading for reading in readings if math.isfinite(reading))


def _text_readings(value: str) -> Iterator[float]:
    if _PLAIN.fullmatch(value):
        yield float(value)
    elif match := _COMMA.fullmatch(value):
        yield float(f"{match['whole']}.{match['part']}")
        digits = match["whole"].lstrip("+-")
        if len(match["part"]) == 3 and len(digits) <= 3 and not digits.startswith("0"):
            yield float(match["whole"] + match["part"])
    elif (match := _GROUPS.fullmatch(value)) and match["point"] != match["group"]:
        ungrouped = value.replace(match["group"], "")
        yield float(ungrouped.replace(",", "."))


def _seconds(value: object, clock: Clock) -> int:
    wall_s = _wall_seconds(value)
    if wall_s is not None:
        minutes, second = divmod(wall_s, 60)
        hour, minute = divmod(minutes, 60)
        # By the wall clock: on a day whose clocks change, seconds after midnight are others.
        return clock.seconds(f"{hour:02d}:{minute:02d}:{second:02d}")
    if isinstance(value, str):
        return clock.seconds(value)
    if isinstance(value, datetime):
        return clock.elapsed(value)
    if isinstance(value, date):
        return clock.elapsed(datetime.combine(value, time(), tzinfo=clock.zone))
    raise ValueError("expected HH:MM or an ISO 8601 time")


def _wall_seconds(value: object) -> int | None:
    """Read a time of day that came as such: what a wall clock counts after midnight."""
    match value:
        case time():
            return value.hour * 3600 + value.minute * 60 + value.second
        case timedelta():
            return round(value.total_seconds())
        case datetime() if value.year <= _SPREADSHEET_ZERO.year + 1:
            days = max(0, (value.date() - _SPREADSHEET_ZERO).days)
            return days * 86_400 + value.hour * 3600 + value.minute * 60 + value.second
        case float() | int() | Decimal() if not isinstance(value, bool) and (
            0 <= value < _LONGEST_DAY
        ):
            return round(float(value) * 86_400)
        case _:
            return None
