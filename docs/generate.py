"""Documents that are made from the code: `make docs` writes them, and a test holds them current."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.main import tournee
from maps.build import build_city
from routing.demo import MAP, demo_files, osm_file
from routing.plan.schema import PlanDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_EXAMPLE_DATE = dt.date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[1]

_COMMANDS = """\
# The commands

What `tournee --help` and each command's own `--help` say; `make docs` writes this page from them.
What they read and write: [the day folder](day-folder.md), [plan.json](plan.md),
[drivers' files](exports.md), [the page](report.md). What they answer: [errors.md](errors.md).

Everywhere: a file that is written appears whole or not at all, `-q` says only what is wrong, `-v`
says more, and `--json` prints one JSON document on stdout and people's text on stderr.

**Exit status**: 0 done, every order is in the plan · 3 a checked plan is written, and some orders
are unassigned, rejected or late · 2 the call or the day is wrong, nothing written · 4 an engine
failed for a hub, or the checker found a broken rule · 5 another run holds the day · 6 no map · 70 a
mistake of tournee's · 130 interrupted.
"""


def generated() -> Mapping[Path, str]:
    """The text of every generated document, by its path."""
    schema = json.dumps(PlanDocument.model_json_schema(), indent=1, ensure_ascii=False)
    sections = [f"## `{name}`\n\n```\n{text}\n```" for name, text in _helps(tournee, "tournee")]
    return {
        ROOT / "docs" / "commands.md": "\n\n".join([_COMMANDS.rstrip(), *sections]) + "\n",
        ROOT / "docs" / "plan.schema.json": schema + "\n",
        **_example(),
    }


def _example() -> Mapping[Path, str]:
    """The demo's day as an example; its map is where `make demo` puts it."""
    folder = ROOT / "examples" / "helsinki"
    city = build_city(osm_file())
    files = demo_files(city, _EXAMPLE_DATE, folder, ROOT / "demo" / MAP, lambda _: None)
    return {folder / name: text for name, text in files.items()}


def _helps(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """A command's name and help, and those of its sub-commands."""
    with command.make_context(
        name, [], parent, resilient_parsing=True, terminal_width=88
    ) as context:
        yield context.command_path, command.get_help(context)
        if isinstance(command, click.Group):
            for part in command.list_commands(context):
                if (inner := command.get_command(context, part)) is not None:
                    yield from _helps(inner, part, context)


if __name__ == "__main__":
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
