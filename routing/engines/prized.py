"""Routes for those orders that are worth it: leaving one out costs its own prize, and no more.

Elsewhere an order's prize is more than any way of serving it costs, so that all are served that can
be. Here whoever asks says what each is worth to him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.engines.ruin import RuinSearch
from routing.engines.team import RuinMember, search

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.engines.protocol import Limit
    from routing.problem.model import HubProblem, Solution


def prized_search(
    problem: HubProblem,
    prizes_eur: NDArray[np.float64],
    limit: Limit,
    seed: int,
    *,
    cores: int = 1,
    start: Solution | None = None,
) -> Solution:
    """Routes that cost least together with the prizes of what they leave out.

    Orders are put on routes one by one, where each one's own prize pays for that: a route that
    several pay for together is only found if it is in the start.

    Parameters
    ----------
    prizes_eur
        By task.
    start
        Routes that keep every bound.
    """

    def started(own_seed: int) -> RuinSearch:
        return RuinSearch(problem, own_seed, prizes_eur=prizes_eur)

    members = [RuinMember(started(1000 * number + seed)) for number in range(cores)]
    return search(problem, limit, members, start=start, judge=started(0))
