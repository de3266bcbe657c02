"""A file of played epochs, a line each, from which an interrupted run goes on.

The first line says what is played and how; a file of another run is not gone on with. A line that
an interruption cut short is dropped.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from routing.errors import BusyError, TourneeError
from routing.published.sameday.play import Played

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import IO

_FORMAT = "tournee-same-day/1"
_ELSEWHERE = "Name another file with --out, or move this one away."


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a run is played; one file holds epochs of one manner."""

    policy: str
    epoch_seconds: float
    cores: int


class Records:
    """What was played so far, by instance and seed; what is added is written down at once."""

    def __init__(self, file: IO[str] | None, played: Sequence[Played]) -> None:
        self._file = file
        self._played = list(played)

    def of(self, instance: str, seed: int) -> list[Played]:
        """The epochs of a day that were played, in order, without those that broke a rule."""
        found = [one for one in self._played if (one.instance, one.seed) == (instance, seed)]
        return [one for one in found if not one.faults]

    def epoch(self, played: Played) -> None:
        """Keep an epoch."""
        self._played.append(played)
        if self._file is not None:
            self._file.write(json.dumps({"record": "epoch", **asdict(played)}) + "\n")
            self._file.flush()


@contextmanager
def kept_records(path: Path | None, manner: Manner) -> Iterator[Records]:
    """Records that are kept in a file; without a path they are not.

    Raises
    ------
    TourneeError
        SAMEDAY-OUT if the file is none of these, or cannot be written, SAMEDAY-OUT-OTHER if it is
        of a run that was played otherwise.
    BusyError
        SAMEDAY-BUSY if another run writes to it.
    """
    if path is None:
        yield Records(None, ())
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(path.name + ".lock"), timeout=0), path.open("a+") as file:
            played = _read(path, file, manner)
            if not file.tell():
                file.write(json.dumps({"record": _FORMAT, **asdict(manner)}) + "\n")
                file.flush()
            yield Records(file, played)
    except Timeout as error:
        remedy = "Wait until it has finished, or name another file with --out."
        raise BusyError("SAMEDAY-BUSY", f"Another run writes to {path}.", remedy) from error
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise TourneeError("SAMEDAY-OUT", message, _ELSEWHERE) from error


def _read(path: Path, file: IO[str], manner: Manner) -> list[Played]:
    """The epochs in a file, which is cut to its whole lines."""
    file.seek(0)
    played, number, whole = [], 0, 0
    while (line := file.readline()).endswith("\n"):
        number, whole = number + 1, file.tell()
        try:
            record = json.loads(line)
            kind = record.pop("record")
            if number == 1:
                _compare(path, kind, record, manner)
            elif kind == "epoch":
                played.append(_epoch(record))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            message = f"{path}:{number} is no record of a played day."
            raise TourneeError("SAMEDAY-OUT", message, _ELSEWHERE) from error
    file.seek(whole)
    file.truncate()
    return played


def _compare(path: Path, kind: str, record: dict[str, Any], manner: Manner) -> None:
    if kind != _FORMAT:
        raise ValueError(kind)
    for name, wanted in asdict(manner).items():
        if (found := record.get(name)) != wanted:
            option = "--" + name.replace("_", "-")
            message = f"{path} is of a run with {option} {found}, and this one has {wanted}."
            remedy = f"Name another file with --out, or play with {option} {found} to go on."
            raise TourneeError("SAMEDAY-OUT-OTHER", message, remedy)


def _epoch(record: dict[str, Any]) -> Played:
    known = {field.name: record[field.name] for field in fields(Played)}
    known["routes"] = tuple(tuple(map(int, route)) for route in known["routes"])
    known["faults"] = tuple(known["faults"])
    return Played(**known)
