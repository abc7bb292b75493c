"""Finding in the sample shop: by code, card, phone, amount, receipt or words."""

from dataclasses import dataclass, replace

from loyalty.identity.cards import GIFT_SCHEME, NUMBER_LENGTH
from loyalty.identity.codes import Voucher, classify
from loyalty.units import Money, Quantity
from terminal.membership import MemberRow
from terminal.usecases.found import (
    AmountFound,
    Found,
    GiftFound,
    MemberFound,
    MembersFound,
    MixedFound,
    NothingFound,
    ProductFound,
    ProductsFound,
    ReceiptFound,
    VoucherFound,
)  # fmt: skip
from tools.sample_errands import SampleErrands
from tools.sample_gifts import SampleGifts
from tools.sample_shop import ANH, ANH_CARD, BINH, GOODS, NOW, OTHER, PHONES


@dataclass
class SampleSearch(SampleErrands, SampleGifts):
    """One method for each box that is typed or scanned into; the server knows one card more than the till."""

    def find(self, text: str, *, symbology: str | None = None) -> Found:
        """By code, card, phone, amount or words."""
        self.called(f"find {text}")
        times, _, rest = text.partition("*")
        if rest and times.isdecimal():
            found = self.find(rest, symbology=symbology)
            quantity = Quantity(int(times) * 1000)
            return replace(found, quantity=quantity) if isinstance(found, ProductFound) else found
        if text.startswith("="):
            return AmountFound(product=OTHER, amount=Money(int(text[1:])))
        if text.startswith(GIFT_SCHEME) and len(text) == NUMBER_LENGTH:
            return GiftFound(card=text, state=self.gift_state(text, NOW), is_sold=self.sells_gifts)
        if text == ANH_CARD:
            return MemberFound(member=self.members[ANH.member])
        if text in PHONES:
            return MemberFound(member=self.members[PHONES[text]])
        sale = next((each for each in self.sales if each.receipt.digits == text), None)
        if sale is not None:
            return ReceiptFound(sale=sale)
        if isinstance(classify(text), Voucher):
            is_for_all = any(each.when.code == text for each in self.program.promotions)
            return VoucherFound(code=text, is_for_all=is_for_all)
        product = next((each for each in GOODS if each.sku == text), None)
        if product is not None:
            return ProductFound(product=product)
        return self._by_words(text)

    def find_goods(self, text: str) -> Found:
        """Among goods only."""
        self.called(f"find_goods {text}")
        rows = tuple(each for each in GOODS if text.casefold() in each.name.casefold())
        if not rows:
            return NothingFound(kind="product", code="product-unknown", text=text)
        return ProductsFound(rows=rows)

    def find_members(self, text: str) -> Found:
        """Among members only."""
        self.called(f"find_members {text}")
        if text in PHONES:
            return MemberFound(member=self.members[PHONES[text]])
        rows = self._members(text)
        if not rows:
            return NothingFound(kind="words", code="member-not-found", text=text)
        return MembersFound(rows=rows)

    def ask_server(self, value: str) -> str | None:
        """The server knows one card more than the till."""
        self.called(f"ask_server {value}")
        return BINH.member if value == "9800000000000002" else None

    def _members(self, text: str) -> tuple[MemberRow, ...]:
        folded = text.casefold()
        return tuple(
            MemberRow(
                member=each.member,
                name=each.name,
                phone_masked=each.phone_masked,
                phone_tail=each.phone_tail,
                tier_name=each.tier_name,
                points=each.points,
            )
            for each in self.members.values()
            if folded and (folded in each.name.casefold() or each.phone_tail.endswith(text[-3:]))
        )

    def _by_words(self, text: str) -> Found:
        members = self._members(text) if not text.isdecimal() else ()
        goods = tuple(each for each in GOODS if text.casefold() in each.name.casefold())
        if members and goods:
            return MixedFound(members=members, products=goods)
        if members or goods:
            return MembersFound(rows=members) if members else ProductsFound(rows=goods)
        if text.startswith("98") and len(text) == 16:
            return NothingFound(
                kind="card", code="card-unknown", text=text, suggestion="ask-server", value=text
            )
        if text.startswith("0") and text.isdecimal():
            return NothingFound(kind="phone", code="phone-unknown", text=text, suggestion="enrol", value=text)
        return NothingFound(kind="product", code="product-unknown", text=text, suggestion="search-goods")
