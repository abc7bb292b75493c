"""The open sale on disk, so that a power cut in the middle of a basket loses nothing.

A parked sale (`terminal.usecases.park`) has the same text. The goods are kept as they were added, the member
and the lease by their ids: those are read anew.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from loyalty.basket import AskedReward
from loyalty.errors import Refused
from loyalty.units import Money, Points, Quantity
from terminal.by_hand import ByHand
from terminal.clock import from_timestamp, timestamp
from terminal.exchange import OpenExchange
from terminal.gift_sale import OpenGift
from terminal.open_sale import OpenLine, OpenSale, attach
from terminal.returned import Approval, RefundWish
from terminal.till import Till
from terminal.usecases.basket import ask_anew
from terminal.usecases.members import read_member

if TYPE_CHECKING:
    from terminal.store.books import Reading


def save_draft(till: Till, open_sale: OpenSale) -> None:
    """Keep it in place of the one before; an empty sale leaves nothing to keep."""
    with till.store.write() as unit:
        if open_sale.is_empty:
            unit.drafts.forget()
        else:
            unit.drafts.save(draft_text(open_sale), at=timestamp(till.clock.now()))


def load_draft(till: Till) -> OpenSale | None:
    """The sale that was open when the till last stopped; None where there was none, or it was settled since.

    A member who can no longer be attached is left off.
    """
    with till.store.read() as reading:
        text = reading.drafts.load()
        if text is None:
            return None
        kept = json.loads(text)
        if reading.sales.by_id(kept["sale"]) is not None:
            return None
        leases = [reading.leases.by_id(lease) for lease in kept.get("gift_cards", ())]
        sale = replace(draft_from(kept), gift_cards=tuple(each for each in leases if each is not None))
        return _with_member(till, reading, sale, kept)


def _with_member(till: Till, reading: "Reading", sale: OpenSale, kept: Mapping[str, Any]) -> OpenSale:
    if kept["member"] is None:
        return sale
    try:
        member = read_member(till, reading, kept["member"])
    except Refused:
        return replace(sale, rewards=(), burn=Points(0))
    lease = None if kept["lease"] is None else reading.leases.by_id(kept["lease"])
    claims = reading.claims.of_sale(sale.sale)
    held = kept.get("wallet_lease")
    wallet = None if held is None else reading.leases.by_id(held)
    return replace(attach(sale, member, lease, claims, wallet), rewards=sale.rewards, burn=sale.burn)


def take_up_draft(till: Till) -> OpenSale | None:
    """The same, to go on with: points and vouchers that the till had not asked for yet are asked for now."""
    sale = load_draft(till)
    if sale is None or sale.member is None or sale.lease is not None:
        return sale
    return ask_anew(till, sale, sale.member)


def draft_text(sale: OpenSale) -> str:
    """The sale as a text that `draft_from` reads."""
    return json.dumps(
        {
            "sale": sale.sale,
            "started_at": timestamp(sale.started_at),
            "lines": [_line_to_json(line) for line in sale.lines],
            "member": None if sale.member is None else sale.member.holder,
            "lease": None if sale.lease is None else sale.lease.lease,
            "codes": list(sale.codes),
            "rewards": [[each.id, each.points] for each in sale.rewards],
            "burn": sale.burn,
            "next_line": sale.next_line,
            "gifts": [[each.line, each.card, each.amount] for each in sale.gifts],
            "gift_cards": [each.lease for each in sale.gift_cards],
            "note": sale.note,
            "exchange": None if sale.exchange is None else _exchange_to_json(sale.exchange),
            "wallet_lease": None if sale.wallet_lease is None else sale.wallet_lease.lease,
        },
        ensure_ascii=False,
    )


def draft_from(kept: Mapping[str, Any]) -> OpenSale:
    """The sale of a text of `draft_text`, without its member and lease."""
    burn = kept["burn"]
    return OpenSale(
        sale=kept["sale"],
        started_at=from_timestamp(kept["started_at"]),
        lines=tuple(_line_from_json(line) for line in kept["lines"]),
        codes=tuple(kept["codes"]),
        rewards=tuple(AskedReward(reward, points) for reward, points in kept.get("rewards", ())),
        burn="max" if burn == "max" else Points(burn),
        next_line=kept["next_line"],
        gifts=tuple(
            OpenGift(line=line, card=card, amount=Money(amount))
            for line, card, amount in kept.get("gifts", ())
        ),
        note=kept.get("note", ""),
        exchange=_exchange_from_json(kept["exchange"]) if kept.get("exchange") else None,
    )


def _exchange_to_json(exchange: OpenExchange) -> Mapping[str, Any]:
    wish = exchange.wish
    return {
        "refund": wish.refund,
        "sale": wish.sale,
        "returns": list(wish.returns.items()),
        "reason": wish.reason,
        "in_cash": wish.in_cash,
        "approval": None if wish.approval is None else asdict(wish.approval),
        "label": exchange.label,
        "member": exchange.member,
        "back": list(exchange.back.items()),
        "beside": exchange.beside,
        "points": [exchange.points_taken, exchange.points_returned],
        "goods": list(exchange.goods),
        "weighed": sorted(exchange.weighed),
        "brought": exchange.brought,
    }


def _exchange_from_json(kept: Mapping[str, Any]) -> OpenExchange:
    taken, returned = kept["points"]
    return OpenExchange(
        wish=RefundWish(
            refund=kept["refund"],
            sale=kept["sale"],
            returns={line: Quantity(quantity) for line, quantity in kept["returns"]},
            reason=kept["reason"],
            in_cash=kept["in_cash"],
            approval=None if kept["approval"] is None else Approval(**kept["approval"]),
        ),
        label=kept["label"],
        member=kept["member"],
        back={means: Money(amount) for means, amount in kept["back"]},
        beside=Money(kept["beside"]),
        points_taken=Points(taken),
        points_returned=Points(returned),
        goods=tuple((name, Quantity(much), Money(money)) for name, much, money in kept["goods"]),
        weighed=frozenset(kept.get("weighed", ())),
        brought=kept.get("brought", False),
    )


def _line_to_json(line: OpenLine) -> Mapping[str, Any]:
    return {
        "line": line.line,
        "sku": line.sku,
        "name": line.name,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "unit": line.unit,
        "category": line.category,
        "brand": line.brand,
        "tags": list(line.tags),
        "vat_percent": None if line.vat_percent is None else str(line.vat_percent),
        "price_typed": line.price_typed,
        "by_hand": None if line.by_hand is None else asdict(line.by_hand),
        "note": line.note,
    }


def _line_from_json(kept: Mapping[str, Any]) -> OpenLine:
    vat_percent, by_hand = kept["vat_percent"], kept.get("by_hand")
    return OpenLine(
        line=kept["line"],
        sku=kept["sku"],
        name=kept["name"],
        quantity=Quantity(kept["quantity"]),
        unit_price=Money(kept["unit_price"]),
        unit=kept["unit"],
        category=kept["category"],
        brand=kept["brand"],
        tags=tuple(kept["tags"]),
        vat_percent=None if vat_percent is None else Decimal(vat_percent),
        price_typed=kept["price_typed"],
        by_hand=None if by_hand is None else ByHand(**by_hand),
        note=kept.get("note", ""),
    )
