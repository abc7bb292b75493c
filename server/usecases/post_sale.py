"""Sales and their voids: what they burn, earn, take back and give back, and what they are to a history.

The figures are the till's, by the same rules and the same program; what is checked here is that they add up,
that the program is one of ours, and that every burned point was leased.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, cast

from loyalty.account.keeping import spent_for_good
from loyalty.errors import Refused
from loyalty.refund import everything_left, refund
from loyalty.units import Money, Points
from loyalty.wire.extras import RewardGiven
from loyalty.wire.journal import SaleBurn, SaleSettled, SaleVoided
from loyalty.wire.kept import kept_sale
from loyalty.wire.kept_wallet import check_wallet_sums
from loyalty.wire.refunding import SaleReleased
from loyalty.wire.spend import counted_spend
from server.books import late, leasing, points
from server.books.model import Cause, HeldLot, HeldSlice
from server.books.pots import POINTS
from server.model import KeptPurchase, KnownSale, MemberFile, Profile
from server.usecases.claiming import rules_given, use_things
from server.usecases.exchanging import check_credit
from server.usecases.gifts import check_gift_sums, post_gifts, undo_gifts
from server.usecases.incoming import Incoming, later
from server.usecases.keeping import Returned, keep_returned, keep_sold
from server.usecases.parted_lots import ANEW, give_back
from server.usecases.permission import check_burn
from server.usecases.sitting import Sitting
from server.usecases.stocking import put_stock_back
from server.usecases.wallets import post_wallet, undo_wallet
from server.values import altered

OF_THE_SERVER: Final = ("prize-", "opening-", "adjust-", ANEW)
"""What the names begin with of lots that come of no till's sale itself."""
_Figure = tuple[str, int, int]
"""What a figure is called, what the sale says of it, and what its parts come to."""


