"""What can be used so often was, by the journals: vouchers, the offer for once, treats, the lounge."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from loyalty.wire.claims import benefit_thing, rule_thing, stock_thing, voucher_thing
from loyalty.wire.journal import SaleSettled
from tests.simulation.broken import Broken
from tests.simulation.program import LOUNGE, LOUNGE_TIMES, ONCE, PROGRAM, TREAT, TREATS_A_DAY, store_of
from tests.simulation.server_state import ServerState
from tests.simulation.spoken import Journals

WHOLE = 1_000
"""Thousandths of the one thing that every simulated sale sells."""


def nothing_used_twice(state: ServerState, journals: Journals, doubled: Collection[str]) -> None:
    """Each thing was used by one sale that stands; by more only after two lives, a reclaim or a merge.

    Of two uses the one that the server hears later is borne by the house, whichever of them was honest.
    """
    sales, uses = journals.sales, _uses_of(journals)
    borne = {(sale, thing) for sale, thing, _ in state.lost}
    tills = {known.body.sale: till for (till, _), known in state.sales.items()}
    tills |= {use: till for use, (till, _) in uses.items()}
    merged = {known.body.sale for known in state.sales.values() if known.body.member in state.kin}
    merged |= {use for use, (_, member) in uses.items() if member in state.kin}
    users = _users_of(sales, tills)
    odd = {*doubled, *state.reclaimed}
    for sale, thing in borne:
        if odd.isdisjoint({tills[sale], *users.get((thing, sale), ())}) and sale not in merged:
            raise Broken("the house bears what no fork explains", f"{thing} in {sale} of {tills[sale]}")
    _no_voucher_twice(state, sales, borne)
    _no_offer_twice(state, sales, borne)
    _no_treat_beyond_the_stock(state, sales, borne)
    _no_use_beyond_the_limit(state, journals, borne)


def _users_of(sales: Iterable[SaleSettled], tills: Mapping[str, str]) -> dict[tuple[str, str], set[str]]:
    """By a thing and a sale that used it, the tills that used the same: the member's or the store's."""
    used = [(thing, body.sale, _owner(thing, body, tills)) for body in sales for thing in _things_of(body)]
    by: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for thing, sale, owner in used:
        by[thing, owner].add(tills[sale])
    return {(thing, sale): by[thing, owner] for thing, sale, owner in used}


def _things_of(body: SaleSettled) -> Iterator[str]:
    yield from map(voucher_thing, body.used_codes)
    yield from (rule_thing(rule.rule) for rule in body.discounts if rule.rule == ONCE)
    if body.extras and body.extras.rewards:
        yield stock_thing(TREAT)


def _owner(thing: str, body: SaleSettled, tills: Mapping[str, str]) -> str:
    return store_of(tills[body.sale]) if thing == stock_thing(TREAT) else body.member or ""


def _uses_of(journals: Journals) -> dict[str, tuple[str, str]]:
    """By use of a benefit that was applied, at which till and whose."""
    return {
        str(told.said.body["use"]): (told.event.till, str(told.said.body["member"]))
        for told in journals.applied()
        if told.said.kind == "benefit_used" and not told.is_again
    }


def _no_use_beyond_the_limit(
    state: ServerState, journals: Journals, borne: Collection[tuple[str, str]]
) -> None:
    """Every use that was not taken back is counted once, and nobody's are more than may be."""
    back = {str(each.body["use"]) for each in journals.said_once("benefit_taken_back")}
    held = Counter(use.id for file in state.files.values() for use in file.keeping.account.uses)
    if held != Counter(_uses_of(journals).keys() - back):
        raise Broken("the uses of a benefit are not their journals", str(sorted(held)))
    for member, file in state.files.items():
        uses = [use.id for use in file.keeping.account.uses]
        counted = sum((use, benefit_thing(LOUNGE)) not in borne for use in uses)
        if counted > LOUNGE_TIMES and member not in state.kin:
            raise Broken("a benefit was used beyond its limit", f"{counted} times by {member}")


def _no_voucher_twice(
    state: ServerState, sales: Iterable[SaleSettled], borne: Collection[tuple[str, str]]
) -> None:
    undone = {known.body.sale for known in state.sales.values() if known.voided_by is not None}
    uses: Counter[str] = Counter()
    for body in sales:
        for code in body.used_codes:
            uses[code] += (body.sale, voucher_thing(code)) not in borne and body.sale not in undone
    for code, times in uses.items():
        if times > 1:
            raise Broken("a voucher was used twice", f"{code} by {times} sales that stand")
    for file in state.files.values():
        for voucher in file.keeping.account.vouchers:
            is_used = voucher.redeemed_at is not None
            if is_used != bool(uses[voucher.code]):
                raise Broken("a voucher is not its journals", f"{voucher.code} is used: {is_used}")


def _no_offer_twice(
    state: ServerState, sales: Iterable[SaleSettled], borne: Collection[tuple[str, str]]
) -> None:
    stands = {
        known.body.sale: known.voided_by is None and sum(known.returned.values()) < WHOLE
        for known in state.sales.values()
    }
    given = Counter(
        (rule.rule, body.member)
        for body in sales
        for rule in body.discounts
        if rule.rule == ONCE
        and body.member not in state.kin  # two had it once each; who leaves a household begins anew
        and (body.sale, rule_thing(rule.rule)) not in borne
        and stands[body.sale]
    )
    for (rule, member), times in given.items():
        if times > 1:
            raise Broken("an offer for once was given twice", f"{rule} to {member} in {times} sales")


def _no_treat_beyond_the_stock(
    state: ServerState, sales: Iterable[SaleSettled], borne: Collection[tuple[str, str]]
) -> None:
    """By store and by the day for which each was kept: the claims say which day that was."""
    tills = {known.body.sale: till for (till, _), known in state.sales.items()}
    standing = {known.body.sale for known in state.sales.values() if known.voided_by is None}
    thing, given = stock_thing(TREAT), Counter[tuple[str, date]]()
    for body in sales:
        rewards = body.extras.rewards if body.extras else ()
        if body.sale not in standing or (body.sale, thing) in borne or not rewards:
            continue
        store = store_of(tills[body.sale])
        mine = [each for each in state.stock[store].claims.values() if each.used_by == body.sale]
        if len(mine) != len(rewards):
            raise Broken("what was given of a stock is not counted", f"{body.sale} of {store}")
        given[store, mine[0].granted_at.astimezone(PROGRAM.zone).date()] += 1
    for (store, day), times in given.items():
        if times > TREATS_A_DAY:
            raise Broken("more was given than there were", f"{times} of {TREATS_A_DAY} in {store} on {day}")
