"""Every rule that the checker knows, by name, each in one sentence."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Mapping[str, str] = MappingProxyType(
    {
        # The plan as a whole
        "plan-day": "The plan is for the day's date.",
        "plan-timezone": "The plan's time zone is the day's.",
        "plan-status": "A plan is draft or released.",
        "plan-version": "Versions count from 1.",
        "stop-status": "A stop is planned, next, arrived, done or failed, and planned in a plan "
        "that has no `now`; only one that failed says why.",
        # A day in progress
        "trip-status": "A trip is planned, closed, loading, loaded, departed or returned, in the "
        "order of its vehicle's day, and planned in a plan that has no `now`; its stops are as far "
        "as that lets them be, those that were reached first, and the next one is the first that "
        "was not.",
        "pick-status": "A pick is planned, begun or done, and planned in a plan that has no `now`; "
        "none is begun or done later than `now`.",
        "collection-status": "A collection is planned, ready or done, and planned in a plan that "
        "has no `now`; one that is ready or done has been picked.",
        "past": "Nothing that is yet to be done lies before `now`.",
        # Every row has one place
        "order-missing": "Every row that came in is in the plan.",
        "order-twice": "No row is in two places; failed stops are history and do not count.",
        "order-unknown": "The plan holds only orders and rows that came in.",
        "rejected-rows": "The rows that cannot be understood or located are rejected, each with "
        "its id and code, and no others.",
        "order-cancelled": "An order whose row calls it off is among the cancelled, unless its "
        "vehicle was there before, or its customer has collected it.",
        "no-reason": "Every unassigned order and rejected row has a code and a reason.",
        # Hubs and vehicles
        "hub-missing": "Every hub is listed.",
        "hub-twice": "No hub is listed twice.",
        "hub-unknown": "Only the day's hubs are listed.",
        "hub-position": "A hub is where the day says.",
        "hub-name": "A hub has the day's name.",
        "points": "The collection points are the day's: each once, with its name and place.",
        "vehicle-missing": "Every vehicle that could drive is listed.",
        "vehicle-twice": "No vehicle has two routes.",
        "vehicle-unknown": "Only the day's vehicles are listed.",
        "vehicle-hub": "A vehicle drives from its own hub.",
        "vehicle-kind": "A route has its vehicle's kind.",
        "vehicle-driver": "A route has its vehicle's driver.",
        "asset-overlap": "Routes that share an asset do not overlap in time, but for what both "
        "have begun.",
        "trip-id": "A trip's id is its own.",
        "order-hub": "An order that names a hub is with that hub.",
        # The kind of service
        "same-day-collected": "A same-day order is never among the collections.",
        "collection-driven": "An order collected where it is prepared is never on a stop.",
        "drop-collected": "An order collected elsewhere is never among the collections of the hub "
        "that prepares it.",
        "still-prepared": "An order collected where it is prepared is never unassigned, however "
        "late it is, but for want of its articles or of a picker, or because it was not found.",
        # Zones, shelves and collection points
        "zone": "A same-day stop lies in a zone of its hub, where the hub has zones, and begins "
        "while that is served.",
        "minimum": "A same-day order is worth what its zone asks for, where its worth is known.",
        "surcharge": "A stop's surcharge is that of its orders' zones.",
        "stock": "A hub's orders take no more of an article than the hub has.",
        "point-capacity": "No more parcels are left at a collection point over the day than it "
        "takes.",
        "zone-reason": "An order refused for its zone is in none that would take it.",
        "picker-reason": "An order refused for want of a picker fits into no shift of its hub, or "
        "of any hub.",
        "stock-reason": "An order refused for want of articles lacks some at its hub, or at each "
        "hub that could have it.",
        "point-reason": "An order refused for want of room at its collection point finds none "
        "there.",
        # Loading
        "loading-shift": "Loading begins no earlier than the shift.",
        "loading-opening": "Loading begins no earlier than the hub opens.",
        "loading-return": "Loading begins no earlier than the return of the trip before, so trips "
        "are in order and do not overlap.",
        "loading-ready": "Loading begins no earlier than the ready time of every order of the "
        "trip.",
        "loading-closing": "Loading is over when the hub closes.",
        "departure": "A trip departs when it is loaded, or later.",
        "bays": "No more vehicles load at once than the hub has bays.",
        # Times of a stop
        "arrival": "The arrival is the departure before it plus the leg.",
        "start": "Service begins no earlier than the arrival.",
        "window-early": "The service of a same-day order begins no earlier than its window.",
        "window-late": "The service of a same-day order begins no later than its window ends, or "
        "by as much later as the day allows.",
        "point-hours": "A drop lies within the hours of its place, from the start of service to "
        "leaving.",
        "leave": "A stop is left after setting up and service.",
        "setup": "Setting up takes the vehicle's time, once a stop.",
        "service": "Service takes the orders' time, and a drop its place's time once.",
        "stop-window": "A stop's window is the intersection of its orders' windows.",
        "late": "A stop says by exactly how much it misses a promise, and 0 when it keeps all.",
        "lines": "A stop has the lines of its orders.",
        "requires": "A stop names the skills that its orders ask for.",
        # Places
        "stop-empty": "A stop has one or more orders.",
        "position": "A stop is at its orders' place.",
        "one-place": "The orders of a stop go to one place.",
        "one-stop": "Consecutive orders at one place whose windows overlap are one stop.",
        "windows-apart": "The windows of a stop's orders overlap.",
        "point": "A drop names its place of collection, and no other stop names one.",
        "located": "A stop says how well its place is known, as it was located.",
        "road-point": "The road point is the map's, on the street nearest to the place.",
        "too-far": "No stop is further than 150 m from the street.",
        # Trips and vehicles
        "trip-empty": "A trip has stops, unless it has left and lost them.",
        "return": "The return is the last departure plus the way back.",
        "shift-end": "A trip returns before the shift ends.",
        "trip-weight": "A trip's weight is its orders'.",
        "trip-volume": "A trip's volume is its orders'.",
        "max-weight": "A trip weighs no more than the vehicle carries.",
        "max-volume": "A trip is no bigger than the vehicle carries.",
        "max-stops": "A trip has no more stops than the vehicle makes.",
        "max-trips": "A route has no more trips than the vehicle makes.",
        "max-distance": "A route is no longer than the vehicle drives in a day.",
        "skills": "A vehicle has the skills that its orders require.",
        # Breaks
        "break-missing": "A break that falls within the driver's work is planned.",
        "break-short": "A break is as long as is due.",
        "break-bounds": "A break lies wholly within its bounds.",
        "break-work": "Where the longest work without a break is bounded, neither the work before "
        "a break nor that after it is longer.",
        "break-place": "A break lies between a return and the next departure and not while "
        "loading, or at a stop before its service.",
        # Drives
        "leg-time": "Every drive takes the time that the map says, and what it is held up by.",
        "held-up": "Only a drive that is under way takes longer than the map says, and none less.",
        "leg-distance": "Every drive is as long as the map says.",
        "street-hours": "A stop's street is open to the vehicle from the start of service until it "
        "leaves; the hours in the plan are the street's.",
        "shape": "The shape of a drive can be read, and begins and ends at its road points.",
        "shape-length": "The shape of a drive is as long as the drive.",
        # Picking
        "picking-planned": "A hub whose pickers are known says who picks what, and no other does.",
        "pick-missing": "Every order on a stop or among the collections that must be picked is.",
        "pick-twice": "No order is picked twice.",
        "pick-unneeded": "Only orders that the hub prepares and that must be picked are.",
        "pick-lines": "A pick has as many lines as its order, or as the day says where it does not "
        "say.",
        "pick-time": "A pick takes as long as its lines take its picker.",
        "pick-placed": "Nobody picks an order before it was placed.",
        "picker-unknown": "Only the day's pickers pick, each with the shifts, pace and cost of "
        "the day.",
        "picker-missing": "Every shift of the day's pickers is listed.",
        "picker-shift": "A pick lies within its picker's shift.",
        "picker-overlap": "No picker does two things at once, at one hub or at two.",
        "picking-bound": "No fewer collections are late than are said to have to be.",
        "pickers-idle": "No order stays without a picker while one has the time.",
        # Collections
        "collection-ready": "A collection has its order's ready time.",
        "collection-window": "A collection has its order's promise.",
        "collection-late": "A collection says by exactly how much it is ready too late.",
        # Figures
        "route-distance": "A route's distance is the sum of its drives.",
        "route-driving": "A route's driving time is the sum of its drives.",
        "route-service": "A route's service time is the sum of setting up and service.",
        "route-waiting": "A route's waiting time is the sum of its waits, less breaks taken there.",
        "route-cost": "A route's cost is its vehicle's rates for vehicle, paid time and distance, "
        "and says what of it is for the vehicle.",
        "route-co2": "A route's CO2 is its vehicle's rate for its distance.",
        "totals": "The totals are the sums of what the plan holds, and `orders` the input rows.",
        # From one version to the next
        "history": "What was done or failed in the plan that drivers had was, on the same trip, "
        "and a trip that had returned has.",
        "on-board": "What is on a begun trip stays with it and its vehicle, unless it is called "
        "off, fails there, was not found, or the vehicle can no longer drive.",
        "joined": "Nothing joins a trip that is begun.",
        "closed-kept": "A trip that stays closed keeps its orders, but for those that are called "
        "off or were not found, and no others join it.",
        "vanished": "No order of the plan that drivers had is lost, even if its row is.",
    }
)

ROAD_RULES = frozenset(
    {
        "leg-time",
        "held-up",
        "leg-distance",
        "street-hours",
        "shape",
        "shape-length",
        "road-point",
        "too-far",
    }
)
"""The rules that a plan comes to break when the roads change: closures, traffic, profiles."""
