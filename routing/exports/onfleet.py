"""Tasks for Onfleet: the body of its request that creates many at once.

The request: https://docs.onfleet.com/reference/create-tasks-in-batch-async ; a task's fields:
https://docs.onfleet.com/reference/create-task ; its place, which has a position or an unparsed
address and never both: https://docs.onfleet.com/reference/create-destination .
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from routing.exports.errands import errands, who
from routing.exports.json import json_bytes

if TYPE_CHECKING:
    from routing.exports.errands import Errand
    from routing.exports.sheet import Sheet
    from routing.orders.contacts import Contact

_NOTES_SIGNS = 10_000
_UNKNOWN = "-"
_SEPARATORS = re.compile(r"[\s()./-]+")
# As long as ITU-T E.164 allows; without a plus it is one of the organization's own country.
_PHONE = re.compile(r"\+?\d{6,15}")


class OnfleetExport:
    """One body a vehicle, its tasks in driving order."""

    suffix = ".onfleet.json"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's body for ``POST /tasks/batch-async``."""
        return json_bytes({"tasks": [_task(sheet, errand) for errand in errands(sheet)]})


def _task(sheet: Sheet, errand: Errand) -> dict[str, Any]:
    order_ids, clock = errand.stop.order_ids, sheet.clock
    reachable = _reachable(errand.customer)
    return {
        "destination": _destination(errand),
        "recipients": [_recipient(errand.customer)] if reachable else [],
        "completeAfter": 1000 * int(clock.moment(errand.earliest_s).timestamp()),
        "completeBefore": 1000 * int(clock.moment(errand.done_by_s).timestamp()),
        "pickupTask": False,
        "notes": _notes(errand, "" if reachable else who(errand.customer)),
        "quantity": len(order_ids),
        "serviceTime": errand.stay_min,
        "metadata": [
            _metadatum("order_ids", list(order_ids), type="array", subtype="string"),
            _metadatum("sequence", errand.visit.number, type="number"),
            _metadatum("trip_id", errand.visit.trip.trip_id, type="string"),
            _metadatum("vehicle_id", sheet.route.vehicle_id, type="string"),
            _metadatum("plan_id", sheet.plan_id, type="string"),
        ],
    }


def _destination(errand: Errand) -> dict[str, Any]:
    """A place by its position; an address is only shown, and what is not known of it is a dash."""
    return {
        "location": [errand.stop.lon, errand.stop.lat],
        "address": {
            "name": errand.label,
            "number": _UNKNOWN,
            "street": errand.customer.address or _UNKNOWN,
            "city": _UNKNOWN,
            "country": _UNKNOWN,
        },
    }


def _reachable(person: Contact) -> bool:
    """Whether Onfleet can take them: with a name, and a number that can be called."""
    return bool(person.name) and _PHONE.fullmatch(_digits(person)) is not None


def _recipient(person: Contact) -> dict[str, str | None]:
    return {"name": person.name, "phone": _digits(person)}


def _digits(person: Contact) -> str:
    return _SEPARATORS.sub("", person.phone or "")


def _notes(errand: Errand, unreachable: str) -> str:
    """The errand's, after the customer who can be no recipient, and as long as Onfleet allows."""
    text = "\n".join(filter(None, (unreachable, *errand.notes)))
    return text if len(text) <= _NOTES_SIGNS else f"{text[: _NOTES_SIGNS - 1]}…"


def _metadatum(name: str, value: object, **kind: str) -> dict[str, Any]:
    return {"name": name, **kind, "value": value}
