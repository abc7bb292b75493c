"""Gift cards in a till's batch: what sales put on them and take from them, and what a void undoes. Pure.

Selling a card is no revenue and spending from it no discount: the first makes a debt of the house's, the
second pays some of it. Money that was taken in is never refused: a card that is sold twice has both amounts
on it, and one that is blocked keeps what comes, for whoever settles that.
"""

from dataclasses import replace
from datetime import datetime

from loyalty.errors import Refused
from loyalty.identity.codes import GiftCard, classify
from loyalty.units import Money, Points
from loyalty.wire.journal import SaleSettled, SaleVoided
from loyalty.wire.kept import gifts_back, kept_sale
from loyalty.wire.kept_wallet import went_to_wallet
from loyalty.wire.prepaid import GiftSold, GiftState, GiftTakenBack, GiftUsed
from server.books import late, leasing, points
from server.books.model import Cause, HeldLot, HeldSlice
from server.clock import moment_text
from server.model import GiftAccount, GiftFile, KnownSale
from server.usecases.incoming import Incoming, later
from server.usecases.money_back import give_money_back
from server.usecases.sitting import Sitting


def check_gift_sums(body: SaleSettled) -> None:
    """Check that what gift cards paid is what they say, and that it paid for goods.

    Raises:
        Refused: `sums-differ`, with the figure's name; `gift-twice`: a card that pays in two tenders, or one
            lot for two payments in; `gift-number`: no number of a gift card's.
    """
    used = [(tender.amount, tender.gift) for tender in body.tenders if tender.gift or tender.kind == "gift"]
    if not (used or body.gifts):
        return
    for amount, gift in used:
        made = gift.amount if gift is not None else 0
        if amount != made:
            raise Refused("sums-differ", figure="tenders.gift", said=amount, made=made)
    paid = sum(amount for amount, _ in used)
    if paid > body.total:
        raise Refused("sums-differ", figure="tenders.gift", said=paid, made=body.total)
    handed_over = sum(tender.amount for tender in body.tenders)
    if handed_over != body.to_pay:
        raise Refused("sums-differ", figure="tenders", said=handed_over, made=body.to_pay)
    paying, sold = [gift.card for gift in body.gift_tenders], [gift.card for gift in body.gifts]
    if len(set(paying)) != len(paying) or len({gift.lot for gift in body.gifts}) != len(sold):
        raise Refused("gift-twice")
    for card in (*paying, *sold):
        if classify(card) != GiftCard(card, holds=True):
            raise Refused("gift-number", card=card)


def post_gifts(sitting: Sitting, body: SaleSettled, incoming: Incoming) -> None:
    """Post what a sale put on cards and took from them.

    Raises:
        Refused: `gift-unknown`, `lease-…`, `lot-exists`; the caller takes back what was posted before.
    """
    if not (body.gifts or body.gift_tenders):
        return
    cause = sitting.cause(incoming.event.seq, incoming.at, sale=body.sale, version=body.program.version)
    for used in body.gift_tenders:
        _use(sitting, used, incoming, cause)
    for sold in body.gifts:
        _sell(sitting, sold, incoming, cause)


def undo_gifts(sitting: Sitting, known: KnownSale, void: SaleVoided, incoming: Incoming) -> None:
    """Give back to cards what they paid of a sale, and take off them what it had put on them.

    Raises:
        Refused: `gift-not-taken-back`: the till does not hold all that the sale had put on a card;
            `gift-unknown`, `lease-…`.
    """
    sale = known.body
    if sorted((gift.card, gift.lot, gift.amount) for gift in sale.gifts) != sorted(
        (gift.card, gift.lot, gift.amount) for gift in void.gifts
    ):
        raise Refused("gift-not-taken-back", sale=sale.sale)
    cause = sitting.cause(incoming.event.seq, incoming.at, sale=sale.sale, version=sale.program.version)
    wallet = 0 if sale.from_wallet is None else sale.from_wallet.amount
    for back in gifts_back(sale, before=Money(0), paid=Money(sale.paid_for_goods - wallet)):
        _give_back(sitting, back, known, cause)
    for taken in void.gifts:
        _take_back(sitting, taken, incoming, cause)


def refund_gifts(sitting: Sitting, known: KnownSale, *, paid: Money, incoming: Incoming) -> None:
    """Give back to cards their share of a part of a sale that came back. Raises Refused: `gift-unknown`.

    `paid` goes out now, without what goes to a wallet.
    """
    sale = known.body
    cause = sitting.cause(incoming.event.seq, incoming.at, sale=sale.sale, version=sale.program.version)
    for back in gifts_back(sale, before=_beside_wallet(known, known.paid_back), paid=paid):
        _give_back(sitting, back, known, cause)


