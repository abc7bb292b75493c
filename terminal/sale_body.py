"""A settled sale as the body of its journal event, and back. Pure.

The body holds no personal data: the member is an id, and who that is is looked up when a receipt is printed
again. Names that rules had are kept beside the body (`Shown`), since the program may change its mind.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from loyalty.quote.model import RuleStamps
from loyalty.units import Money, Points, Quantity
from loyalty.wire.canonical import Json
from loyalty.wire.exchange import Exchanged
from loyalty.wire.extras import SaleExtras
from loyalty.wire.prepaid import GiftSold, GiftUsed
from loyalty.wire.wallet import WalletPaidIn, WalletUsed
from terminal.burn_body import burn_from_body, burn_to_body
from terminal.by_hand import ByHand
from terminal.clock import from_timestamp, timestamp
from terminal.goods import unit_of
from terminal.sale import (
    EarnedLot,
    ReceiptNumber,
    RuleAmount,
    RulePoints,
    SaleMember,
    SettledSale,
    SoldLine,
    Tender,
)

VERSION = 1

Body = Mapping[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRecord:
    """What is kept of a sale outside its body; `member_name` and `phone_tail` are empty where erased."""

    seq: int
    operator: str
    operator_name: str
    till_name: str
    currency: str
    shown: Mapping[str, Any]
    member_name: str
    phone_tail: str
    voided: bool
    mark: str = ""


def sale_to_body(sale: SettledSale) -> Body:
    """The body of `sale_settled`; its keys are in canonical order, so that encoding it need not sort."""
    member = sale.member
    extras = None if sale.extras is None else sale.extras.to_json()
    return {
        **_approval_to_body(sale),
        "at_local": sale.at.isoformat(timespec="milliseconds"),
        "burn": burn_to_body(sale.burn),
        "discounts": _amounts_to_body(sale.discounts),
        "earned": [{"points": each.points, "rule": each.rule} for each in sale.earned],
        "earned_points": sale.earned_points,
        **({"exchange": sale.exchange} if sale.exchange else {}),
        **({} if extras is None else {"extras": extras}),
        **({"gifts": [gift.to_json() for gift in sale.gifts]} if sale.gifts else {}),
        "lines": [_line_to_body(line) for line in sale.lines],
        "lot": _lot_to_body(sale.lot),
        "member": None if member is None else member.member,
        "member_state": None
        if member is None
        else {"points_before": member.points_before, "revision": member.revision, "tier": member.tier},
        **({"paid_nothing": list(sale.paid_nothing)} if sale.paid_nothing else {}),
        **({"person": member.person} if member is not None and member.person else {}),
        "program": {"fingerprint": sale.program_fingerprint, "version": sale.program_version},
        "receipt": {
            "digits": sale.receipt.digits,
            "label": sale.receipt.label,
            "number": sale.receipt.number,
        },
        "rounding": sale.rounding,
        "sale": sale.sale,
        "shift": sale.shift,
        "subtotal": sale.subtotal,
        "tenders": tenders_to_body(sale.tenders),
        "to_pay": sale.to_pay,
        **({} if sale.top_up is None else {"top_up": sale.top_up.to_json()}),
        "total": sale.total,
        "used_codes": list(sale.used_codes),
        "v": VERSION,
    }


def sale_from_body(body: Mapping[str, Any], kept: SaleRecord) -> SettledSale:
    """The sale again, from its body and what is kept beside it."""
    labels: Mapping[str, str] = kept.shown["discounts"]
    earning: Mapping[str, str] = kept.shown["earned"]
    notes: Mapping[str, str] = kept.shown.get("notes", {})
    weighed = frozenset(kept.shown.get("weighed", ()))
    return SettledSale(
        sale=body["sale"],
        seq=kept.seq,
        receipt=ReceiptNumber(**body["receipt"]),
        at=datetime.fromisoformat(body["at_local"]),
        shift=body["shift"],
        operator=kept.operator,
        operator_name=kept.operator_name,
        till_name=kept.till_name,
        program_version=body["program"]["version"],
        program_fingerprint=body["program"]["fingerprint"],
        member=None if body["member"] is None else _member(body, kept),
        lines=tuple(
            _line(each, labels, notes.get(str(place), ""), is_weighed=place in weighed)
            for place, each in enumerate(body["lines"])
        ),
        discounts=_amounts(body["discounts"], labels),
        earned=tuple(
            RulePoints(rule=each["rule"], points=Points(each["points"]), label=earning.get(each["rule"], ""))
            for each in body["earned"]
        ),
        earned_points=Points(body["earned_points"]),
        lot=_lot(body["lot"]),
        burn=burn_from_body(body["burn"]),
        subtotal=Money(body["subtotal"]),
        total=Money(body["total"]),
        rounding=Money(body["rounding"]),
        to_pay=Money(body["to_pay"]),
        tenders=tenders_from_body(body["tenders"]),
        paid_nothing=tuple(body.get("paid_nothing", ())),
        used_codes=tuple(body["used_codes"]),
        approver=body.get("approver", ""),
        approved=tuple(body.get("approved", ())),
        extras=_extras(body.get("extras")),
        gifts=tuple(GiftSold.from_json(each) for each in body.get("gifts", ())),
        gifts_left={card: Money(left) for card, left in kept.shown.get("gifts_left", {}).items()},
        top_up=WalletPaidIn.from_json(body["top_up"]) if body.get("top_up") else None,
        wallet_after=kept.shown.get("wallet_after"),
        stamped=tuple(RuleStamps(**each) for each in kept.shown.get("stamped", ())),
        exchange=body.get("exchange") or "",
        currency=kept.currency,
        voided=kept.voided,
        mark=kept.mark,
        note=notes.get("", ""),
    )


def shown_of(sale: SettledSale) -> str:
    """What the receipt showed and the body does not hold, as JSON, for a copy that reads the same."""
    member = sale.member
    shown: dict[str, Any] = {
        "discounts": {each.rule: each.label for each in sale.discounts},
        "earned": {each.rule: each.label for each in sale.earned},
    }
    notes = {"": sale.note} | {str(place): line.note for place, line in enumerate(sale.lines)}
    if any(notes.values()):
        shown["notes"] = {place: note for place, note in notes.items() if note}
    weighed = [place for place, line in enumerate(sale.lines) if line.unit == "kg"]
    if weighed:
        shown["weighed"] = weighed
    if sale.gifts_left:
        shown["gifts_left"] = dict(sale.gifts_left)
    if sale.wallet_after is not None:
        shown["wallet_after"] = sale.wallet_after
    if sale.stamped:
        shown["stamped"] = [asdict(each) for each in sale.stamped]
    if member is not None:
        shown["tier_name"] = member.tier_name
        shown["points_after"] = member.points_after
        shown["worth_after"] = member.worth_after
        shown["expiring_points"] = member.expiring_points
        shown["expiring_at"] = _moment(member.expiring_at)
        shown["as_of"] = _moment(member.as_of)
        if member.sharing:
            shown["sharing"] = member.sharing
        if member.tier_reached:
            shown["tier_reached"] = member.tier_reached
    return json.dumps(shown, ensure_ascii=False)


def _approval_to_body(sale: SettledSale) -> Body:
    """Keys that only a sale has which passes a limit: all others read as they always did."""
    approver: Body = {"approver": sale.approver} if sale.approver else {}
    return {"approved": list(sale.approved), **approver} if sale.approved else {}


def tenders_to_body(tenders: Sequence[Tender]) -> list["Json"]:
    """Tenders as events carry them."""
    return [
        {
            "kind": each.kind,
            "amount": each.amount,
            "given": each.given,
            "change": each.change,
            "confirmed_by_hand": each.confirmed_by_hand,
            **({} if each.gift is None else {"gift": each.gift.to_json()}),
            **({} if each.wallet is None else {"wallet": each.wallet.to_json()}),
            **({} if each.exchange is None else {"exchange": each.exchange.to_json()}),
        }
        for each in tenders
    ]


def tenders_from_body(values: Sequence[Mapping[str, Any]]) -> tuple[Tender, ...]:
    """Tenders as events carry them, back."""
    return tuple(
        Tender(
            kind=each["kind"],
            amount=Money(each["amount"]),
            given=Money(each["given"]),
            confirmed_by_hand=each["confirmed_by_hand"],
            card=each["gift"]["card"] if each.get("gift") else "",
            gift=GiftUsed.from_json(each["gift"]) if each.get("gift") else None,
            wallet=WalletUsed.from_json(each["wallet"]) if each.get("wallet") else None,
            exchange=Exchanged.from_json(each["exchange"]) if each.get("exchange") else None,
        )
        for each in values
    )


def quantity_text(quantity: Quantity) -> str:
    """Thousandths as the plain decimal of the wire: 755 is `0.755`, 3000 is `3`."""
    whole, rest = divmod(quantity, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def quantity_of(text: str) -> Quantity:
    """Thousandths of a plain decimal with at most three places."""
    whole, _, rest = text.partition(".")
    return Quantity(int(whole) * 1000 + int(rest.ljust(3, "0")))


def _line_to_body(line: SoldLine) -> "Json":
    hand = line.by_hand
    changed: Body = {} if hand is None else {"by_hand": "discount" if hand.is_discount else "price"}
    return {
        **({} if hand is None or not hand.approver else {"approver": hand.approver}),
        **({} if hand is None else {"asked_by": hand.asked_by}),
        "brand": line.brand,
        "burned": line.burned,
        "burned_points": line.burned_points,
        **changed,
        "category": line.category,
        "discounts": _amounts_to_body(line.discounts),
        "earned_points": line.earned_points,
        "gross": line.gross,
        **({} if hand is None else {"list_price": hand.list_price}),
        "name": line.name,
        "net": line.net,
        "quantity": quantity_text(line.quantity),
        **({} if hand is None else {"reason": hand.reason}),
        "sku": line.sku,
        "tags": list(line.tags),
        "unit_price": line.unit_price,
        "vat": line.vat,
        "vat_base": line.vat_base,
        "vat_percent": None if line.vat_percent is None else plain_percent(line.vat_percent),
    }


def _line(body: Mapping[str, Any], labels: Mapping[str, str], note: str, *, is_weighed: bool) -> SoldLine:
    """A line again; what was sold before its unit was kept was weighed for certain where it is no whole."""
    vat_percent, quantity = body["vat_percent"], quantity_of(body["quantity"])
    return SoldLine(
        sku=body["sku"],
        name=body["name"],
        category=body["category"],
        brand=body["brand"],
        tags=tuple(body["tags"]),
        quantity=quantity,
        unit_price=Money(body["unit_price"]),
        vat_percent=None if vat_percent is None else Decimal(vat_percent),
        gross=Money(body["gross"]),
        net=Money(body["net"]),
        burned=Money(body["burned"]),
        earned_points=Points(body["earned_points"]),
        burned_points=Points(body["burned_points"]),
        vat=Money(body["vat"]),
        vat_base=Money(body["vat_base"]),
        discounts=_amounts(body["discounts"], labels),
        by_hand=_by_hand(body),
        note=note,
        unit=unit_of(quantity, is_weighed=is_weighed),
    )


def _by_hand(body: Mapping[str, Any]) -> ByHand | None:
    if not body.get("by_hand"):
        return None
    return ByHand(
        list_price=Money(body["list_price"]),
        is_discount=body["by_hand"] == "discount",
        reason=body["reason"],
        asked_by=body["asked_by"],
        approver=body.get("approver", ""),
    )


def plain_percent(percent: Decimal) -> str:
    """A decimal without an exponent and without needless zeros."""
    return f"{percent.normalize():f}"


def _amounts_to_body(amounts: Sequence[RuleAmount]) -> list["Json"]:
    return [{"amount": each.amount, "rule": each.rule} for each in amounts]


def _amounts(values: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> tuple[RuleAmount, ...]:
    return tuple(
        RuleAmount(rule=each["rule"], amount=Money(each["amount"]), label=labels.get(each["rule"], ""))
        for each in values
    )


def _lot_to_body(lot: EarnedLot | None) -> "Json":
    if lot is None:
        return None
    return {
        "lot": lot.lot,
        "points": lot.points,
        "spendable_from": _moment(lot.spendable_from),
        "dies_at": _moment(lot.dies_at),
    }


def _lot(body: Mapping[str, Any] | None) -> EarnedLot | None:
    if body is None:
        return None
    return EarnedLot(
        lot=body["lot"],
        points=Points(body["points"]),
        spendable_from=_from_moment(body["spendable_from"]),
        dies_at=_from_moment(body["dies_at"]),
    )


def _extras(body: Mapping[str, Any] | None) -> SaleExtras | None:
    return None if body is None else SaleExtras.from_json(body)


def _member(body: Mapping[str, Any], kept: SaleRecord) -> SaleMember:
    state, shown = body["member_state"], kept.shown
    return SaleMember(
        member=body["member"],
        name=kept.member_name,
        phone_tail=kept.phone_tail,
        tier=state["tier"],
        tier_name=shown["tier_name"],
        points_before=Points(state["points_before"]),
        points_after=Points(shown["points_after"]),
        worth_after=Money(shown["worth_after"]),
        expiring_points=Points(shown["expiring_points"]),
        expiring_at=_from_moment(shown["expiring_at"]),
        as_of=_from_moment(shown["as_of"]),
        revision=state["revision"],
        person=body.get("person", ""),
        sharing=shown.get("sharing", 0),
        tier_reached=shown.get("tier_reached", ""),
    )


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)


def _from_moment(text: str | None) -> datetime | None:
    return None if text is None else from_timestamp(text)
