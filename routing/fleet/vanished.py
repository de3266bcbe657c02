"""What is said of a hub, a vehicle, a picker or a collection point that is kept without its row."""

from __future__ import annotations

from routing.diagnostics import Diagnostic

HUB_VANISHED = "HUB-VANISHED"
POINT_VANISHED = "POINT-VANISHED"
VEHICLE_VANISHED = "VEHICLE-VANISHED"
PICKER_VANISHED = "PICKER-VANISHED"

_GOES_ON = {
    HUB_VANISHED: "What has a place there goes on.",
    POINT_VANISHED: "What is to be collected there goes on.",
    VEHICLE_VANISHED: "It goes through with what it has begun, and makes no other trip.",
    PICKER_VANISHED: "What was picked stays picked, and nothing more is to be.",
}


def kept_as_it_was(code: str, file: str, own_id: str, *, is_unreadable: bool) -> Diagnostic:
    """The warning, by its code."""
    what = "cannot be understood or located any more" if is_unreadable else "is gone from its table"
    return Diagnostic(
        code=code,
        message=f"Its row {what}, and it is kept as it was. {_GOES_ON[code]}",
        remedy="Bring the row back, or mend it, if it is to work on; nothing else has to be done.",
        file=file,
        id=own_id,
        severity="warning",
    )