def _beside_wallet(known: KnownSale, paid_back: Money) -> Money:
    """What of the money that went out went to no wallet."""
    return Money(paid_back - went_to_wallet(kept_sale(known.body, known.returned)))


def gift_states(sitting: Sitting) -> tuple[GiftState, ...]:
    """Every gift card of this sitting that there is, as it stands now."""
    return tuple(
        gift_state(each, moment=sitting.now) for each in sitting.gifts.values() if each.account is not None
    )


def gift_state(file: GiftFile, *, moment: datetime) -> GiftState:
    """A card that there is as tills are told of it."""
    account = file.account
    if account is None:
        raise AssertionError(f"card {file.card} was never made")
    alive = [
        lot
        for lot in file.books.lots.values()
        if lot.remaining and lot.as_lot(lot.remaining).is_alive(moment)
    ]
    dying = [lot.dies_at for lot in alive if lot.dies_at is not None]
    return GiftState(
        card=file.card,
        state=account.state,
        balance=file.books.balance(moment),
        available=file.books.available(moment),
        dies_at=moment_text(min(dying)) if dying else None,
        revision=account.revision,
        at=moment_text(moment),
        replaced_by=account.replaced_by,
        pin_hash=account.pin_hash or "",
    )


def _sell(sitting: Sitting, sold: GiftSold, incoming: Incoming, cause: Cause) -> None:
    file = sitting.gift(sold.card)
    account = file.account or GiftAccount(card=file.card)
    if account.state == "new":
        account = replace(account, state="active", store=cause.store, sold_at=cause.at)
    file.account = account
    lot = HeldLot(
        lot=sold.lot,
        granted=Points(sold.amount),
        remaining=Points(sold.amount),
        earned_at=cause.at,
        spendable_from=cause.at,
        dies_at=later(sold.dies_at, incoming.behind),
        program_version=cause.program_version,
        issuing_store=cause.store,
        sale=cause.sale,
    )
    points.earn(file.books, lot, cause)


def _use(sitting: Sitting, used: GiftUsed, incoming: Incoming, cause: Cause) -> None:
    file, holder = _known(sitting, used.card), sitting.holder_of(incoming)
    taken = [HeldSlice(part.lot, Points(part.amount)) for part in used.slices]
    if late.is_late(file.books.leases.get(used.lease), holder, now_at=sitting.till.incarnation):
        file.losses[cause.sale or ""] = late.spend_late(file.books, used.lease, taken, cause)
        return
    leasing.held_by(file.books, used.lease, holder)
    points.spend(file.books, used.lease, taken, cause)


def _give_back(sitting: Sitting, back: GiftUsed, known: KnownSale, cause: Cause) -> None:
    """Money returns to its lots."""
    file, used_by = _known(sitting, back.card), f"{known.till}:{known.incarnation}:{known.seq}"

    def give(lot: str, money: Points) -> None:
        points.give_back(
            file.books, lot, money, cause, burned_at=known.at, burned_by=used_by, zone=sitting.zone
        )

    give_money_back(
        file.books,
        back.slices,
        known,
        cause,
        used={part.lot: part.amount for each in known.body.gift_tenders for part in each.slices},
        went=_went_back(known, back.card),
        borne=file.losses.get(known.body.sale, ()),
        give=give,
    )


def _went_back(known: KnownSale, card: str) -> dict[str, int]:
    """What went back to each lot of a card before, by the same rule."""
    earlier = gifts_back(known.body, before=Money(0), paid=_beside_wallet(known, known.paid_back))
    return {part.lot: part.amount for each in earlier if each.card == card for part in each.slices}


def _take_back(sitting: Sitting, taken: GiftTakenBack, incoming: Incoming, cause: Cause) -> None:
    """Only what the till holds is taken off a card: what was spent elsewhere is never paid out in cash."""
    file, holder = _known(sitting, taken.card), sitting.holder_of(incoming)
    parts = [HeldSlice(taken.lot, Points(taken.amount))]
    if late.is_late(file.books.leases.get(taken.lease), holder, now_at=sitting.till.incarnation):
        late.spend_late(file.books, taken.lease, parts, cause, unissue=True)
        return
    leasing.held_by(file.books, taken.lease, holder)
    points.spend(file.books, taken.lease, parts, cause, unissue=True)


def _known(sitting: Sitting, card: str) -> GiftFile:
    file = sitting.gift(card) if card in sitting.gifts else None
    if file is None or file.account is None or file.account.state == "new":
        raise Refused("gift-unknown", card=card)
    return file
