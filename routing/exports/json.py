"""JSON as a file's bytes."""

from __future__ import annotations

import json


def json_bytes(document: object) -> bytes:
    """A document that people can read as well; half a surrogate pair becomes a question mark."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    return f"{text}\n".encode(errors="replace")
