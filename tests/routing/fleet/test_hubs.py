"""Hubs, as their table gives them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from routing.day.model import Day
from routing.fleet.hubs import read_hubs
from routing.fleet.model import Hub

MakeDay = Callable[..., Day]
HEADER = "hub_id,name,lat,lon,opens,closes,loading_s,service_s,bays\n"


def test_every_column_is_read(make_day: MakeDay) -> None:
    hubs, diagnostics = read_hubs(
        make_day(
            hubs=HEADER.strip()
            + ",setup_s,pickers\nH1,Elsene,50.83,4.37,08:00,20:30,600,90,2,45,3\n"
        )
    )
    assert hubs == (
        Hub(
            hub_id="H1",
            name="Elsene",
            lat=50.83,
            lon=4.37,
            opens_s=8 * 3600,
            closes_s=20 * 3600 + 1800,
            loading_s=600,
            service_s=90,
            bays=2,
            setup_s=45,
            pickers=3,
        ),
    )
    assert not diagnostics


def test_a_hub_without_hours_is_open_from_midnight_to_midnight(make_day: MakeDay) -> None:
    hubs, _ = read_hubs(make_day(hubs="hub_id,lat,lon\nH1,50.8,4.3\n"))
    assert (hubs[0].opens_s, hubs[0].closes_s) == (0, 86_400)
    assert (hubs[0].name, hubs[0].loading_s, hubs[0].service_s, hubs[0].bays) == ("H1", 0, 0, None)


@pytest.mark.parametrize(("cell", "pickers"), [("", None), ("0", 0), ("1000", 1000)])
def test_no_pickers_are_something_else_than_picking_that_is_not_planned(
    make_day: MakeDay, cell: str, pickers: int | None
) -> None:
    hubs, diagnostics = read_hubs(make_day(hubs=f"hub_id,lat,lon,pickers\nH1,50.8,4.3,{cell}\n"))
    assert hubs[0].pickers == pickers
    assert not diagnostics


@pytest.mark.parametrize(
    ("cell", "code"), [("-1", "HUB-RANGE"), ("1001", "HUB-RANGE"), ("2.5", "HUB-NUMBER")]
)
def test_a_number_of_pickers_that_is_none_sets_the_hub_aside(
    make_day: MakeDay, cell: str, code: str
) -> None:
    hubs, diagnostics = read_hubs(make_day(hubs=f"hub_id,lat,lon,pickers\nH1,50.8,4.3,{cell}\n"))
    assert not hubs
    assert [found.code for found in diagnostics] == [code]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",X,50.8,4.3,,,,,", "HUB-ID-MISSING"),
        ("H9,X,50.8,,,,,,", "HUB-POSITION-HALF"),
        ("H9,X,,,,,,,", "HUB-PLACE-MISSING"),
        ("H9,X,north,4.3,,,,,", "HUB-NUMBER"),
        ("H9,X,nan,4.3,,,,,", "HUB-NUMBER"),
        ("H9,X,95,4.3,,,,,", "HUB-RANGE"),
        ("H9,X,50.8,4.3,early,,,,", "HUB-TIME"),
        ("H9,X,50.8,4.3,20:00,08:00,,,", "HUB-HOURS"),
        ("H9,X,50.8,4.3,,,-5,,", "HUB-RANGE"),
        ("H9,X,50.8,4.3,,,,,0", "HUB-RANGE"),
        ("H1,X,50.8,4.3,,,,,", "HUB-ID-DUPLICATE"),
    ],
)
def test_a_bad_hub_is_set_aside_and_the_others_are_kept(
    make_day: MakeDay, row: str, code: str
) -> None:
    hubs, diagnostics = read_hubs(make_day(hubs=f"{HEADER}H1,,50.85,4.35,,,,,\n{row}\n"))
    assert [hub.hub_id for hub in hubs] == ["H1"]
    assert [(found.code, found.line) for found in diagnostics] == [(code, 3)]


def test_every_problem_of_a_row_is_told(make_day: MakeDay) -> None:
    _, diagnostics = read_hubs(make_day(hubs=HEADER + "H1,,x,4.3,y,,-1,,\n"))
    assert [found.code for found in diagnostics] == ["HUB-NUMBER", "HUB-TIME", "HUB-RANGE"]


def test_findings_stand_in_the_order_of_the_rows(make_day: MakeDay) -> None:
    _, diagnostics = read_hubs(
        make_day(
            hubs="hub_id,lat,lon\nH1,50.85,4.35\nH2,4.30,50.83\nH1,50.80,4.40\nH3,50.80,4.40\n"
        )
    )
    assert [found.line for found in diagnostics] == [3, 4]


def test_a_night_hub_closes_after_midnight(make_day: MakeDay) -> None:
    hubs, _ = read_hubs(make_day(hubs=HEADER + "H1,,50.8,4.3,18:00,26:00,,,\n"))
    assert hubs[0].closes_s == 26 * 3600


def test_of_three_hubs_the_one_with_exchanged_values_is_found(make_day: MakeDay) -> None:
    hubs, diagnostics = read_hubs(
        make_day(hubs="hub_id,lat,lon\nH1,50.85,4.35\nH2,4.30,50.83\nH3,50.80,4.40\n")
    )
    assert [hub.hub_id for hub in hubs] == ["H1", "H3"]
    assert (diagnostics[0].code, diagnostics[0].id) == ("HUB-POSITION-SWAPPED", "H2")


def test_of_two_hubs_nobody_knows_which_one_is_exchanged(make_day: MakeDay) -> None:
    hubs, _ = read_hubs(make_day(hubs="hub_id,lat,lon\nH1,50.85,4.35\nH2,4.30,50.83\n"))
    assert len(hubs) == 2
