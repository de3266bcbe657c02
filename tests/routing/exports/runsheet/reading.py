"""Run sheets as others read them: PDFium, which is in Chrome, and ZXing, which is in phones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import zxingcpp

from routing.exports.runsheet.export import RunSheetExport

if TYPE_CHECKING:
    from routing.exports.sheet import Sheet


def pages_of(sheet: Sheet) -> list[str]:
    """The text of each page, with single spaces."""
    with pypdfium2.PdfDocument(RunSheetExport().render(sheet)) as document:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]


def text_of(sheet: Sheet) -> str:
    return " ".join(pages_of(sheet))


def codes_of(sheet: Sheet) -> list[str]:
    """What the QR codes say, as a camera finds them: page by page from top to bottom."""
    found: list[str] = []
    with pypdfium2.PdfDocument(RunSheetExport().render(sheet)) as document:
        for page in document:
            picture = page.render(scale=3, grayscale=True).to_numpy()
            codes = zxingcpp.read_barcodes(
                picture, formats=zxingcpp.barcode_formats_from_str("QRCode")
            )
            codes.sort(key=lambda code: code.position.top_left.y)
            found += [code.text for code in codes]
    return found
