"""Formats by name: tournee's own, other packages', and what can be wrong with those."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from routing.errors import TourneeError
from routing.exports.csv import CsvExport
from routing.exports.geojson import GeoJsonExport
from routing.exports.gpx import GpxExport
from routing.exports.registry import _usable, export_named
from tests.routing.exports.samples import sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Install = Callable[..., None]

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs" / "exports.md"
GOOD = "class Good:\n    suffix = '.txt'\n    def render(self, sheet):\n        return b'good'\n"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Put a package with one module and one entry point where Python finds packages."""
    modules: list[str] = []

    def put(name: str, value: str, code: str, package: str = "plugin") -> None:
        folder = tmp_path / package
        info = folder / f"{package}-1.0.dist-info"
        info.mkdir(parents=True)
        module = value.split(":", maxsplit=1)[0]
        (folder / f"{module}.py").write_text(code, encoding="utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[tournee.exports]\n{name} = {value}\n")
        monkeypatch.syspath_prepend(str(folder))
        modules.append(module)

    yield put
    for module in modules:
        sys.modules.pop(module, None)


def refusal(name: str) -> TourneeError:
    def use() -> None:
        export, _ = export_named(name)
        export.render(sheet())

    with pytest.raises(TourneeError) as refused:
        use()
    return refused.value


@pytest.mark.parametrize(
    ("name", "kind"), [("csv", CsvExport), ("geojson", GeoJsonExport), ("gpx", GpxExport)]
)
def test_the_first_formats_are_found_by_name(name: str, kind: type) -> None:
    export, warnings = export_named(name)
    assert isinstance(export, kind)
    assert export.suffix == f".{name}"
    assert warnings == ()


def test_each_format_that_the_package_declares_is_usable() -> None:
    """As pyproject.toml has them, whatever is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["entry-points"]["tournee.exports"]
    assert len(declared) == 10
    for name, value in declared.items():
        export = _usable(EntryPoint(name, value, "tournee.exports"))
        assert export.render(sheet()) != b""
        assert re.match(rf"routing\.exports\.{name}(\.export)?:", value)


def test_formats_that_share_a_folder_have_names_of_their_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["entry-points"]["tournee.exports"]
    suffixes = [EntryPoint(name, value, "x").load().suffix for name, value in declared.items()]
    assert len(set(suffixes)) == len(suffixes)


@pytest.mark.parametrize("name", ["gpxx", "", "../gpx", "GPX"])
def test_an_unknown_format_is_refused_with_the_known_ones(name: str) -> None:
    error = refusal(name)
    assert error.code == "EXPORT-UNKNOWN"
    assert "csv, geojson, gpx" in error.remedy


def test_another_packages_format_is_found(install: Install) -> None:
    install("good", "plugin_good:Good", GOOD)
    export, warnings = export_named("good")
    assert (export.suffix, export.render(sheet()), warnings) == (".txt", b"good", ())


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import nothing_of_that_name", "nothing_of_that_name"),
        ("raise RuntimeError('no licence')", "no licence"),
        ("def broken(:", "SyntaxError"),
        ("pass", "Good"),
        ("Good = 3", "not callable"),
        ("class Good:\n    pass", "suffix"),
        ("class Good:\n    suffix = '../x'\n    render = print", "'../x'"),
        ("class Good:\n    suffix = 3\n    render = print", "3"),
        ("class Good:\n    suffix = '.x'\n    render = 3", "render"),
        ("class Good:\n    def __init__(self, wanted): pass", "wanted"),
    ],
)
def test_a_package_that_has_no_usable_format_is_named(
    install: Install, code: str, why: str
) -> None:
    install("good", "plugin_broken:Good", code)
    error = refusal("good")
    assert error.code == "EXPORT-BROKEN"
    assert "plugin" in error.message
    assert why in error.message


@pytest.mark.parametrize(
    ("body", "why"), [("raise KeyError('lat')", "lat"), ("return 'text'", "str")]
)
def test_a_format_that_fails_is_named_with_the_vehicle(
    install: Install, body: str, why: str
) -> None:
    install("good", "plugin_fails:Good", GOOD.replace("return b'good'", body))
    error = refusal("good")
    assert error.code == "EXPORT-FAILED"
    assert "'good' of plugin failed for V" in error.message
    assert why in error.message


def test_a_broken_package_does_not_stand_in_the_way_of_other_formats(install: Install) -> None:
    install("good", "plugin_in_the_way:Good", "raise RuntimeError")
    assert isinstance(export_named("gpx")[0], GpxExport)


def test_nobody_takes_the_place_of_tournees_own_format(install: Install) -> None:
    install("gpx", "plugin_shadow:Good", GOOD)
    export, (warning,) = export_named("gpx")
    assert isinstance(export, GpxExport)
    assert (warning.code, warning.severity) == ("EXPORT-NAME-TWICE", "warning")
    assert "plugin" in warning.message


def test_of_two_packages_with_one_name_the_first_is_used_and_both_are_named(
    install: Install,
) -> None:
    install("good", "plugin_second:Good", GOOD.replace("b'good'", "b'second'"), package="beta")
    install("good", "plugin_first:Good", GOOD.replace("b'good'", "b'first'"), package="alpha")
    export, (warning,) = export_named("good")
    assert export.render(sheet()) == b"first"
    assert "beta" in warning.message
    assert "alpha" in warning.message


def test_the_documented_plug_in_works(install: Install) -> None:
    code = DOCS.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    assert code.count("\n") <= 20
    install("plain", "plain_export:PlainExport", code)
    export, _ = export_named("plain")
    assert export.render(sheet()).decode() == "1. 09:00 O1, O2\n2. 09:10 Locker\n3. 12:00 O3\n"
