"""`tournee simulate FILE...`: published same-days, as their orders come in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import talks

if TYPE_CHECKING:
    from cli.screen import Screen
    from routing.published.sameday.play import Played

_SEEDS = "Write them like 0-7 or 0,3,5."
_POLICIES = ("prizes", "greedy")
_MOST_SEEDS = 10_000


def _seeds(_: click.Context, __: click.Parameter, text: str) -> tuple[int, ...]:
    """Seeds like ``0-3,7``, each once."""
    seeds: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise click.BadParameter(f"'{text}' are no seeds. {_SEEDS}")
        many = range(int(first), int(last if dash else first) + 1)
        if not many or len(many) > _MOST_SEEDS:
            raise click.BadParameter(f"'{part.strip()}' are {len(many)} seeds. {_SEEDS}")
        seeds += many
    return tuple(dict.fromkeys(seeds))


@click.command("same-day", short_help="Play published same-days, epoch after epoch.")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option(
    "--seeds",
    default="0-7",
    show_default=True,
    metavar="LIST",
    callback=_seeds,
    help="Days of each instance, like 0-7 or 0,3,5.",
)
@click.option(
    "--epoch-seconds",
    type=click.FloatRange(min=0.1),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Wall time to decide in each epoch.",
)
@click.option(
    "--policy",
    type=click.Choice(_POLICIES),
    default="prizes",
    show_default=True,
    help="Send what is worth it, or everything at once.",
)
@click.option("--cores", type=click.IntRange(min=1), metavar="N", help="Default: all.")
@click.option(
    "--published",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Costs to compare with: instance, seed, greedyplus, rollout, oracle.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.jsonl",
    help="Keep every epoch here, and go on with what it holds.",
)
@talks
def command(
    *,
    files: tuple[Path, ...],
    seeds: tuple[int, ...],
    epoch_seconds: float,
    policy: str,
    cores: int | None,
    published: Path | None,
    out: Path | None,
    screen: Screen,
) -> int:
    """Play ORTEC's instances as same-days: orders come in hour after hour, some can wait.

    FILE is an instance with a matrix of travel times. In each epoch the policy decides what leaves
    now; what left is verified, and what it costs is driving time. A run that was interrupted goes
    on where it was when it is started again with the same --out. With --json each day is one line
    on stdout.

    \b
    Exit status: 0 all days are played by the rules · 4 a rule was broken · 5 another run
    writes to --out · 2 the call or a file is wrong.

    \b
    Example:
      tournee simulate ORTEC-*.txt.xz --seeds 0-7 --epoch-seconds 10
        --published ortec_dynamic_published.csv --out days.jsonl
    """
    from cli import simulate_views
    from cli.instances import read_all
    from routing.published.sameday.day import read_playable
    from routing.published.sameday.days import Day, play_days
    from routing.published.sameday.policies import policy_named, warm_up
    from routing.published.sameday.policy import Effort
    from routing.published.sameday.published import read_published
    from routing.published.sameday.records import Manner, kept_records

    known = read_published(published) if published else {}
    instances = read_all(files, read_playable, screen)
    if instances is None:
        return Exit.WRONG_CALL
    cores = cores or os.cpu_count() or 1
    manner = Manner(policy=policy, epoch_seconds=epoch_seconds, cores=cores)
    # Seed by seed, so that what is there when a run is interrupted speaks for all instances.
    wanted = [(instance, seed) for seed in seeds for instance in instances]
    days: list[Day] = []
    with kept_records(out, manner) as records, screen.progress() as progress:
        progress.phase("Loading the search")
        warm_up(instances[0], cores)

        def tell(played: Played) -> None:
            progress.phase(simulate_views.sentence(played))

        effort = Effort(seconds=epoch_seconds, cores=cores)
        try:
            for day in play_days(wanted, policy_named(policy), effort, records, tell):
                days.append(day)
                screen.line(simulate_views.document(day, known))
        finally:
            # Whoever has had enough after an hour still wants what is there.
            if days:
                screen.render(simulate_views.table(days, known))
    return Exit.FAILED if any(day.faults for day in days) else Exit.DONE
