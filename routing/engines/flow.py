"""Cheapest assignment under capacities, by OR-Tools' min-cost flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.graph.python import min_cost_flow

if TYPE_CHECKING:
    from numpy.typing import NDArray


def assign_at_least_cost(
    costs: NDArray[np.int64], capacities: NDArray[np.int64], overflow_cost: int
) -> NDArray[np.int64]:
    """Give each row one column so that the sum of costs is least.

    A column takes `capacities` rows at their cost, and every further one at `overflow_cost` more:
    too little capacity makes an assignment dear, never impossible.

    Parameters
    ----------
    costs
        Shape (rows, columns), not negative.
    capacities
        Shape (columns,), not negative.
    overflow_cost
        The price of one row too many in a column.

    Returns
    -------
    numpy.ndarray
        Shape (rows,): the column of each row.
    """
    rows, columns = costs.shape
    if rows == 0:
        return np.empty(0, np.int64)
    row, column = np.divmod(np.arange(rows * columns), columns)
    sink = rows + columns
    every_column = rows + np.arange(columns)
    to_sink = np.full(columns, sink)
    flow = min_cost_flow.SimpleMinCostFlow()
    chosen = flow.add_arcs_with_capacity_and_unit_cost(
        row, rows + column, np.ones(rows * columns, np.int64), costs.ravel()
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        every_column, to_sink, np.minimum(capacities, rows), np.zeros(columns, np.int64)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        every_column, to_sink, np.full(columns, rows), np.full(columns, overflow_cost)
    )
    flow.set_nodes_supplies(np.arange(rows), np.ones(rows, np.int64))
    flow.set_node_supply(sink, -rows)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"min-cost flow ended with {status!r} on a feasible network")
    flows: NDArray[np.int64] = np.asarray(flow.flows(chosen)).reshape(rows, columns)
    columns_of_rows: NDArray[np.int64] = flows.argmax(axis=1).astype(np.int64)
    return columns_of_rows
