"""Orders of a published same-day, as columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from numpy.typing import NDArray

    Integers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Orders:
    """Some orders; every column has the shape (orders,), times are seconds of the day.

    Attributes
    ----------
    number
        By arrival over the whole day, from 1; below 0 for one that was only imagined.
    customer
        Where it goes, as the instance's file numbers places.
    opens, closes
        The first and the last start of service.
    service_s
        How long it takes at the door.
    demand
        Of the vehicle's capacity.
    """

    number: Integers
    customer: Integers
    opens: Integers
    closes: Integers
    service_s: Integers
    demand: Integers

    @classmethod
    def none(cls) -> Self:
        """No orders."""
        return cls(**{column.name: np.zeros(0, np.int64) for column in fields(cls)})

    def __len__(self) -> int:
        return len(self.number)

    def where(self, chosen: NDArray[Any]) -> Orders:
        """Those of a mask, or at these indices."""
        return Orders(**{name: column[chosen] for name, column in self._columns().items()})

    def also(self, others: Orders) -> Orders:
        """These, then the others."""
        theirs = others._columns()
        return Orders(
            **{
                name: np.concatenate([column, theirs[name]])
                for name, column in self._columns().items()
            }
        )

    def _columns(self) -> dict[str, Integers]:
        return {column.name: getattr(self, column.name) for column in fields(self)}
