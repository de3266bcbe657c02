"""Names of files: one a vehicle, on any file system, the same every time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.exports.names import file_names, is_plain

DOCS = Path(__file__).resolve().parents[3] / "docs" / "exports.md"
IDS = st.text(max_size=200) | st.sampled_from(["CON", "nul.txt", "..", "a/b", "a:b", "V1", "v1"])


def name(vehicle_id: str) -> str:
    return file_names([vehicle_id], ".gpx")[0]


@pytest.mark.parametrize("vehicle_id", ["V1", "H01-van1-early", "van_2.b", "7"])
def test_a_plain_id_is_the_name(vehicle_id: str) -> None:
    assert name(vehicle_id) == f"{vehicle_id}.gpx"


@pytest.mark.parametrize(
    ("vehicle_id", "readable"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("a/b", "a_b"),
        ("a:b", "a_b"),
        ("van 1", "van_1"),
        ("Kühlwagen Zoë", "Kuhlwagen_Zoe"),
        ("CON", "CON"),
        ("nul.txt", "nul_txt"),
        ("com1", "com1"),
        ("V1.", "V1"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("", "vehicle"),
        ("自転車", "vehicle"),
        ("x" * 300, "x" * 48),
    ],
)
def test_any_other_id_gives_what_is_readable_of_it_and_a_mark(
    vehicle_id: str, readable: str
) -> None:
    assert re.fullmatch(rf"{re.escape(readable)}-[0-9a-f]{{8}}\.gpx", name(vehicle_id))


def test_the_documented_example_is_true() -> None:
    assert f"`{name('Kühl 1')}`" in DOCS.read_text(encoding="utf-8")


def test_ids_that_read_alike_have_names_of_their_own_whoever_else_drives() -> None:
    assert len({name("a/b"), name("a:b"), name("a b"), name("a_b")}) == 4
    assert file_names(["a/b", "a:b"], ".gpx") == (name("a/b"), name("a:b"))


def test_ids_that_differ_in_case_alone_differ_in_more_as_names() -> None:
    one, two = file_names(["V1", "v1"], ".gpx")
    assert one.casefold() != two.casefold()
    assert one.startswith("V1-")


def test_an_id_that_looks_like_anothers_name_takes_it_from_nobody() -> None:
    marked = name("a/b")
    names = file_names(["a/b", marked.removesuffix(".gpx")], ".gpx")
    assert names[1] == marked
    assert names[0] != marked


def test_one_id_that_stands_there_twice_has_two_names() -> None:
    assert len(set(file_names(["V1", "V1", "a/b", "a/b"], ".gpx"))) == 4


def test_a_taken_name_is_no_vehicles() -> None:
    (own,) = file_names(["export-list"], ".json", taken=["export-list.json"])
    assert own != "export-list.json"


@given(st.lists(IDS, max_size=8))
def test_names_are_safe_and_unique_whatever_the_case(vehicle_ids: list[str]) -> None:
    names = file_names(vehicle_ids, ".gpx")
    assert len({own.casefold() for own in names}) == len(vehicle_ids)
    assert all(is_plain(own.removesuffix(".gpx")) for own in names)
    assert all(len(own) <= 64 and own.isascii() for own in names)
    assert names == file_names(vehicle_ids, ".gpx")
