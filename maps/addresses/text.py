"""An address as people write it, cut into words that can be looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.addresses.house_numbers import HouseNumber, parse_number
from maps.addresses.street_names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W_]+")
_FIELD_END = re.compile(r"[,;|()\n\r\t]")
_PART_END = re.compile(r"\s[-\u2013\u2014]+|[/]")

UNIT_WORDS = frozenset(
    _WORD.findall(
        "bte bt boite bus box bp apt app appt appartement apartment flat unit suite etage "
        "etages etg floor floors verdieping verd stock og eg krs kerros asunto lift bat "
        "batiment bloc block esc escalier rez rdc gelijkvloers gv andar dto esq lgh wohnung whg "
        "haus hinterhaus room kamer porte deur boks etaj niveau level"
    )
)
"""What says where in the building; never part of a street's name when a number stands by it."""
_NUMBER_WORDS = frozenset(_WORD.findall("n no nr num numero nummer number huisnr hausnr"))
_SUFFIX = re.compile(r"[a-z]|bis|ter|quater")
_ORDINAL = re.compile(r"\d+(?:e|er|ere|eme|st|nd|rd|th|de|ste|o|a)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One folded word or number of an address.

    Attributes
    ----------
    begin, end
        Where it stands in the folded text.
    field
        Which one it is in between commas, line ends and brackets.
    part
        The same, and spaced dashes and slashes divide too.
    dotted
        Whether a dot follows: an abbreviation.
    """

    text: str
    begin: int
    end: int
    field: int
    part: int
    dotted: bool

    @property
    def numeric(self) -> bool:
        """Whether it begins with a digit: ``12``, ``12b``, ``3rd``."""
        return self.text[0].isdigit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words `begin` to `end` (not included) of an address."""

    begin: int
    end: int

    def __contains__(self, position: int) -> bool:
        return self.begin <= position < self.end


class AddressText:
    """The words of one address."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.words = list(_words(self.folded))

    def texts(self, span: Span) -> list[str]:
        """The words of a span."""
        return [word.text for word in self.words[span.begin : span.end]]

    def field_of(self, position: int) -> int:
        """Which field word `position` stands in."""
        return self.words[position].field

    def spans(self, longest: int) -> Iterator[Span]:
        """Every span of at most `longest` words inside one field that is not all numbers."""
        for begin, first in enumerate(self.words):
            named = False
            for end in range(begin + 1, min(begin + longest, len(self.words)) + 1):
                last = self.words[end - 1]
                if last.field != first.field:
                    break
                named = named or not last.text.isdecimal()
                if named:
                    yield Span(begin=begin, end=end)

    def number_after(self, end: int) -> tuple[HouseNumber, Span] | None:
        """The house number that follows directly on word `end` - 1, and its words."""
        while end < len(self.words) and self.words[end].text in _NUMBER_WORDS:
            end += 1
        if not self._is_number(end) or self.words[end].field > self.words[end - 1].field + 1:
            return None
        return self._number(end, len(self.folded))

    def number_before(
        self, begin: int, postcodes: Sequence[Span]
    ) -> tuple[HouseNumber, Span] | None:
        """The house number in front of word `begin`, where only a mailbox may stand between."""
        first = begin
        while first > 0 and self._stands_before(first - 1, begin):
            first -= 1
        for position in range(first, begin):
            boxed = position > 0 and self.words[position - 1].text in UNIT_WORDS
            coded = any(position in one for one in postcodes) and not self._adjoins(position, begin)
            if self._is_number(position) and not boxed and not coded:
                return self._number(position, self.words[begin].begin)
        return None

    def _adjoins(self, position: int, begin: int) -> bool:
        """Whether nothing, not even a comma, is between a word and word `begin`."""
        return position + 1 == begin and self.words[position].field == self.words[begin].field

    def _stands_before(self, position: int, begin: int) -> bool:
        """Whether a word can belong to the number and mailbox in front of a street at `begin`."""
        near = self.words[begin].field - self.words[position].field <= 2
        return near and self.explains_itself(position)

    def _is_number(self, position: int) -> bool:
        if position >= len(self.words) or not self.words[position].numeric:
            return False
        following = position + 1 < len(self.words) and self.words[position + 1].text in UNIT_WORDS
        return not (following and _ORDINAL.fullmatch(self.words[position].text))

    def _number(self, position: int, stop: int) -> tuple[HouseNumber, Span] | None:
        field = self.words[position].field
        stop = min([stop, *(word.begin for word in self.words[position:] if word.field != field)])
        number = parse_number(self.folded[self.words[position].begin : stop])
        if number is None:
            return None
        return number, Span(begin=position, end=position + 1)

    def explains_itself(self, position: int) -> bool:
        """Whether a word needs no explanation beside a street's name: a number, a floor, a box."""
        word = self.words[position]
        before = self.words[position - 1] if position else None
        return (
            word.numeric
            or word.text in UNIT_WORDS
            or word.text in _NUMBER_WORDS
            or (
                (before is not None and bool(_SUFFIX.fullmatch(word.text)))
                and (before.numeric or len(before.text) == 1)
            )
        )


def _words(folded: str) -> Iterator[Word]:
    field = part = 0
    last = 0
    for found in _WORD.finditer(folded):
        gap = folded[last : found.start()]
        field += bool(_FIELD_END.search(gap))
        part += bool(_FIELD_END.search(gap) or _PART_END.search(gap))
        last = found.end()
        yield Word(
            text=found[0],
            begin=found.start(),
            end=last,
            field=field,
            part=part,
            dotted=folded[last : last + 1] == ".",
        )
