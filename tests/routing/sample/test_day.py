"""A made-up day can be read back without a complaint, and is what was asked for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from maps.build import build_city
from routing.day.settings import load_day
from routing.errors import DayError
from routing.orders.intake import Intake, read_day
from routing.orders.locating import locate
from routing.orders.model import Channel
from routing.sample.day import MadeDay, Wishes, make_day, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from maps.city import City

WISHES = Wishes(orders=200, hubs=3, seed=1, date=dt.date(2026, 11, 24))


def quiet(_: str) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def made(helsinki_city: City) -> MadeDay:
    return make_day(helsinki_city, WISHES, quiet)


@pytest.fixture
def folder(made: MadeDay, tmp_path: Path) -> Path:
    write_day(made, tmp_path / "day", tmp_path / "helsinki.tmap")
    return tmp_path / "day"


@pytest.fixture
def intake(folder: Path) -> Intake:
    return read_day(load_day(folder))


def test_what_is_written_is_read_back_without_a_complaint(intake: Intake) -> None:
    assert not intake.diagnostics
    assert not intake.rejected


def test_there_are_as_many_orders_and_hubs_as_asked_for(intake: Intake) -> None:
    assert len(intake.orders) == 200
    assert len(intake.hubs) == 3


def test_every_order_is_found_on_the_map(folder: Path, intake: Intake, helsinki_city: City) -> None:
    where = locate(load_day(folder), intake, helsinki_city)
    assert not where.rejected
    assert not where.diagnostics


def test_hubs_that_say_how_many_pick_there_go_on_saying_so(made: MadeDay, tmp_path: Path) -> None:
    """Those of a hubs file; 0 is a number too."""
    numbers = (2, 0, None)
    pairs = zip(made.stores.hubs, numbers, strict=True)
    hubs = tuple(replace(hub, pickers=number) for hub, number in pairs)
    picked = replace(made, stores=replace(made.stores, hubs=hubs))
    write_day(picked, tmp_path / "day", tmp_path / "helsinki.tmap")
    intake = read_day(load_day(tmp_path / "day"))
    assert [hub.pickers for hub in intake.hubs] == [2, 0, None]


def test_the_same_seed_gives_the_same_files(helsinki_city: City, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_day(make_day(helsinki_city, WISHES, quiet), tmp_path / name, tmp_path / "city.tmap")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["collection_points.csv", "day.toml", "hubs.csv", "orders.csv", "vehicles.csv"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_seed_gives_other_orders(made: MadeDay, helsinki_city: City) -> None:
    other = make_day(helsinki_city, replace(WISHES, seed=2), quiet)
    assert [order.row for order in other.orders] != [order.row for order in made.orders]


def test_some_orders_are_collected_and_some_of_them_elsewhere(made: MadeDay) -> None:
    """The shares are those of the docs: 120 of 200 delivered, 18 % of the other 80 elsewhere."""
    counts = made.counts()
    assert counts["same_day"] == 120
    assert counts["collected_elsewhere"] == 14
    assert counts["collected"] == 66


def test_some_orders_have_an_address_alone(intake: Intake) -> None:
    without = [order for order in intake.orders if order.lat is None]
    assert 10 <= len(without) <= 60
    assert all(order.address for order in without)


def test_about_half_of_the_deliveries_leave_the_hub_to_the_planner(intake: Intake) -> None:
    named = Counter(
        order.hub_id is not None for order in intake.orders if order.channel is Channel.SAME_DAY
    )
    assert 0.35 <= named[True] / named.total() <= 0.65


def test_every_order_fits_into_a_van_of_every_hub_with_orders(intake: Intake) -> None:
    for order in intake.orders:
        if order.hub_id is not None and order.channel is Channel.SAME_DAY:
            fleet = [vehicle for vehicle in intake.vehicles if vehicle.hub_id == order.hub_id]
            assert any(
                vehicle.could_carry(order.weight_g, order.volume_ml, order.requires)
                for vehicle in fleet
            )


def test_picking_is_done_before_the_promise_and_after_opening(intake: Intake) -> None:
    opens_s = min(hub.opens_s for hub in intake.hubs)
    for order in intake.orders:
        assert order.ready_s is not None
        assert order.window_end_s is not None
        assert opens_s <= order.ready_s < order.window_end_s


def test_contacts_reach_nobody(made: MadeDay) -> None:
    """Ofcom keeps 07700 900000 to 900999 for drama, RFC 2606 example.com for examples."""
    for order in made.orders:
        assert str(order.row["phone"]).startswith("+44 7700 900")
        assert str(order.row["email"]).endswith("@example.com")


def test_the_map_is_named_relative_to_the_day(folder: Path) -> None:
    assert load_day(folder).map.resolve() == (folder.parent / "helsinki.tmap").resolve()


def test_more_hubs_than_supermarkets_are_refused_with_their_number(helsinki_city: City) -> None:
    with pytest.raises(DayError, match=r"holds \d supermarkets .* asks for 40") as refusal:
        make_day(helsinki_city, replace(WISHES, hubs=40), quiet)
    assert refusal.value.code == "SAMPLE-FEW-SHOPS"
    assert "--hubs-file" in refusal.value.remedy


def test_more_orders_than_the_addresses_could_give_are_refused(helsinki_city: City) -> None:
    with pytest.raises(DayError) as refusal:
        make_day(helsinki_city, replace(WISHES, orders=20_000), quiet)
    assert refusal.value.code == "SAMPLE-FEW-ADDRESSES"


def test_a_day_can_be_made_where_the_map_has_roads_only(shared_data: Path, tmp_path: Path) -> None:
    """Leuven: addresses out of the Flemish register, hubs out of a file with hours of their own."""
    osm = shared_data / "osm"
    hubs = tmp_path / "hubs.csv"
    hubs.write_text(
        "hub_id,lat,lon,opens,closes\n"
        "A,50.8798,4.7005,,\nB,50.8640,4.6950,08:00,15:30\nC,50.8880,4.7300,22:00,26:00\n",
        encoding="utf-8",
    )
    addresses = next(osm.glob("crab_addresses_leuven_*.csv.gz"))
    wishes = replace(WISHES, addresses=addresses, hubs_file=hubs)
    city = build_city(osm / "leuven_belgium_drive_2021-03-31.osm.pbf")
    made = make_day(city, wishes, quiet)
    # Seven rows lie in France, others beyond the last street.
    assert made.usable_addresses < made.addresses == 32_886
    write_day(made, tmp_path / "day", tmp_path / "leuven.tmap")
    day = load_day(tmp_path / "day")
    intake = read_day(day)
    assert not intake.diagnostics
    where = locate(day, intake, city)
    assert not where.rejected
    assert not where.diagnostics
    assert {vehicle.hub_id for vehicle in intake.vehicles} == {"A", "B", "C"}


def test_a_map_without_supermarkets_names_the_way_out(shared_data: Path) -> None:
    osm = shared_data / "osm"
    city = build_city(osm / "leuven_belgium_drive_2021-03-31.osm.pbf")
    with pytest.raises(DayError) as refusal:
        make_day(city, WISHES, quiet)
    assert refusal.value.code == "SAMPLE-NO-SHOPS"
