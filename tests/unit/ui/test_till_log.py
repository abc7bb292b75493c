"""The till's log has what nobody caught, whichever thread it ended."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pytest

from tests.guards.logs import ExpectLog
from ui.till_log import TillLog


class Console:
    """Stands where bugs were told before there was a till."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def main_thread(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        self.told.append(error)

    def other_threads(self, ended: threading.ExceptHookArgs) -> None:
        self.told.append(ended.exc_value)


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    console = Console()
    monkeypatch.setattr(sys, "excepthook", console.main_thread)
    monkeypatch.setattr(threading, "excepthook", console.other_threads)
    yield console
    assert sys.excepthook == console.main_thread
    assert threading.excepthook == console.other_threads


def test_a_thread_that_a_bug_ends_is_named_with_the_bug(
    tmp_path: Path, console: Console, expect_log: ExpectLog
) -> None:
    log = TillLog(tmp_path / "log")
    bug = ZeroDivisionError("no rows to share by")

    def work() -> None:
        raise bug

    with expect_log("ui.till_log", "printer has ended by this"):
        worker = threading.Thread(target=work, name="printer")
        worker.start()
        worker.join()
    log.close()
    written = (tmp_path / "log").read_text(encoding="utf-8")
    assert "CRITICAL ui.till_log: printer has ended by this" in written
    assert "in work" in written
    assert "ZeroDivisionError: no rows to share by" in written
    assert console.told == [bug]


def test_a_bug_on_the_main_thread_is_written_and_still_told(
    tmp_path: Path, console: Console, expect_log: ExpectLog
) -> None:
    log = TillLog(tmp_path / "log")
    bug = KeyError("sku")
    with expect_log("ui.till_log", "nobody caught this"):
        sys.excepthook(KeyError, bug, None)
    log.close()
    assert "KeyError: 'sku'" in (tmp_path / "log").read_text(encoding="utf-8")
    assert console.told == [bug]
    sys.excepthook(KeyError, bug, None)
    assert (tmp_path / "log").read_text(encoding="utf-8").count("KeyError: 'sku'") == 1
