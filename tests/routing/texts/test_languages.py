"""Tags of languages."""

from __future__ import annotations

import pytest

from routing.texts.languages import LANGUAGES, known_language


@pytest.mark.parametrize("tag", ["nl", "NL", " nl ", "nl-BE", "nl_BE", "nl-Latn-BE"])
def test_a_tag_means_its_language_whatever_its_region(tag: str) -> None:
    assert known_language(tag) == "nl"


@pytest.mark.parametrize("tag", ["", "fy", "nederlands", "-nl", "n"])
def test_what_is_no_known_language_is_none(tag: str) -> None:
    assert known_language(tag) is None


def test_each_language_is_its_own_tag() -> None:
    assert [known_language(language) for language in LANGUAGES] == list(LANGUAGES)
