"""Pickers who have begun, and whose rows are gone: what they have picked stays picked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.fleet.model import PickerShift
from routing.fleet.vanished import PICKER_VANISHED, kept_as_it_was

if TYPE_CHECKING:
    from routing.plan.model import PickerDay
    from routing.reading import Morning
    from routing.standing.model import Standing


def with_begun_pickers(morning: Morning, standing: Standing) -> Morning:
    """The day with shifts of pickers who have begun and have no row any more, each with a warning.

    Such a shift ends with what is begun of it. Where no row names the hub any more its orders are
    taken to be ready by themselves, as everywhere.
    """
    usable = morning.where.usable
    there = {(shift.hub_id, shift.picker_id) for shift in usable.pickers}
    kept = [
        _shift(day, hub.hub_id)
        for hub in standing.plan.hubs
        if hub.hub_id in usable.picking_hubs and hub.picking is not None
        for day in hub.picking.pickers
        if (hub.hub_id, day.picker_id) not in there
        and any(pick.status != "planned" for pick in day.picks)
    ]
    if not kept:
        return morning
    shifts = morning.day.picking.shifts
    name = shifts.name if shifts else morning.day.hubs.name
    return replace(
        morning,
        where=replace(morning.where, usable=replace(usable, pickers=(*usable.pickers, *kept))),
        diagnostics=(
            *morning.diagnostics,
            *(
                kept_as_it_was(PICKER_VANISHED, name, picker_id, is_unreadable=False)
                for picker_id in dict.fromkeys(shift.picker_id for shift in kept)
            ),
        ),
    )


def _shift(day: PickerDay, hub_id: str) -> PickerShift:
    ready_s = [pick.ready_s for pick in day.picks if pick.status != "planned"]
    hours = (day.shift_end_s - day.shift_start_s) / 3600
    return PickerShift(
        picker_id=day.picker_id,
        hub_id=hub_id,
        start_s=day.shift_start_s,
        end_s=min(day.shift_end_s, max(day.shift_start_s + 1, *ready_s)),
        lines_per_hour=day.lines_per_hour,
        eur_per_h=round(day.cost_cents / 100 / hours, 2) if hours else 0.0,
    )
