"""Which country a time zone is one of, for its public holidays."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def country_of(timezone: str) -> str:
    """Give the ISO 3166-1 code of a zone's first country, ``BE``; empty for a zone of none.

    By the time zone database's ``zone.tab``.
    """
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return next((country for country, _, zone, *_ in rows if zone == timezone), "")
