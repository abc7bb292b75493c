"""Things that can be used once, as tills ask for them, use them and let them go. Pure; files in memory.

Which things there are to claim is the member's file's to say: a voucher that can be used now, a limit that is
not reached, a first purchase that was not made, a benefit that the member has and may use once more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from loyalty.account.benefits import is_use_left
from loyalty.account.granted import granted_tiers, memberships_of
from loyalty.account.told import told_sale
from loyalty.account.vouchers import open_vouchers
from loyalty.claimable import is_left, things_used
from loyalty.errors import Refused
from loyalty.lending import lease_life
from loyalty.program import Program
from loyalty.wire.claims import (
    FIRST_PURCHASE,
    ClaimAsk,
    ClaimRefusal,
    benefit_of,
    stock_of,
    voucher_of,
    voucher_thing,
)
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import CALLED_BACK
from server.keeping import claims
from server.keeping.claims import Claim
from server.model import MemberFile
from server.usecases.incoming import Incoming
from server.usecases.lending import lease_rules
from server.usecases.post_benefit import counting
from server.usecases.sitting import Sitting
from server.usecases.standing import stand, used
from server.usecases.stocking import call_stock_back, keep_stock, use_stock


def claim_things(
    sitting: Sitting, asks: Iterable[ClaimAsk], *, over: Collection[str]
) -> tuple[ClaimRefusal, ...]:
    """Grant what can be granted, member by member; gives what was not, with why.

    Where another till has the thing open, it is called back from there, and asking again is right. `over` are
    claims that somebody else has kept, with whom the member was one.
    """
    refused: list[ClaimRefusal] = []
    for ask in sorted(asks, key=lambda each: (each.member, each.claim)):
        try:
            _claim(sitting, ask, over)
        except Refused as refusal:
            why = refusal.code
            if why == "claimed-elsewhere" and not ask.ahead:
                is_stock = stock_of(ask.thing) is not None
                why = call_stock_back(sitting, ask) if is_stock else _call_back(sitting, ask)
            refused.append(ClaimRefusal(ask.claim, why))
    return tuple(refused)


def use_things(sitting: Sitting, file: MemberFile, body: SaleSettled, incoming: Incoming) -> None:
    """What a sale used that only one till may use at a time, each inside its claim.

    An event of a till that knew of no claims names none, and is believed: it was made when there were none.
    So is one that names none for a limit: those were added later, and what was given too often is borne.
    Of a voucher that is gone, with whoever was forgotten after a restore, the claim alone is used.

    Raises:
        Refused: `claim-missing`, and as `claims.use`.
    """
    if body.extras is None and not sitting.programs[body.program.version].claimable:
        return
    named = {} if body.extras is None else {each.thing: each.claim for each in body.extras.claims}
    _use_limits(sitting, file, body, incoming, named)
    use_stock(sitting, file, body, incoming, named)
    if body.extras is None:
        return
    held = {each.code: each for each in file.keeping.account.vouchers}
    for code in body.used_codes:
        voucher, thing = held.get(code), voucher_thing(code)
        claim = file.claims.get(named.get(thing, ""))
        if voucher is None and (claim is None or claim.is_tombstone):
            continue
        if thing not in named:
            raise Refused("claim-missing", thing=thing)
        holder, now_at = sitting.holder_of(incoming), sitting.till.incarnation
        claims.use(file.claims, named[thing], thing, sale=body.sale, holder=holder, now_at=now_at)
        if voucher is not None and voucher.redeemed_at is not None:
            file.claim_losses[body.sale, thing] = _taken_off(body, voucher.promotion)


def _use_limits(
    sitting: Sitting, file: MemberFile, body: SaleSettled, incoming: Incoming, named: Mapping[str, str]
) -> None:
    """Limits and the first purchase; what was given once too often is the house's loss."""
    program = sitting.programs[body.program.version]
    if not program.claimable:
        return
    born = file.person.birthday if file.person else None
    others = [each for each in file.purchases.values() if each.sale != body.sale]
    counts = used(program, others, at=incoming.at, birthday=born)
    firsts = {rule.id for rule in program.claimable if rule.when.first_purchase}
    given = rules_given(body, incoming.at)
    for thing, rules in things_used(program, given).items():
        if stock_of(thing) is not None:
            continue
        if thing in named:
            holder, now_at = sitting.holder_of(incoming), sitting.till.incarnation
            claims.use(file.claims, named[thing], thing, sale=body.sale, holder=holder, now_at=now_at)
        is_over = (
            any(not each.voided and firsts.intersection(each.rules) for each in others)
            if thing == FIRST_PURCHASE
            else not is_left(program, thing, used=counts, purchases=0)
        )
        if is_over:
            file.claim_losses[body.sale, thing] = sum(_worth(program, body, rule) for rule in rules)


