"""The store's side on the page."""

from __future__ import annotations

from datetime import date

from routing.clock import Clock
from routing.page.figures import key_figures
from routing.page.render import render_page
from routing.page.store import risks_of, store_day
from tests.support.plans import hub, plan, route, stop
from tests.support.stores import store_hub, store_plan

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")


def test_each_picker_s_orders_are_listed_with_what_they_are_for() -> None:
    first, second = store_day(store_hub(), CLOCK).pickers
    assert first.facts == "08:00-12:00 · 4 orders · 56 lines · €88.00"
    picks = first.picks
    assert [(one.start, one.order_id, one.goal, one.needed, one.spare_min) for one in picks] == [
        ("08:00", "O1", "V1-1", "08:20", "10"),
        ("08:10", "O2", "V1-1", "08:20", "0"),
        ("08:20", "D1", "V2-1", "08:50", "0"),
        ("09:30", "O4", "V1-2", "10:00", "20"),
    ]  # fmt: skip
    assert [(one.order_id, one.goal, one.spare_min, one.is_late) for one in second.picks] == [
        ("C1", "collected", "30", False),
        ("C2", "collected", "-5", True),
    ]


def test_hours_have_bars_of_the_fullest_hour() -> None:
    """The fullest hour pays two hours: the first 50 and 10 minutes of it."""
    hours = store_day(store_hub(), CLOCK).hours
    assert [(one.start, one.picking_percent, one.idle_percent) for one in hours] == [
        ("08:00", 42, 8), ("09:00", 50, 50), ("10:00", 0, 100), ("11:00", 0, 100),
    ]  # fmt: skip


def test_loadings_stand_with_their_bays() -> None:
    loadings = store_day(store_hub(), CLOCK).loadings
    assert [(one.start, one.bay, one.trip_id, one.orders, one.leaves) for one in loadings] == [
        ("08:20", 1, "V1-1", 3, "08:30"),
        ("08:50", 1, "V2-1", 1, "09:00"),
        ("10:00", 1, "V1-2", 1, "10:10"),
    ]


def test_promises_at_risk_name_who_keeps_them() -> None:
    (line,) = risks_of(store_plan())
    assert (line.order_id, line.promised, line.planned) == ("D1", "09:30", "09:20")
    assert (line.by, line.spare_min) == ("V2 → Locker", 10)


def test_the_page_tells_picking_loading_and_risks() -> None:
    page = render_page(store_plan(), None, {})
    for words in (
        "At risk: less than 15 minutes to spare (1)", "P1", "56 lines", "83.3% ready in time",
        "Picked as they come in, 2 collections would be late; 1 is", 'style="width: 42%"',
        "V2 → Locker",
    ):  # fmt: skip
        assert words in page


def test_without_picking_what_concerns_it_is_left_out() -> None:
    own = store_day(store_hub(picking=None), CLOCK)
    assert (own.pickers, own.hours, own.won, own.facts) == ((), (), "", "")
    page = render_page(store_plan(hubs=(store_hub(picking=None),)), None, {})
    assert "<strong>Picking</strong>" not in page
    assert "<strong>Loading</strong>" in page


def test_key_figures_tell_minutes_to_spare_picking_and_what_an_order_costs() -> None:
    figures = {one.label: (one.value, one.note) for one in key_figures(store_plan())}
    assert figures["minutes to spare, median"] == ("75", "the least -5")
    assert figures["picked"] == ("6", "104 lines")
    assert figures["picking hours"] == ("1.8", "5.2 idle of 7.0 paid")
    assert figures["ready in time"] == ("83.3 %", "all but 1")
    assert figures["euros"][0] == "234.00"
    assert figures["euros an order"] == ("29.25", "picking 19.25 · driving 6.88 · vehicle 3.12")


def test_key_figures_of_a_plan_without_picking_or_orders_have_nothing_of_it() -> None:
    driven = {one.label: one.note for one in key_figures(plan(hubs=(hub(route(stop())),)))}
    assert "picked" not in driven
    assert driven["euros an order"] == "driving 0.00"
    empty = [one.label for one in key_figures(plan())]
    assert "minutes to spare, median" not in empty
    assert "euros an order" not in empty
