"""Functions compiled to machine code, which other threads do not have to wait for."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numba

if TYPE_CHECKING:
    from collections.abc import Callable


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call, without the interpreter's lock, and keep it on disk if possible.

    Numba keeps it beside the function's file, or, where that is read-only, in the user's cache
    folder. It is compiled anew when that file has changed, or one with compiled functions that it
    names.
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
    folder = getattr(getattr(function, "_cache", None), "cache_path", None)
    if folder is None:
        return True
    name = f"{Path(inspect.getfile(inspect.unwrap(function))).stem}.{function.__qualname__}-*.nbi"
    changed = max(path.stat().st_mtime for path in _SOURCES[function.__module__])
    return any(path.stat().st_mtime >= changed for path in Path(folder).glob(name))


_SOURCES: dict[str, frozenset[Path]] = {}
"""By module, the files that its compiled functions are made of: its own and those that it names."""


def _compile(
    function: Callable[..., Any],
    **options: Any,  # noqa: ANN401 - numba's
) -> Callable[..., Any]:
    try:
        done: Callable[..., Any] = numba.njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:  # neither can be written: every process compiles for itself
        done = numba.njit(nogil=True, **options)(function)
    _SOURCES[function.__module__] = _sources(function)
    _stamp(done)
    return done


def _sources(function: Callable[..., Any]) -> frozenset[Path]:
    named = {
        value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", "")
        for value in function.__globals__.values()
    }
    return frozenset({Path(inspect.getfile(function))}).union(
        *(files for module, files in _SOURCES.items() if module in named)
    )


def _stamp(done: Callable[..., Any]) -> None:
    """Let what is kept hold only as long as none of its sources changes.

    Numba looks at the function's own file alone, and keeps what it calls inside of it.
    """
    kept: Any = getattr(getattr(done, "_cache", None), "_cache_file", None)
    if hasattr(kept, "_source_stamp"):
        files = sorted(_SOURCES[done.__module__])
        stamps = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files]
        kept._source_stamp = stamps  # noqa: SLF001 - there is no public way