def rules_given(body: SaleSettled, at: datetime) -> tuple[str, ...]:
    """What gave something in a sale, as the promotions' limits count it."""
    given = [each.rule for each in body.discounts] + [each.rule for each in body.earned]
    return tuple(dict.fromkeys(given + (sorted(told_sale(body, at).rules) if body.extras else [])))


def _worth(program: Program, body: SaleSettled, rule: str) -> int:
    """What a rule gave in a sale, points at what one pays."""
    earned = sum(each.points for each in body.earned if each.rule == rule)
    return _taken_off(body, rule) + earned * program.points.worth


def _taken_off(body: SaleSettled, rule: str) -> int:
    return sum(each.amount for each in body.discounts if each.rule == rule)


def _claim(sitting: Sitting, ask: ClaimAsk, over: Collection[str]) -> None:
    if ask.claim in over:
        raise Refused("claim-closed", claim=ask.claim)
    if stock_of(ask.thing) is not None:
        keep_stock(sitting, ask)
        return
    file = sitting.files[sitting.who(ask.member)]
    if file.profile is None:
        raise Refused("member-unknown", member=ask.member)
    if ask.claim not in file.claims:
        if file.profile.state != "active":
            raise Refused(f"member-{file.profile.state}", member=ask.member)
        sitting.check_may_lend()
        _check_thing(sitting, file, ask.thing)
    claims.grant(
        file.claims,
        claim=ask.claim,
        thing=ask.thing,
        holder=sitting.holder,
        at=sitting.now,
        until=sitting.now + lease_life(lease_rules(sitting), ahead=ask.ahead),
    )


def _check_thing(sitting: Sitting, file: MemberFile, thing: str) -> None:
    code = voucher_of(thing)
    if code is None:
        if not _is_left(sitting, file, thing):
            raise Refused("nothing-to-claim", thing=thing)
        return
    known = set(open_vouchers(file.keeping.account, sitting.now))
    known |= dict(file.profile.vouchers if file.profile else ()).keys()
    if code not in known:
        raise Refused("nothing-to-claim", thing=thing)


def _is_left(sitting: Sitting, file: MemberFile, thing: str) -> bool:
    """Whether a limit of the program in force is not reached, or the first purchase not made."""
    program, profile = sitting.program, file.profile
    if program is None or profile is None:
        return False
    if benefit_of(thing) is not None:
        account = counting(file)
        granted = granted_tiers(program, account, sitting.now)
        tier = stand(profile, file.purchases.values(), program, sitting.now, granted=granted).tier
        held = (*profile.memberships, *memberships_of(program, account, sitting.now))
        return is_use_left(program, account, thing, sitting.now, tier=tier, memberships=held)
    born = file.person.birthday if file.person else None
    counts = used(program, file.purchases.values(), at=sitting.now, birthday=born)
    return is_left(program, thing, used=counts, purchases=profile.purchases)


def _call_back(sitting: Sitting, ask: ClaimAsk) -> str:
    """Only what is open at another till can be given back."""
    file = sitting.files[sitting.who(ask.member)]
    rival = claims.rival_of(file.claims, ask.thing)
    if rival is None or rival.state != "open" or rival.till == sitting.till.till:
        return "claimed-elsewhere"
    if rival.called_at is None:
        file.claims[rival.claim] = replace(rival, called_at=sitting.now)
        sitting.rung.add(rival.till)
    return CALLED_BACK


def called_back(held: Iterable[tuple[str, Claim]]) -> tuple[str, ...]:
    """Those of a till's claims that others wait for."""
    return tuple(sorted(each.claim for _, each in held if each.called_at is not None))
