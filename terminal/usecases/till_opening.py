"""Another till for the store, as a manager opens it from this one: their PIN is asked, the server does it.

What comes back is shown and nowhere kept: whoever has the code, while it is good, is the new till. The
journal says who opened which till.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loyalty.errors import Refused
from loyalty.identity.names import tidy
from loyalty.wire.canonical import JsonObject
from loyalty.wire.messages import VERSION
from loyalty.wire.store_desk import LONGEST_TILL_NAME, SETS, TillOpened, TillOpening
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.asking import have_done
from terminal.usecases.sign_in import check_pin

Ask = Callable[[TillOpening], TillOpened]
OURS: Final[Mapping[str, str]] = {
    "operator-may-not": "deed-may-not",
    "till-name-missing": "till-name-missing",
    "till-name-taken": "till-name-taken",
    "tills-full": "tills-full",
    "too-many-pairing-codes": "too-many-pairing-codes",
    "pairing-code-used": "till-code-over",
    "pairing-code-expired": "till-code-over",
}
"""Refusals of the server's that have a sentence here, and its code."""


@dataclass(frozen=True, slots=True)
class TillWish:
    """What the new till is to be called; `deed` is made once, however often it is tried."""

    deed: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A till that waits for its machine: its code on receipts, its name, and what pairs it until when."""

    till_code: str
    name: str
    code: str
    until: datetime


def till_wish(text: str, *, deed: str) -> TillWish:
    """What was typed as a name.

    Raises:
        Refused: `till-name-missing`, `till-name-long` (most).
    """
    name = tidy(text)
    if not name:
        raise Refused("till-name-missing")
    if len(name) > LONGEST_TILL_NAME:
        raise Refused("till-name-long", most=LONGEST_TILL_NAME)
    return TillWish(deed, name)


def open_till(till: Till, session: Session, wish: TillWish, *, own_pin: str, ask: Ask) -> Pairing:
    """Have the server let it in, once it is sure who is here; of the same wish the code is the same.

    Raises:
        Refused: `deed-may-not`, `till-name-taken`, `tills-full`, `too-many-pairing-codes`, `till-code-over`
            (that of this wish pairs nothing more); of `own_pin` as `sign_in`.
        Unavailable: as `have_done`.
    """
    if session.role not in SETS:
        raise Refused("deed-may-not")
    check_pin(till, operator=session.operator, pin=own_pin)
    opening = TillOpening(version=VERSION, deed=wish.deed, operator=session.operator, name=wish.name)
    opened = have_done(lambda: ask(opening), OURS)
    said: JsonObject = {"v": 1, "what": "till", "note": f"{opened.till_code} · {opened.till_name}"}
    with till.store.write() as unit:
        if not unit.journal.has_operation(wish.deed):
            unit.journal.append("store_changed", said, session.operator, wish.deed)
    till.nudge_sync()
    return Pairing(
        till_code=opened.till_code,
        name=opened.till_name,
        code=opened.pairing_code,
        until=till.clock.now() + timedelta(seconds=opened.seconds),
    )
