"""Broken plans that lose an order or row, invent one, or have one twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.routing.check.conftest import called_off, evening

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_an_order_that_is_nowhere_is_found(good: Case) -> None:
    breach = good.changed(good.plan, unassigned=()).counted(unassigned=-1).only("order-missing")
    assert breach.order_id == "O6"


def test_an_order_that_was_never_located_nor_rejected_is_not_forgotten(good: Case) -> None:
    forgotten = replace(good.order("O6"), order_id="O12", line=13)
    intake = good.intake
    case = good.changed(intake, orders=(*intake.orders, forgotten), input_rows=12)
    case.counted(orders=1).only("order-missing", "orders.csv:13")


def test_a_rejected_row_that_is_nowhere_is_found(good: Case) -> None:
    good.changed(good.plan, rejected=()).counted(rejected=-1).only(
        "order-missing", "orders.csv:12", "O11"
    )


def test_an_order_in_two_places_is_found(good: Case) -> None:
    also = replace(good.plan.cancelled[0], order_id="O6")
    case = good.changed(good.plan, cancelled=(*good.plan.cancelled, also))
    case.counted(cancelled=1).only("order-twice", "unassigned", "cancelled")


def test_an_order_twice_on_one_stop_is_found(good: Case) -> None:
    case = good.changed(good.stop("V3-1", 1), order_ids=("O9", "O9"))
    case.counted(delivered=1).only("order-twice", "stop 1 of trip V3-1")


def test_a_row_rejected_twice_is_found(good: Case) -> None:
    case = good.changed(good.plan, rejected=good.plan.rejected * 2)
    case.counted(rejected=1).only("order-twice", "orders.csv:12")


def test_rejected_rows_are_known_by_file_and_line_and_need_no_id(good: Case) -> None:
    nameless = (replace(good.rejected[0], order_id=None),)
    case = replace(good, rejected=nameless)
    case = case.changed(case.intake, rejected=nameless)
    assert not case.changed(case.plan, rejected=nameless).breaches()


def test_a_later_row_with_an_id_that_exists_is_rejected_and_the_first_is_planned(
    good: Case,
) -> None:
    again = (replace(good.rejected[0], order_id="O9"),)
    case = replace(good, rejected=again)
    case = case.changed(case.intake, rejected=again)
    assert not case.changed(case.plan, rejected=again).breaches()


def test_an_order_that_never_came_in_is_found(good: Case) -> None:
    invented = replace(good.plan.unassigned[0], order_id="O99")
    case = good.changed(good.plan, unassigned=(*good.plan.unassigned, invented))
    case.counted(unassigned=1).only("order-unknown", "O99")


def test_a_rejected_row_that_never_came_in_is_found(good: Case) -> None:
    invented = replace(good.rejected[0], line=99)
    case = good.changed(good.plan, rejected=(*good.plan.rejected, invented))
    case.counted(rejected=1).only("order-unknown", "orders.csv:99")


def test_an_understood_order_among_the_rejected_is_found(good: Case) -> None:
    wrongly = replace(good.rejected[0], order_id="O6", line=good.order("O6").line)
    case = good.changed(good.plan, unassigned=(), rejected=(*good.plan.rejected, wrongly))
    case.counted(unassigned=-1, rejected=1).only("rejected-rows", "orders.csv:7")


def test_a_rejected_row_among_the_unassigned_is_found(good: Case) -> None:
    wrongly = replace(good.plan.unassigned[0], order_id="O11")
    case = good.changed(good.plan, rejected=(), unassigned=(*good.plan.unassigned, wrongly))
    case.counted(unassigned=1, rejected=-1).only("rejected-rows", "O11")


def test_an_unassigned_order_without_a_reason_is_found(good: Case) -> None:
    good.changed(good.plan.unassigned[0], reason=" ").only("no-reason", "order O6")


def test_a_rejected_row_without_a_code_is_found(good: Case) -> None:
    nothing = (replace(good.rejected[0], code=""),)
    case = replace(good, rejected=nothing)
    case = case.changed(case.intake, rejected=nothing)
    case.changed(case.plan, rejected=nothing).only("no-reason", "orders.csv:12")


def test_a_failed_attempt_is_history_and_does_not_count(good: Case) -> None:
    """O9 was tried in vain, and nobody can try again today."""
    case = evening(good, "departed")
    case = case.changed(case.stop("V3-1", 1), status="failed", reason="Nobody was in.")
    given_up = replace(case.plan.unassigned[0], order_id="O9")
    case = case.changed(case.plan, unassigned=(*case.plan.unassigned, given_up))
    assert not case.counted(delivered=-1, unassigned=1).breaches()


def test_a_rejected_row_with_another_code_is_found(good: Case) -> None:
    good.changed(good.plan.rejected[0], code="ORDER-VOLUME").only(
        "rejected-rows", "ORDER-VOLUME", "ORDER-WEIGHT"
    )


def test_an_order_whose_row_calls_it_off_may_be_among_the_cancelled(good: Case) -> None:
    assert called_off(good, "O10").breaches() == ()


def test_an_order_whose_row_calls_it_off_is_not_unassigned(good: Case) -> None:
    breach = called_off(good, "O6").only("order-cancelled", "unassigned")
    assert breach.order_id == "O6"


def test_an_order_whose_row_calls_it_off_is_not_collected(good: Case) -> None:
    called_off(good, "O4").only("order-cancelled", "collections of hub H1")


def test_an_order_whose_row_calls_it_off_is_not_forgotten(good: Case) -> None:
    case = called_off(good, "O10")
    case = case.changed(case.plan, cancelled=()).counted(cancelled=-1)
    case.only("order-missing", "among the cancelled")
