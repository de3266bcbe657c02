"""What turns take, and which of them are permitted: a profile's rules on a graph of turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.profiles.model import Access
from maps.tags import CLASSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.profiles.model import Profile
    from maps.profiles.use import Holds
    from maps.restrictions import Restriction
    from maps.tags import Tags
    from maps.turns import TurnGraph
    from maps.usage import Usage

_RANK = np.array(
    [
        {
            "motorway": 7, "motorway_link": 7, "trunk": 6, "trunk_link": 6, "primary": 5,
            "primary_link": 5, "secondary": 4, "secondary_link": 4, "tertiary": 3,
            "tertiary_link": 3, "unclassified": 2, "residential": 2, "road": 2, "busway": 2,
            "living_street": 1, "service": 1, "pedestrian": 1,
        }.get(name, 0)
        for name in CLASSES
    ],
    dtype=np.int8,
)  # fmt: skip
"""Which of two classes has the right of way, the higher, as https://wiki.openstreetmap.org/wiki/
Key:highway orders them."""


def permitted_turns(
    network: RoadNetwork, graph: TurnGraph, profile: Profile, usage: Usage, holds: Holds
) -> NDArray[np.bool_]:
    """Say which turns a profile may take: onto streets open to it, by the rules that it heeds.

    Turning back is for those who have no other way on: at the end of a street, at a barrier, or
    where all that goes on is closed to them. Streets with an end in view only (`ENDS_ONLY`) are no
    way on from a street for all.
    """
    access = usage.access[graph.arc]
    barred = usage.barred[network.arc_head[graph.arc]]
    before, after = access[graph.tail], access[graph.head]
    open_turn = (before > Access.CLOSED) & (after > Access.CLOSED)
    if profile.turns.restrictions:
        active = np.array(
            [heeds(profile, rule, holds) for rule in network.restrictions], dtype=np.bool_
        )
        open_turn[graph.rule_turn[active[graph.rule]]] = False
    ahead = open_turn & ~graph.back & ~barred[graph.tail]
    if profile.turns.back_anywhere:
        return ahead | (open_turn & graph.back)
    goes_on = ahead & (after >= before)
    ways_on = np.bincount(graph.tail[goes_on], minlength=graph.state_count)
    permitted: NDArray[np.bool_] = ahead | (open_turn & graph.back & (ways_on[graph.tail] == 0))
    return permitted


def heeds(profile: Profile, rule: Restriction, holds: Holds) -> bool:
    """Say whether a restriction binds a profile at a moment."""
    keys = profile.access.keys
    if rule.vehicle and rule.vehicle not in keys:
        return False
    if any(key in rule.exempt for key in keys):
        return False
    return not rule.condition or holds(rule.condition)


def turn_ms(
    network: RoadNetwork, graph: TurnGraph, profile: Profile, usage: Usage
) -> NDArray[np.int64]:
    """Milliseconds that each turn takes, half up: by its angle, by signs, lights, right of way.

    See `maps.profiles.model.TurnCosts`.
    """
    crossing, ahead_s, back_s = _at_ends(network, graph, profile, usage)
    seconds = np.where(
        crossing[graph.tail] | graph.back, _by_degree(profile)[graph.angle.astype(np.intp) + 180], 0
    )
    seconds += np.where(graph.back, back_s[graph.tail], ahead_s[graph.tail])
    return np.floor(seconds * 1000 + 0.5).astype(np.int64)


def _at_ends(
    network: RoadNetwork, graph: TurnGraph, profile: Profile, usage: Usage
) -> tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64]]:
    """Give what the end of each state is: a crossing or none, what going on costs, or turning back.

    In seconds, by signs, lights, barriers and the right of way. Who turns back does not pass the
    barrier, and gives way to nobody.
    """
    costs = profile.turns
    node = network.arc_head[graph.arc]
    roads, highest = _meeting(network, usage)
    # The last entries are for nodes without tags.
    tags = network.node_tags[node]
    barriers = [costs.barrier_s.get(one.get("barrier", ""), 0.0) for one in network.node_tag_sets]
    signed = np.array([*(_held_up_s(profile, one) for one in network.node_tag_sets), _UNSIGNED])
    all_s, minor_s = np.moveaxis(signed[tags, :, graph.arc & 1], 1, 0)
    yields_s = np.where(np.isnan(minor_s), costs.give_way_s, minor_s)
    minor = highest[node] > _RANK[network.segment_class[graph.arc >> 1]]
    ahead_s = all_s + np.array([*barriers, 0.0])[tags] + np.where(minor, yields_s, 0.0)
    return roads[node] > 2, ahead_s, all_s + costs.back_s


_UNSIGNED = ((0.0, 0.0), (np.nan, np.nan))
"""See `_held_up_s`; what is not a number is for the right of way to say."""


def _held_up_s(profile: Profile, tags: Tags) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the seconds that a node's signs cost.

    Those for all, driving along its way and against it, and those for who comes by a minor road
    besides. Directions follow https://wiki.openstreetmap.org/wiki/Key:direction .
    """
    costs, sign = profile.turns, tags.get("highway", "")
    wait_s = {
        "traffic_signals": costs.signal_s, "stop": costs.stop_s, "give_way": costs.give_way_s,
    }.get(sign)  # fmt: skip
    if wait_s is None:
        return _UNSIGNED
    direction = tags.get(f"{sign}:direction") or tags.get("direction")
    along = wait_s if direction != "backward" else 0.0
    against = wait_s if direction != "forward" else 0.0
    if tags.get("stop") == "minor":
        return (0.0, 0.0), (along, against)
    return (along, against), (0.0, 0.0)


def _meeting(network: RoadNetwork, usage: Usage) -> tuple[NDArray[np.intp], NDArray[np.int8]]:
    """Give, of each node, how many open streets meet there, and the highest rank of them."""
    opened = (usage.access.reshape(-1, 2) > Access.CLOSED).any(axis=1)
    ends = np.concatenate([network.segment_start[opened], network.segment_end[opened]])
    highest = np.zeros(network.node_count, dtype=np.int8)
    np.maximum.at(highest, ends, np.tile(_RANK[network.segment_class[opened]], 2))
    return np.bincount(ends, minlength=network.node_count), highest


def _by_degree(profile: Profile) -> NDArray[np.float64]:
    """Give the seconds that a turn costs by its angle, from -180 to 180 degrees."""
    costs = profile.turns
    degrees = np.arange(-180, 181)
    angle = np.abs(degrees)
    oncoming = degrees < 0 if profile.drives_on == "right" else degrees > 0
    bias = np.where(oncoming, 1 / costs.bias, costs.bias)
    if costs.shape == "square":
        return np.asarray(costs.turn_s / bias * (angle / 90) ** 2)
    seconds = costs.turn_s / (1 + np.exp(6.5 * bias - 13 / bias * angle / 180))
    sharpness = 1 / (1 + np.exp(3.25 - 13 * angle / 180))
    return np.asarray(seconds + np.where(oncoming, costs.oncoming_s * sharpness, 0.0))
