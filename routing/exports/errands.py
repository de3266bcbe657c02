"""The stops that are still to be done, as an app is told of them that plans routes itself.

Such an app would drive to what is done a second time, and would put the rest into an order of its
own. So what a driver has reached, or failed at, is left out, and no errand is open before its
planned start: to serve one earlier than those before it, a vehicle would have to stand and wait.
What was promised ends each errand's time, and stands in its notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.exports.wording import goal, minutes_up, stop_facts
from routing.orders.contacts import Contact
from routing.plan.timeline import visits

if TYPE_CHECKING:
    from routing.clock import Clock
    from routing.exports.sheet import Sheet
    from routing.plan.model import Stop
    from routing.plan.timeline import Visit

_AHEAD = frozenset({"planned", "next"})
_DIGITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A stop that is ahead.

    Attributes
    ----------
    label
        ``03 · 10:12 · O17``: in alphabetical order labels are in driving order.
    earliest_s
        The planned start.
    latest_s
        By when it must have started, as promised; the planned start, if that is late.
    stay_min
        Minutes from parking to leaving, rounded up.
    notes
        What the driver should know, line by line: which stop it is, what the plan knows, what
        customers wish, and who they are besides the first.
    customer
        Whom the app is to name: the first who has a phone, or else the first of all; who has
        nothing where nobody is met or contacts are not carried.
    """

    visit: Visit
    label: str
    earliest_s: int
    latest_s: int
    stay_min: int
    notes: tuple[str, ...]
    customer: Contact

    @property
    def stop(self) -> Stop:
        """The stop itself."""
        return self.visit.stop

    @property
    def name(self) -> str:
        """The label, with the customer's name where it is known."""
        return " · ".join(filter(None, (self.label, self.customer.name)))

    @property
    def done_by_s(self) -> int:
        """By when it must be done, with the stay."""
        return self.latest_s + 60 * self.stay_min


def errands(sheet: Sheet) -> tuple[Errand, ...]:
    """Every stop that is ahead, in driving order, numbered as in the vehicle's whole day."""
    every = visits(sheet.route)
    return tuple(
        _errand(sheet, visit, len(every)) for visit in every if visit.stop.status in _AHEAD
    )


def _errand(sheet: Sheet, visit: Visit, stops: int) -> Errand:
    stop = visit.stop
    number = str(visit.number).zfill(max(_DIGITS, len(str(stops))))
    people = list(dict.fromkeys(sheet.people(stop).values()))
    customer = next((one for one in people if one.phone), people[0] if people else Contact())
    stay_min = minutes_up(stop.setup_s + stop.service_s)
    # A drop's window ends with the departure, an order's with the start.
    promised_s = stop.window_end_s - (60 * stay_min if stop.point_id is not None else 0)
    first = f"Stop {visit.number} of {stops}, trip {visit.trip.trip_id}"
    wishes = (f"Note: {one.note}" for one in people if one.note)
    others = (who(one) for one in people if one != customer)
    return Errand(
        visit=visit,
        label=f"{number} · {sheet.clock.wall(stop.start_s)} · {goal(sheet, stop)}",
        earliest_s=stop.start_s,
        latest_s=max(promised_s, stop.start_s),
        stay_min=stay_min,
        notes=(first, *stop_facts(sheet, stop), *filter(None, others), *wishes),
        customer=customer,
    )


def who(person: Contact) -> str:
    """A customer in one line; empty if nothing is known."""
    return ", ".join(filter(None, (person.name, person.address, person.phone)))


def not_before(clock: Clock, seconds: int) -> str:
    """An earliest time as HH:MM of the day, which is all that apps know.

    One of the next day is 23:59: whatever comes earlier still does.
    """
    days = (clock.moment(seconds).date() - clock.date).days
    return "23:59" if days > 0 else "00:00" if days < 0 else clock.wall(seconds)


def not_after(clock: Clock, seconds: int) -> str:
    """A latest time as HH:MM of the day; empty, so that it does not bind, if it is the next day's.

    That of an errand is never earlier than the earliest one.
    """
    days = (clock.moment(seconds).date() - clock.date).days
    return "" if days > 0 else "00:00" if days < 0 else clock.wall(seconds)
