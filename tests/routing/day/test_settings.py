"""What `day.toml` may say, and how it is told that it may not."""

from __future__ import annotations

import pickle
from datetime import date
from typing import TYPE_CHECKING

import pytest

from routing.day.model import (
    FileSource,
    Lateness,
    PickingSettings,
    RoadSettings,
    SqlSource,
    StoreSettings,
    WishSettings,
)
from routing.day.problems import InputError
from routing.day.settings import load_day

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
date = 2026-11-21
timezone = "Europe/Brussels"
map = "brussels.tmap"
hubs = "hubs.csv"
vehicles = "vehicles.csv"
orders = "orders.csv"
"""


def written(folder: Path, text: str | bytes) -> Path:
    data = text.encode() if isinstance(text, str) else text
    (folder / "day.toml").write_bytes(data)
    return folder


def refused(folder: Path, text: str | bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        load_day(written(folder, text))
    return caught.value


def test_paths_are_relative_to_the_day_file(tmp_path: Path) -> None:
    day = load_day(written(tmp_path, GOOD))
    assert day.map == tmp_path / "brussels.tmap"
    assert day.orders == FileSource(path=tmp_path / "orders.csv", name="orders.csv")


def test_the_day_file_itself_may_be_named(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    assert load_day(tmp_path / "day.toml") == load_day(tmp_path)


def test_what_is_not_said_has_the_documented_defaults(tmp_path: Path) -> None:
    day = load_day(written(tmp_path, GOOD))
    assert (day.defaults.weight_g, day.defaults.volume_ml, day.defaults.service_s) == (
        5_000,
        20_000,
        120,
    )
    assert (day.costs.eur_per_h, day.costs.eur_per_km, day.costs.eur_per_vehicle) == (28, 0.3, 15)


def test_defaults_are_kept_in_whole_grams_and_millilitres(tmp_path: Path) -> None:
    day = load_day(written(tmp_path, GOOD + "[defaults]\nweight_kg = 2.5\nvolume_l = 7"))
    assert (day.defaults.weight_g, day.defaults.volume_ml) == (2_500, 7_000)


def test_a_date_from_the_caller_wins(tmp_path: Path) -> None:
    day = load_day(written(tmp_path, GOOD), date=date(2026, 12, 1))
    assert day.clock.date == date(2026, 12, 1)


def test_a_date_from_the_caller_serves_for_one_that_is_missing(tmp_path: Path) -> None:
    text = GOOD.replace("date = 2026-11-21", "")
    assert load_day(written(tmp_path, text), date=date(2026, 12, 1)).clock.date.month == 12


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert load_day(written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())).clock.date.year == 2026


def test_an_unknown_key_names_the_nearest_known_one(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.replace("vehicles =", "vehicels =") + 'vehicles = "v.csv"')
    assert error.code == "DAY-KEY-UNKNOWN"
    assert 'Did you mean "vehicles"?' in str(error)
    assert "day.toml:6" in str(error)


def test_an_unknown_key_of_a_table_names_that_tables_keys(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD + "[costs]\neur_per_hour = 3")
    assert 'Did you mean "eur_per_h"?' in str(error)
    assert "costs.eur_per_hour" in str(error)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    error = refused(
        tmp_path,
        'date = "soon"\ntimezone = "Mars"\nhubs = "h.xls"\nvehicles = 3\norders = "o.csv"\n'
        "[costs]\neur_per_h = -1\neur_per_km = nan\n[defaults]\nservice_s = 1.5\n",
    )
    assert [(found.id, found.code, found.line) for found in error.diagnostics] == [
        ("date", "DAY-VALUE", 1),
        ("timezone", "DAY-TIMEZONE", 2),
        ("map", "DAY-KEY-MISSING", None),
        ("hubs", "DAY-VALUE", 3),
        ("vehicles", "DAY-VALUE", 4),
        ("costs.eur_per_h", "DAY-VALUE", 7),
        ("costs.eur_per_km", "DAY-VALUE", 8),
        ("defaults.service_s", "DAY-VALUE", 10),
    ]
    assert all(found.code in str(error) for found in error.diagnostics)


def test_invalid_toml_is_told_with_line_and_column(tmp_path: Path) -> None:
    error = refused(tmp_path, 'date = 2026-11-21\nmap = "a\n')
    assert error.code == "DAY-TOML"
    assert "day.toml:2" in str(error)
    assert "line 2, column" in str(error)


def test_a_day_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, b'date = 2026-11-21\nmap = "caf\xe9.tmap"\n')
    assert (error.code, error.diagnostics[0].line) == ("DAY-TOML", 2)


def test_a_folder_without_a_day_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"DAY-MISSING.*no such file.*new-day"):
        load_day(tmp_path)


@pytest.mark.parametrize("name", ["Europe/Brusels", "Europe", "/etc/passwd", "../x"])
def test_an_unknown_time_zone_is_refused(tmp_path: Path, name: str) -> None:
    error = refused(tmp_path, GOOD.replace("Europe/Brussels", name))
    assert error.code == "DAY-TIMEZONE"
    assert name in str(error)


def test_an_unknown_time_zone_names_the_nearest(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.replace("Europe/Brussels", "Europe/Brusels"))
    assert 'Did you mean "Europe/Brussels"?' in str(error)


def test_variables_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITY", "gent")
    assert load_day(written(tmp_path, GOOD.replace("brussels", "${CITY}"))).map.name == "gent.tmap"


def test_a_variable_that_is_not_set_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CITY", raising=False)
    error = refused(tmp_path, GOOD.replace("brussels", "${CITY}"))
    assert (error.code, error.diagnostics[0].line) == ("DAY-ENV", 4)
    assert "${CITY}" in str(error)


def test_what_a_variable_holds_is_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "hunter2")
    error = refused(
        tmp_path,
        GOOD.replace('"orders.csv"', '{url = "not ${SECRET} a url", query = "select 1"}').replace(
            '"hubs.csv"', '"${SECRET}"'
        ),
    )
    assert {found.id for found in error.diagnostics} == {"hubs", "orders.url"}
    assert "hunter2" not in str(error)


def test_a_query_is_called_by_its_address_without_user_and_password(tmp_path: Path) -> None:
    address = "postgresql+psycopg://ann:hunter2@db/oms?sslcert=x"
    day = load_day(
        written(tmp_path, GOOD.replace('"orders.csv"', f'{{url = "{address}", query = "q"}}'))
    )
    assert day.orders == SqlSource(url=address, query="q", name="postgresql+psycopg://db/oms")


def test_a_sqlite_file_is_relative_to_the_day_file(tmp_path: Path) -> None:
    day = load_day(
        written(tmp_path, GOOD.replace('"orders.csv"', '{url = "sqlite:///oms.db", query = "q"}'))
    )
    assert isinstance(day.orders, SqlSource)
    assert day.orders.url == f"sqlite:///{tmp_path}/oms.db"


def test_reserved_tables_are_accepted_with_a_warning(tmp_path: Path) -> None:
    day = load_day(written(tmp_path, GOOD + "[privacy]\nkeep = 1\n"))
    assert [(found.code, found.id, found.line) for found in day.warnings] == [
        ("DAY-RESERVED", "privacy", 8),
    ]
    assert all(found.severity == "warning" for found in day.warnings)


def test_without_the_table_nothing_is_planned_late(tmp_path: Path) -> None:
    for text in (GOOD, GOOD + "[lateness]\n", GOOD + "[lateness]\nmax_min = 0\n"):
        assert load_day(written(tmp_path, text)).lateness == Lateness()


def test_lateness_is_kept_in_seconds_with_its_price(tmp_path: Path) -> None:
    day = load_day(written(tmp_path, GOOD + "[lateness]\nmax_min = 30\neur_per_min = 2.5\n"))
    assert day.lateness == Lateness(most_s=1800, eur_per_min=2.5)
    assert not day.warnings


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("max_min = -1", "lateness.max_min: expected 0 or more, found '-1'"),
        ("max_min = 601", "lateness.max_min: expected 600 or less, found '601'"),
        ("max_min = 7.5", "lateness.max_min: expected a whole number, found '7.5'"),
        ("max_min = true", "lateness.max_min: expected a whole number, found 'true'"),
        ("eur_per_min = -1", "lateness.eur_per_min: expected 0 or more, found '-1'"),
        ("eur_per_minute = 1", 'Did you mean "eur_per_min"?'),
    ],
)
def test_lateness_that_means_nothing_is_refused(tmp_path: Path, line: str, message: str) -> None:
    error = refused(tmp_path, GOOD + f"[lateness]\n{line}\n")
    assert message in str(error)
    assert error.diagnostics[0].line == 9


def test_without_the_table_nothing_is_wished(tmp_path: Path) -> None:
    for text in (GOOD, GOOD + "[wishes]\n"):
        assert load_day(written(tmp_path, text)).wishes == WishSettings()


def test_wishes_are_kept_with_their_prices(tmp_path: Path) -> None:
    text = "[wishes]\neur_per_uneven_h = 12.5\neur_per_km_apart = 0.4\neur_per_unknown_street = 1\n"
    day = load_day(written(tmp_path, GOOD + text + 'known_streets = "known.csv"\n'))
    assert day.wishes == WishSettings(
        eur_per_uneven_h=12.5,
        eur_per_km_apart=0.4,
        eur_per_unknown_street=1.0,
        known_streets=FileSource(path=tmp_path / "known.csv", name="known.csv"),
    )


def test_what_drivers_know_may_be_in_a_database(tmp_path: Path) -> None:
    text = '[wishes]\nknown_streets = {url = "sqlite:///known.db", query = "select 1"}\n'
    known = load_day(written(tmp_path, GOOD + text)).wishes.known_streets
    assert isinstance(known, SqlSource)
    assert known.url == f"sqlite:///{tmp_path}/known.db"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("eur_per_uneven_h = -1", "wishes.eur_per_uneven_h: expected 0 or more, found '-1'"),
        ("eur_per_km_apart = inf", "wishes.eur_per_km_apart: expected"),
        ('known_streets = "known.txt"', "expected a .csv, .xlsx or .json file"),
        ('known_streets = {url = "sqlite:///a.db", qury = "q"}', 'Did you mean "query"?'),
        ("eur_per_street = 1", 'Did you mean "eur_per_unknown_street"?'),
        ("eur_per_unknown_street = 1", "wishes.known_streets is not set"),
    ],
)
def test_wishes_that_mean_nothing_are_refused(tmp_path: Path, line: str, message: str) -> None:
    error = refused(tmp_path, GOOD + f"[wishes]\n{line}\n")
    assert message in str(error)
    assert error.diagnostics[0].line == 9


def test_what_is_not_said_of_the_stores_is_as_it_was(tmp_path: Path) -> None:
    """No pickers, nothing of shelves and zones, and no promise but that of the hub's hours."""
    for text in (GOOD, GOOD + "[promise]\n[picking]\n"):
        day = load_day(written(tmp_path, text))
        assert (day.picking, day.store) == (PickingSettings(), StoreSettings())
        assert not day.warnings


