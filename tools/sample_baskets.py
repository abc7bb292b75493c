"""Baskets of the sample till: begun, kept, put aside, with a member, with what the server lends for it."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from loyalty.errors import Refused
from loyalty.units import Money, Points, Quantity
from loyalty.wire.claims import stock_of, voucher_thing
from terminal.claiming import voucher_trouble
from terminal.exchange import OpenExchange
from terminal.membership import (
    AttachedMember,
    HeldClaim,
    HeldLease,
    LeaseSlice,
    LeaseState,
)
from terminal.offers import things_wanted
from terminal.open_sale import OpenSale, add_code, attach, detach
from terminal.returned import RefundWish
from terminal.session import Session
from terminal.usecases.park import NAMED_GOODS, ParkedSale
from tools.sample_benefits import SampleBenefits
from tools.sample_shop import ANH, NOW, RICE, ZONE
from tools.sample_wallets import SampleWallets
from ui.presenters.errands import Presented

BROUGHT_BACK: Final = OpenExchange(
    wish=RefundWish(refund="refund-x", sale="sale-124", returns={0: Quantity(1_000)}, reason="mind"),
    label="Q2-000124",
    member=ANH.member,
    back={"card": Money(134_500)},
    points_taken=Points(30),
    points_returned=Points(98),
    goods=((RICE.name, Quantity(1_000), Money(134_330)),),
)
"""A bag of rice of `tools.sample_returns`, for an exchange."""


@dataclass
class SampleBaskets(SampleBenefits, SampleWallets):
    """`draft` is the basket as it was shown last, and `aside` those that are parked, the latest first."""

    draft: OpenSale | None = None
    aside: list[OpenSale] = field(default_factory=list[OpenSale])
    lends: bool = True
    """Whether the server answers a wanted lease at once."""
    erased: set[str] = field(default_factory=set[str])
    """Who was erased at another till."""
    has_stock: bool = True
    """Whether the store has any left of what it gives away by the day."""

    def begin(self) -> tuple[OpenSale, bool]:
        """The draft, or a new sale."""
        self.called("begin")
        return (self.draft, True) if self.draft is not None else (self.fresh(), False)

    def keep_draft(self, sale: OpenSale) -> None:
        """Keep it."""
        self.called("keep_draft")
        self.draft = None if sale.is_empty else sale

    def abandon(self, session: Session, sale: OpenSale) -> OpenSale:
        """Give it up."""
        del session, sale
        self.called("abandon")
        self.draft = None
        return self.fresh()

    def park(self, session: Session, sale: OpenSale) -> OpenSale:
        """Put it aside."""
        del session
        self.called("park")
        self.aside.insert(0, replace(sale, lease=None))
        self.draft = None
        return self.fresh()

    def parked(self) -> tuple[ParkedSale, ...]:
        """What was put aside."""
        self.called("parked")
        return tuple(
            ParkedSale(
                sale=sale.sale,
                parked_at=NOW,
                name="" if sale.member is None or sale.member.holder in self.erased else sale.member.name,
                lines=len(sale.lines),
                goods=tuple(line.name for line in sale.lines[:NAMED_GOODS]),
            )
            for sale in self.aside
        )

    def recall(self, session: Session, sale: OpenSale, parked: str) -> OpenSale:
        """Take one up again."""
        self.called("recall")
        found = next((each for each in self.aside if each.sale == parked), None)
        if found is None:
            raise Refused("parked-sale-gone")
        self.aside.remove(found)
        if not sale.is_empty:
            self.park(session, sale)
        return found if found.member is None else replace(found, lease=self._lease(found.member))

    def attach(self, session: Session, sale: OpenSale, member: AttachedMember | str) -> OpenSale:
        """Attach, with a lease over the whole balance where the server lends."""
        del session
        self.called("attach")
        known = self.with_wallet(self.members[member] if isinstance(member, str) else member)
        wallet = self.wallet_lease(known.member)
        return attach(sale, known, self._lease(known), self._claims(sale, known), wallet)

    def detach(self, session: Session, sale: OpenSale) -> OpenSale:
        """Take the member off."""
        del session
        self.called("detach")
        return detach(sale)

    def present(self, sale: OpenSale, code: str) -> Presented:
        """A code; a voucher is kept for this till where the server lends."""
        self.called("present")
        presented = add_code(sale, code)
        if sale.member is None or code not in sale.member.vouchers:
            return Presented(presented)
        state: LeaseState = "open" if self.lends else "asked"
        claim = HeldClaim(
            claim=f"claim-{code}", member=sale.member.member, thing=voucher_thing(code), state=state
        )
        kept = replace(presented, claims=(*presented.claims, claim))
        return Presented(kept, voucher_trouble(kept.member, kept.claims, code, NOW))

    def ask_again(self, session: Session, sale: OpenSale, rule: str) -> OpenSale:
        """What is limited, asked for once more."""
        del session
        self.called(f"ask_again {rule}")
        return sale if sale.member is None else replace(sale, claims=self._claims(sale, sale.member))

    def refresh(self, sale: OpenSale) -> OpenSale:
        """Member and lease as they are now."""
        self.called("refresh")
        if sale.member is None:
            return sale
        if sale.member.holder in self.erased:
            raise Refused("member-erased")
        known = self.members[sale.member.member]
        return replace(sale, member=known, lease=self._lease(known))

    def erased_of(self, people: Collection[str]) -> frozenset[str]:
        """Those of them who were erased."""
        self.called("erased_of")
        return frozenset(self.erased.intersection(people))

    def renew_lease(self, session: Session, sale: OpenSale) -> OpenSale:
        """Another lease."""
        del session
        self.called("renew_lease")
        return self.refresh(sale)

    def exchange(self, session: Session, sale: OpenSale, wish: RefundWish) -> OpenSale:
        """A bag of rice that Ánh had bought comes back; she is the member of the sale then."""
        self.called(f"exchange {wish.sale}")
        if sale.exchange is not None:
            raise Refused("exchange-open", label=sale.exchange.label)
        begun = replace(sale, exchange=replace(BROUGHT_BACK, wish=wish, brought=sale.member is None))
        return begun if begun.member is not None else self.attach(session, begun, ANH)

    def end_exchange(self, session: Session, sale: OpenSale) -> OpenSale:
        """Nothing comes back, and who came by it alone goes with it."""
        del session
        self.called("end_exchange")
        bare = replace(sale, exchange=None)
        return detach(bare) if sale.exchange is not None and sale.exchange.brought else bare

    def _claims(self, sale: OpenSale, member: AttachedMember) -> tuple[HeldClaim, ...]:
        """What is limited, kept for this till where the server lends."""
        state: LeaseState = "open" if self.lends else "asked"
        things = things_wanted(self.program, sale, member, at=NOW.astimezone(ZONE), store="q1")
        return tuple(
            HeldClaim(claim=f"claim-{thing}", member="q1", thing=thing, state="refused", why="nothing-left")
            if stock_of(thing) is not None and not self.has_stock
            else HeldClaim(claim=f"claim-{thing}", member=member.member, thing=thing, state=state)
            for thing in things
        ) + self.use_claims(member)

    def _lease(self, member: AttachedMember) -> HeldLease:
        part = LeaseSlice(lot="lot-1", points=member.points)
        return HeldLease(
            lease=f"lease-{member.member}",
            member=member.member,
            state="open" if self.lends else "asked",
            amount=member.points if self.lends else Points(0),
            slices=(part,) if self.lends else (),
            until=NOW + timedelta(minutes=15),
        )
