"""File names for vehicles, fit for every file system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_PLAIN = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9._-]{0,58}[A-Za-z0-9_-])?")
_OTHER = re.compile(r"[^A-Za-z0-9_-]+")
_READABLE = 48
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file: with any suffix, in any case.
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9])(\..*)?")


def is_plain(name: str) -> bool:
    """Whether every file system takes a name as it is, and no other folder is meant by it."""
    return bool(_PLAIN.fullmatch(name)) and not _DEVICES.fullmatch(name)


def file_names(
    vehicle_ids: Sequence[str], suffix: str, taken: Collection[str] = ()
) -> tuple[str, ...]:
    """A name for each vehicle's file, no two the same, whatever the case.

    A plain id is its file's name. Any other gives what is readable of it, and a mark of eight
    signs made from the id alone: the name of one vehicle never is another's of another day.

    Parameters
    ----------
    vehicle_ids
        Ids of vehicles; one that stands there twice gets two names.
    suffix
        The end of every name.
    taken
        Names that no vehicle may have.
    """
    stems = Counter(vehicle_id.casefold() for vehicle_id in vehicle_ids)
    used = {name.casefold() for name in taken}
    plain = {
        vehicle_id
        for vehicle_id in vehicle_ids
        if is_plain(vehicle_id)
        and stems[vehicle_id.casefold()] == 1
        and f"{vehicle_id}{suffix}".casefold() not in used
    }
    used |= {f"{vehicle_id}{suffix}".casefold() for vehicle_id in plain}
    names = []
    for vehicle_id in vehicle_ids:
        name = f"{vehicle_id}{suffix}"
        attempt = 0
        while vehicle_id not in plain and (attempt == 0 or name.casefold() in used):
            name = f"{_marked(vehicle_id, attempt)}{suffix}"
            attempt += 1
        used.add(name.casefold())
        names.append(name)
    return tuple(names)


def _marked(vehicle_id: str, attempt: int) -> str:
    text = unicodedata.normalize("NFKD", vehicle_id)
    bare = "".join(sign for sign in text if not unicodedata.combining(sign))
    readable = _OTHER.sub("_", bare).strip("_-")[:_READABLE] or "vehicle"
    key = f"{vehicle_id}\0{attempt}" if attempt else vehicle_id
    mark = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{readable}-{mark}"
