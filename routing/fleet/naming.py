"""Rows that name a hub: which of the day's hubs is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.day.names import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from routing.fleet.model import Hub
    from routing.tables.fields import Fields


def named_hub(
    fields: Fields, hubs: Mapping[str, Hub], *, set_aside: Collection[str], code: str, remedy: str
) -> Hub | None:
    """Give the hub that a row's `hub_id` names, or ``None`` with an error in the fields.

    Parameters
    ----------
    hubs
        The hubs that can be used, by id.
    set_aside
        Ids of hubs whose own row was set aside; the message then says so.
    code, remedy
        What the error is called, and what to do about a row that names none.
    """
    hub_id = fields.text("hub_id")
    if hub_id is None:
        if not fields.given("hub_id"):
            fields.report(code, "It names no hub.", remedy)
        return None
    if hub_id not in hubs:
        aside = hub_id in set_aside
        fields.report(
            code,
            f'The row of its hub "{hub_id}" was set aside.'
            if aside
            else f'There is no hub "{hub_id}".',
            "Mend the hub's row." if aside else suggestion(hub_id, hubs.keys()),
            column="hub_id",
        )
    return hubs.get(hub_id)
