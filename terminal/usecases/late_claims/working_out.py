"""What a receipt that nobody had earned on would earn for a member: shown before, worked out again to do it.

By the program that priced the sale, under what held at its moment; for the member as this till knows them
now. What is limited is not given afterwards: no claim of it was held. The day's caps are those of today.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.late_claims import CLAIM_DAYS, is_claimable
from loyalty.units import Money, Points
from loyalty.wire.sold import quantity_of
from terminal.in_force import in_force
from terminal.late_claims import ClaimWish
from terminal.open_sale import birthday_of
from terminal.returned import ReturnableSale
from terminal.rule_labels import earning_labels
from terminal.till import Till
from terminal.usecases.members import read_member
from terminal.usecases.returns.looking import check_is_ours, read_returnable

if TYPE_CHECKING:
    from loyalty.basket import Basket, BasketLine, BasketMember
    from loyalty.basket import Tender as Means
    from loyalty.program.model import Program
    from loyalty.quote.model import Quote
    from loyalty.wire.extras import SaleExtras
    from loyalty.wire.journal import SaleLine
    from terminal.membership import AttachedMember
    from terminal.store.books import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown:
    """What a claim comes to. `quote` has the rules and why; `gone` went with what came back before.

    `labels` are the rules in the words of a receipt.
    """

    sale: ReturnableSale
    member: "AttachedMember"
    program: "Program"
    quote: "Quote"
    gone: Points
    labels: tuple[tuple[str, Points], ...]

    @property
    def by_line(self) -> tuple[Points, ...]:
        """The points of each line, as it was sold."""
        return tuple(line.earned_points for line in self.quote.lines)

    @property
    def stamps(self) -> tuple[tuple[str, int], ...]:
        """The stamp cards that it stamps, by name, and how often."""
        return tuple((each.name, each.stamps) for each in self.quote.stamps)

    @property
    def points(self) -> Points:
        """What the member gets."""
        return Points(self.quote.earned_points - self.gone)

    @property
    def waits(self) -> bool:
        """Whether the points can be spent some days after the sale only."""
        return bool(self.program.points.pending_days)

    @property
    def after(self) -> Points:
        """The balance then; what waits is not in it."""
        return Points(self.member.points + (0 if self.waits else self.points))


def show_claimable(till: Till, sale: str) -> ReturnableSale:
    """A sale whose points nobody has yet and somebody may still have.

    Raises:
        Refused: `sale-unknown`, `sale-voided`, `sale-released`, `claim-has-member`, `claim-too-late`.
    """
    with till.store.read() as reading:
        return _claimable(till, reading, sale)


def show_claim(till: Till, wish: ClaimWish) -> ClaimShown:
    """What the wish comes to; nothing is written.

    Raises:
        Refused: as `show_claimable`; `member-…`; `claim-program-gone`; `claim-earns-nothing`.
    """
    with till.store.read() as reading:
        return work_out(till, reading, wish)


def work_out(till: Till, reading: "Reading", wish: ClaimWish) -> ClaimShown:
    """The same within a transaction."""
    sale = _claimable(till, reading, wish.sale)
    member = read_member(till, reading, wish.member)
    force, program = in_force(till, reading), _program(till, reading, sale)
    labels = earning_labels(program, till.memory.catalogue(force.settings.language))
    return worked_out(sale, member, program, store=force.store, labels=labels)


def worked_out(
    sale: ReturnableSale,
    member: "AttachedMember",
    program: "Program",
    *,
    store: str,
    labels: Mapping[str, str],
) -> ClaimShown:
    """The claim by the rules; `labels` are those of a receipt. Pure.

    Raises:
        Refused: `claim-earns-nothing`.
    """
    from loyalty.quote import quote_as_paid
    from loyalty.wire.kept_claim import points_gone

    quote = quote_as_paid(program, _basket(sale, member, program, store), _paid(sale))
    by_line = tuple(line.earned_points for line in quote.lines)
    found = ClaimShown(
        sale=sale,
        member=member,
        program=program,
        quote=quote,
        gone=points_gone(sale.body, by_line, sale.returned),
        labels=tuple((labels.get(each.rule, each.rule), each.points) for each in quote.earned),
    )
    if not found.points and claim_extras(found) is None:
        raise Refused("claim-earns-nothing", label=sale.label)
    return found


def claim_extras(found: ClaimShown) -> "SaleExtras | None":
    """Stamps and what it adds to challenges; draws are over once they are drawn, and take no late comers."""
    from loyalty.account.sold import quoted_sale
    from loyalty.account.told import NO_EXTRAS, extras_of

    extras = extras_of(quoted_sale(found.sale.sale, found.quote), found.quote)
    bare = None if extras is None else replace(extras, draws=())
    return None if bare == NO_EXTRAS else bare


def _claimable(till: Till, reading: "Reading", sale_id: str) -> ReturnableSale:
    sale = read_returnable(till, reading, sale_id)
    if sale.body.member is not None:
        raise Refused("claim-has-member", label=sale.label)
    check_is_ours(sale)
    if not is_claimable(sale.at, till.clock.now()):
        raise Refused("claim-too-late", label=sale.label, days=CLAIM_DAYS)
    return sale


def _program(till: Till, reading: "Reading", sale: ReturnableSale) -> "Program":
    """The program that priced the sale."""
    version, force = sale.body.program.version, in_force(till, reading)
    if force.program is not None and force.program_version == version:
        return force.program
    from loyalty.program.faults import ProgramRefused
    from loyalty.program.read import parse_program

    kept = reading.config.program(version)
    try:
        program = None if kept is None else parse_program(kept.text, name=f"program {version}")
    except ProgramRefused:
        program = None
    if program is None or program.fingerprint != sale.body.program.fingerprint:
        raise Refused("claim-program-gone", label=sale.label)
    return program


def _basket(sale: ReturnableSale, member: "AttachedMember", program: "Program", store: str) -> "Basket":
    from loyalty.basket import Basket

    return Basket(
        at=sale.at,
        lines=tuple(_line(line) for line in sale.body.lines),
        store=store,
        member=_member(member, program),
        codes=sale.body.used_codes,
        paid_with=_means(sale),
    )


def _line(line: "SaleLine") -> "BasketLine":
    from loyalty.basket import BasketLine

    return BasketLine(
        sku=line.sku,
        quantity=quantity_of(line.quantity),
        unit_price=Money(line.unit_price),
        name=line.name,
        category=line.category,
        brand=line.brand,
        tags=line.tags,
        vat_percent=None if line.vat_percent is None else Decimal(line.vat_percent),
    )


def _member(member: "AttachedMember", program: "Program") -> "BasketMember":
    from loyalty.basket import BasketMember

    tiers = [tier.id for tier in program.tiers]
    return BasketMember(
        tier=member.tier if member.tier in tiers else tiers[0],
        points=Points(0),
        birthday=None if member.birthday is None else birthday_of(member.birthday),
        purchases=member.purchases,
        memberships=member.memberships,
        segments=member.segments,
        used=member.used,
        today=member.today,
        vouchers_left=member.vouchers_left,
        stamps=member.stamps,
        challenges=member.challenges,
        visited=member.visited,
        card_shown=bool(member.card_tail),
        withheld=frozenset(rule.id for rule in program.claimable),
    )


def _means(sale: ReturnableSale) -> "tuple[Means, ...]":
    """How it was paid, as rules ask; what goods brought back paid is as they had been paid."""
    known: tuple[Means, ...] = ("cash", "card", "transfer")
    named = {
        kind
        for tender in sale.body.tenders
        for kind in ([tender.kind] if tender.exchange is None else tender.exchange.by_means())
    }
    named.update(sale.body.paid_nothing)
    return tuple(sorted(each for each in known if each in named))


def _paid(sale: ReturnableSale) -> tuple[Money, ...]:
    return tuple(Money(line.net - line.burned) for line in sale.body.lines)
