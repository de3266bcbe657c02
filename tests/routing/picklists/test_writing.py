"""Pick lists on disk: two files a hub, and none of yesterday."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from routing.errors import TourneeError
from routing.picklists.content import pick_lists_of
from routing.picklists.writing import vanished, write_pick_lists
from tests.routing.picklists.samples import intake, rows
from tests.support.stores import store_hub, store_plan

if TYPE_CHECKING:
    from pathlib import Path

    from routing.exports.writing import Written


def write(folder: Path, *hub_ids: str) -> Written:
    own = store_plan(hubs=tuple(store_hub(hub_id=hub_id) for hub_id in hub_ids))
    return write_pick_lists(own, pick_lists_of(own, intake(*rows()), {}), folder)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_hub_has_a_table_and_a_page(tmp_path: Path) -> None:
    written = write(tmp_path / "picklist", "H1", "H2")
    folder = tmp_path / "picklist"
    assert names(folder) == ["H1.csv", "H1.html", "H2.csv", "H2.html", "export-picklist.json"]
    assert ("H2", folder / "H2.html") in written.files
    manifest = json.loads((folder / "export-picklist.json").read_bytes())
    assert manifest["files"][0] == {"hub_id": "H1", "file": "H1.csv"}


def test_yesterday_s_hub_is_taken_away_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    write(tmp_path, "H1", "H2")
    (tmp_path / "notes.csv").write_text("mine", encoding="utf-8")
    written = write(tmp_path, "H1")
    assert sorted(path.name for path in written.removed) == ["H2.csv", "H2.html"]
    assert names(tmp_path) == ["H1.csv", "H1.html", "export-picklist.json", "notes.csv"]


def test_a_file_that_no_export_wrote_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "H1.html").write_text("mine", encoding="utf-8")
    with pytest.raises(TourneeError, match="EXPORT-TAKEN"):
        write(tmp_path, "H1")
    assert names(tmp_path) == ["H1.html"]


def test_a_hub_with_an_odd_id_has_files_that_every_file_system_takes(tmp_path: Path) -> None:
    write(tmp_path, "Café/1", "***")
    found = [path for path in names(tmp_path) if path.endswith(".html")]
    assert [name.rsplit("-", 1)[0] for name in found] == ["Cafe_1", "hub"]


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a", "H1")
    write(tmp_path / "b", "H1")
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_orders_that_left_the_table_are_warned_of() -> None:
    own = store_plan()
    lists = pick_lists_of(own, intake(*rows()[1:]), {})
    (warning,) = vanished(lists, "orders.csv")
    assert (warning.code, warning.id, warning.severity) == ("EXPORT-NO-ORDER", "O1", "warning")
