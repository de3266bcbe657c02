"""Address files as registers and spreadsheets write them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from routing.errors import DayError
from routing.sample.addresses import read_addresses

if TYPE_CHECKING:
    from pathlib import Path


def test_the_columns_of_the_flemish_register_are_known(tmp_path: Path) -> None:
    path = tmp_path / "crab.csv.gz"
    text = (
        "PKANCODE,COMMUNE_NL,STREET_NL,HUISNR,LAT,LON\n3000,Leuven,Brabançonnestraat,87,50.8,4.7\n"
    )
    path.write_bytes(gzip.compress(text.encode("latin-1")))
    address = read_addresses(path)[0]
    assert (address.street, address.number) == ("Brabançonnestraat", "87")
    assert (address.postcode, address.city) == ("3000", "Leuven")
    assert (address.lat, address.lon) == (50.8, 4.7)


def test_semicolons_and_decimal_commas_are_read(tmp_path: Path) -> None:
    path = tmp_path / "addresses.csv"
    path.write_text("Latitude;Longitude\n50,8;4,7\n", encoding="utf-8")
    addresses = read_addresses(path)
    assert (addresses.lat[0], addresses.lon[0]) == (50.8, 4.7)
    assert addresses[0].street == ""


def test_rows_without_degrees_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "addresses.csv"
    path.write_text("y,x\n,\n170000,170500\nnorth,east\n50.8,4.7\n", encoding="utf-8")
    addresses = read_addresses(path)
    assert len(addresses) == 1
    assert addresses[0].lat == 50.8


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("street,number\nHigh Street,1\n", "SAMPLE-ADDRESSES-COLUMN"),
        ("lat,lon\n170000,170500\n", "SAMPLE-ADDRESSES-EMPTY"),
    ],
)
def test_a_file_without_positions_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "addresses.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DayError) as refusal:
        read_addresses(path)
    assert refusal.value.code == code


def test_a_file_that_is_not_compressed_although_it_says_so_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "addresses.csv.gz"
    path.write_text("lat,lon\n50.8,4.7\n", encoding="utf-8")
    with pytest.raises(DayError) as refusal:
        read_addresses(path)
    assert refusal.value.code == "SAMPLE-ADDRESSES-FILE"
