"""Which streets drivers know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.tables.fields import Codes, Fields
from routing.tables.source import read_table

if TYPE_CHECKING:
    from collections.abc import Collection

    from routing.day.model import Day, Source

COLUMNS = ("driver_id", "postcode", "street")
REQUIRED = ("driver_id",)

_CODES = Codes(text="KNOWN-TEXT", number="KNOWN-TEXT", range="KNOWN-TEXT", time="KNOWN-TEXT")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStreet:
    """What one driver knows: a street, a street in one postcode, or all streets of a postcode."""

    driver_id: str
    postcode: str | None
    street: str | None


def read_known_streets(
    day: Day, drivers: Collection[str], *, now_s: int | None = None
) -> tuple[tuple[KnownStreet, ...], tuple[Diagnostic, ...]]:
    """Read and check the table of the streets that drivers know; a day may have none.

    Parameters
    ----------
    drivers
        Ids of the drivers who work today. The table may name others.

    Returns
    -------
    tuple
        What can be used, and what is wrong with the rest.

    Raises
    ------
    InputError
        When the table cannot be read.
    """
    source = day.wishes.known_streets
    if source is None:
        return (), ()
    rows, found = read_table(source, columns=COLUMNS, required=REQUIRED, clock=day.clock, now=now_s)
    diagnostics = list(found)
    known = []
    for row in rows:
        fields = Fields(row, codes=_CODES, key="driver_id", clock=day.clock)
        postcode, street = fields.text("postcode"), fields.text("street")
        if not fields.given("driver_id"):
            fields.report("KNOWN-DRIVER-MISSING", "driver_id is empty.", "Say who knows it.")
        if not fields.given("postcode") and not fields.given("street"):
            fields.report(
                "KNOWN-EMPTY",
                "It names neither a street nor a postcode.",
                "Fill in one of the two, or both.",
            )
        diagnostics += fields.diagnostics
        if fields.id is not None and not fields.failed:
            known.append(KnownStreet(driver_id=fields.id, postcode=postcode, street=street))
    if not any(one.driver_id in drivers for one in known):
        diagnostics.append(_nobody(source))
    return tuple(known), tuple(diagnostics)


def _nobody(source: Source) -> Diagnostic:
    return Diagnostic(
        code="KNOWN-NOBODY",
        message="It names no driver who works today, so no street is known to anybody.",
        remedy="Look whether driver_id is written as in the table of vehicles.",
        file=source.name,
        severity="warning",
    )
