"""Why a hub cannot have an order, as far as that is known before any route is searched."""

from __future__ import annotations

from dataclasses import dataclass

OUT_OF_ZONE = "OUT-OF-ZONE"
ZONE_HOURS = "ZONE-HOURS"
BELOW_MINIMUM = "BELOW-MINIMUM"
NO_PICKER = "NO-PICKER"
OUT_OF_STOCK = "OUT-OF-STOCK"
POINT_FULL = "POINT-FULL"
HUB_GONE = "HUB-GONE"

REFUSAL_CODES = {
    OUT_OF_ZONE: "no zone of the hub, or of any hub, holds the order's door",
    ZONE_HOURS: "the zone that holds the order's door is not served in its window",
    BELOW_MINIMUM: "the order is worth less than its zone asks for",
    NO_PICKER: "no shift of a picker is long enough for the order after it was placed",
    OUT_OF_STOCK: "the hub, or any hub that could have the order, lacks articles of it",
    POINT_FULL: "the collection point has no room left for the order's parcels",
    HUB_GONE: "the hub that the order names, or its collection point, is no longer in the tables",
}
"""In the order in which an order meets them: where hubs refuse it for several, the last is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One hub's reason.

    `clause` says it of that hub among others (``outside its zones``), `reason` of the order, as a
    sentence. `way_out` is what would help there, where anything would.
    """

    code: str
    clause: str
    reason: str
    way_out: str = ""
