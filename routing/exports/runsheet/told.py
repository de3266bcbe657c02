"""What a run sheet says of a stop, in words, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.exports.runsheet.script import ELLIPSIS
from routing.exports.wording import minutes_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.exports.sheet import Sheet
    from routing.orders.contacts import Contact
    from routing.plan.model import Stop
    from routing.texts.words import Words

LONGEST_NOTE = 500
"""Signs of a customer's text that are printed; a driver at a door reads no more."""
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Told:
    """A line of text; it may be wrapped."""

    text: str
    bold: bool = False


def pressing(words: Words, stop: Stop) -> tuple[str, ...]:
    """What must not be overlooked: that it is late, and what has happened to it already."""
    return tuple(_pressing(words, stop))


def _pressing(words: Words, stop: Stop) -> Iterator[str]:
    if stop.late_s:
        yield words.gettext("{minutes} min late", minutes=words.number(minutes_up(stop.late_s)))
    match stop.status:
        case "next":
            yield words.gettext("Next")
        case "arrived":
            yield words.gettext("Arrived")
        case "done":
            yield words.gettext("Done")
        case "failed":
            yield words.gettext("Failed")


def promised(sheet: Sheet, words: Words, stop: Stop) -> str:
    """The window; of a drop, from when its place is open and by when to leave."""
    if stop.point_id is None:
        span = words.span(sheet.clock, stop.window_start_s, stop.window_end_s)
        return words.gettext("Window {span}", span=span)
    return words.gettext(
        "Open from {opens}, leave by {latest}",
        opens=words.wall(sheet.clock, stop.window_start_s),
        latest=words.wall(sheet.clock, stop.window_end_s),
    )


def told_of(sheet: Sheet, words: Words, stop: Stop) -> tuple[Told, ...]:
    """All that the driver should know of a stop, besides its time and its promise."""
    people = dict.fromkeys(sheet.people(stop).values())
    return (
        *_goal(sheet, words, stop),
        *_stay(sheet, words, stop),
        *(line for person in people for line in _person(words, person)),
    )


def _goal(sheet: Sheet, words: Words, stop: Stop) -> Iterator[Told]:
    if place := sheet.place(stop):
        name = cut(words, place)
        yield Told(words.gettext("Drop for collection at {place}", place=name), bold=True)
    orders = ", ".join(short_id(order_id) for order_id in stop.order_ids)
    yield Told(" · ".join((orders, *_counts(words, stop))), bold=True)
    if stop.requires:
        skills = ", ".join(short_id(skill) for skill in stop.requires)
        yield Told(words.gettext("Requires: {skills}", skills=skills), bold=True)


def _counts(words: Words, stop: Stop) -> Iterator[str]:
    if len(stop.order_ids) > 1:
        yield words.ngettext("{count} order", "{count} orders", len(stop.order_ids))
    if stop.lines:
        yield words.ngettext("{count} line", "{count} lines", stop.lines)


def _stay(sheet: Sheet, words: Words, stop: Stop) -> Iterator[Told]:
    drive = words.gettext(
        "Drive {minutes} min, {distance}",
        minutes=words.number(minutes_up(stop.leg_s)),
        distance=words.distance(stop.leg_m),
    )
    minutes = words.number(minutes_up(stop.leave_s - stop.start_s))
    service = words.gettext("Service {minutes} min", minutes=minutes)
    yield Told(" · ".join((drive, *_wait(sheet, words, stop), service)))
    if hours := _street_hours(sheet, words, stop):
        yield Told(hours, bold=True)
    if stop.located == "street":
        accuracy = words.number(stop.accuracy_m)
        yield Told(words.gettext("Position known to {accuracy} m only", accuracy=accuracy))


def _wait(sheet: Sheet, words: Words, stop: Stop) -> Iterator[str]:
    wait_min = (stop.start_s - stop.arrive_s) // 60
    if wait_min > 0:
        yield words.gettext(
            "Arrive {arrival}, wait {minutes} min",
            arrival=words.wall(sheet.clock, stop.arrive_s),
            minutes=words.number(wait_min),
        )


def _street_hours(sheet: Sheet, words: Words, stop: Stop) -> str:
    opens_s, closes_s = stop.street_opens_s, stop.street_closes_s
    if opens_s is not None and closes_s is not None:
        span = words.span(sheet.clock, opens_s, closes_s)
        return words.gettext("Street open {span}", span=span)
    if opens_s is not None:
        opens = words.wall(sheet.clock, opens_s)
        return words.gettext("Street open from {opens}", opens=opens)
    if closes_s is not None:
        closes = words.wall(sheet.clock, closes_s)
        return words.gettext("Street open until {closes}", closes=closes)
    return ""


def _person(words: Words, person: Contact) -> Iterator[Told]:
    if person.name:
        yield Told(cut(words, person.name), bold=True)
    if person.address:
        yield Told(cut(words, person.address))
    if person.phone:
        yield Told(words.gettext("Phone: {phone}", phone=cut(words, person.phone)))
    if person.note:
        yield Told(words.gettext("Note: {note}", note=cut(words, person.note)))


def cut(words: Words, text: str) -> str:
    """Text that is not too long, with a mark that says how much of it is missing."""
    missing = len(text) - LONGEST_NOTE
    if missing <= 0:
        return text
    mark = words.ngettext("{count} character cut", "{count} characters cut", missing)
    return f"{text[:LONGEST_NOTE]}{ELLIPSIS} [{mark}]"


def short_id(own_id: str) -> str:
    """An id that leaves room for others; one that is cut ends with an ellipsis."""
    return own_id if len(own_id) <= _LONGEST_ID else f"{own_id[:_LONGEST_ID]}{ELLIPSIS}"
