"""Finding the sale that something is to come back of: by its receipt, by whose it was, by the day.

What is scanned or typed is told apart as in the one box. A receipt that this till did not make may be another
till's: that is for the server to say (`elsewhere`).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from loyalty.identity.codes import (
    MemberCard,
    PhoneDigits,
    ProductCode,
    ReceiptDigits,
    ReceiptLabel,
    Voucher,
    classify,
    cleaned,
)
from terminal.in_force import in_force, in_force_now
from terminal.membership import AttachedMember, MemberRow
from terminal.returned import ReturnableSale, SaleRow
from terminal.till import Till
from terminal.usecases.find_member import by_card, by_name, by_phone, by_phone_tail
from terminal.usecases.found import MemberFound, MembersFound, NothingFound
from terminal.usecases.returns.looking import read_returnable

if TYPE_CHECKING:
    from terminal.goods import Product
    from terminal.store.books import Reading

DAY: Final = timedelta(days=1)
LEAST_BAR_CODE: Final = 8
"""Shorter numbers are typed ones: a receipt's, an amount, the end of a phone number, short codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleFound:
    """One sale, for certain."""

    sale: ReturnableSale


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesFound:
    """Sales to choose from, the newest first; `whose` is the member's name, empty for a day's.

    Where words and goods both found some, those by the words come first.
    """

    rows: tuple[SaleRow, ...]
    whose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyersFound:
    """Members to choose from."""

    rows: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskElsewhere:
    """A receipt of another till; the server is to be asked for it, by its digits."""

    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSaleFound:
    """Nothing; `code` is the sentence to show (`error.<code>`, with {text} and {till})."""

    code: str
    text: str
    till: str = ""


SoughtSale = SaleFound | SalesFound | BuyersFound | AskElsewhere | NoSaleFound


def find_sale(till: Till, text: str, *, day: date | None = None, symbology: str | None = None) -> SoughtSale:
    """What `text` stands for: a receipt, card, phone number or its end, goods or words of the day's sales.

    Words and plain numbers are looked for among the sales of `day` (None: today) first, then among members. A
    number or word that is goods as well brings those sales of the day after the ones that have it in their
    receipt's number or amount; a bar code brings the sales of its goods alone.

    Raises:
        Refused: `not-paired`.
    """
    typed = cleaned(text)
    with till.store.read() as reading:
        rules = in_force(till, reading).settings.card_rules
        shape = classify(typed, symbology, old_cards=rules)
        goods = _goods(till, reading, typed)
        match shape:
            case ReceiptDigits():
                return _by_digits(till, reading, shape)
            case ReceiptLabel() if _is_ours(till, reading, shape):
                return _by_number(till, reading, shape)
            case ReceiptLabel(text=label, till_code=code):
                found = _by_words(till, reading, label, day, (), goods)
                is_none = goods is None and isinstance(found, NoSaleFound)
                return NoSaleFound(code="receipt-of-till", text=label, till=code) if is_none else found
            case MemberCard():
                return _of_buyer(reading, by_card(till, reading, shape))
            case PhoneDigits(whole=True):
                return _of_buyer(reading, by_phone(till, reading, shape))
            case ProductCode() | Voucher() | PhoneDigits() if goods and len(typed) >= LEAST_BAR_CODE:
                return _with_goods(till, reading, goods, day)
            case PhoneDigits(text=digits) | ProductCode(code=digits) | Voucher(code=digits):
                return _by_words(till, reading, digits, day, by_phone_tail(till, reading, digits), goods)
            case _:
                members = by_name(till, reading, typed) if typed else ()
                return _by_words(till, reading, typed, day, members, goods)


def sales_of_day(till: Till, day: date | None = None, words: str = "") -> SalesFound:
    """The sales of a local day (None: today), the newest first; with words, those that have all of them.

    Raises:
        Refused: `not-paired`.
    """
    with till.store.read() as reading:
        return SalesFound(rows=_day(till, reading, day, words))


