"""`tournee unlock`: what automatic runs may change again."""

from __future__ import annotations

import click

from cli.locking import Asked, asks, change_locks


@click.command("unlock", short_help="Let go of what was locked.")
@asks(
    to="The vehicle that it is locked to.",
    place="Its place in its route.",
    route="The vehicle whose route is locked.",
)
def command(asked: Asked) -> int:
    """Unlock ORDER of DAY, or a vehicle's route.

    Without --to or --place both locks of an order are let go of.

    \b
    Example:
      tournee unlock today O17
      tournee unlock today --route van3
    """
    return change_locks(asked, unlock=True)
