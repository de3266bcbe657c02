"""Turn-by-turn steps of a leg: one line for the driver after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.crossings import heading_deg
from maps.guidance import Guidance
from maps.maneuvers import Maneuver, Side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.maneuvers import Turn
    from maps.network import RoadNetwork
    from maps.profiles.model import Profile
    from maps.snapping import Snaps
    from maps.travel import Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line for the driver.

    Attributes
    ----------
    maneuver
        What to do, at `lat` and `lon`.
    street
        The street that it leads to: its `name` as the map has it, else its number, ``""`` where it
        has neither.
    stays
        Whether one comes from that street.
    heading_deg
        In which direction one drives on, or arrives: whole degrees from north to the east.
    exit_number
        Which exit of a roundabout is taken; None elsewhere, and where the leg ends on it.
    side
        On which side a ramp leaves, or the place lies where one arrives; None for straight ahead.
    distance_m, duration_s
        From here to the next step. Their sums over all steps are the leg's.
    """

    maneuver: Maneuver
    street: str
    stays: bool
    lat: float
    lon: float
    heading_deg: int
    exit_number: int | None
    side: Side | None
    distance_m: int
    duration_s: int


class Guide:
    """Tells one kind of vehicle its way along legs."""

    def __init__(self, network: RoadNetwork, profile: Profile) -> None:
        self._network = network
        self._guidance = Guidance(network, profile)

    def steps(self, leg: Leg, destination: Snaps) -> tuple[Step, ...]:
        """Give the steps of a leg; none where there is no way.

        The first departs, the last arrives, with nothing left to drive.

        Parameters
        ----------
        leg
            From `maps.travel.TravelTimes.legs`, on the same network and for the same profile.
        destination
            The one place that it leads to.
        """
        arcs = leg.arcs.tolist()
        if not arcs:
            return ()
        driven_ms, driven_dm = _run(leg.arc_ms), _run(leg.arc_dm)
        turns = self._guidance.along(arcs, driven_dm / 10)
        places = [*(turn.place for turn in turns), len(arcs)]
        # Rounded as the leg's own figures are: so the differences add up to them.
        seconds = np.diff((driven_ms[places] + 500) // 1000).tolist()
        metres = np.diff((driven_dm[places] + 5) // 10).tolist()
        steps = [
            self._step(turn, leg, distance_m=run_m, duration_s=run_s)
            for turn, run_m, run_s in zip(turns, metres, seconds, strict=True)
        ]
        return (*steps, self._arrival(leg, destination))

    def _step(self, turn: Turn, leg: Leg, *, distance_m: int, duration_s: int) -> Step:
        if turn.maneuver is Maneuver.DEPART:
            lat, lon, heading = leg.lat[0], leg.lon[0], heading_deg(leg.lat, leg.lon)
        else:
            node = self._network.arc_tail[leg.arcs[turn.place]]
            lat, lon = self._network.node_lat[node], self._network.node_lon[node]
            heading = turn.heading_deg
        return Step(
            maneuver=turn.maneuver,
            street=turn.street,
            stays=turn.stays,
            lat=float(lat),
            lon=float(lon),
            heading_deg=round(heading) % 360,
            exit_number=turn.exit_number,
            side=turn.side,
            distance_m=distance_m,
            duration_s=duration_s,
        )

    def _arrival(self, leg: Leg, destination: Snaps) -> Step:
        arc = int(leg.arcs[-1])
        to_the_right = int(destination.side[0]) * (-1 if arc & 1 else 1)
        return Step(
            maneuver=Maneuver.ARRIVE,
            street=self._guidance.street(arc),
            stays=True,
            lat=float(leg.lat[-1]),
            lon=float(leg.lon[-1]),
            heading_deg=round(heading_deg(leg.lat[::-1], leg.lon[::-1]) + 180) % 360,
            exit_number=None,
            side={1: Side.RIGHT, -1: Side.LEFT}.get(to_the_right),
            distance_m=0,
            duration_s=0,
        )


def _run(driven: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give what is driven before each arc, and before the end."""
    return np.concatenate([[0], np.cumsum(driven)])
