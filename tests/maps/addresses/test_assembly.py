"""What is read of addresses, in towns that fit on a few lines.

The town of most tests, in metres::

       L(0,100)        a 12   b 14        M(200,100)      Rue Haute - Hoogstraat
       |
       |    c 3 (says no street; 10 m from Rue Neuve, 90 m from Rue Haute)
       K(0,0)                             N(200,0)        Rue Neuve - Nieuwstraat
"""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from maps.addresses.assembly import read_gazetteer
from maps.addresses.gazetteer import Address, Gazetteer
from maps.errors import MapError

Drawing = Callable[..., Path]

TOWN = {
    "K": (0.0, 0.0),
    "N": (200.0, 0.0),
    "L": (0.0, 100.0),
    "M": (200.0, 100.0),
    "a": (50.0, 105.0),
    "b": (70.0, 105.0),
    "c": (100.0, 10.0),
}
STREETS = {
    1: ("KN", {"highway": "residential", "name": "Rue Neuve - Nieuwstraat"}),
    2: ("LM", {"highway": "residential", "name": "Rue Haute - Hoogstraat"}),
}


def addresses(gazetteer: Gazetteer) -> dict[str, Address]:
    """Every address by its number."""
    every = map(gazetteer.address, range(gazetteer.address_count))
    return {address.number: address for address in every}


def test_a_house_stands_in_the_street_it_says_in_either_language(draw: Drawing) -> None:
    said = {
        "a": {"addr:housenumber": "12", "addr:street": "Rue Haute"},
        "b": {"addr:housenumber": "14", "addr:street": "hoogstraat"},
    }

    gazetteer = read_gazetteer(draw(TOWN, STREETS, node_tags=said))

    assert {one.street for one in addresses(gazetteer).values()} == {"Rue Haute - Hoogstraat"}
    assert gazetteer.street_count == 2


def test_a_house_that_says_no_street_stands_in_the_nearest(draw: Drawing) -> None:
    gazetteer = read_gazetteer(draw(TOWN, STREETS, node_tags={"c": {"addr:housenumber": "3"}}))

    assert addresses(gazetteer)["3"].street == "Rue Neuve - Nieuwstraat"
    assert not gazetteer.addresses.street_said[0]


def test_a_street_relation_speaks_for_its_houses(draw: Drawing) -> None:
    relation = {
        9: (
            [("node", ord("c"), "house"), ("way", 2, "street")],
            {"type": "associatedStreet", "name": "Rue Haute - Hoogstraat", "addr:postcode": "1040"},
        )
    }

    gazetteer = read_gazetteer(
        draw(TOWN, STREETS, node_tags={"c": {"addr:housenumber": "3"}}, relations=relation)
    )

    assert addresses(gazetteer)["3"].street == "Rue Haute - Hoogstraat"
    assert addresses(gazetteer)["3"].postcode == "1040"


def test_a_run_of_numbers_speaks_for_its_ends(draw: Drawing) -> None:
    """An interpolation way from c to b says Rue Haute; c alone would be taken for Rue Neuve."""
    run = {3: ("cb", {"addr:interpolation": "even", "addr:street": "Rue Haute"})}
    numbers = {"c": {"addr:housenumber": "2"}, "b": {"addr:housenumber": "14"}}

    gazetteer = read_gazetteer(draw(TOWN, STREETS | run, node_tags=numbers))

    assert addresses(gazetteer)["2"].street == "Rue Haute - Hoogstraat"
    runs = gazetteer.runs
    assert (int(runs.first[0]), int(runs.last[0]), int(runs.step[0])) == (2, 14, 2)


def test_a_building_is_an_address_at_its_middle(draw: Drawing) -> None:
    corners = {"p": (20.0, 10.0), "q": (30.0, 10.0), "r": (30.0, 20.0), "s": (20.0, 20.0)}
    house = {4: ("pqrsp", {"building": "yes", "addr:housenumber": "8", "addr:street": "Rue Neuve"})}

    gazetteer = read_gazetteer(draw(TOWN | corners, STREETS | house))

    assert addresses(gazetteer)["8"].lat * 111_195 == pytest.approx(15, abs=0.1)
    assert addresses(gazetteer)["8"].lon * 111_195 == pytest.approx(25, abs=0.1)


def test_a_building_with_a_courtyard_is_an_address(draw: Drawing) -> None:
    corners = {"p": (20, 10), "q": (60, 10), "r": (60, 50), "s": (20, 50)}
    yard = {"t": (30, 20), "u": (50, 20), "v": (50, 40), "w": (30, 40)}
    relation = {
        9: (
            [("way", 5, "outer"), ("way", 6, "inner")],
            {"type": "multipolygon", "addr:housenumber": "8", "addr:street": "Rue Neuve"},
        )
    }

    gazetteer = read_gazetteer(
        draw(
            TOWN | corners | yard,
            STREETS | {5: ("pqrsp", {}), 6: ("tuvwt", {})},
            relations=relation,
        )
    )

    assert addresses(gazetteer)["8"].street == "Rue Neuve - Nieuwstraat"


