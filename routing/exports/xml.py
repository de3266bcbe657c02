"""Text for XML documents, in which not every sign can stand."""

from __future__ import annotations

import re

# What no XML 1.0 document may hold, not even escaped: https://www.w3.org/TR/xml/#charsets
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """The text with a mark for each sign that XML cannot hold; escaping is the writer's."""
    return _UNWRITABLE.sub("\ufffd", text)
