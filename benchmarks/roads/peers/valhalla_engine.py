"""Valhalla for cars, through its Python bindings. See https://valhalla.github.io/valhalla ."""

from __future__ import annotations

import json
from typing import Any

import valhalla  # type: ignore[import-not-found]  # it lives in the peers' environment
from valhalla.config import get_config  # type: ignore[import-not-found]

from benchmarks.roads.engine import PLACES, Question, Steps
from benchmarks.roads.peers.tools import run_tool


class Valhalla:
    """Its tiles and its matrix.

    The matrix is asked of ``timedistancematrix``, one search an origin: for 1000 by 1000 places it
    is several times faster than ``costmatrix``, which Valhalla chooses for cars, and leaves no
    pair out. The answer stays text: reading it is not timed.
    """

    origins = PLACES

    def __init__(self, question: Question) -> None:
        self.question = question
        self.engine: Any = None
        places = [
            {"lat": lat, "lon": lon}
            for lat, lon in zip(question.lat.tolist(), question.lon.tolist(), strict=True)
        ]
        self.request = json.dumps(
            {"sources": places, "targets": places, "costing": "auto", "verbose": False}
        )
        self.answered = ""

    def build(self) -> dict[str, float]:
        """Build the tiles and open them."""
        tiles = self.question.folder / "tiles"
        tiles.mkdir()
        settings = get_config(tile_extract="", tile_dir=str(tiles))
        settings["service_limits"]["auto"] |= {
            "max_locations": 2 * PLACES,
            "max_matrix_distance": 1e6,
            "max_matrix_location_pairs": PLACES**2,
        }
        settings["thor"]["source_to_target_algorithm"] = "timedistancematrix"
        path = self.question.folder / "valhalla.json"
        path.write_text(json.dumps(settings), encoding="utf-8")
        steps = Steps()
        with steps.step("tiles"):
            program = valhalla.PYVALHALLA_DIR / "bin" / "valhalla_build_tiles"
            run_tool(program, "-c", path, self.question.source)
        with steps.step("load"):
            self.engine = valhalla.Actor(path)
        return steps.seconds

    def locate(self) -> None:
        """Do nothing: Valhalla finds streets in every matrix."""

    def table(self) -> None:
        """Give the matrix."""
        self.answered = self.engine.matrix(self.request)
