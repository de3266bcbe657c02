"""Which streets drivers know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.fleet.known import KnownStreet, read_known_streets
from routing.orders.intake import read_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.day.model import Day

SETTINGS = """
date = 2026-11-21
timezone = "Europe/Brussels"
map = "brussels.tmap"
hubs = "hubs.csv"
vehicles = "vehicles.csv"
orders = "orders.csv"

[wishes]
known_streets = "known.csv"
"""


@pytest.fixture
def knowing(make_day: Callable[..., Day]) -> Callable[[str], Day]:
    return lambda rows: make_day(settings=SETTINGS, known=f"driver_id,postcode,street\n{rows}")


def test_a_day_need_not_say_what_drivers_know(make_day: Callable[..., Day]) -> None:
    assert read_known_streets(make_day(), ["Ann"]) == ((), ())


def test_every_column_is_read(knowing: Callable[[str], Day]) -> None:
    day = knowing("Ann,1000,Rue Neuve\nAnn,1050,\nBob,,Hoogstraat\n")
    known, diagnostics = read_known_streets(day, ["Bob"])
    assert known == (
        KnownStreet(driver_id="Ann", postcode="1000", street="Rue Neuve"),
        KnownStreet(driver_id="Ann", postcode="1050", street=None),
        KnownStreet(driver_id="Bob", postcode=None, street="Hoogstraat"),
    )
    assert not diagnostics


@pytest.mark.parametrize(
    ("row", "code"),
    [(",1000,Rue Neuve", "KNOWN-DRIVER-MISSING"), ("Ann,,", "KNOWN-EMPTY")],
)
def test_a_bad_row_is_set_aside_and_the_others_are_kept(
    knowing: Callable[[str], Day], row: str, code: str
) -> None:
    known, diagnostics = read_known_streets(knowing(f"Ann,1000,\n{row}\n"), ["Ann"])
    assert [one.postcode for one in known] == ["1000"]
    assert [(found.code, found.line, found.severity) for found in diagnostics] == [
        (code, 3, "error")
    ]


def test_an_id_with_signs_that_nobody_sees_is_set_aside(knowing: Callable[[str], Day]) -> None:
    known, diagnostics = read_known_streets(knowing("Ann\x07,1000,\nAnn,1050,\n"), ["Ann"])
    assert [one.postcode for one in known] == ["1050"]
    assert [found.code for found in diagnostics] == ["KNOWN-TEXT"]


def test_a_table_that_names_nobody_of_today_is_warned_of(knowing: Callable[[str], Day]) -> None:
    known, (warning,) = read_known_streets(knowing("Ann,1000,\n"), ["Bob"])
    assert len(known) == 1
    assert (warning.code, warning.severity) == ("KNOWN-NOBODY", "warning")


def test_what_drivers_know_is_read_with_the_day(make_day: Callable[..., Day]) -> None:
    day = make_day(
        settings=SETTINGS,
        known="driver_id,street\nAnn,Rue Neuve\nAnn,\n",
        vehicles="vehicle_id,hub_id,driver_id\nV1,H1,Ann\n",
    )
    intake = read_day(day)
    assert [one.street for one in intake.known_streets] == ["Rue Neuve"]
    assert "KNOWN-EMPTY" in [found.code for found in intake.diagnostics]
