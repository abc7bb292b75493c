"""A paid membership comes back: paid out is what the days left are worth, whatever else of its sale does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.account import Account
from loyalty.account.kept_json import kept_to_json
from loyalty.account.terms import Term
from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.units import Money, Quantity
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept import check_refund, kept_sale
from loyalty.wire.refunding import RefundLockAnswer
from loyalty.wire.returning import SaleRefunded
from terminal.clock import timestamp
from terminal.sale import SettledSale
from terminal.sale_body import sale_to_body
from terminal.store.checks import check_projections
from terminal.store.derived import check_rows
from terminal.usecases.returns.elsewhere import fetch_sale
from terminal.usecases.returns.refunding import kept_return, refund_sale
from terminal.usecases.returns.working_out import show_refund
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import shift_so_far
from tests.unit.terminal.returned_goods import take_back, wish
from tests.unit.terminal.settled_sales import rows, tender, with_anh, with_goods
from tests.unit.terminal.till_kit import LAN, PROGRAM, Counter, member_state, product_row, program_row

ANH = "member-anh"
PRICE = 365_000
RICE = 183_330
MEMBERSHIP = """
[[membership]]
id = "vip"
name = "VIP"
sku = "VIP"
price = 365000
months = 12
refund_days = 14
"""


@pytest.fixture
def selling(shop: Counter) -> Counter:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + MEMBERSHIP, version=2))
        unit.products.put([product_row("VIP", "VIP 12 tháng", PRICE)])
    return shop


def sell(counter: Counter, *skus: str) -> SettledSale:
    sale = with_anh(counter, with_goods(counter, *skus), lent=1250)
    due = PRICE + RICE * (len(skus) - 1)
    return settle_sale(counter.till, LAN, sale, (tender("card", due),))


def told(counter: Counter, sale: SettledSale, *, used_in: str = "") -> None:
    """The server's word of the member: the term that the sale began."""
    day = counter.clock.now().date()
    term = Term(
        membership="vip",
        name="VIP",
        sale=sale.sale,
        line=0,
        starts=day,
        ends=day + timedelta(days=365),
        paid=Money(PRICE),
        refund_days=14,
        used_in=frozenset({used_in} if used_in else ()),
    )
    kept = kept_to_json(Account(memberships=(term,)))
    state = member_state(ANH, "Nguyễn Thị Ánh", "+84912345678", keeping=kept, revision=99, tier="silver")
    with counter.store.write() as unit:
        unit.members.put((state,))


def events(counter: Counter) -> list[SaleRefunded]:
    seqs = [row[0] for row in rows(counter, "SELECT seq FROM journal WHERE kind = 'sale_refunded'")]
    with counter.store.read() as reading:
        head = reading.journal.head()
        found = [
            reading.journal.at_seq(till=head.till, incarnation=head.incarnation, seq=seq) for seq in seqs
        ]
    return [SaleRefunded.from_json(each.body) for each in found if each is not None]


def test_what_is_paid_out_is_by_the_days_left_and_the_rest_is_kept(selling: Counter) -> None:
    sale = sell(selling, "VIP")
    told(selling, sale)
    selling.clock.move(hours=24 * 100)
    shown = show_refund(selling.till, wish(sale, {0: 1000})).worked_out
    assert (shown.paid_out, shown.held) == (264_000, 101_000)
    done = take_back(selling, sale, {0: 1000})
    assert (done.money, done.held, done.paid_out) == (264_000, 101_000, 264_000)
    assert [(each.kind, each.amount) for each in done.tenders] == [("card", 264_000)]
    with selling.store.read() as reading:
        assert kept_return(selling.till, reading, done.refund) == done
    assert check_projections(selling.store) == check_rows(selling.store) == ()
    assert shift_so_far(selling.till, LAN).refunded == 264_000


def test_a_program_that_sells_it_no_more_changes_nothing_of_what_is_paid_out(selling: Counter) -> None:
    sale = sell(selling, "VIP", "RICE-ST25")
    told(selling, sale)
    with selling.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM, version=3))
    selling.clock.move(hours=24 * 100)
    with pytest.raises(Refused, match="membership-alone"):
        take_back(selling, sale, {0: 1000, 1: 1000})
    assert take_back(selling, sale, {0: 1000}, number=1).paid_out == 264_000
    assert take_back(selling, sale, {1: 1000}, number=2).paid_out == RICE
    _agrees(selling, sale)


