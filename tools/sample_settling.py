"""Prices and payment at the sample till, by the real rules, and what is done with a sale that was made."""

from dataclasses import dataclass, replace
from functools import cache

from loyalty.basket import Basket
from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits, receipt_label
from loyalty.quote.pricing import quote
from loyalty.refusals import BurnRefused
from loyalty.units import Money, Points
from resources.catalogue import Catalogue
from terminal.exchange import paid_out
from terminal.offers import withheld
from terminal.open_sale import OpenSale, as_basket, set_burn, spendable_points
from terminal.pricing_memory import InForce, PricedSale
from terminal.receipts.qr import qr_modules
from terminal.rule_labels import discount_labels, earning_labels
from terminal.sale import ReceiptNumber, SettledSale, Tender, TenderKind, VoidedSale
from terminal.session import Session
from terminal.settings import Bank, StoreSettings, TillIdentity
from terminal.settlement import Circumstances, due_of, settle
from terminal.usecases.basket import Burnable
from terminal.usecases.transfers import transfer_to
from tools.sample_baskets import SampleBaskets
from tools.sample_gifts import SampleGifts
from tools.sample_shop import BANK, NOW, ZONE
from ui.presenters.errands import Priced, Settled, TransferCode

_texts = cache(lambda: Catalogue.load("vi"))
"""Of the slips: the shop's language."""


@dataclass
class SampleSettling(SampleBaskets, SampleGifts):
    """`bank` is where a transfer goes; None: the shop takes none. `unsold` rewards give what it has not."""

    bank: Bank | None = BANK
    unsold: frozenset[str] = frozenset()

    def price(self, sale: OpenSale, *, paid_with: tuple[TenderKind, ...] = ()) -> Priced:
        """By the real rules; a burn that does not fit is lowered."""
        self.called("price")
        try:
            priced = quote(self.program, self._basket(sale, paid_with))
        except BurnRefused as refused:
            sale = set_burn(sale, refused.max_points)
            priced = quote(self.program, self._basket(sale, paid_with))
        most = Points(min(priced.burn.max_points, spendable_points(sale, NOW)))
        waiting = sale.member is not None and (sale.lease is None or sale.lease.state != "open")
        why = Refused("lease-waiting") if waiting else None
        return Priced(
            sale=sale,
            quote=priced,
            burnable=Burnable(points=most, why=why),
            wallet=self.wallet_to_pay(self.program, sale),
            unsold=self.unsold,
        )

    def settle(
        self, session: Session, sale: OpenSale, tenders: tuple[Tender, ...], *, approver: str = ""
    ) -> Settled:
        """Settle by the till's own arithmetic; the same sale again is the same receipt."""
        self.called("settle")
        if approver:
            self.calls.append(f"on the word of {approver}")
        before = next((each for each in self.sales if each.sale == sale.sale), None)
        if before is None:
            before = self._settled(session, sale, tenders)
            self.sales.append(before)
        self.draft = None
        return Settled(sale=before, fresh=self.fresh())

    def last_sale(self) -> SettledSale | None:
        """The sale made last."""
        self.called("last_sale")
        return self.sales[-1] if self.sales else None

    def reprint(self, session: Session, sale: str) -> SettledSale:
        """Queue a copy."""
        del session
        self.called("reprint")
        return next(each for each in self.sales if each.sale == sale)

    def void(self, session: Session, sale: str) -> VoidedSale:
        """Take it back."""
        self.called("void")
        settled = next(each for each in self.sales if each.sale == sale)
        return VoidedSale(
            void="void-1",
            seq=99,
            receipt_label="Q2-000124",
            at=NOW,
            shift="shift-1",
            operator=session.operator,
            operator_name=session.name,
            till_name="Quầy 2",
            sale=settled,
            money=settled.to_pay,
            points_taken=settled.earned_points,
            points_returned=Points(0) if settled.burn is None else settled.burn.points,
            tenders=tuple(
                Tender(kind=each.kind, amount=each.amount, card=each.card) for each in settled.tenders
            ),
        )

    def transfer_code(self, amount: Money, bill: str) -> TransferCode | None:
        """A VietQR."""
        self.called("transfer_code")
        if self.bank is None or amount <= 0:
            return None
        asked = transfer_to(self.bank, amount, bill, till_code="Q2")
        return TransferCode(rows=qr_modules(asked.text), asked=asked)

    def settings(self) -> StoreSettings:
        """The store's settings."""
        self.called("settings")
        return StoreSettings(store_name="Cửa hàng Quận 1", bank=self.bank, cash_rounding=Money(500))

    def _basket(self, sale: OpenSale, paid_with: tuple[TenderKind, ...]) -> Basket:
        held_back = withheld(self.program, sale, NOW)
        at = NOW.astimezone(ZONE)
        return as_basket(sale, at=at, store="q1", paid_with=paid_with, withheld=held_back)

    def _settled(self, session: Session, sale: OpenSale, tenders: tuple[Tender, ...]) -> SettledSale:
        number = len(self.sales) + 123
        by_wallet = Money(sum(tender.amount for tender in tenders if tender.kind == "wallet"))
        sale = replace(sale, from_wallet=by_wallet)
        kinds: tuple[TenderKind, ...] = tuple(sorted({tender.kind for tender in tenders}))
        priced = self.price(sale, paid_with=kinds)
        whole = PricedSale(
            open_sale=priced.sale, paid_with=kinds, at=NOW, in_force=self._in_force(), quote=priced.quote
        )
        split = None if sale.exchange is None else sale.exchange.against(due_of(whole), cash_step=500)
        around = Circumstances(
            at=NOW,
            session=session,
            shift="shift-1",
            seq=number,
            receipt=ReceiptNumber(
                number=number,
                label=receipt_label("Q2", number),
                digits=receipt_digits(till_number=2, receipt_number=number),
            ),
            lease=sale.lease,
            new_id=lambda: f"lot-{number}",
            gifts=self.sold_gifts(sale),
            gift_leases={each.member: each for each in sale.gift_cards},
            wallet_lease=sale.wallet_lease,
            exchange=split,
        )
        return replace(settle(whole, tenders, around), given_back=() if split is None else paid_out(split))

    def _in_force(self) -> InForce:
        texts = _texts()
        return InForce(
            identity=TillIdentity(
                tenant="t", store="q1", till="till-2", code="Q2", name="Quầy 2", number=2, incarnation=1
            ),
            store="q1",
            settings=self.settings(),
            zone=ZONE,
            program=self.program,
            program_version=1,
            discount_labels=discount_labels(self.program, texts),
            earning_labels=earning_labels(self.program, texts),
            config_version=1,
            until=None,
        )
