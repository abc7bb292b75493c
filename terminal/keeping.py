"""What is kept of a member beside points, as this till sees it: the server's word, and its own deeds since.

Folded by the same rules as at the server (`loyalty.account.keeping`), so a till without a network knows that
a voucher or a benefit was used here and that stamps have moved here. Pure; the rules are loaded where there
is something to fold.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loyalty.account import Account
    from loyalty.account.keeping import Moves
    from loyalty.program.model import Program
    from loyalty.quote.model import Quote, RuleStamps
    from loyalty.units import Points, Quantity
    from terminal.membership import AttachedMember
    from terminal.store.benefit_uses import UnsyncedUse
    from terminal.store.returns import UnsyncedRefund
    from terminal.store.sales import UnsyncedSale, UnsyncedVoid


@dataclass(frozen=True, slots=True)
class KeptHere:
    """The account, and the points that prizes moved in what the server has not seen yet."""

    account: "Account"
    moves: "tuple[Moves, ...]" = ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """What of an account holds at a moment, as a basket's member has it."""

    vouchers: Mapping[str, str] = field(default_factory=dict[str, str])
    stamps: Mapping[str, int] = field(default_factory=dict[str, int])
    challenges: Mapping[str, int] = field(default_factory=dict[str, int])
    visited: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    vouchers_left: Mapping[str, int] = field(default_factory=dict[str, int])


NOTHING_HELD = Holdings()


def kept_here(
    standing: Mapping[str, Any],
    own: "tuple[tuple[UnsyncedSale, ...], tuple[UnsyncedVoid, ...]]",
    program: "Program | None",
    refunds: "tuple[UnsyncedRefund, ...]" = (),
    uses: "tuple[UnsyncedUse, ...]" = (),
) -> KeptHere | None:
    """What is kept of a member whose row says `standing`, with what this till did since worked in.

    None where nothing is.
    """
    told = standing.get("keeping")
    sales = [each.body for each in own[0] if _matters(each.body, told)]
    voids = [each.body for each in own[1] if _matters(each.body, told)]
    if program is None or not (told or sales or uses):
        return None
    from loyalty.account.kept_json import kept_from_json

    here = KeptHere(kept_from_json(told or {}))
    for body in sales:
        here = _sold(here, body, program)
    for body in voids:
        here = _back(here, body, program)
    here = _refunded(here, [each for each in refunds if _matters(each.sale_body, told)], program)
    for each in uses:
        here = replace(here, account=_used(here.account, each))
    return here


def _used(account: "Account", told: "UnsyncedUse") -> "Account":
    from loyalty.account.benefits import with_use, without_use
    from loyalty.account.uses import BenefitUse, TermName
    from loyalty.wire.benefit_use import BenefitUsed

    if told.is_back:
        return without_use(account, told.body["use"])
    body = BenefitUsed.from_json(told.body)
    terms = tuple(TermName(each.sale, each.line) for each in body.terms)
    return with_use(account, BenefitUse(body.use, body.benefit, told.at, terms, body.person or ""))


def holdings(account: "Account", program: "Program", at: datetime) -> Holdings:
    """Open vouchers, stamps on cards, the progress of challenges, memberships that run."""
    from loyalty.account.challenges import progress_of, visited_today
    from loyalty.account.granted import memberships_of
    from loyalty.account.stamps import stamps_of_member
    from loyalty.account.vouchers import open_vouchers, vouchers_left

    return Holdings(
        vouchers=open_vouchers(account, at),
        stamps=stamps_of_member(program, account, at),
        challenges=progress_of(program, account, at),
        visited=visited_today(program, account, at),
        memberships=memberships_of(program, account, at),
        vouchers_left=vouchers_left(program, account, at),
    )


def gone_for_good(account: "Account | None", sale: Mapping[str, Any]) -> "Points":
    """The points that the body of a sale spent and that stay gone with the whole of it; as at the server."""
    from loyalty.units import Points

    extras: Mapping[str, Any] = sale.get("extras") or {}
    if account is None or not extras.get("rewards"):
        return Points(0)
    from loyalty.account.keeping import spent_for_good

    return spent_for_good(account, str(sale["sale"]))


def _matters(body: Mapping[str, Any], told: object) -> bool:
    """Whether a sale can have changed anything: it says so, or it used a code."""
    return bool(body.get("extras") or (told and body["used_codes"]))


def _sold(here: KeptHere, body: Mapping[str, Any], program: "Program") -> KeptHere:
    from loyalty.account.keeping import keep_sale
    from loyalty.account.told import told_sale
    from loyalty.wire.journal import SaleSettled

    kept = keep_sale(program, here.account, told_sale(SaleSettled.from_json(body), _at(body)))
    return KeptHere(kept.account, (*here.moves, kept.moves))


def _refunded(here: KeptHere, refunds: "list[UnsyncedRefund]", program: "Program") -> KeptHere:
    """In parts, one after the other; what came back of a sale before the server's word is in that already."""
    from loyalty.wire.sold import quantity_of

    so_far: dict[str, Counter[int]] = {}
    for each in refunds:
        before = so_far.setdefault(each.sale_body["sale"], Counter())
        returns = {part["line"]: quantity_of(part["quantity"]) for part in each.body["lines"]}
        here = _back(here, each.sale_body, program, returns=returns, before=before)
        before.update(returns)
    return here


def _back(
    here: KeptHere,
    body: Mapping[str, Any],
    program: "Program",
    *,
    returns: "Mapping[int, Quantity] | None" = None,
    before: Mapping[int, int] | None = None,
) -> KeptHere:
    """So much of each line of a sale came back, or all of it."""
    from loyalty.account.keeping import keep_refund
    from loyalty.account.told import told_sale
    from loyalty.refund import everything_left
    from loyalty.units import Quantity
    from loyalty.wire.journal import SaleSettled
    from loyalty.wire.kept import kept_sale

    sold = SaleSettled.from_json(body)
    sale = told_sale(sold, _at(body))
    kept = kept_sale(sold, {line: Quantity(each) for line, each in (before or {}).items()})
    asked = everything_left(kept) if returns is None else returns
    back = keep_refund(program, here.account, sale, asked, sale.at, before=kept)
    return KeptHere(back.kept.account, (*here.moves, back.kept.moves))


def _at(body: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(body["at_local"])


def stamps_then(quote: "Quote", since_return: "AttachedMember | None") -> "tuple[RuleStamps, ...]":
    """The punch cards as a sale leaves them; `since_return` is its member where goods came back for it.

    These took their stamps along before the sale gave its own.
    """
    if since_return is None:
        return quote.stamps
    from loyalty.quote.stamps import stamps_of

    return stamps_of(quote, since_return)
