"""What people do wrong, each with the exit status and the message that they see.

Whatever is wrong, nothing is left half-written, and there is never a traceback.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.support.days import collect, hub, order, van, write_day
from tests.support.grid_city import position

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ran, Run

QUICK = ("--max-iterations", "20", "--jobs", "1")
HEADER = "order_id,channel,lat,lon,name,weight_kg"
LAT, LON = (round(degrees, 5) for degrees in position(300, 5))
ROW = f"O1,same_day,{LAT},{LON},Zoé,5"


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """A good day with one order."""
    return write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])


def plan(run: Run, folder: Path, *more: str) -> Ran:
    ran = run("plan", folder, *QUICK, *more)
    assert "Traceback" not in ran.err + ran.out
    leftovers = [path for path in folder.rglob("*") if path.suffix == ".part"]
    assert leftovers == []
    return ran


def rejected(folder: Path) -> list[tuple[str, str]]:
    """Order ids and codes of what the written plan rejects."""
    document = json.loads((folder / "out" / "plan.json").read_text(encoding="utf-8"))
    return [(item["order_id"], item["code"]) for item in document["rejected"]]


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        pytest.param("", "DAY-SOURCE-EMPTY", "Export it again", id="an empty file"),
        pytest.param(
            "order_id,lat,lon\nO1,50,4\n", "DAY-COLUMN-MISSING", "channel", id="a missing column"
        ),
    ],
)
def test_an_order_file_that_cannot_be_read_stops_the_run(
    run: Run, day: Path, content: str, code: str, says: str
) -> None:
    (day / "orders.csv").write_text(content, encoding="utf-8")
    ran = plan(run, day)
    assert ran.status == 2
    assert code in ran.err
    assert says in ran.err
    assert not (day / "out").exists()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{HEADER}\n{ROW}\n".replace(",", ";").encode(), id="semicolons"),
        pytest.param(f"{HEADER}\n{ROW}\n".replace(",", "\t").encode(), id="tabs"),
        pytest.param(b"\xef\xbb\xbf" + f"{HEADER}\n{ROW}\n".encode(), id="a byte order mark"),
        pytest.param(f"{HEADER}\n{ROW}\n".encode("latin-1"), id="latin-1"),
    ],
)
def test_other_delimiters_and_encodings_are_understood(run: Run, day: Path, content: bytes) -> None:
    (day / "orders.csv").write_bytes(content)
    assert plan(run, day).status == 0


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"order_id": ""}, ("ORDER-ID-MISSING", "orders.csv:3")),
        ({"order_id": "O1"}, ("ORDER-ID-DUPLICATE", "O1")),
        ({"order_id": "O\x1b[31m"}, ("ORDER-TEXT", "nobody sees")),
        ({"lat": LON, "lon": LAT}, ("ORDER-POSITION-SWAPPED", "Exchange")),
        ({"lat": 51.2, "lon": 4.4}, ("ORDER-OUTSIDE-MAP", "outside the map")),
        (
            {"window_start": "12:00", "window_end": "11:00"},
            ("ORDER-WINDOW-REVERSED", "before it starts"),
        ),
        ({"weight_kg": "-3"}, ("ORDER-RANGE", "-3")),
        ({"weight_kg": "90000"}, ("ORDER-RANGE", "90000")),
        ({"weight_kg": "a lot"}, ("ORDER-NUMBER", "a lot")),
        ({"weight_kg": "nan"}, ("ORDER-NUMBER", "nan")),
        ({"lat": "NaN"}, ("ORDER-NUMBER", "NaN")),
        ({"window_start": "noon"}, ("ORDER-TIME", "noon")),
        ({"hub_id": "H7"}, ("ORDER-HUB-UNKNOWN", "H1")),
        ({"lat": "", "lon": ""}, ("ORDER-PLACE-MISSING", "position")),
        ({"lat": "", "lon": "", "address": "Nowhere lane 3"}, ("ORDER-STREET-UNKNOWN", "Nowhere")),
        ({"channel": "pigeon"}, ("ORDER-CHANNEL-UNKNOWN", "pigeon")),
    ],
    ids=lambda value: repr(value) if isinstance(value, dict) else None,
)
def test_a_bad_order_is_rejected_loudly_and_the_rest_is_planned(
    run: Run, tmp_path: Path, grid_map: Path, cells: dict[str, Any], expected: tuple[str, str]
) -> None:
    code, says = expected
    rows = [order("O1"), order("O2") | cells]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)
    ran = plan(run, tmp_path)
    assert ran.status == 3
    assert code in ran.err
    assert says in ran.err
    readable = rows[1]["order_id"] if rows[1]["order_id"].isprintable() else None
    assert rejected(tmp_path) == [(readable or None, code)]
    assert "1 on stops" in ran.out


def test_a_window_outside_the_opening_hours_is_a_warning_and_a_reason(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    rows = [order("O1", window_start="21:00", window_end="22:00")]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)
    ran = plan(run, tmp_path)
    assert ran.status == 3
    assert "ORDER-WINDOW-CLOSED" in ran.err
    assert "WINDOW-UNREACHABLE" in ran.out


def test_an_unknown_skill_is_a_warning_and_a_reason(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    rows = [order("O1", requires="juggling")]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)
    ran = plan(run, tmp_path)
    assert ran.status == 3
    assert "ORDER-SKILL-UNKNOWN" in ran.err
    assert "SKILL-MISSING" in ran.out


def test_a_vehicle_at_an_unknown_hub_is_set_aside(run: Run, tmp_path: Path, grid_map: Path) -> None:
    fleet = [van("V1"), van("V2", "H8")]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=fleet, orders=[order("O1")])
    ran = plan(run, tmp_path)
    assert ran.status == 0
    assert "VEHICLE-HUB-UNKNOWN" in ran.err
    assert "H8" in ran.err


def test_a_break_that_cannot_be_had_sets_the_vehicle_aside(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    fleet = [van("V1"), van("V2", break_s=1800, break_earliest="12:00", break_latest="12:10")]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=fleet, orders=[order("O1")])
    ran = plan(run, tmp_path)
    assert ran.status == 0
    assert "VEHICLE-BREAK" in ran.err


def test_a_hub_without_vehicles_is_a_reason_for_its_orders(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    hubs = [hub(), hub("H2", 800, 800)]
    rows = [order("O1"), order("O2", hub_id="H2"), collect("C2", "H2")]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=[van()], orders=rows)
    ran = plan(run, tmp_path)
    assert ran.status == 3
    assert "HUB-NO-VEHICLES" in ran.err
    assert "NO-VEHICLE" in ran.out
    assert "1 collected" in ran.out


def with_source(folder: Path, key: str, name: str, content: str | bytes) -> None:
    """Have the day name one more file, and write it."""
    path = folder / "day.toml"
    path.write_text(path.read_text(encoding="utf-8") + f'\n{key} = "{name}"\n', "utf-8")
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)


STORE_FILES = {
    "pickers": ("pickers.csv", "picker_id,hub_id"),
    "order_lines": ("lines.csv", "order_id,sku,quantity"),
    "stock": ("stock.csv", "hub_id,sku,quantity"),
}


@pytest.mark.parametrize("key", STORE_FILES)
@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("", "DAY-SOURCE-EMPTY", id="an empty file"),
        pytest.param("a,b\n1,2\n", "DAY-COLUMN-MISSING", id="other columns"),
        pytest.param("PK\x03\x04", "DAY-SOURCE-FORMAT", id="a workbook called .csv"),
    ],
)
def test_a_table_of_the_store_s_side_that_cannot_be_read_stops_the_run(
    run: Run, day: Path, key: str, content: str, code: str
) -> None:
    name, _ = STORE_FILES[key]
    with_source(day, key, name, content)
    ran = plan(run, day)
    assert ran.status == 2
    assert code in ran.err
    assert name in ran.err
    assert not (day / "out").exists()


@pytest.mark.parametrize("key", ["pickers", "order_lines", "stock", "zones"])
def test_a_file_of_the_store_s_side_that_is_not_there_stops_the_run(
    run: Run, day: Path, key: str
) -> None:
    suffix = "geojson" if key == "zones" else "csv"
    with_source(day, key, f"gone.{suffix}", "")
    (day / f"gone.{suffix}").unlink()
    ran = plan(run, day)
    assert ran.status == 2
    assert f"gone.{suffix}" in ran.err
    assert "name the right one in day.toml" in ran.err
    assert not (day / "out").exists()


def test_zones_that_are_no_geojson_stop_the_run(run: Run, day: Path) -> None:
    with_source(day, "zones", "zones.geojson", "hub_id;area\nH1;50\n")
    ran = plan(run, day)
    assert ran.status == 2
    assert "ZONE-FILE" in ran.err
    assert "geojson.io" in ran.err


@pytest.mark.parametrize(
    ("key", "row", "found"),
    [
        ("pickers", "Ann,H8", "PICKER-HUB-UNKNOWN pickers.csv:2 Ann"),
        ("pickers", ",H1", "PICKER-ID-MISSING pickers.csv:2"),
        ("order_lines", "O7,A,1", "LINE-ORDER-UNKNOWN lines.csv:2 O7"),
        ("order_lines", ",A,1", "LINE-ORDER-MISSING lines.csv:2"),
        ("stock", "H8,A,1", "STOCK-HUB-UNKNOWN stock.csv:2 H8"),
        ("stock", "H1,A,-3", "STOCK-RANGE stock.csv:2 A"),
        ("stock", "H1,,1", "STOCK-SKU-MISSING stock.csv:2"),
    ],
)
def test_a_bad_row_of_the_store_s_side_is_told_with_its_place(
    run: Run, day: Path, key: str, row: str, found: str
) -> None:
    name, header = STORE_FILES[key]
    with_source(day, key, name, f"{header}\n{row}\n")
    ran = plan(run, day)
    assert ran.status in {0, 3}
    assert found in ran.err


def test_an_order_of_which_an_article_cannot_be_read_is_rejected(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    rows = [order("O1"), order("O2")]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)
    with_source(
        tmp_path, "order_lines", "lines.csv", "order_id,sku,quantity\nO1,A,1\nO2,A,1\nO2,B,many\n"
    )
    ran = plan(run, tmp_path)
    assert ran.status == 3
    assert "LINE-NUMBER lines.csv:4" in ran.err
    assert "many" in ran.err
    assert rejected(tmp_path) == [("O2", "ORDER-LINES")]
    assert "1 on stops" in ran.out


def test_a_zone_that_crosses_itself_is_set_aside_loudly(run: Run, day: Path) -> None:
    ring = [[LON, LAT], [LON + 0.1, LAT + 0.1], [LON + 0.1, LAT], [LON, LAT + 0.1], [LON, LAT]]
    zone = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"hub_id": "H1", "name": "bow tie"},
    }
    collection = {"type": "FeatureCollection", "features": [zone]}
    with_source(day, "zones", "zones.geojson", json.dumps(collection))
    ran = plan(run, day)
    assert ran.status == 0
    assert "ZONE-AREA zones.geojson:1 bow tie" in ran.err
    assert "ZONE-NONE-LEFT" in ran.err


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"parcels": "0"}, ("ORDER-RANGE", "parcels")),
        ({"parcels": "two"}, ("ORDER-NUMBER", "two")),
        ({"value_eur": "-5"}, ("ORDER-RANGE", "value_eur")),
        ({"value_eur": "12 €"}, ("ORDER-NUMBER", "12 €")),
    ],
)
def test_a_bad_parcel_count_or_value_rejects_the_order(
    run: Run, tmp_path: Path, grid_map: Path, cells: dict[str, Any], expected: tuple[str, str]
) -> None:
    rows = [order("O1"), order("O2") | cells]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)
    ran = plan(run, tmp_path)
    assert ran.status == 3
    assert rejected(tmp_path) == [("O2", expected[0])]
    assert expected[1] in ran.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[promise]\ncollect = "2 hours"', "90min"),
        ("[promise]\ncolect = 1", '"collect"'),
        ('[picking]\norder = "fifo"', "'promise' or 'arrival'"),
        ("[picking]\nround = 3", '"rounds"'),
    ],
)
def test_a_setting_of_the_store_s_side_that_means_nothing_stops_the_run(
    run: Run, day: Path, text: str, says: str
) -> None:
    with (day / "day.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{text}\n")
    ran = plan(run, day)
    assert ran.status == 2
    assert says in ran.err
    assert not (day / "out").exists()


def test_no_orders_at_all_is_a_plan_with_a_warning(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[])
    ran = plan(run, tmp_path)
    assert ran.status == 0
    assert "DAY-NO-ORDERS" in ran.err
    assert "0 orders" in ran.out


def test_no_hub_on_the_map_stops_the_run(run: Run, tmp_path: Path, grid_map: Path) -> None:
    write_day(
        tmp_path,
        grid_map,
        hubs=[hub(lat=51.0)],
        vehicles=[van()],
        orders=[order("O1", hub_id="H1")],
    )
    ran = plan(run, tmp_path)
    assert ran.status == 2
    assert "DAY-NO-HUB" in ran.err
    assert "hubs.csv" in ran.err


def test_ten_thousand_orders_are_planned(run: Run, tmp_path: Path, grid_map: Path) -> None:
    """Most are collected, as in a store on a day before a holiday; two hundred are driven."""
    rows = [collect(f"C{n}") for n in range(9_800)]
    rows += [order(f"O{n}", 4 * n, 5 + 200 * (n % 4)) for n in range(200)]
    fleet = [van(f"V{n}") for n in range(4)]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=fleet, orders=rows)
    ran = plan(run, tmp_path)
    assert ran.status == 0
    assert "10,000 orders: 200 on stops, 9800 collected" in ran.out


def broken_maps(folder: Path, grid_map: Path) -> dict[str, tuple[Path, str]]:
    """Maps that cannot be used, with the code that says why."""
    whole = grid_map.read_bytes()
    with np.load(grid_map) as arrays:
        content = dict(arrays)
    header = json.loads(bytes(content["header"]).decode())
    header["version"] = 0
    content["header"] = np.frombuffer(json.dumps(header).encode(), np.uint8)
    old = folder / "old.npz"
    np.savez(old, **content)
    return {
        "missing": (folder / "missing.tmap", "MAP-MISSING"),
        "cut short": (_written(folder / "short.tmap", whole[: len(whole) // 2]), "MAP-TRUNCATED"),
        "no map": (_written(folder / "cat.tmap", b"meow"), "MAP-FORMAT"),
        "old": (old.rename(folder / "old.tmap"), "MAP-VERSION"),
        "no OSM": (_written(folder / "cat.osm.pbf", b"meow" * 100), "MAP-"),
        "no OSM text": (_written(folder / "cat.osm", b"<html>not found</html>"), "MAP-"),
    }


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("what", ["missing", "cut short", "no map", "old", "no OSM", "no OSM text"])
def test_a_map_that_cannot_be_used_exits_6(
    run: Run, tmp_path: Path, grid_map: Path, what: str
) -> None:
    path, code = broken_maps(tmp_path, grid_map)[what]
    folder = tmp_path / "day"
    folder.mkdir()
    write_day(folder, path, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    ran = plan(run, folder)
    assert ran.status == 6
    assert code in ran.err
    assert path.name in ran.err
    assert not (folder / "out").exists()


def test_an_output_folder_that_cannot_be_written_exits_2(run: Run, day: Path) -> None:
    (day / "blocked").write_text("a file", encoding="utf-8")
    ran = plan(run, day, "--out", str(day / "blocked"))
    assert ran.status == 2
    assert "DAY-UNWRITABLE" in ran.err
    assert not (day / "tournee.db").exists()


def test_a_database_that_is_down_exits_2_and_hides_the_password(run: Run, day: Path) -> None:
    settings = (day / "day.toml").read_text(encoding="utf-8")
    source = 'url = "postgresql+psycopg://ann:secret@127.0.0.1:9/oms", query = "select 1"'
    text = settings.replace('orders = "orders.csv"', f"orders = {{{source}}}")
    (day / "day.toml").write_text(text, encoding="utf-8")
    ran = plan(run, day)
    assert ran.status == 2
    assert "DAY-DATABASE" in ran.err
    assert "secret" not in ran.err
    assert not (day / "out").exists()


def test_an_unknown_key_names_the_nearest(run: Run, day: Path) -> None:
    with (day / "day.toml").open("a", encoding="utf-8") as settings:
        settings.write('\nvehicels = "x.csv"\n')
    ran = plan(run, day)
    assert ran.status == 2
    assert "vehicels" in ran.err
    assert '"vehicles"' in ran.err


def test_a_query_that_would_change_the_database_does_not(run: Run, day: Path) -> None:
    database = day / "oms.db"
    with sqlite3.connect(database) as connection:
        connection.execute("create table orders (order_id text)")
    connection.close()
    settings = (day / "day.toml").read_text(encoding="utf-8")
    source = f'url = "sqlite:///{database}", query = "drop table orders"'
    text = settings.replace('orders = "orders.csv"', f"orders = {{{source}}}")
    (day / "day.toml").write_text(text, encoding="utf-8")
    ran = plan(run, day)
    assert ran.status == 2
    assert "DAY-QUERY" in ran.err
    with sqlite3.connect(database) as connection:
        assert connection.execute("select count(*) from orders").fetchone() == (0,)
    connection.close()
