"""Who the customers are: what a driver needs at the door, and no plan holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.orders.checking import COLUMNS, REQUIRED
from routing.tables.fields import Codes, Fields
from routing.tables.source import read_table

if TYPE_CHECKING:
    from routing.day.model import Day
    from routing.diagnostics import Diagnostic

_CODES = Codes(text="ORDER-TEXT", number="ORDER-NUMBER", range="ORDER-RANGE", time="ORDER-TIME")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One order's customer, each text on one line; ``None`` is what the row left empty."""

    name: str | None = None
    address: str | None = None
    phone: str | None = None
    note: str | None = None


def read_contacts(day: Day) -> tuple[dict[str, Contact], tuple[Diagnostic, ...]]:
    """Read the order table once more, for its personal columns; mail addresses are left out.

    Returns
    -------
    tuple
        Contacts by order id, the first of two rows with one id, as in the plan; and what was
        wrong on the way.

    Raises
    ------
    InputError
        When the table cannot be read: DAY-SOURCE-…, DAY-COLUMN-MISSING, DAY-DATABASE, DAY-QUERY.
    """
    rows, found = read_table(day.orders, columns=COLUMNS, required=REQUIRED, clock=day.clock)
    contacts: dict[str, Contact] = {}
    for row in rows:
        fields = Fields(row, codes=_CODES, key="order_id", clock=day.clock)
        if fields.id is not None and fields.id not in contacts:
            contacts[fields.id] = _contact(fields)
            # The row is used all the same; only this cell is not.
            found += [replace(finding, severity="warning") for finding in fields.diagnostics]
    return contacts, tuple(found)


def _contact(fields: Fields) -> Contact:
    name, phone, note = (_line(fields, column) for column in ("name", "phone", "note"))
    town = " ".join(filter(None, (_line(fields, "postcode"), _line(fields, "city"))))
    address = ", ".join(filter(None, (_line(fields, "address"), town)))
    return Contact(name=name, address=address or None, phone=phone, note=note)


def _line(fields: Fields, column: str) -> str | None:
    return " ".join((fields.text(column) or "").split()) or None
