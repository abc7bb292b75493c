"""A real till's database behind the shop's few errands: the rows that the use cases write, nothing else."""

from pathlib import Path

from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import OperatorRow
from terminal.clock import Clock
from terminal.ids import id_maker
from terminal.settings import TillIdentity
from terminal.store.database import Store
from terminal.store.opening import open_store
from terminal.store.outbox import SqlOutbox
from terminal.usecases.leases import end_lease, end_unspent
from tests.sync_model.memory_outbox import TILL

IDENTITY = TillIdentity(
    tenant="tenant-1", store="store-1", till=TILL, code="Q2", name="Quầy 2", number=2, incarnation=1
)
OPERATOR = "lan"


class SqlTill:
    """`TillSide` over a database file; `close_file` when done."""

    def __init__(self, path: Path, clock: Clock, *, feed_epoch: str = "epoch-1") -> None:
        self.store: Store = open_store(path, bytes(32), clock=clock, new_id=id_maker(clock))
        self.outbox = SqlOutbox(self.store)
        with self.store.write() as unit:
            if unit.state.identity() is None:
                unit.state.pair(IDENTITY, feed_epoch=feed_epoch)
                unit.operators.put([OperatorRow(OPERATOR, "Lan", "cashier", "none", "active")])

    def journal(self, kind: str, body: JsonObject) -> str:
        """See `TillSide`."""
        with self.store.write() as unit:
            return unit.journal.append(kind, body, OPERATOR).operation_id

    def attach(self, lease: str, member: str) -> None:
        """See `TillSide`."""
        with self.store.write() as unit:
            unit.leases.want(lease=lease, member=member, sale="open")

    def spendable(self, lease: str) -> int:
        """See `TillSide`; time stands still here."""
        with self.store.read() as reading:
            held = reading.leases.by_id(lease)
        return held.amount - held.spent if held is not None and held.state == "open" else 0

    def sell(self, lease: str, member: str, *, burn: int, earn: int) -> None:
        """See `TillSide`."""
        burned: JsonObject | None = {"points": burn, "lease": lease} if burn else None
        body: JsonObject = {"member": member, "earned_points": earn, "burn": burned}
        with self.store.write() as unit:
            unit.journal.append("sale_settled", body, OPERATOR)
            held = unit.leases.by_id(lease)
            if burn and held is not None:
                end_lease(unit, OPERATOR, held, spent=Points(burn))
            else:
                end_unspent(unit, OPERATOR, held)

    def close(self, lease: str) -> None:
        """See `TillSide`."""
        with self.store.write() as unit:
            end_unspent(unit, OPERATOR, unit.leases.by_id(lease))

    def operations(self) -> list[str]:
        """See `TillSide`."""
        with self.store.read() as reading:
            return [event.operation_id for event in reading.journal.walk(till=TILL, incarnation=1)]

    def leases(self) -> dict[str, tuple[str, int, int]]:
        """See `TillSide`; only what a test has named is looked at."""
        with self.store.read() as reading:
            return {held.lease: (held.state, held.amount, held.spent) for held, _ in reading.leases.live()}

    def close_file(self) -> None:
        """Close the database."""
        self.store.close()
