"""Pickers, one shift a row, and those of whom only the number is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.fleet.hubs import read_hubs
from routing.fleet.model import PickerShift
from routing.fleet.pickers import read_pickers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from routing.day.model import Day
    from routing.diagnostics import Diagnostic

    MakeDay = Callable[..., Day]
    Read = tuple[tuple[PickerShift, ...], frozenset[str], tuple[Diagnostic, ...]]

WITHOUT_TABLE = """
date = 2026-11-21
timezone = "Europe/Brussels"
map = "brussels.tmap"
hubs = "hubs.csv"
vehicles = "vehicles.csv"
orders = "orders.csv"
"""
SETTINGS = WITHOUT_TABLE + 'pickers = "pickers.csv"\n'
HUBS = (
    "hub_id,lat,lon,opens,closes,pickers\nH1,50.85,4.35,08:00,20:00,{}\n"
    "H2,50.83,4.30,09:00,19:00,{}\n"
)
HOUR = 3600


def read(
    make_day: MakeDay,
    header: str,
    *rows: str,
    numbers: tuple[str, str] = ("", ""),
    settings: str = SETTINGS,
    hubs_set_aside: Collection[str] = (),
) -> Read:
    """Read pickers of the small day: H1 is open 08:00-20:00, H2 09:00-19:00."""
    day = make_day(
        settings=settings,
        hubs=HUBS.format(*numbers),
        pickers="\n".join([header, *rows]) + "\n",
    )
    return read_pickers(day, read_hubs(day)[0], hubs_set_aside=hubs_set_aside)


def read_numbers(make_day: MakeDay, *numbers: str) -> Read:
    """Read pickers of a day that has no table of them."""
    day = make_day(settings=WITHOUT_TABLE, hubs=HUBS.format(*numbers))
    return read_pickers(day, read_hubs(day)[0])


def spans(shifts: tuple[PickerShift, ...]) -> list[tuple[str, str, float, float]]:
    return [(one.picker_id, one.hub_id, one.start_s / HOUR, one.end_s / HOUR) for one in shifts]


def test_every_column_is_read(make_day: MakeDay) -> None:
    shifts, hubs, diagnostics = read(
        make_day,
        "picker_id,hub_id,shift_start,shift_end,lines_per_hour,eur_per_h",
        'Ann,H1,06:00,14:30,95.5,"21,50"',
        "Bob,H2,,,,",
    )
    assert shifts == (
        PickerShift(
            picker_id="Ann",
            hub_id="H1",
            start_s=6 * HOUR,
            end_s=14 * HOUR + 1800,
            lines_per_hour=95.5,
            eur_per_h=21.5,
        ),
        PickerShift(
            picker_id="Bob",
            hub_id="H2",
            start_s=9 * HOUR,
            end_s=19 * HOUR,
            lines_per_hour=80.0,
            eur_per_h=22.0,
        ),
    )
    assert hubs == {"H1", "H2"}
    assert not diagnostics


def test_what_a_picker_does_not_name_is_the_day_s(make_day: MakeDay) -> None:
    shifts, _, _ = read(
        make_day,
        "picker_id,hub_id,eur_per_h",
        "Ann,H1,0",
        "Bob,H1,",
        settings=SETTINGS + "[picking]\nlines_per_hour = 60\neur_per_h = 18\n",
    )
    assert [(one.lines_per_hour, one.eur_per_h) for one in shifts] == [(60, 0), (60, 18)]


def test_a_day_without_pickers_plans_no_picking(make_day: MakeDay) -> None:
    assert read_numbers(make_day, "", "") == ((), frozenset(), ())


def test_a_number_of_pickers_works_while_the_hub_is_open(make_day: MakeDay) -> None:
    shifts, hubs, diagnostics = read_numbers(make_day, "2", "1")
    assert spans(shifts) == [
        ("H1-1", "H1", 8, 20),
        ("H1-2", "H1", 8, 20),
        ("H2-1", "H2", 9, 19),
    ]
    assert hubs == {"H1", "H2"}
    assert not diagnostics


def test_a_hub_with_nobody_to_pick_is_not_one_without_picking(make_day: MakeDay) -> None:
    shifts, hubs, diagnostics = read_numbers(make_day, "0", "1")
    assert [one.hub_id for one in shifts] == ["H2"]
    assert hubs == {"H1", "H2"}
    assert not diagnostics


def test_a_hub_beside_others_with_pickers_is_warned_of(make_day: MakeDay) -> None:
    _, hubs, (warning,) = read_numbers(make_day, "1", "")
    assert hubs == {"H1"}
    assert (warning.code, warning.file, warning.id, warning.severity) == (
        "HUB-NO-PICKERS",
        "hubs.csv",
        "H2",
        "warning",
    )


def test_a_hub_in_the_table_goes_by_the_table_and_others_by_their_number(make_day: MakeDay) -> None:
    shifts, hubs, diagnostics = read(
        make_day, "picker_id,hub_id,shift_end", "Ann,H1,12:00", numbers=("5", "1")
    )
    assert spans(shifts) == [("Ann", "H1", 8, 12), ("H2-1", "H2", 9, 19)]
    assert hubs == {"H1", "H2"}
    assert not diagnostics


def test_ids_that_are_made_up_are_never_those_of_the_table(make_day: MakeDay) -> None:
    """Also not that of a row that was set aside: its message names it."""
    shifts, _, _ = read(
        make_day, "picker_id,hub_id,eur_per_h", "H2-1,H1,", "H2-3,H1,-1", numbers=("", "2")
    )
    assert [(one.picker_id, one.hub_id) for one in shifts] == [
        ("H2-1", "H1"),
        ("H2-2", "H2"),
        ("H2-4", "H2"),
    ]


def test_who_rests_at_noon_and_who_works_at_two_hubs_has_two_rows(make_day: MakeDay) -> None:
    shifts, _, diagnostics = read(
        make_day,
        "picker_id,hub_id,shift_start,shift_end",
        "Ann,H1,08:00,12:00",
        "Ann,H1,13:00,17:00",
        "Bob,H1,08:00,12:00",
        "Bob,H2,12:00,16:00",
    )
    assert len(shifts) == 4
    assert not diagnostics


def test_of_overlapping_shifts_of_one_picker_the_later_row_is_set_aside(make_day: MakeDay) -> None:
    shifts, _, diagnostics = read(
        make_day,
        "picker_id,hub_id,shift_start,shift_end",
        "Ann,H1,12:00,16:00",
        "Ann,H2,08:00,12:01",
        "Ann,H2,16:00,18:00",
        "Bob,H2,08:00,12:00",
    )
    assert spans(shifts) == [("Ann", "H1", 12, 16), ("Ann", "H2", 16, 18), ("Bob", "H2", 8, 12)]
    assert [str(found) for found in diagnostics] == [
        "PICKER-SHIFT-OVERLAP pickers.csv:3 Ann: Ann works at H1 from 12:00 to 16:00; that shift"
        " is kept. Move one of the shifts, or give it to somebody else."
    ]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (",H1,,,,", "PICKER-ID-MISSING"),
        ("A\x07,H1,,,,", "PICKER-TEXT"),
        ("Bob,H3,,,,", "PICKER-HUB-UNKNOWN"),
        ("Bob,,,,,", "PICKER-HUB-UNKNOWN"),
        ("Bob,H1,early,,,", "PICKER-TIME"),
        ("Bob,H1,,12,,", "PICKER-TIME"),
        ("Bob,H1,9999-12-31T08:00,,,", "PICKER-RANGE"),
        ("Bob,H1,12:00,08:00,,", "PICKER-SHIFT"),
        ("Bob,H1,12:00,12:00,,", "PICKER-SHIFT"),
        ("Bob,H1,,07:00,,", "PICKER-SHIFT"),
        ("Bob,H1,2026-11-20T08:00,2026-11-20T16:00,,", "PICKER-SHIFT-DAY"),
        ("Bob,H1,2026-11-23T08:00,2026-11-23T16:00,,", "PICKER-SHIFT-DAY"),
        ("Bob,H1,,,fast,", "PICKER-NUMBER"),
        ("Bob,H1,,,nan,", "PICKER-NUMBER"),
        ("Bob,H1,,,0,", "PICKER-RANGE"),
        ("Bob,H1,,,-80,", "PICKER-RANGE"),
        ("Bob,H1,,,10001,", "PICKER-RANGE"),
        ('Bob,H1,,,"1,500",', "PICKER-NUMBER"),
        ("Bob,H1,,,,free", "PICKER-NUMBER"),
        ("Bob,H1,,,,-1", "PICKER-RANGE"),
    ],
)
def test_a_bad_row_is_set_aside_and_the_others_are_kept(
    make_day: MakeDay, cells: str, code: str
) -> None:
    shifts, _, diagnostics = read(
        make_day,
        "picker_id,hub_id,shift_start,shift_end,lines_per_hour,eur_per_h",
        "Ann,H1,,,,",
        "Cleo,H2,,,,",
        cells,
    )
    assert [one.picker_id for one in shifts] == ["Ann", "Cleo"]
    assert [(found.code, found.line, found.severity) for found in diagnostics] == [
        (code, 4, "error")
    ]


def test_a_night_shift_that_began_yesterday_is_on_the_day(make_day: MakeDay) -> None:
    shifts, _, diagnostics = read(
        make_day,
        "picker_id,hub_id,shift_start,shift_end",
        "Ann,H1,2026-11-20T22:00,06:00",
        "Bob,H2,22:00,28:00",
    )
    assert spans(shifts) == [("Ann", "H1", -2, 6), ("Bob", "H2", 22, 28)]
    assert not diagnostics


def test_an_unknown_hub_names_the_nearest(make_day: MakeDay) -> None:
    _, _, diagnostics = read(make_day, "picker_id,hub_id", "Ann,H1", "Cleo,H2", "Bob,H11")
    assert str(diagnostics[0]) == (
        'PICKER-HUB-UNKNOWN pickers.csv:4 Bob: There is no hub "H11". Did you mean "H1"?'
    )


def test_a_hub_that_was_set_aside_is_told_as_such(make_day: MakeDay) -> None:
    _, hubs, diagnostics = read(make_day, "picker_id,hub_id", "Bob,H3", hubs_set_aside={"H3"})
    assert diagnostics[0].message == 'The row of its hub "H3" was set aside.'
    assert not hubs


def test_a_hub_all_of_whose_rows_were_set_aside_has_nobody(make_day: MakeDay) -> None:
    """Its own number does not stand in for people whom the table names."""
    shifts, hubs, diagnostics = read(
        make_day, "picker_id,hub_id,eur_per_h", "Ann,H1,-1", ",H1,", numbers=("3", "1")
    )
    assert [one.hub_id for one in shifts] == ["H2"]
    assert hubs == {"H1", "H2"}
    assert [found.code for found in diagnostics] == ["PICKER-RANGE", "PICKER-ID-MISSING"]


def test_a_table_without_rows_is_a_day_without_picking_and_a_warning(make_day: MakeDay) -> None:
    shifts, hubs, (warning,) = read(make_day, "picker_id,hub_id")
    assert (shifts, hubs) == ((), frozenset())
    assert (warning.code, warning.file, warning.severity) == (
        "PICKER-NONE",
        "pickers.csv",
        "warning",
    )


def test_a_table_without_rows_leaves_hubs_to_their_numbers(make_day: MakeDay) -> None:
    shifts, hubs, diagnostics = read(make_day, "picker_id,hub_id", numbers=("1", "1"))
    assert (len(shifts), len(hubs), diagnostics) == (2, 2, ())


def test_a_column_that_is_not_known_is_ignored_with_a_warning(make_day: MakeDay) -> None:
    shifts, _, (warning,) = read(make_day, "picker_id,hub_id,lines_hour", "Ann,H1,9", "Bob,H2,")
    assert [one.lines_per_hour for one in shifts] == [80, 80]
    assert warning.code == "DAY-COLUMN-UNKNOWN"
    assert 'Did you mean "lines_per_hour"?' in str(warning)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbfpicker_id,hub_id\nZo\xc3\xa9,H1\n", id="a byte order mark"),
        pytest.param("picker_id;hub_id\nZoé;H1\n".encode(), id="semicolons"),
        pytest.param("Picker ID\tHub-ID\nZoé\tH1\n".encode("utf-16"), id="as Excel saves text"),
    ],
)
def test_other_delimiters_and_encodings_are_understood(make_day: MakeDay, content: bytes) -> None:
    day = make_day(settings=SETTINGS)
    (day.folder / "pickers.csv").write_bytes(content)
    shifts, _, _ = read_pickers(day, read_hubs(day)[0])
    assert spans(shifts) == [("Zoé", "H1", 8, 20)]


def test_a_workbook_gives_numbers_and_times_as_such(make_day: MakeDay, tmp_path: Path) -> None:
    import datetime as dt

    from openpyxl import Workbook

    make_day(settings=SETTINGS.replace("pickers.csv", "pickers.xlsx"))
    workbook = Workbook()
    workbook.worksheets[0].append(["picker_id", "hub_id", "shift_start", "lines_per_hour"])
    workbook.worksheets[0].append([17, "H1", dt.time(6, 30), 90])
    workbook.save(tmp_path / "pickers.xlsx")
    day = load_day(tmp_path)
    (shift,), _, _ = read_pickers(day, read_hubs(day)[0])
    assert (shift.picker_id, shift.start_s, shift.lines_per_hour) == ("17", 6.5 * HOUR, 90)


@pytest.mark.parametrize("date", ["2026-03-29", "2026-10-25"])
def test_on_days_of_23_and_25_hours_a_shift_begins_when_the_clock_says_so(
    make_day: MakeDay, date: str
) -> None:
    shifts, _, _ = read(
        make_day,
        "picker_id,hub_id,shift_start,shift_end",
        "Ann,H1,08:00,12:00",
        settings=SETTINGS.replace("2026-11-21", date),
    )
    before = {"2026-03-29": 7, "2026-10-25": 9}[date]
    assert spans(shifts) == [("Ann", "H1", before, before + 4)]
