"""The environment that the peers live in: made once, outside of the checkout, then kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
OLDEST = (3, 12)
"""The first Python that there are wheels of OSRM and Valhalla for."""


class NoPeersError(Exception):
    """The peers' environment cannot be made."""


def peers_python(tell: Callable[[str], None]) -> Path:
    """Give the interpreter of the peers' environment, which is made where it is missing or old.

    Raises
    ------
    NoPeersError
        Where no interpreter is new enough, or the packages cannot be installed.
    """
    folder = platformdirs.user_cache_path("tournee") / "benchmark-peers"
    python, installed = folder / "bin" / "python", folder / "installed.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if installed.is_file() and installed.read_text(encoding="utf-8") == wanted:
        return python
    tell(f"making the peers' environment in {folder}")
    shutil.rmtree(folder, ignore_errors=True)
    _run(new_enough(_interpreters()), "-m", "venv", folder)
    _run(python, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS)
    installed.write_text(wanted, encoding="utf-8")
    return python


def new_enough(interpreters: Iterator[Path]) -> Path:
    """Give the first interpreter that runs and is new enough.

    Raises
    ------
    NoPeersError
        Where there is none.
    """
    found = next((python for python in interpreters if _version(python) >= OLDEST), None)
    if found is None:
        oldest = ".".join(map(str, OLDEST))
        raise NoPeersError(
            f"the peers need Python {oldest} or later, and there is none on the PATH or with pyenv;"
            f" install one (for example: pyenv install {oldest})"
        )
    return found


def versions(python: Path) -> dict[str, str]:
    """Give the versions of Python and of the peers' packages."""
    script = (
        "import platform, sys; from importlib.metadata import version\n"
        "print(platform.python_version(), *map(version, sys.argv[1:]))"
    )
    names = [line.split("==")[0] for line in REQUIREMENTS.read_text(encoding="utf-8").split()]
    done = subprocess.run(
        [python, "-c", script, *names], capture_output=True, text=True, check=True
    )
    return dict(zip(["python", *names], done.stdout.split(), strict=True))


def _interpreters() -> Iterator[Path]:
    yield Path(sys.executable)
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            yield Path(found)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob("versions/3.*/bin/python"), reverse=True)


def _version(python: Path) -> tuple[int, ...]:
    """Ask an interpreter; nothing where it does not run, as a shim of pyenv may not."""
    done = subprocess.run(
        [python, "-c", "import sys; print(*sys.version_info[:2])"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return tuple(map(int, done.stdout.split())) if not done.returncode else ()


def _run(python: Path, *arguments: object) -> None:
    done = subprocess.run(
        [python, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NoPeersError(f"{python} {' '.join(map(str, arguments))}: {(said or ['failed'])[-1]}")
