"""What each kind of event does to its member. A refusal puts the event aside and leaves everything as it was.

Works on the sitting in memory; loading and storing is `sync`'s. Sales are in `post_sale`, what comes
back of them in `post_refund`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import cast

from loyalty.errors import Refused
from loyalty.identity.codes import MemberCard, classify
from loyalty.wire.benefit_use import BenefitTakenBack, BenefitUsed
from loyalty.wire.cash import CashMoved
from loyalty.wire.claims import ClaimClosed
from loyalty.wire.feed import CardRow
from loyalty.wire.journal import CardBlocked, CardLinked, LeaseClosed, MemberEnrolled, SaleSettled, SaleVoided
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.refunding import SaleReleased
from loyalty.wire.rehoming import TillRehomed
from loyalty.wire.returning import GoodsReturned, SaleRefunded
from loyalty.wire.roles import MAY_APPROVE
from loyalty.wire.shelf import PriceSet, PriceWithdrawn, ProductChanged
from server.books import leasing
from server.books.model import Books
from server.books.pots import GIFT
from server.books.room import check_room
from server.keeping import claims
from server.model import MemberFile, Profile
from server.usecases.believing import close_again, lend_again
from server.usecases.held_back import freeze, names_held, thaw
from server.usecases.incoming import Incoming
from server.usecases.parted_lots import holders_parted
from server.usecases.permission import check_approver, check_role
from server.usecases.post_benefit import post_use, post_use_back
from server.usecases.post_claim import post_claim
from server.usecases.post_refund import post_goods, post_refund
from server.usecases.post_sale import post_release, post_sale, post_void
from server.usecases.recommending import check_referrer_said, keep_referrer, referrers_told, tell_referrers
from server.usecases.shelving import post_price, post_product, post_withdrawal
from server.usecases.sitting import Sitting
from server.usecases.stocking import stock_file
from server.usecases.undoing import Before


def post_all(sitting: Sitting, incoming: Iterable[Incoming]) -> dict[int, str]:
    """Post in the order of the journal; gives why some were put aside, by seq."""
    whys: dict[int, str] = {}
    for each in incoming:
        if why := post(sitting, each):
            whys[each.event.seq] = why
    return whys


def post(sitting: Sitting, incoming: Incoming) -> str:
    """Let an event do what it says; gives why it is put aside instead, or nothing.

    An event put aside freezes the leases that it names: what it spent is not known.
    """
    file = _file_of(sitting, incoming)
    try:
        return let_happen(sitting, file, incoming)
    except Refused as refusal:
        freeze(sitting, file, incoming)
        return refusal.code


def let_happen_again(
    sitting: Sitting, incoming: Incoming, *, others: Collection[Incoming] = (), has_word: bool = False
) -> str:
    """As `let_happen`, of an event that was put aside before: what has been frozen for it is open again.

    `others` of its journal are aside still. What they name stays frozen when this is posted; and what one
    of them named before it is not open for it, unless two people have said so.

    Raises:
        Refused: as `let_happen`.
    """
    file = _file_of(sitting, incoming)
    before = _before(sitting, file, incoming)
    earlier = () if has_word else (each for each in others if each.event.seq < incoming.event.seq)
    thaw(sitting, file, incoming, but=frozenset[str]().union(*map(names_held, earlier)))
    try:
        why = let_happen(sitting, file, incoming)
    except Refused:
        before.put_back()
        raise
    for other in others:
        freeze(sitting, file, other)
    return why


def let_happen(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Let an event do what it says to its member's `file`, and to whoever recommended them.

    Gives why it is put aside though what it says stands: an enrolment whose card is another's.

    Raises:
        Refused: it is to be put aside; the sitting is as it was before.
    """
    if incoming.fault:
        raise Refused(incoming.fault)
    sitting.notices.clear()
    before = _before(sitting, file, incoming)
    try:
        check_role(sitting, incoming)
        check_approver(sitting, incoming)
        ended = lend_again(sitting, file, incoming) if sitting.believes else None
        why = _HANDLERS[type(incoming.body)](sitting, file, incoming)
        if ended is not None:
            close_again(sitting, incoming, ended)
        if sitting.notices:
            before.keep(referrers_told(sitting, sitting.notices))
            tell_referrers(sitting, incoming, sitting.notices)
        check_room(before.books())
    except Refused:
        before.put_back()
        raise
    return why


