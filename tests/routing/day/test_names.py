"""Which known name somebody most likely meant."""

from __future__ import annotations

from routing.day.names import nearest, suggestion


def test_a_typing_error_finds_its_name() -> None:
    assert nearest("cargo_bkie", ["van", "cargo_bike"]) == "cargo_bike"


def test_a_longer_form_finds_its_name() -> None:
    assert nearest("latitude", ["lat", "lon", "opens"]) == "lat"


def test_something_else_altogether_finds_nothing() -> None:
    assert nearest("Delhaize", ["H1", "H2"]) is None


def test_without_a_near_name_the_known_ones_are_listed() -> None:
    assert suggestion("Delhaize", ["H2", "H1"]) == "Known: H1, H2."


def test_a_long_list_is_cut_and_says_so() -> None:
    assert suggestion("?", [f"H{n}" for n in range(9)]).endswith("H5 and 3 more.")


def test_no_known_name_is_said_as_such() -> None:
    assert suggestion("x", []) == "None is known."
