"""Excel workbooks: the first visible sheet, with the values that its formulas last had."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from routing.day.problems import InputError
from routing.diagnostics import Diagnostic
from routing.tables.model import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What zipfile, zlib and openpyxl raise for a file that is damaged, encrypted or something else;
# neither has one error for it.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_FORMULA = re.compile(rb"<f[ >/]")


def read_excel(data: bytes, *, name: str) -> Sheet:
    """Read an .xlsx workbook's bytes.

    Dates, times and numbers come as such. A formula whose value the workbook does not hold (it
    was written by a program and never opened) makes its row unreadable rather than empty.

    Raises
    ------
    InputError
        DAY-SOURCE-EMPTY or DAY-SOURCE-FORMAT.
    """
    try:
        sheet = _sheet(data, name)
    except _DAMAGES as error:
        raise _failure(
            "DAY-SOURCE-FORMAT",
            name,
            f"It is no Excel workbook that can be read ({error!r}).",
            "Save it again as .xlsx.",
        ) from error
    if not sheet.header:
        raise _failure("DAY-SOURCE-EMPTY", name, "Its first sheet is empty.", "Export it again.")
    return sheet


def _sheet(data: bytes, name: str) -> Sheet:
    header: list[str] = []
    header_line = None
    records: list[tuple[int, Sequence[object]]] = []
    diagnostics = []
    formulas = _rows(data, values=False) if _has_formulas(data) else None
    for line, cells in enumerate(_rows(data, values=True), start=1):
        written = next(formulas) if formulas is not None else cells
        if all(_blank(cell) for cell in written):
            continue
        if not header:
            header_line = line
            header = ["" if cell is None else str(cell) for cell in cells]
        elif any(
            value is None and not _blank(cell) for value, cell in zip(cells, written, strict=False)
        ):
            diagnostics.append(
                Diagnostic(
                    code="DAY-FORMULA",
                    message="A formula in it has no value.",
                    remedy="Open the workbook in a spreadsheet, save it and run again.",
                    file=name,
                    line=line,
                )
            )
        else:
            missing = [None] * (len(header) - len(cells))
            records.append((line, [*cells[: len(header)], *missing]))
    return Sheet(header, records, diagnostics, header_line)


def _rows(data: bytes, *, values: bool) -> Iterator[tuple[object, ...]]:
    from openpyxl import load_workbook  # noqa: PLC0415  # most days read other files

    with warnings.catch_warnings():
        # openpyxl warns of formatting that it leaves out; none of it matters here.
        warnings.simplefilter("ignore", UserWarning)
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=values)
    sheet = next((sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        return
    # Some programs write a wrong extent, and openpyxl would cut the sheet to it.
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(
            _FORMULA.search(archive.read(member))
            for member in archive.namelist()
            if member.startswith("xl/worksheets/")
        )


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _failure(code: str, name: str, message: str, remedy: str) -> InputError:
    return InputError((Diagnostic(code=code, message=message, remedy=remedy, file=name),))
