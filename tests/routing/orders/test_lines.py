"""What orders hold, article by article."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.orders.intake import read_day
from routing.orders.lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.day.model import Day
    from routing.orders.intake import Intake

    MakeDay = Callable[..., Day]

SETTINGS = """
date = 2026-11-21
timezone = "Europe/Brussels"
map = "brussels.tmap"
hubs = "hubs.csv"
vehicles = "vehicles.csv"
orders = "orders.csv"
order_lines = "lines.csv"
"""
ORDERS = (
    "order_id,channel,lat,lon,lines\nO1,same_day,50.84,4.36,\nO2,same_day,50.84,4.36,9\n"
    "O3,same_day,50.84,4.36,\n"
)


def read(make_day: MakeDay, *rows: str, orders: str = ORDERS) -> Intake:
    lines = "\n".join(["order_id,sku,quantity", *rows]) + "\n"
    return read_day(make_day(settings=SETTINGS, orders=orders, lines=lines))


def test_a_day_need_not_say_what_orders_hold(make_day: MakeDay) -> None:
    lines = read_lines(make_day())
    assert not lines.first
    assert not lines.diagnostics


def test_rows_of_one_order_and_article_add_up(make_day: MakeDay) -> None:
    intake = read(make_day, "O1,A,2", "O2,A,1", "O1,B,", "O1,A,3", "O1,a,1")
    articles = {order.order_id: dict(order.articles) for order in intake.orders}
    assert articles == {"O1": {"A": 5, "B": 1, "a": 1}, "O2": {"A": 1}, "O3": {}}
    assert not intake.diagnostics


def test_an_order_has_as_many_lines_as_articles_unless_it_says_so_itself(
    make_day: MakeDay,
) -> None:
    intake = read(make_day, "O1,A,2", "O1,B,1", "O1,A,1", "O2,A,1")
    assert {order.order_id: order.lines for order in intake.orders} == {
        "O1": 2,
        "O2": 9,
        "O3": None,
    }


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("O1,,1", "LINE-SKU-MISSING"),
        ("O1,A\x07,1", "LINE-TEXT"),
        ("O1,B,many", "LINE-NUMBER"),
        ("O1,B,1.5", "LINE-NUMBER"),
        ("O1,B,inf", "LINE-NUMBER"),
        ("O1,B,0", "LINE-RANGE"),
        ("O1,B,-2", "LINE-RANGE"),
        ("O1,B,100001", "LINE-RANGE"),
    ],
)
def test_an_order_of_which_a_row_cannot_be_understood_is_rejected_whole(
    make_day: MakeDay, row: str, code: str
) -> None:
    intake = read(make_day, "O1,A,1", "O2,A,1", row)
    assert [order.order_id for order in intake.orders] == ["O2", "O3"]
    assert [
        (item.order_id, item.file, item.line, item.code, item.message) for item in intake.rejected
    ] == [
        (
            "O1",
            "orders.csv",
            2,
            "ORDER-LINES",
            "What it holds cannot be read in full: lines.csv:4."
            " Mend that, as its own message says; half an order is not planned.",
        )
    ]
    assert [(found.code, found.file, found.line) for found in intake.diagnostics] == [
        (code, "lines.csv", 4),
        ("ORDER-LINES", "orders.csv", 2),
    ]
    assert intake.input_rows == 3


def test_many_rows_that_cannot_be_understood_are_one_rejection(make_day: MakeDay) -> None:
    intake = read(make_day, *["O1,A,x"] * 7)
    (rejected,) = intake.rejected
    assert "lines.csv:2, lines.csv:3, lines.csv:4, lines.csv:5, lines.csv:6 and 2 more." in (
        rejected.message
    )


def test_an_order_that_was_rejected_before_is_rejected_once(make_day: MakeDay) -> None:
    orders = "order_id,channel,lat,lon\nO1,pigeon,50.84,4.36\nO2,same_day,50.84,4.36\n"
    intake = read(make_day, "O1,A,x", "O1,B,1", orders=orders)
    assert [(item.order_id, item.code) for item in intake.rejected] == [
        ("O1", "ORDER-CHANNEL-UNKNOWN")
    ]
    assert intake.input_rows == 2
    assert "LINE-ORDER-UNKNOWN" not in [found.code for found in intake.diagnostics]


def test_of_two_orders_with_one_id_the_first_gets_the_articles(make_day: MakeDay) -> None:
    orders = "order_id,channel,lat,lon\nO1,same_day,50.84,4.36\nO1,same_day,50.84,4.36\n"
    intake = read(make_day, "O1,A,2", orders=orders)
    assert [dict(order.articles) for order in intake.orders] == [{"A": 2}]
    assert [item.code for item in intake.rejected] == ["ORDER-ID-DUPLICATE"]


@pytest.mark.parametrize(
    ("row", "code"), [(",A,1", "LINE-ORDER-MISSING"), ("O\x07,A,1", "LINE-TEXT")]
)
def test_a_row_that_names_no_order_is_told_and_rejects_none(
    make_day: MakeDay, row: str, code: str
) -> None:
    intake = read(make_day, "O1,A,1", row)
    assert len(intake.orders) == 3
    assert [(found.code, found.line, found.severity) for found in intake.diagnostics] == [
        (code, 3, "error")
    ]


def test_a_row_that_cannot_be_read_is_told_and_is_no_order_s_rejection(make_day: MakeDay) -> None:
    intake = read(make_day, "O1,A,1,9", "O2,A,1")
    assert len(intake.orders) == 3
    assert not intake.rejected
    assert [(found.code, found.file) for found in intake.diagnostics] == [
        ("DAY-ROW-CELLS", "lines.csv")
    ]


def test_orders_that_the_day_does_not_have_are_one_warning(make_day: MakeDay) -> None:
    intake = read(make_day, "O1,A,1", "O8,A,1", "O9,A,x", "O8,B,1")
    assert len(intake.orders) == 3
    assert [str(found) for found in intake.diagnostics if found.severity == "warning"] == [
        "LINE-ORDER-UNKNOWN lines.csv:3 O8: It has rows of 2 orders that the table of orders does"
        " not have, and they are not used: O8, O9. If they are today's, look for them in the table"
        " of orders."
    ]


def test_a_table_without_rows_says_nothing_of_any_order(make_day: MakeDay) -> None:
    intake = read(make_day)
    assert not any(order.articles for order in intake.orders)
    assert not intake.diagnostics


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbforder_id,sku,quantity\nO1,\xc3\x89,2\n", id="a byte order mark"),
        pytest.param("order_id;sku;quantity\nO1;É;2\n".encode(), id="semicolons"),
        pytest.param("Order ID|SKU|Quantity|price\nO1|É|2|9\n".encode(), id="an unknown column"),
        pytest.param("sku,order_id,quantity\nÉ,O1,2\n".encode("cp1252"), id="Windows' letters"),
    ],
)
def test_other_delimiters_encodings_and_columns_are_understood(
    make_day: MakeDay, content: bytes
) -> None:
    day = make_day(settings=SETTINGS, orders=ORDERS)
    (day.folder / "lines.csv").write_bytes(content)
    assert read_day(day).orders[0].articles == {"É": 2}


def test_fifty_thousand_rows_are_read(make_day: MakeDay) -> None:
    orders = "order_id,channel,lat,lon\n" + "\n".join(
        f"O{number},same_day,50.84,4.36" for number in range(5_000)
    )
    rows = [f"O{number % 10_000},S{number // 10_000},1" for number in range(50_000)]
    day = make_day(
        settings=SETTINGS, orders=orders, lines="order_id,sku,quantity\n" + "\n".join(rows)
    )
    intake = read_day(day)
    assert all(len(order.articles) == 5 for order in intake.orders)
    (warning,) = intake.diagnostics
    assert "5,000 orders" in warning.message
    assert "O5000, O5001, O5002, O5003, O5004 and 4,995 more" in warning.message


ROW = st.tuples(
    st.sampled_from(["O1", "O2", "O3", "O4", "", "O9"]),
    st.sampled_from(["A", "B", "b", ""]),
    st.sampled_from(["1", "2", "3.0", "", "0", "-1", "x", "1.5"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(ROW, max_size=12))
def test_every_order_has_all_that_was_bought_or_is_rejected(
    make_day: MakeDay, rows: list[tuple[str, str, str]]
) -> None:
    """O4 is in no row that can be used: its channel is unknown. O9 is not today's."""
    intake = read(make_day, *map(",".join, rows), orders=ORDERS + "O4,pigeon,50.84,4.36,\n")
    good = {"1": 1, "2": 2, "3.0": 3, "": 1}
    broken = {order_id for order_id, sku, quantity in rows if not sku or quantity not in good}
    rejected = {item.order_id for item in intake.rejected}
    assert rejected == {"O4"} | (broken & {"O1", "O2", "O3"})
    assert len(intake.orders) + len(intake.rejected) == intake.input_rows == 4
    for order in intake.orders:
        bought: Counter[str] = Counter()
        for order_id, sku, quantity in rows:
            if order_id == order.order_id:
                bought[sku] += good[quantity]
        assert order.articles == bought
