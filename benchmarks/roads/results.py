"""What was measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.roads.engine import PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.roads.agreement import Agreement
    from benchmarks.roads.contestants import Contestant


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """From the beginning to the first table; seconds of each step."""

    steps_s: Mapping[str, float]
    first_table_s: float

    @property
    def ready_s(self) -> float:
        """Seconds until questions can be asked."""
        return sum(self.steps_s.values())

    @property
    def total_s(self) -> float:
        """Seconds until the first table is there."""
        return self.ready_s + self.first_table_s


@dataclass(slots=True, kw_only=True)
class Row:
    """What is known of one engine on one city; `failure` says why nothing came after that."""

    builds: list[Build] = field(default_factory=list)
    tables_s: list[float] = field(default_factory=list)
    origins: int = PLACES
    peak_mb: float | None = None
    extras: dict[str, float] = field(default_factory=dict)
    failure: str | None = None

    @property
    def build(self) -> Build | None:
        """The quickest."""
        return min(self.builds, key=lambda build: build.total_s, default=None)

    @property
    def table_s(self) -> float | None:
        """The quickest table after the first."""
        return min(self.tables_s, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityResult:
    """One city's rows by the contestants' keys, or why there are none."""

    city: str
    source: str
    rows: Mapping[str, Row] = field(default_factory=dict)
    agreement: Agreement | None = None
    failure: str | None = None

    def row(self, contestant: Contestant) -> Row:
        """Give a contestant's row; an empty one for who did not take part."""
        return self.rows.get(contestant.key, Row())