def test_the_store_s_tables_and_zones_are_relative_to_the_day_file(tmp_path: Path) -> None:
    own = 'pickers = "p.xlsx"\norder_lines = "l.json"\nstock = "../s.csv"\nzones = "z.geojson"\n'
    day = load_day(written(tmp_path, GOOD + own))
    assert day.picking.shifts == FileSource(path=tmp_path / "p.xlsx", name="p.xlsx")
    assert day.store == StoreSettings(
        order_lines=FileSource(path=tmp_path / "l.json", name="l.json"),
        stock=FileSource(path=tmp_path / "../s.csv", name="../s.csv"),
        zones=tmp_path / "z.geojson",
    )
    assert not day.warnings


@pytest.mark.parametrize("key", ["pickers", "order_lines", "stock"])
def test_the_store_s_tables_may_be_in_a_database(tmp_path: Path, key: str) -> None:
    line = f'{key} = {{url = "sqlite:///oms.db", query = "select 1"}}\n'
    day = load_day(written(tmp_path, GOOD + line))
    source = {
        "pickers": day.picking.shifts,
        "order_lines": day.store.order_lines,
        "stock": day.store.stock,
    }[key]
    assert isinstance(source, SqlSource)
    assert source.url == f"sqlite:///{tmp_path}/oms.db"


