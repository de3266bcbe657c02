"""Bytes to text: UTF-8 as it should be, and what spreadsheets write instead."""

from __future__ import annotations

import codecs

from routing.day.problems import InputError
from routing.diagnostics import Diagnostic

_ZIP = b"PK\x03\x04"


def decoded(data: bytes, name: str) -> tuple[str, list[Diagnostic]]:
    """Decode a file's text, with or without a byte order mark.

    What is not UTF-8 is read as Windows-1252 (which holds all of Latin-1's letters), with a
    warning that names the first line concerned.

    Raises
    ------
    InputError
        DAY-SOURCE-EMPTY when there is nothing, DAY-SOURCE-FORMAT when it is no text.
    """
    if not data.strip():
        raise InputError(
            (
                Diagnostic(
                    code="DAY-SOURCE-EMPTY",
                    message="The file is empty, it has not even a header.",
                    remedy="Export it again; a day without rows still has its header line.",
                    file=name,
                ),
            )
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), []
    if data.startswith(_ZIP) or b"\0" in data[:4096]:
        raise InputError(
            (
                Diagnostic(
                    code="DAY-SOURCE-FORMAT",
                    message="The file holds no text.",
                    remedy="An Excel workbook must be named .xlsx; else export it again.",
                    file=name,
                ),
            )
        )
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        warning = Diagnostic(
            code="DAY-ENCODING",
            message=f"The byte {data[error.start]:#04x} is not UTF-8: read as Windows-1252.",
            remedy="Look whether names and addresses are right, and export as UTF-8.",
            file=name,
            line=data.count(b"\n", 0, error.start) + 1,
            severity="warning",
        )
    try:
        return data.decode("cp1252"), [warning]
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; Latin-1 gives every byte a meaning.
        return data.decode("latin-1"), [warning]
