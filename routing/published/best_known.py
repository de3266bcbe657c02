"""The best costs that anybody has published, by instance and convention."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.errors import TourneeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from routing.published.verification import Verdict

_COLUMNS = ("instance", "cost", "vehicles", "convention", "source")
_NEEDED = ("instance", "cost", "convention")
_REMEDY = f"Name a CSV file with the columns {', '.join(_COLUMNS)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class BestKnown:
    """One published cost, and with how many vehicles where that was told."""

    cost: float
    vehicles: int | None


BestKnowns = dict[tuple[str, str], BestKnown]
"""By instance and convention."""


def read_best_known(path: Path) -> BestKnowns:
    """Read a table of best-known costs; of two rows for one instance the first counts.

    Raises
    ------
    TourneeError
        BENCHMARK-BEST-KNOWN, naming the line.
    """
    found: BestKnowns = {}
    for line, row in _rows(path):
        try:
            one = BestKnown(cost=_cost(row["cost"]), vehicles=_vehicles(row.get("vehicles")))
        except ValueError as error:
            raise _bad(f"{path}:{line} cannot be used: {error}.") from error
        key = (str(row["instance"]).strip(), str(row["convention"]).strip())
        found.setdefault(key, one)
    return found


def gap(best: BestKnown | None, verdict: Verdict, *, vehicles_first: bool) -> float | None:
    """By how much of the best-known cost the routes cost more; 0.012 is 1.2 %.

    ``None`` without a best-known cost or for infeasible routes. Where vehicles come first, also
    with another number of them: the distances of different fleets say nothing about each other.
    """
    if best is None or not verdict.feasible:
        return None
    if vehicles_first and best.vehicles is not None and verdict.vehicles != best.vehicles:
        return None
    return verdict.cost / best.cost - 1


def _rows(path: Path) -> Iterable[tuple[int, Mapping[str, str | None]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise _bad(f"{path} has no column {', no '.join(missing)}.")
            return [(reader.line_num, row) for row in reader]
    except OSError as error:
        raise _bad(f"{path} cannot be read: {error.strerror or error}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _bad(f"{path} is no CSV file: {error}.") from error


def _bad(message: str) -> TourneeError:
    return TourneeError("BENCHMARK-BEST-KNOWN", message, _REMEDY)


def _cost(text: str | None) -> float:
    try:
        cost = float(text or "")
    except ValueError:
        raise ValueError(f"its cost is '{text or ''}'") from None
    if not (math.isfinite(cost) and cost > 0):
        raise ValueError(f"its cost is {text}")
    return cost


def _vehicles(text: str | None) -> int | None:
    if text is None or not text.strip():
        return None
    if not text.strip().isdecimal():
        raise ValueError(f"its vehicles are '{text}'")
    return int(text)
