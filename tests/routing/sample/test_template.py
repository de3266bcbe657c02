"""Tomorrow's folder is today's with another date and no orders."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.errors import DayError
from routing.sample.template import new_day

if TYPE_CHECKING:
    from pathlib import Path

TOMORROW = dt.date(2026, 11, 24)
SETTINGS = """\
# Every morning.
date = 2026-11-23   # Monday, 2026-11-23
timezone = "Europe/Brussels"
map = 'brussels.tmap'
hubs = "tables/hubs.csv"\t# the stores
vehicles = "../shared/vehicles.csv"
orders = "orders.csv"

[costs]
eur_per_h = 30
"""


@pytest.fixture
def monday(tmp_path: Path) -> Path:
    """A day that was planned: its tables, its map, and what planning left there."""
    folder = tmp_path / "monday"
    for name, text in {
        "tables/hubs.csv": "hub_id,lat,lon\nH1,50.85,4.35\n",
        "orders.csv": "order_id;channel;name\nO1;same_day;Client 1\n",
        "brussels.tmap": "map",
        "tournee.db": "state",
        "out/plan.json": "{}",
        "../shared/vehicles.csv": "vehicle_id,hub_id\nV1,H1\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "day.toml").write_bytes(SETTINGS.replace("\n", "\r\n").encode())
    return folder


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_only_the_date_and_the_paths_that_lead_elsewhere_change(monday: Path) -> None:
    new_day(monday, TOMORROW, monday.parent / "tuesday")
    expected = SETTINGS.replace("date = 2026-11-23", "date = 2026-11-24").replace(
        "'brussels.tmap'", '"../monday/brussels.tmap"'
    )
    written = (monday.parent / "tuesday" / "day.toml").read_bytes()
    assert written == expected.replace("\n", "\r\n").encode()


def test_a_path_out_of_the_template_is_moved_with_the_folder(monday: Path) -> None:
    folder = monday.parent / "week" / "tuesday"
    new_day(monday, TOMORROW, folder)
    vehicles = load_day(folder).vehicles
    assert (folder / vehicles.name).read_text(encoding="utf-8").startswith("vehicle_id")


def test_tables_are_taken_over_and_neither_state_nor_map_nor_plans(monday: Path) -> None:
    made = new_day(monday, TOMORROW, monday.parent / "tuesday")
    assert files(made.folder) == ["day.toml", "orders.csv", "tables/hubs.csv"]


def test_orders_begin_with_the_same_header_alone(monday: Path) -> None:
    made = new_day(monday, TOMORROW, monday.parent / "tuesday")
    assert (made.folder / "orders.csv").read_text(encoding="utf-8") == "order_id;channel;name\n"


def test_orders_from_a_database_stay_there(monday: Path) -> None:
    settings = SETTINGS.replace(
        '"orders.csv"', '{url = "sqlite:///oms.db", query = "select * from o where d = :date"}'
    )
    (monday / "day.toml").write_text(settings, encoding="utf-8")
    made = new_day(monday, TOMORROW, monday.parent / "tuesday")
    assert made.orders is None
    assert "orders.csv" not in files(made.folder)
    text = (made.folder / "day.toml").read_text(encoding="utf-8")
    assert 'url = "sqlite:///../monday/oms.db", query' in text


def test_what_drivers_know_is_taken_over(monday: Path) -> None:
    settings = monday / "day.toml"
    wishes = '[wishes]\nknown_streets = "known.csv"\n'
    settings.write_text(SETTINGS + wishes, encoding="utf-8")
    (monday / "known.csv").write_text("driver_id,street\nAnn,Rue Neuve\n", encoding="utf-8")
    assert "known.csv" in new_day(monday, TOMORROW, monday.parent / "tuesday").copied


def test_what_drivers_know_outside_the_template_is_found_from_the_new_folder(monday: Path) -> None:
    wishes = '[wishes]\nknown_streets = "../known.csv"\n'
    (monday / "day.toml").write_text(SETTINGS + wishes, encoding="utf-8")
    new_day(monday, TOMORROW, monday.parent / "deep" / "tuesday")
    text = (monday.parent / "deep" / "tuesday" / "day.toml").read_text(encoding="utf-8")
    assert 'known_streets = "../../known.csv"' in text


STORE_SIDE = (
    'pickers = "pickers.csv"\nstock = "stock.csv"\nzones = "zones.geojson"\n'
    'order_lines = "lines.csv"\n\n[costs]'
)


def with_store_side(monday: Path) -> Path:
    """Monday with who picks, where hubs deliver, what is there and what was ordered."""
    settings = SETTINGS.replace("[costs]", STORE_SIDE)
    (monday / "day.toml").write_text(settings, encoding="utf-8")
    for name, text in {
        "pickers.csv": "picker_id,hub_id,shift_start\nAnn,H1,2026-11-23T08:00\n",
        "stock.csv": "hub_id,sku,quantity\nH1,A,3\n",
        "zones.geojson": '{"type": "FeatureCollection", "features": []}',
        "lines.csv": "order_id;sku\nO1;A\n",
    }.items():
        (monday / name).write_text(text, encoding="utf-8")
    return monday


def test_the_store_s_side_is_taken_over_as_it_stands(monday: Path) -> None:
    """Dates in its tables too, as in any table: the new day tells of what is not on it."""
    made = new_day(with_store_side(monday), TOMORROW, monday.parent / "tuesday")
    assert made.copied == ("tables/hubs.csv", "pickers.csv", "stock.csv", "zones.geojson")
    for name in ("pickers.csv", "stock.csv", "zones.geojson"):
        assert (made.folder / name).read_bytes() == (monday / name).read_bytes()


def test_what_orders_hold_begins_with_the_same_header_alone(monday: Path) -> None:
    made = new_day(with_store_side(monday), TOMORROW, monday.parent / "tuesday")
    assert (made.orders, made.order_lines) == ("orders.csv", "lines.csv")
    assert (made.folder / "lines.csv").read_text(encoding="utf-8") == "order_id;sku\n"


def test_what_orders_hold_has_its_usual_columns_where_the_template_has_no_such_file(
    monday: Path,
) -> None:
    (with_store_side(monday) / "lines.csv").unlink()
    made = new_day(monday, TOMORROW, monday.parent / "tuesday")
    text = (made.folder / "lines.csv").read_text(encoding="utf-8")
    assert text == "order_id,sku,quantity\n"


@pytest.mark.parametrize("name", ["pickers.csv", "stock.csv", "zones.geojson"])
def test_a_missing_file_of_the_store_s_side_is_named(monday: Path, name: str) -> None:
    (with_store_side(monday) / name).unlink()
    with pytest.raises(DayError, match=name) as refusal:
        new_day(monday, TOMORROW, monday.parent / "tuesday")
    assert refusal.value.code == "NEW-DAY-MISSING"


def test_zones_outside_the_template_are_found_from_the_new_folder(monday: Path) -> None:
    settings = SETTINGS.replace("[costs]", 'zones = "../zones.geojson"\n\n[costs]')
    (monday / "day.toml").write_text(settings, encoding="utf-8")
    made = new_day(monday, TOMORROW, monday.parent / "deep" / "tuesday")
    text = (made.folder / "day.toml").read_text(encoding="utf-8")
    assert 'zones = "../../zones.geojson"' in text


def test_an_empty_workbook_keeps_its_header(monday: Path) -> None:
    from openpyxl import Workbook, load_workbook

    workbook = Workbook()
    workbook.worksheets[0].append(["order_id", "channel"])
    workbook.worksheets[0].append(["O1", "same_day"])
    workbook.save(monday / "orders.xlsx")
    (monday / "day.toml").write_text(SETTINGS.replace("orders.csv", "orders.xlsx"), "utf-8")
    made = new_day(monday, TOMORROW, monday.parent / "tuesday")
    rows = list(load_workbook(made.folder / "orders.xlsx").worksheets[0].values)
    assert rows == [("order_id", "channel")]


def test_a_missing_table_is_named_and_nothing_is_written(monday: Path) -> None:
    (monday / "tables" / "hubs.csv").unlink()
    with pytest.raises(DayError, match=r"tables/hubs\.csv") as refusal:
        new_day(monday, TOMORROW, monday.parent / "tuesday")
    assert refusal.value.code == "NEW-DAY-MISSING"
    assert not (monday.parent / "tuesday").exists()


def test_a_value_that_cannot_be_replaced_safely_is_refused(monday: Path) -> None:
    r"""The map's name is written with an escape: "\\u0062russels.tmap"."""
    settings = SETTINGS.replace("'brussels.tmap'", r'"\u0062russels.tmap"')
    (monday / "day.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(DayError, match=r"day\.toml:4") as refusal:
        new_day(monday, TOMORROW, monday.parent / "tuesday")
    assert refusal.value.code == "DAY-REWRITE"


def test_a_day_is_not_written_over_another(monday: Path) -> None:
    with pytest.raises(DayError) as refusal:
        new_day(monday, TOMORROW, monday)
    assert refusal.value.code == "DAY-FOLDER-TAKEN"
