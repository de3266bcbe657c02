"""The `tournee` command: finds the sub-command, and turns whatever ends it into an exit status."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from cli.exits import Exit, exit_of
from routing.crew.left_behind import is_anyone_left_behind

if TYPE_CHECKING:
    from types import FrameType

_COMMANDS = {
    "benchmark": "cli.benchmark",
    "check": "cli.check",
    "close": "cli.close",
    "demo": "cli.demo",
    "diff": "cli.diff",
    "export": "cli.export",
    "history": "cli.history",
    "lock": "cli.lock",
    "map": "cli.map",
    "move": "cli.move",
    "new-day": "cli.new_day",
    "plan": "cli.plan",
    "release": "cli.release",
    "replan": "cli.replan",
    "report": "cli.report",
    "sample-day": "cli.sample_day",
    "show": "cli.show",
    "simulate": "cli.simulate",
    "undo": "cli.undo",
    "unlock": "cli.unlock",
    "why": "cli.why",
}


class _LazyGroup(click.Group):
    """Imports a sub-command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name]).command
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tournee", prog_name="tournee")
def tournee() -> None:
    """Plan a store's deliveries: promises kept, at the least cost, on real streets.

    \b
    Example, from a map to a checked plan:
      tournee map build brussels.osm.pbf -o brussels.tmap
      tournee sample-day --map brussels.tmap --orders 200 --hubs 3 --seed 1 -o today
      tournee plan today
    """


def main() -> NoReturn:
    """Run the command line and leave with the command's exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    # A day is a great many small values that stay until the end: looking through them as often as
    # Python does by default costs a tenth of a run, and finds nothing.
    gc.set_threshold(50_000, 20, 100)
    status = run()
    if is_anyone_left_behind():
        # Python would wait for it, or stumble over it, while it tidies up.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - signal's signature
    raise KeyboardInterrupt


def run() -> int:
    """Run the command that the arguments ask for, and give its exit status."""
    try:
        status = tournee.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return Exit.WRONG_CALL
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; nothing half-written is left.", err=True)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has gone; Python would complain once more while closing stdout.
        sys.stderr.close()
        return Exit.DONE
    except Exception as error:  # noqa: BLE001 - the last resort: a status and a sentence, always
        return _explain(error)
    return status if isinstance(status, int) else Exit.DONE


def _explain(error: Exception) -> int:
    from maps.errors import MapError
    from routing.errors import TourneeError

    if isinstance(error, MapError | TourneeError):
        click.echo(f"{error.code}: {error.message}\n  {error.remedy}", err=True)
        return exit_of(error)
    with tempfile.NamedTemporaryFile(
        "w", prefix="tournee-bug-", suffix=".txt", delete=False, encoding="utf-8"
    ) as report:
        report.write("".join(traceback.format_exception(error)))
    click.echo(
        f"BUG: tournee made a mistake ({type(error).__name__}: {error}).\n"
        f"  Nothing half-written is left. Please send {report.name} with your report.",
        err=True,
    )
    return Exit.BUG
