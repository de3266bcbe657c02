"""An export's files on disk, and none that an earlier plan left."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from routing.errors import DayError, TourneeError
from routing.exports.manifest import Manifest, VehicleFile, listed_files, manifest_name
from routing.exports.names import file_names
from routing.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from routing.exports.protocol import Export
    from routing.exports.sheet import Sheet
    from routing.plan.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an export left in its folder: files by vehicle or hub, and what it took away."""

    files: tuple[tuple[str, Path], ...]
    removed: tuple[Path, ...]


def write_export(
    export: Export,
    to: str,
    plan: Plan,
    sheets: Sequence[Sheet],
    folder: Path,
    *,
    kept: Mapping[str, str] = MappingProxyType({}),
) -> Written:
    """Write each sheet's file into a folder, and take away what earlier exports wrote there.

    A file that would not change is left alone, and so is everything that no earlier export of
    this format wrote. Either all files are replaced or none is, as far as a file system can
    promise that.

    Parameters
    ----------
    to
        The format's name.
    plan
        Where the sheets are from.
    kept
        Vehicles whose files stay as they are, if they are there, with the ids of the plans that
        those were made from.

    Raises
    ------
    TourneeError
        EXPORT-SHAPE, EXPORT-FAILED; EXPORT-TAKEN, if a file is in the way; EXPORT-MANIFEST.
        Nothing is written then.
    DayError
        DAY-UNWRITABLE.
    """
    vehicles = [sheet.route.vehicle_id for sheet in sheets]
    names = file_names(vehicles, export.suffix, taken=[manifest_name(to)])
    contents, files = {}, []
    for vehicle_id, name, sheet in zip(vehicles, names, sheets, strict=True):
        content = _as_it_is(folder / name) if vehicle_id in kept else None
        plan_id = plan.plan_id if content is None else kept[vehicle_id]
        contents[name] = export.render(sheet) if content is None else content
        files.append(VehicleFile(vehicle_id=vehicle_id, file=name, plan_id=plan_id))
    manifest = Manifest(to=to, plan_id=plan.plan_id, version=plan.version, files=tuple(files))
    removed = replace_files(folder, manifest, contents, export.suffix)
    return Written(
        files=tuple((one.vehicle_id, folder / one.file) for one in files), removed=removed
    )


def _as_it_is(path: Path) -> bytes | None:
    return path.read_bytes() if _is_file(path) else None


def replace_files(
    folder: Path, manifest: Manifest, contents: Mapping[str, bytes], *suffixes: str
) -> tuple[Path, ...]:
    """Write an export's files by their names, and take away those that the last one left there.

    Parameters
    ----------
    manifest
        What lists the files from now on.
    suffixes
        The ends of all names that this export gives.

    Returns
    -------
    tuple of Path
        What was taken away.

    Raises
    ------
    TourneeError
        EXPORT-TAKEN, EXPORT-MANIFEST.
    DayError
        DAY-UNWRITABLE.
    """
    index = folder / manifest_name(manifest.to)
    listed = listed_files(index, *suffixes)
    outdated = [name for name in sorted(listed - contents.keys()) if _is_file(folder / name)]
    try:
        changed = _changed(folder, contents)
        _check_free(folder, changed.keys() - listed)
        # Before any file is written it is listed: a run that is stopped leaves none behind that
        # the next one would not know.
        announcing = _announcing(manifest, outdated, changed)
        _write(_changed(folder, {index.name: announcing.encoded()}), folder)
        _write(changed, folder)
        removed = _remove(folder, outdated, keep=tuple(contents))
        _write(_changed(folder, {index.name: manifest.encoded()}), folder)
    except OSError as error:
        raise DayError(
            "DAY-UNWRITABLE",
            f"{folder} cannot be written: {error}.",
            "Give yourself the right to write there, make room, or name another folder with --out.",
        ) from error
    return removed


def _announcing(manifest: Manifest, outdated: Sequence[str], changed: Collection[str]) -> Manifest:
    """What holds while files are being written: nobody knows which plan those are from."""
    files = tuple(
        item.model_copy(update={"plan_id": None})
        if isinstance(item, VehicleFile) and item.file in changed
        else item
        for item in manifest.files
    )
    return manifest.model_copy(update={"earlier": tuple(outdated), "files": files})


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _changed(folder: Path, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        name: content
        for name, content in contents.items()
        if not (_is_file(folder / name) and (folder / name).read_bytes() == content)
    }


def _check_free(folder: Path, names: Collection[str]) -> None:
    taken = sorted(
        name for name in names if (folder / name).is_symlink() or (folder / name).exists()
    )
    if taken:
        raise TourneeError(
            "EXPORT-TAKEN",
            f"{', '.join(taken)} in {folder}: no earlier export wrote that, and it is not"
            " overwritten.",
            "Move it away, or name another folder with --out.",
        )


def _write(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write every file beside its place before any takes its place."""
    with ExitStack() as stack:
        for name, content in contents.items():
            stack.enter_context(whole_file(folder / name)).write_bytes(content)


def _remove(folder: Path, names: Sequence[str], *, keep: Sequence[str]) -> tuple[Path, ...]:
    """Take files away, but none that is one to be kept by another name.

    Where case does not matter, `v1.gpx` of yesterday is `V1.gpx` of today.
    """
    kept = {name.casefold(): folder / name for name in keep}
    removed = []
    for name in names:
        path, other = folder / name, kept.get(name.casefold())
        if other is None or not path.samefile(other):
            path.unlink()
            removed.append(path)
    return tuple(removed)
