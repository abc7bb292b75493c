"""The books of a till in training: the goods, the program and the settings of the real one, and nobody real.

Members, operators, PINs, journal, counters, leases, receipts are not taken over. Where money would go (the
bank's account) is left out too.
"""

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, Table, insert, select

from loyalty.wire.feed import CardRow, MemberState, OperatorRow
from terminal.pairing import PairedServer
from terminal.settings import TillIdentity
from terminal.store.books import Reading, Unit
from terminal.store.database import Store
from terminal.store.pairing_book import SqlPairingBook
from terminal.store.tables.catalogue import barcodes, products, programs, settings

_TAKEN_OVER: Final = (programs, products, barcodes)
_AT_ONCE: Final = 500
_STORE: Final = "store"


def fill_for_training(
    real: Store,
    training: Store,
    *,
    identity: TillIdentity,
    server: PairedServer,
    store_name: str,
    operators: Iterable[OperatorRow],
    members: Iterable[MemberState],
    cards: Iterable[CardRow],
) -> None:
    """Make an empty store that of a till in training, ready to sell; the real one is only read.

    Raises:
        Unavailable: either store; `training` is then of no use.
    """
    SqlPairingBook(training).adopt(identity, feed_epoch="training", server=server)
    with real.read() as reading, training.write() as unit:
        _settings(reading, unit, store_name=store_name)
        for table in _TAKEN_OVER:
            _copy(table, reading.connection, unit.connection)
        unit.operators.put(list(operators))
        unit.members.put(list(members))
        unit.members.put_cards(list(cards))


def _settings(reading: Reading, unit: Unit, *, store_name: str) -> None:
    query = select(settings.c.body).where(settings.c.key == _STORE)
    body = reading.connection.execute(query).scalar_one_or_none()
    if body is not None:
        told = json.loads(body) | {"store_name": store_name, "bank": None}
        written = json.dumps(told, ensure_ascii=False)
        unit.connection.execute(insert(settings).values(key=_STORE, body=written))


def _copy(table: Table, source: Connection, target: Connection) -> None:
    rows = source.execute(select(table)).mappings()
    while some := rows.fetchmany(_AT_ONCE):
        target.execute(insert(table), [dict(each) for each in some])
