"""What an address says, read with the map's own names at hand.

Where a street's name ends and a house number, a city or a mailbox begins cannot be told from the
text alone ("Rue du 11 Novembre 12 bte 3"): the names that the map knows decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from maps.addresses.street_names import city_key
from maps.addresses.surroundings import Surroundings, city_keys, postcode_key
from maps.addresses.text import UNIT_WORDS, AddressText, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from maps.addresses.house_numbers import HouseNumber
    from maps.addresses.street_index import StreetIndex

_LONGEST_STREET = 10
_LONGEST_CITY = 5
_CITY_SLIP = 85.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An address, understood.

    Attributes
    ----------
    streets
        All streets of that name; empty when the map has none.
    number
        ``None`` when there is none.
    postcode, cities
        In the forms that `Surroundings` compares; empty when not said.
    corrected
        Whether the street's name had to be mended, by articles or by a slip of the finger.
    asked
        The words that should be a street's name.
    """

    streets: frozenset[int]
    number: HouseNumber | None
    postcode: str
    cities: tuple[str, ...]
    corrected: bool
    asked: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """A span of words that is a street's name, and the house number beside it."""

    span: Span
    streets: frozenset[int]
    number: HouseNumber | None = None
    number_at: Span | None = None


class AddressReader:
    """Reads addresses against one map's names."""

    def __init__(self, index: StreetIndex, surroundings: Surroundings) -> None:
        self._index = index
        self._around = surroundings

    def read(self, address: str, postcode: str, city: str) -> Reading:
        """Understand an address; what the columns say wins over what the text says."""
        text = AddressText(address)
        cities = self._cities(text)
        codes = self._postcodes(text, cities)
        match, corrected = self._street(text, codes, cities)
        asked = text.texts(match.span) if match else self._asked(text, codes, cities)
        free = _outside(match, cities)
        said_postcode = postcode_key(postcode) or next(
            (
                postcode_key("".join(text.texts(one)))
                for one in _outside(match, codes)
                if match is None or one != match.number_at
            ),
            "",
        )
        return Reading(
            streets=match.streets if match else frozenset(),
            number=match.number if match else None,
            postcode=said_postcode,
            cities=self.city_keys(city)
            or tuple(city_key(" ".join(text.texts(one))) for one in free)
            or self._unknown_city(text, match),
            corrected=corrected,
            asked=asked,
        )

    def city_keys(self, city: str) -> tuple[str, ...]:
        """Keys of a city's name, in the map's spelling where there is one like it."""
        plain = " ".join(word for word in city.split() if not any(map(str.isdigit, word)))
        keys = city_keys(plain)
        if not keys or any(key in self._around.cities for key in keys):
            return keys
        like = process.extractOne(
            keys[-1], self._around.cities, scorer=fuzz.ratio, score_cutoff=_CITY_SLIP
        )
        return (like[0],) if like else keys

    def _postcodes(self, text: AddressText, cities: list[Span]) -> list[Span]:
        """Words that are a postcode of the map, alone or two together (``1012 AB``).

        Four digits or more in front of a city are one too, which the map does not know.
        """
        found = []
        for begin, word in enumerate(text.words):
            before_city = any(city.begin == begin + 1 for city in cities)
            if word.text.isdecimal() and len(word.text) > 3 and before_city:
                found.append(Span(begin=begin, end=begin + 1))
                continue
            for end in (begin + 2, begin + 1):
                key = postcode_key("".join(text.texts(Span(begin=begin, end=end))))
                known = any(map(str.isdigit, word.text)) and key in self._around.postcodes
                if end <= len(text.words) and len(word.text) > 1 and known:
                    found.append(Span(begin=begin, end=end))
                    break
        return found

    def _cities(self, text: AddressText) -> list[Span]:
        """Words that are a city of the map, the longest first where they overlap."""
        known = [
            span
            for span in text.spans(_LONGEST_CITY)
            if city_key(" ".join(text.texts(span))) in self._around.cities
        ]
        known.sort(key=lambda one: one.begin - one.end)
        kept: list[Span] = []
        for one in known:
            if all(one.end <= other.begin or other.end <= one.begin for other in kept):
                kept.append(one)
        return sorted(kept, key=lambda one: one.begin)

    def _street(
        self, text: AddressText, codes: list[Span], cities: list[Span]
    ) -> tuple[_Match | None, bool]:
        """The best match, and whether the name had to be mended for it."""
        index = self._index
        ways: tuple[tuple[Callable[[Span], frozenset[int]], bool], ...] = (
            (lambda one: index.spelled(text.texts(one)), False),
            (
                lambda one: index.abbreviated(
                    text.texts(one),
                    [word.dotted for word in text.words[one.begin : one.end]],
                ),
                False,
            ),
            (lambda one: index.without_articles(text.texts(one)), True),
        )
        for look, corrected in ways:
            matches = [
                _Match(span=one, streets=streets)
                for one in text.spans(_LONGEST_STREET)
                if (streets := look(one))
            ]
            best = self._best(text, matches, codes, cities)
            if best:
                return best, corrected
        for words in self._named_runs(text, codes, cities):
            streets = index.misspelled(text.texts(words))
            best = self._best(text, [_Match(span=words, streets=streets)], codes, cities)
            if streets and best:
                return best, True
        return None, False

    def _best(
        self,
        text: AddressText,
        matches: list[_Match],
        codes: list[Span],
        cities: list[Span],
    ) -> _Match | None:
        """The match that leaves nothing beside it unexplained, with a number before without."""
        complete = []
        for match in matches:
            numbered = self._with_number(text, match, codes, cities)
            only_city = not self._numbered_beside(text, numbered, codes) and any(
                one.begin <= match.span.begin and match.span.end <= one.end for one in cities
            )
            if not only_city and self._explained(text, numbered, matches, cities):
                complete.append(numbered)
        if not complete:
            return None
        best = max(
            complete,
            key=lambda one: (
                one.number is not None,
                sum(map(len, text.texts(one.span))),
                -one.span.begin,
            ),
        )
        same = best.streets
        for other in complete:
            # Both names of a street narrow it down, where several streets have one of them.
            same = same & other.streets or same
        return _Match(span=best.span, streets=same, number=best.number, number_at=best.number_at)

    def _with_number(
        self, text: AddressText, match: _Match, codes: list[Span], cities: list[Span]
    ) -> _Match:
        before = text.number_before(match.span.begin, codes)
        after = text.number_after(match.span.end)
        if after and after[1] in codes:
            in_front_of_city = any(one.begin == after[1].end for one in cities)
            if before or in_front_of_city:
                after = None
        if after and before and text.field_of(after[1].begin) > text.field_of(match.span.end - 1):
            after = None
        chosen = after or before
        if chosen is None:
            return match
        return _Match(span=match.span, streets=match.streets, number=chosen[0], number_at=chosen[1])

    @staticmethod
    def _numbered_beside(text: AddressText, match: _Match, codes: list[Span]) -> bool:
        """Whether there is a house number, no postcode, with no comma between."""
        at = match.number_at
        if at is None or at in codes:
            return False
        return text.field_of(at.begin) == text.field_of(match.span.begin)

    def _explained(
        self, text: AddressText, match: _Match, matches: list[_Match], cities: list[Span]
    ) -> bool:
        """Whether every word between the street's name and its number or comma is understood.

        ``Petite Rue Neuve`` is not ``Rue Neuve``.
        """
        part = text.words[match.span.begin].part
        end_part = text.words[match.span.end - 1].part
        for position, word in enumerate(text.words):
            if word.part not in {part, end_part} or position in match.span:
                continue
            if match.number_at and match.number_at.begin >= match.span.end <= position:
                # Whatever follows the number is inside the building, or the city.
                continue
            if not (
                text.explains_itself(position)
                or any(position in one for one in cities)
                or any(
                    position in other.span and other.streets & match.streets
                    for other in matches
                    if other.span.end <= match.span.begin or other.span.begin >= match.span.end
                )
            ):
                return False
        return True

    def _named_runs(self, text: AddressText, codes: list[Span], cities: list[Span]) -> list[Span]:
        """Runs of words without numbers, units, postcodes and a city at their end."""
        runs: list[Span] = []
        begin = 0
        for position in range(len(text.words) + 1):
            last = position == len(text.words)
            if (
                last
                or text.words[position].numeric
                or text.words[position].text in UNIT_WORDS
                or any(position in one for one in codes)
                or (position > begin and text.words[position].part != text.words[begin].part)
                or any(one.begin == position > begin for one in cities)
            ):
                if position > begin:
                    runs.append(Span(begin=begin, end=position))
                starts_next = not last and not (
                    text.words[position].numeric or text.words[position].text in UNIT_WORDS
                )
                begin = position if starts_next else position + 1
        return [run for run in runs if not any(run == one for one in cities)]

    def _asked(self, text: AddressText, codes: list[Span], cities: list[Span]) -> list[str]:
        runs = self._named_runs(text, codes, cities)
        longest = max(runs, key=lambda run: len("".join(text.texts(run))), default=None)
        return text.texts(longest) if longest else []

    def _unknown_city(self, text: AddressText, match: _Match | None) -> tuple[str, ...]:
        """Words at the end, behind street and number, are a city that the map does not know.

        Not if they say where in the building, or are the street's name once more.
        """
        if match is None:
            return ()
        behind = max(match.span.end, match.number_at.end if match.number_at else 0)
        begin = len(text.words)
        while begin > behind and not text.words[begin - 1].numeric:
            begin -= 1
        words = text.texts(Span(begin=begin, end=len(text.words)))
        if (
            all(len(word) < 3 for word in words)
            or UNIT_WORDS.intersection(words)
            or self._index.spelled(words)
        ):
            return ()
        return self.city_keys(" ".join(words))


def _outside(match: _Match | None, spans: Iterable[Span]) -> list[Span]:
    """Spanes that are no part of the street's name."""
    return [
        one
        for one in spans
        if match is None or one.end <= match.span.begin or match.span.end <= one.begin
    ]
