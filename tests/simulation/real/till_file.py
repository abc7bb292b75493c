"""What a till's encrypted file has committed, read out of its tables as the invariants want it."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, cast

from loyalty.units import Points
from loyalty.wire.chain import Event
from loyalty.wire.feed import CardRow, MemberState
from loyalty.wire.journal import SaleSettled
from terminal.clock import from_timestamp
from terminal.membership import HeldClaim, HeldLease, LeaseSlice
from terminal.store.books import Reading
from terminal.store.print_jobs import PrintJob
from tests.simulation.disk import Disk

Row = Mapping[str, Any]

_NAMED: Final = (
    "SELECT member FROM members WHERE name != '' OR e164 IS NOT NULL OR birthday IS NOT NULL"
    " UNION SELECT member FROM persons_out"
)
_MEMBERS: Final = "SELECT member, state, alias_of, revision, body FROM members"


def read_disk(reading: Reading, before: Disk | None, damaged: set[tuple[int, int]]) -> Disk:
    """All of it. Rows of the journal that `before` has are not read again; `damaged` is by life and seq."""
    (till,) = _rows(reading, "SELECT * FROM till_state")
    life, returned = till["incarnation"], _returned(reading)
    return Disk(
        till=till["till"],
        incarnation=life,
        feed_epoch=till["feed_epoch"],
        restored=till["restored"],
        events=_events(reading, life, before),
        acked_seq=till["acked_seq"],
        acked_hash=till["acked_hash"],
        feed_cursor=till["feed_cursor"],
        spends=till["spend_count"],
        leases={row["lease"]: _lease(row) for row in _rows(reading, "SELECT * FROM leases")},
        claims={row["claim"]: _claim(row) for row in _rows(reading, "SELECT * FROM claims")},
        members={row["member"]: _member(*row.values()) for row in _rows(reading, _MEMBERS)},
        named={row["member"] for row in _rows(reading, _NAMED)},
        cards={row["number"]: _card(row) for row in _rows(reading, "SELECT * FROM cards")},
        quarantined={
            row["seq"]: row["why"]
            for row in _rows(reading, "SELECT seq, why FROM quarantined WHERE incarnation = ?", life)
        },
        sales=_sales(reading),
        voided={row["sale"] for row in _rows(reading, "SELECT sale FROM voids")},
        returned=returned,
        foreign=_foreign(reading, returned),
        released={
            json.loads(row["body"])["sale"]
            for row in _rows(reading, "SELECT body FROM journal WHERE kind = 'sale_released'")
        },
        damaged={seq for of_life, seq in damaged if of_life == life},
        fork=reading.rehomings.open(),
        program=next(_rows(reading, "SELECT coalesce(max(version), 1) AS newest FROM programs"))["newest"],
        slips={row["job"]: _slip(row) for row in _rows(reading, "SELECT * FROM print_jobs")},
    )


def _rows(reading: Reading, query: str, *values: object) -> Iterator[Row]:
    return (cast("Row", row) for row in reading.connection.exec_driver_sql(query, values).mappings())


def _events(reading: Reading, life: int, before: Disk | None) -> list[Event]:
    known = before.events if before is not None and before.incarnation == life else []
    query = (
        "SELECT till, incarnation, seq, operation_id, kind, at, operator, body, hash FROM journal"
        " WHERE incarnation = ? AND seq > ? ORDER BY seq"
    )
    fresh = [
        Event(**{**row, "body": json.loads(row["body"])}) for row in _rows(reading, query, life, len(known))
    ]
    return [*known, *fresh]


def _lease(row: Row) -> HeldLease:
    slices = tuple(
        LeaseSlice(
            lot=each["lot"],
            points=Points(each["points"]),
            dies_at=None if each["dies_at"] is None else from_timestamp(each["dies_at"]),
            is_bonus=each.get("is_bonus", False),
        )
        for each in json.loads(row["slices"])
    )
    return HeldLease(
        lease=row["lease"],
        member=row["member"],
        state=row["state"],
        amount=Points(row["amount"]),
        spent=Points(row["spent"]),
        slices=slices,
        until=None if row["until"] is None else from_timestamp(row["until"]),
        why=row["why"],
        account=row["account"],
    )


def _claim(row: Row) -> HeldClaim:
    return HeldClaim(
        claim=row["claim"],
        member=row["member"],
        thing=row["thing"],
        state=row["state"],
        until=None if row["until"] is None else from_timestamp(row["until"]),
        why=row["why"],
    )


@lru_cache(maxsize=2_048)
def _member(member: str, state: str, alias_of: str | None, revision: int, body: str) -> MemberState:
    """What the till knows of a member, but for the person."""
    said = {key: value for key, value in json.loads(body).items() if key != "about"}
    more = {"member": member, "alias_of": alias_of, "revision": revision, "person": None}
    return MemberState.from_json({**said, **more, "state": "alias" if state == "person" else state})


def _slip(row: Row) -> PrintJob:
    return PrintJob(
        job=row["job"],
        printer=row["printer"],
        kind=row["kind"],
        document=row["document"],
        copy=bool(row["copy"]),
        state=row["state"],
        attempts=row["attempts"],
        sale=row["sale"],
        created_at=from_timestamp(row["created_at"]),
        why=row["why"],
    )


def _card(row: Row) -> CardRow:
    return CardRow(row["number"], row["member"], "active" if row["active"] else "blocked", row["why"])


def _sales(reading: Reading) -> list[SaleSettled]:
    query = "SELECT body FROM journal JOIN sales USING (incarnation, seq) ORDER BY row"
    return [_sale(row["body"]) for row in _rows(reading, query)]


@lru_cache(maxsize=2_048)
def _sale(text: str) -> SaleSettled:
    """Read once: what is in a journal never changes."""
    return SaleSettled.from_json(json.loads(text))


def _returned(reading: Reading) -> dict[str, int]:
    query = (
        "SELECT sale, sum(quantity) AS back FROM refunds JOIN refund_lines USING (refund)"
        " WHERE line = 0 GROUP BY sale"
    )
    return {row["sale"]: row["back"] for row in _rows(reading, query)}


def _foreign(reading: Reading, returned: dict[str, int]) -> dict[str, SaleSettled]:
    """The sales that other tills let go to this one; what had come back of them there is added."""
    found: dict[str, SaleSettled] = {}
    for row in _rows(reading, "SELECT sale, body, returned FROM foreign_sales"):
        found[row["sale"]] = _sale(row["body"])
        back = dict(json.loads(row["returned"])).get(0, 0)
        returned[row["sale"]] = returned.get(row["sale"], 0) + back
    return found
