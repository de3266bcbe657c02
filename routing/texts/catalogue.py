"""Translations, read from the catalogues beside this module."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from routing.texts.languages import ENGLISH

if TYPE_CHECKING:
    from routing.texts.languages import Language


@cache
def translations(language: Language) -> NullTranslations:
    """The catalogue of a language, as gettext uses it; English needs none.

    The text file itself is read: a compiled one beside it could be older than it, or be missing
    where tournee runs from its source. It takes some milliseconds.
    """
    if language == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    text = files("routing.texts").joinpath(f"{language}.po").read_bytes()
    write_mo(compiled, read_po(BytesIO(text), locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