def test_how_orders_are_picked_is_kept(tmp_path: Path) -> None:
    text = (
        "[picking]\nlines_per_hour = 95\neur_per_h = 19.5\norder_s = 45\nlines = 12\n"
        'order = "arrival"\nrounds = 0\n'
    )
    assert load_day(written(tmp_path, GOOD + text)).picking == PickingSettings(
        lines_per_hour=95.0, eur_per_h=19.5, order_s=45, lines=12, by_promise=False, rounds=0
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("lines_per_hour = 0", "picking.lines_per_hour: expected 1 or more, found '0'"),
        ("lines_per_hour = nan", "picking.lines_per_hour: expected"),
        ('lines_per_hour = "80"', "picking.lines_per_hour: expected a number, found '80'"),
        ("eur_per_h = -1", "picking.eur_per_h: expected 0 or more, found '-1'"),
        ("order_s = 1.5", "picking.order_s: expected a whole number, found '1.5'"),
        ("order_s = -1", "picking.order_s: expected 0 or more, found '-1'"),
        ("lines = 0", "picking.lines: expected 1 or more, found '0'"),
        ('order = "prmise"', "picking.order: expected 'promise' or 'arrival', found 'prmise'"),
        ("rounds = 21", "picking.rounds: expected 20 or less, found '21'"),
        ("rounds = -1", "picking.rounds: expected 0 or more, found '-1'"),
        ("line_per_hour = 80", 'Did you mean "lines_per_hour"?'),
    ],
)
def test_picking_that_means_nothing_is_refused(tmp_path: Path, line: str, message: str) -> None:
    error = refused(tmp_path, GOOD + f"[picking]\n{line}\n")
    assert message in str(error)
    assert error.diagnostics[0].line == 9


