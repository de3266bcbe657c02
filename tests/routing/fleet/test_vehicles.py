"""Vehicles, one shift a row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import pytest

from routing.day.model import Day
from routing.fleet.breaks import legal_break
from routing.fleet.hubs import read_hubs
from routing.fleet.model import Break, Rates, Vehicle
from routing.fleet.vehicles import read_vehicles
from routing.fleet.working_hours import Shift

if TYPE_CHECKING:
    from pathlib import Path

    from routing.diagnostics import Diagnostic

MakeDay = Callable[..., Day]
KINDS = ("van", "cargo_bike")


def read(
    make_day: MakeDay, header: str, *rows: str, hubs_set_aside: Collection[str] = ()
) -> tuple[tuple[Vehicle, ...], tuple[Diagnostic, ...]]:
    """Read vehicles of the small day: H1 is open 08:00-20:00, H2 09:00-19:00."""
    day = make_day(vehicles="\n".join([header, *rows]) + "\n")
    hubs, _ = read_hubs(day)
    return read_vehicles(day, hubs, kinds=KINDS, hubs_set_aside=hubs_set_aside)


def test_every_column_is_read(make_day: MakeDay) -> None:
    vehicles, diagnostics = read(
        make_day,
        "vehicle_id,hub_id,kind,asset_id,driver_id,language,weight_kg,volume_l,shift_start,shift_end,"
        "max_trips,max_stops,max_distance_km,setup_s,break_s,break_earliest,break_latest,skills,"
        "eur_per_h,eur_per_km,eur_per_vehicle,co2_g_per_km",
        "V1,H1,Van,A1,D1,nl-BE,800,3500.5,09:00,17:00,3,25,120.5,90,1800,12:00,14:00,cool,30,0.4,20,180",
    )
    assert vehicles == (
        Vehicle(
            vehicle_id="V1",
            hub_id="H1",
            kind="van",
            asset_id="A1",
            driver_id="D1",
            language="nl",
            weight_g=800_000,
            volume_ml=3_500_500,
            shift_start_s=9 * 3600,
            shift_end_s=17 * 3600,
            max_trips=3,
            max_stops=25,
            max_distance_m=120_500,
            setup_s=90,
            rest=Break(duration_s=1800, earliest_s=12 * 3600, latest_s=14 * 3600),
            skills=frozenset({"cool"}),
            rates=Rates(eur_per_h=30, eur_per_km=0.4, eur_per_vehicle=20, co2_g_per_km=180),
        ),
    )
    assert not diagnostics


def test_what_is_empty_is_without_limit_and_as_wide_as_the_hub_is_open(make_day: MakeDay) -> None:
    (vehicle,), _ = read(make_day, "vehicle_id,hub_id", "V1,H1")
    assert (vehicle.shift_start_s, vehicle.shift_end_s) == (8 * 3600, 20 * 3600)
    assert vehicle.kind == "van"
    assert (vehicle.weight_g, vehicle.volume_ml, vehicle.max_distance_m) == (None, None, None)
    assert (vehicle.max_trips, vehicle.max_stops) == (None, None)
    assert vehicle.rest == legal_break(Shift(start_s=8 * 3600, end_s=20 * 3600))
    assert vehicle.rates == Rates(eur_per_h=28, eur_per_km=0.3, eur_per_vehicle=15)


def test_a_rate_of_zero_is_not_an_empty_one(make_day: MakeDay) -> None:
    (vehicle,), _ = read(make_day, "vehicle_id,hub_id,eur_per_km", "V1,H1,0")
    assert vehicle.rates.eur_per_km == 0


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("kind", "vna", "VEHICLE-KIND-UNKNOWN"),
        ("weight_kg", "lots", "VEHICLE-NUMBER"),
        ("weight_kg", "-1", "VEHICLE-RANGE"),
        ("weight_kg", "0", "VEHICLE-RANGE"),
        ("max_trips", "0", "VEHICLE-RANGE"),
        ("max_trips", "1.5", "VEHICLE-NUMBER"),
        ("shift_start", "dawn", "VEHICLE-TIME"),
        ("shift_end", "07:00", "VEHICLE-SHIFT"),
        ("break_earliest", "12:00", "VEHICLE-BREAK"),
        ("eur_per_h", "inf", "VEHICLE-NUMBER"),
    ],
)
def test_a_bad_cell_sets_the_vehicle_aside_and_keeps_the_others(
    make_day: MakeDay, column: str, value: str, code: str
) -> None:
    vehicles, diagnostics = read(
        make_day, f"vehicle_id,hub_id,{column}", "V1,H1,", f"V2,H1,{value}"
    )
    assert [vehicle.vehicle_id for vehicle in vehicles] == ["V1"]
    assert [(found.code, found.line, found.id) for found in diagnostics] == [(code, 3, "V2")]


def test_a_language_that_nothing_is_written_in_is_a_warning_and_the_vehicle_drives(
    make_day: MakeDay,
) -> None:
    (vehicle,), (warning,) = read(make_day, "vehicle_id,hub_id,language", "V1,H1,fy")
    assert vehicle.language is None
    assert (warning.code, warning.severity, warning.value) == ("VEHICLE-LANGUAGE", "warning", "fy")
    assert warning.remedy == "Name one of: en, fr, nl, de."


def test_an_unknown_hub_names_the_nearest(make_day: MakeDay) -> None:
    vehicles, diagnostics = read(make_day, "vehicle_id,hub_id", "V1,H11")
    assert not vehicles
    assert str(diagnostics[0]) == (
        'VEHICLE-HUB-UNKNOWN vehicles.csv:2 V1: There is no hub "H11". Did you mean "H1"?'
    )


def test_a_hub_that_was_set_aside_is_told_as_such(make_day: MakeDay) -> None:
    _, diagnostics = read(make_day, "vehicle_id,hub_id", "V1,H3", hubs_set_aside={"H3"})
    assert diagnostics[0].message == 'The row of its hub "H3" was set aside.'


def test_a_hub_of_which_only_a_second_row_was_set_aside_serves(make_day: MakeDay) -> None:
    vehicles, _ = read(make_day, "vehicle_id,hub_id", "V1,H1", hubs_set_aside={"H1"})
    assert len(vehicles) == 1


def test_a_vehicle_without_a_hub_is_set_aside(make_day: MakeDay) -> None:
    _, diagnostics = read(make_day, "vehicle_id,hub_id", "V1,")
    assert diagnostics[0].code == "VEHICLE-HUB-UNKNOWN"


@pytest.mark.parametrize(
    ("row", "code"), [(",H1", "VEHICLE-ID-MISSING"), ("V1,H2", "VEHICLE-ID-DUPLICATE")]
)
def test_each_row_needs_an_id_of_its_own(make_day: MakeDay, row: str, code: str) -> None:
    vehicles, diagnostics = read(make_day, "vehicle_id,hub_id", "V1,H1", row)
    assert [(vehicle.vehicle_id, vehicle.hub_id) for vehicle in vehicles] == [("V1", "H1")]
    assert diagnostics[0].code == code


def test_of_overlapping_shifts_of_one_asset_the_later_row_is_set_aside(make_day: MakeDay) -> None:
    vehicles, diagnostics = read(
        make_day,
        "vehicle_id,hub_id,asset_id,shift_start,shift_end",
        "V1,H1,BIKE,08:00,14:00",
        "V2,H1,BIKE,13:59,20:00",
        "V3,H1,BIKE,14:00,20:00",
    )
    assert [vehicle.vehicle_id for vehicle in vehicles] == ["V1", "V3"]
    assert (diagnostics[0].code, diagnostics[0].id) == ("VEHICLE-ASSET-OVERLAP", "V2")
    assert '"BIKE" is out with V1 from 08:00 to 14:00' in diagnostics[0].message


def test_a_shift_outside_the_hubs_hours_is_a_warning(make_day: MakeDay) -> None:
    vehicles, diagnostics = read(
        make_day, "vehicle_id,hub_id,shift_start,shift_end", "V1,H1,20:00,23:00"
    )
    assert len(vehicles) == 1
    assert (diagnostics[0].code, diagnostics[0].severity) == ("VEHICLE-SHIFT-CLOSED", "warning")


def test_the_kinds_are_those_of_the_road_profiles_by_default(make_day: MakeDay) -> None:
    day = make_day()
    vehicles, diagnostics = read_vehicles(day, read_hubs(day)[0])
    assert [vehicle.kind for vehicle in vehicles] == ["van", "cargo_bike"]
    assert not diagnostics


def test_a_profile_in_the_day_s_folder_is_a_kind_too(make_day: MakeDay, tmp_path: Path) -> None:
    day = make_day(vehicles="vehicle_id,hub_id,kind\nV1,H1,Box_Van\nV2,H1,boxvan\n")
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "box_van.toml").write_text('like = "van"\n', encoding="utf-8")
    vehicles, diagnostics = read_vehicles(day, read_hubs(day)[0])
    assert [(one.vehicle_id, one.kind) for one in vehicles] == [("V1", "box_van")]
    assert [(found.code, found.id) for found in diagnostics] == [("VEHICLE-KIND-UNKNOWN", "V2")]
    assert '"box_van"' in str(diagnostics[0])


def test_a_vehicle_that_names_no_set_up_takes_its_hub_s(make_day: MakeDay) -> None:
    """At H1 it takes 90 s; V2 says that it takes none."""
    day = make_day(
        hubs="hub_id,lat,lon,setup_s\nH1,50.85,4.35,90\nH2,50.83,4.30,\n",
        vehicles="vehicle_id,hub_id,setup_s\nV1,H1,\nV2,H1,0\nV3,H1,30\nV4,H2,\n",
    )
    hubs, _ = read_hubs(day)
    vehicles, diagnostics = read_vehicles(day, hubs, kinds=KINDS)
    assert not diagnostics
    assert [vehicle.setup_s for vehicle in vehicles] == [90, 0, 30, 0]
