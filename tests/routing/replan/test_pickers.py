"""Who picks what from now on, around what is to be picked as planned."""

from __future__ import annotations

from routing.fleet.model import PickerShift
from routing.plan.model import HubPicking, Pick, PickerDay
from routing.replan.pickers import PicksNow, picks_now

H = 3600
SHIFT = PickerShift(
    picker_id="P1", hub_id="H1", start_s=8 * H, end_s=16 * H, lines_per_hour=60, eur_per_h=15
)
EVENING = Pick(order_id="E", start_s=14 * H, ready_s=14 * H + 600, lines=10)
NOON = Pick(order_id="N", start_s=12 * H, ready_s=12 * H + 600, lines=10)


def day(*picks: Pick) -> HubPicking:
    own = PickerDay(
        picker_id="P1",
        shift_start_s=8 * H,
        shift_end_s=16 * H,
        lines_per_hour=60,
        cost_cents=12_000,
        picks=picks,
    )
    return HubPicking(pickers=(own,), late_at_least=0, late_by_arrival=0)


def at_nine(*stands: str) -> PicksNow:
    """Noon's pick and the evening's are planned; some are for trips that stand."""
    return picks_now(day(NOON, EVENING), [SHIFT], reported=[], stands=stands, gone=(), now_s=9 * H)


def times(picks: PicksNow) -> list[tuple[int, int]]:
    return [(part.start_s, part.end_s) for part in picks.shifts]


def test_a_picker_of_whom_nothing_is_needed_yet_is_free_from_now_on() -> None:
    assert times(at_nine()) == [(9 * H, 16 * H)]


def test_what_an_evenings_trip_needs_does_not_take_the_hours_before_it() -> None:
    assert times(at_nine("E")) == [(9 * H, 14 * H), (14 * H + 600, 16 * H)]


def test_picks_one_after_the_other_leave_nothing_between_them() -> None:
    next_one = Pick(order_id="F", start_s=14 * H + 600, ready_s=15 * H, lines=40)
    picks = picks_now(
        day(EVENING, next_one), [SHIFT], reported=[], stands=("E", "F"), gone=(), now_s=9 * H
    )
    assert times(picks) == [(9 * H, 14 * H), (15 * H, 16 * H)]


def test_what_is_found_for_each_part_is_one_shifts_again_in_order() -> None:
    picks = at_nine("E")
    late = Pick(order_id="L", start_s=15 * H, ready_s=15 * H + 600, lines=10)
    parts = (*day(NOON).pickers, *day(late).pickers)
    found = picks.searched(HubPicking(pickers=parts, late_at_least=0, late_by_arrival=0))
    (whole,) = picks.plan(found, [SHIFT], 0).pickers
    assert [pick.order_id for pick in whole.picks] == ["N", "E", "L"]
    assert (whole.shift_start_s, whole.cost_cents) == (8 * H, 12_000)
