"""Functions compiled to machine code, which other threads do not have to wait for."""

from __future__ import annotations

import inspect
import pickle
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call, without the interpreter's lock, and keep it on disk if possible.

    Numba keeps it beside the function's file, or, where that is read-only, in the user's cache
    folder. It is compiled anew when that file has changed, or one of what it calls, or a constant.
    """
    return _compile(function)


def compiled_bare(function: Callable[..., Any]) -> Callable[..., Any]:
    """As `compiled`, without counting who refers to an array: none may be made inside.

    Functions that hand many arrays to one another, millions of times, run some twenty times as
    fast. Where a version of numba does not know the option, they are only slower.
    """
    return _compile_bare(function)


def compiled_in_place(function: Callable[..., Any]) -> Callable[..., Any]:
    """As `compiled_bare`, written out in the place of each call.

    A call hands over every field of every array by itself: where there are many and it does little
    with them, that takes longer than all that it does.
    """
    return _compile_bare(function, inline="always")


def is_kept(function: Callable[..., Any]) -> bool:
    """Whether machine code of a compiled function is on disk; true where numba does not tell."""
    kept = _kept(function)
    if kept is None:
        return True
    try:
        with Path(kept._index_path).open("rb") as index:  # noqa: SLF001 - no public way
            return bool(pickle.load(index) == kept._version)  # noqa: S301, SLF001 - numba's own file
    except FileNotFoundError:
        return False


class _Sources(NamedTuple):
    """What machine code is made of: files, and constants by name, which numba freezes."""

    files: frozenset[Path]
    constants: frozenset[tuple[str, str]]


_MADE_OF: dict[str, _Sources] = {}
"""The sources of each module's compiled functions, with those of the modules that they call."""


def _compile(
    function: Callable[..., Any],
    **options: Any,  # noqa: ANN401 - numba's
) -> Callable[..., Any]:
    try:
        done: Callable[..., Any] = numba.njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:  # neither can be written: every process compiles for itself
        done = numba.njit(nogil=True, **options)(function)
    _MADE_OF[function.__module__] = made_of = _sources(function)
    _stamp(done, made_of)
    return done


def _compile_bare(
    function: Callable[..., Any],
    **options: Any,  # noqa: ANN401 - numba's
) -> Callable[..., Any]:
    try:
        return _compile(function, _nrt=False, **options)
    except KeyError:
        return _compile(function, **options)


def _sources(function: Callable[..., Any]) -> _Sources:
    files = {Path(inspect.getfile(function))}
    constants = set()
    modules = {function.__module__}
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, ModuleType):
            modules.add(value.__name__)
            if value.__file__:
                files.add(Path(value.__file__))
        elif isinstance(value, int | float | tuple | np.generic):
            constants.add((name, repr(value)))
        else:
            modules.add(getattr(value, "__module__", ""))
    for known in (sources for module, sources in _MADE_OF.items() if module in modules):
        files |= known.files
        constants |= known.constants
    return _Sources(frozenset(files), frozenset(constants))


def _kept(done: Callable[..., Any]) -> Any:  # noqa: ANN401 - numba's own
    """What numba keeps of a function; ``None`` where it keeps nothing, or in another way."""
    kept = getattr(getattr(done, "_cache", None), "_cache_file", None)
    return kept if hasattr(kept, "_version") and hasattr(kept, "_index_path") else None


def _stamp(done: Callable[..., Any], made_of: _Sources) -> None:
    """Let what is kept hold only as long as none of its sources changes.

    Numba looks at the function's own file alone, and keeps what it calls inside of it. What another
    version of numba kept it does not even read; so the sources are part of the version.
    """
    kept = _kept(done)
    if kept is not None:
        states = [(path.name, path.stat()) for path in sorted(made_of.files)]
        stamps = [(name, state.st_mtime_ns, state.st_size) for name, state in states]
        sources = repr((stamps, sorted(made_of.constants)))
        digest = sha256(sources.encode()).hexdigest()
        kept._version = f"{kept._version} {digest}"  # noqa: SLF001 - no public way
