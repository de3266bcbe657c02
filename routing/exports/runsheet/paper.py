"""A4 pages, in millimetres from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from fpdf import FPDF
from fpdf.fonts import TTFFont

from routing.exports.runsheet.bidi import runs_of
from routing.exports.runsheet.script import ELLIPSIS, needs_shaping, readable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

WIDTH_MM, HEIGHT_MM = 210.0, 297.0
LEFT_MM, RIGHT_MM = 12.0, WIDTH_MM - 12.0
TOP_MM, BOTTOM_MM = 12.0, 282.0
"""Where the content of each page lies; its foot is below."""

_FOOT_MM = 289.0
_MM_PER_PT = 25.4 / 72
_FONT = "DejaVu"
# Room for three digits. No text can hold it: no font has a glyph for what is no character.
_PAGES = 3 * "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set; `shade` is 0 for black and 255 for white."""

    size_pt: float = 8.5
    bold: bool = False
    shade: int = 0

    @property
    def weight(self) -> str:
        """The name of its font's weight."""
        return "B" if self.bold else ""


PLAIN, BOLD = Style(), Style(bold=True)
SMALL = Style(size_pt=6.5, shade=80)


class Paper:
    """Pages that are filled from top to bottom; `y_mm` is where the next thing goes.

    Parameters
    ----------
    title, language
        What the document says of itself.
    made
        When what it shows was made: no clock is read, so that the same sheet is the same file.
    foot
        Gives the foot of a page by its number and the number of all pages, both as text.
    """

    def __init__(
        self, *, title: str, language: str, made: dt.datetime, foot: Callable[[str, str], str]
    ) -> None:
        self._foot = foot
        self.pdf = FPDF(unit="mm", format="A4")
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.c_margin = 0
        self.pdf.set_creation_date(made)
        self.pdf.set_creator("tournee")
        self.pdf.set_lang(language)
        self.pdf.alias_nb_pages(_PAGES)
        for weight, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.pdf.add_font(_FONT, weight, _fonts() / name)
        # Of the fonts that come with fpdf2 widths are by name, of others by code point.
        self._widths = {
            weight: cast("Mapping[int, float]", self.pdf.fonts[f"{_FONT.lower()}{weight}"].cw)
            for weight in ("", "B")
        }
        self._glyphs = frozenset.intersection(*(frozenset(one) for one in self._widths.values()))
        self.pdf.set_title(self.readable(title))
        self.y_mm = TOP_MM
        self.new_page()

    def new_page(self) -> None:
        """Begin a page, with its foot."""
        self.pdf.add_page()
        foot = self._foot(str(self.pdf.page), _PAGES)
        self._set(SMALL)
        self.pdf.set_xy(LEFT_MM, _FOOT_MM)
        # The number of pages is put in when it is known, and is no text until then.
        self.pdf.cell(text=_PAGES.join(self.readable(part) for part in foot.split(_PAGES)))
        self.y_mm = TOP_MM

    def make_room(self, height_mm: float) -> None:
        """Begin a page, unless so much still fits on this one or it is empty."""
        if self.y_mm > TOP_MM and self.y_mm + height_mm > BOTTOM_MM:
            self.new_page()

    def bytes(self) -> bytes:
        """The whole document as a PDF file."""
        return bytes(self.pdf.output())

    def close(self) -> None:
        """Let go of the fonts' files, which fpdf2 keeps open."""
        for font in self.pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def readable(self, text: str) -> str:
        """Text as this paper can show it."""
        return readable(text, self._glyphs)

    def width_mm(self, text: str, style: Style) -> float:
        """How wide a readable text is."""
        widths = self._widths[style.weight]
        return sum(widths[ord(sign)] for sign in text) / 1000 * style.size_pt * _MM_PER_PT

    def wrapped(self, text: str, style: Style, width_mm: float) -> list[str]:
        """Text as lines that are no wider than that; a word that is too wide goes on below."""
        lines: list[str] = []
        line = ""
        for word in filter(None, self.readable(text).split(" ")):
            longer = f"{line} {word}" if line else word
            if self.width_mm(longer, style) <= width_mm:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while self.width_mm(line, style) > width_mm:
                fitting = self._fitting(line, style, width_mm)
                lines.append(line[:fitting])
                line = line[fitting:]
        return [*lines, line] if line else lines

    def on_one_line(self, text: str, style: Style, width_mm: float) -> str:
        """Text that is no wider than that; what it lacks shows as an ellipsis."""
        line = " ".join(filter(None, self.readable(text).split(" ")))
        if self.width_mm(line, style) <= width_mm:
            return line
        room_mm = width_mm - self.width_mm(ELLIPSIS, style)
        return line[: self._fitting(line, style, room_mm)] + ELLIPSIS

    def _fitting(self, text: str, style: Style, width_mm: float) -> int:
        """How many of its first signs are no wider than that; one at the least."""
        widths = self._widths[style.weight]
        room = width_mm * 1000 / style.size_pt / _MM_PER_PT
        for place, sign in enumerate(text):
            room -= widths[ord(sign)]
            if room < 0:
                return max(1, place)
        return len(text)

    def text(self, x_mm: float, baseline_mm: float, text: str, style: Style = PLAIN) -> None:
        """Set one line of readable text."""
        self._set(style)
        if not needs_shaping(text):
            self.pdf.text(x_mm, baseline_mm, text)
            return
        height_mm = self.pdf.font_size
        # Where `cell` has its baseline.
        self.pdf.set_xy(x_mm, baseline_mm - 0.8 * height_mm)
        for run, direction in runs_of(text):
            self.pdf.set_text_shaping(use_shaping_engine=True, direction=direction)
            self.pdf.cell(h=height_mm, text=run)
        self.pdf.set_text_shaping(use_shaping_engine=False)

    def text_left_of(
        self, x_mm: float, baseline_mm: float, text: str, style: Style = PLAIN
    ) -> None:
        """Set one line of readable text that ends there."""
        self.text(x_mm - self.width_mm(text, style), baseline_mm, text, style)

    def text_around(self, x_mm: float, baseline_mm: float, text: str, style: Style = PLAIN) -> None:
        """Set one line of readable text with its middle there."""
        self.text(x_mm - self.width_mm(text, style) / 2, baseline_mm, text, style)

    def rule(self, y_mm: float, *, shade: int = 160, width_mm: float = 0.2) -> None:
        """Draw a line across the page."""
        self.pdf.set_draw_color(shade)
        self.pdf.set_line_width(width_mm)
        self.pdf.line(LEFT_MM, y_mm, RIGHT_MM, y_mm)

    def band(self, x_mm: float, y_mm: float, width_mm: float, height_mm: float, shade: int) -> None:
        """Fill a rectangle."""
        self.pdf.set_fill_color(shade)
        self.pdf.rect(x_mm, y_mm, width_mm, height_mm, style="F")

    def box(self, x_mm: float, y_mm: float, side_mm: float) -> None:
        """Draw a box to tick."""
        self.pdf.set_draw_color(0)
        self.pdf.set_line_width(0.3)
        self.pdf.rect(x_mm, y_mm, side_mm, side_mm)

    def _set(self, style: Style) -> None:
        self.pdf.set_font(_FONT, style.weight, style.size_pt)
        self.pdf.set_text_color(style.shade)


def _fonts() -> Path:
    """Where matplotlib keeps DejaVu, whose letters reach from Latin to Arabic; it is not imported.

    https://dejavu-fonts.github.io
    """
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'matplotlib'", name="matplotlib")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
