"""Compiling the search, wherever it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np

from maps import shortest

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def test_weights_pack_and_unpack() -> None:
    duration_ms, length_dm = np.array([0, 1, 86_400_000]), np.array([0, 67_108_863, 5])
    back = shortest.unpacked(shortest.packed(duration_ms, length_dm))
    assert back[0].tolist() == duration_ms.tolist()
    assert back[1].tolist() == length_dm.tolist()


def test_where_nothing_can_be_written_it_is_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Numba refuses to cache where neither the package nor the user's cache can be written."""
    njit = numba.njit

    def read_only(*, cache: bool = False, **options: Any) -> Callable[..., Any]:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        compiler: Callable[..., Any] = njit(**options)
        return compiler

    with monkeypatch.context() as patch:  # numba uses njit itself when it compiles
        patch.setattr(numba, "njit", read_only)
        compiled = shortest._compiled(lambda number: number + 1)
    assert compiled(1) == 2
