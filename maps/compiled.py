"""Functions compiled to machine code, which other threads do not have to wait for."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numba

if TYPE_CHECKING:
    from collections.abc import Callable


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call, without the interpreter's lock, and keep it on disk if possible.

    Numba keeps it beside the function's file, or, where that is read-only, in the user's cache
    folder.
    """
    return _compile(function)


def compiled_bare(function: Callable[..., Any]) -> Callable[..., Any]:
    """As `compiled`, without counting who refers to an array: none may be made inside.

    Functions that hand many arrays to one another, millions of times, run some twenty times as
    fast. Where a version of numba does not know the option, they are only slower.
    """
    try:
        return _compile(function, _nrt=False)
    except KeyError:
        return _compile(function)


def is_kept(function: Callable[..., Any]) -> bool:
    """Whether machine code of a compiled function is on disk; true where numba does not tell."""
    cache = getattr(function, "_cache", None)
    folder = getattr(cache, "cache_path", None)
    if folder is None:
        return True
    name = f"{Path(inspect.getfile(inspect.unwrap(function))).stem}.{function.__qualname__}-*.nbi"
    return any(Path(folder).glob(name))


def _compile(
    function: Callable[..., Any],
    **options: Any,  # noqa: ANN401 - numba's
) -> Callable[..., Any]:
    try:
        done: Callable[..., Any] = numba.njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:  # neither can be written: every process compiles for itself
        done = numba.njit(nogil=True, **options)(function)
    return done
