"""A language's words, and how it writes dates, times and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from routing.texts.catalogue import translations

if TYPE_CHECKING:
    import datetime as dt

    from routing.clock import Clock
    from routing.texts.languages import Language

# The region decides how times and numbers are written, with 24 hours in all four.
_LOCALES = {"en": "en_GB", "fr": "fr_BE", "nl": "nl_BE", "de": "de_BE"}


class Words:
    """What is said in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._locale = Locale.parse(_LOCALES[language])
        self._translations = translations(language)

    def gettext(self, message: str, **values: object) -> str:
        """A message in this language, with values for its ``{names}``."""
        return self._translations.gettext(message).format(**values)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """A message that counts, with its ``{count}``, in the form that the language has for it."""
        form = self._translations.ngettext(one, many, count)
        return form.format(count=self.number(count))

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with so many decimals: ``1.234,5``."""
        digits = f".{'0' * decimals}" if decimals else ""
        return format_decimal(value, f"#,##0{digits}", self._locale)

    def distance(self, metres: int) -> str:
        """Metres as kilometres, to a tenth; less than one to ten metres."""
        if metres < 995:
            return f"{self.number(round(metres, -1))} m"
        return f"{self.number(metres / 1000, 1)} km"

    def date(self, date: dt.date) -> str:
        """A date with its weekday and its month in words."""
        return format_date(date, "full", self._locale)

    def wall(self, clock: Clock, seconds: int) -> str:
        """The local time of a second of the day; after midnight as `Clock.wall` gives it."""
        moment = clock.moment(seconds)
        if moment.date() != clock.date:
            return clock.wall(seconds)
        return format_time(moment.time(), "short", locale=self._locale)

    def span(self, clock: Clock, start_s: int, end_s: int) -> str:
        """From when to when: ``10:00-12:00, with the longer dash of print``."""
        return f"{self.wall(clock, start_s)}\N{EN DASH}{self.wall(clock, end_s)}"