def sales_of_buyer(till: Till, member: AttachedMember | str) -> SalesFound:
    """The sales of a member at this till.

    Raises:
        Refused: `not-paired`.
    """
    name = "" if isinstance(member, str) else member.name
    with till.store.read() as reading:
        rows = reading.sale_search.of_member(member if isinstance(member, str) else member.member)
        record = reading.members.by_id(member) if isinstance(member, str) else None
    return SalesFound(rows=rows, whose=name if record is None else record.name)


def today_of(till: Till) -> date:
    """The local day of the store."""
    return till.clock.now().astimezone(in_force_now(till).zone).date()


def _by_digits(till: Till, reading: "Reading", shape: ReceiptDigits) -> SoughtSale:
    if not shape.holds:
        return NoSaleFound(code="receipt-digit-wrong", text=shape.digits)
    own = reading.sales.by_digits(shape.digits)
    foreign = reading.returns.foreign(shape.digits) if own is None else None
    if own is not None:
        return SaleFound(sale=read_returnable(till, reading, own.sale))
    if foreign is not None:
        return SaleFound(sale=read_returnable(till, reading, foreign.sale))
    return AskElsewhere(digits=shape.digits)


def _is_ours(till: Till, reading: "Reading", shape: ReceiptLabel) -> bool:
    return in_force(till, reading).identity.code.casefold() == shape.till_code.casefold()


def _by_number(till: Till, reading: "Reading", shape: ReceiptLabel) -> SoughtSale:
    sale = reading.sales.by_number(shape.number)
    if sale is None:
        return NoSaleFound(code="receipt-unknown", text=shape.text)
    return SaleFound(sale=read_returnable(till, reading, sale.sale))


def _of_buyer(reading: "Reading", found: MemberFound | MembersFound | NothingFound) -> SoughtSale:
    match found:
        case MemberFound(member=member):
            rows = reading.sale_search.of_member(member.member)
            if not rows:
                return NoSaleFound(code="no-sales-of-member", text=member.name)
            return SalesFound(rows=rows, whose=member.name)
        case MembersFound(rows=rows):
            return BuyersFound(rows=rows)
        case NothingFound(code=code, text=text):
            return NoSaleFound(code=code, text=text)


def _goods(till: Till, reading: "Reading", typed: str) -> "Product | None":
    """The goods of that code, or those whose label the scale printed."""
    weighed = till.weighed().read(typed)
    articles = weighed.articles if weighed is not None and weighed.holds else ()
    found = (reading.products.by_code(code) for code in (*articles, typed))
    return next((each for each in found if each is not None), None)


def _with_goods(till: Till, reading: "Reading", goods: "Product", day: date | None) -> SoughtSale:
    rows = _sales_with(till, reading, goods, day)
    return SalesFound(rows=rows) if rows else NoSaleFound(code="no-sale-of-goods", text=goods.name)


def _sales_with(till: Till, reading: "Reading", goods: "Product", day: date | None) -> tuple[SaleRow, ...]:
    return reading.sale_search.with_goods(*_span(till, reading, day), goods.sku)


def _by_words(
    till: Till,
    reading: "Reading",
    words: str,
    day: date | None,
    members: tuple[MemberRow, ...],
    goods: "Product | None",
) -> SoughtSale:
    rows = _day(till, reading, day, words)
    if goods is not None:
        with_goods = _sales_with(till, reading, goods, day)
        rows = tuple({row.sale: row for row in (*rows, *with_goods)}.values())
    if rows or not words:
        return SalesFound(rows=rows)
    if members:
        return BuyersFound(rows=members)
    if goods is not None:
        return NoSaleFound(code="no-sale-of-goods", text=goods.name)
    return NoSaleFound(code="no-sale-found", text=words)


def _day(till: Till, reading: "Reading", day: date | None, words: str) -> tuple[SaleRow, ...]:
    return reading.sale_search.of_day(*_span(till, reading, day), words)


def _span(till: Till, reading: "Reading", day: date | None) -> tuple[datetime, datetime]:
    """When the local day begins, and when the next."""
    zone = in_force(till, reading).zone
    local = day or till.clock.now().astimezone(zone).date()
    return datetime.combine(local, time(), tzinfo=zone), datetime.combine(local + DAY, time(), tzinfo=zone)
