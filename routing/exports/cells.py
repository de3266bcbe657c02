"""Cells of tables that a spreadsheet opens: text of customers, and nothing that is computed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What makes a formula of a cell; spreadsheets take the full-width signs for the same.
_FORMULA = re.compile("\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_PHONE = re.compile(r"\+?[\d\s()./-]+")
_LOCAL_DIGITS = 6


def cell(text: str | None) -> str:
    """Text on one line that no spreadsheet takes for a formula: an apostrophe marks it as text."""
    text = _UNSEEN.sub(" ", text or "")
    return f"'{text}" if _FORMULA.match(text) else text


def phone_cell(text: str | None) -> str | None:
    """A number in groups with spaces, as ITU-T E.123 writes it.

    With other signs between its groups a spreadsheet would compute it or read a date, and without
    any it would lose its leading zero or plus.
    """
    if text is None or not _PHONE.fullmatch(text):
        return cell(text) or None
    groups = re.sub(r"[\s./-]+", " ", text).strip()
    if groups.lstrip("+").isdigit() and len(groups) > _LOCAL_DIGITS:
        groups = f"{groups[:-_LOCAL_DIGITS]} {groups[-_LOCAL_DIGITS:]}"
    return groups


def joined(texts: Iterable[str | None]) -> str:
    """What several customers at one stop have each, in the order of their names; once if equal."""
    each = [text or "(none)" for text in texts]
    if set(each) == {"(none)"}:
        return ""
    return "; ".join(dict.fromkeys(each) if len(set(each)) == 1 else each)
