"""What the feed brings, written: each kind into its own book, in the transaction that applies the answer."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import bindparam, delete

from loyalty.wire.codec import Message
from loyalty.wire.feed import (
    CardRow,
    Erasure,
    EventPlace,
    MemberState,
    OperatorRow,
    ProductRow,
    ProgramRow,
    StoreSettings,
    TillRow,
)
from loyalty.wire.prepaid import GiftState
from terminal.store.books import Unit
from terminal.store.card_intake import take_cards
from terminal.store.shelf import take_products
from terminal.store.tables.journal import quarantined
from terminal.sync.core import Intake

_SETTLED = delete(quarantined).where(
    quarantined.c.till == bindparam("of_till"),
    quarantined.c.incarnation == bindparam("of_incarnation"),
    quarantined.c.seq == bindparam("of_seq"),
)
_MessageT = TypeVar("_MessageT", bound=Message)


def apply_feed(unit: Unit, intake: Intake) -> None:
    """Each kind into its own book; erasures last, so that nothing brings an erased person back."""
    if intake.epoch_is_new:
        unit.members.forget_revisions()
    for settings in _of(intake, StoreSettings):
        unit.config.put_settings(settings)
    for program in _of(intake, ProgramRow):
        unit.config.put_program(program)
    unit.operators.put(_of(intake, OperatorRow))
    take_products(unit, _of(intake, ProductRow), acked_seq=intake.acked_seq)
    unit.members.put(_of(intake, MemberState))
    take_cards(unit, _of(intake, CardRow), acked_seq=intake.acked_seq)
    unit.gifts.put(_of(intake, GiftState))
    for erasure in _of(intake, Erasure):
        unit.members.forget_person(erasure.member)
    identity = unit.state.identity()
    for row, body in intake.feed:
        if isinstance(body, TillRow) and identity is not None and row.key == identity.till:
            unit.state.rename(code=body.code, name=body.name, number=body.number)
            _drop_settled(unit, identity.till, body.settled)


def _drop_settled(unit: Unit, till: str, places: Sequence[EventPlace]) -> None:
    """Nobody has to look at these any more."""
    for place in places:
        named = {"of_till": till, "of_incarnation": place.incarnation, "of_seq": place.seq}
        unit.connection.execute(_SETTLED, named)


def _of(intake: Intake, kind: type[_MessageT]) -> tuple[_MessageT, ...]:
    """The rows of one kind, in the order they came."""
    return tuple(body for _, body in intake.feed if isinstance(body, kind))
