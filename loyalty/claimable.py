"""Which rules of a program may be given by one till at a time, and what of them is worth claiming. Pure.

A promotion or reward with a `limit`, or for the first purchase, could be given once too often by two tills
that do not hear of each other; so a till gives one only while the server keeps it for that till. So could the
last of a reward's `stock_per_day`, which is the store's and no member's. Vouchers are
things of their own (`loyalty.account.vouchers`). Draws and stamp cards are not among these: what they give is
decided where all sales are known.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from loyalty.basket import Basket
from loyalty.program.model import Program, Promotion
from loyalty.quote.missed import WITHHELD, not_holding
from loyalty.quote.situation import Situation
from loyalty.units import Points
from loyalty.wire.claims import FIRST_PURCHASE, rule_of, rule_thing, stock_thing

_MAY_COME: Final = frozenset(
    {WITHHELD, "missed-code", "missed-hours", "missed-tender", "missed-voucher", "missed-voucher-held"}
)
"""What does not hold as a member comes to the counter, and may before they pay."""


def things_of_rule(program: Program, rule: Promotion) -> tuple[str, ...]:
    """What must be kept for a till that gives this rule; nothing for most."""
    stocked = (stock_thing(rule.id),) if rule.id in program.stocked else ()
    limited = (rule_thing(rule.id),) if rule.when.limit is not None else ()
    first = (FIRST_PURCHASE,) if rule.when.first_purchase else ()
    return (*stocked, *limited, *first)


def things_to_claim(program: Program, basket: Basket, *, points: Points) -> tuple[str, ...]:
    """What is worth claiming for the member of a basket, each thing once: what may hold before it is paid.

    A reward with a stock only where `points` are enough for it: the member's balance, whatever of it this
    till was lent by then.
    """
    situation = Situation.of(basket, program.zone)
    wanted = (
        thing
        for rule in program.claimable
        if rule.id not in program.stocked or program.stocked[rule.id].least_points <= points
        if all(why.code in _MAY_COME for why in not_holding(rule, situation, program))
        for thing in things_of_rule(program, rule)
    )
    return tuple(dict.fromkeys(wanted))


def is_left(program: Program, thing: str, *, used: Mapping[str, int], purchases: int) -> bool:
    """Whether a thing of a member is left: a limit not reached, a first purchase not made.

    `used` says in how many sales of the running period each rule with a limit was given.
    """
    if thing == FIRST_PURCHASE:
        return purchases == 0
    rule = program.rules.get(rule_of(thing) or "")
    limit = None if rule is None else rule.when.limit
    return rule is not None and limit is not None and used.get(rule.id, 0) < limit.times


def withheld_rules(program: Program, held: Iterable[str]) -> frozenset[str]:
    """The rules that need something that is not among the things held."""
    things = frozenset(held)
    needs = {rule.id: things_of_rule(program, rule) for rule in program.claimable}
    return frozenset(rule for rule, needed in needs.items() if not things.issuperset(needed))


def things_used(program: Program, rules: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """What a sale used in which these rules gave something: each thing, with the rules that used it."""
    given = frozenset(rules)
    used: dict[str, tuple[str, ...]] = {}
    for rule in program.claimable:
        for thing in things_of_rule(program, rule) if rule.id in given else ():
            used[thing] = (*used.get(thing, ()), rule.id)
    return used
