"""What hubs have on their shelves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from routing.fleet.naming import named_hub
from routing.tables.fields import Codes, Fields
from routing.tables.source import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from routing.day.model import Day
    from routing.diagnostics import Diagnostic
    from routing.fleet.model import Hub

COLUMNS = ("hub_id", "sku", "quantity")
REQUIRED = COLUMNS

_CODES = Codes(text="STOCK-TEXT", number="STOCK-NUMBER", range="STOCK-RANGE", time="STOCK-TEXT")


def read_stock(
    day: Day,
    hubs: Sequence[Hub],
    *,
    hubs_set_aside: Collection[str] = (),
    now_s: int | None = None,
) -> tuple[dict[str, dict[str, int]], tuple[Diagnostic, ...]]:
    """Read and check what the day's hubs have; a day need not say.

    Of two rows of one article at one hub the first is kept, even when it is itself set aside. A
    hub that the day does not have is told once, however many rows name it.

    Parameters
    ----------
    hubs
        The hubs that can be used.
    hubs_set_aside
        Ids of hubs whose own row was set aside; the message then says so.

    Returns
    -------
    tuple
        How many of which article each hub has, for the hubs of which a row can be used; and what
        is wrong with the rest.

    Raises
    ------
    InputError
        When the table cannot be read.
    """
    source = day.store.stock
    if source is None:
        return {}, ()
    rows, found = read_table(source, columns=COLUMNS, required=REQUIRED, clock=day.clock, now=now_s)
    shelves = _Shelves({hub.hub_id: hub for hub in hubs}, hubs_set_aside)
    diagnostics: list[Diagnostic] = []
    for row in rows:
        diagnostics += shelves.add(Fields(row, codes=_CODES, key="sku", clock=day.clock), row.line)
    diagnostics += shelves.strangers()
    diagnostics.sort(key=lambda one: one.line or 0)
    return shelves.stock, (*found, *diagnostics)


class _Shelves:
    """What was read so far, and the rows of hubs that the day does not have."""

    def __init__(self, hubs: Mapping[str, Hub], hubs_set_aside: Collection[str]) -> None:
        self._hubs = hubs
        self._set_aside = hubs_set_aside
        self._lines: dict[tuple[str, str], int] = {}
        self._strange: dict[str, Diagnostic] = {}
        self._strange_rows: Counter[str] = Counter()
        self.stock: dict[str, dict[str, int]] = {}

    def add(self, fields: Fields, line: int) -> list[Diagnostic]:
        """Read one row, and give what is wrong with it."""
        hub_id = fields.text("hub_id")
        if hub_id in self._strange:
            self._strange_rows[hub_id] += 1
            return []
        hub = named_hub(
            fields,
            self._hubs,
            set_aside=self._set_aside,
            code="STOCK-HUB-UNKNOWN",
            remedy="Fill in the hub that has it.",
        )
        if hub is None:
            if hub_id is None:
                return fields.diagnostics
            self._strange[hub_id] = fields.diagnostics[-1]
            self._strange_rows[hub_id] = 1
            return fields.diagnostics[:-1]
        if fields.id is None and fields.understood("sku"):
            fields.report("STOCK-SKU-MISSING", "sku is empty.", "Say which article it is.")
        if not fields.given("quantity"):
            fields.report(
                "STOCK-NUMBER", "quantity is empty.", "Say how many there are, 0 for none."
            )
        quantity = fields.whole("quantity", 0, 10_000_000)
        if fields.id is not None:
            self._check_first(fields, hub.hub_id, fields.id, line)
        if not fields.failed and fields.id is not None and quantity is not None:
            self.stock.setdefault(hub.hub_id, {})[fields.id] = quantity
        return fields.diagnostics

    def _check_first(self, fields: Fields, hub_id: str, sku: str, line: int) -> None:
        first = self._lines.setdefault((hub_id, sku), line)
        if first != line:
            fields.report(
                "STOCK-DUPLICATE",
                f"Line {first} says how many {hub_id} has; that one is kept.",
                "Take one of them out.",
                column="sku",
            )

    def strangers(self) -> Iterator[Diagnostic]:
        """What is said of hubs that the day does not have, each once."""
        for hub_id, found in self._strange.items():
            rows = self._strange_rows[hub_id]
            said = "1 row names it" if rows == 1 else f"{rows:,} rows name it"
            yield replace(found, id=hub_id, message=f"{found.message} In all, {said}.")
