"""No warning is logged that the test did not announce: it would be a fault nobody looked at."""

import logging
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class ExpectLog(Protocol):
    """How a test announces the warnings it provokes."""

    def __call__(self, logger: str, text: str) -> AbstractContextManager[None]:
        """Claim, within the block, what `logger` or a logger below it says with `text` in the message.

        Fails when nothing of the kind was said.
        """
        ...


class _Listener(logging.Handler):
    """Keeps the records of one test, the ones that were announced taken out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it; called on whatever thread logs."""
        self.records.append(record)

    @contextmanager
    def expect(self, logger: str, text: str) -> Generator[None]:
        """See `ExpectLog`."""
        yield
        claimed = [
            record for record in self.records if _is_from(record, logger) and text in record.getMessage()
        ]
        assert claimed, (
            f"nothing below {logger!r} logged a warning with {text!r}; logged: {_told(self.records)}"
        )
        for record in claimed:
            self.records.remove(record)


def _is_from(record: logging.LogRecord, logger: str) -> bool:
    return record.name == logger or record.name.startswith(logger + ".")


def _told(records: list[logging.LogRecord]) -> str:
    return "; ".join(
        f"{record.name}: {record.getMessage()} ({record.pathname}:{record.lineno})" for record in records
    )


@contextmanager
def no_unexpected_warning() -> Generator[ExpectLog]:
    """Fail on each record of level WARNING or above that no `expect` claimed."""
    listener = _Listener()
    root = logging.getLogger()
    root.addHandler(listener)
    try:
        yield listener.expect
    finally:
        root.removeHandler(listener)
    assert not listener.records, f"unexpected warning: {_told(listener.records)}"