def test_the_other_goods_of_its_sale_come_back_for_all_that_they_cost(selling: Counter) -> None:
    sale = sell(selling, "VIP", "RICE-ST25")
    told(selling, sale)
    selling.clock.move(hours=24 * 100)
    first = take_back(selling, sale, {0: 1000}, number=1)
    second = take_back(selling, sale, {1: 1000}, number=2)
    assert (first.paid_out, second.paid_out) == (264_000, RICE)
    assert second.is_whole
    _agrees(selling, sale)


def test_in_the_other_order_it_comes_to_the_same(selling: Counter) -> None:
    sale = sell(selling, "VIP", "RICE-ST25")
    told(selling, sale)
    selling.clock.move(hours=24 * 100)
    first = take_back(selling, sale, {1: 1000}, number=1)
    second = take_back(selling, sale, {0: 1000}, number=2)
    assert (first.paid_out, second.paid_out) == (RICE, 264_000)
    _agrees(selling, sale)


def _agrees(counter: Counter, sale: SettledSale) -> None:
    """The server, which checks by the same functions, believes every one of them."""
    with counter.store.read() as reading:
        sold = SaleSettled.from_json(reading.returns.body_of(sale.sale))
    returned, before = dict[int, Quantity](), 0
    for event in events(counter):
        kept = kept_sale(sold, returned)
        back = check_refund(event, sold, kept, before=Money(before))
        returned = {place: line.returned for place, line in enumerate(back.sale.lines) if line.returned}
        before += event.money + event.rounding + event.held


def test_on_the_first_day_with_nothing_used_all_of_it_comes_back(selling: Counter) -> None:
    sale = sell(selling, "VIP")
    told(selling, sale)
    assert take_back(selling, sale, {0: 1000}).paid_out == PRICE


def test_before_the_server_has_said_so_all_of_it_comes_back(selling: Counter) -> None:
    assert take_back(selling, sell(selling, "VIP"), {0: 1000}).paid_out == PRICE


@pytest.mark.parametrize(
    ("days", "used_in", "returns", "code"),
    [
        (20, "other", {0: 1000}, "membership-used"),
        (400, "", {0: 1000}, "membership-over"),
        (20, "", {0: 500}, "membership-whole"),
        (20, "", {0: 1000, 1: 1000}, "membership-alone"),
    ],
)
def test_what_cannot_come_back_is_refused_before_any_money_goes_out(
    selling: Counter, days: int, used_in: str, returns: dict[int, int], code: str
) -> None:
    sale = sell(selling, "VIP", "RICE-ST25")
    told(selling, sale, used_in=used_in)
    selling.clock.move(hours=24 * days)
    with pytest.raises(Refused, match=code):
        refund_sale(selling.till, LAN, wish(sale, returns))
    assert events(selling) == []


def test_a_membership_of_somebody_this_till_does_not_know_comes_back_with_who_it_is(selling: Counter) -> None:
    sold = SaleSettled.from_json(sale_to_body(sell(selling, "VIP")))
    day = selling.clock.now().date()
    term = Term(
        membership="vip", name="VIP", sale="sale-of-q7", line=0, starts=day, ends=day + timedelta(days=365),
        paid=Money(PRICE), refund_days=14, used_in=frozenset(),
    )  # fmt: skip
    kept = kept_to_json(Account(memberships=(term,)))
    stranger = member_state("member-hoa", "Hoa", "+84987000111", keeping=kept)
    given = RefundLockAnswer(
        version=1,
        state="given",
        till_code="Q7",
        body=replace(sold, sale="sale-of-q7", member="member-hoa").to_json(),
        nonce="nonce",
        at=timestamp(selling.clock.now()),
        members=(LookUpAnswer(stranger, ()),),
    )
    digits = receipt_digits(till_number=7, receipt_number=3)
    fetch_sale(selling.till, lambda _: replace(given, members=()), digits)
    with pytest.raises(Refused, match="member-unknown"):
        show_refund(selling.till, wish("sale-of-q7", {0: 1_000}))
    fetch_sale(selling.till, lambda _: given, digits)
    assert show_refund(selling.till, wish("sale-of-q7", {0: 1_000})).worked_out.paid_out == PRICE
