"""File names for vehicles and hubs, fit for every file system."""

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
    own_ids: Sequence[str], suffix: str, taken: Collection[str] = (), *, what: str = "vehicle"
) -> tuple[str, ...]:
    """A name for each vehicle's or hub's file, no two the same, whatever the case.

    A plain id is its file's name. Any other gives what is readable of it, and a mark of eight
    signs made from the id alone: the name of one vehicle never is another's of another day.

    Parameters
    ----------
    own_ids
        Ids of vehicles or hubs; one that stands there twice gets two names.
    suffix
        The end of every name.
    taken
        Names that none may have.
    what
        What stands in the name where nothing of the id is readable.
    """
    stems = Counter(own_id.casefold() for own_id in own_ids)
    used = {name.casefold() for name in taken}
    plain = {
        own_id
        for own_id in own_ids
        if is_plain(own_id)
        and stems[own_id.casefold()] == 1
        and f"{own_id}{suffix}".casefold() not in used
    }
    used |= {f"{own_id}{suffix}".casefold() for own_id in plain}
    names = []
    for own_id in own_ids:
        name = f"{own_id}{suffix}"
        attempt = 0
        while own_id not in plain and (attempt == 0 or name.casefold() in used):
            name = f"{_marked(own_id, attempt, what)}{suffix}"
            attempt += 1
        used.add(name.casefold())
        names.append(name)
    return tuple(names)


def _marked(own_id: str, attempt: int, what: str) -> str:
    text = unicodedata.normalize("NFKD", own_id)
    bare = "".join(sign for sign in text if not unicodedata.combining(sign))
    readable = _OTHER.sub("_", bare).strip("_-")[:_READABLE] or what
    key = f"{own_id}\0{attempt}" if attempt else own_id
    mark = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{readable}-{mark}"
