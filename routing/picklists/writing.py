"""Pick lists on disk: a table and a page for each hub, and none that an earlier plan left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.exports.manifest import HubFile, Manifest, manifest_name
from routing.exports.names import file_names
from routing.exports.writing import Written, replace_files
from routing.picklists.page import pick_list_page
from routing.picklists.table import pick_list_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from routing.picklists.content import PickList
    from routing.plan.model import Plan

NAME = "picklist"
"""What `tournee export --to` calls them."""

_FORMATS = ((".csv", pick_list_csv), (".html", pick_list_page))


def write_pick_lists(plan: Plan, lists: Sequence[PickList], folder: Path) -> Written:
    """Write each hub's pick list into a folder, and take away what earlier ones left there.

    Raises
    ------
    TourneeError
        EXPORT-TAKEN, if a file is in the way; EXPORT-MANIFEST. Nothing is written then.
    DayError
        DAY-UNWRITABLE.
    """
    hub_ids = [own.hub.hub_id for own in lists]
    contents: dict[str, bytes] = {}
    files: list[tuple[str, str]] = []
    for suffix, render in _FORMATS:
        names = file_names(hub_ids, suffix, taken=[manifest_name(NAME)], what="hub")
        contents |= {name: render(own) for name, own in zip(names, lists, strict=True)}
        files += zip(hub_ids, names, strict=True)
    manifest = Manifest(
        to=NAME,
        plan_id=plan.plan_id,
        version=plan.version,
        files=tuple(HubFile(hub_id=hub_id, file=name) for hub_id, name in files),
    )
    removed = replace_files(folder, manifest, contents, *(suffix for suffix, _ in _FORMATS))
    return Written(files=tuple((hub_id, folder / name) for hub_id, name in files), removed=removed)


def vanished(lists: Iterable[PickList], file: str) -> tuple[Diagnostic, ...]:
    """A warning for each order that is in the plan, and not in the day's table any more."""
    return tuple(
        Diagnostic(
            code="EXPORT-NO-ORDER",
            message="It is in the plan, and no longer in the order table.",
            remedy="Look whether it was cancelled; it is listed without what its row would say.",
            file=file,
            id=order_id,
            severity="warning",
        )
        for own in lists
        for order_id in own.unknown()
    )
