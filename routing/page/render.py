"""The page as one file: everything that it needs is in it, and it asks nobody for anything."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from routing.exports.wording import counted
from routing.page.content import content_of
from routing.page.drawing import drawing
from routing.plan.promises import AT_RISK_S

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.sketch import Streets
    from routing.orders.contacts import Contact
    from routing.plan.model import Plan

_STYLES = ("leaflet.css", "page.css")
_SCRIPTS = ("polyline.js", "streets.js", "paper.js", "map.js", "page.js")


def render_page(plan: Plan, streets: Streets | None, contacts: Mapping[str, Contact]) -> str:
    """The page's HTML.

    Parameters
    ----------
    plan
        What is shown.
    streets
        What is drawn below the routes; ``None`` for a blank ground.
    contacts
        Names, addresses, phones and notes by order id; empty for a page without personal data.
    """
    content = content_of(plan, contacts)
    page = _environment().get_template("page.html")
    return page.render(
        content=content,
        plan=plan,
        contacts=contacts,
        counted=counted,
        risk_min=AT_RISK_S // 60,
        left_out=streets.left_out if streets else (),
        drawing=drawing(content, streets),
        styles=Markup("\n").join(_static(name) for name in _STYLES),
        leaflet=_static("leaflet.js"),
        scripts=Markup("\n").join(_static(name) for name in _SCRIPTS),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("routing.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _static(name: str) -> Markup:
    """A file of ours or Leaflet's as it stands, but for the hint where its source map would be."""
    text = (files("routing.page") / "static" / name).read_text(encoding="utf-8")
    return Markup(text.partition("//# sourceMappingURL=")[0])  # noqa: S704 - shipped with the page
