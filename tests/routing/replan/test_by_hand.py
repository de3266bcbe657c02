"""What dispatchers do by hand, on values."""

from __future__ import annotations

from routing.problem.model import Solution
from routing.replan.by_hand import Move, back_to, holding_of, in_force, moved
from routing.replan.remaining import Holding
from routing.standing.model import OrderState, Standing
from routing.store.model import Lock, LockKind
from tests.support.line_city import problem, task, vehicle
from tests.support.plans import plan

A_TO_V = Lock(kind=LockKind.VEHICLE, order_id="A", vehicle_id="V")
A_TO_W = Lock(kind=LockKind.VEHICLE, order_id="A", vehicle_id="W")
A_PLACE = Lock(kind=LockKind.PLACE, order_id="A")
V_ROUTE = Lock(kind=LockKind.ROUTE, vehicle_id="V")

DAY = problem([task("A", 1), task("B", 2), task("C", 3)], [vehicle("V"), vehicle("W")])
FIRST = Solution(routes={0: ((0, 1),), 1: ((2,),)}, unserved=())


def standing(**orders: OrderState) -> Standing:
    return Standing(now_s=0, plan=plan(), vehicles={}, orders=orders)


def test_each_kind_of_lock_holds_something_else() -> None:
    holding = holding_of([A_TO_V, A_PLACE, V_ROUTE])
    assert holding == Holding(vehicles={"A": "V"}, places=frozenset("A"), routes=frozenset("V"))


def test_of_two_locks_of_one_order_to_vehicles_the_later_holds() -> None:
    assert in_force([A_TO_V, A_PLACE], [A_TO_W], []) == [A_TO_W, A_PLACE]


def test_an_order_is_let_go_of_whichever_vehicle_is_named() -> None:
    assert in_force([A_TO_V, V_ROUTE], [], [A_TO_W]) == [V_ROUTE]


def test_a_moved_order_comes_right_after_the_one_that_is_named() -> None:
    found = moved(DAY, FIRST, Move(order_id="C", vehicle_id="V", after="A"))
    assert (found.routes, found.unserved) == ({0: ((0, 2, 1),)}, ())


def test_where_no_other_is_named_it_is_left_for_whoever_places_what_is_left() -> None:
    found = moved(DAY, FIRST, Move(order_id="A", vehicle_id="W"))
    assert (found.routes, found.unserved) == ({0: ((1,),), 1: ((2,),)}, (0,))


def test_after_an_order_of_another_vehicle_it_is_put_nowhere() -> None:
    found = moved(DAY, FIRST, Move(order_id="A", vehicle_id="V", after="C"))
    assert (found.routes, found.unserved) == ({0: ((1,),), 1: ((2,),)}, (0,))


def test_an_order_that_can_go_nowhere_any_more_moves_nothing() -> None:
    assert moved(DAY, FIRST, Move(order_id="Z", vehicle_id="V")) is FIRST


def test_a_move_is_locked_to_its_vehicle_and_to_its_place_where_one_is_named() -> None:
    assert Move(order_id="A", vehicle_id="V").locks == (A_TO_V,)
    assert Move(order_id="A", vehicle_id="V", after="B").locks == (A_TO_V, A_PLACE)


def test_going_back_lets_go_of_what_was_locked_since() -> None:
    assert back_to([V_ROUTE], [V_ROUTE, A_TO_V], standing()) == ((), (A_TO_V,))


def test_going_back_locks_again_what_was_let_go_of_since() -> None:
    free = standing(A=OrderState.FREE)
    assert back_to([A_TO_V, V_ROUTE], [A_TO_W], free) == ((A_TO_V, V_ROUTE), ())


def test_going_back_locks_nothing_that_is_over() -> None:
    for state in (OrderState.DONE, OrderState.CANCELLED, OrderState.ON_BOARD):
        assert back_to([A_TO_V], [], standing(A=state)) == ((), ())
