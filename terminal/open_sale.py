"""The sale in front of the cashier, before it is paid: a value, and functions that give the next one.

It has no clock, no store and no prices of its own: what things come to is the quote's matter. Its id is
made when it begins and becomes the operation id of the settled sale, so paying twice cannot sell twice.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from loyalty.basket import AskedReward, Basket, BasketLine, BasketMember, Birthday, PriceByHand
from loyalty.basket import Tender as Means
from loyalty.errors import Refused
from loyalty.units import Money, Points, Quantity
from terminal.by_hand import ByHand, with_quantity
from terminal.claiming import usable_vouchers
from terminal.exchange import OpenExchange
from terminal.gift_sale import OpenGift
from terminal.goods import Product, Unit
from terminal.membership import AttachedMember, HeldClaim, HeldLease
from terminal.sale import TenderKind
from terminal.wallet import money_in

ONE = Quantity(1000)
MAX_LINES = 1000
MAX_QUANTITY = Quantity(99_999_999)
MAX_UNIT_PRICE = Money(10**12 - 1)
MAX_CODES = 64
MAX_REWARDS = 10

BurnWish = Points | Literal["max"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """One line; `line` names it for as long as the sale is open. The product as it was when it was added.

    `by_hand` is there where somebody set `unit_price`; `note` is printed under the line.
    """

    line: int
    sku: str
    name: str
    quantity: Quantity
    unit_price: Money
    unit: Unit = "piece"
    category: str = ""
    brand: str = ""
    tags: tuple[str, ...] = ()
    vat_percent: Decimal | None = None
    price_typed: bool = False
    by_hand: ByHand | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSale:
    """A sale not yet paid. `lease` is what the till asked for when the member was attached.

    `gifts` is what it puts on gift cards, beside the lines; `gift_cards` are leases of cards that are to pay,
    `gift_pins` those of them whose PIN was right. `note` is printed at the end of the receipt. `wallet_lease`
    is that of the member's wallet, and `from_wallet` what it is to pay.
    `exchange` is what the customer brings back for it.
    """

    sale: str
    started_at: datetime
    lines: tuple[OpenLine, ...] = ()
    member: AttachedMember | None = None
    lease: HeldLease | None = None
    claims: tuple[HeldClaim, ...] = ()
    codes: tuple[str, ...] = ()
    rewards: tuple[AskedReward, ...] = ()
    burn: BurnWish = Points(0)
    next_line: int = 1
    gifts: tuple[OpenGift, ...] = ()
    gift_cards: tuple[HeldLease, ...] = ()
    gift_pins: frozenset[str] = frozenset()
    note: str = ""
    wallet_lease: HeldLease | None = None
    from_wallet: Money = Money(0)
    exchange: OpenExchange | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost by forgetting it."""
        held = self.lines or self.gifts or self.codes or self.gift_cards or self.note
        return not held and self.member is None and self.exchange is None

    @property
    def has_something(self) -> bool:
        """Whether there is something to pay for."""
        return bool(self.lines or self.gifts)

    @property
    def line_ids(self) -> list[int]:
        """The ids of the lines, and of what goes on gift cards, as they are shown."""
        return [*(line.line for line in self.lines), *(gift.line for gift in self.gifts)]

    def line(self, line: int) -> OpenLine:
        """The line of that id.

        Raises:
            Refused: `line-gone`, where it was removed.
        """
        for candidate in self.lines:
            if candidate.line == line:
                return candidate
        raise Refused("line-gone", line=line)


