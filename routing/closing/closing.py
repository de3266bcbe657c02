"""Closing a day: its account is drawn up, and nothing more is planned for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.closing.account import account, account_document
from routing.closing.carrying import append_rows, carried_rows, write_rows
from routing.closing.endings import endings
from routing.closing.learned import learned_table
from routing.closing.vanished import gone_from, kept_rows, with_known
from routing.errors import DayError
from routing.files import whole_file
from routing.fleet.model import Fleet
from routing.orders.intake import read_day
from routing.plan.keeping import orders_of
from routing.standing.fold import stand
from routing.store.holding import hold_day
from routing.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from routing.closing.account import Account
    from routing.closing.carrying import Appended
    from routing.day.model import Day
    from routing.diagnostics import Diagnostic
    from routing.plan.model import Plan
    from routing.store.store import PlanStore

ACCOUNT_FILE = "account.json"
CARRIED_FILE = "carried-over.csv"
LEARNED_FILE = "learned-times.csv"

END_S = 30 * 3600
"""The last moment of the longest day: all that goes by the clock has happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A day that is closed, the folder of its files, and what became of tomorrow's table.

    `findings` are of orders that are carried over and have no row any more.
    """

    account: Account
    out: Path
    appended: Appended | None
    findings: tuple[Diagnostic, ...] = ()


def close_day(
    day: Day,
    *,
    now_s: int = END_S,
    tomorrow: Day | None = None,
    out: Path | None = None,
    wait: Callable[[str], None] | None = None,
) -> Closed:
    """Draw up a day's account, write its files, and let no run plan it any more.

    Closing it again draws it up again, with what was reported since.

    Parameters
    ----------
    now_s
        The moment that it is drawn up for; what is reported later is left out.
    tomorrow
        The day that orders are carried over into, if any.

    Raises
    ------
    DayError
        CLOSE-NOT-RELEASED, if no version was released; CLOSE-TOMORROW; DAY-UNWRITABLE; as
        `routing.orders.intake.read_day` and the store.
    BusyError
        DAY-BUSY.
    """
    out = out or day.folder / "out"
    with hold_day(day, wait=wait), open_store(day) as store:
        first, last = _released(day, store)
        known, fleet = store.known_orders(), store.known_fleet()
        places = Fleet() if fleet is None else Fleet(hubs=fleet.hubs, points=fleet.points)
        table = read_day(day, keeping=places)
        intake = with_known(table, known, fleet)
        events = store.events().events
        standing = stand(
            last,
            events,
            now_s,
            moves_by_itself=True,
            freeze_s=day.replan.freeze_s,
            waiting=_not_in(last, [order.order_id for order in intake.orders]),
        )
        found = account(standing, first, endings(standing, intake), intake.vehicles)
        order_ids = {one.order_id for one in found.carried_over}
        columns, rows = carried_rows(day, table.orders, order_ids)
        gone = [one for one in gone_from(table, known) if one.order.order_id in order_ids]
        kept, findings = kept_rows(gone, columns, day.clock, day.orders.name)
        rows += kept
        appended = None if tomorrow is None else append_rows(tomorrow, rows)
        try:
            write_rows(out / CARRIED_FILE, columns, rows)
            _write(out / LEARNED_FILE, learned_table(standing, events))
            text = json.dumps(account_document(found), ensure_ascii=False, indent=1)
            _write(out / ACCOUNT_FILE, f"{text}\n")
        except OSError as error:
            raise DayError(
                "DAY-UNWRITABLE",
                f"{out} cannot be written to: {error}.",
                "Give yourself the right to write there, make room, or name another folder with"
                " --out.",
            ) from error
        store.close_day(last.version)
    return Closed(account=found, out=out, appended=appended, findings=tuple(findings))


def reopen_day(day: Day, *, wait: Callable[[str], None] | None = None) -> bool:
    """Let a closed day be planned again, and say whether it was closed.

    Raises
    ------
    BusyError
        DAY-BUSY.
    """
    with hold_day(day, wait=wait), open_store(day) as store:
        if store.closed_at() is None:
            return False
        store.reopen_day()
        return True


def _released(day: Day, store: PlanStore) -> tuple[Plan, Plan]:
    """The first and the last version that were released."""
    last = store.latest_released()
    number = next((one.version for one in store.history() if one.status == "released"), None)
    first = None if number is None else store.version(number)
    if first is None or last is None:
        raise DayError(
            "CLOSE-NOT-RELEASED",
            f"No plan of {day.folder} for {day.clock.date} was released: nobody has driven by one.",
            "Release it with 'tournee release' first, if drivers had it.",
        )
    return first, last


def _not_in(plan: Plan, order_ids: list[str]) -> set[str]:
    """The orders that a plan does not have."""
    there = {one for hub in plan.hubs for one in orders_of(hub)}
    there |= {item.order_id for item in plan.unassigned}
    there |= {item.order_id for item in plan.cancelled}
    return set(order_ids) - there


def _write(path: Path, text: str) -> None:
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
