"""The day's pickers, one shift a row, and those of whom only the number is known."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.fleet.model import Hub, PickerShift
from routing.fleet.naming import named_hub
from routing.fleet.working_hours import Shift, read_shift
from routing.tables.fields import Codes, Fields
from routing.tables.source import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from routing.clock import Clock
    from routing.day.model import Day
    from routing.tables.model import Row

COLUMNS = ("picker_id", "hub_id", "shift_start", "shift_end", "lines_per_hour", "eur_per_h")
REQUIRED = ("picker_id", "hub_id")

_CODES = Codes(text="PICKER-TEXT", number="PICKER-NUMBER", range="PICKER-RANGE", time="PICKER-TIME")

# Times are on the day as long as people still count them after its midnight, to 29:59.
_AFTER_MIDNIGHT_S = 6 * 3600


def read_pickers(
    day: Day,
    hubs: Sequence[Hub],
    *,
    hubs_set_aside: Collection[str] = (),
    now_s: int | None = None,
) -> tuple[tuple[PickerShift, ...], frozenset[str], tuple[Diagnostic, ...]]:
    """Read and check the day's pickers; a day may have none.

    A hub that the table names goes by the table. Another one whose own row says how many pickers
    it has gets as many shifts during its hours, ``H1-1``, ``H1-2`` and so on, past ids that the
    table uses.

    Parameters
    ----------
    hubs
        The hubs that can be used.
    hubs_set_aside
        Ids of hubs whose own row was set aside; a picker's message then says so.

    Returns
    -------
    tuple
        The shifts that can be used; the ids of the hubs where picking is planned, which are those
        that the table names or that say a number, with or without a shift that can be used; and
        what is wrong with the rest. Of two shifts of one picker that overlap, the first row is
        kept.

    Raises
    ------
    InputError
        When the table cannot be read.
    """
    source = day.picking.shifts
    roster = _Roster(day, hubs, hubs_set_aside)
    diagnostics: list[Diagnostic] = []
    if source is not None:
        rows, found = read_table(
            source, columns=COLUMNS, required=REQUIRED, clock=day.clock, now=now_s
        )
        diagnostics += found
        for row in rows:
            diagnostics += roster.add(row)
    roster.add_numbers()
    if source is not None and not roster.hubs:
        diagnostics.append(_nobody(source.name))
    if roster.hubs:
        name = day.hubs.name if source is None else source.name
        diagnostics += (_without(hub, name) for hub in hubs if hub.hub_id not in roster.hubs)
    return tuple(roster.shifts), frozenset(roster.hubs), tuple(diagnostics)


class _Roster:
    """The shifts so far, and the hubs where picking is planned."""

    def __init__(self, day: Day, hubs: Sequence[Hub], hubs_set_aside: Collection[str]) -> None:
        self._day = day
        self._hubs = {hub.hub_id: hub for hub in hubs}
        self._set_aside = hubs_set_aside
        self._by_picker: dict[str, list[PickerShift]] = {}
        self.shifts: list[PickerShift] = []
        self.hubs: set[str] = set()

    def add(self, row: Row) -> list[Diagnostic]:
        """Read one row, and give what is wrong with it."""
        fields = Fields(row, codes=_CODES, key="picker_id", clock=self._day.clock)
        if fields.id is None and fields.understood("picker_id"):
            fields.report(
                "PICKER-ID-MISSING", "picker_id is empty.", "Say who it is, or give a number."
            )
        hub = named_hub(
            fields,
            self._hubs,
            set_aside=self._set_aside,
            code="PICKER-HUB-UNKNOWN",
            remedy="Fill in the hub where this shift is.",
        )
        if hub is not None:
            self.hubs.add(hub.hub_id)
        lines_per_hour = fields.number("lines_per_hour", 1, 10_000)
        eur_per_h = fields.number("eur_per_h", 0, 10_000)
        hours = None if hub is None else _hours(fields, hub, self._day.clock)
        known = self._by_picker.setdefault(fields.id or "", [])
        if hours is not None:
            _check_overlap(fields, hours, known, self._day.clock)
        if not fields.failed and hub is not None and hours is not None:
            shift = self._shift(str(fields.id), hub, hours, lines_per_hour, eur_per_h)
            known.append(shift)
            self.shifts.append(shift)
        return fields.diagnostics

    def add_numbers(self) -> None:
        """Give a hub that the table does not name as many shifts as its own row says."""
        counted = [
            (hub, hub.pickers)
            for hub in self._hubs.values()
            if hub.pickers is not None and hub.hub_id not in self.hubs
        ]
        for hub, pickers in counted:
            self.hubs.add(hub.hub_id)
            hours = Shift(start_s=hub.opens_s, end_s=hub.closes_s)
            ids = self._free_ids(hub.hub_id)
            self.shifts += [self._shift(next(ids), hub, hours) for _ in range(pickers)]

    def _free_ids(self, hub_id: str) -> Iterator[str]:
        ids = (f"{hub_id}-{number}" for number in count(1))
        return (picker_id for picker_id in ids if picker_id not in self._by_picker)

    def _shift(
        self,
        picker_id: str,
        hub: Hub,
        hours: Shift,
        lines_per_hour: float | None = None,
        eur_per_h: float | None = None,
    ) -> PickerShift:
        usual = self._day.picking
        return PickerShift(
            picker_id=picker_id,
            hub_id=hub.hub_id,
            start_s=hours.start_s,
            end_s=hours.end_s,
            lines_per_hour=usual.lines_per_hour if lines_per_hour is None else lines_per_hour,
            eur_per_h=usual.eur_per_h if eur_per_h is None else eur_per_h,
        )


def _hours(fields: Fields, hub: Hub, clock: Clock) -> Shift | None:
    """Read from when to when a shift is; it may begin before the hub opens, but on the day."""
    shift = read_shift(fields, hub, code="PICKER-SHIFT", clock=clock)
    if shift is None:
        return None
    if shift.end_s <= 0 or shift.start_s >= clock.length_s + _AFTER_MIDNIGHT_S:
        fields.report(
            "PICKER-SHIFT-DAY",
            f"The shift, {clock.iso(shift.start_s)} to {clock.iso(shift.end_s)}, is not on"
            f" {clock.date}.",
            "Correct its date, or take the row out.",
            column="shift_start",
        )
        return None
    return shift


def _check_overlap(
    fields: Fields, hours: Shift, known: Sequence[PickerShift], clock: Clock
) -> None:
    """Report a shift of a picker who is at work already at that time."""
    for other in known:
        if hours.start_s < other.end_s and other.start_s < hours.end_s:
            fields.report(
                "PICKER-SHIFT-OVERLAP",
                f"{other.picker_id} works at {other.hub_id} from {clock.wall(other.start_s)} to"
                f" {clock.wall(other.end_s)}; that shift is kept.",
                "Move one of the shifts, or give it to somebody else.",
                column="picker_id",
            )
            return


def _nobody(name: str) -> Diagnostic:
    return Diagnostic(
        code="PICKER-NONE",
        message="It names none of the day's hubs, so orders are taken to be ready by themselves.",
        remedy="If pickers should be planned, look at the export or the query.",
        file=name,
        severity="warning",
    )


def _without(hub: Hub, name: str) -> Diagnostic:
    return Diagnostic(
        code="HUB-NO-PICKERS",
        message="Other hubs have pickers and it has none: its orders are taken to be ready by"
        " themselves.",
        remedy="Give it shifts, or a number of pickers in its own row; 0 where nobody picks.",
        file=name,
        id=hub.hub_id,
        severity="warning",
    )
