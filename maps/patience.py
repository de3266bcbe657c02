"""Asking a server that may be busy, down or broken: a few times, with longer and longer waits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import requests
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

if TYPE_CHECKING:
    from collections.abc import Callable

    from maps.build import Progress

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a server is asked, and how long it is left alone in between.

    The first wait is `first_wait_s`, each further one twice as long, up to `longest_wait_s`. A
    server that says itself how long to wait (``Retry-After``) is obeyed; one that wants to be left
    alone for longer than `longest_wait_s` is not asked again. `wait` waits for so many seconds.
    """

    tries: int = 5
    first_wait_s: float = 10.0
    longest_wait_s: float = 120.0
    wait: Callable[[float], None] = time.sleep


class UnansweredError(Exception):
    """A server gave no answer that can be used.

    Parameters
    ----------
    reason
        Goes on from the server's name: ``is busy (429 Too Many Requests)``.
    remedy
        What helps where asking again gives the same; None where that may help.
    wait_s
        How long the server wants to be left alone, where it says so.
    """

    def __init__(
        self, reason: str, *, remedy: str | None = None, wait_s: float | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.wait_s = wait_s


def gate(check: Callable[[Any], None]) -> Callable[..., None]:
    """Give a response hook for requests through which only whole answers pass.

    Parameters
    ----------
    check
        Is given the JSON of an answer with a good status, and raises what is wrong with it.

    Raises
    ------
    UnansweredError
        By the hook: for a status that is an error, and for an answer that is no JSON.
    """

    def let_pass(response: requests.Response, *_: object, **__: object) -> None:
        if response.is_redirect:
            return
        if not response.ok:
            response.close()
            raise _refusal(response)
        try:
            answer = response.json()
        except requests.JSONDecodeError as error:
            kind = response.headers.get("Content-Type", "of no known kind").partition(";")[0]
            raise UnansweredError(f"sent something that cannot be read ({kind})") from error
        check(answer)

    return let_pass


def ask(question: Callable[[], T], server: str, patience: Patience, tell: Progress) -> T:
    """Ask until there is an answer; every wait is told before it begins.

    Raises
    ------
    UnansweredError
        When asking again does not help, or `patience` has run out: the last one, counted.
    """
    asked, wait_s = 0, patience.first_wait_s
    while True:
        asked += 1
        try:
            return question()
        except UnansweredError as error:
            failure = error
        except requests.RequestException as error:
            failure = UnansweredError(_fault(error))
        pause_s = wait_s if failure.wait_s is None else failure.wait_s
        if failure.remedy or asked >= patience.tries or pause_s > patience.longest_wait_s:
            counted = f", and was asked {asked} times" if asked > 1 else ""
            raise UnansweredError(f"{failure.reason}{counted}", remedy=failure.remedy) from failure
        again = f"trying again in {pause_s:.0f} s ({asked + 1} of {patience.tries})"
        tell(f"{server} {failure.reason}: {again}")
        patience.wait(pause_s)
        wait_s = min(2 * wait_s, patience.longest_wait_s)


def _refusal(response: requests.Response) -> UnansweredError:
    status = f"{response.status_code} {response.reason}".strip()
    if response.status_code not in {408, 429} and response.status_code < 500:
        remedy = "Look whether the server lets you in, or choose another one (docs/places.md)."
        return UnansweredError(f"refuses the question ({status})", remedy=remedy)
    wait_s = _retry_after_s(response)
    busy = "is busy" if response.status_code in {408, 429, 503, 504} else "has a fault of its own"
    later = "" if wait_s is None else f", and asks to be left alone for {wait_s:.0f} s"
    return UnansweredError(f"{busy} ({status}){later}", wait_s=wait_s)


def _retry_after_s(response: requests.Response) -> float | None:
    """Seconds or a date, https://www.rfc-editor.org/rfc/rfc9110#name-retry-after ."""
    try:
        return Retry().parse_retry_after(response.headers["Retry-After"])
    except (KeyError, InvalidHeader):
        return None


def _fault(error: requests.RequestException) -> str:
    """Say in a few words what requests says in many."""
    root = _root(error)
    if isinstance(root, TimeoutError):
        return "does not answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "broke off in the middle of its answer"
    said = root.strerror if isinstance(root, OSError) and root.strerror else str(root)
    return f"cannot be reached ({said})"


def _root(error: BaseException) -> BaseException:
    hidden = error.__suppress_context__
    cause = error.__cause__ or (None if hidden else error.__context__)
    return error if cause is None else _root(cause)
