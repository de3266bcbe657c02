"""A played day for people: a sentence a run, and a table at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from routing.exports.wording import counted

if TYPE_CHECKING:
    from routing.clock import Clock
    from routing.simulation.figures import Figures
    from routing.simulation.play import Played, Run


def sentence(run: Run, clock: Clock) -> str:
    """What a run took in, and what it changed."""
    return (
        f"{clock.wall(run.at_s)}: {counted(run.new_orders, 'new order')},"
        f" {counted(run.new_events, 'event')}, {counted(run.change.changed_stops, 'changed stop')},"
        f" {run.unassigned} unassigned, {run.late} late, {run.seconds:.1f} s"
    )


def table(played: Played, found: Figures) -> RenderableType:
    """What became of the day."""
    made = Table(title=f"{played.day.clock.date}, played", title_justify="left", show_header=False)
    made.add_column()
    made.add_column(justify="right")
    rows = (
        ("promises kept", f"{found.kept} of {found.orders - found.called_off}"),
        ("late", f"{found.late}, {found.late_s / 60:.0f} min in all"),
        ("tried in vain", str(found.failed)),
        ("not delivered", str(found.left)),
        ("called off", str(found.called_off)),
        ("km driven", f"{found.metres / 1000:,.1f}"),
        ("€", f"{found.cents / 100:,.2f}"),
        ("changed stops", str(found.changed_stops)),
        ("changes a driver", f"{found.changes_a_driver:.1f}"),
        ("runs", str(found.runs)),
        (
            "seconds a run: median, 95 %, most",
            f"{found.median_s:.1f}, {found.p95_s:.1f}, {found.most_s:.1f}",
        ),
        ("events not believed", str(found.set_aside)),
    )
    for name, value in rows:
        made.add_row(name, value)
    broken = played.world.breakdown
    if broken is None:
        return made
    wall = played.day.clock.wall
    until = "for good" if broken.back_s is None else f"until {wall(broken.back_s)}"
    return Group(made, Text(f"{broken.vehicle_id} was out from {wall(broken.out_s)} {until}."))
