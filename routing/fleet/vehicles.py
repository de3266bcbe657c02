"""The day's vehicles, one shift a row, as their table gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.day.names import suggestion
from routing.fleet.breaks import read_break
from routing.fleet.identity import Identities
from routing.fleet.model import Hub, Rates, Vehicle
from routing.fleet.naming import named_hub
from routing.fleet.working_hours import Shift, read_shift
from routing.tables.fields import Codes, Fields
from routing.tables.source import read_table
from routing.texts.languages import LANGUAGES, known_language

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from routing.clock import Clock
    from routing.day.model import CostDefaults, Day
    from routing.diagnostics import Diagnostic
    from routing.texts.languages import Language

COLUMNS = (
    "vehicle_id",
    "hub_id",
    "kind",
    "asset_id",
    "driver_id",
    "driver_name",
    "driver_phone",
    "language",
    "weight_kg",
    "volume_l",
    "shift_start",
    "shift_end",
    "max_trips",
    "max_stops",
    "max_distance_km",
    "setup_s",
    "break_s",
    "break_earliest",
    "break_latest",
    "skills",
    "eur_per_h",
    "eur_per_km",
    "eur_per_vehicle",
    "co2_g_per_km",
)
REQUIRED = ("vehicle_id", "hub_id")

_DEFAULT_KIND = "van"
_CODES = Codes(
    text="VEHICLE-TEXT", number="VEHICLE-NUMBER", range="VEHICLE-RANGE", time="VEHICLE-TIME"
)


def read_vehicles(
    day: Day,
    hubs: Sequence[Hub],
    *,
    hubs_set_aside: Collection[str] = (),
    kinds: Collection[str] | None = None,
    now_s: int | None = None,
) -> tuple[tuple[Vehicle, ...], tuple[Diagnostic, ...]]:
    """Read and check the day's vehicles.

    Parameters
    ----------
    hubs
        The hubs that can be used.
    hubs_set_aside
        Ids of hubs whose own row was set aside; a vehicle's message then says so.
    kinds
        The kinds for which there is a road profile; the shipped ones and the day's own by default.

    Returns
    -------
    tuple
        The vehicles that can be used, and what is wrong with the others. Of shifts that share an
        asset and overlap, the first row is kept.

    Raises
    ------
    InputError
        When the table cannot be read.
    """
    if kinds is None:
        # Profiles bring pydantic, which a day without vehicles need not wait for.
        from maps.profiles.reading import SHIPPED, kinds_in  # noqa: PLC0415  # see above

        folder = day.roads.profiles
        kinds = SHIPPED if folder is None else kinds_in(folder)
    rows, found = read_table(
        day.vehicles, columns=COLUMNS, required=REQUIRED, clock=day.clock, now=now_s
    )
    diagnostics = list(found)
    identities = Identities(missing="VEHICLE-ID-MISSING", duplicate="VEHICLE-ID-DUPLICATE")
    by_id = {hub.hub_id: hub for hub in hubs}
    vehicles: list[Vehicle] = []
    for row in rows:
        fields = Fields(row, codes=_CODES, key="vehicle_id", clock=day.clock)
        vehicle_id = identities.claim(fields, "vehicle_id", row.line)
        hub = named_hub(
            fields,
            by_id,
            set_aside=hubs_set_aside,
            code="VEHICLE-HUB-UNKNOWN",
            remedy="Fill in the hub that it leaves from.",
        )
        kind = _kind(fields, kinds)
        vehicle = _vehicle(fields, hub=hub, kind=kind, day=day)
        if vehicle is not None and vehicle_id is not None:
            _check_asset(fields, vehicle, vehicles, day.clock)
            if not fields.failed:
                vehicles.append(vehicle)
        diagnostics += fields.diagnostics
    return tuple(vehicles), tuple(diagnostics)


def _kind(fields: Fields, kinds: Collection[str]) -> str:
    kind = (fields.text("kind") or _DEFAULT_KIND).casefold()
    if kind not in kinds:
        fields.report(
            "VEHICLE-KIND-UNKNOWN",
            f'There is no road profile for a "{kind}".',
            suggestion(kind, kinds),
            column="kind",
        )
    return kind


def _vehicle(fields: Fields, *, hub: Hub | None, kind: str, day: Day) -> Vehicle | None:
    """Read what remains of a row; ``None`` with an error in the fields where something is wrong."""
    asset_id, driver_id = fields.text("asset_id"), fields.text("driver_id")
    language = _language(fields)
    weight_g = fields.thousandths("weight_kg", 0.001, 50_000)
    volume_ml = fields.thousandths("volume_l", 0.001, 200_000)
    max_trips = fields.whole("max_trips", 1, 1_000)
    max_stops = fields.whole("max_stops", 1, 10_000)
    max_distance_m = fields.thousandths("max_distance_km", 0.001, 5_000)
    setup_s = fields.whole("setup_s", 0, 86_400)
    skills = fields.words("skills")
    rates = _rates(fields, day.costs)
    shift = None if hub is None else _shift(fields, hub, day.clock)
    rest = None if shift is None else read_break(fields, shift, clock=day.clock)
    if fields.failed or hub is None or shift is None:
        return None
    return Vehicle(
        vehicle_id=str(fields.id),
        hub_id=hub.hub_id,
        kind=kind,
        shift_start_s=shift.start_s,
        shift_end_s=shift.end_s,
        rates=rates,
        asset_id=asset_id,
        driver_id=driver_id,
        language=language,
        weight_g=weight_g,
        volume_ml=volume_ml,
        max_trips=max_trips,
        max_stops=max_stops,
        max_distance_m=max_distance_m,
        setup_s=hub.setup_s if setup_s is None else setup_s,
        rest=rest,
        skills=skills,
    )


def _language(fields: Fields) -> Language | None:
    """Read the driver's language; one that papers are not written in is no reason to stay home."""
    stated = fields.text("language")
    language = None if stated is None else known_language(stated)
    if stated is not None and language is None:
        fields.report(
            "VEHICLE-LANGUAGE",
            f'Nothing is written in a language "{stated}": papers are in the day\'s own.',
            f"Name one of: {', '.join(LANGUAGES)}.",
            column="language",
            severity="warning",
        )
    return language


