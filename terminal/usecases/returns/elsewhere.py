"""A receipt of another till: asked for at the server, and kept here once that till has let it go.

Takes the time that a network takes, and perhaps more than one try: the till that sold it has to hear of it.
"""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from loyalty.errors import Refused
from loyalty.wire.refunding import RefundLockAnswer
from terminal.till import Till

AskLock = Callable[[str], RefundLockAnswer]
"""The server's word on a receipt, by its digits; see `SyncClient.ask_refund_lock`."""


def fetch_sale(till: Till, ask: AskLock, digits: str) -> tuple[Literal["asked", "given"], str]:
    """Ask for a receipt's sale once; gives whether it is here now, and the code of the till that sold it.

    Whose it was is known here from then on, too.

    Raises:
        Unavailable: as `SyncClient.ask_refund_lock`.
        Refused: `receipt-nowhere`, `receipt-back-already`, `sale-locked` (a third till has it before it),
            `receipt-lost-here` (sold here, and gone with a disk that is an older copy now),
            `receipt-of-two-disks` (two disks live as the till that sold it), `receipt-of-two-tills` (two have
            printed the number); any other as `SyncClient.ask_refund_lock`.
    """
    try:
        answer = ask(digits)
    except Refused as refusal:
        raise _in_our_words(refusal, digits) from refusal
    if answer.state == "given" and answer.body is not None:
        with till.store.write() as unit:
            unit.returns.keep_foreign(digits, answer, now=till.clock.now())
            for each in answer.members:
                unit.members.put((each.member, *each.persons))
                unit.members.put_cards(each.cards)
    return answer.state, answer.till_code


_OURS: Final[Mapping[object, str]] = {
    "sale-not-found": "receipt-nowhere",
    "sale-voided": "receipt-back-already",
    "sale-locked": "sale-locked",
    "refund-here": "receipt-lost-here",
    "sale-two-disks": "receipt-of-two-disks",
    "sale-of-two-receipts": "receipt-of-two-tills",
}
"""What the server refuses, as the counter says it."""


def _in_our_words(refusal: Refused, digits: str) -> Refused:
    ours = _OURS.get(refusal.params.get("problem"))
    return refusal if ours is None else Refused(ours, text=digits)
