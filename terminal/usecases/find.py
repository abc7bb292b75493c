"""The one box: what was scanned or typed, told apart by its shape and looked up.

Every answer that finds nothing says what the text looked like and the nearest thing to do.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.identity.card_rules import CardRules
from loyalty.identity.codes import (
    BankCard,
    BankQr,
    GiftCard,
    MemberCard,
    PhoneDigits,
    ProductCode,
    ReceiptDigits,
    ReceiptLabel,
    Shape,
    Voucher,
    Words,
    classify,
    cleaned,
)
from loyalty.identity.weighed import WeighedCode
from loyalty.units import Money, Quantity
from terminal.in_force import in_force
from terminal.till import Till
from terminal.usecases.entry import parse_amount, parse_quantity
from terminal.usecases.find_member import by_card, by_name, by_phone, by_phone_tail, some_or_nothing
from terminal.usecases.found import (
    AmountFound,
    Found,
    GiftFound,
    Kind,
    MemberFound,
    MembersFound,
    MixedFound,
    NothingFound,
    ProductFound,
    ProductsFound,
    ReceiptFound,
    VoucherFound,
)

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from terminal.store.books import Reading

MOST_ROWS: Final = 20
LEAST_AMOUNT: Final = Money(1_000)
"""Plain digits from here on, if they mean nothing else, are offered as an amount."""

_TIMES = re.compile(r"([0-9]{1,5}(?:[.,][0-9]{1,3})?)\s*[*x×]\s*(\S.*)", re.IGNORECASE)
_AMOUNT = re.compile(
    r"=\s*(?P<marked>.+)|(?P<plain>[0-9]{1,3}(?:[.,][0-9]{3})+(?:\s*[₫đ])?|[0-9]+\s*(?:k|₫|đ))",
    re.IGNORECASE,
)


def find(till: Till, text: str, *, symbology: str | None = None) -> Found:
    """What `text` stands for here. Nothing that a person may type makes it raise.

    `symbology` is the scanner's word on it, None where it was typed or the scanner does not say.

    Raises:
        Refused: `not-paired`.
    """
    typed = cleaned(text)
    amount = _AMOUNT.fullmatch(typed)
    times = _TIMES.fullmatch(typed)
    with till.store.read() as reading:
        if amount is not None:
            return _amount(reading, amount["marked"] or amount["plain"])
        if times is not None:
            return _so_many(till, reading, times[1], times[2])
        weighed = till.weighed().read(typed)
        if weighed is not None:
            return _weighed(reading, weighed)
        return _by_shape(till, reading, classify(typed, symbology, old_cards=_old_cards(till, reading)))


def find_members(till: Till, text: str) -> MemberFound | MembersFound | NothingFound:
    """The same among members only (F4): a card, a phone number or its end, words of a name.

    Raises:
        Refused: `not-paired`.
    """
    with till.store.read() as reading:
        shape = classify(text, old_cards=_old_cards(till, reading))
        match shape:
            case MemberCard():
                return by_card(till, reading, shape)
            case PhoneDigits(whole=True):
                return by_phone(till, reading, shape)
            case PhoneDigits(text=digits) | ProductCode(code=digits) | Voucher(code=digits):
                rows = by_phone_tail(till, reading, digits)
                return some_or_nothing(rows, kind="phone", text=digits)
            case Words(text=words):
                return some_or_nothing(by_name(till, reading, words), kind="words", text=words)
            case _:
                return NothingFound(kind="words", code="member-not-found", text="")


_LEAST_BAR_CODE: Final = 8
"""Shorter numbers are typed ones, and often mistyped: they are looked for, not added."""


def find_products(till: Till, text: str) -> ProductFound | ProductsFound | NothingFound:
    """The same among products only (F3): a code, or words; an empty text lists the first ones by name."""
    typed = cleaned(text)
    with till.store.read() as reading:
        exact = reading.products.by_code(typed)
        if exact is not None:
            return ProductFound(product=exact)
        rows = reading.products.by_words(typed, most=MOST_ROWS)
    if not rows:
        return NothingFound(kind="product", code="goods-not-found", text=typed)
    return ProductsFound(rows=rows)


def _old_cards(till: Till, reading: "Reading") -> CardRules:
    return in_force(till, reading).settings.card_rules


def _by_shape(till: Till, reading: "Reading", shape: Shape) -> Found:
    match shape:
        case ProductCode():
            return _product(till, reading, shape)
        case MemberCard():
            return by_card(till, reading, shape)
        case GiftCard():
            return _gift(till, reading, shape)
        case PhoneDigits():
            return _phone_or_product(till, reading, shape)
        case Voucher():
            return _voucher(till, reading, shape)
        case ReceiptDigits():
            return _receipt_by_digits(reading, shape)
        case ReceiptLabel():
            return _receipt_by_label(till, reading, shape)
        case BankQr() | BankCard():
            kind: Kind = "bank-qr" if isinstance(shape, BankQr) else "bank-card"
            return NothingFound(kind=kind, code=kind, text="")
        case Words():
            return _words(till, reading, shape.text)


def _amount(reading: "Reading", typed: str) -> Found:
    """An amount, sold as a product whose price is typed."""
    try:
        amount = parse_amount(typed)
    except Refused as refused:
        return NothingFound(kind="words", code=refused.code, text=typed)
    product = reading.products.open_price()
    if product is None:
        return NothingFound(kind="product", code="no-open-price-product", text=typed)
    return AmountFound(product=product, amount=amount)


def _so_many(till: Till, reading: "Reading", typed: str, rest: str) -> Found:
    """A quantity before a product; before anything else it means nothing."""
    found = _by_shape(till, reading, classify(rest, old_cards=_old_cards(till, reading)))
    if not isinstance(found, ProductFound):
        return found
    try:
        return ProductFound(product=found.product, quantity=parse_quantity(typed))
    except Refused as refused:
        return NothingFound(kind="product", code=refused.code, text=typed)


def _voucher(till: Till, reading: "Reading", shape: Voucher) -> Found:
    """A voucher, or goods from Australia; where it could be either, somebody is asked."""
    program = in_force(till, reading).program
    voucher = VoucherFound(code=shape.code, is_for_all=_has_code(program, shape.code))
    product = None if shape.certain else reading.products.by_code(shape.code)
    if product is None:
        return voucher
    gives_vouchers = program is not None and (
        bool(program.vouchers) or any(each.when.voucher for each in program.promotions)
    )
    if gives_vouchers:
        return MixedFound(members=(), products=(product,), voucher=voucher)
    return ProductFound(product=product)


def _weighed(reading: "Reading", weighed: WeighedCode) -> Found:
    """A code that a scale printed: so much of an article, or the article at a price."""
    code = weighed.code
    if not weighed.holds:
        return NothingFound(
            kind="product", code="check-digit-wrong", text=code, suggestion="scan-again", value=weighed.right
        )
    found = (reading.products.by_code(article) for article in weighed.articles)
    product = next((each for each in found if each is not None), None)
    if product is None:
        return NothingFound(kind="product", code="product-unknown", text=code, suggestion="search-goods")
    if weighed.value == 0:
        return NothingFound(kind="product", code="weighed-nothing", text=product.name)
    if weighed.meaning == "price":
        # One packet at its price: the label does not say what it weighs.
        return AmountFound(product=replace(product, unit="piece"), amount=Money(weighed.value))
    return ProductFound(product=product, quantity=Quantity(weighed.value))


def _gift(till: Till, reading: "Reading", shape: GiftCard) -> Found:
    if not shape.holds:
        return NothingFound(kind="card", code="check-digit-wrong", text=shape.number, suggestion="scan-again")
    state = till.lender.gift_state(reading, shape.number, at=till.clock.now())
    settings = reading.config.settings()
    is_sold = settings is not None and settings.gift_cards is not None
    return GiftFound(card=shape.number, state=state, is_sold=is_sold)


def _product(till: Till, reading: "Reading", shape: ProductCode) -> Found:
    """A bar code or a short code; what is no product may be a program's code or the end of a phone number."""
    product = reading.products.by_code(shape.code)
    if product is not None:
        return ProductFound(product=product)
    if _has_code(in_force(till, reading).program, shape.code):
        return VoucherFound(code=shape.code, is_for_all=True)
    rows = by_phone_tail(till, reading, shape.code)
    if rows:
        return MembersFound(rows=rows)
    if shape.holds:
        is_bar_code = len(shape.code) >= _LEAST_BAR_CODE
        return NothingFound(
            kind="product",
            code="product-unknown",
            text=shape.code,
            suggestion="add-product" if is_bar_code else "search-goods",
        )
    return NothingFound(
        kind="product", code="check-digit-wrong", text=shape.code, suggestion="scan-again", value=shape.right
    )


