"""What an export wrote into its folder, so that the next one can take away what is outdated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from routing.errors import TourneeError
from routing.exports.names import is_plain

if TYPE_CHECKING:
    from pathlib import Path


class VehicleFile(BaseModel):
    """Which file is whose, and which plan it was made from; ``None`` while it is being written."""

    model_config = ConfigDict(frozen=True)

    vehicle_id: str
    file: str
    plan_id: str | None = None


class HubFile(BaseModel):
    """Which file is which hub's."""

    model_config = ConfigDict(frozen=True)

    hub_id: str
    file: str


class Manifest(BaseModel):
    """The list of an export's files.

    `earlier` names files of earlier exports that are to be taken away: they stand there only if
    a run was stopped before it could.
    """

    model_config = ConfigDict(frozen=True)

    format: Literal["tournee-export/1"] = "tournee-export/1"
    to: str
    plan_id: str
    version: int
    files: tuple[VehicleFile | HubFile, ...]
    earlier: tuple[str, ...] = ()

    def encoded(self) -> bytes:
        """The manifest's file."""
        text = json.dumps(self.model_dump(), ensure_ascii=False, indent=1)
        return f"{text}\n".encode(errors="replace")


def manifest_name(to: str) -> str:
    """The name of a format's manifest; several formats can share a folder."""
    return f"export-{to}.json"


def listed_files(path: Path, *suffixes: str) -> frozenset[str]:
    """The names in a manifest's folder that earlier exports wrote, as far as the manifest says.

    A name that no export with these suffixes gives, such as one that leads out of the folder, is
    left out.

    Raises
    ------
    TourneeError
        EXPORT-MANIFEST, if there is something that is no manifest.
    """
    manifest = _manifest(path)
    if manifest is None:
        return frozenset()
    names = {*(item.file for item in manifest.files), *manifest.earlier}
    return frozenset(
        name
        for name in names
        for suffix in suffixes
        if name.endswith(suffix) and is_plain(name.removesuffix(suffix)) and name != path.name
    )


def plans_of(path: Path) -> dict[str, str]:
    """The id of the plan that each vehicle's file was made from, as far as the manifest says.

    Raises
    ------
    TourneeError
        EXPORT-MANIFEST, as `listed_files`.
    """
    manifest = _manifest(path)
    return {
        item.vehicle_id: item.plan_id
        for item in (manifest.files if manifest else ())
        if isinstance(item, VehicleFile) and item.plan_id is not None
    }


def _manifest(path: Path) -> Manifest | None:
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValidationError) as error:
        what = error.strerror if isinstance(error, OSError) else "it is no list of an export"
        raise TourneeError(
            "EXPORT-MANIFEST",
            f"{path} cannot be read ({what}): what an earlier export wrote cannot be told from"
            " what it did not.",
            "Empty the folder, or name another one with --out.",
        ) from error
