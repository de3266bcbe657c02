"""Under which rules an instance is solved: how distances are rounded, and what is made least.

The same file has different best-known costs under different conventions, so each one carries the
name that a table of best-known costs knows it by. Sources: EURO Meets NeurIPS 2022 (ORTEC), the
DIMACS challenge of 2022 (VRPTW), SINTEF's lists of Solomon's and Homberger's instances, and PyVRP's
multi-trip instances with release times, after Yang (2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from routing.published.instances import Instance

CLASSIC_CONVENTIONS = ("dimacs", "sintef")
"""Those to choose from for Solomon's and Homberger's instances; others have one of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """One set of rules.

    Attributes
    ----------
    name
        As in the `convention` column of a table of best-known costs.
    scale
        Whole units to one unit of the file, in what solvers are given.
    rounding
        What becomes of a distance: `given` is a matrix of whole units, `truncated` cuts what is
        left after scaling, `none` is double precision; solvers then get times that are rounded up.
    shown_scale
        Whole units to one unit of the cost that is told.
    vehicles_first
        Fewer vehicles are better at any distance.
    fleet_free
        The file's number of vehicles bounds nothing.
    """

    name: str
    scale: int
    rounding: Literal["given", "truncated", "none"]
    shown_scale: int
    vehicles_first: bool = False
    fleet_free: bool = False


ORTEC = Convention(name="ortec-duration", scale=1, rounding="given", shown_scale=1, fleet_free=True)
DIMACS = Convention(name="dimacs", scale=10, rounding="truncated", shown_scale=10)
SINTEF = Convention(
    name="sintef", scale=1000, rounding="none", shown_scale=1000, vehicles_first=True
)
MULTI_TRIP = Convention(name="pyvrp-dimacs-x10", scale=10, rounding="truncated", shown_scale=1)


def convention_of(instance: Instance, classic: str) -> Convention:
    """The instance's convention; `classic` is one of `CLASSIC_CONVENTIONS`, where it may choose."""
    if instance.form == "ortec":
        return ORTEC
    if instance.form == "multi-trip":
        return MULTI_TRIP
    return {"dimacs": DIMACS, "sintef": SINTEF}[classic]