def _phone_or_product(till: Till, reading: "Reading", shape: PhoneDigits) -> Found:
    """Digits that may be a phone number, a product's own code, a program's, or the end of a phone number."""
    found = by_phone(till, reading, shape) if shape.whole else None
    if isinstance(found, MemberFound):
        return found
    product = reading.products.by_code(shape.text)
    if product is None and _has_code(in_force(till, reading).program, shape.text):
        return VoucherFound(code=shape.text, is_for_all=True)
    if found is not None:
        return found if product is None else ProductFound(product=product)
    rows = by_phone_tail(till, reading, shape.text)
    if product is not None:
        return MixedFound(members=rows, products=(product,)) if rows else ProductFound(product=product)
    return MembersFound(rows=rows) if rows else _unknown_digits(shape.text)


def _unknown_digits(digits: str) -> NothingFound:
    """Digits that mean nothing here; a round amount may have been meant."""
    if int(digits) >= LEAST_AMOUNT and int(digits) % 100 == 0:
        return NothingFound(
            kind="phone", code="digits-unknown", text=digits, suggestion="sell-as-amount", value=digits
        )
    return NothingFound(kind="phone", code="digits-unknown", text=digits)


def _receipt_by_digits(reading: "Reading", shape: ReceiptDigits) -> Found:
    if not shape.holds:
        return NothingFound(
            kind="receipt", code="check-digit-wrong", text=shape.digits, suggestion="scan-again"
        )
    sale = reading.sales.by_digits(shape.digits)
    if sale is None:
        return NothingFound(kind="receipt", code="receipt-unknown", text=shape.digits)
    return ReceiptFound(sale=sale)


