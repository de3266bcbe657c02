"""Values that hold under a condition.

Rules: https://wiki.openstreetmap.org/wiki/Conditional_restrictions
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # its stubs

if TYPE_CHECKING:
    import datetime as dt

    from tests.support.law.osm_file import Tags
    from tests.support.law.vehicles import Vehicle

_CLAUSE = re.compile(r"\s*([^@;]+?)\s*@\s*(\([^)]*\)|[^;]*)\s*(?:;|$)")
_SIZE = re.compile(r"(?:max)?(weight|height|width|length|axles)\s*(<=|>=|=|<|>)\s*([\d.]+).*")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A vehicle, and when and where it drives.

    `at` is local time; None asks for what holds at any hour. `country` is an ISO 3166-1 code, for
    public holidays.
    """

    vehicle: Vehicle
    at: dt.datetime | None
    country: str

    def value(self, tags: Tags, key: str) -> str | None:
        """Give a key's value in this situation; of several conditions the last that holds wins.

        A condition about something unknown (wet, residents) does not hold.
        """
        found = tags.get(key)
        for value, condition in _CLAUSE.findall(tags.get(f"{key}:conditional", "")):
            if self._holds(condition):
                found = value
        return found

    def _holds(self, condition: str) -> bool:
        parts = re.split(r"\s+and\s+", condition.strip().strip("()"), flags=re.IGNORECASE)
        return all(self._part_holds(part.strip()) for part in parts)

    def _part_holds(self, part: str) -> bool:
        if size := _SIZE.fullmatch(part):
            what, comparison, limit = size.groups()
            return bool(_COMPARE[comparison](self.vehicle.sizes[what], float(limit)))
        hours = _hours(part, self.country)
        return self.at is not None and hours is not None and hours.is_open(self.at)


@lru_cache(maxsize=1024)
def _hours(text: str, country: str) -> OpeningHours | None:
    try:
        return OpeningHours(text, country=country)
    except ParserError:
        return None
