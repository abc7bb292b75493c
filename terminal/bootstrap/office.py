"""A till without its devices, for commands of the back office: its store, its keys, its line to the server.

It holds the data folder, so a till that is at work there refuses it: what a command writes is never written
beside it.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from loyalty.errors import Refused
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.server_line import parties
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.receipts.paper import SlipPaper
from terminal.session import Session
from terminal.store.opening import open_store
from terminal.sync.client import SyncClient
from terminal.till import Till
from terminal.usecases.operators import list_operators
from terminal.usecases.sign_in import check_pin


@dataclass(frozen=True, slots=True)
class Office:
    """The till, and its voice at the server."""

    till: Till
    server: SyncClient

    def session(self, name: str, pin: str) -> Session:
        """Whoever is called so, once they have shown that they are.

        Raises:
            Refused: `unknown-operator`; as `check_pin`.
        """
        found = [each for each in list_operators(self.till) if each.name.casefold() == name.casefold()]
        if len(found) != 1:
            raise Refused("unknown-operator")
        known = check_pin(self.till, operator=found[0].operator, pin=pin)
        return Session(operator=known.operator, name=known.name, role=known.role, at=self.till.clock.now())


@contextmanager
def open_office(data_dir: Path) -> Generator[Office]:
    """The till of a data folder for as long as it takes.

    Raises:
        Refused, Unavailable: as `take_first_glance`, `open_store`, `parties`.
    """
    with ExitStack() as stack:
        first = take_first_glance(data_dir)
        stack.callback(first.close)
        clock = SystemClock()
        store = open_store(first.folder.database, first.database_key, clock=clock, new_id=id_maker(clock))
        stack.callback(store.close)
        us = parties(store, first.keys, server_url=first.configuration.server)
        line = us.line(clock)
        stack.callback(line.close)
        till = Till(store=store, clock=clock, new_id=id_maker(clock), keys=first.keys, paper=SlipPaper())
        yield Office(till, us.client(line))
