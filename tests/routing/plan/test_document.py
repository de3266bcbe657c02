"""`plan.json`: what is written is what is read, and what is no plan is said to be none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from routing.orders.model import Alternative, HubChoice
from routing.plan import model
from routing.plan.document import PlanError, from_json, read_plan, to_document, to_json
from routing.plan.schema import PlanDocument
from tests.support.plans import hub, picker, plan, plans, route, stop

DOCS = Path(__file__).resolve().parents[3] / "docs"
FULL = plan(
    now_s=43_200,
    hubs=(
        hub(
            route(stop(), breaks=(model.Rest(start_s=1, end_s=2),)),
            collections=(model.Collection(order_id="O2", ready_s=1, window_end_s=2),),
            picking=model.HubPicking(
                pickers=(
                    picker("P", 0, 9, model.Pick(order_id="O2", start_s=0, ready_s=1, lines=4)),
                )
            ),
        ),
    ),
    choices=(
        HubChoice(
            order_id="O1",
            hub_id="H",
            reason="It is near.",
            cost_cents=512,
            alternatives=(Alternative(hub_id="H2", cost_cents=None, reason="It has no milk."),),
        ),
    ),
    cancelled=(model.Cancelled(order_id="O3", at_s=3, reason="Called off."),),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(plans())
def test_a_plan_comes_back_as_it_was_written(made: model.Plan) -> None:
    assert from_json(to_json(made), "plan.json") == made


def test_times_carry_the_offset_of_their_moment() -> None:
    """On 25 October 2026 the clocks of Brussels go back at three."""
    visits = (stop(start_s=3600), stop(start_s=12 * 3600))
    (part,) = to_document(plan(day="2026-10-25", hubs=(hub(route(*visits)),)))["hubs"]
    starts = [visit["start_at"] for visit in part["routes"][0]["trips"][0]["stops"]]
    assert starts == ["2026-10-25T01:00:00+02:00", "2026-10-25T11:00:00+01:00"]


def test_amounts_are_written_in_kilograms_litres_and_euros() -> None:
    costly = route(stop(), cost_cents=1234, vehicle_cents=500)
    heavy = replace(costly.trips[0], weight_g=120_500, volume_ml=800)
    (part,) = to_document(plan(hubs=(hub(replace(costly, trips=(heavy,))),)))["hubs"]
    (own,) = part["routes"]
    assert (own["cost_eur"], own["vehicle_eur"]) == (12.34, 5.0)
    assert (own["trips"][0]["weight_kg"], own["trips"][0]["volume_l"]) == (120.5, 0.8)


def test_fields_that_are_not_known_are_ignored_at_every_level() -> None:
    document = to_document(FULL)

    def grown(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: grown(value) for key, value in part.items()} | {"later": [1]}
        return [grown(value) for value in part] if isinstance(part, list) else part

    assert from_json(json.dumps(grown(document)), "plan.json") == FULL


def _without(key: str) -> str:
    document = to_document(FULL)
    del document[key]
    return json.dumps(document)


def _with(**changes: Any) -> str:
    return json.dumps(to_document(FULL) | changes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "the file", id="empty"),
        pytest.param(to_json(FULL)[:900], "EOF", id="cut off"),
        pytest.param("[]", "the file", id="a list"),
        pytest.param('{"type": "FeatureCollection", "features": []}', "format", id="foreign"),
        pytest.param(_with(format="tournee-plan/2"), "tournee-plan/1", id="a later format"),
        pytest.param(_without("hubs"), "hubs", id="a part is missing"),
        pytest.param(_with(version="two"), "version", id="text for a number"),
        pytest.param(_with(created_at="2026-11-21T06:00:00"), "created_at", id="no offset"),
        pytest.param(_with(timezone="Mars/Olympus"), "Mars/Olympus", id="no such zone"),
        pytest.param(_with(timezone="Europe"), "Europe", id="a folder of zones"),
        pytest.param(_with(timezone="x" * 300), "x", id="a zone longer than a file name"),
        pytest.param(_with(day="21/11/2026"), "21/11/2026", id="no ISO date"),
        pytest.param(
            to_json(FULL).replace('eur": 0.0', 'eur": 1e999'), "finite", id="infinite cost"
        ),
        pytest.param(to_json(FULL).replace('eur": 0.0', 'eur": NaN'), "finite", id="not a number"),
        pytest.param("[" * 5000, "the file", id="endless nesting"),
    ],
)
def test_what_is_no_plan_is_said_to_be_none(text: str, said: str) -> None:
    with pytest.raises(PlanError) as caught:
        from_json(text, "out/plan.json")
    assert caught.value.code == "PLAN-FORMAT"
    assert caught.value.message.startswith("out/plan.json")
    assert said in caught.value.message
    assert "tournee plan" in caught.value.remedy


def test_only_the_first_places_that_are_wrong_are_told() -> None:
    with pytest.raises(PlanError) as caught:
        from_json('{"format": "tournee-plan/1"}', "plan.json")
    assert caught.value.message.count("Field required") == 5


def test_a_plan_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(to_json(FULL), encoding="utf-8")
    assert read_plan(tmp_path / "plan.json") == FULL


def test_a_file_that_is_not_there_asks_for_a_plan(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "plan.json")
    assert caught.value.code == "PLAN-MISSING"
    assert "tournee plan" in caught.value.remedy


def test_a_binary_file_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(b"\x80\x00\xff\xfe")
    for path in (tmp_path / "plan.json", tmp_path):
        with pytest.raises(PlanError) as caught:
            read_plan(path)
        assert caught.value.code == "PLAN-UNREADABLE"


def _fields(schema: dict[str, Any]) -> set[str]:
    parts = [schema, *schema["$defs"].values()]
    return {name for part in parts for name in part["properties"]}


def test_no_field_is_for_personal_data() -> None:
    fields = _fields(PlanDocument.model_json_schema())
    assert fields & {"phone", "email", "note", "address", "driver_name", "driver_phone"} == set()
    # `name` is never a customer's or a driver's.
    named = [
        part["title"]
        for part in PlanDocument.model_json_schema()["$defs"].values()
        if "name" in part["properties"]
    ]
    assert sorted(named) == ["EnginePart", "HubPart", "MapPart", "PointPart"]


def test_what_is_written_has_the_published_fields_and_no_others() -> None:
    def same(part: Any, shape: Any) -> bool:
        if isinstance(part, dict):
            return part.keys() == shape.keys() and all(same(part[key], shape[key]) for key in part)
        if isinstance(part, list):
            return all(same(one, other) for one, other in zip(part, shape, strict=True))
        return True

    document = to_document(FULL)
    assert same(document, PlanDocument.model_validate(document).model_dump())


def test_every_field_is_documented() -> None:
    text = (DOCS / "plan.md").read_text(encoding="utf-8")
    fields = _fields(PlanDocument.model_json_schema())
    assert {name for name in fields if f"`{name}`" not in text} == set()
