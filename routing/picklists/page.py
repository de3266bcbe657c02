"""A pick list as a page to print: everything that it needs is in it, and no script."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from routing.exports.wording import counted, minutes_up

if TYPE_CHECKING:
    from routing.picklists.content import PickList


def pick_list_page(own: PickList) -> bytes:
    """A hub's page; it prints on A4 in black and white."""
    day = date.fromisoformat(own.plan.day)
    orders = [item for wave in own.waves for item in wave.orders]
    page = _environment().get_template("picklist.html")
    text = page.render(
        own=own,
        wall=own.clock.wall,
        day=f"{day:%A} {day.day} {day:%B %Y}",
        orders=len(orders),
        lines=sum(own.lines(item) or 0 for item in orders),
        shifts=own.hub.picking.pickers if own.hub.picking else (),
        foot=_css_text(f"Pick list, {own.hub.name}, {own.plan.day}"),
        counted=counted,
        minutes_up=minutes_up,
    )
    # What no text file can hold is shown as a question mark.
    return text.encode("utf-8", errors="replace")


def _css_text(text: str) -> Markup:
    """A text as a string of CSS; https://www.w3.org/TR/css-syntax-3/#escaping."""
    signs = (
        sign if sign == " " or (sign.isascii() and sign.isalnum()) else f"\\{ord(sign):x} "
        for sign in text
    )
    return Markup(f'"{"".join(signs)}"')  # noqa: S704 - nothing but letters, digits and escapes


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("routing.picklists"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
