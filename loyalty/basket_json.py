"""Reads a basket from its JSON, strictly, with every fault at once.

Whether the basket can be priced under a program is asked where it is priced; only a tier or a
reward that the program lacks is found here too, when the program is at hand, so that it is told together with
the rest.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from loyalty.asked_rewards import read_asked, reward_faults
from loyalty.basket import (
    TENDERS,
    Basket,
    BasketLine,
    BasketMember,
    Birthday,
    Tender,
    Today,
    WalletMoney,
)
from loyalty.json_fields import Fields, shown
from loyalty.limits import AMOUNT_LIMIT, CODES_MAX, LINES_MAX, QUANTITY_MAX
from loyalty.misread import Misread
from loyalty.priced_by_hand import read_by_hand
from loyalty.program.faults import nearest
from loyalty.program.model import Program
from loyalty.rates import exact_rate
from loyalty.refusals import BasketRefused
from loyalty.sentences import say
from loyalty.units import Money, Points, Quantity

_QUANTITY = re.compile(r"([0-9]+)(?:\.([0-9]{1,3}))?")
_BIRTHDAY = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})")
_LEAP_YEAR = 2000
_YEARS = range(1900, 9000)


def basket_from_json(value: object, *, program: Program | None = None, place: str = "") -> Basket:
    """The basket that a JSON value says; `place` is the way to it in what was read.

    Raises:
        BasketRefused: it is not a basket; it carries every fault there is.
    """
    faults: list[str] = []
    basket = _read_basket(Fields(value, place, faults), faults)
    if program is not None and not faults:
        if basket.member is not None:
            faults.extend(tier_faults(program, basket.member, place=place))
        faults.extend(reward_faults(program, basket, place=place))
    if faults:
        raise BasketRefused(faults)
    return basket


def tier_faults(program: Program, member: BasketMember, *, place: str = "") -> list[str]:
    """What is wrong with the member's tier under this program; `place` is the way to the basket."""
    if program.tier(member.tier):
        return []
    near = nearest(member.tier, [tier.id for tier in program.tiers])
    way = f"{place}.member.tier" if place else "member.tier"
    return [Misread(way, say("fault-no-tier", value=shown(member.tier), near=near))]


def parse_quantity(text: str) -> Quantity | None:
    """The thousandths that a decimal text says; `None` if it is none, is 0, or is past the limit."""
    match = _QUANTITY.fullmatch(text)
    if match is None:
        return None
    whole, places = match.groups()
    whole = whole.lstrip("0")
    if len(whole) > len(str(QUANTITY_MAX)):
        return None
    thousandths = int(f"0{whole}") * 1000 + int((places or "").ljust(3, "0"))
    return Quantity(thousandths) if 0 < thousandths <= QUANTITY_MAX else None


def birthday_from_text(text: str) -> Birthday | None:
    """The birthday that `YYYY-MM-DD` or `MM-DD` says; `None` if no year has such a day."""
    match = _BIRTHDAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        date(int(year or _LEAP_YEAR), int(month), int(day))
    except ValueError:
        return None
    return Birthday(int(month), int(day), int(year) if year else None)


