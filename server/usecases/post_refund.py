"""Goods that come back in part: the points and the money of it, by the rules and by what the sale kept.

A refund is checked by the same functions that the till wrote it with; one that says anything else is put
aside. Who may give a sale back is the till that sold it, or the one that it was let go to.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from loyalty.account.keeping import spent_for_good
from loyalty.errors import Refused
from loyalty.refund import KeptSale, Refund, points_returned
from loyalty.returning import back_to_lots
from loyalty.units import Money, Points
from loyalty.wire.kept import check_goods, check_refund, kept_sale
from loyalty.wire.returning import GoodsReturned, SaleRefunded
from loyalty.wire.spend import counted_refund, is_purchase_returned
from server.books import late, points
from server.books.model import Cause, HeldSlice
from server.books.pots import POINTS
from server.model import KnownSale, MemberFile
from server.usecases.exchanging import check_credit_tenders, keep_credit
from server.usecases.gifts import refund_gifts
from server.usecases.incoming import Incoming
from server.usecases.keeping import Returned, keep_returned
from server.usecases.parted_lots import give_back
from server.usecases.sitting import Sitting
from server.usecases.stocking import put_stock_back
from server.usecases.wallets import refund_wallet
from server.values import altered


def post_refund(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Take a part of a sale back; raises Refused where the refund is to be put aside."""
    body = cast("SaleRefunded", incoming.body)
    known = _given_back_here(sitting, file, body.sale)
    kept = kept_sale(known.body, known.returned)
    back = check_refund(body, known.body, kept, before=known.paid_back)
    check_credit_tenders(body)
    if body.held and not _is_membership(sitting, known, body):
        raise Refused("refund-differs", figure="held")
    goods = Money(0 if body.top_up is not None else body.money + body.rounding)
    refund_gifts(sitting, known, paid=Money(goods - back.to_wallet), incoming=incoming)
    if known.body.member is not None:
        _refund_to_member(sitting, file, known, kept, back, incoming)
    if back.sale.is_returned:
        put_stock_back(sitting, body.sale)
    returned = {place: line.returned for place, line in enumerate(back.sale.lines) if line.returned}
    known = altered(
        known,
        returned=returned,
        paid_back=Money(known.paid_back + goods + body.held),
        voided_by=incoming.event.seq if back.sale.is_returned else None,
    )
    sitting.sales[body.sale] = sitting.new_sales[body.sale] = known
    keep_credit(sitting, body, incoming)
    return ""


def post_goods(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Keep a return without a receipt; raises Refused where it does not add up."""
    del sitting, file
    body = cast("GoodsReturned", incoming.body)
    check_goods(body)
    return ""


def _is_membership(sitting: Sitting, known: KnownSale, body: SaleRefunded) -> bool:
    """Whether all that comes back is paid memberships: of nothing else is a part kept for days."""
    program = sitting.programs.get(known.body.program.version)
    lines = [known.body.lines[part.line] for part in body.lines]
    return program is not None and all(program.sold_as(line.sku) is not None for line in lines)


def _given_back_here(sitting: Sitting, file: MemberFile | None, sale: str) -> KnownSale:
    """The sale, where this till may give something of it back now."""
    known = sitting.sales.get(sale)
    if known is None:
        raise Refused("sale-unknown", sale=sale)
    member = None if known.body.member is None else sitting.who(known.body.member)
    if member != (file.member if file else None):
        raise Refused("sale-unknown", sale=sale)
    if known.voided_by is not None:
        raise Refused("sale-voided", sale=sale)
    if known.till == sitting.till.till and sale in sitting.handed_over:
        raise Refused("sale-released", sale=sale)
    return known


def _refund_to_member(
    sitting: Sitting,
    file: MemberFile | None,
    known: KnownSale,
    kept: KeptSale,
    back: Refund,
    incoming: Incoming,
) -> None:
    if file is None or file.profile is None:
        raise Refused("member-unknown")
    sale = known.body
    cause = sitting.cause(incoming.event.seq, incoming.at, sale=sale.sale, version=sale.program.version)
    body = cast("SaleRefunded", incoming.body)
    refund_wallet(sitting, file, known, (kept, back), body.top_up, incoming, cause)
    gone = spent_for_good(file.keeping.account, sale.sale) if back.sale.is_returned else 0
    to_lots = replace(back, points_returned=Points(back.points_returned - gone))
    _give_back(sitting, file, known, kept, to_lots, cause)
    if sale.lot is not None and back.points_taken:
        points.take_back(file.books, sale.lot.lot, back.points_taken, cause)
    bought, program = file.purchases[sale.sale], sitting.programs[sale.program.version]
    is_returned = bought.voided or is_purchase_returned(program, sale, back.sale)
    file.purchases[sale.sale] = altered(
        bought,
        spend=Money(bought.spend - counted_refund(program, sale, back)),
        points=Points(bought.points - back.points_taken),
        voided=is_returned,
    )
    if is_returned and not bought.voided:
        file.profile = altered(file.profile, purchases=max(0, file.profile.purchases - 1))
    returned = Returned({part.line: part.quantity for part in back.lines}, kept)
    sitting.notices += keep_returned(file, program, sale, returned, cause)
    # By the server's own time: a till's clock that is behind would take no lot for one that can be spent.
    points.pay_owed(file.books, altered(cause, at=sitting.now))


def _give_back(
    sitting: Sitting, file: MemberFile, known: KnownSale, kept: KeptSale, back: Refund, cause: Cause
) -> None:
    """Burned points return to their lots; what the house bore of a lot's burn comes off its loss last."""
    burned_by = f"{known.till}:{known.incarnation}:{known.seq}"
    borne = {part.lot: part.points for part in file.losses.get(known.body.sale, ())}
    for lot, returned in _by_lot(known, kept, back).items():
        before, after = returned
        members = _burned(known)[lot] - borne.get(lot, 0)
        to_member = Points(min(after, members) - min(before, members))
        to_house = Points(after - before - to_member)
        if to_member:
            give_back(sitting, file, POINTS, (lot, to_member), known, cause)
        if to_house:
            late.undo_loss(file.books, HeldSlice(lot, to_house), cause, burned_by=burned_by)


def _by_lot(known: KnownSale, kept: KeptSale, back: Refund) -> Mapping[str, tuple[int, int]]:
    """Of each lot that points go back to, what had gone back before this refund and after it."""
    if known.body.burn is None:
        return {}
    slices = [(part.lot, Points(part.points)) for part in known.body.burn.slices]
    before = Points(sum(points_returned(line, line.returned) for line in kept.lines if line.returned))
    went = dict(back_to_lots(slices, before=Points(0), now=before))
    goes = back_to_lots(slices, before=before, now=back.points_returned)
    return {lot: (went.get(lot, 0), went.get(lot, 0) + now) for lot, now in goes}


def _burned(known: KnownSale) -> Mapping[str, int]:
    """What the sale burned of each lot."""
    sums: dict[str, int] = {}
    for part in known.body.burn.slices if known.body.burn else ():
        sums[part.lot] = sums.get(part.lot, 0) + part.points
    return sums
