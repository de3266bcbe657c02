"""Functions compiled to machine code, which other threads do not have to wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba

if TYPE_CHECKING:
    from collections.abc import Callable


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call, without the interpreter's lock, and keep it on disk if possible.

    Numba keeps it beside the function's file, or, where that is read-only, in the user's cache
    folder.
    """
    try:
        done: Callable[..., Any] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither can be written: every process compiles for itself
        done = numba.njit(nogil=True)(function)
    return done
