"""The checker as a whole: it lets a good plan through, and nothing that a plan holds stops it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.routing.check.conftest import picked_at_work

if TYPE_CHECKING:
    from routing.plan.model import Plan
    from tests.routing.check.conftest import Case

# The good plan is never changed, so that every example may have the same one.
_ONE_FIXTURE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# These say who made the plan, and of what; nothing in the day or on the map speaks against them.
_STAMPS = {
    "plan_id",
    "day_folder",
    "created_at",
    "engine.name",
    "engine.version",
    "engine.seed",
    "map.name",
    "map.sha256",
}
Path = tuple[str | int, ...]


def leaves(tree: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Every value of a plan with the way to it, through names and positions."""
    if is_dataclass(tree) and not isinstance(tree, type):
        named = [(field.name, getattr(tree, field.name)) for field in fields(tree)]
        return [leaf for name, value in named for leaf in leaves(value, (*path, name))]
    if isinstance(tree, tuple):
        own = [(path, tree)]
        return own + [leaf for n, one in enumerate(tree) for leaf in leaves(one, (*path, n))]
    return [(path, tree)]


def planted(tree: Any, path: Path, value: Any) -> Any:
    """The same plan with another value at one place."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        return (*tree[:step], planted(tree[step], tuple(rest), value), *tree[step + 1 :])
    return replace(tree, **{step: planted(getattr(tree, step), tuple(rest), value)})


def odd(name: str | int, value: Any, draw: st.DataObject) -> Any:
    """A value of the same type that nobody would expect."""
    if value is None and name == "picking":
        return None
    if isinstance(value, bool):
        return not value
    if isinstance(value, int) or str(name).endswith(("_s", "_cents")):
        return draw.draw(st.integers() | st.integers(-(10**30), 10**30))
    if isinstance(value, float):
        return draw.draw(st.floats())
    if isinstance(value, tuple):
        kept = draw.draw(st.lists(st.sampled_from(value))) if value else []
        return tuple(kept)
    return draw.draw(
        st.text()
        | st.sampled_from(["O1", "O11", "H2", "V1", "P1", "done", "failed", "next", "departed"])
    )


def test_a_good_plan_has_no_breach(good: Case) -> None:
    assert [str(breach) for breach in good.breaches()] == []


@_ONE_FIXTURE
@given(draw=st.data())
def test_no_plan_is_too_odd_to_be_checked(good: Case, draw: st.DataObject) -> None:
    case = draw.draw(st.sampled_from([good, picked_at_work(good)]))
    plan: Plan = case.plan
    for _ in range(draw.draw(st.integers(1, 4))):
        path, value = draw.draw(st.sampled_from(leaves(plan)))
        plan = planted(plan, path, odd(path[-1] if path else "", value, draw))
    for breach in replace(case, plan=plan).breaches():
        assert breach.message


def names(path: Path) -> str:
    """The way to a value by its names alone: ``hubs.routes.trips.trip_id``."""
    return ".".join(step for step in path if isinstance(step, str))


@pytest.mark.parametrize(
    ("more", "harmless"),
    [
        # A later time of calling off, and a later version, are as good as these.
        (7, {"version", "cancelled.at_s"}),
        # A break may begin earlier and be longer.
        (-7, {"hubs.routes.breaks.start_s", "cancelled.at_s"}),
    ],
)
def test_no_number_of_a_plan_can_be_changed_unseen(
    good: Case, more: int, harmless: set[str]
) -> None:
    """7 seconds, metres, cents, grams or millilitres are beyond every tolerance."""
    unseen = {
        names(path)
        for path, value in leaves(good.plan)
        if isinstance(value, int)
        and not isinstance(value, bool)
        and not replace(good, plan=planted(good.plan, path, value + more)).breaches()
    }
    assert unseen - _STAMPS == harmless


def test_no_word_of_a_plan_can_be_changed_unseen(good: Case) -> None:
    """But for names that are the plan's own, and for words that people choose."""
    unseen = {
        names(path)
        for path, value in leaves(good.plan)
        if isinstance(value, str)
        and not replace(good, plan=planted(good.plan, path, "?")).breaches()
    }
    assert unseen - _STAMPS == {
        "hubs.routes.trips.trip_id",
        "unassigned.code",
        "unassigned.reason",
        "unassigned.suggestion",
        "rejected.message",
        "cancelled.reason",
    }


def test_no_word_of_a_day_in_progress_can_be_changed_unseen(good: Case) -> None:
    case = picked_at_work(good)
    unseen = {
        names(path)
        for path, value in leaves(case.plan)
        if path[-1] in {"status", "reason"}
        and not replace(case, plan=planted(case.plan, path, "?")).breaches()
    }
    assert unseen == {"unassigned.reason", "cancelled.reason"}


def test_nothing_can_be_left_out_of_a_plan_unseen(good: Case) -> None:
    unseen = [
        (*path, number)
        for path, value in leaves(good.plan)
        if isinstance(value, tuple)
        for number in range(len(value))
        if not replace(
            good, plan=planted(good.plan, path, value[:number] + value[number + 1 :])
        ).breaches()
    ]
    assert unseen == []
