"""Every rule is documented as the code says it; `test_broken_plans` has a plan for each."""

from __future__ import annotations

import re
from pathlib import Path

from routing.check.rules import RULES

_TABLE = Path(__file__).parents[3] / "docs" / "checker.md"


def documented() -> dict[str, str]:
    """The rows of the documentation's tables: rule and sentence."""
    rows = re.findall(
        r"^\| `([^`]+)` \| ([^|]+) \| [^|]+ \|$", _TABLE.read_text("utf-8"), re.MULTILINE
    )
    return dict(rows)


def test_the_documentation_lists_every_rule_as_the_code_says_it() -> None:
    assert documented() == dict(RULES)
