"""`tournee simulate`: a day played against the planner, or published same-days against a policy."""

from __future__ import annotations

from pathlib import Path

import click

from cli.simulate_day import command as day
from cli.simulate_same_day import command as same_day


class _ByPath(click.Group):
    """A group whose sub-command may be left out: what is to be played says which one it is."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """See click; a folder, or a day.toml, is a day, and other files are instances."""
        paths = [Path(arg) for arg in args if not arg.startswith("-")]
        if args[0] not in self.commands:
            is_file = any(path.is_file() and path.name != "day.toml" for path in paths)
            args = ["same-day" if is_file else "day", *args]
        return super().resolve_command(ctx, args)


@click.group(
    "simulate",
    cls=_ByPath,
    context_settings={"ignore_unknown_options": True},
    short_help="Play a day, or published same-days, with a clock of its own.",
)
def command() -> None:
    """Play a day folder against the planner, or ORTEC's same-days against a policy.

    What is to be played says which of the two it is, so that 'day' and 'same-day' may be left out.

    \b
    Example:
      tournee simulate today --every 15min
      tournee simulate ORTEC-*.txt.xz --seeds 0-7
    """


command.add_command(day, "day")
command.add_command(same_day, "same-day")
