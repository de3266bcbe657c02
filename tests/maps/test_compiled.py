"""Compiling, wherever it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba

from maps.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


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
        done = compiled(lambda number: number + 1)
    assert done(1) == 2
