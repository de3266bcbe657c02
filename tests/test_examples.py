"""The examples: days that anyone can run."""

from __future__ import annotations

import importlib.util
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.morning import Request, plan_day
from routing.orders.intake import read_day
from tests.routing.exports.samples import sheet
from tests.support.days import Silence

if TYPE_CHECKING:
    from routing.demo import Demo

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.mark.parametrize("name", ["helsinki", "brussels", "template"])
def test_nothing_is_wrong_with_an_example(name: str) -> None:
    intake = read_day(load_day(EXAMPLES / name))
    assert [str(found) for found in intake.diagnostics] == []
    assert intake.orders
    assert intake.rejected == ()


def test_the_example_of_a_plug_in_declares_a_format_that_writes_a_list() -> None:
    folder = EXAMPLES / "plugin"
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["tournee.exports"]["plain"].partition(":")
    spec = importlib.util.spec_from_file_location(module, folder / f"{module}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    export = getattr(loaded, name)()
    assert export.suffix == ".txt"
    assert export.render(sheet()).decode() == "1. 09:00 O1, O2\n2. 09:10 Locker\n3. 12:00 O3\n"


def test_the_helsinki_example_is_the_demo_s_day(demo: Demo) -> None:
    folder = demo.page.parents[1]
    for name in ("hubs.csv", "vehicles.csv", "orders.csv", "collection_points.csv"):
        assert (EXAMPLES / "helsinki" / name).read_bytes() == (folder / name).read_bytes()


def test_the_brussels_example_is_served_whole(shared_data: Path, tmp_path: Path) -> None:
    """On a real extract, beside the project."""
    day = tmp_path / "day"
    shutil.copytree(EXAMPLES / "brussels", day)
    source = next((shared_data / "osm").glob("brussels_*.osm.pbf"))
    shutil.copyfile(source, day / "brussels.osm.pbf")
    outcome = plan_day(load_day(day), Request(limit=Limit(iterations=200)), Silence())
    totals = outcome.plan.totals
    assert (totals.orders, totals.delivered, totals.collected) == (51, 42, 9)
    assert outcome.breaches == ()