def _rates(fields: Fields, defaults: CostDefaults) -> Rates:
    eur_per_h = fields.number("eur_per_h", 0, 10_000)
    eur_per_km = fields.number("eur_per_km", 0, 10_000)
    eur_per_vehicle = fields.number("eur_per_vehicle", 0, 10_000)
    return Rates(
        eur_per_h=defaults.eur_per_h if eur_per_h is None else eur_per_h,
        eur_per_km=defaults.eur_per_km if eur_per_km is None else eur_per_km,
        eur_per_vehicle=defaults.eur_per_vehicle if eur_per_vehicle is None else eur_per_vehicle,
        co2_g_per_km=fields.number("co2_g_per_km", 0, 10_000) or 0.0,
    )


def _shift(fields: Fields, hub: Hub, clock: Clock) -> Shift | None:
    """Read the shift, and warn of one in which nothing can be loaded."""
    shift = read_shift(fields, hub, code="VEHICLE-SHIFT", clock=clock)
    if shift is not None and (shift.start_s >= hub.closes_s or shift.end_s <= hub.opens_s):
        fields.report(
            "VEHICLE-SHIFT-CLOSED",
            f"The shift, {clock.wall(shift.start_s)} to {clock.wall(shift.end_s)}, lies outside the"
            f" hours of its hub, {clock.wall(hub.opens_s)} to {clock.wall(hub.closes_s)}.",
            "Nothing can be loaded then: look at the shift, and at the hub's hours.",
            column="shift_start",
            severity="warning",
        )
    return shift


def _check_asset(fields: Fields, vehicle: Vehicle, kept: Sequence[Vehicle], clock: Clock) -> None:
    """Report a shift of a vehicle that is out on another shift at that time."""
    for other in kept:
        if (
            vehicle.asset_id is not None
            and vehicle.asset_id == other.asset_id
            and vehicle.shift_start_s < other.shift_end_s
            and other.shift_start_s < vehicle.shift_end_s
        ):
            fields.report(
                "VEHICLE-ASSET-OVERLAP",
                f'"{vehicle.asset_id}" is out with {other.vehicle_id} from'
                f" {clock.wall(other.shift_start_s)} to {clock.wall(other.shift_end_s)}; that one"
                " is kept.",
                "Move one of the shifts, or give it another vehicle.",
                column="asset_id",
            )
            return
