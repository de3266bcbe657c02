"""What others came to on the same days: published costs of three policies."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

from routing.errors import TourneeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

POLICIES = ("greedyplus", "rollout", "oracle")
"""In a table's columns; the last one knows the future."""

_COLUMNS = ("instance", "seed", *POLICIES)

Published = dict[tuple[str, int], dict[str, float]]
"""Costs by instance and seed, and by policy."""


def read_published(path: Path) -> Published:
    """Read a table of published costs.

    Raises
    ------
    TourneeError
        SAMEDAY-PUBLISHED, naming the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise _bad(f"{path} has no column {', no '.join(missing)}.")
            return dict(_row(path, reader.line_num, row) for row in reader)
    except OSError as error:
        raise _bad(f"{path} cannot be read: {error.strerror or error}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _bad(f"{path} is no CSV file: {error}.") from error


def _row(
    path: Path, line: int, row: Mapping[str, str | None]
) -> tuple[tuple[str, int], dict[str, float]]:
    try:
        seed = int(row["seed"] or "")
        costs = {name: float(row[name] or "") for name in POLICIES}
    except ValueError as error:
        raise _bad(f"{path}:{line} cannot be used: {error}.") from error
    wrong = [name for name, cost in costs.items() if not (math.isfinite(cost) and cost > 0)]
    if wrong:
        raise _bad(f"{path}:{line} cannot be used: {wrong[0]} is {row[wrong[0]]}.")
    return (str(row["instance"]).strip(), seed), costs


def _bad(message: str) -> TourneeError:
    remedy = f"Name a CSV file with the columns {', '.join(_COLUMNS)}."
    return TourneeError("SAMEDAY-PUBLISHED", message, remedy)
