"""`${NAME}` in settings: passwords and hosts stay out of the day folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.day.document import Key

_NAME = re.compile(r"\$\{(?P<name>[^}]*)\}")


def filled(
    value: object, environment: Mapping[str, str], key: Key = ()
) -> tuple[object, list[tuple[Key, str]]]:
    """Replace every `${NAME}` in a value, and give each name that is missing with its key.

    Tables are gone through; what is missing is left as it stands.
    """
    if isinstance(value, str):
        missing = [
            (key, match["name"])
            for match in _NAME.finditer(value)
            if match["name"] not in environment
        ]
        return _NAME.sub(lambda match: environment.get(match["name"], match[0]), value), missing
    if isinstance(value, dict):
        inner = {name: filled(item, environment, (*key, name)) for name, item in value.items()}
        return (
            {name: item for name, (item, _) in inner.items()},
            [lack for _, lacks in inner.values() for lack in lacks],
        )
    return value, []