def add_product(
    sale: OpenSale, product: Product, *, quantity: Quantity = ONE, unit_price: Money | None = None
) -> OpenSale:
    """With so much of the product: on a new line if it is weighed or its price is typed, else on its own.

    Raises:
        Refused: `product-withdrawn`, `price-not-typed`, `price-too-high`, `quantity-out-of-range`,
            `quantity-not-whole` (a piece cannot be cut), `too-many-lines`.
    """
    if not product.active:
        raise Refused("product-withdrawn", name=product.name)
    price = _price_of(product, unit_price)
    if product.unit == "piece" and unit_price is None:
        for line in sale.lines:
            if line.sku == product.sku and line.unit_price == price and is_plain(line):
                return set_quantity(sale, line.line, Quantity(line.quantity + quantity))
    if len(sale.lines) >= MAX_LINES:
        raise Refused("too-many-lines", limit=MAX_LINES)
    _check_quantity(quantity, unit=product.unit)
    line = OpenLine(
        line=sale.next_line,
        sku=product.sku,
        name=product.name,
        quantity=quantity,
        unit_price=price,
        unit=product.unit,
        category=product.category,
        brand=product.brand,
        tags=product.tags,
        vat_percent=product.vat_percent,
        price_typed=unit_price is not None,
    )
    return replace(sale, lines=(*sale.lines, line), next_line=sale.next_line + 1)


def is_plain(line: OpenLine) -> bool:
    """Whether more of the same product may be counted on this line: nobody did anything to it."""
    return not line.price_typed and line.by_hand is None and not line.note


def set_quantity(sale: OpenSale, line: int, quantity: Quantity) -> OpenSale:
    """With that many of the line.

    Raises:
        Refused: `line-gone`, `quantity-out-of-range`, `quantity-not-whole`.
    """
    _check_quantity(quantity, unit=sale.line(line).unit)
    lines = tuple(with_quantity(each, quantity) if each.line == line else each for each in sale.lines)
    return replace(sale, lines=lines)


def remove_line(sale: OpenSale, line: int) -> OpenSale:
    """Without the line; a line that is gone already stays gone."""
    return replace(
        sale,
        lines=tuple(each for each in sale.lines if each.line != line),
        gifts=tuple(each for each in sale.gifts if each.line != line),
    )


def clear(sale: OpenSale) -> OpenSale:
    """Without goods, codes, rewards, burning and note; the member stays."""
    return replace(sale, lines=(), gifts=(), codes=(), rewards=(), burn=Points(0), note="")


def attach(
    sale: OpenSale,
    member: AttachedMember,
    lease: HeldLease | None = None,
    claims: tuple[HeldClaim, ...] = (),
    wallet_lease: HeldLease | None = None,
) -> OpenSale:
    """With the member. The use case `basket.attach_member` asks for the leases and the claims as well."""
    return replace(
        sale,
        member=member,
        lease=lease,
        claims=claims,
        wallet_lease=wallet_lease,
        rewards=(),
        burn=Points(0),
        from_wallet=Money(0),
    )


def detach(sale: OpenSale) -> OpenSale:
    """Without a member, and so without rewards and burning."""
    return replace(
        sale,
        member=None,
        lease=None,
        claims=(),
        wallet_lease=None,
        rewards=(),
        burn=Points(0),
        from_wallet=Money(0),
    )


def set_burn(sale: OpenSale, burn: BurnWish) -> OpenSale:
    """With a wish to pay with that many points; what is allowed is said by the quote and the lease.

    Raises:
        Refused: `burn-without-member`.
    """
    if sale.member is None and burn != 0:
        raise Refused("burn-without-member")
    return replace(sale, burn=burn)


def add_code(sale: OpenSale, code: str) -> OpenSale:
    """With a code or voucher presented; once, however often it is scanned.

    Raises:
        Refused: `too-many-codes`.
    """
    if code in sale.codes:
        return sale
    if len(sale.codes) >= MAX_CODES:
        raise Refused("too-many-codes", limit=MAX_CODES)
    return replace(sale, codes=(*sale.codes, code))


def ask_reward(sale: OpenSale, reward: str, points: Points | None = None) -> OpenSale:
    """With a reward that the member wants, for so many points where they are chosen.

    What it gives, or why not, the quote says. Asked for again, it is asked for with the new points.

    Raises:
        Refused: `reward-without-member`, `too-many-rewards`.
    """
    if sale.member is None:
        raise Refused("reward-without-member")
    others = without_reward(sale, reward).rewards
    if len(others) >= MAX_REWARDS:
        raise Refused("too-many-rewards", limit=MAX_REWARDS)
    return replace(sale, rewards=(*others, AskedReward(reward, points)))


