"""Catalogues hold every text that is said, and no other, with the same values in it."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from routing.texts.catalogue import translations
from routing.texts.languages import ENGLISH, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from babel.messages.catalog import Message

    from routing.texts.languages import Language

ROUTING = Path(__file__).resolve().parents[3] / "routing"
TRANSLATED = tuple(language for language in LANGUAGES if language != ENGLISH)


def said() -> set[str | tuple[str, ...]]:
    """Every text in the code; of one that counts, its forms."""
    found = extract_from_dir(ROUTING, [("**.py", "python")], keywords=DEFAULT_KEYWORDS)
    return {message for _, _, message, _, _ in found}


def messages(language: str) -> list[Message]:
    with (ROUTING / "texts" / f"{language}.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def values(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_texts_are_found_in_the_code() -> None:
    assert ("{count} order", "{count} orders") in said()
    assert len(said()) > 40


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_what_is_said_and_nothing_else(language: str) -> None:
    known = {forms(message.id) for message in messages(language)}
    assert known == {forms(text) for text in said()}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_in_all_its_forms_and_none_is_a_guess(language: str) -> None:
    for message in messages(language):
        assert not message.fuzzy, message.id
        assert len(forms(message.string)) == len(forms(message.id)), message.id
        assert all(text.strip() for text in forms(message.string)), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_says_the_same_values(language: str) -> None:
    for message in messages(language):
        wanted = values(forms(message.id)[-1])
        assert all(values(text) == wanted for text in forms(message.string)), message.id


@pytest.mark.parametrize(
    ("language", "none", "one"),
    [("fr", "commande", "commande"), ("nl", "bestellingen", "bestelling")],
)
def test_none_is_counted_as_the_language_counts_it(language: Language, none: str, one: str) -> None:
    """French has its singular for none; Dutch, as English, its plural."""
    ngettext = translations(language).ngettext
    forms_of = [ngettext("{count} order", "{count} orders", count) for count in (0, 1)]
    assert forms_of == [f"{{count}} {none}", f"{{count}} {one}"]
