"""The store's side of a plan as a dispatcher reads it in the terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from rich.console import Console

from cli import store_views
from tests.support.plans import hub, plan, plans
from tests.support.stores import collection, store_hub, store_plan

if TYPE_CHECKING:
    from rich.console import RenderableType

    from routing.plan import model


def shown(*parts: RenderableType) -> str:
    """What is printed, a space between words, without lines between cells."""
    text = io.StringIO()
    Console(file=text, width=200).print(*parts)
    return " ".join(text.getvalue().replace("│", " ").split())


def test_figures_have_a_row_a_hub_and_one_for_all() -> None:
    other = store_hub(hub_id="H2", picking=None)
    words = shown(store_views.figures(store_plan(hubs=(store_hub(), other))))
    assert "H -5 75 29.25 19.25 6.88 3.12 H2 -5 75 10.00 6.88 3.12" in words
    assert "all -5 75" in words
    assert "H 6 104 7.0 1.8 5.2 83.3%" in words
    assert "H2 6" not in words


def test_picking_is_drawn_by_the_hour() -> None:
    words = shown(store_views.figures(store_plan()))
    assert "09:00 2.0 1.0 1.0 ████████████████░░░░░░░░░░░░░░░░" in words


def test_figures_without_picking_have_no_column_for_it() -> None:
    words = shown(store_views.figures(store_plan(hubs=(store_hub(picking=None),))))
    assert "H -5 75 10.00 6.88 3.12" in words
    assert "icking" not in words


def test_a_plan_of_nothing_has_no_figures() -> None:
    assert shown(store_views.figures(plan())) == ""


def test_the_first_at_risk_are_shown_and_the_others_counted() -> None:
    collections = tuple(collection(f"C{n}", f"09:{50 + n}", "10:00") for n in range(5))
    own = plan(hubs=(hub(collections=collections),))
    words = shown(store_views.at_risk(own, (), most=2))
    assert "C4" in words
    assert "C3" in words
    assert "C2" not in words
    assert "… and 3 more" in words
    assert "more" not in shown(store_views.at_risk(own, ()))
    assert shown(store_views.at_risk(own, ("H9",))) == ""


@pytest.mark.parametrize(
    "words",
    [
        "P1 picks · 08:00-12:00 · 4 orders · 56 lines · €88.00",
        "08:20 08:50 D1 29 V2-1 08:50 0",
        "09:30 09:50 C2 19 collected 09:45 -5",
        "Picked as they come in, 2 collections would be late; 1 is, and at least 1 must be.",
        "08:20-08:30 1 V1-1 V1 3 08:30",
        "09:00 2.0 1.0 1.0",
    ],
)
def test_a_hub_tells_who_picks_what_and_who_loads_when(words: str) -> None:
    own = store_plan()
    assert words in shown(store_views.hub(own, own.hubs[0]))


def test_a_hub_without_picking_tells_who_loads_when() -> None:
    own = store_plan(hubs=(store_hub(picking=None),))
    words = shown(store_views.hub(own, own.hubs[0]))
    assert words.startswith("Loading")
    assert "late" not in words


@settings(deadline=None, max_examples=60)
@given(plans())
def test_every_plan_can_be_shown(own: model.Plan) -> None:
    parts = [store_views.hub(own, one) for one in own.hubs]
    shown(store_views.figures(own), store_views.at_risk(own, ()), *parts)
