"""Travel between a hub's sites through the day: a table for each period."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from maps.travel import NO_WAY, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Travel:
    """One kind of vehicle's travel between sites.

    A leg takes what the table of its departure says: ``tables[p]`` is for those from
    ``starts_s[p]`` to ``starts_s[p + 1]``, the first for earlier and the last for later ones too.
    """

    starts_s: tuple[int, ...]
    tables: tuple[Table, ...]

    @classmethod
    def constant(cls, table: Table) -> Self:
        """Travel that is the same at all hours."""
        return cls(starts_s=(0,), tables=(table,))

    def number(self, depart_s: int) -> int:
        """The period of a departure."""
        return bisect_right(self.starts_s, depart_s, 1) - 1

    def at(self, depart_s: int) -> Table:
        """The table for a departure."""
        return self.tables[self.number(depart_s)]

    @cached_property
    def least_s(self) -> NDArray[np.int32]:
        """The durations that no departure beats."""
        least: NDArray[np.int32] = np.minimum.reduce([t.duration_s for t in self.tables])
        return least

    @cached_property
    def most_m(self) -> int:
        """The longest leg that has a way at all."""
        metres = [table.distance_m[table.distance_m < NO_WAY] for table in self.tables]
        return max(int(one.max(initial=0)) for one in metres)

    def by_leg(self) -> NDArray[np.int32]:
        """All tables in one, with what is asked for together side by side.

        Shape (sites, sites, 2, periods): seconds, then metres.
        """
        seconds = np.stack([table.duration_s for table in self.tables], axis=-1)
        metres = np.stack([table.distance_m for table in self.tables], axis=-1)
        return np.stack([seconds, metres], axis=-2, dtype=np.int32)

    def slowest(self, leave_s: NDArray[np.int64], reach_s: NDArray[np.int64]) -> Table:
        """The slowest and longest that each leg can be, for planning that is never too tight.

        Parameters
        ----------
        leave_s, reach_s
            By site, the earliest departure from it and the latest arrival at it. A leg is driven in
            one of the periods between; where there is none, in the last before.
        """
        first = np.maximum(np.searchsorted(self.starts_s, leave_s, side="right") - 1, 0)
        last = np.maximum(np.searchsorted(self.starts_s, reach_s, side="right") - 1, 0)
        first = np.minimum(first[:, None], last[None, :])
        seconds, metres = np.zeros((2, *self.tables[0].duration_s.shape), dtype=np.int32)
        for number, table in enumerate(self.tables):
            counts = (first <= number) & (number <= last[None, :])
            np.maximum(seconds, table.duration_s, out=seconds, where=counts)
            np.maximum(metres, table.distance_m, out=metres, where=counts)
        return Table(duration_s=seconds, distance_m=metres)
