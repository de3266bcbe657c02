"""A working copy of a day: its own folder, orders and store, and nothing that reaches others."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from routing.day.model import FileSource, Hooks
from routing.day.settings import load_day
from routing.sample.template import new_day

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from routing.day.model import Day

_ORDERS = "played-orders.csv"


def working_copy(day: Day, folder: Path) -> Day:
    """A day like this one in a folder of its own, whose orders are in a file there.

    Its store is a file in the folder, whatever the day names; it takes in no events by itself, and
    starts no command.

    Raises
    ------
    DayError
        As `routing.sample.template.new_day`.
    """
    made = new_day(day.folder, day.clock.date, folder)
    if made.order_lines is not None:
        shutil.copyfile(day.folder / made.order_lines, folder / made.order_lines)
    return played_day(folder, day.clock.date)


def orders_file(copied: Day) -> Path:
    """The CSV file of a working copy that orders come into: its own, where it has one."""
    own = copied.orders
    is_own = isinstance(own, FileSource) and own.path.parent.resolve() == copied.folder.resolve()
    if isinstance(own, FileSource) and is_own and own.path.suffix.lower() == ".csv":
        return own.path
    return copied.folder / _ORDERS


def played_day(folder: Path, date: dt.date) -> Day:
    """The day of a working copy."""
    copied = load_day(folder, date=date)
    return replace(
        copied,
        orders=FileSource(path=orders_file(copied), name=orders_file(copied).name),
        database=None,
        hooks=Hooks(),
        replan=replace(copied.replan, events=None, exports=(), releases=True),
    )
