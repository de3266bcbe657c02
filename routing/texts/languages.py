"""The languages that drivers' papers are written in."""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["en", "fr", "nl", "de"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
ENGLISH: Language = "en"


def known_language(text: str) -> Language | None:
    """Give the language that a tag such as ``nl``, ``NL`` or ``fr-BE`` means, if it is a known one.

    What a tag says of region or script (https://www.rfc-editor.org/rfc/rfc5646) is not looked at.
    """
    subtag = text.strip().replace("_", "-").split("-")[0].casefold()
    return next((language for language in LANGUAGES if language == subtag), None)
