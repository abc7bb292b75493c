"""Who is lent how much, by the program: the part of granting that needs no database. Pure."""

from collections.abc import Callable, Iterable, Mapping

from loyalty.errors import Refused
from loyalty.lending import Standing, lease_life, lendable
from loyalty.program.leases import USUAL_LEASES, LeaseRules
from loyalty.units import Points
from loyalty.wire.messages import LeaseAsk, LeaseRefusal
from server.books import leasing
from server.books.model import Books, Lease
from server.books.pots import GIFT, WALLET
from server.model import MemberFile
from server.usecases.sitting import Sitting

AskOthers = Callable[[LeaseAsk], str]
"""Calls back what other tills hold of a member; gives why the ask got nothing."""


def lend(
    sitting: Sitting,
    asks: Iterable[LeaseAsk],
    *,
    lent: Points,
    holders: Mapping[str, str],
    ask_others: AskOthers,
) -> tuple[LeaseRefusal, ...]:
    """Grant what can be granted, member by member; gives the asks that got nothing, with why.

    `lent` is what the till holds of everybody's points before; `holders` are those who have lent it anything
    under a name that is asked for.
    """
    refused: list[LeaseRefusal] = []
    lent_by = dict(holders)
    for ask in sorted(asks, key=lambda each: (each.member, each.lease)):
        try:
            _check_name(sitting, ask, lent_by)
            lent = Points(lent + _grant(sitting, ask, lent))
        except Refused as refusal:
            code = refusal.code
            if code == "lent-elsewhere":
                code = ask_others(ask)
            refused.append(LeaseRefusal(ask.lease, code))
    return tuple(refused)


def lease_rules(sitting: Sitting) -> LeaseRules:
    """What the program says of leases."""
    return USUAL_LEASES if sitting.program is None else sitting.program.leases


def held_elsewhere(sitting: Sitting, ask: LeaseAsk) -> list[Lease]:
    """The leases of the member that other tills can give back.

    None of them for an ask beforehand. What is frozen, or held by a life of a till that is over, nobody can
    give back.
    """
    if ask.ahead:
        return []
    held = _books_of(sitting, ask).leases.values()
    return [lease for lease in held if lease.state == "open" and lease.till != sitting.till.till]


def holder_of(sitting: Sitting, ask: LeaseAsk) -> str:
    """Whose points or money is asked for: a member, or a gift card by its number."""
    return ask.member if ask.account == GIFT.name else sitting.who(ask.member)


def _check_name(sitting: Sitting, ask: LeaseAsk, lent_by: dict[str, str]) -> None:
    """A till makes a name for each lease; only one that was tampered with asks two holders by one."""
    holder = holder_of(sitting, ask)
    if lent_by.setdefault(ask.lease, holder) != holder:
        raise Refused("lease-of-another-member", lease=ask.lease)


def _grant(sitting: Sitting, ask: LeaseAsk, till_lent: Points) -> Points:
    """Grant one lease; gives how many points were lent by it now: money is not counted among them."""
    if ask.account == GIFT.name:
        _lend_gift(sitting, ask)
        return Points(0)
    file = sitting.files[sitting.who(ask.member)]
    if file.profile is None:
        raise Refused("member-unknown", member=ask.member)
    books = file.books_of(ask.account)
    if _is_known(sitting, books, ask):
        return Points(0)
    if file.profile.state != "active":
        raise Refused(f"member-{file.profile.state}", member=ask.member)
    if books.pot is WALLET:
        _lend_money(sitting, books, ask)
        return Points(0)
    sitting.check_may_lend()
    return _lend(sitting, file, ask, till_lent)


def _is_known(sitting: Sitting, books: Books, ask: LeaseAsk) -> bool:
    """Whether the lease was granted before: then it is what it was, or refused if it is over."""
    if ask.lease not in books.leases:
        return False
    leasing.grant(
        books,
        lease=ask.lease,
        holder=sitting.holder,
        points=Points(ask.points),
        at=sitting.now,
        until=sitting.now,
    )
    return True


def _lend_gift(sitting: Sitting, ask: LeaseAsk) -> None:
    """All that there is on a card: whoever has it stands at the till."""
    file = sitting.gift(ask.member)
    if _is_known(sitting, file.books, ask):
        return
    if file.account is None or file.account.state == "new":
        raise Refused("gift-unknown", card=ask.member)
    if file.card != ask.member:
        raise Refused("gift-replaced", card=ask.member)
    if file.account.state != "active":
        raise Refused(f"gift-{file.account.state}", card=ask.member)
    _lend_money(sitting, file.books, ask)


def _lend_money(sitting: Sitting, books: Books, ask: LeaseAsk) -> None:
    sitting.check_may_lend()
    if books.balance(sitting.now) <= 0:
        raise Refused("nothing-available", lease=ask.lease)
    if books.available(sitting.now) <= 0:
        raise Refused("lent-elsewhere", lease=ask.lease)
    leasing.grant(
        books,
        lease=ask.lease,
        holder=sitting.holder,
        points=Points(ask.points),
        at=sitting.now,
        until=sitting.now + lease_life(lease_rules(sitting), ahead=False),
    )


def _books_of(sitting: Sitting, ask: LeaseAsk) -> Books:
    if ask.account == GIFT.name:
        return sitting.gift(ask.member).books
    return sitting.files[sitting.who(ask.member)].books_of(ask.account)


def _lend(sitting: Sitting, file: MemberFile, ask: LeaseAsk, till_lent: Points) -> Points:
    rules, books = lease_rules(sitting), file.books
    standing = Standing(
        balance=books.balance(sitting.now),
        free=books.available(sitting.now),
        member_lent=books.reserved,
        till_lent=till_lent,
    )
    if standing.balance <= 0:
        raise Refused("nothing-available", lease=ask.lease)
    found = lendable(rules, standing, asked=Points(ask.points), ahead=ask.ahead)
    if found.points <= 0:
        raise Refused(found.cap, lease=ask.lease)
    leasing.grant(
        books,
        lease=ask.lease,
        holder=sitting.holder,
        points=found.points,
        at=sitting.now,
        until=sitting.now + lease_life(rules, ahead=ask.ahead),
        cap=found.cap or None,
    )
    return found.points