def post_sale(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Post a settled sale; raises Refused where it is to be put aside."""
    body = cast("SaleSettled", incoming.body)
    check_sums(body)
    check_slices(body)
    check_lot_names(body)
    if sitting.fingerprints.get(body.program.version) != body.program.fingerprint:
        raise Refused("program-unknown", version=body.program.version)
    if body.sale in sitting.sales:
        raise Refused("sale-exists", sale=body.sale)
    check_credit(sitting, body)
    post_gifts(sitting, body, incoming)
    if body.member is not None:
        _post_to_member(sitting, file, body, incoming)
    incarnation = sitting.chain.incarnation
    known = KnownSale(
        till=sitting.chain.till, incarnation=incarnation, seq=incoming.event.seq, at=incoming.at, body=body
    )
    sitting.sales[body.sale] = sitting.new_sales[body.sale] = known
    return ""


def post_void(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Take a whole sale back; raises Refused where the void is to be put aside."""
    body = cast("SaleVoided", incoming.body)
    known = sitting.sales.get(body.sale)
    if known is None or _whose(sitting, known) != (file.member if file else None):
        raise Refused("sale-unknown", sale=body.sale)
    if known.voided_by is not None:
        raise Refused("sale-voided", sale=body.sale)
    if known.till == sitting.till.till and body.sale in sitting.handed_over:
        raise Refused("sale-released", sale=body.sale)
    if known.returned:
        raise Refused("sale-returned", sale=body.sale)
    kept = kept_sale(known.body, {})
    back = refund(kept, everything_left(kept))
    points_agree = (body.refund.points_taken, body.refund.points_returned) == (
        back.points_taken,
        back.points_returned,
    )
    money = back.money + sum(gift.amount for gift in known.body.gifts) + known.body.paid_in
    if not points_agree or body.refund.money not in (money, money + known.body.rounding):
        raise Refused("refund-differs", sale=body.sale)
    undo_gifts(sitting, known, body, incoming)
    put_stock_back(sitting, body.sale)
    if known.body.member is not None:
        _void_for_member(sitting, file, known, body, incoming)
    known = altered(known, voided_by=incoming.event.seq)
    sitting.sales[body.sale] = sitting.new_sales[body.sale] = known
    return ""


def _whose(sitting: Sitting, known: KnownSale) -> str | None:
    member = known.body.member
    return None if member is None else sitting.who(member)


def post_release(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Let another till give a sale back; raises Refused where it is not this till's to let go."""
    del file
    body = cast("SaleReleased", incoming.body)
    known = sitting.sales.get(body.sale)
    if known is None or known.till != sitting.till.till:
        raise Refused("sale-unknown", sale=body.sale)
    if known.voided_by is not None:
        raise Refused("sale-voided", sale=body.sale)
    if sitting.handed_over.get(body.sale, body.to) != body.to:
        raise Refused("sale-released", sale=body.sale)
    if body.sale not in sitting.handed_over:
        sitting.given_away[body.sale] = body.to
    sitting.asked_for.pop(body.sale, None)
    return ""


def check_sums(body: SaleSettled) -> None:
    """Check that the parts of a sale add up to its whole.

    Raises:
        Refused: `sums-differ`, with the name of the first figure that is not the sum of its parts.
    """
    lines, burn, rewards = body.lines, body.burn, body.extras.rewards if body.extras else ()
    gross = net = earned = burned_points = burned = 0
    for line in lines:
        gross += line.gross
        net += line.net
        earned += line.earned_points
        burned_points += line.burned_points
        burned += line.burned
    figures: tuple[_Figure, ...] = (
        ("subtotal", body.subtotal, gross),
        ("total", body.total, net - (burn.amount if burn else 0)),
        ("to_pay", body.to_pay, body.total + body.rounding + sum([gift.amount for gift in body.gifts])),
        ("earned_points", body.earned_points, earned),
        ("lot", body.lot.points if body.lot else 0, body.earned_points if body.member else 0),
        ("burn.points", burn.points if burn else 0, burned_points),
        ("burn.amount", burn.amount if burn else 0, burned),
    )
    if burn is not None or rewards:
        figures += _sums_of_parts(burn, rewards)
    for name, said, made in figures:
        if said != made:
            raise Refused("sums-differ", figure=name, said=said, made=made)
    if rewards and any(len(each.by_line) not in {0, len(lines)} for each in rewards):
        raise Refused("sums-differ", figure="rewards.by_line", said=len(rewards), made=len(lines))
    if burn is not None and body.member is None:
        raise Refused("sums-differ", figure="burn", said=burn.points, made=0)
    check_wallet_sums(body)
    check_gift_sums(body)


def _sums_of_parts(burn: SaleBurn | None, rewards: Sequence[RewardGiven]) -> tuple[_Figure, ...]:
    """What was burned by its slices, what of it rewards took, and what each of these took by line."""
    by_line = [each for each in rewards if each.by_line]
    return (
        (
            "burn.slices",
            burn.points + burn.reward_points if burn else 0,
            sum([part.points for part in burn.slices]) if burn else 0,
        ),
        ("burn.reward_points", burn.reward_points if burn else 0, sum([each.points for each in rewards])),
        (
            "rewards.by_line",
            sum([each.points for each in by_line]),
            sum([sum(each.by_line) for each in by_line]),
        ),
    )


def check_slices(body: SaleSettled) -> None:
    """No till of ours takes from one lot in two parts; what is taken from it is given back as one.

    Raises:
        Refused: `lot-taken-twice`.
    """
    wallet, gifts = body.from_wallet, body.gift_tenders
    if body.burn is None and wallet is None and not gifts:
        return
    taken = [
        [part.lot for part in (body.burn.slices if body.burn else ())],
        [part.lot for part in ((*wallet.paid, *wallet.bonus) if wallet else ())],
        *([part.lot for part in gift.slices] for gift in gifts),
    ]
    if any(len(set(lots)) != len(lots) for lots in taken):
        raise Refused("lot-taken-twice", sale=body.sale)


def check_lot_names(body: SaleSettled) -> None:
    """No lot of a till's making is called what the server calls its own, which would be refused later.

    That another member has one of the name does not matter: each member's lots are the member's own.

    Raises:
        Refused: `lot-reserved`.
    """
    made = () if body.lot is None else (body.lot.lot,)
    for lot in made if body.top_up is None else (*made, *body.top_up.lots):
        if lot.startswith(OF_THE_SERVER):
            raise Refused("lot-reserved", lot=lot)


def _post_to_member(sitting: Sitting, file: MemberFile | None, body: SaleSettled, incoming: Incoming) -> None:
    if file is None or file.profile is None:
        raise Refused("member-unknown")
    if body.sale in file.purchases:
        raise Refused("sale-exists", sale=body.sale)
    program = sitting.programs[body.program.version]
    cause = sitting.cause(incoming.event.seq, incoming.at, sale=body.sale, version=body.program.version)
    if body.burn is not None:
        check_burn(sitting, program, body, incoming)
        _burn(sitting, file, body, incoming, cause)
    post_wallet(sitting, file, body, incoming, cause)
    if body.lot is not None:
        points.earn(file.books, lot_of(body, cause, incoming.behind), cause)
    spend = counted_spend(program, body)
    file.purchases[body.sale] = KeptPurchase(
        sale=body.sale,
        store=sitting.till.store,
        at=incoming.at,
        spend=spend or Money(0),
        points=Points(body.earned_points),
        rules=rules_given(body, incoming.at),
        # What is no purchase, money paid in alone, counts as one that was taken back: not at all.
        voided=spend is None,
    )
    file.profile = counted(file.profile, 0 if spend is None else 1)
    use_things(sitting, file, body, incoming)
    sitting.notices += keep_sold(file, program, body, cause)


def _burn(sitting: Sitting, file: MemberFile, body: SaleSettled, incoming: Incoming, cause: Cause) -> None:
    if body.burn is None:
        raise AssertionError("only a sale that burned comes here")
    lease, holder = body.burn.lease, sitting.holder_of(incoming)
    taken = [HeldSlice(part.lot, Points(part.points)) for part in body.burn.slices]
    if late.is_late(file.books.leases.get(lease), holder, now_at=sitting.till.incarnation):
        file.losses[body.sale] = late.spend_late(file.books, lease, taken, cause)
        return
    leasing.held_by(file.books, lease, holder)
    points.spend(file.books, lease, taken, cause)


def _void_for_member(
    sitting: Sitting, file: MemberFile | None, known: KnownSale, void: SaleVoided, incoming: Incoming
) -> None:
    if file is None or file.profile is None:
        raise Refused("member-unknown")
    sale = known.body
    version = sale.program.version
    cause = sitting.cause(incoming.event.seq, incoming.at, sale=sale.sale, version=version)
    undo_wallet(sitting, file, known, void, incoming, cause)
    burned_by = f"{known.till}:{known.incarnation}:{known.seq}"
    borne = {part.lot: part.points for part in file.losses.get(sale.sale, ())}
    for lost in file.losses.get(sale.sale, ()):
        late.undo_loss(file.books, lost, cause, burned_by=burned_by)
    program = sitting.programs[version]
    gone: int = spent_for_good(file.keeping.account, sale.sale)
    for part in reversed(sale.burn.slices if sale.burn else ()):
        back = Points(max(0, part.points - borne.get(part.lot, 0) - gone))
        gone -= min(gone, part.points)
        if back:
            give_back(sitting, file, POINTS, (part.lot, back), known, cause)
    if sale.lot is not None:
        points.take_back(file.books, sale.lot.lot, Points(sale.lot.points), cause)
    bought = file.purchases[sale.sale]
    file.purchases[sale.sale] = altered(bought, spend=Money(0), points=Points(0), voided=True)
    file.profile = counted(file.profile, 0 if bought.voided else -1)
    kept = kept_sale(sale, {})
    sitting.notices += keep_returned(file, program, sale, Returned(everything_left(kept), kept), cause)
    # By the server's own time: a till's clock that is behind would take no lot for one that can be spent.
    points.pay_owed(file.books, altered(cause, at=sitting.now))


def counted(profile: Profile, sales: int) -> Profile:
    """A member with so many purchases more; below 0, fewer."""
    return altered(profile, purchases=max(0, profile.purchases + sales))


def lot_of(body: SaleSettled, cause: Cause, behind: timedelta) -> HeldLot:
    """The lot that a sale's points became, as the books hold it; `behind` was the clock of its till."""
    if body.lot is None:
        raise AssertionError("only a sale that earned has a lot")
    return HeldLot(
        lot=body.lot.lot,
        granted=Points(body.lot.points),
        remaining=Points(body.lot.points),
        earned_at=cause.at,
        spendable_from=later(body.lot.spendable_from, behind) or cause.at,
        dies_at=later(body.lot.dies_at, behind),
        program_version=cause.program_version,
        issuing_store=cause.store,
        sale=body.sale,
    )
