"""What an export format is: one vehicle's day in, the bytes of its file out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from routing.exports.sheet import Sheet


class Export(Protocol):
    """Writes one format. It is made without arguments and keeps nothing from file to file."""

    @property
    def suffix(self) -> str:
        """The end of its files' names, with the point: ``.gpx``."""

    def render(self, sheet: Sheet) -> bytes:
        """The whole file of one vehicle; the same sheet always gives the same bytes."""
