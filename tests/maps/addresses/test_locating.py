"""Addresses as text, located.

The town, in metres; one block, two languages, and a second Rue Haute nine kilometres away::

    L(0,100)   2 at 20   4 at 40   10 at 100   12b at 120   M(200,100)   Rue Haute - Hoogstraat
    1050 Ixelles - Elsene

    K(0,0)              Rue de l'Étuve - Stoofstraat        N(200,0)
    1050 Ixelles - Elsene

    X(9000,0)  4 at 9040                                    Y(9200,0)    Rue Haute - Hoogstraat
    1080 Molenbeek
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.addresses.assembly import read_gazetteer
from maps.addresses.locating import LocatingError, Locator

if TYPE_CHECKING:
    from maps.addresses.gazetteer import Gazetteer

Drawing = Callable[..., Path]
METRE = 1 / 111_195


@pytest.fixture
def town(draw: Drawing) -> Locator:
    nodes = {
        "K": (0, 0),
        "N": (200, 0),
        "L": (0, 100),
        "M": (200, 100),
        "X": (9_000, 0),
        "Y": (9_200, 0),
        "a": (20, 105),
        "b": (40, 105),
        "c": (100, 105),
        "d": (120, 105),
        "e": (9_040, 5),
    }
    high = {"highway": "residential", "name": "Rue Haute - Hoogstraat"}
    ways = {
        1: ("KN", {"highway": "residential", "name": "Rue de l'Étuve - Stoofstraat"}),
        2: ("LM", high),
        3: ("XY", high),
    }
    here = {"addr:street": "Rue Haute", "addr:postcode": "1050", "addr:city": "Ixelles - Elsene"}
    there = {"addr:street": "Rue Haute", "addr:postcode": "1080", "addr:city": "Molenbeek"}
    houses = {
        "a": here | {"addr:housenumber": "2"},
        "b": here | {"addr:housenumber": "4"},
        "c": here | {"addr:housenumber": "10"},
        "d": here | {"addr:housenumber": "12b"},
        "e": there | {"addr:housenumber": "4"},
    }
    return Locator(read_gazetteer(draw(nodes, ways, node_tags=houses)))


@pytest.mark.parametrize(
    "text",
    [
        "Rue Haute 4, 1050 Ixelles",
        "4, rue Haute, 1050 Ixelles",
        "4 RUE HAUTE 1050 IXELLES",
        "R. Haute 4, Elsene",
        "Hoogstraat 4 bus 3, 1050 Elsene",
        "hoogstr. 4/3, 1050 Elsene",
        "Rue Haute - Hoogstraat 4, B-1050 Ixelles",
        "Rue Haute / Hoogstraat 4, 1050",
        "4 bte 2, rue Haute, Ixelles",
        "3rd floor, Rue Haute 4, Ixelles",
        "1050 Ixelles, Rue Haute 4",
        "Maison Dupont, Rue Haute 4, 1050 Ixelles",
        "Rue Haute, 4 (bte 2), Ixelles",
        "Rue Haute n° 4, 1050 Ixelles",
    ],
)
def test_a_mapped_number_is_found_however_it_is_written(town: Locator, text: str) -> None:
    found = town.locate(text)

    assert found.located == "exact"
    assert (found.lat, found.lon) == pytest.approx((105 * METRE, 40 * METRE), abs=METRE)
    assert found.matched == "Rue Haute - Hoogstraat 4, 1050 Ixelles - Elsene"


@pytest.mark.parametrize("text", ["Rue de l\u2019Étuve", "RUE DE L'ETUVE", "rue de l etuve 7"])
def test_a_street_without_numbers_is_found_at_its_middle(town: Locator, text: str) -> None:
    """The street is 200 m long: nothing on it is further than 100 m from its middle."""
    found = town.locate(text)

    assert found.located == "street"
    assert found.lon == pytest.approx(100 * METRE, abs=30 * METRE)
    assert 100 <= found.accuracy_m <= 200


def test_a_number_between_its_neighbours_is_interpolated(town: Locator) -> None:
    """Number 6 is a third of the way from 4 (at 40 m) to 10 (at 100 m)."""
    found = town.locate("Rue Haute 6", "1050", "Ixelles")

    assert found.located == "interpolated"
    assert found.lon == pytest.approx(60 * METRE, abs=METRE)
    assert found.matched == "Rue Haute - Hoogstraat 6, 1050 Ixelles - Elsene"


def test_a_number_past_the_last_neighbour_is_only_a_street(town: Locator) -> None:
    assert town.locate("Rue Haute 14", "1050").located == "street"


@pytest.mark.parametrize("number", ["12b", "12 B", "12B bte 4", "12"])
def test_a_letter_is_found_with_and_without_it(town: Locator, number: str) -> None:
    assert town.locate(f"Rue Haute {number}", "1050").located == "exact"


@pytest.mark.parametrize(
    ("postcode", "city"),
    [("1080", None), (None, "Molenbeek"), ("1080", "Molenbeek"), ("1083", "Molenbeek")],
)
def test_postcode_and_city_decide_between_two_of_one_name(
    town: Locator, postcode: str | None, city: str | None
) -> None:
    assert town.locate("Rue Haute 4", postcode, city).lon > 9_000 * METRE


def test_postcode_and_city_that_contradict_each_other_decide_nothing(town: Locator) -> None:
    with pytest.raises(LocatingError, match="ORDER-ADDRESS-AMBIGUOUS"):
        town.locate("Rue Haute 4", "1080", "Ixelles")


def test_without_postcode_and_city_two_of_one_name_are_listed(town: Locator) -> None:
    with pytest.raises(LocatingError) as caught:
        town.locate("Rue Haute 4")

    assert caught.value.code == "ORDER-ADDRESS-AMBIGUOUS"
    assert set(caught.value.candidates) == {
        "Rue Haute - Hoogstraat 4, 1050 Ixelles - Elsene",
        "Rue Haute - Hoogstraat 4, 1080 Molenbeek",
    }


def test_the_columns_win_over_the_text(town: Locator) -> None:
    found = town.locate("Rue Haute 4, 1050 Ixelles", "1080", "Molenbeek")

    assert found.lon > 9_000 * METRE


def test_a_postcode_wrong_by_one_digit_does_no_harm(town: Locator) -> None:
    assert town.locate("Rue de l'Étuve 3", "1051").located == "street"


@pytest.mark.parametrize("where", [", 9000 Gent", ", Gent", " 9000 Gent", " Gent", "\nGent"])
def test_a_street_in_another_city_is_an_error(town: Locator, where: str) -> None:
    with pytest.raises(LocatingError, match="ORDER-ADDRESS-ELSEWHERE"):
        town.locate(f"Rue de l'Étuve 3{where}")


@pytest.mark.parametrize("where", [" 3rd floor", " rez-de-chaussée", ", bte 4", " A 3", " (bus B)"])
def test_where_in_the_building_is_no_city(town: Locator, where: str) -> None:
    assert town.locate(f"Rue de l'Étuve 3{where}").located == "street"


def test_a_slip_is_mended_where_the_postcode_confirms_it(town: Locator) -> None:
    found = town.locate("Rue de l'Etuvve 3", "1050")

    assert found.corrected
    assert found.matched.startswith("Rue de l'Étuve")


def test_a_slip_is_not_mended_where_nothing_confirms_it(town: Locator) -> None:
    with pytest.raises(LocatingError) as caught:
        town.locate("Rue de l'Etuvve 3")

    assert caught.value.code == "ORDER-STREET-UNKNOWN"
    assert "Rue de l'Étuve - Stoofstraat" in caught.value.candidates


@pytest.mark.parametrize(
    "text",
    [
        "Petite rue Haute 4, 1050 Ixelles",
        "Place Haute 4, 1050 Ixelles",
        "Rue Haute Neuve 4, 1050 Ixelles",
        "Hooglaan 4, 1050 Ixelles",
    ],
)
def test_a_name_with_one_more_word_is_another_street(town: Locator, text: str) -> None:
    with pytest.raises(LocatingError, match="ORDER-STREET-UNKNOWN"):
        town.locate(text)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_address_says_so(town: Locator, text: str) -> None:
    with pytest.raises(LocatingError, match="ORDER-ADDRESS-EMPTY"):
        town.locate(text)


@pytest.mark.parametrize("text", ["12", "1050 Ixelles", "bte 4", "?!", "c/o"])
def test_an_address_without_a_street_is_an_unknown_street(town: Locator, text: str) -> None:
    with pytest.raises(LocatingError, match="ORDER-STREET-UNKNOWN"):
        town.locate(text)


def test_a_run_of_numbers_places_those_between_its_ends(draw: Drawing) -> None:
    """From 1 (at 0 m) to 21 (at 200 m) by odd numbers: 11 is in the middle."""
    ways = {
        1: ("KN", {"highway": "residential", "name": "Hauptstraße"}),
        2: ("ab", {"addr:interpolation": "odd", "addr:street": "Hauptstraße"}),
    }
    ends = {"a": {"addr:housenumber": "1"}, "b": {"addr:housenumber": "21"}}
    town = Locator(
        read_gazetteer(
            draw({"K": (0, 0), "N": (200, 0), "a": (0, 9), "b": (200, 9)}, ways, node_tags=ends)
        )
    )

    found = town.locate("Hauptstr. 11")

    assert found.located == "interpolated"
    assert found.lon == pytest.approx(100 * METRE, abs=METRE)


def test_a_street_named_with_a_number_keeps_it(draw: Drawing) -> None:
    name = {"highway": "residential", "name": "Rue du 11 Novembre"}
    town = Locator(
        read_gazetteer(
            draw(
                {"K": (0, 0), "N": (200, 0), "a": (50, 5)},
                {1: ("KN", name)},
                node_tags={
                    "a": {"addr:housenumber": "3", "addr:street": "Rue du 11 Novembre"},
                },
            )
        )
    )

    assert town.locate("Rue du 11 Novembre 3").located == "exact"
    assert town.locate("rue du 11 novembre").located == "street"


def test_an_error_survives_the_way_from_a_worker_process() -> None:
    error = LocatingError("ORDER-STREET-UNKNOWN", "No.", "Mend it.", ("Rue Haute",))

    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert (str(again), again.candidates) == (str(error), ("Rue Haute",))


@pytest.fixture(scope="module")
def helsinki_gazetteer(helsinki: Path) -> Gazetteer:
    return read_gazetteer(helsinki)


@pytest.mark.parametrize(
    "text",
    [
        "Mannerheimintie 5",
        "MANNERHEIMINTIE 5 A 3",
        "Mannerheimint. 5, 00100 Helsinki",
        "Mannerheimvägen 5, 00100 Helsingfors",
    ],
)
def test_helsinki_is_found_in_both_its_languages(helsinki_gazetteer: Gazetteer, text: str) -> None:
    found = Locator(helsinki_gazetteer).locate(text)

    assert found.located == "exact"
    assert found.matched.startswith("Mannerheimintie 5")


@settings(deadline=None, max_examples=200)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["Bulevardi", "12", "b", ",", "00120", "Helsinki", "/", "-", "as", "3."]),
        max_size=9,
    ).map(" ".join),
    st.none() | st.text(max_size=8),
    st.none() | st.text(max_size=12),
)
def test_any_text_is_located_or_refused(
    helsinki_gazetteer: Gazetteer, address: str, postcode: str | None, city: str | None
) -> None:
    try:
        found = Locator(helsinki_gazetteer).locate(address, postcode, city)
    except LocatingError:
        return
    assert 60 < found.lat < 61
    assert found.accuracy_m > 0


def test_two_places_that_read_alike_are_told_apart_by_position(draw: Drawing) -> None:
    """Two villages' Kerkstraat in a map that knows neither postcodes nor villages."""
    nodes = {"K": (0, 0), "N": (200, 0), "X": (9_000, 0), "Y": (9_200, 0)}
    name = {"highway": "residential", "name": "Kerkstraat"}
    country = Locator(read_gazetteer(draw(nodes, {1: ("KN", name), 2: ("XY", name)})))

    with pytest.raises(LocatingError) as caught:
        country.locate("Kerkstraat 1")

    assert len(set(caught.value.candidates)) == 2
