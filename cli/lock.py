"""`tournee lock`: what automatic runs leave as it is."""

from __future__ import annotations

import click

from cli.locking import Asked, asks, change_locks


@click.command("lock", short_help="Fix an order to its vehicle, a stop's place, a whole route.")
@asks(
    to="Only this vehicle may have the order.",
    place="The order's stop keeps its place in its route.",
    route="This vehicle's whole route stays as it is.",
)
def command(asked: Asked) -> int:
    """Lock ORDER of DAY to a vehicle or to its place, or a vehicle's route.

    What comes before a stop that keeps its place stays, too. Without --to an order is locked to
    the vehicle that it has.

    \b
    Example:
      tournee lock today O17 --to van2
      tournee lock today --route van3
    """
    return change_locks(asked, unlock=False)
