"""Turn restrictions as relations state them.

Rules: https://wiki.openstreetmap.org/wiki/Relation:restriction
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tests.support.law.turns import Step, TurnRule, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.support.law.conditions import Situation
    from tests.support.law.osm_file import OsmFile, Relation, Way

_KINDS = frozenset(
    {
        "no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit",
        "only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn",
    }
)  # fmt: skip
_OLD_STYLE_HOURS = frozenset({"day_on", "day_off", "hour_on", "hour_off"})


class _Path(NamedTuple):
    """Where a restriction applies: over these steps, if any, to this node."""

    via: tuple[Step, ...]
    node: int


class _Unusable(Exception):  # noqa: N818  # it is caught here, and counted
    """A relation does not say what it should; the text is the reason."""


def read_restrictions(
    osm: OsmFile, situation: Situation, exits: Mapping[int, Sequence[Step]]
) -> tuple[list[TurnRule], Counter[str]]:
    """Give the rules of turning for a vehicle, and how many relations are no use, by reason.

    Parameters
    ----------
    exits
        The steps that the vehicle may make from each node. Rules on turns into streets where it
        may not go anyway are left out: nobody can be told to drive only there.
    """
    rules: list[TurnRule] = []
    unusable: Counter[str] = Counter()
    for relation in osm.restrictions:
        for kind in _kinds(relation, situation):
            try:
                rules += _rules(osm.ways, relation, kind, exits)
            except _Unusable as reason:
                unusable[str(reason)] += 1
    return rules, unusable


def _kinds(relation: Relation, situation: Situation) -> list[str]:
    """What a relation says to the vehicle at this hour: mostly one thing, or nothing."""
    names = situation.vehicle.names
    exempt = {name.strip() for name in relation.tags.get("except", "").split(";")}
    if exempt & names:
        return []
    keys = ["restriction", *(f"restriction:{name}" for name in sorted(names))]
    said = (situation.value(relation.tags, key) for key in keys)
    return [kind for kind in said if kind is not None]


def _rules(
    ways: Mapping[int, Way],
    relation: Relation,
    kind: str,
    exits: Mapping[int, Sequence[Step]],
) -> Iterator[TurnRule]:
    if kind not in _KINDS:
        raise _Unusable("unknown kind")
    if _OLD_STYLE_HOURS & relation.tags.keys():
        raise _Unusable("hours in the old style")
    members = {
        (role, sort): [one.id for one in relation.members if (one.role, one.kind) == (role, sort)]
        for role in ("from", "via", "to")
        for sort in "nw"
    }
    from_ways, via_ways, to_ways = (members[role, "w"] for role in ("from", "via", "to"))
    via_nodes = members["via", "n"]
    if (
        not from_ways
        or not to_ways
        or (len(from_ways) > 1 and kind != "no_entry")
        or (len(to_ways) > 1 and kind != "no_exit")
        or len(via_nodes) + bool(via_ways) != 1
    ):
        raise _Unusable("not one from, one via (or a chain of ways) and one to")
    if not {*from_ways, *via_ways, *to_ways} <= ways.keys():
        raise _Unusable("a member is no street of this file")
    for from_way in from_ways:
        for to_way in to_ways:
            ends = ways[from_way], ways[to_way]
            if via_nodes:
                path = _over_node(*ends, via_nodes[0])
            else:
                path = _over_ways(*ends, [ways[one] for one in via_ways])
            if not any(step.way == to_way for step in exits.get(path.node, ())):
                raise _Unusable("the turn leads where the vehicle may not go anyway")
            yield TurnRule(
                relation=relation.id,
                kind=kind,
                from_way=from_way,
                via=path.via,
                node=path.node,
                to_way=to_way,
            )


def _over_node(from_way: Way, to_way: Way, node: int) -> _Path:
    for way in (from_way, to_way):
        if node not in way.nodes:
            raise _Unusable("the members do not meet")
        if node not in _ends(way):
            raise _Unusable("a street passes through the via node instead of ending there")
    return _Path((), node)


def _over_ways(from_way: Way, to_way: Way, via: list[Way]) -> _Path:
    chains = [
        chain
        for start in sorted(_ends(from_way))
        for chain in _chains(start, via)
        if chain[-1].head in _ends(to_way)
    ]
    if not chains:
        raise _Unusable("the members do not meet")
    if len(chains) > 1:
        raise _Unusable("the via ways can be passed in more than one manner")
    return _Path(chains[0], chains[0][-1].head)


def _chains(start: int, ways: list[Way]) -> Iterator[tuple[Step, ...]]:
    """Give each manner of driving along every one of the ways, end to end, from a node."""
    for place, way in enumerate(ways):
        others = ways[:place] + ways[place + 1 :]
        for forward in (True, False):
            steps = steps_of(way, forward=forward)
            if not steps or steps[0].tail != start:
                continue
            if not others:
                yield steps
            for rest in _chains(steps[-1].head, others):
                yield steps + rest


def _ends(way: Way) -> set[int]:
    return {way.nodes[0], way.nodes[-1]}
