"""Which hub prepares what: orders that name a hub keep it, the others go where they cost least.

What cannot be is known first: zones, pickers' shifts, room at collection points, stock. Who is more
important, was placed earlier or stands first in the table has what is scarce. Then hubs are chosen
for all orders together (`routing.orders.choosing`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from routing.orders.advice import Advice
from routing.orders.choosing import choose_homes
from routing.orders.claims import first_come
from routing.orders.handing import Handing
from routing.orders.options import options_of
from routing.orders.reasons import hub_choices
from routing.orders.settling import Settling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from routing.day.model import Day
    from routing.orders.choice import Choose
    from routing.orders.choosing import Chosen
    from routing.orders.intake import Intake
    from routing.orders.locating import CityView
    from routing.orders.model import HubChoice, HubOrder, LocatedOrder, Unassigned


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Which hub prepares what.

    Every order is in `orders` or in `refused`, each in the order in which they came.

    Attributes
    ----------
    refused
        What no hub can have, with what would help.
    choices
        Why orders that named no hub are where they are, where there was more than one hub.
    elsewhere
        The other hubs that could have an order that named none, the cheapest first, by its id.
    stock
        What is left on the shelves of each hub whose stock is known.
    scarce
        The articles that were too few for refused orders, by hub.
    """

    orders: tuple[HubOrder, ...]
    refused: tuple[Unassigned, ...] = ()
    choices: tuple[HubChoice, ...] = ()
    elsewhere: Mapping[str, tuple[HubOrder, ...]] = field(default_factory=dict)
    stock: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    scarce: Mapping[str, frozenset[str]] = field(default_factory=dict)


def assign_hubs(
    day: Day,
    located: Sequence[LocatedOrder],
    intake: Intake,
    city: CityView,
    choose: Choose,
    *,
    holding: Collection[str] = (),
) -> Assignment:
    """Give every order the hub that prepares it, and settle its times there.

    Parameters
    ----------
    day
        What it promises, and how it picks.
    located
        Orders whose place is known and on the map.
    intake
        The day's hubs, collection points, vehicles, pickers, zones and stock.
    city
        The map.
    choose
        The solver of the choice.
    holding
        Ids of orders that keep a place they have: they come before all others.
    """
    settling = Settling(day, intake)
    ranked = sorted(located, key=lambda item: first_come(item.order, holding))
    options = [options_of(item, intake, settling) for item in ranked]
    handing = Handing(intake, options)
    handing.hand_to_fixed()
    fixed = {row: options[row] for row in handing.homes}
    chosen = choose_homes(
        handing.open_options(),
        fixed=fixed,
        settling=settling,
        intake=intake,
        stock=handing.shelves.left,
        city=city,
        choose=choose,
    )
    handing.hand_to_chosen(chosen.given if chosen else {})
    handing.hand_what_is_left()
    handing.tell_what_is_left()
    advice = Advice(day, intake, settling, handing.shelves, handing.room)
    came = {item.order.order_id: number for number, item in enumerate(located)}
    orders = [options[row].at[column] for row, column in handing.homes.items()]
    refused = [
        advice.unassigned(options[row].item, handing.hub_id(row), refusal)
        for row, refusal in handing.refused.items()
    ]
    return Assignment(
        orders=tuple(sorted(orders, key=lambda item: came[item.order.order_id])),
        refused=tuple(sorted(refused, key=lambda item: came[item.order_id])),
        choices=_choices(chosen, handing, intake, day),
        elsewhere=_elsewhere(handing, chosen),
        stock=handing.shelves.left,
        scarce=handing.scarce(),
    )


def _choices(
    chosen: Chosen | None, handing: Handing, intake: Intake, day: Day
) -> tuple[HubChoice, ...]:
    if chosen is None:
        return ()
    told = hub_choices(chosen.with_homes(handing.homes), handing.shelves, intake.hubs, day.clock)
    return tuple(sorted(told, key=lambda choice: choice.order_id))


def _elsewhere(handing: Handing, chosen: Chosen | None) -> dict[str, tuple[HubOrder, ...]]:
    """Where else orders could be, by order id."""
    found: dict[str, tuple[HubOrder, ...]] = {}
    for row, home in handing.homes.items():
        one = handing.options[row]
        if chosen is not None and one.is_free:
            columns = [column for column in one.at if column != home]
            columns.sort(key=lambda column: chosen.cents(row, column))
            found[one.order.order_id] = tuple(one.at[column] for column in columns)
    return found


def by_hub(orders: Iterable[HubOrder]) -> dict[str, tuple[HubOrder, ...]]:
    """The orders of each hub that has any."""
    ranked = sorted(orders, key=lambda item: item.hub_id)
    return {hub_id: tuple(group) for hub_id, group in groupby(ranked, lambda item: item.hub_id)}
