"""Each guard lets a clean test pass and fails the one it is there for, by name."""

import contextlib
import logging
import os
import socket
import threading
from pathlib import Path

import pytest

from tests.guards.handles import no_leaked_handle
from tests.guards.logs import ExpectLog, no_unexpected_warning
from tests.guards.sockets import loopback_only
from tests.guards.threads import no_leaked_thread

LOG = logging.getLogger("guards.example")


def test_a_file_left_open_is_named(tmp_path: Path) -> None:
    name = tmp_path / "left.txt"
    handles: list[int] = []
    with pytest.raises(AssertionError, match=r"left\.txt"), no_leaked_handle():
        handles.append(os.open(name, os.O_CREAT))
    os.close(handles[0])


def test_a_closed_file_is_no_leak(tmp_path: Path) -> None:
    with no_leaked_handle(), (tmp_path / "closed.txt").open("w") as file:
        file.write("x")


def test_a_thread_left_running_is_named_with_the_line_that_started_it() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="forgotten")
    with (
        pytest.raises(AssertionError, match=rf"forgotten \(started at .*{Path(__file__).name}:\d+\)"),
        no_leaked_thread(grace_seconds=0),
    ):
        thread.start()
    end.set()
    thread.join()


def test_a_thread_that_ends_in_its_own_time_is_waited_for() -> None:
    end = threading.Event()
    with no_leaked_thread():
        threading.Thread(target=end.wait).start()
        end.set()


def test_a_warning_nobody_announced_fails(expect_log: ExpectLog) -> None:
    with (
        expect_log("guards.example", "paper is out"),  # the guard around this very test hears it too
        pytest.raises(AssertionError, match=r"guards\.example: paper is out"),
        no_unexpected_warning(),
    ):
        LOG.warning("paper is out")


def test_an_announcement_passes_its_warning_and_fails_without_one(
    expect_log: ExpectLog,
) -> None:
    with expect_log("guards", "cover"):
        LOG.warning("cover open")
    with pytest.raises(AssertionError, match="nothing below 'guards'"), expect_log("guards", "cover"):
        pass


def test_an_address_beyond_loopback_is_refused_and_remembered() -> None:
    with (
        pytest.raises(AssertionError, match=r"203\.0\.113\.1"),
        loopback_only(),
        contextlib.suppress(AssertionError),  # as code under test might swallow it
    ):
        socket.getaddrinfo("203.0.113.1", 9)


def test_loopback_is_let_through() -> None:
    with loopback_only(), socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
