"""What orders hold, article by article."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.orders.checking import rejection
from routing.tables.fields import Codes, Fields
from routing.tables.source import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from routing.day.model import Day
    from routing.orders.model import Order, Rejection

COLUMNS = ("order_id", "sku", "quantity")
REQUIRED = ("order_id", "sku")

_CODES = Codes(text="LINE-TEXT", number="LINE-NUMBER", range="LINE-RANGE", time="LINE-TEXT")
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLines:
    """The table of what orders hold, as read.

    Attributes
    ----------
    name
        How messages call the table; empty where the day has none.
    articles
        How many of which article, by order, as far as rows can be understood.
    broken
        The lines that cannot be understood, by the order that they belong to.
    first
        The first line of each order that the table names.
    diagnostics
        What is wrong with the rows.
    """

    name: str = ""
    articles: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    broken: Mapping[str, Sequence[int]] = field(default_factory=dict)
    first: Mapping[str, int] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def read_lines(day: Day, *, now_s: int | None = None) -> OrderLines:
    """Read the table of what the day's orders hold; a day need not have one.

    Rows of one order and article add up.

    Raises
    ------
    InputError
        When the table cannot be read.
    """
    source = day.store.order_lines
    if source is None:
        return OrderLines()
    rows, found = read_table(source, columns=COLUMNS, required=REQUIRED, clock=day.clock, now=now_s)
    diagnostics = list(found)
    articles: dict[str, dict[str, int]] = {}
    broken: dict[str, list[int]] = {}
    first: dict[str, int] = {}
    for row in rows:
        fields = Fields(row, codes=_CODES, key="order_id", clock=day.clock)
        sku, quantity = _article(fields)
        diagnostics += fields.diagnostics
        if fields.id is None:
            continue
        first.setdefault(fields.id, row.line)
        if sku is None or fields.failed:
            broken.setdefault(fields.id, []).append(row.line)
        else:
            held = articles.setdefault(fields.id, {})
            held[sku] = held.get(sku, 0) + quantity
    return OrderLines(
        name=source.name,
        articles=articles,
        broken=broken,
        first=first,
        diagnostics=tuple(diagnostics),
    )


def _article(fields: Fields) -> tuple[str | None, int]:
    """Read which article and how many of it; what is wrong is left in the fields."""
    if fields.id is None and fields.understood("order_id"):
        fields.report("LINE-ORDER-MISSING", "order_id is empty.", "Say which order it is part of.")
    sku = fields.identifier("sku")
    if sku is None and fields.understood("sku"):
        fields.report("LINE-SKU-MISSING", "sku is empty.", "Say which article it is.")
    quantity = fields.whole("quantity", 1, 100_000)
    return sku, 1 if quantity is None else quantity


def fill_orders(
    orders: Sequence[Order], others: Iterable[Order | Rejection], lines: OrderLines
) -> tuple[tuple[Order, ...], tuple[Rejection, ...], tuple[Diagnostic, ...]]:
    """Give orders the articles that they hold.

    An order that does not say how many lines it has has as many as articles. One of which a row
    cannot be understood is rejected: nobody is to get half of what they bought.

    Parameters
    ----------
    others
        The orders that were called off, or rejected before; the table may name them.

    Returns
    -------
    tuple
        The orders that can be used, those that cannot, and what is wrong with them.
    """
    filled: list[Order] = []
    halves: list[Rejection] = []
    diagnostics: list[Diagnostic] = []
    for order in orders:
        if order.order_id in lines.broken:
            finding = _half(order, lines)
            diagnostics.append(finding)
            halves.append(rejection([finding], order.file, order.line))
        elif (articles := lines.articles.get(order.order_id)) is not None:
            count = len(articles) if order.lines is None else order.lines
            filled.append(replace(order, articles=articles, lines=count))
        else:
            filled.append(order)
    known = {order.order_id for order in orders} | {row.order_id for row in others}
    strange = [order_id for order_id in lines.first if order_id not in known]
    if strange:
        diagnostics.append(_unknown(strange, lines))
    return tuple(filled), tuple(halves), tuple(diagnostics)


def _half(order: Order, lines: OrderLines) -> Diagnostic:
    places = [f"{lines.name}:{line}" for line in lines.broken[order.order_id]]
    return Diagnostic(
        code="ORDER-LINES",
        message=f"What it holds cannot be read in full: {_listed(places)}.",
        remedy="Mend that, as its own message says; half an order is not planned.",
        file=order.file,
        line=order.line,
        id=order.order_id,
    )


def _unknown(strange: Sequence[str], lines: OrderLines) -> Diagnostic:
    what = "1 order" if len(strange) == 1 else f"{len(strange):,} orders"
    return Diagnostic(
        code="LINE-ORDER-UNKNOWN",
        message=f"It has rows of {what} that the table of orders does not have, and they are not"
        f" used: {_listed(strange)}.",
        remedy="If they are today's, look for them in the table of orders.",
        file=lines.name,
        line=lines.first[strange[0]],
        id=strange[0],
        severity="warning",
    )


def _listed(names: Collection[str]) -> str:
    shown = ", ".join(list(names)[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED:,} more"
