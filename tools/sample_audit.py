"""A morning's journal of the sample shop, for pictures and tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from loyalty.units import Money
from terminal.audit import AuditEntry, AuditQuery
from terminal.session import OperatorTile, Session
from tools.sample_shop import NOW

ENTRIES = (
    AuditEntry(seq=10, at=NOW, kind="claim_closed", operator=""),
    AuditEntry(
        seq=9,
        at=NOW,
        kind="cash_moved",
        operator="Lan",
        approver="Hương",
        amount=Money(750_000),
        detail="out-bank",
    ),
    AuditEntry(
        seq=8,
        at=NOW - timedelta(minutes=1),
        kind="override_given",
        operator="Hương",
        asked_by="Lan",
        detail="paid-out",
    ),
    AuditEntry(
        seq=7,
        at=NOW - timedelta(minutes=9),
        kind="sale_refunded",
        operator="Lan",
        receipt="Q2-000124",
        number=124,
        amount=Money(189_000),
    ),
    AuditEntry(
        seq=6,
        at=NOW - timedelta(minutes=20),
        kind="sale_settled",
        operator="Lan",
        receipt="Q2-000124",
        number=124,
        amount=Money(275_000),
    ),
    AuditEntry(seq=5, at=NOW - timedelta(minutes=31), kind="drawer_opened", operator="", detail="unasked"),
    AuditEntry(
        seq=4,
        at=NOW - timedelta(hours=1),
        kind="drawer_counted",
        operator="Minh",
        amount=Money(850_000),
        difference=Money(-13_500),
    ),
)


@dataclass
class SampleAudit:
    """Implements `AuditErrands`; `queries` are what was looked for, `written` the tables."""

    queries: list[AuditQuery] = field(default_factory=list[AuditQuery])
    written: list[tuple[str, tuple[tuple[str, ...], ...]]] = field(
        default_factory=list[tuple[str, tuple[tuple[str, ...], ...]]]
    )
    failure: Exception | None = None

    def people(self) -> tuple[OperatorTile, ...]:
        """Two of them."""
        return (
            OperatorTile(operator="lan", name="Lan", role="cashier"),
            OperatorTile(operator="huong", name="Hương", role="supervisor"),
        )

    def look(self, session: Session, query: AuditQuery, *, all_of_it: bool) -> tuple[AuditEntry, ...]:
        """By kind, name and the words of a receipt alone."""
        del session, all_of_it
        self.queries.append(query)
        if self.failure is not None:
            raise self.failure
        wanted = query.only or tuple(each.kind for each in ENTRIES)
        found = (each for each in ENTRIES if each.kind in wanted and each.kind not in query.without)
        return tuple(
            each
            for each in found
            if not query.text or query.text in (each.receipt, str(each.amount)) or each.kind in query.kinds
        )

    def write(self, name: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Nothing is written."""
        self.written.append((name, (tuple(titles), *(tuple(each) for each in rows))))
        return f"/exports/{name}"
