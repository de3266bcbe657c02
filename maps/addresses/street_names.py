"""Names as people write them, brought to one form, so that both sides of a comparison agree.

A *key* is a name without case, accents, punctuation and spaces, its usual words shortened the
same way ("Avenue", "Av." and "ave" all become ``av``). Keys are compared, never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_WORD = re.compile(r"[^\W_]+")
_HALVES = re.compile(r"\s+[-\u2013\u2014]+\s*|\s*[/;]\s*")
_ONE_WORD_FOR_BOTH = re.compile(
    r"(?P<french>(?:rue|avenue|place|square|boulevard|quai|clos|chemin)\s+(?P<own>.+?))"
    r"(?P<dutch>straat|laan|plein|kaai|square|gaarde|weg)$",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"name:[a-z]{2,3}(-.+)?$")
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

_ABBREVIATIONS = {
    short: spelled[0]
    for spelled in (
        # French
        ("av", "avenue", "ave", "aven", "avenida"),
        ("bd", "boulevard", "bld", "blvd", "boul", "bvd", "bvld", "bld"),
        ("ch", "chaussee", "chee", "chaus", "chauss", "chsee", "chssee"),
        ("r", "rue", "rua"),
        ("pl", "place", "plein", "platz", "plaza"),
        ("sq", "square"),
        ("imp", "impasse"),
        ("all", "allee"),
        ("gal", "galerie"),
        ("st", "saint", "sainte", "ste", "sint", "sankt", "sao", "santo", "santa", "street"),
        ("gen", "general", "generaal", "gnl"),
        ("prof", "professeur", "professor"),
        ("dr", "docteur", "dokter", "doktor", "doutor", "drive"),
        ("cdt", "commandant"),
        ("cap", "capitaine", "capt"),
        ("lt", "lieutenant", "luitenant"),
        ("mgr", "monseigneur"),
        # Dutch and German
        ("str", "straat", "strasse"),
        ("stw", "steenweg", "stwg", "steenwg"),
        ("ln", "laan", "lane"),
        ("bgm", "burgemeester", "burg", "burgem"),
        # Portuguese
        ("tv", "travessa", "trav"),
        ("pca", "praca", "pc"),
        ("lg", "largo"),
        ("estr", "estrada"),
        ("al", "alameda"),
        # English
        ("rd", "road"),
    )
    for short in spelled
}
_ENDINGS = (
    ("strasse", "str"),
    ("straat", "str"),
    ("steenweg", "stw"),
    ("stwg", "stw"),
    ("laan", "ln"),
    ("plein", "pl"),
    ("platz", "pl"),
    ("wg", "weg"),
)
KINDS = frozenset(
    _WORD.findall("av bd ch r pl sq imp all str stw ln weg tv pca lg estr al rd kai quai clos")
)
"""Kinds of street, as keys have them: these tell streets of one family name apart."""
_ARTICLES = frozenset(
    _WORD.findall(
        "a as au aux d da das de del den der des die do dos du e het l la las le les o of op os "
        "s t te ten ter the van von"
    )
)
_CITY_WORDS = _ARTICLES | frozenset(
    _WORD.findall(
        "ville stad stadt city gemeente gemeinde commune municipality municipio concelho kommune"
    )
)
_SAINTS = frozenset(word for word, short in _ABBREVIATIONS.items() if short == "st")


def fold(text: str) -> str:
    """Lower case without accents: ``Straße`` and ``STRASSE`` are both ``strasse``."""
    if text.isascii():
        return text.lower()
    # Decomposed twice: folding case makes new accents, and decomposing makes new capitals.
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Split into folded words and numbers."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=1 << 16)
def short_word(word: str) -> str:
    """Shorten a folded word the way every key has it: ``nieuwstraat`` is ``nieuwstr``."""
    if word in _ABBREVIATIONS:
        return _ABBREVIATIONS[word]
    for ending, short in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending) + short
    return word


def key_of(words: Iterable[str]) -> str:
    """Join folded words to a key."""
    return "".join(map(short_word, words))


def bare_key_of(words: Sequence[str]) -> str:
    """Join folded words to a key without articles, for ``Rue Yser`` where it is Rue de l'Yser."""
    return "".join(short_word(word) for word in words if word not in _ARTICLES)


def city_key(name: str) -> str:
    """Bring a city's name to one form: ``Ville de Bruxelles`` is ``bruxelles``."""
    words = [word for word in words_of(name) if word not in _CITY_WORDS]
    return "".join("st" if word in _SAINTS else word for word in words)


@lru_cache(maxsize=1 << 16)
def keys_of(name: str) -> frozenset[str]:
    """All keys of one name: as it stands, and with umlauts written as two letters."""
    spelled_out = name.casefold().translate(_GERMAN)
    return frozenset({key_of(words_of(name)), key_of(words_of(spelled_out))} - {""})


def halves(name: str) -> list[str]:
    """Split ``Rue Neuve - Nieuwstraat`` into its two names; a name in one language is alone.

    Brussels also writes both around one word: ``Rue Cervantesstraat``.
    """
    found = [half for half in map(str.strip, _HALVES.split(name)) if len(half) > 2]
    both = _ONE_WORD_FOR_BOTH.match(found[0]) if len(found) == 1 else None
    if both and not both["french"].endswith(" "):
        return [both["french"], both["own"] + both["dutch"]]
    return found


def usual_names(tags: Mapping[str, str], key: str = "name") -> Iterator[str]:
    """Every name in use today that tags under `key` give: whole, halves, other languages."""
    for tag, value in tags.items():
        if tag == key:
            yield value
            yield from halves(value)
    for tag, value in tags.items():
        if tag.startswith(f"{key}:") and (
            _LANGUAGE.match("name" + tag.removeprefix(key)) or tag in {"name:left", "name:right"}
        ):
            yield value


def other_names(tags: Mapping[str, str]) -> Iterator[str]:
    """Names that are old, official or popular: used only where no usual name fits."""
    for tag in ("alt_name", "official_name", "short_name", "loc_name", "old_name"):
        for own, value in tags.items():
            if own == tag or own.startswith(f"{tag}:"):
                yield from filter(None, map(str.strip, value.split(";")))
