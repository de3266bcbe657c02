"""Every rule is documented, and has a plan that breaks it and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from routing.check.rules import RULES

_HERE = Path(__file__).parent
_TABLE = Path(__file__).parents[3] / "docs" / "checker.md"


def documented() -> dict[str, str]:
    """The rows of the documentation's tables: rule and sentence."""
    rows = re.findall(
        r"^\| `([^`]+)` \| ([^|]+) \| [^|]+ \|$", _TABLE.read_text("utf-8"), re.MULTILINE
    )
    return dict(rows)


def broken() -> set[str]:
    """The rules that some test expects to be the only one broken."""
    sources = "".join(test.read_text("utf-8") for test in _HERE.glob("test_*.py"))
    return set(re.findall(r'\.only\(\s*"([^"]+)"', sources))


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_plan_that_breaks_it_alone(rule: str) -> None:
    assert rule in broken()


def test_no_plan_breaks_a_rule_that_is_not_listed() -> None:
    assert broken() <= RULES.keys()


def test_the_documentation_lists_every_rule_as_the_code_says_it() -> None:
    assert documented() == dict(RULES)
