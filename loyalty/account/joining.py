"""What is kept of two members who turn out to be one, put together; and parted again where that was wrong.

Nothing is lost: a card has the stamps of both, a challenge the sales of both, every voucher stays. What a
card has more than its goal by it becomes a voucher at its next stamp. Of two recommendations one counts, and
the other rests: one person is a friend once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from loyalty.account.cards import HeldCard
from loyalty.account.feats import Feat
from loyalty.account.model import Account
from loyalty.account.recommended import Recommendation
from loyalty.account.stamps import START
from loyalty.lots import Lot

_OF: Final = "/"


class Parted(NamedTuple):
    """The account that stays, and the one that goes back."""

    mine: Account
    theirs: Account


def joined(mine: Account, theirs: Account) -> Account:
    """Both in one. `theirs.id` marks the stamps that their cards came with, so that they can go back."""
    both = replace(
        mine,
        vouchers=(*mine.vouchers, *theirs.vouchers),
        cards=_joined_cards(mine.cards, [_marked(card, theirs.id) for card in theirs.cards]),
        feats=_joined_feats(mine.feats, theirs.feats),
        memberships=(*mine.memberships, *theirs.memberships),
        uses=(*mine.uses, *theirs.uses),
        friends=(*mine.friends, *theirs.friends),
        passed_over=(*mine.passed_over, *theirs.passed_over),
        won=(*mine.won, *theirs.won),
    )
    return both.recommended((*mine.recommendations, *theirs.recommendations))


def parted(both: Account, theirs: Account, sales: Collection[str]) -> Parted:
    """What went in as `theirs` goes back as it is now, and what came of these sales since with it.

    A recommendation goes with the purchase that counted; one that waits for it, with whom it was made for.
    """
    codes = {each.code for each in theirs.vouchers}
    terms = {(each.sale, each.line) for each in theirs.memberships}
    thanks = {each.voucher for each in both.friends} - codes
    vouchers = [
        each.code in codes or (each.origin in sales and each.code not in thanks) for each in both.vouchers
    ]
    held = [(each.sale, each.line) in terms or each.sale in sales for each in both.memberships]
    gone = {each.code for each, goes in zip(both.vouchers, vouchers, strict=True) if goes}
    brought = (lot.id for card in theirs.cards for lot in _marked(card, theirs.id).lots)
    lots = {*brought, *sales, _start_of(theirs.id)}
    own = {each.sale for feat in theirs.feats for each in feat.sales} | set(sales)
    uses = {each.id for each in theirs.uses}
    friends = {each.sale for each in theirs.friends}
    prizes = [each in theirs.won or each.sale in sales for each in both.won]
    stay, go = _parted_recommendations(both, theirs, sales)
    apart = Parted(
        replace(
            both,
            vouchers=tuple(each for each in both.vouchers if each.code not in gone),
            cards=_parted_cards(both.cards, lots, gone, goes=False),
            feats=_parted_feats(both.feats, own, gone, goes=False),
            memberships=tuple(each for each, goes in zip(both.memberships, held, strict=True) if not goes),
            uses=tuple(each for each in both.uses if each.id not in uses),
            friends=tuple(each for each in both.friends if each.sale not in friends),
            passed_over=tuple(each for each in both.passed_over if each not in theirs.passed_over),
            won=tuple(each for each, goes in zip(both.won, prizes, strict=True) if not goes),
        ),
        replace(
            theirs,
            vouchers=tuple(each for each in both.vouchers if each.code in gone),
            cards=tuple(
                _unmarked(card, theirs.id) for card in _parted_cards(both.cards, lots, gone, goes=True)
            ),
            feats=_parted_feats(both.feats, own, gone, goes=True),
            memberships=tuple(each for each, goes in zip(both.memberships, held, strict=True) if goes),
            uses=tuple(each for each in both.uses if each.id in uses),
            passed_over=tuple(each for each in theirs.passed_over if each in both.passed_over),
            won=tuple(each for each, goes in zip(both.won, prizes, strict=True) if goes),
        ),
    )
    return Parted(apart.mine.recommended(stay), apart.theirs.recommended(go))


def _parted_recommendations(
    both: Account, theirs: Account, sales: Collection[str]
) -> tuple[Sequence[Recommendation], Sequence[Recommendation]]:
    """Those that stay and those that go. One that an earlier version dropped goes back as it was."""
    made_for_them = {(each.by, each.at) for each in theirs.recommendations}
    bought = {*sales, *(each.sale for each in theirs.recommendations)}
    stay: list[Recommendation] = []
    go: list[Recommendation] = []
    for each in both.recommendations:
        goes = each.sale in bought if each.sale else (each.by, each.at) in made_for_them
        (go if goes else stay).append(each)
    known = {(each.by, each.at) for each in both.recommendations}
    return stay, [*go, *(each for each in theirs.recommendations if (each.by, each.at) not in known)]


def _joined_cards(mine: Iterable[HeldCard], theirs: Iterable[HeldCard]) -> tuple[HeldCard, ...]:
    cards = {card.card: card for card in mine}
    for card in theirs:
        held = cards.get(card.card, HeldCard(card=card.card))
        cards[card.card] = replace(
            held,
            lots=(*held.lots, *card.lots),
            debts=(*held.debts, *card.debts),
            full=(*held.full, *card.full),
        )
    return tuple(cards.values())


def _joined_feats(mine: Iterable[Feat], theirs: Iterable[Feat]) -> tuple[Feat, ...]:
    feats = {(feat.challenge, feat.since): feat for feat in mine}
    for feat in theirs:
        held = feats.get((feat.challenge, feat.since))
        feats[feat.challenge, feat.since] = (
            feat
            if held is None
            else replace(held, sales=(*held.sales, *feat.sales), given=(*held.given, *feat.given))
        )
    return tuple(feats.values())


def _parted_cards(
    cards: Iterable[HeldCard], lots: Collection[str], codes: Collection[str], *, goes: bool
) -> tuple[HeldCard, ...]:
    parts = (
        replace(
            card,
            lots=tuple(lot for lot in card.lots if (lot.id in lots) == goes),
            debts=tuple(debt for debt in card.debts if (debt.lot in lots) == goes),
            full=tuple(full for full in card.full if (full.voucher in codes) == goes),
        )
        for card in cards
    )
    return tuple(card for card in parts if card.lots or card.debts or card.full)


def _parted_feats(
    feats: Iterable[Feat], sales: Collection[str], codes: Collection[str], *, goes: bool
) -> tuple[Feat, ...]:
    parts = (
        replace(
            feat,
            sales=tuple(each for each in feat.sales if (each.sale in sales) == goes),
            given=tuple(each for each in feat.given if _is_of(each, sales, codes) == goes),
        )
        for feat in feats
    )
    return tuple(feat for feat in parts if feat.sales or feat.given)


def _is_of(given: str, sales: Collection[str], codes: Collection[str]) -> bool:
    """Whether a prize, a voucher or a lot named after its sale, belongs to what goes."""
    return given in codes or given.split(_OF, maxsplit=1)[0] in sales


def _start_of(member: str) -> str:
    return f"{START}{_OF}{member}"


def _marked(card: HeldCard, member: str) -> HeldCard:
    return replace(card, lots=tuple(_renamed(lot, START, _start_of(member)) for lot in card.lots))


def _unmarked(card: HeldCard, member: str) -> HeldCard:
    return replace(card, lots=tuple(_renamed(lot, _start_of(member), START) for lot in card.lots))


def _renamed(lot: Lot, old: str, new: str) -> Lot:
    return replace(lot, id=new) if lot.id == old else lot
