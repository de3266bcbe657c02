"""Asking a server that may be busy; nobody waits here, the waits are written down."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from maps.patience import Patience, UnansweredError, ask, gate


class Server:
    """Fails in these ways, one after the other, then answers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.asked = 0
        self.waits: list[float] = []
        self.told: list[str] = []

    def question(self) -> str:
        """Answer, or fail in the next way."""
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return "answer"

    def ask(self, **patience: float) -> str:
        """Be asked with five tries, unless told otherwise."""
        numbers = {"tries": 5, **patience}
        return ask(
            self.question,
            "osm.example",
            Patience(wait=self.waits.append, **numbers),  # type: ignore[arg-type]  # numbers
            self.told.append,
        )


def busy(wait_s: float | None = None) -> UnansweredError:
    return UnansweredError("is busy", wait_s=wait_s)


def response(status: int, body: bytes = b"", **headers: str) -> requests.Response:
    made = requests.Response()
    made.status_code, made.reason, made.raw = status, "Because", io.BytesIO(body)
    made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return made


def refusal(made: requests.Response) -> UnansweredError:
    with pytest.raises(UnansweredError) as caught:
        gate(lambda _: None)(made)
    return caught.value


def test_a_server_that_answers_is_asked_once() -> None:
    server = Server()
    assert server.ask() == "answer"
    assert (server.asked, server.waits, server.told) == (1, [], [])


def test_each_wait_is_twice_the_one_before_and_told_before_it_begins() -> None:
    server = Server(busy(), busy(), busy())
    assert server.ask(first_wait_s=10) == "answer"
    assert server.waits == [10, 20, 40]
    assert server.told == [
        "osm.example is busy: trying again in 10 s (2 of 5)",
        "osm.example is busy: trying again in 20 s (3 of 5)",
        "osm.example is busy: trying again in 40 s (4 of 5)",
    ]


def test_no_wait_is_longer_than_the_longest() -> None:
    server = Server(*(busy() for _ in range(4)))
    assert server.ask(first_wait_s=50, longest_wait_s=120) == "answer"
    assert server.waits == [50, 100, 120, 120]


def test_after_the_last_try_the_failure_says_how_often_was_asked() -> None:
    server = Server(*(busy() for _ in range(9)))
    with pytest.raises(UnansweredError, match=r"^is busy, and was asked 3 times$"):
        server.ask(tries=3)
    assert (server.asked, len(server.waits)) == (3, 2)


def test_a_server_that_names_a_time_is_left_alone_for_that_time() -> None:
    server = Server(busy(33), busy())
    assert server.ask(first_wait_s=10) == "answer"
    assert server.waits == [33, 20]


def test_a_server_that_wants_more_than_the_longest_wait_is_not_asked_again() -> None:
    server = Server(busy(3600))
    with pytest.raises(UnansweredError):
        server.ask(longest_wait_s=120)
    assert (server.asked, server.waits) == (1, [])


def test_where_asking_again_does_not_help_it_is_not_done() -> None:
    server = Server(UnansweredError("refuses", remedy="Be someone else."))
    with pytest.raises(UnansweredError, match=r"^refuses$") as caught:
        server.ask()
    assert caught.value.remedy == "Be someone else."
    assert server.asked == 1


def test_what_no_server_can_do_passes_through() -> None:
    server = Server(KeyError("a mistake of ours"))
    with pytest.raises(KeyError):
        server.ask()
    assert server.asked == 1


def test_ctrl_c_ends_a_wait() -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    server = Server(busy())
    with pytest.raises(KeyboardInterrupt):
        ask(server.question, "osm.example", Patience(wait=interrupted), server.told.append)
    assert server.asked == 1


@given(
    st.lists(st.builds(busy, st.none() | st.floats(min_value=0, max_value=1e9)), max_size=20),
    st.integers(min_value=1, max_value=8),
)
def test_it_always_ends_in_bounded_time(failures: list[UnansweredError], tries: int) -> None:
    server = Server(*failures)
    try:
        server.ask(tries=tries, first_wait_s=10, longest_wait_s=120)
    except UnansweredError:
        assert failures
    assert server.asked <= tries
    assert len(server.waits) == server.asked - 1 == len(server.told)
    assert all(0 <= wait_s <= 120 for wait_s in server.waits)


@pytest.mark.parametrize("status", [408, 429, 503, 504])
def test_these_statuses_mean_busy(status: int) -> None:
    error = refusal(response(status))
    assert error.reason == f"is busy ({status} Because)"
    assert (error.remedy, error.wait_s) == (None, None)


@pytest.mark.parametrize("status", [500, 502])
def test_these_statuses_mean_broken_and_may_pass(status: int) -> None:
    error = refusal(response(status))
    assert error.reason == f"has a fault of its own ({status} Because)"
    assert error.remedy is None


@pytest.mark.parametrize("status", [400, 403, 404, 406])
def test_a_refusal_lasts(status: int) -> None:
    error = refusal(response(status))
    assert error.reason == f"refuses the question ({status} Because)"
    assert error.remedy


def test_retry_after_is_read_in_seconds_and_as_a_date() -> None:
    assert refusal(response(429, Retry_After="17")).wait_s == 17
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert refusal(response(429, Retry_After=date)).wait_s == pytest.approx(60, abs=5)


def test_a_retry_after_that_has_passed_means_now_and_nonsense_means_nothing() -> None:
    assert refusal(response(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")).wait_s == 0
    assert refusal(response(429, Retry_After="soon")).wait_s is None


def test_a_page_in_place_of_data_says_what_it_is() -> None:
    page = response(200, b"<html>Log in</html>", Content_Type="text/html; charset=utf-8")
    assert refusal(page).reason == "sent something that cannot be read (text/html)"


def test_data_is_looked_at_and_passes() -> None:
    seen: list[object] = []
    gate(seen.append)(response(200, b'{"a": 1}'))
    assert seen == [{"a": 1}]


def test_a_redirection_passes_on_its_way_to_the_answer() -> None:
    gate(lambda _: pytest.fail("there is no answer yet"))(response(308, Location="/elsewhere"))
