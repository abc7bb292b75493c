"""Reads what a member does in a step of their year; every kind of act by the key that the file gives it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from loyalty.account.acts import Act, Buy, DrawReceipt, GiveBack, HandBack, Issue
from loyalty.account.member_acts import BeRecommended, TakeBackUse, UseBenefit
from loyalty.basket import Basket
from loyalty.basket_json import basket_from_json, parse_quantity
from loyalty.drawing import is_receipt
from loyalty.program import values
from loyalty.program.faults import nearest
from loyalty.program.model import Program
from loyalty.program.table import Table, shown
from loyalty.refusals import BasketRefused
from loyalty.units import Quantity

_BY_HAND = 'name one with issue = "apology": no other is issued by hand'
_LINE = re.compile(r"(\S+) (\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActReading:
    """What acts are read against: `sold` has the goods of each sale so far, `uses` the uses of benefits."""

    program: Program
    members: tuple[str, ...]
    goods: Mapping[str, Table]
    sold: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    uses: list[str] = field(default_factory=list[str])


def _buy(reading: ActReading, table: Table, at: datetime) -> Act:
    table.need("sale", "lines")
    sale = values.text(table, "sale")
    if sale in reading.sold:
        table.fault("sale", f"{shown(sale)} was sold already", "each sale needs a name of its own")
    lines = _read_lines(table, tuple(reading.goods))
    reading.sold[sale] = tuple(good for good, _, _ in lines)
    found = [{**reading.goods[good].all_values(), "quantity": text} for good, _, text in lines]
    basket = {**table.all_values(), "at": at.isoformat(), "lines": found, "member": None}
    try:
        return Buy(sale, basket_from_json(basket, program=reading.program))
    except BasketRefused as refused:
        for fault in refused.faults:
            table.report.fault(table.path, fault, "write what a basket may have")
    return Buy(sale, Basket(at, ()))


def _give_back(reading: ActReading, table: Table, _at: datetime) -> Act:
    table.check_keys(("sale", "lines"))
    table.need("sale")
    sale = values.choice(table, "sale", tuple(reading.sold), "")
    if "lines" not in table:
        return GiveBack(sale)
    goods = reading.sold.get(sale, ())
    lines = _read_lines(table, goods)
    return GiveBack(sale, tuple((goods.index(good), quantity) for good, quantity, _ in lines))


def _draw(reading: ActReading, table: Table, _at: datetime) -> Act:
    table.check_keys(("sale", "draw", "receipt", "seed"))
    table.need("sale", "draw", "receipt", "seed")
    receipt, seed_text = values.text(table, "receipt"), values.text(table, "seed")
    if "receipt" in table and not is_receipt(receipt):
        table.fault("receipt", f"{shown(receipt)} is not the number of a receipt", "write its 16 digits")
    try:
        seed = bytes.fromhex(seed_text)
    except ValueError:
        seed = b""
        table.fault("seed", f"{shown(seed_text)} is not a seed", "write pairs of hexadecimal digits, as 00ff")
    return DrawReceipt(
        sale=values.choice(table, "sale", tuple(reading.sold), ""),
        draw=values.choice(table, "draw", tuple(draw.id for draw in reading.program.draws), ""),
        receipt=receipt,
        seed=seed,
    )


def _hand_back(reading: ActReading, table: Table, _at: datetime) -> Act:
    table.check_keys(("sale", "voucher"))
    table.need("sale", "voucher")
    sale = values.choice(table, "sale", tuple(reading.sold), "")
    return HandBack(sale, _read_voucher(reading, table))


def _issue(reading: ActReading, table: Table, _at: datetime) -> Act:
    table.check_keys(("voucher",))
    table.need("voucher")
    voucher = _read_voucher(reading, table)
    rule = reading.program.voucher(voucher)
    if rule is not None and rule.issue != "apology":
        table.fault("voucher", f'{shown(voucher)} has issue = "{rule.issue}"', _BY_HAND)
    return Issue(voucher)


def _read_voucher(reading: ActReading, table: Table) -> str:
    return values.choice(table, "voucher", tuple(each.id for each in reading.program.vouchers), "")


def _be_recommended(reading: ActReading, table: Table, _at: datetime) -> Act:
    table.check_keys(("by",))
    table.need("by")
    return BeRecommended(values.choice(table, "by", reading.members, ""))


def _use_benefit(reading: ActReading, table: Table, _at: datetime) -> Act:
    table.check_keys(("benefit", "use"))
    table.need("benefit", "use")
    benefits = tuple(benefit.id for benefit in reading.program.benefits)
    use = values.text(table, "use")
    if use in reading.uses:
        table.fault("use", f"{shown(use)} was used already", "each use needs a name of its own")
    reading.uses.append(use)
    return UseBenefit(values.choice(table, "benefit", benefits, ""), use)


def _take_back_use(reading: ActReading, table: Table, _at: datetime) -> Act:
    table.check_keys(("use",))
    table.need("use")
    return TakeBackUse(values.choice(table, "use", tuple(reading.uses), ""))


ACTS: Mapping[str, Callable[[ActReading, Table, datetime], Act]] = {
    "buy": _buy,
    "give_back": _give_back,
    "be_recommended": _be_recommended,
    "use_benefit": _use_benefit,
    "take_back_use": _take_back_use,
    "draw": _draw,
    "hand_back": _hand_back,
    "issue": _issue,
}
"""Every kind of act, by its key in a step."""


def _read_lines(table: Table, goods: tuple[str, ...]) -> list[tuple[str, Quantity, str]]:
    """The goods of lines as `2 coffee`, each named once, with the quantity, and that as it is written."""
    found: dict[str, tuple[Quantity, str]] = {}
    for index, text in enumerate(values.texts(table, "lines") or ()):
        match = _LINE.fullmatch(text)
        quantity = parse_quantity(match[1]) if match else None
        if match is None or quantity is None:
            table.fault_item("lines", index, f"{shown(text)} is not a line", 'write it as "2 coffee"')
        elif match[2] not in goods:
            right = f'the nearest is "{nearest(match[2], goods)}"' if goods else "there are none to name"
            table.fault_item("lines", index, f"{shown(match[2])} is not known here", right)
        elif match[2] in found:
            table.fault_item("lines", index, f"{shown(match[2])} is named twice", "name it once")
        else:
            found[match[2]] = (quantity, match[1])
    return [(good, quantity, text) for good, (quantity, text) in found.items()]
