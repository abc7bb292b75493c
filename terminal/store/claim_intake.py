"""Claims on their way: what is asked, and what an answer changes, in the transaction that applies it."""

from sqlalchemy import Connection, bindparam, select, update

from loyalty.wire.canonical import JsonObject
from loyalty.wire.claims import MAX_CLAIMS, ClaimAsk
from terminal.store.books import Unit
from terminal.store.tables import claims
from terminal.sync.core import Intake, settle_claims

_WANTED = select(claims.c.claim).where(claims.c.state == "wanted").limit(1)
_MARK_ASKED = update(claims).where(claims.c.state == "wanted").values(state="asked")
_ASKS = (
    select(claims.c.claim, claims.c.member, claims.c.thing)
    .where(claims.c.state == "asked")
    .order_by(claims.c.claim)
    .limit(MAX_CLAIMS)
)
_CHANGE = (
    update(claims)
    .where(claims.c.claim == bindparam("id"))
    .values(state=bindparam("new_state"), until=bindparam("new_until"), why=bindparam("new_why"))
)
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
    return tuple(ClaimAsk(each.claim, each.member, each.thing) for each in connection.execute(_ASKS))


def take_claims(unit: Unit, intake: Intake) -> None:
    """What the answer says of claims; what is over and wanted elsewhere is given back."""
    held = {claim.claim: claim for claim, _ in unit.claims.live()}
    for change in settle_claims({name: each.state for name, each in held.items()}, intake):
        unit.connection.execute(
            _CHANGE,
            {
                "id": change.claim,
                "new_state": change.state,
                "new_until": change.until,
                "new_why": change.why,
            },
        )
    now = unit.now()
    for claim in intake.claims_called_back:
        mine = held.get(claim)
        if mine is not None and mine.until is not None and now >= mine.until:
            end_claim(unit, _NOBODY, claim, member=mine.member, used=False)


def end_claim(unit: Unit, operator: str, claim: str, *, member: str, used: bool) -> None:
    """Write that a claim is over, and whether the thing was used; within the transaction that used it."""
    body: JsonObject = {"v": 1, "claim": claim, "member": member, "used": used}
    unit.journal.append("claim_closed", body, operator)
    unit.claims.close(claim)