def _before(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> Before:
    """All that the event may change, whatever it comes to; most of it is nobody's but its member's."""
    before, stock = Before(sitting, incoming.sale), stock_file(sitting)
    if file is not None:
        before.keep((file,))
        if sitting.parted:
            before.keep(holders_parted(sitting, file))
    if sitting.gifts:
        before.keep(sitting.gifts_of(incoming))
    if stock is not None:
        before.keep_claims(stock)
    return before


def _file_of(sitting: Sitting, incoming: Incoming) -> MemberFile | None:
    member = sitting.member_of(incoming)
    return None if member is None else sitting.files[member]


def enrolled(file: MemberFile | None) -> tuple[MemberFile, Profile]:
    """The file of a member that exists.

    Raises:
        Refused: `member-unknown`.
    """
    if file is None or file.profile is None:
        raise Refused("member-unknown")
    return file, file.profile


def _enrol(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    body = cast("MemberEnrolled", incoming.body)
    if file is None or file.profile is not None or file is stock_file(sitting):
        raise Refused("member-exists", member=body.member)
    check_referrer_said(sitting, body)
    tier = sitting.program.tiers[0].id if sitting.program else ""
    file.profile = Profile(member=body.member, enrolled_at=incoming.at, store=sitting.till.store, tier=tier)
    why = _link(sitting, card=body.card, member=body.member) if body.card else ""
    unknown = keep_referrer(sitting, file, body, incoming) if body.referrer else ""
    return why or unknown


def _link_card(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    body = cast("CardLinked", incoming.body)
    _, profile = enrolled(file)
    if profile.state == "erased":  # by a till that had not heard of it: the card stays free for others
        raise Refused("member-erased", member=body.member)
    return _link(sitting, card=body.card, member=body.member)


def _block_card(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Let a card be good for nothing; only the server's own command gives one back."""
    body = cast("CardBlocked", incoming.body)
    holder, _ = enrolled(file)
    held = sitting.cards.get(body.card)
    if held is None:
        raise Refused("card-unknown", card=body.card)
    if sitting.who(held.member) != holder.member:
        raise Refused("card-of-another-member", card=body.card)
    if held.state == "active":
        sitting.cards[body.card] = sitting.new_cards[body.card] = replace(held, state="blocked", why=body.why)
        sitting.things.append(("card", body.card))
    return ""


def _link(sitting: Sitting, *, card: str, member: str) -> str:
    """Give a card to a member; gives why not, so that an enrolment stands although its card is another's."""
    if classify(card, old_cards=sitting.old_cards) != MemberCard(card, holds=True):
        return "card-number"
    held = sitting.cards.get(card)
    if held is not None and held.member != member:
        return "card-of-another-member"
    if held is None:
        sitting.cards[card] = sitting.new_cards[card] = CardRow(number=card, member=member, state="active")
        sitting.things.append(("card", card))
    return ""


def _close_lease(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    body = cast("LeaseClosed", incoming.body)
    books = _books_of(sitting, file, body)
    if incoming.origin is not None:
        return ""  # the lease did not outlive the disk; what becomes of it is a manager's word
    cause = sitting.cause(incoming.event.seq, sitting.now)
    leasing.close(books, body.lease, sitting.holder, spent=body.spent, cause=cause)
    return ""


def _books_of(sitting: Sitting, file: MemberFile | None, body: LeaseClosed) -> Books:
    if body.account == GIFT.name:
        if body.member not in sitting.gifts:
            raise Refused("gift-unknown", card=body.member)
        return sitting.gift(body.member).books
    held, _ = enrolled(file)
    return held.books_of(body.account)


def _close_claim(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    body = cast("ClaimClosed", incoming.body)
    is_stock = file is not None and file is stock_file(sitting)
    held = file if file is not None and is_stock else enrolled(file)[0]
    if incoming.origin is not None:
        return ""  # as for a lease
    claims.close(held.claims, body.claim, "", sitting.holder, used=body.used, at=sitting.now)
    return ""


def _move_cash(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """It moves no points and no prepaid money: whoever did it may, alone or with somebody."""
    del file
    body = cast("CashMoved", incoming.body)
    roles = sitting.operators.get(incoming.operator, frozenset())
    is_alone = incoming.approver is None and roles.isdisjoint(MAY_APPROVE)
    if body.way == "out" and is_alone and body.amount > sitting.paid_out_alone:
        raise Refused("paid-out-needs-word")
    return ""


def _keep(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """A quiet kind: it is in the journal, and that is all."""
    del sitting, file, incoming
    return ""


Handler = Callable[[Sitting, MemberFile | None, Incoming], str]

_HANDLERS: Mapping[type, Handler] = {
    type(None): _keep,
    MemberEnrolled: _enrol,
    CardLinked: _link_card,
    CardBlocked: _block_card,
    LeaseClosed: _close_lease,
    ClaimClosed: _close_claim,
    SaleSettled: post_sale,
    SaleVoided: post_void,
    TillRehomed: _keep,
    SaleReleased: post_release,
    SaleRefunded: post_refund,
    GoodsReturned: post_goods,
    ProductChanged: post_product,
    PriceSet: post_price,
    PriceWithdrawn: post_withdrawal,
    CashMoved: _move_cash,
    ReceiptClaimed: post_claim,
    BenefitUsed: post_use,
    BenefitTakenBack: post_use_back,
}
