"""The pick list as a page to print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given, settings

from routing.orders.contacts import Contact
from routing.picklists.content import pick_lists_of
from routing.picklists.page import pick_list_page
from tests.routing.picklists.samples import intake, pick_list, rows
from tests.support.plans import hub, plan, plans
from tests.support.stores import collection, store_hub

if TYPE_CHECKING:
    from routing.plan import model


def text(**changes: object) -> str:
    page = pick_list_page(pick_list(*rows(), **changes)).decode()  # type: ignore[arg-type]
    body = page.split("<body>")[1]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_waves_name_vehicle_bay_and_when_they_must_be_ready() -> None:
    words = text()
    assert "Pick list, Store Saturday 21 November 2026" in words
    assert "1 · Ready by 08:20 · V1 trip V1-1 · bay 1 · leaves 08:30 · 3 orders" in words
    assert "3 · Collected here 2 orders, by their promises" in words
    assert words.index("O2") < words.index("O3") < words.index("stop 1")


def test_an_order_has_its_picker_times_lines_weight_and_articles() -> None:
    words = text()
    assert "O1 1 \u00d7 bread 2 \u00d7 milk stop 1 P1 08:00-08:10 9 5.0 kg" in words
    assert "D1 stop 1 Locker P1 08:20-08:50" in words
    assert "C3 20:00 by itself 08:00" in words


def test_what_is_late_is_said_in_words_for_a_printer_knows_no_red() -> None:
    assert "C2 09:45 P2 09:30-09:50 5 min late" in text()
    assert text().count("late") == 1


def test_customers_are_named_only_when_asked_for() -> None:
    contact = Contact(name="Client 1", phone="+32 2 1", address="Rue 1", note="No bag")
    assert "Client 1" not in text()
    words = text(contacts={"C1": contact})
    assert "C1 No bag 10:00 Client 1" in words
    assert "+32" not in words
    assert "Rue 1" not in words


def test_the_page_has_no_script_and_asks_for_nothing() -> None:
    page = pick_list_page(pick_list(*rows())).decode()
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert re.findall(r"(?:src|href)=\"([^\"]+)\"", page) == ["data:,"]


def test_what_is_written_in_the_data_stays_text() -> None:
    evil = '"}</style><script>alert(1)</script>'
    shelf = hub(collections=(collection(evil, "09:00", "10:00"),), name=evil)
    page = pick_list_page(pick_list(own=plan(hubs=(shelf,)))).decode()
    assert "<script" not in page
    assert page.count("</style>") == 1
    assert "alert(1)" in page


def test_every_picker_s_shift_is_at_the_top() -> None:
    assert "P1 08:00-12:00, 4 orders P2 09:00-12:00, 2 orders" in text()
    without = pick_list(*rows(), own=plan(hubs=(store_hub(picking=None),)))
    assert "P1" not in pick_list_page(without).decode()


@settings(deadline=None, max_examples=60)
@given(plans())
def test_every_plan_has_pages(plan: model.Plan) -> None:
    for own in pick_lists_of(plan, intake(), {}):
        assert pick_list_page(own).decode().rstrip().endswith("</html>")
