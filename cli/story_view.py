"""One order's story for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from routing.why.story import Story


def story(own: Story) -> RenderableType:
    """A line for each part, with what it is about in front."""
    table = Table(title=escape(f"Order {own.order_id}"), title_justify="left", box=None)
    table.show_header = False
    for part in own.parts:
        table.add_row(part.about, escape(part.words))
    return table
