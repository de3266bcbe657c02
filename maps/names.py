"""What a street is called, in every language that the map has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME_KEY = re.compile(r"(?:name|alt_name|official_name|short_name|old_name|loc_name)(?::[a-z-]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetName:
    """A street's `name`, and every other by its tag, sorted: ``("name:nl", "Nieuwstraat")``."""

    name: str
    others: tuple[tuple[str, str], ...] = ()


def street_name(tags: Mapping[str, str]) -> StreetName | None:
    """Give the names that a way carries; a road without one goes by its number (``ref``)."""
    name = tags.get("name") or tags.get("ref")
    if not name:
        return None
    others = sorted(
        (key, value)
        for key, value in tags.items()
        if key != "name" and value and _NAME_KEY.fullmatch(key)
    )
    return StreetName(name=name, others=tuple(others))
