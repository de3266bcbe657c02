"""When a driver rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.fleet.model import Break

if TYPE_CHECKING:
    from routing.clock import Clock
    from routing.fleet.working_hours import Shift
    from routing.tables.fields import Fields

# Belgian Labour Act (arbeidswet / loi sur le travail) of 16 March 1971, art. 38quater: no more
# than six hours of work without a break, and at least a quarter of an hour where no agreement says
# otherwise. Directive 2003/88/EC, art. 4, has the same six hours for the whole Union.
_LONGEST_WORK_S = 6 * 3600
_LEGAL_BREAK_S = 15 * 60


def legal_break(shift: Shift) -> Break | None:
    """What the law asks for where nothing is said: a quarter of an hour in more than six hours.

    It lies anywhere in the shift where neither the work before it nor that after it is longer than
    six hours, and is due when the work as a whole is (Belgian Labour Act of 16 March 1971, art.
    38quater; directive 2003/88/EC, art. 4). ``None`` for a shift that is too short to need one.
    """
    if shift.end_s - shift.start_s <= _LONGEST_WORK_S:
        return None
    return Break(
        duration_s=_LEGAL_BREAK_S,
        earliest_s=shift.start_s,
        latest_s=shift.end_s,
        longest_work_s=_LONGEST_WORK_S,
    )


def read_break(fields: Fields, shift: Shift, *, clock: Clock) -> Break | None:
    """Read `break_s`, `break_earliest` and `break_latest`.

    Where `break_s` is empty, the driver has the `legal_break`; where it is 0, none is planned. A
    break without bounds lies in the middle half of the shift and begins at most six hours
    after its start (Belgian Labour Act of 16 March 1971, art. 38quater). A bound that is given
    holds as it is, and moves the other one's default where the break would not fit.

    Returns
    -------
    Break or None
        ``None`` where none is planned, and when it cannot be taken; the latter leaves an error,
        VEHICLE-BREAK, in the fields.
    """
    duration_s = fields.whole("break_s", 0, 86_400)
    earliest_s, latest_s = fields.time("break_earliest"), fields.time("break_latest")
    if not fields.understood("break_s", "break_earliest", "break_latest"):
        return None
    if not duration_s:
        if earliest_s is not None or latest_s is not None:
            _report(fields, "It says when the break is, and not how long.", "Fill in break_s.")
            return None
        return legal_break(shift) if duration_s is None else None
    rest = _bounded(duration_s, earliest_s, latest_s, shift)
    bounds = f"{clock.wall(rest.earliest_s)} to {clock.wall(rest.latest_s)}"
    hours = f"{clock.wall(shift.start_s)} to {clock.wall(shift.end_s)}"
    if rest.earliest_s < shift.start_s or rest.latest_s > shift.end_s:
        _report(
            fields,
            f"The break, {bounds}, is not within the shift, {hours}.",
            "Mend break_earliest and break_latest, or the shift.",
        )
    elif rest.latest_s - rest.earliest_s < duration_s:
        _report(
            fields,
            f"A break of {duration_s} s does not fit from {bounds} (shift {hours}).",
            "Make break_earliest and break_latest wider, or the break shorter.",
        )
    else:
        return rest
    return None


def _bounded(duration_s: int, earliest_s: int | None, latest_s: int | None, shift: Shift) -> Break:
    """Fill in the bounds that are not given."""
    quarter_s = (shift.end_s - shift.start_s) // 4
    default_earliest_s = shift.start_s + min(quarter_s, _LONGEST_WORK_S)
    default_latest_s = min(shift.end_s - quarter_s, shift.start_s + _LONGEST_WORK_S + duration_s)
    if earliest_s is None and latest_s is not None:
        default_earliest_s = max(shift.start_s, min(default_earliest_s, latest_s - duration_s))
    if latest_s is None and earliest_s is not None:
        default_latest_s = min(shift.end_s, max(default_latest_s, earliest_s + duration_s))
    return Break(
        duration_s=duration_s,
        earliest_s=default_earliest_s if earliest_s is None else earliest_s,
        latest_s=default_latest_s if latest_s is None else latest_s,
    )


def _report(fields: Fields, message: str, remedy: str) -> None:
    fields.report("VEHICLE-BREAK", message, remedy, column="break_s")
