"""Sales put aside for a customer who comes back in a moment, and taken up again.

A parked sale keeps its goods and its member; the points that were held for it are free again at once, and are
asked for anew when it is taken up. It lies on disk, so it outlives a power cut and a shift.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from loyalty.errors import Refused
from terminal.clock import from_timestamp, timestamp
from terminal.open_sale import OpenSale, detach
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.basket import attach_member, let_go, new_sale
from terminal.usecases.drafts import draft_from, draft_text
from terminal.usecases.leases import end_claims, end_unspent
from terminal.usecases.members import read_member

if TYPE_CHECKING:
    from terminal.store.books import Reading, Unit

MOST_PARKED: Final = 30
"""More customers than that do not come back in a moment."""

NAMED_GOODS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedSale:
    """One parked sale, as a list shows it: its member's name (empty: none), and the first of its goods."""

    sale: str
    parked_at: datetime
    name: str
    lines: int
    goods: tuple[str, ...]


def park_sale(till: Till, session: Session, open_sale: OpenSale) -> OpenSale:
    """Put the sale aside and begin another, which comes back.

    Raises:
        Refused: `nothing-to-park`, `too-many-parked`.
    """
    with till.store.write() as unit:
        _put_aside(till, unit, session, open_sale)
        unit.drafts.forget()
    till.nudge_sync()
    return new_sale(till)


def parked_sales(till: Till) -> tuple[ParkedSale, ...]:
    """What was put aside, the last first."""
    with till.store.read() as reading:
        return tuple(
            _parked(till, reading, row.sale, from_timestamp(row.parked_at), json.loads(row.body))
            for row in reading.drafts.parked()
        )


def recall_sale(till: Till, session: Session, open_sale: OpenSale, parked: str) -> OpenSale:
    """Take a parked sale up again; what was open, if there was anything, is put aside for it.

    The member comes back with points asked for anew, and is left off where they can no longer be attached.

    Raises:
        Refused: `parked-sale-gone` (taken up already).
    """
    with till.store.write() as unit:
        text = unit.drafts.unpark(parked)
        if text is None:
            raise Refused("parked-sale-gone")
        kept = json.loads(text)
        recalled = draft_from(kept)
        if not open_sale.is_empty:
            _put_aside(till, unit, session, open_sale)
        unit.drafts.save(text, at=timestamp(till.clock.now()))
    till.nudge_sync()
    return _with_member(till, session, recalled, kept["member"])


def _put_aside(till: Till, unit: "Unit", session: Session, open_sale: OpenSale) -> None:
    if open_sale.is_empty:
        raise Refused("nothing-to-park")
    if len(unit.drafts.parked()) >= MOST_PARKED:
        raise Refused("too-many-parked", limit=MOST_PARKED)
    let_go(till, unit, session, open_sale.lease)
    for lease in (open_sale.wallet_lease, *open_sale.gift_cards):
        end_unspent(unit, session.operator, lease)
    end_claims(unit, session.operator, open_sale.claims)
    kept = replace(open_sale, lease=None, gift_cards=(), claims=(), wallet_lease=None)
    unit.drafts.park(open_sale.sale, draft_text(kept), at=timestamp(till.clock.now()))


def _with_member(till: Till, session: Session, recalled: OpenSale, member: str | None) -> OpenSale:
    if member is None:
        return recalled
    try:
        with till.store.read() as reading:
            known = read_member(till, reading, member)
    except Refused:
        return detach(recalled)
    attached = attach_member(till, session, recalled, known)
    return replace(attached, rewards=recalled.rewards, burn=recalled.burn)


def _parked(
    till: Till, reading: "Reading", sale: str, parked_at: datetime, kept: Mapping[str, Any]
) -> ParkedSale:
    lines = kept["lines"]
    return ParkedSale(
        sale=sale,
        parked_at=parked_at,
        name="" if kept["member"] is None else _name_of(till, reading, kept["member"]),
        lines=len(lines),
        goods=tuple(line["name"] for line in lines[:NAMED_GOODS]),
    )


def _name_of(till: Till, reading: "Reading", member: str) -> str:
    try:
        return read_member(till, reading, member).name
    except Refused:
        return ""