def _has_code(program: "Program | None", code: str) -> bool:
    """Whether a promotion is had by presenting this, as the number on a flyer is."""
    return program is not None and any(each.when.code == code for each in program.promotions)


def _receipt_by_label(till: Till, reading: "Reading", shape: ReceiptLabel) -> Found:
    """A label reads like many a product's own code, so that goes first."""
    product = reading.products.by_code(shape.text)
    if product is not None:
        return ProductFound(product=product)
    ours = in_force(till, reading).identity.code.casefold() == shape.till_code.casefold()
    sale = reading.sales.by_number(shape.number) if ours else None
    if sale is None:
        return NothingFound(kind="receipt", code="receipt-unknown", text=shape.text)
    return ReceiptFound(sale=sale)


def _words(till: Till, reading: "Reading", text: str) -> Found:
    """A product's code with letters, a promotion's code, or words of names."""
    if not text:
        return NothingFound(kind="empty", code="nothing-typed", text="")
    product = reading.products.by_code(text)
    if product is not None:
        return ProductFound(product=product)
    program = in_force(till, reading).program
    if _has_code(program, text):
        return VoucherFound(code=text, is_for_all=True)
    rows = by_name(till, reading, text)
    products = reading.products.by_words(text, most=MOST_ROWS)
    if rows and products:
        return MixedFound(members=rows, products=products)
    if rows:
        return MembersFound(rows=rows)
    if products:
        return ProductsFound(rows=products)
    return NothingFound(kind="words", code="name-not-found", text=text)
