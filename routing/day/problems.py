"""Why a day cannot be planned at all, with everything that is wrong with its input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.errors import DayError

if TYPE_CHECKING:
    from routing.diagnostics import Diagnostic


class InputError(DayError):
    """The day's input cannot be used.

    Parameters
    ----------
    diagnostics
        Everything that is wrong, at least one. Its first code is the error's code.
    """

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = diagnostics[0]
        if len(diagnostics) == 1:
            super().__init__(first.code, f"{_place(first)}: {first.message}", first.remedy)
        else:
            lines = "".join(f"\n  {diagnostic}" for diagnostic in diagnostics)
            super().__init__(
                first.code,
                f"{len(diagnostics)} things are wrong with the day's input.{lines}\n",
                "Mend them and run again.",
            )
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Diagnostic, ...]]]:  # type: ignore[override]  # rebuilt from its diagnostics, not from its text
        """Survive the way back from a worker process."""
        return type(self), (self.diagnostics,)


def _place(diagnostic: Diagnostic) -> str:
    return diagnostic.file if diagnostic.line is None else f"{diagnostic.file}:{diagnostic.line}"
