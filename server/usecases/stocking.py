"""A store's stock of rewards, as its tills ask for it, give it and take it back. Pure; files in memory.

The store's claims are a file of their own among the members' (`stock_file`), which is there only where the
batch touches the stock; whoever loads it holds the store's row until the end of the transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.wire.claims import ClaimAsk, stock_of, stock_thing
from loyalty.wire.extras import RewardGiven
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import CALLED_BACK
from server.keeping import claims, stock
from server.keeping.claims import Claim
from server.model import MemberFile
from server.usecases.incoming import Incoming
from server.usecases.sitting import Sitting

NOTHING_LEFT = "nothing-left"
"""Why an ask was refused: the day's stock is given away."""


def stock_file(sitting: Sitting) -> MemberFile | None:
    """The store's claims, where this sitting has them open."""
    return sitting.files.get(sitting.till.store)


def touches_stock(
    store: str, programs: Iterable[Program], named: Iterable[Incoming], sales: Iterable[SaleSettled]
) -> bool:
    """Whether the events or the sales have to do with what a store gives away by the day."""
    stocked = {reward for program in programs for reward in program.stocked}
    given = (rewards_of(sale) for sale in sales)
    return any(each.member == store for each in named) or any(
        each.rule in stocked for rewards in given for each in rewards
    )


def stock_names(sales: Iterable[SaleSettled]) -> set[str]:
    """The claims that these sales used or may be counted under."""
    names: set[str] = set()
    for sale in sales:
        names |= set(stock.named_for(sale.sale, len(rewards_of(sale))))
        names |= {used.claim for used in (sale.extras.claims if sale.extras else ())}
    return names


def rewards_of(sale: SaleSettled) -> tuple[RewardGiven, ...]:
    """The rewards that a sale gave."""
    return sale.extras.rewards if sale.extras else ()


def keep_stock(sitting: Sitting, ask: ClaimAsk) -> None:
    """Keep one of today's for the till that asks.

    Raises:
        Refused: `nothing-left`, `claimed-elsewhere` (other tills have the last), `nothing-to-claim` (no such
            stock, or another store's), `till-cloned`, `server-restored`, and as `claims.is_held`.
    """
    file, program = stock_file(sitting), sitting.program
    if file is None or program is None or ask.member != sitting.till.store:
        raise Refused("nothing-to-claim", thing=ask.thing)
    if claims.is_held(file.claims, ask.claim, sitting.holder):
        return
    sitting.check_may_lend()
    reward = program.stocked.get(stock_of(ask.thing) or "")
    if reward is None:
        raise Refused("nothing-to-claim", thing=ask.thing)
    today = sitting.now.astimezone(sitting.zone).date()
    if stock.taken(file.claims, ask.thing, on=today, zone=sitting.zone) >= (reward.stock_per_day or 0):
        raise Refused("claimed-elsewhere" if _rivals(sitting, file, ask) else NOTHING_LEFT, thing=ask.thing)
    claims.add(
        file.claims,
        claim=ask.claim,
        thing=ask.thing,
        holder=sitting.holder,
        at=sitting.now,
        until=stock.end_of(today, sitting.zone),
    )


def call_stock_back(sitting: Sitting, ask: ClaimAsk) -> str:
    """Ask the other tills for the last of it: what is in no basket comes back at once."""
    file = stock_file(sitting)
    for each in [] if file is None else _rivals(sitting, file, ask):
        if each.called_at is None and file is not None:
            file.claims[each.claim] = replace(each, called_at=sitting.now)
            sitting.rung.add(each.till)
    return CALLED_BACK


def use_stock(
    sitting: Sitting, file: MemberFile, body: SaleSettled, incoming: Incoming, named: Mapping[str, str]
) -> None:
    """What a sale gave of the store's stock; what was one too many is the house's loss.

    Raises:
        Refused: as `claims.use`.
    """
    held, program = stock_file(sitting), sitting.programs[body.program.version]
    for place, given in enumerate(rewards_of(body)):
        reward = program.stocked.get(given.rule)
        if held is None or reward is None:
            continue
        thing = stock_thing(given.rule)
        day = _use_one(sitting, held, body, incoming, (place, thing, named.get(thing)))
        counted = stock.taken(held.claims, thing, on=day.astimezone(sitting.zone).date(), zone=sitting.zone)
        if counted > (reward.stock_per_day or 0):
            file.claim_losses[body.sale, thing] = given.amount


def _use_one(
    sitting: Sitting,
    held: MemberFile,
    body: SaleSettled,
    incoming: Incoming,
    what: tuple[int, str, str | None],
) -> datetime:
    """Use it inside its claim, or count it beside them; gives a moment of the day that it counts for."""
    place, thing, claim = what
    holder = sitting.holder_of(incoming)
    if claim is not None:
        now_at = sitting.till.incarnation
        claims.use(held.claims, claim, thing, sale=body.sale, holder=holder, now_at=now_at)
        if held.claims[claim].used_by == body.sale:
            return held.claims[claim].granted_at
    day = incoming.at if claim is None else held.claims[claim].granted_at
    stock.count_beside(held.claims, thing=thing, sale=body.sale, place=place, holder=holder, at=day)
    return day


def put_stock_back(sitting: Sitting, sale: str) -> None:
    """A sale was taken back whole: what it gave of the stock can be given again."""
    held = stock_file(sitting)
    if held is not None:
        stock.put_back(held.claims, sale)


def _rivals(sitting: Sitting, file: MemberFile, ask: ClaimAsk) -> list[Claim]:
    """What other tills have of it and could give back."""
    return [
        each
        for each in file.claims.values()
        if each.thing == ask.thing and each.state == "open" and each.till != sitting.till.till
    ]
