"""A sale or a void as the rows of its tables. Pure; where they are written is in `sales`."""

from typing import Any

from loyalty.units import Money
from terminal.clock import timestamp
from terminal.sale import SettledSale, Tender, VoidedSale
from terminal.sale_body import plain_percent, shown_of


def sale_row(sale: SettledSale, incarnation: int) -> dict[str, Any]:
    """The sale itself."""
    return {
        "sale": sale.sale,
        "incarnation": incarnation,
        "seq": sale.seq,
        "receipt_number": sale.receipt.number,
        "receipt_digits": sale.receipt.digits,
        "at": timestamp(sale.at),
        "shift": sale.shift,
        "operator": sale.operator,
        "operator_name": sale.operator_name,
        "member": None if sale.member is None else sale.member.member,
        "subtotal": sale.subtotal,
        "discount": sum(each.amount for each in sale.discounts),
        "burned": 0 if sale.burn is None else sale.burn.amount,
        "total": sale.total,
        "rounding": sale.rounding,
        "to_pay": sale.to_pay,
        "earned_points": sale.earned_points,
        "burned_points": 0 if sale.burn is None else sale.burn.points,
        "currency": sale.currency,
        "shown": shown_of(sale),
        "voided_by": None,
        "topped_up": 0 if sale.top_up is None else sale.top_up.amount,
        "person": None if sale.member is None else sale.member.person or None,
    }


def line_rows(sale: SettledSale) -> list[dict[str, Any]]:
    """Its lines, counted from 0."""
    return [
        {
            "sale": sale.sale,
            "line": number,
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "gross": line.gross,
            "net": line.net,
            "burned": line.burned,
            "earned_points": line.earned_points,
            "burned_points": line.burned_points,
            "vat": line.vat,
            "vat_base": line.vat_base,
            "vat_percent": None if line.vat_percent is None else plain_percent(line.vat_percent),
            "off_by_hand": line.off_by_hand,
        }
        for number, line in enumerate(sale.lines)
    ]


def tender_rows(receipt: str, shift: str, paid: tuple[Tender, ...]) -> list[dict[str, Any]]:
    """What was paid, or given back as amounts below 0, for one receipt."""
    return [
        {
            "receipt": receipt,
            "position": position,
            "shift": shift,
            "kind": tender.kind,
            "amount": tender.amount,
            "given": tender.given,
            "confirmed_by_hand": int(tender.confirmed_by_hand),
        }
        for position, tender in enumerate(paid)
    ]


def given_back(tender: Tender) -> Tender:
    """As the rows have it: what went back is below 0."""
    return Tender(kind=tender.kind, amount=Money(-tender.amount))


def movement_rows(sale: SettledSale, incarnation: int) -> list[dict[str, Any]]:
    """Points earned as one movement, points burned as one for each lot they came from."""
    if sale.member is None:
        return []
    moves: list[dict[str, Any]] = []
    if sale.lot is not None:
        life = {
            "spendable_from": None if sale.lot.spendable_from is None else timestamp(sale.lot.spendable_from),
            "dies_at": None if sale.lot.dies_at is None else timestamp(sale.lot.dies_at),
        }
        moves.append({"kind": "earned", "points": sale.lot.points, "lot": sale.lot.lot} | life)
    if sale.burn is not None:
        moves += [
            {
                "kind": "burned",
                "points": -each.points,
                "lot": each.lot,
                "spendable_from": None,
                "dies_at": None,
            }
            for each in sale.burn.slices
        ]
    return _placed(moves, sale, seq=sale.seq, incarnation=incarnation, at=timestamp(sale.at))


def void_movement_rows(void: VoidedSale, incarnation: int) -> list[dict[str, Any]]:
    """Earned points out of the lot they made, burned ones into the lots they came from."""
    sale = void.sale
    if sale.member is None:
        return []
    moves: list[dict[str, Any]] = []
    if sale.lot is not None and void.points_taken:
        moves.append({"kind": "taken_back", "points": -void.points_taken, "lot": sale.lot.lot})
    if sale.burn is not None and void.points_returned:
        moves += [{"kind": "given_back", "points": each.points, "lot": each.lot} for each in sale.burn.slices]
    bare = [move | {"spendable_from": None, "dies_at": None} for move in moves]
    return _placed(bare, sale, seq=void.seq, incarnation=incarnation, at=timestamp(void.at))


def _placed(
    moves: list[dict[str, Any]], sale: SettledSale, *, seq: int, incarnation: int, at: str
) -> list[dict[str, Any]]:
    member = "" if sale.member is None else sale.member.member
    place = {"member": member, "incarnation": incarnation, "seq": seq, "sale": sale.sale, "at": at}
    return [move | place | {"position": position} for position, move in enumerate(moves)]


def void_row(void: VoidedSale, incarnation: int) -> dict[str, Any]:
    """The void itself."""
    member = void.sale.member
    return {
        "void": void.void,
        "sale": void.sale.sale,
        "member": None if member is None else member.member,
        "incarnation": incarnation,
        "seq": void.seq,
        "receipt_label": void.receipt_label,
        "at": timestamp(void.at),
        "shift": void.shift,
        "operator": void.operator,
        "operator_name": void.operator_name,
        "money": void.money,
        "points_taken": void.points_taken,
        "points_returned": void.points_returned,
    }