@pytest.mark.parametrize(
    ("text", "seconds"), [("2h", 7200), ("90min", 5400), ("1h30min", 5400), ("24h", 86_400)]
)
def test_what_is_promised_for_collection_is_kept_in_seconds(
    tmp_path: Path, text: str, seconds: int
) -> None:
    day = load_day(written(tmp_path, GOOD + f'[promise]\ncollect = "{text}"\n'))
    assert day.store.collect_s == seconds


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('collect = "0"', "promise.collect: expected a time from"),
        ('collect = "0h"', "promise.collect: expected a time from"),
        ('collect = "25h"', 'like "2h", "90min" or "1h30min", found \'25h\''),
        ('collect = "-2h"', "promise.collect: expected a time from"),
        ('collect = "2"', "found '2'"),
        ('collect = "soon"', "found 'soon'"),
        ("collect = 2", "promise.collect: expected text in quotes, found '2'"),
        ('colect = "2h"', 'Did you mean "collect"?'),
    ],
)
def test_a_promise_that_means_nothing_is_refused(tmp_path: Path, line: str, message: str) -> None:
    error = refused(tmp_path, GOOD + f"[promise]\n{line}\n")
    assert message in str(error)
    assert error.diagnostics[0].line == 9


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('pickers = "p.txt"', "pickers: expected a .csv, .xlsx or .json file, found 'p.txt'"),
        ("stock = 3", "stock: expected a file name in quotes"),
        ('zones = ""', "zones: expected text, found none"),
        ("zones = 1", "zones: expected text in quotes, found '1'"),
        ('order_lines = {url = "sqlite:///a.db", qury = "q"}', 'Did you mean "query"?'),
        ('picker = "p.csv"', 'Did you mean "pickers"?'),
        ('promise = "2h"', "promise: expected a table, found '2h'"),
    ],
)
def test_a_source_of_the_store_s_side_that_is_none_is_refused(
    tmp_path: Path, line: str, message: str
) -> None:
    error = refused(tmp_path, GOOD + line)
    assert message in str(error)
    assert error.diagnostics[0].line == 8


