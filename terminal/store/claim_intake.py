"""Claims on their way: what is asked, and what an answer changes, in the transaction that applies it."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from loyalty.wire.canonical import JsonObject
from loyalty.wire.claims import MAX_CLAIMS, ClaimAsk
from terminal.clock import from_timestamp, timestamp
from terminal.membership import AHEAD, HeldClaim
from terminal.store.books import Unit
from terminal.store.tables.lending import claims
from terminal.sync.core import Intake
from terminal.sync.lent import ClaimChange, settle_claims

_WANTED = select(claims.c.claim).where(claims.c.state == "wanted").limit(1)
_MARK_ASKED = update(claims).where(claims.c.state == "wanted").values(state="asked")
_ASKS = (
    select(claims.c.claim, claims.c.member, claims.c.thing, claims.c.sale)
    .where(claims.c.state == "asked")
    .order_by(claims.c.sale == AHEAD, claims.c.claim)
    .limit(MAX_CLAIMS)
)
_CHANGE = (
    update(claims)
    .where(claims.c.claim == bindparam("id"))
    .values(state=bindparam("new_state"), until=bindparam("new_until"), why=bindparam("new_why"))
)
_ASKED_AGAIN = timedelta(hours=1)
"""So long a till whose clock is ahead does not ask anew for what is over here as soon as it is granted."""
_NOBODY = ""
"""The operator of what the till does by itself."""


def is_anything_wanted(connection: Connection) -> bool:
    """Whether there are claims that nobody was asked for yet."""
    return connection.execute(_WANTED).first() is not None


def mark_claims_asked(connection: Connection) -> None:
    """From now on the server may have heard of them."""
    connection.execute(_MARK_ASKED)


def claim_asks(connection: Connection) -> tuple[ClaimAsk, ...]:
    """What is asked for and not answered."""
    return tuple(
        ClaimAsk(each.claim, each.member, each.thing, each.sale == AHEAD)
        for each in connection.execute(_ASKS)
    )


ThingsAhead = Callable[[Unit, str], tuple[str, ...]]
"""What is worth claiming beforehand for a member; nothing for one whom the till does not know."""


def nothing_ahead(unit: Unit, member: str) -> tuple[str, ...]:
    """Nothing, for whoever it is."""
    del unit, member
    return ()


def place_claims(unit: Unit, intake: Intake, things_ahead: ThingsAhead) -> None:
    """Want for the store's regulars what a till alone may use of theirs, as leases are placed for them."""
    have = {held.member for held, _ in unit.claims.live()} if intake.regulars else set[str]()
    for member in intake.regulars:
        for thing in () if member in have else things_ahead(unit, member):
            unit.claims.want(claim=unit.new_id(), member=member, thing=thing, sale=AHEAD)


StockInHand = Callable[[Unit], tuple[str, datetime, Mapping[str, int]]]
"""Whose stock it is, when its day is over, and how many of each thing of it the till should have in hand."""


def no_stock(unit: Unit) -> tuple[str, datetime, Mapping[str, int]]:
    """Nothing, of nobody's."""
    return "", unit.now(), {}


def place_stock(unit: Unit, stock_in_hand: StockInHand) -> None:
    """Want what the till should have in hand of the store's stock; what is gone is asked for once a day."""
    store, until, wanted = stock_in_hand(unit)
    if not wanted:
        return
    have = Counter(held.thing for held, of in unit.claims.live() if of == AHEAD)
    for thing, most in wanted.items():
        missing = most - have[thing]
        if missing > 0 and not unit.claims.is_spent_for_now(thing, unit.now()):
            for _ in range(missing):
                unit.claims.want(claim=unit.new_id(), member=store, thing=thing, sale=AHEAD, until=until)


def take_claims(unit: Unit, intake: Intake) -> None:
    """What the answer says of claims; what is wanted elsewhere and over, or not in use, is given back."""
    live = unit.claims.live()
    held, idle = {claim.claim: claim for claim, _ in live}, {claim.claim for claim, of in live if of == AHEAD}
    now, called = unit.now(), set(intake.claims_called_back)
    for change in settle_claims({name: each.state for name, each in held.items()}, intake):
        mine = held[change.claim]
        is_late = change.claim in idle and _is_granted_over(mine, change, now)
        until = timestamp(now + _ASKED_AGAIN) if is_late else change.until or _until(mine)
        unit.connection.execute(
            _CHANGE,
            {
                "id": change.claim,
                "new_state": change.state,
                "new_until": until,
                "new_why": change.why,
            },
        )
        if is_late:
            del held[change.claim]
            end_claim(unit, _NOBODY, change.claim, member=mine.member, used=False, why="clock-ahead")
    for claim, mine in held.items():
        is_over = mine.until is not None and now >= mine.until
        is_idle = claim in idle
        is_let_go = is_idle and (is_over or mine.state == "refused")
        is_given_back = claim in called and (is_idle or is_over)
        if is_let_go or is_given_back:
            why = "given-back" if is_given_back else ""
            end_claim(unit, _NOBODY, claim, member=mine.member, used=False, why=why)


def _is_granted_over(mine: HeldClaim, change: ClaimChange, now: datetime) -> bool:
    """Whether the server's day is over here before it was granted: this till's clock is ahead of it."""
    is_fresh = mine.state in {"wanted", "asked"} and change.state == "open"
    return is_fresh and change.until is not None and from_timestamp(change.until) <= now


def _until(held: HeldClaim) -> str | None:
    return None if held.until is None else timestamp(held.until)


def end_claim(unit: Unit, operator: str, claim: str, *, member: str, used: bool, why: str = "") -> None:
    """Write that a claim is over, and whether the thing was used; within the transaction that used it."""
    body: JsonObject = {"v": 1, "claim": claim, "member": member, "used": used}
    unit.journal.append("claim_closed", body, operator)
    unit.claims.close(claim, why=why)
