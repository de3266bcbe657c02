"""Files appear whole, yesterday's are gone, and nobody else's file is touched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from routing.errors import DayError, TourneeError
from routing.exports.sheet import Sheet, sheets_of
from routing.exports.writing import Written, write_export
from tests.support.plans import hub, plan, route, stop

if TYPE_CHECKING:
    from pathlib import Path


class Ids:
    """A format of a plan's version and a vehicle's id."""

    suffix = ".txt"

    def render(self, sheet: Sheet) -> bytes:
        """The version and the id."""
        return f"{sheet.version} {sheet.route.vehicle_id}".encode()


class Broken(Ids):
    """A format that fails for the vehicle V2."""

    def render(self, sheet: Sheet) -> bytes:
        """A refusal, or what `Ids` gives."""
        if sheet.route.vehicle_id == "V2":
            raise TourneeError("EXPORT-FAILED", "No.", "Ask.")
        return super().render(sheet)


def export(folder: Path, *vehicle_ids: str, version: int = 1, to: str = "ids") -> Written:
    own = plan(
        hubs=(hub(*(route(stop(), vehicle_id=one) for one in vehicle_ids)),), version=version
    )
    return write_export(Ids(), to, own, sheets_of(own, {}), folder)


def files(folder: Path) -> dict[str, str]:
    """Every file but the manifest."""
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir())
        if path.name != "export-ids.json"
    }


def manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "export-ids.json").read_bytes())
    return content


def doctor(folder: Path, *names: str) -> None:
    own = manifest(folder)
    own["files"] += [{"vehicle_id": "X", "file": name} for name in names]
    own["earlier"] = list(names)
    (folder / "export-ids.json").write_text(json.dumps(own), encoding="utf-8")


def test_each_vehicle_has_a_file_and_the_manifest_lists_them(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "ids"
    written = export(folder, "V1", "V2", version=4)
    assert files(folder) == {"V1.txt": "4 V1", "V2.txt": "4 V2"}
    assert written.files == (("V1", folder / "V1.txt"), ("V2", folder / "V2.txt"))
    assert manifest(folder) == {
        "format": "tournee-export/1",
        "to": "ids",
        "plan_id": "P",
        "version": 4,
        "files": [
            {"vehicle_id": "V1", "file": "V1.txt", "plan_id": "P"},
            {"vehicle_id": "V2", "file": "V2.txt", "plan_id": "P"},
        ],
        "earlier": [],
    }


def test_the_file_of_a_vehicle_that_no_longer_drives_is_removed(tmp_path: Path) -> None:
    export(tmp_path, "V1", "V2")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    written = export(tmp_path, "V1", version=2)
    assert files(tmp_path) == {"V1.txt": "2 V1", "notes.txt": "mine"}
    assert written.removed == (tmp_path / "V2.txt",)


def test_a_plan_on_which_nobody_drives_leaves_no_file(tmp_path: Path) -> None:
    export(tmp_path, "V1")
    assert export(tmp_path).removed == (tmp_path / "V1.txt",)
    assert files(tmp_path) == {}


def test_what_would_not_change_is_not_written_again(tmp_path: Path) -> None:
    export(tmp_path, "V1", "V2")
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    inodes = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    assert export(tmp_path, "V1", "V2").removed == ()
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert {path.name: path.stat().st_ino for path in tmp_path.iterdir()} == inodes


def test_two_formats_share_a_folder(tmp_path: Path) -> None:
    export(tmp_path, "V1", "V2")

    class Others(Ids):
        suffix = ".other"

    own = plan(hubs=(hub(route(stop(), vehicle_id="V1")),))
    write_export(Others(), "others", own, sheets_of(own, {}), tmp_path)
    assert {"V1.txt", "V2.txt", "V1.other"} <= files(tmp_path).keys()


def test_a_doctored_manifest_removes_nothing_but_files_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "ids"
    export(folder, "V1")
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    (folder / "sub.txt").mkdir()
    (folder / "orders.csv").write_text("mine", encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)
    listed = ("../outside.txt", str(outside), "..", ".", "", "sub.txt", "orders.csv", "link.txt")
    doctor(folder, *listed, "export-ids.json", "V1.txt\0", "sub.txt/../../outside.txt")
    assert export(folder, "V1").removed == ()
    assert outside.read_text(encoding="utf-8") == "mine"
    assert {path.name for path in folder.iterdir()} == {
        "V1.txt", "sub.txt", "orders.csv", "link.txt", "export-ids.json",
    }  # fmt: skip


def test_a_file_that_no_export_wrote_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "V2.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TourneeError, match=r"V2\.txt") as refusal:
        export(tmp_path, "V1", "V2")
    assert refusal.value.code == "EXPORT-TAKEN"
    assert files(tmp_path) == {"V2.txt": "mine"}


def test_what_stands_behind_a_link_is_not_overwritten(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    folder = tmp_path / "ids"
    export(folder, "V1")
    (folder / "V1.txt").unlink()
    (folder / "V1.txt").symlink_to(outside)
    export(folder, "V1", version=2)
    assert outside.read_text(encoding="utf-8") == "mine"
    assert files(folder) == {"V1.txt": "2 V1"}


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"files": 3}'])
def test_a_manifest_that_is_none_stops_the_export(tmp_path: Path, content: bytes) -> None:
    export(tmp_path, "V1")
    (tmp_path / "export-ids.json").write_bytes(content)
    with pytest.raises(TourneeError, match=r"export-ids\.json") as refusal:
        export(tmp_path, "V2")
    assert refusal.value.code == "EXPORT-MANIFEST"
    assert files(tmp_path) == {"V1.txt": "1 V1"}


def test_nothing_is_written_when_one_file_cannot_be_made(tmp_path: Path) -> None:
    export(tmp_path, "V1")
    own = plan(hubs=(hub(*(route(stop(), vehicle_id=one) for one in ("V1", "V2"))),), version=2)
    with pytest.raises(TourneeError, match="EXPORT-FAILED"):
        write_export(Broken(), "ids", own, sheets_of(own, {}), tmp_path)
    assert files(tmp_path) == {"V1.txt": "1 V1"}
    assert manifest(tmp_path)["version"] == 1


def test_no_file_is_replaced_when_one_cannot_be_written(tmp_path: Path) -> None:
    """A folder stands where V2's file is to go; it is listed, so it is not taken for another's."""
    export(tmp_path, "V1", "V2")
    (tmp_path / "V2.txt").unlink()
    (tmp_path / "V2.txt").mkdir()
    with pytest.raises(DayError, match="cannot be written") as refusal:
        export(tmp_path, "V1", "V2", version=2)
    assert refusal.value.code == "DAY-UNWRITABLE"
    assert (tmp_path / "V1.txt").read_text(encoding="utf-8") == "1 V1"
    assert not list(tmp_path.glob(".*"))


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("mine", encoding="utf-8")
    with pytest.raises(DayError) as refusal:
        export(tmp_path / "blocked", "V1")
    assert refusal.value.code == "DAY-UNWRITABLE"
    assert (tmp_path / "blocked").read_text(encoding="utf-8") == "mine"


def test_what_a_stopped_run_wrote_is_known_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run stops after its files are written, before it takes away the old ones."""
    export(tmp_path, "V1")

    def stop_here(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("routing.exports.writing._remove", stop_here)
        with pytest.raises(KeyboardInterrupt):
            export(tmp_path, "V2", version=2)
    assert files(tmp_path) == {"V1.txt": "1 V1", "V2.txt": "2 V2"}
    export(tmp_path, "V3", version=3)
    assert files(tmp_path) == {"V3.txt": "3 V3"}


def test_where_case_does_not_matter_todays_file_is_not_removed_for_yesterdays(
    tmp_path: Path,
) -> None:
    """Yesterday's v1.txt is today's V1.txt there; a hard link stands for such a file system."""
    export(tmp_path, "v1")
    export(tmp_path, "V1", version=2)
    (tmp_path / "v1.txt").hardlink_to(tmp_path / "V1.txt")
    doctor(tmp_path, "v1.txt")
    assert export(tmp_path, "V1", version=2).removed == ()
    assert (tmp_path / "V1.txt").read_text(encoding="utf-8") == "2 V1"