def read_quantity(fields: Fields, key: str) -> Quantity:
    """The quantity under a key; 1, after a fault."""
    value = fields.value(key)
    quantity = parse_quantity(value) if isinstance(value, str) else None
    if quantity is None and value is not None:
        fields.fault(key, "fault-no-quantity", value=shown(value), most=QUANTITY_MAX // 1000)
    return quantity or Quantity(1)


def _read_basket(fields: Fields, faults: list[str]) -> Basket:
    fields.need("at", "lines")
    lines = fields.items("lines")
    if len(lines) > LINES_MAX:
        fields.fault("lines", "fault-too-many", count=len(lines), most=LINES_MAX)
        lines = lines[:LINES_MAX]
    places = [fields.place(f"lines[{index}]") for index in range(len(lines))]
    codes = fields.texts("codes")
    if len(codes) > CODES_MAX:
        fields.fault("codes", "fault-too-many", count=len(codes), most=CODES_MAX)
    member = fields.value("member")
    return Basket(
        at=_read_moment(fields),
        lines=tuple(
            _read_line(Fields(line, place, faults)) for place, line in zip(places, lines, strict=True)
        ),
        store=fields.text("store"),
        member=None if member is None else _read_member(Fields(member, fields.place("member"), faults)),
        codes=codes,
        paid_with=_read_tenders(fields),
        burn_points=_read_burn(fields),
        rewards=read_asked(fields, faults),
        stock=_read_counts(fields.mapping("stock")),
        wallet_amount=_read_wallet_amount(fields),
        by_hand=read_by_hand(lines, places, faults),
        taken_off=Money(fields.whole("taken_off")),
    )


def _read_moment(fields: Fields) -> datetime:
    value = fields.value("at")
    moment = _moment(value) if isinstance(value, str) else None
    if moment is not None:
        return moment
    if value is not None:
        fields.fault("at", "fault-no-moment", value=shown(value))
    return datetime(_LEAP_YEAR, 1, 1, tzinfo=UTC)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None and moment.year in _YEARS else None


def _read_line(fields: Fields) -> BasketLine:
    fields.need("sku", "quantity", "unit_price")
    return BasketLine(
        sku=fields.text("sku"),
        quantity=read_quantity(fields, "quantity"),
        unit_price=Money(fields.whole("unit_price")),
        name=fields.text("name"),
        category=fields.text("category"),
        brand=fields.text("brand"),
        tags=fields.texts("tags"),
        vat_percent=_read_vat(fields),
    )


def _read_vat(fields: Fields) -> Decimal | None:
    value = fields.value("vat_percent")
    if value is None:
        return None
    if not isinstance(value, bool) and isinstance(value, int | Decimal):
        rate = exact_rate(value)
        if rate is not None and rate.numerator <= 100 * rate.denominator:
            return rate.decimal
    fields.fault("vat_percent", "fault-no-percent", value=shown(value))
    return None


def _read_member(fields: Fields) -> BasketMember:
    fields.need("tier", "points")
    return BasketMember(
        tier=fields.text("tier"),
        points=Points(fields.whole("points", least=1 - AMOUNT_LIMIT)),
        birthday=_read_birthday(fields),
        purchases=fields.whole("purchases"),
        memberships=fields.texts("memberships"),
        segments=fields.texts("segments"),
        vouchers=_read_vouchers(fields.mapping("vouchers")),
        used=_read_counts(fields.mapping("used")),
        stamps=_read_counts(fields.mapping("stamps"), least=1 - AMOUNT_LIMIT),
        today=_read_today(fields.mapping("today")),
        wallet=_read_wallet(fields.mapping("wallet")),
        challenges=_read_counts(fields.mapping("challenges")),
        visited=fields.texts("visited"),
        card_shown=fields.flag("card_shown", default=True),
        vouchers_left=_read_counts(fields.mapping("vouchers_left")),
    )


def _read_wallet(wallet: Fields) -> WalletMoney:
    return WalletMoney(Money(wallet.whole("paid")), Money(wallet.whole("bonus")))


def _read_vouchers(vouchers: Fields) -> Mapping[str, str]:
    return {code: vouchers.text(code) for code in vouchers.names()}


def _read_counts(counts: Fields, *, least: int = 0) -> Mapping[str, int]:
    return {name: counts.whole(name, least=least) for name in counts.names()}


def _read_today(today: Fields) -> Today:
    """What the day came to so far; returns can have taken back more than it earned."""
    least = 1 - AMOUNT_LIMIT
    return Today(
        earned=Points(today.whole("earned", least=least)),
        burned=Points(today.whole("burned", least=least)),
        sales=today.whole("sales"),
    )


def _read_birthday(fields: Fields) -> Birthday | None:
    text = fields.text("birthday")
    if not text and fields.value("birthday") != "":
        return None
    birthday = birthday_from_text(text)
    if birthday is None:
        fields.fault("birthday", "fault-no-birthday", value=shown(text))
    return birthday


def _read_tenders(fields: Fields) -> tuple[Tender, ...]:
    value = fields.value("paid_with")
    names = (value,) if isinstance(value, str) else fields.items("paid_with")
    found: list[Tender] = []
    for name in names:
        known: list[Tender] = [tender for tender in TENDERS if tender == name]
        found.extend(known)
        if not known:
            near = nearest(name, TENDERS) if isinstance(name, str) else TENDERS[0]
            fields.fault("paid_with", "fault-no-tender", value=shown(name), near=near)
    return tuple(found)


def _read_wallet_amount(fields: Fields) -> Money | Literal["max"]:
    asked = fields.whole_or_max("wallet_amount")
    return "max" if asked == "max" else Money(asked)


def _read_burn(fields: Fields) -> Points | Literal["max"]:
    asked = fields.whole_or_max("burn_points")
    return "max" if asked == "max" else Points(asked)
