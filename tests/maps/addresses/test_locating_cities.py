"""The claim on real cities: addresses as people write them are found, and none silently wrong."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from maps.addresses.assembly import read_gazetteer
from maps.addresses.locating import LocatingError, Location, Locator

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """The benchmark of locating, whose way of writing addresses the claim is about."""
    path = Path(__file__).resolve().parents[3] / "benchmarks" / "locating.py"
    spec = importlib.util.spec_from_file_location("benchmarks_locating", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def brussels(shared_data: Path) -> Locator:
    return Locator(read_gazetteer(shared_data / "osm" / "brussels_belgium_2013-01-01.osm.pbf"))


@pytest.mark.parametrize(
    "text",
    [
        "Chaussée de Wavre 529, 1040 Etterbeek",
        "Ch. de Wavre 529, 1040 Etterbeek",
        "529, chee de wavre, 1040 Bruxelles",
        "CHAUSSEE DE WAVRE 529 BTE 4, 1040 ETTERBEEK",
        "Waversesteenweg 529 bus 3, 1040 Etterbeek",
        "Waversestwg. 529/3, 1040 Brussel",
        "Chaussée de Wavre - Waversesteenweg 529, B-1040 Etterbeek",
    ],
)
def test_one_door_in_brussels_is_found_however_it_is_written(brussels: Locator, text: str) -> None:
    """Number 529 stands in Etterbeek; the street goes on for six kilometres."""
    found = brussels.locate(text)

    assert found.located == "exact"
    assert found.matched == "Chaussée de Wavre - Waversesteenweg 529, 1040 Etterbeek"


def test_a_name_that_brussels_has_twice_needs_its_postcode(brussels: Locator) -> None:
    """A Rue au Bois is in Ganshoren, another nine kilometres off in Woluwe-Saint-Pierre."""
    with pytest.raises(LocatingError) as caught:
        brussels.locate("Rue au Bois 12")

    assert caught.value.code == "ORDER-ADDRESS-AMBIGUOUS"
    assert len(caught.value.candidates) == 2
    assert "Ganshoren" in brussels.locate("Rue au Bois 12", "1083").matched
    assert "Woluwe" in brussels.locate("Rue au Bois 12", city="Woluwe-Saint-Pierre").matched


def test_a_street_that_brussels_does_not_have_offers_the_closest(brussels: Locator) -> None:
    with pytest.raises(LocatingError) as caught:
        brussels.locate("rue Beliard 12")

    assert caught.value.code == "ORDER-STREET-UNKNOWN"
    assert caught.value.candidates[0] == "Rue Belliard - Belliardstraat"


CITIES = (
    "brussels_belgium_2013-01-01",
    "dortmund_germany_2024-04-21",
    "wechelderzande_belgium_2016-09",
)


@pytest.mark.parametrize("city", CITIES)
def test_of_300_addresses_95_in_100_are_located_within_100_m_and_none_silently_wrong(
    shared_data: Path, benchmark: ModuleType, city: str
) -> None:
    path = shared_data / "osm" / f"{city}.osm.pbf"
    gazetteer = read_gazetteer(path)

    found = benchmark.answers(gazetteer, benchmark.questions(path, gazetteer, 300, 1))

    assert sum(away <= 100 for _, _, away in found) >= 0.95 * len(found)
    assert benchmark.silently_wrong(found) == []


def test_in_helsinki_95_in_100_are_located_within_100_m_and_none_silently_wrong(
    helsinki: Path, benchmark: ModuleType
) -> None:
    gazetteer = read_gazetteer(helsinki)

    found = benchmark.answers(gazetteer, benchmark.questions(helsinki, gazetteer, 300, 1))

    assert sum(away <= 100 for _, _, away in found) >= 0.95 * len(found)
    assert benchmark.silently_wrong(found) == []


def test_nine_in_ten_stated_accuracies_hold_for_numbers_that_are_not_mapped(
    shared_data: Path, benchmark: ModuleType
) -> None:
    path = shared_data / "osm" / "dortmund_germany_2024-04-21.osm.pbf"
    gazetteer = read_gazetteer(path)
    asked = benchmark.questions(path, gazetteer, 300, 2)

    found = benchmark.held_out(gazetteer, asked)

    located = [(where, away) for _, where, away in found if isinstance(where, Location)]
    assert sum(away <= where.accuracy_m for where, away in located) >= 0.9 * len(located)


def test_a_street_that_is_not_in_the_map_is_hardly_ever_taken_for_another(
    helsinki: Path, benchmark: ModuleType
) -> None:
    gazetteer = read_gazetteer(helsinki)
    asked = benchmark.questions(helsinki, gazetteer, 300, 3)
    stripped = benchmark.without_streets(gazetteer, [one.address for one in asked])

    found = benchmark.answers(stripped, asked)

    assert sum(isinstance(where, Location) for _, where, _ in found) <= 0.05 * len(found)
    assert benchmark.silently_wrong(found) == []
