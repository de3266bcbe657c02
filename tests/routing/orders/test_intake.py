"""A whole day, read and checked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from routing.day.model import Day
from routing.day.problems import InputError
from routing.orders.intake import read_day

MakeDay = Callable[..., Day]
SETTINGS = """
date = 2026-11-21
timezone = "Europe/Brussels"
map = "brussels.tmap"
hubs = "hubs.csv"
vehicles = "vehicles.csv"
orders = {orders}
"""


def test_a_good_day_has_nothing_to_tell(make_day: MakeDay) -> None:
    intake = read_day(make_day())
    assert [hub.hub_id for hub in intake.hubs] == ["H1", "H2"]
    assert [vehicle.vehicle_id for vehicle in intake.vehicles] == ["V1", "V2"]
    assert [point.point_id for point in intake.points] == ["P1"]
    assert [order.order_id for order in intake.orders] == ["O1"]
    assert not intake.rejected
    assert not intake.diagnostics
    assert intake.input_rows == 1


def test_a_day_without_orders_is_planned_with_a_warning(make_day: MakeDay) -> None:
    intake = read_day(make_day(orders="order_id,channel\n"))
    assert (intake.orders, intake.input_rows) == ((), 0)
    assert str(intake.diagnostics[0]) == (
        "DAY-NO-ORDERS orders.csv: There are no orders."
        " If the day should have some, look at the export or the query."
    )


def test_an_order_table_of_no_bytes_stops_the_run(make_day: MakeDay) -> None:
    with pytest.raises(InputError, match="DAY-SOURCE-EMPTY"):
        read_day(make_day(orders=""))


def test_an_order_table_without_ids_stops_the_run(make_day: MakeDay) -> None:
    with pytest.raises(InputError, match=r"DAY-COLUMN-MISSING.*There is no column order_id"):
        read_day(make_day(orders="channel,lat,lon\nsame_day,50.8,4.3\n"))


def test_every_table_that_cannot_be_read_is_told_at_once(make_day: MakeDay) -> None:
    day = make_day(vehicles="", orders="id\nO1\n")
    (day.folder / "hubs.csv").unlink()
    with pytest.raises(InputError) as caught:
        read_day(day)
    assert [(found.code, found.file) for found in caught.value.diagnostics] == [
        ("DAY-SOURCE-MISSING", "hubs.csv"),
        ("DAY-SOURCE-EMPTY", "vehicles.csv"),
        ("DAY-COLUMN-MISSING", "orders.csv"),
        ("DAY-COLUMN-MISSING", "orders.csv"),
    ]


def test_without_a_usable_hub_the_run_stops_and_says_why(make_day: MakeDay) -> None:
    with pytest.raises(InputError) as caught:
        read_day(make_day(hubs="hub_id,lat,lon\nH1,x,4.3\n"))
    assert [found.code for found in caught.value.diagnostics] == ["DAY-NO-HUB", "HUB-NUMBER"]


def test_a_bad_hub_takes_along_what_needs_it_and_no_more(make_day: MakeDay) -> None:
    intake = read_day(
        make_day(
            hubs="hub_id,lat,lon\nH1,50.85,4.35\nH2,x,4.30\n",
            orders="order_id,channel,hub_id,lat,lon\nO1,same_day,H1,50.84,4.36\n"
            "O2,same_day,H2,50.84,4.36\n",
        )
    )
    assert [vehicle.vehicle_id for vehicle in intake.vehicles] == ["V1"]
    assert [order.order_id for order in intake.orders] == ["O1"]
    assert [(rejected.order_id, rejected.code) for rejected in intake.rejected] == [
        ("O2", "ORDER-HUB-UNKNOWN")
    ]
    assert {found.code for found in intake.diagnostics} == {
        "HUB-NUMBER",
        "VEHICLE-HUB-UNKNOWN",
        "ORDER-HUB-UNKNOWN",
    }


def test_rows_that_cannot_be_read_are_rejected_by_their_line(make_day: MakeDay) -> None:
    intake = read_day(
        make_day(
            orders="order_id,channel,address\nO1,same_day,Rue Neuve 1, Bruxelles\n"
            'O2,same_day,"Rue Neuve 2\nO3,same_day,Rue Neuve 3\nO4,sameday,Rue Neuve 4\n'
        )
    )
    assert [order.order_id for order in intake.orders] == ["O3"]
    assert [(rejected.line, rejected.code) for rejected in intake.rejected] == [
        (2, "DAY-ROW-CELLS"),
        (3, "DAY-ROW-QUOTES"),
        (5, "ORDER-CHANNEL-UNKNOWN"),
    ]
    assert intake.input_rows == 4


def test_a_hub_without_vehicles_is_legal(make_day: MakeDay) -> None:
    assert not read_day(make_day(vehicles="vehicle_id,hub_id\nV1,H1\n")).diagnostics


def test_a_hub_without_vehicles_that_orders_name_is_a_warning(make_day: MakeDay) -> None:
    intake = read_day(
        make_day(
            vehicles="vehicle_id,hub_id\nV1,H1\n",
            orders="order_id,channel,hub_id,lat,lon,collect_at\n"
            "O1,same_day,H2,50.84,4.36,\nO2,click_and_collect,H2,,,\n"
            "O3,click_and_collect,H2,,,H2\nO4,click_and_collect,H2,,,P1\n",
        )
    )
    assert len(intake.orders) == 4
    assert [str(found) for found in intake.diagnostics] == [
        "HUB-NO-VEHICLES vehicles.csv H2: It has no vehicle, and orders that name it must be"
        " driven: 2. Give it a vehicle, or empty the orders' hub_id to have one chosen."
    ]


def test_the_settings_warnings_come_first(make_day: MakeDay) -> None:
    intake = read_day(make_day(settings=SETTINGS.format(orders='"orders.csv"') + "[privacy]"))
    assert [found.code for found in intake.diagnostics] == ["DAY-RESERVED"]


def test_orders_may_come_from_a_database(make_day: MakeDay) -> None:
    query = "select * from orders where day = :date and placed_at <= :now order by order_id"
    day = make_day(
        settings=SETTINGS.format(orders=f'{{url = "sqlite:///oms.db", query = "{query}"}}')
    )
    with closing(sqlite3.connect(day.folder / "oms.db")) as connection, connection:
        connection.execute("create table orders (order_id, channel, lat, lon, day, placed_at)")
        connection.executemany(
            "insert into orders values (?, 'same_day', 50.84, 4.36, ?, ?)",
            [
                (1, "2026-11-21", "2026-11-21 08:00:00"),
                (2, "2026-11-21", "2026-11-21 11:00:00"),
                (3, "2026-11-22", "2026-11-21 08:00:00"),
            ],
        )
    intake = read_day(day, now_s=10 * 3600)
    assert [(order.order_id, order.file, order.line) for order in intake.orders] == [
        ("1", "sqlite:///oms.db", 1)
    ]


STORE_SIDE = (
    'pickers = "pickers.csv"\norder_lines = "lines.csv"\nstock = "stock.csv"\n'
    'zones = "zones.geojson"\n'
)
"""Sources that a day need not have; `stores_day` writes them."""


def stores_day(make_day: MakeDay, **tables: str) -> Day:
    """The small day with a picker, a zone, stock and articles at H1."""
    own = {
        "pickers": "picker_id,hub_id\nAnn,H1\n",
        "lines": "order_id,sku,quantity\nO1,A,2\n",
        "stock": "hub_id,sku,quantity\nH1,A,5\n",
    }
    day = make_day(settings=SETTINGS.format(orders='"orders.csv"') + STORE_SIDE, **(own | tables))
    ring = [[4.3, 50.8], [4.4, 50.8], [4.4, 50.9], [4.3, 50.9], [4.3, 50.8]]
    zone = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"hub_id": "H1", "name": "centre"},
    }
    collection = {"type": "FeatureCollection", "features": [zone]}
    (day.folder / "zones.geojson").write_text(json.dumps(collection), encoding="utf-8")
    return day


def test_the_store_s_side_is_read_with_the_day(make_day: MakeDay) -> None:
    intake = read_day(stores_day(make_day))
    assert [one.picker_id for one in intake.pickers] == ["Ann"]
    assert intake.picking_hubs == {"H1"}
    assert [zone.zone_id for zone in intake.zones] == ["centre"]
    assert intake.stock == {"H1": {"A": 5}}
    assert intake.orders[0].articles == {"A": 2}
    assert [found.code for found in intake.diagnostics] == ["HUB-NO-PICKERS"]


def test_without_it_nothing_is_known_of_the_store_s_side(make_day: MakeDay) -> None:
    intake = read_day(make_day())
    assert (intake.pickers, intake.picking_hubs, intake.zones) == ((), frozenset(), ())
    assert intake.stock == {}
    assert (intake.orders[0].articles, intake.orders[0].lines) == ({}, None)


def test_every_file_of_the_store_s_side_that_cannot_be_read_is_told_at_once(
    make_day: MakeDay,
) -> None:
    day = stores_day(make_day, pickers="", stock="hub_id,sku\nH1,A\n", lines="PK\x03\x04")
    (day.folder / "zones.geojson").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_day(day)
    assert [(found.code, found.file) for found in caught.value.diagnostics] == [
        ("DAY-SOURCE-EMPTY", "pickers.csv"),
        ("ZONE-FILE", "zones.geojson"),
        ("DAY-COLUMN-MISSING", "stock.csv"),
        ("DAY-SOURCE-FORMAT", "lines.csv"),
    ]


def test_a_bad_hub_takes_along_its_pickers_zones_and_stock(make_day: MakeDay) -> None:
    hubs = "hub_id,lat,lon\nH1,x,4.35\nH2,50.83,4.30\n"
    intake = read_day(stores_day(make_day, hubs=hubs))
    assert (intake.pickers, intake.zones, intake.stock) == ((), (), {})
    messages = {found.code: found.message for found in intake.diagnostics}
    for code in ("PICKER-HUB-UNKNOWN", "ZONE-HUB-UNKNOWN", "STOCK-HUB-UNKNOWN"):
        assert messages[code].startswith('The row of its hub "H1" was set aside.')


def test_findings_stand_in_the_order_of_the_tables(make_day: MakeDay) -> None:
    intake = read_day(
        stores_day(
            make_day,
            pickers="picker_id,hub_id\nAnn,H1\n,H2\n",
            stock="hub_id,sku,quantity\nH1,A,x\n",
            orders="order_id,channel,lat,lon\nO1,same_day,50.84,4.36\nO2,pigeon,50.84,4.36\n",
            lines="order_id,sku\nO1,\n",
        )
    )
    assert [found.code for found in intake.diagnostics] == [
        "PICKER-ID-MISSING",
        "STOCK-NUMBER",
        "ORDER-CHANNEL-UNKNOWN",
        "LINE-SKU-MISSING",
        "ORDER-LINES",
    ]
    assert [(item.line, item.code) for item in intake.rejected] == [
        (2, "ORDER-LINES"),
        (3, "ORDER-CHANNEL-UNKNOWN"),
    ]


def test_what_orders_hold_may_come_from_the_same_database(make_day: MakeDay) -> None:
    query = "select order_id, sku, quantity from items where day = :date"
    day = make_day(
        settings=SETTINGS.format(orders='"orders.csv"')
        + f'order_lines = {{url = "sqlite:///oms.db", query = "{query}"}}\n'
    )
    with closing(sqlite3.connect(day.folder / "oms.db")) as connection, connection:
        connection.execute("create table items (order_id, sku, quantity, day)")
        connection.executemany(
            "insert into items values ('O1', ?, ?, ?)",
            [(4711, 2, "2026-11-21"), (4711, 1.0, "2026-11-21"), (4712, 1, "2026-11-22")],
        )
    assert read_day(day).orders[0].articles == {"4711": 3}


def test_ten_thousand_orders_are_read_and_checked(make_day: MakeDay) -> None:
    rows = (
        f"O{number},same_day,H{1 + number % 2},{50.8 + number / 1e5:.5f},4.36,2026-11-20T18:00,"
        "10:00,12:00,09:00,5.5,20,120,5,cool,ring twice"
        for number in range(10_000)
    )
    day = make_day(
        orders="order_id,channel,hub_id,lat,lon,placed_at,window_start,window_end,ready_at,"
        "weight_kg,volume_l,service_s,priority,requires,note\n" + "\n".join(rows)
    )
    intake = read_day(day)
    assert len(intake.orders) == 10_000


def test_orders_that_are_called_off_are_apart_and_are_rows_all_the_same(make_day: MakeDay) -> None:
    rows = "order_id,channel,lat,lon,status\nO1,same_day,50.84,4.36,\nO2,same_day,,,cancelled\n"
    intake = read_day(make_day(orders=rows))
    assert [order.order_id for order in intake.orders] == ["O1"]
    assert [order.order_id for order in intake.cancelled] == ["O2"]
    assert (intake.input_rows, intake.diagnostics) == (2, ())