def test_what_is_not_said_of_the_roads_is_what_a_city_has(tmp_path: Path) -> None:
    """Traffic as shipped, nothing closed, the zone's holidays, and perhaps a folder `profiles`."""
    day = load_day(written(tmp_path, GOOD))
    assert day.roads == RoadSettings(profiles=tmp_path / "profiles")


def test_files_about_the_roads_are_relative_to_the_day_file(tmp_path: Path) -> None:
    own = 'traffic = "../t.geojson"\nclosures = "c.geojson"\nprofiles = "own"\ncountry = "NL"\n'
    assert load_day(written(tmp_path, GOOD + own)).roads == RoadSettings(
        traffic=tmp_path / "../t.geojson",
        closures=tmp_path / "c.geojson",
        profiles=tmp_path / "own",
        country="NL",
    )


def test_traffic_can_be_switched_off(tmp_path: Path) -> None:
    roads = load_day(written(tmp_path, GOOD + 'traffic = "none"')).roads
    assert (roads.free_flow, roads.traffic) == (True, None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('country = "be"', "two capital letters, like BE"),
        ('country = "Belgium"', "two capital letters, like BE"),
        ("country = 32", "expected text in quotes"),
        ("traffic = false", "expected text in quotes"),
        ('closures = ""', "expected text, found none"),
        ("profiles = []", "expected text in quotes"),
    ],
)
def test_what_says_nothing_of_the_roads_is_refused(tmp_path: Path, line: str, said: str) -> None:
    error = refused(tmp_path, GOOD + line)
    assert [(found.code, found.id, found.line) for found in error.diagnostics] == [
        ("DAY-VALUE", line.split(maxsplit=1)[0], 8)
    ]
    assert said in str(error)


def test_a_query_that_looks_like_settings_does_not_shift_line_numbers(tmp_path: Path) -> None:
    query = '"""\nselect *\nmapp = 3\n"""'
    error = refused(
        tmp_path,
        f'orders = {{url = "sqlite://", query = {query}}}\nmapp = "x"\n'
        + GOOD.replace("orders", "#"),
    )
    assert [found.line for found in error.diagnostics] == [5]


def test_the_error_survives_the_way_back_from_a_worker(tmp_path: Path) -> None:
    error = refused(tmp_path, "hubs = 3")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # made one expression earlier
    assert str(again) == str(error)
    assert again.diagnostics == error.diagnostics


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("0001-01-01", "expected 1970-01-01 or later"),
        ("9999-12-31", "expected 2199-12-31 or earlier"),
    ],
)
def test_a_year_of_which_nobody_knows_the_clock_is_refused(
    tmp_path: Path, when: str, told: str
) -> None:
    error = refused(tmp_path, GOOD.replace("2026-11-21", when))
    assert error.code == "DAY-VALUE"
    assert told in str(error)


def test_papers_are_in_the_days_language_and_without_one_in_english(tmp_path: Path) -> None:
    assert load_day(written(tmp_path, GOOD)).exports.language == "en"
    day = load_day(written(tmp_path, GOOD + '[exports]\nlanguage = "nl"\n'))
    assert day.exports.language == "nl"


def test_a_language_that_nothing_is_written_in_names_the_known_ones(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD + '[exports]\nlanguage = "fy"\n')
    assert error.code == "DAY-VALUE"
    assert "'en', 'fr', 'nl' or 'de', found 'fy'" in str(error)
