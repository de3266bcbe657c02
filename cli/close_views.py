"""A day's account for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from cli.exits import Exit
from routing.closing.endings import End
from routing.exports.wording import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from routing.closing.account import Account, Sum
    from routing.closing.carrying import Appended

_ID_TAKEN = "CLOSE-ID-TAKEN"
_HEADINGS = (
    "hub", "orders", *(str(end) for end in End), "late min", "km planned", "driven", "€ planned",
    "driven",
)  # fmt: skip


def table(account: Account) -> RenderableType:
    """A row a hub, and one for all."""
    made = Table(title=f"{account.day}, the account", title_justify="left")
    for heading in _HEADINGS:
        made.add_column(heading, justify="left" if heading == "hub" else "right")
    *hubs, everything = account.sums
    for one in hubs:
        made.add_row(*_row(one))
    made.add_section()
    made.add_row(*_row(everything))
    return made


def _row(one: Sum) -> list[str]:
    return [
        escape(one.hub_id or "all"),
        str(sum(one.ends.values())),
        *(str(one.ends.get(end, 0)) for end in End),
        f"{one.late_s / 60:.0f}",
        f"{one.planned_m / 1000:,.1f}",
        f"{one.driven_m / 1000:,.1f}",
        f"{one.planned_cents / 100:,.2f}",
        f"{one.driven_cents / 100:,.2f}",
    ]


def left(account: Account) -> list[str]:
    """What is carried over, and why."""
    return [
        f"{one.order_id} {'failed' if one.end is End.FAILED else 'is left'}: {one.why}"
        for one in account.carried_over
    ]


def appended(found: Appended, folder: str) -> str:
    """What became of it in tomorrow's folder."""
    there = f"; {counted(len(found.there), 'order')} stood there already" if found.there else ""
    return f"Carried over into {folder}: {counted(len(found.new), 'order')}{there}."


def taken(found: Appended, folder: str) -> list[str]:
    """What could not be carried over."""
    return [
        f"{_ID_TAKEN} {order_id}: {folder} has another row with this id, which was left as it"
        " is. Give one of the two another id, and take the row over from carried-over.csv."
        for order_id in found.taken
    ]


def status(account: Account) -> Exit:
    """0 where every promise was kept."""
    ends = account.everything.ends
    wrong = (End.LATE, End.FAILED, End.LEFT, End.REJECTED)
    return Exit.INCOMPLETE if any(ends.get(end) for end in wrong) else Exit.DONE
