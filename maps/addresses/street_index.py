"""Streets by what people call them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from maps.addresses.street_names import (
    KINDS,
    bare_key_of,
    fold,
    key_of,
    keys_of,
    short_word,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from maps.addresses.gazetteer import Gazetteer

_SUGGESTIONS = 5
_LIKE_ENOUGH = 70.0


class StreetIndex:
    """Finds streets by name: as it is spelled, without articles, abbreviated, nearly spelled."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        texts, streets = gazetteer.texts.unpack(), gazetteer.streets
        self.names = [texts[name] for name in streets.name]
        owner = np.repeat(np.arange(len(self.names)), np.diff(streets.alias_start))
        usual, other = streets.alias_usual, ~streets.alias_usual
        self._aliases = _owners(texts, streets.alias[usual], owner[usual])
        self._usual = _by_key(self._aliases)
        self._other = _by_key(_owners(texts, streets.alias[other], owner[other]))

    def spelled(self, words: list[str]) -> frozenset[int]:
        """Streets with exactly this name, by a usual name before any other."""
        key = key_of(words)
        return frozenset(self._usual.get(key) or self._other.get(key) or ())

    def without_articles(self, words: list[str]) -> frozenset[int]:
        """Streets with this name when articles are left out; none when they differ otherwise."""
        key = bare_key_of(words)
        return frozenset(self._bare.get(key, ())) if len(key) > 3 else frozenset()

    def abbreviated(self, words: list[str], dotted: list[bool]) -> frozenset[int]:
        """Streets whose words begin as the dotted words do: ``Gén. Jacques``.

        Nothing when several names fit, or when all that is written are initials.
        """
        full = any(len(word) > 3 and short_word(word) not in KINDS for word in words)
        if not any(dotted) or not full:
            return frozenset()
        found: dict[str, frozenset[int]] = {}
        for alias, own in self._worded.get(len(words), ()):
            if all(
                mine.startswith(word) if dot else short_word(mine) == short_word(word)
                for mine, word, dot in zip(own, words, dotted, strict=True)
            ):
                found[key_of(own)] = frozenset(self._aliases[alias])
        return next(iter(found.values())) if len(found) == 1 else frozenset()

    def misspelled(self, words: list[str]) -> frozenset[int]:
        """Streets one or two slips of the finger away, those with the fewest.

        A number in a name or its kind of street is never taken for a slip, nor is anything in a
        name of fewer than six letters.
        """
        key = key_of(words)
        slips = 2 if len(key) >= 12 else 1 if len(key) >= 6 else 0
        near = process.extract(
            key,
            self._key_list,
            scorer=DamerauLevenshtein.distance,
            score_cutoff=slips,
            limit=None,
        )
        alike = [(found, distance) for found, distance, _ in near if _fixed(found) == _fixed(key)]
        fewest = min((distance for _, distance in alike), default=0)
        return frozenset().union(
            *(self._usual[found] for found, distance in alike if distance == fewest)
        )

    def closest(self, words: list[str]) -> tuple[str, ...]:
        """A few names that look most like these words, as the map writes them, best first.

        By letters, which finds slips, and by words, which finds names with one too many.
        """
        found = [
            (score, alias)
            for scorer in (fuzz.ratio, fuzz.token_ratio)
            for _, score, alias in process.extract(
                " ".join(words),
                self._folded,
                scorer=scorer,
                score_cutoff=_LIKE_ENOUGH,
                limit=2 * _SUGGESTIONS,
            )
        ]
        found.sort(key=lambda one: -one[0])
        names = dict.fromkeys(
            self.names[street] for _, alias in found for street in sorted(self._aliases[alias])
        )
        return tuple(names)[:_SUGGESTIONS]

    @cached_property
    def _bare(self) -> dict[str, set[int]]:
        bare: defaultdict[str, set[int]] = defaultdict(set)
        spellings: defaultdict[str, set[str]] = defaultdict(set)
        for alias, owners in self._aliases.items():
            words = words_of(alias)
            bare[bare_key_of(words)] |= owners
            spellings[bare_key_of(words)].add(key_of(words))
        return {key: owners for key, owners in bare.items() if len(spellings[key]) == 1}

    @cached_property
    def _worded(self) -> dict[int, list[tuple[str, list[str]]]]:
        by_length: defaultdict[int, list[tuple[str, list[str]]]] = defaultdict(list)
        for alias in self._aliases:
            words = words_of(alias)
            by_length[len(words)].append((alias, words))
        return by_length

    @cached_property
    def _key_list(self) -> list[str]:
        return list(self._usual)

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {alias: fold(alias) for alias in self._aliases}


def _owners(
    texts: Sequence[str], alias: NDArray[np.int32], owner: NDArray[np.int64]
) -> dict[str, set[int]]:
    """Streets by name."""
    owners: defaultdict[str, set[int]] = defaultdict(set)
    for name, street in zip(alias.tolist(), owner.tolist(), strict=True):
        owners[texts[name]].add(street)
    return owners


def _by_key(aliases: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Streets by every key of their names."""
    keyed: defaultdict[str, set[int]] = defaultdict(set)
    for alias, owners in aliases.items():
        for key in keys_of(alias):
            keyed[key] |= owners
    return keyed


def _fixed(key: str) -> tuple[str, str, str]:
    """What no slip of the finger changes: digits, the kind of street in front and at the end."""
    return "".join(filter(str.isdigit, key)), _kind(key, str.startswith), _kind(key, str.endswith)


def _kind(key: str, stands: Callable[[str, str], bool]) -> str:
    return max((kind for kind in KINDS if stands(key, kind)), key=len, default="")
