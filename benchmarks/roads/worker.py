"""A process with one engine on one city: requests come in by lines, replies go out by lines.

    python -m benchmarks.roads.worker MODULE:CLASS SOURCE KEPT_MAP FOLDER

FOLDER holds ``places.npy``, [2, n]: latitudes, longitudes. A request is one word; a reply one line
of JSON. What engines print goes to standard error.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.roads.engine import PLACES, Answering, Question, Telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.roads.engine import Engine

PLACES_FILE = "places.npy"
ANSWER_FILE = "answer.npz"


def peak_mb() -> float:
    """Most memory held by this process, or by the largest of those that it ran (Linux)."""
    peaks_kb = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return max(peaks_kb) * 1024 / 1e6


def reply_to(request: str, engine: Engine, folder: Path) -> dict[str, Any]:
    """Do what is asked.

    Raises
    ------
    ValueError
        Where the engine cannot do that.
    """
    match request:
        case "build":
            return {"steps_s": engine.build(), "origins": engine.origins}
        case "first_table":
            return {"seconds": _seconds(engine.locate) + table_s(engine)}
        case "table":
            return {"seconds": table_s(engine)}
        case "answer" if isinstance(engine, Answering):
            np.savez(folder / ANSWER_FILE, **asdict(engine.answer()))
            return {}
        case "extras" if isinstance(engine, Telling):
            return {"figures": engine.extras()}
        case "footprint":
            return {"peak_mb": peak_mb()}
        case _:
            raise ValueError(f"{type(engine).__name__} knows no {request}")


def table_s(engine: Engine) -> float:
    """Seconds of a table from all places, as those from some of them tell."""
    return _seconds(engine.table) * PLACES / engine.origins


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Answer requests until there are no more."""
    maker, source, kept_map, folder = sys.argv[1:]
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    module, name = maker.split(":")
    lat, lon = np.load(Path(folder) / PLACES_FILE)
    question = Question(
        source=Path(source), kept_map=Path(kept_map), folder=Path(folder), lat=lat, lon=lon
    )
    engine = None
    for line in sys.stdin:
        try:
            engine = engine or getattr(import_module(module), name)(question)
            reply = reply_to(line.strip(), engine, Path(folder))
        except Exception as error:  # noqa: BLE001  # whatever an engine raises goes into its row
            reply = {"failure": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    main()