def without_reward(sale: OpenSale, reward: str) -> OpenSale:
    """Without that reward."""
    return replace(sale, rewards=tuple(each for each in sale.rewards if each.id != reward))


def remove_code(sale: OpenSale, code: str) -> OpenSale:
    """Without that code."""
    return replace(sale, codes=tuple(each for each in sale.codes if each != code))


def as_basket(
    sale: OpenSale,
    *,
    at: datetime,
    store: str,
    paid_with: tuple[TenderKind, ...] = (),
    taken_off: Money = Money(0),
    withheld: frozenset[str] = frozenset(),
) -> Basket:
    """What the rules price; the points that can be spent are those of the lease, not of the balance.

    `taken_off` is what whoever set its prices by hand took off in this shift before; `withheld` are the rules
    that the server does not keep for this till at the moment.
    """
    member = sale.member
    return Basket(
        at=at,
        lines=tuple(_basket_line(line) for line in sale.lines),
        store=store,
        member=None if member is None else _basket_member(member, sale, at, withheld),
        codes=sale.codes,
        paid_with=_named(sale, paid_with),
        burn_points=sale.burn,
        rewards=sale.rewards,
        by_hand={
            place: PriceByHand(line.by_hand.list_price, is_discount=line.by_hand.is_discount)
            for place, line in enumerate(sale.lines)
            if line.by_hand is not None
        },
        taken_off=taken_off,
        wallet_amount=sale.from_wallet,
    )


def _named(sale: OpenSale, paid_with: tuple[TenderKind, ...]) -> tuple[Means, ...]:
    """The ways of paying that rules may ask for: an exchange is paid as what comes back had been."""
    kinds: set[Means] = {kind for kind in paid_with if kind != "gift" and kind != "exchange"}
    if "exchange" in paid_with and sale.exchange is not None:
        kinds |= set(sale.exchange.kinds)
    return tuple(sorted(kinds))


def line_gross(quantity: Quantity, unit_price: Money) -> Money:
    """Quantity times price, rounded half up, as the rules do it."""
    return Money((quantity * unit_price * 2 + ONE) // (2 * ONE))


def spendable_points(sale: OpenSale, at: datetime) -> Points:
    """What the lease of this sale still allows at a moment; 0 without one."""
    return Points(0) if sale.lease is None else sale.lease.spendable(at)


def _price_of(product: Product, typed: Money | None) -> Money:
    if typed is None and product.price_is_typed:
        raise Refused("price-not-typed", name=product.name)
    price = product.unit_price if typed is None else typed
    if not 0 <= price <= MAX_UNIT_PRICE:
        raise Refused("price-too-high", name=product.name)
    return price


def _check_quantity(quantity: Quantity, *, unit: Unit) -> None:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Refused("quantity-out-of-range")
    if unit == "piece" and quantity % ONE:
        raise Refused("quantity-not-whole")


def _basket_line(line: OpenLine) -> BasketLine:
    return BasketLine(
        sku=line.sku,
        quantity=line.quantity,
        unit_price=line.unit_price,
        name=line.name,
        category=line.category,
        brand=line.brand,
        tags=line.tags,
        vat_percent=line.vat_percent,
    )


def _basket_member(
    member: AttachedMember, sale: OpenSale, at: datetime, withheld: frozenset[str]
) -> BasketMember:
    return BasketMember(
        tier=member.tier,
        points=spendable_points(sale, at),
        birthday=None if member.birthday is None else birthday_of(member.birthday),
        purchases=member.purchases,
        memberships=member.memberships,
        segments=member.segments,
        vouchers=usable_vouchers(member, sale.claims, at),
        used=member.used,
        today=member.today,
        card_shown=bool(member.card_tail or member.shown),
        vouchers_left=member.vouchers_left,
        stamps=member.stamps,
        challenges=member.challenges,
        visited=member.visited,
        withheld=withheld,
        wallet=money_in(sale.wallet_lease, at),
    )


def birthday_of(text: str) -> Birthday:
    """A birthday as the server writes one: `MM-DD`, or `YYYY-MM-DD` where the year is known."""
    *year, month, day = text.split("-")
    return Birthday(int(month), int(day), int(year[0]) if year else None)
