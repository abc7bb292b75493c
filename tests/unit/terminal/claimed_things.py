"""Vouchers and offers that the server keeps for one till, as the till asks and hears of them."""

from loyalty.wire.claims import ClaimRefusal, OpenClaim, voucher_thing
from terminal.store.claim_intake import take_claims
from terminal.sync.core import Intake
from tests.unit.terminal.kept_things import CODE
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import Counter

THING = voucher_thing(CODE)


def states(counter: Counter) -> list[str]:
    return [state for (state,) in rows(counter, "SELECT state FROM claims ORDER BY claim")]


def closed(counter: Counter) -> list[str]:
    query = "SELECT body FROM journal WHERE kind = 'claim_closed' ORDER BY seq"
    return ["used" if '"used":true' in body else "unused" for (body,) in rows(counter, query)]


def told(
    counter: Counter,
    *,
    claims: tuple[OpenClaim, ...] = (),
    claims_refused: tuple[ClaimRefusal, ...] = (),
    claims_called_back: tuple[str, ...] = (),
) -> None:
    """An answer of the server's, as far as claims are in it."""
    intake = Intake(
        acked_seq=0,
        acked_hash=b"",
        feed_epoch="epoch-1",
        feed_cursor=0,
        claims=claims,
        claims_refused=claims_refused,
        claims_called_back=claims_called_back,
    )
    with counter.store.write() as unit:
        take_claims(unit, intake)
