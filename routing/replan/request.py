"""What a run through the day is asked for, and what it gives."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.replan.renewal import Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from routing.check.breach import Breach
    from routing.crew.work import Search
    from routing.diagnostics import Diagnostic
    from routing.errors import EngineError
    from routing.events.model import SetAside
    from routing.plan.difference import Difference
    from routing.plan.model import Plan
    from routing.store.model import Deed, Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanRequest:
    """What a run is asked for.

    Attributes
    ----------
    now_s
        The moment, in seconds from the day's midnight.
    by_clock
        Whether that is this very moment: a run that had to wait for its turn then looks again.
    search
        How hubs are searched; ``None``: they are repaired only.
    deadline_s
        The plan is to be written so many seconds after `started_s`, by `time.monotonic`.
    events
        Files of events to be taken in first, besides those of `[replan] events`.
    releases
        Whether the new version is released; ``None``: as the day says.
    back_to
        The number of the version that what can still change is taken from; by default the last.
    locked, unlocked
        What is fixed with it, and let go of.
    agree
        Given what the same run makes without what is asked for by hand, and the new version before
        it is recorded; raises what is against it.
    records
        Whether the new version is recorded and written at all.
    """

    now_s: int
    deed: Deed
    search: Search | None
    by_clock: bool = False
    deadline_s: float | None = None
    started_s: float = field(default_factory=time.monotonic)
    scope: Scope = field(default_factory=Scope)
    out: Path | None = None
    events: tuple[Path, ...] = ()
    releases: bool | None = None
    back_to: int | None = None
    locked: tuple[Lock, ...] = ()
    unlocked: tuple[Lock, ...] = ()
    agree: Callable[[Plan, Plan], None] | None = None
    records: bool = True
    wait: Callable[[str], None] | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether a dispatcher asks for something that the plan would not have by itself."""
        asked = self.locked or self.unlocked or self.scope.move
        return bool(asked) or self.back_to is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """What a run gave.

    `before` is the plan that drivers had, `last` the last version, `changes` what is another than
    there; `without` is what the same run makes without what was asked for by hand, and `last` where
    nothing was; `planned` are the hubs that were planned anew, `set_aside` what was reported and
    not believed, `set_aside_now` what of it the last version did not set aside yet; `new_events`
    and `unusable_rows` came in; `kept` are the hubs that keep their last plan because their new one
    broke a rule.
    """

    plan: Plan
    before: Plan
    last: Plan
    without: Plan
    path: Path
    diagnostics: tuple[Diagnostic, ...]
    failures: tuple[EngineError, ...]
    breaches: tuple[Breach, ...]
    set_aside: tuple[SetAside, ...]
    planned: tuple[str, ...]
    set_aside_now: tuple[SetAside, ...]
    new_events: int
    unusable_rows: int
    seconds: float
    changes: Difference
    recorded: bool
    kept: tuple[str, ...] = ()
