"""The one row about this till itself: who it is, how far the server has followed, what it counts."""

from sqlalchemy import Connection, bindparam, func, insert, literal_column, select, update

from loyalty.errors import Refused
from loyalty.wire.chain import GENESIS
from terminal.settings import TillIdentity
from terminal.store.prepared import Prepared
from terminal.store.tables.journal import till_state

_IDENTITY = select(
    till_state.c.tenant,
    till_state.c.store,
    till_state.c.till,
    till_state.c.code,
    till_state.c.name,
    till_state.c.number,
    till_state.c.incarnation,
)
_COUNT_RECEIPT = Prepared(
    update(till_state).values(receipt_number=till_state.c.receipt_number + literal_column("1"))
)
_RECEIPT_NUMBER = Prepared(select(till_state.c.receipt_number))
_NEXT_SHIFT = (
    update(till_state).values(shift_number=till_state.c.shift_number + 1).returning(till_state.c.shift_number)
)
_COUNT_SPEND = Prepared(update(till_state).values(spend_count=till_state.c.spend_count + literal_column("1")))
_SPEND_COUNT = Prepared(select(till_state.c.spend_count))
_RENAME = update(till_state).values(
    code=bindparam("new_code"), name=bindparam("new_name"), number=bindparam("new_number")
)
_WRITE_AGAIN = update(till_state).values(one=till_state.c.one)
_TAKE_UP = update(till_state).values(restored=bindparam("id"))
_ACKED_SEQ = select(till_state.c.acked_seq)
_ACKED_HASH = select(till_state.c.acked_hash)
_BEGIN_LIFE = update(till_state).values(
    incarnation=bindparam("new_incarnation"),
    acked_seq=0,
    acked_hash=bindparam("genesis"),
    spend_count=0,
    receipt_number=func.max(till_state.c.receipt_number, bindparam("known_receipt")),
)


class TillState:
    """The till's row. `watermark` and `set_watermark` belong to the sync."""

    __slots__ = ("_connection", "changed")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.changed = False

    def identity(self) -> TillIdentity | None:
        """Who this till is; None before it is paired."""
        row = self._connection.execute(_IDENTITY).mappings().first()
        return None if row is None else TillIdentity(**row)

    def write_again(self) -> None:
        """Write the row as it is, so that the transaction has something to commit."""
        self._connection.execute(_WRITE_AGAIN)

    def pair(self, identity: TillIdentity, *, feed_epoch: str) -> None:
        """Become that till, with an empty chain and the feed still to be read.

        Raises:
            Refused: `already-paired`; a till's file is one till's for good.
        """
        if self.identity() is not None:
            raise Refused("already-paired")
        self.changed = True
        self._connection.execute(
            insert(till_state).values(
                one=1,
                tenant=identity.tenant,
                store=identity.store,
                till=identity.till,
                code=identity.code,
                name=identity.name,
                number=identity.number,
                incarnation=identity.incarnation,
                acked_seq=0,
                acked_hash=GENESIS,
                feed_epoch=feed_epoch,
                feed_cursor=0,
                receipt_number=0,
                shift_number=0,
                spend_count=0,
            )
        )

    def rename(self, *, code: str, name: str, number: int) -> None:
        """Take the code, name and number that the server says."""
        self.changed = True
        self._connection.execute(_RENAME, {"new_code": code, "new_name": name, "new_number": number})

    def acked_seq(self) -> int:
        """How far the server has followed this life's journal."""
        return int(self._connection.execute(_ACKED_SEQ).scalar_one())

    def acked_hash(self) -> bytes:
        """The hash of the last event that the server has of this life's journal."""
        return bytes(self._connection.execute(_ACKED_HASH).scalar_one())

    def begin_life(self, *, incarnation: int, receipt_number: int) -> None:
        """Another incarnation, with an empty chain and no spend counted; receipts go on from the highest."""
        self.changed = True
        values = {"new_incarnation": incarnation, "genesis": GENESIS, "known_receipt": receipt_number}
        self._connection.execute(_BEGIN_LIFE, values)

    def next_receipt_number(self) -> int:
        """The next number for a receipt; used up only if the transaction commits.

        Raises:
            Refused: `not-paired`.
        """
        _COUNT_RECEIPT.run(self._connection, {})
        row = _RECEIPT_NUMBER.first(self._connection, {})
        if row is None:
            raise Refused("not-paired")
        return int(row[0])

    def next_shift_number(self) -> int:
        """The next number for a shift."""
        return int(self._connection.execute(_NEXT_SHIFT).scalar_one())

    def count_spend(self) -> int:
        """Count one more sale that spends from a lease; how many there are now."""
        _COUNT_SPEND.run(self._connection, {})
        return self.spend_count()

    def spend_count(self) -> int:
        """How many sales have spent from a lease."""
        row = _SPEND_COUNT.first(self._connection, {})
        return 0 if row is None else int(row[0])

    def take_up(self, restored: str) -> None:
        """Note the last restore of the server's that this till has heard of."""
        self._connection.execute(_TAKE_UP, {"id": restored})

    def set_watermark(self, *, acked_seq: int, acked_hash: bytes, feed_epoch: str, feed_cursor: int) -> None:
        """How far the server has followed, and how far the feed was read."""
        self._connection.execute(
            update(till_state).values(
                acked_seq=acked_seq, acked_hash=acked_hash, feed_epoch=feed_epoch, feed_cursor=feed_cursor
            )
        )
