"""A till that loads its directory in short pages and dies at one: `FOLDER PAGE MOMENT`, run as a module.

The moments: the next page was `asked` for; the page at hand is `half written`, just before its commit; it is
`written`, and nobody knows.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event

from loyalty.wire.messages import SyncAnswer, SyncRequest
from terminal.bootstrap.pairing import first_sync
from terminal.store.outbox import SqlOutbox
from terminal.sync import session
from terminal.sync.ahead import AskedAhead
from terminal.sync.core import Intake, Outgoing

PAGE: Final = 100
"""Rows."""


class Death:
    """Kills the process at a moment of the page that is at hand when so many were asked ahead."""

    def __init__(self, *, page: int, moment: str) -> None:
        self._page = page
        self._moment = moment
        self._asked = 0

    def asked(self) -> None:
        """One more page was asked ahead."""
        self._asked += 1
        self.comes("asked")

    def comes(self, moment: str) -> None:
        """It is that moment of a page."""
        if self._asked == self._page and moment == self._moment:
            os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, death: Death) -> int:
    """Load all of it; gives how many rows came."""
    ask, apply = AskedAhead.ask, SqlOutbox.apply

    def ask_ahead(
        self: AskedAhead, outgoing: Outgoing, request: SyncRequest, send: Callable[[SyncRequest], SyncAnswer]
    ) -> None:
        ask(self, outgoing, request, send)
        death.asked()

    def apply_page(self: SqlOutbox, intake: Intake) -> tuple[str, ...]:
        strange = apply(self, intake)
        death.comes("written")
        return strange

    def before_commit(_: Connection) -> None:
        death.comes("half written")

    session.FIRST_FEED_ROWS = PAGE
    event.listen(Engine, "commit", before_commit)
    with patch.object(AskedAhead, "ask", ask_ahead), patch.object(SqlOutbox, "apply", apply_page):
        return first_sync(folder, lambda _: None)


if __name__ == "__main__":
    sys.stdout.write(f"{main(Path(sys.argv[1]), Death(page=int(sys.argv[2]), moment=sys.argv[3]))}\n")
