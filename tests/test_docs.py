"""Documentation that cannot rot: codes, keys, commands and links are those that there are."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from docs.generate import generated
from routing.day.schema import (
    RESERVED_TABLES,
    Costs,
    Defaults,
    Exports,
    Hooks,
    Lateness,
    Picking,
    Promise,
    Replan,
    Settings,
    Wishes,
)
from routing.day.settings import load_day
from routing.fleet import hubs, known, pickers, points, stock, vehicles, zones
from routing.orders import checking, lines

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r"[A-Z]+(-[A-Z]+)+")
# routing.orders.locating puts the table's name before these.
OFF_THE_MAP = {"OUTSIDE-MAP", "TOO-FAR"}
TABLES = ("HUB", "POINT", "ORDER")
# Regions whose law maps.maxspeed knows are written alike (ISO 3166-2).
REGIONS = {"BE-BRU", "BE-VLG", "BE-WAL"}


def codes_in_the_code() -> set[str]:
    found = {
        node.value
        for room in ("maps", "routing", "cli")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
    }
    composed = {f"{table}-{fault}" for table in TABLES for fault in OFF_THE_MAP & found}
    return found - OFF_THE_MAP - REGIONS | composed


def documented_rows() -> list[list[str]]:
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [row for row in rows if CODE.fullmatch(row[0])]


def test_every_code_is_documented() -> None:
    assert codes_in_the_code() - {row[0] for row in documented_rows()} == set()


def test_every_documented_code_exists() -> None:
    assert {row[0] for row in documented_rows()} - codes_in_the_code() == set()


def test_every_code_is_documented_once_with_an_example_and_a_remedy() -> None:
    rows = documented_rows()
    assert [code for code, count in Counter(row[0] for row in rows).items() if count > 1] == []
    assert [row[0] for row in rows if len(row) != 4 or not all(row)] == []


def test_the_documented_day_file_is_one(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "day-folder.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    (tmp_path / "day.toml").write_text(example, encoding="utf-8")
    assert load_day(tmp_path).clock.timezone == "Europe/Brussels"


def test_every_key_and_column_of_a_day_folder_is_documented() -> None:
    text = (ROOT / "docs" / "day-folder.md").read_text(encoding="utf-8")
    parts = (
        Settings, Costs, Defaults, Exports, Lateness, Wishes, Promise, Picking, Replan, Hooks,
    )  # fmt: skip
    keys = {name for part in parts for name in part.model_fields}
    tables = (known, hubs, points, vehicles, pickers, stock, checking, lines)
    columns = {column for table in tables for column in table.COLUMNS} | {*zones.PROPERTIES}
    names = keys | columns | RESERVED_TABLES
    assert {name for name in names if not re.search(rf"`\[?{name}\]?`", text)} == set()


def test_what_is_generated_is_current() -> None:
    """The commands' reference, the plan's schema and the example; `make docs` writes them."""
    outdated = [
        str(path.relative_to(ROOT))
        for path, text in generated().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert outdated == []


def test_every_command_has_an_example() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = text.split("\n## ")[1:]
    assert [part.splitlines()[0] for part in sections if "Example" not in part] == []


def test_every_link_between_documents_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*/*.md")]
    broken = []
    for page in pages:
        for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            if "://" in target:
                continue
            path, _, anchor = target.partition("#")
            goal = (page.parent / path).resolve() if path else page
            if not goal.exists() or (anchor and anchor not in anchors(goal)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
