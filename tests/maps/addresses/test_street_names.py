"""Names brought to one form: what people write differently and mean alike has one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.addresses.street_names import (
    city_key,
    fold,
    halves,
    key_of,
    keys_of,
    usual_names,
    words_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue de l'Étuve", "RUE DE L\u2019ETUVE"),
        ("Avenue Louise", "Av. Louise"),
        ("Boulevard Anspach", "bd anspach"),
        ("Chaussée de Wavre", "Chée de Wavre"),
        ("Sint-Pietersplein", "st. pieters plein"),
        ("Place Saint-Géry", "Pl. St-Gery"),
        ("Nieuwstraat", "Nieuwstr."),
        ("Hauptstraße", "HAUPTSTRASSE"),
        ("Lange Straße", "Lange Str."),
        ("Heinrich-August-Schulte-Straße", "Heinrich August Schulte Str"),
        ("Anspachlaan", "Anspachln"),
        ("Rua de São João", "R. de S\u00e3o Joao"),
        ("Grand'Place", "Grand-Place"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(one: str, other: str) -> None:
    assert key_of(words_of(one)) == key_of(words_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue Neuve", "Place Neuve"),
        ("Nieuwstraat", "Nieuwlaan"),
        ("Rue du 4 Août", "Rue du 14 Août"),
        ("Koningsstraat", "Koningsplein"),
    ],
)
def test_different_streets_have_different_keys(one: str, other: str) -> None:
    assert key_of(words_of(one)) != key_of(words_of(other))


def test_an_umlaut_may_be_written_as_two_letters() -> None:
    assert key_of(words_of("Muellerstrasse")) in keys_of("Müllerstraße")
    assert key_of(words_of("Mullerstrasse")) in keys_of("Müllerstraße")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Rue Neuve - Nieuwstraat", ["Rue Neuve", "Nieuwstraat"]),
        ("Avenue de Jette -Jetselaan", ["Avenue de Jette", "Jetselaan"]),
        ("Av. Louise/Louizalaan", ["Av. Louise", "Louizalaan"]),
        ("Karl-Rübel-Straße", ["Karl-Rübel-Straße"]),
        ("Rue Cervantesstraat", ["Rue Cervantes", "Cervantesstraat"]),
        ("Rue de la Victoire - Overwinningstraat", ["Rue de la Victoire", "Overwinningstraat"]),
    ],
)
def test_a_name_in_two_languages_has_two_halves(name: str, parts: list[str]) -> None:
    assert halves(name) == parts


def test_usual_names_are_the_whole_the_halves_and_the_languages() -> None:
    tags = {"name": "A-weg / B-weg", "name:fr": "Voie A", "old_name": "X", "name:etymology": "Y"}

    assert list(usual_names(tags)) == ["A-weg / B-weg", "A-weg", "B-weg", "Voie A"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ville de Bruxelles", "BRUXELLES"),
        ("St-Gillis", "Sint-Gillis"),
        ("Saint Josse ten Noode", "Saint-Josse-ten-Noode"),
    ],
)
def test_two_spellings_of_a_city_have_one_key(one: str, other: str) -> None:
    assert city_key(one) == city_key(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_case_of_a_name_does_not_matter(name: str) -> None:
    assert key_of(words_of(name.upper())) == key_of(words_of(name.upper().casefold()))