def test_the_municipality_around_a_house_is_its_city(draw: Drawing) -> None:
    corners = {"P": (-500, -500), "Q": (500, -500), "R": (500, 500), "S": (-500, 500)}
    border: dict[int, tuple[str, dict[str, str]]] = {5: ("PQRSP", {})}
    municipality = {
        9: (
            [("way", 5, "outer")],
            {
                "type": "boundary",
                "boundary": "administrative",
                "admin_level": "8",
                "name": "Ixelles - Elsene",
                "addr:postcode": "1050",
            },
        )
    }

    gazetteer = read_gazetteer(
        draw(
            TOWN | corners,
            STREETS | border,
            node_tags={"c": {"addr:housenumber": "3"}},
            relations=municipality,
        )
    )

    assert addresses(gazetteer)["3"].city == "Ixelles - Elsene"
    assert addresses(gazetteer)["3"].postcode == "1050"


def test_a_postcode_is_taken_from_the_nearest_house_that_has_one(draw: Drawing) -> None:
    said = {
        "a": {"addr:housenumber": "12", "addr:street": "Rue Haute", "addr:postcode": "B-1060"},
        "b": {"addr:housenumber": "14", "addr:street": "Rue Haute"},
    }

    gazetteer = read_gazetteer(draw(TOWN, STREETS, node_tags=said))

    assert addresses(gazetteer)["14"].postcode == "1060"


def test_one_name_far_apart_is_two_streets(draw: Drawing) -> None:
    far = {"X": (9_000.0, 0.0), "Y": (9_200.0, 0.0)}
    again = {3: ("XY", {"highway": "residential", "name": "Nieuwstraat"})}

    gazetteer = read_gazetteer(draw(TOWN | far, STREETS | again))

    assert gazetteer.street_count == 3


def test_a_mistaken_double_name_does_not_make_one_street_of_two(draw: Drawing) -> None:
    mistake = {3: ("KL", {"highway": "residential", "name": "Rue Neuve - Hoogstraat"})}

    gazetteer = read_gazetteer(draw(TOWN, STREETS | mistake))

    assert gazetteer.street_count == 2


def test_streets_and_houses_outside_the_file_do_no_harm(draw: Drawing) -> None:
    """Node z is not in the file: way 3 has one node left, way 4 none, the house no corner."""
    broken = {
        3: ("Kz", {"highway": "residential", "name": "Rue Coupée"}),
        4: ("zz", {"highway": "residential", "name": "Rue Partie"}),
        5: ("z", {"addr:housenumber": "5", "addr:street": "Rue Neuve"}),
    }

    gazetteer = read_gazetteer(draw(TOWN, STREETS | broken, node_tags={}))

    assert gazetteer.address_count == 0
    assert gazetteer.street_count == 3


def test_a_file_without_streets_gives_an_empty_gazetteer(draw: Drawing) -> None:
    gazetteer = read_gazetteer(draw({"K": (0.0, 0.0)}, {}))

    assert (gazetteer.address_count, gazetteer.street_count) == (0, 0)


@pytest.mark.parametrize("number", ["?", "s/n", ""])
def test_a_house_without_a_number_that_can_be_read_is_left_out(draw: Drawing, number: str) -> None:
    gazetteer = read_gazetteer(draw(TOWN, STREETS, node_tags={"c": {"addr:housenumber": number}}))

    assert gazetteer.address_count == 0


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_packed_files_are_read(draw: Drawing, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    plain = draw(TOWN, STREETS)
    packed = plain.with_name(plain.name + suffix)
    packed.write_bytes(pack(plain.read_bytes()))

    assert read_gazetteer(packed).street_count == 2


def test_a_file_cut_short_is_a_map_error(draw: Drawing) -> None:
    path = draw(TOWN, STREETS)
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(MapError, match="MAP-TRUNCATED"):
        read_gazetteer(path)


def test_helsinki_survives_the_way_through_arrays(helsinki: Path) -> None:
    gazetteer = read_gazetteer(helsinki)
    arrays = gazetteer.to_arrays()

    again = Gazetteer.from_arrays(arrays)

    assert all(array.dtype != np.dtype(object) for array in arrays.values())
    assert addresses(again) == addresses(gazetteer)
    assert again.street_count == gazetteer.street_count


def test_a_missing_array_is_a_map_error(helsinki: Path) -> None:
    arrays = read_gazetteer(helsinki).to_arrays()
    del arrays["streets.lat"]

    with pytest.raises(MapError, match=r"MAP-FORMAT.*streets\.lat"):
        Gazetteer.from_arrays(arrays)


def test_brussels_gives_nearly_all_its_house_numbers_a_street(shared_data: Path) -> None:
    """The extract has 8,878 objects with addr:housenumber.

    Left out are those with no digit in the number, or no named street within 150 m.
    """
    gazetteer = read_gazetteer(shared_data / "osm" / "brussels_belgium_2013-01-01.osm.pbf")

    assert 8_860 <= gazetteer.address_count <= 8_878
    assert (gazetteer.addresses.city > 0).mean() > 0.95
    assert (gazetteer.addresses.postcode > 0).mean() > 0.95
