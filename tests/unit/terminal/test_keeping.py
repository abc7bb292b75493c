"""Vouchers, stamps, challenges and rewards at a till: used and moved here before the server has heard."""

from dataclasses import replace

import pytest

from loyalty.account import Account
from loyalty.account.kept_json import kept_to_json
from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.identity.voucher_codes import voucher_codes
from loyalty.units import Points, Quantity
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.journal import SaleSettled
from loyalty.wire.refunding import RefundLockAnswer
from terminal.clock import timestamp
from terminal.exchange import credit_tender
from terminal.open_sale import add_code, ask_reward, clear, detach, without_reward
from terminal.receipts.facts import Origin, VoucherSlip
from terminal.receipts.paper import SlipPaper
from terminal.returned import RefundWish
from terminal.sale_body import sale_to_body
from terminal.settings import StoreSettings
from terminal.usecases.basket import attach_member, refresh_member
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.member_desk import open_page
from terminal.usecases.pricing import price
from terminal.usecases.returns.elsewhere import fetch_sale
from terminal.usecases.returns.exchanging import begin_exchange
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.returns.working_out import show_refund
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import shift_so_far
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.kept_things import CODE, KEEPING, UNLIMITED, anh, giving, pay, rice
from tests.unit.terminal.settled_sales import rows, tender, with_goods
from tests.unit.terminal.till_kit import ANH, LAN, MORNING, PROGRAM, Counter, program_row

__all__ = ["giving"]


def test_a_voucher_of_the_members_takes_something_off_once(giving: Counter) -> None:
    sale = pay(giving, add_code(rice(giving, 1), CODE))
    assert ("fifty-off", 50_000) in [(each.rule, each.amount) for each in sale.discounts]
    assert sale.used_codes == (CODE,)
    assert CODE not in anh(giving).vouchers
    again = price(giving.till, add_code(rice(giving, 1), CODE))
    assert again.used_codes == ()


def test_a_void_gives_the_voucher_and_the_stamps_back(giving: Counter) -> None:
    sale = pay(giving, add_code(rice(giving, 2), CODE))
    assert anh(giving).stamps == {"rice": 2}
    (stamps,) = open_page(giving.till, "member-anh").stamp_cards
    assert (stamps.name, stamps.have, stamps.goal) == ("Thẻ gạo", 2, 3)
    assert anh(giving).challenges == {"three-bags": 2}
    void_last_sale(giving.till, LAN, sale.sale)
    assert CODE in anh(giving).vouchers
    assert anh(giving).stamps == {"rice": 0}
    assert anh(giving).challenges == {}


def test_a_full_card_gives_a_voucher_and_a_challenge_its_points_at_once(giving: Counter) -> None:
    before = anh(giving).points
    sale = pay(giving, rice(giving, 3))
    member = anh(giving)
    assert voucher_codes(sale.sale)[0] in member.vouchers
    assert member.stamps == {"rice": 0}
    assert member.points == before + sale.earned_points + 500
    void_last_sale(giving.till, LAN, sale.sale)
    assert anh(giving).points == before
    assert list(anh(giving).vouchers) == [CODE]


def test_what_a_sale_stamps_is_told_and_kept_for_the_copies_of_its_receipt(giving: Counter) -> None:
    for bags, have, full in ((2, 2, 0), (2, 1, 1)):
        sale = pay(giving, rice(giving, bags))
        (stamped,) = sale.stamped
        assert (stamped.name, stamped.stamps, stamped.have, stamped.goal) == ("Thẻ gạo", bags, have, 3)
        assert stamped.full == full
        with giving.store.read() as reading:
            kept = reading.sales.by_id(sale.sale)
        assert kept is not None
        assert kept.stamped == sale.stamped


def test_a_full_card_whose_voucher_may_be_given_no_more_says_so_instead_of_giving_one(
    giving: Counter,
) -> None:
    once = 'issue = "stamp-card"\nlimit = { times = 1, per = "ever" }'
    with giving.store.write() as unit:
        text = (UNLIMITED + KEEPING).replace('issue = "stamp-card"', once)
        unit.config.put_program(program_row(text, version=3))
    for bags, have, full in ((3, 0, 1), (4, 4, 0), (1, 5, 0)):
        sale = pay(giving, rice(giving, bags))
        (stamped,) = sale.stamped
        assert (stamped.have, stamped.full) == (have, full)
        assert stamped.is_at_limit == (not full)
        assert anh(giving).stamps == {"rice": have}
        assert len(anh(giving).vouchers) == 1 + 1


def test_the_stamps_of_goods_brought_back_are_off_the_card_that_an_exchange_tells_of(giving: Counter) -> None:
    bought = pay(giving, rice(giving, 2))
    wish = RefundWish(refund="back-1", sale=bought.sale, returns={0: Quantity(1_000)}, reason="mind")
    sale = begin_exchange(giving.till, rice(giving, 1), wish)
    total = price(giving.till, sale, paid_with=("exchange",)).total
    assert sale.exchange is not None
    credit = credit_tender(sale.exchange.against(total, cash_step=500))
    assert credit is not None
    rest = tender("card", total - credit.amount) if total > credit.amount else None
    done = settle_sale(giving.till, LAN, sale, (credit, *(() if rest is None else (rest,))))
    (stamped,) = done.stamped
    assert (stamped.stamps, stamped.have, stamped.full) == (1, 2, 0)
    assert anh(giving).stamps == {"rice": 2}
    assert list(anh(giving).vouchers) == [CODE]


def test_a_reward_takes_something_off_for_points_of_the_lease(giving: Counter) -> None:
    sale = ask_reward(rice(giving, 1, lent=1250), "off-60k")
    settled = pay(giving, sale)
    assert ("off-60k", 60_000) in [(each.rule, each.amount) for each in settled.discounts]
    assert settled.burn is not None
    assert (settled.burn.points, settled.burn.reward_points, settled.burn.spent) == (0, 100, 100)
    assert "Đổi 100 điểm giảm 60.000" in [each.label for line in settled.lines for each in line.discounts]
    assert anh(giving).points == 1250 - 100 + settled.earned_points
    void = void_last_sale(giving.till, LAN, settled.sale)
    assert void.points_returned == 100
    assert anh(giving).points == 1250


def test_points_that_bought_rewards_are_used_in_the_report_of_the_shift(giving: Counter) -> None:
    pay(giving, ask_reward(rice(giving, 1, lent=1250), "off-60k"))
    assert shift_so_far(giving.till, LAN).loyalty.burned == 100


def test_a_reward_for_later_is_a_voucher_of_the_members(giving: Counter) -> None:
    settled = pay(giving, ask_reward(rice(giving, 1, lent=1250), "next-time"))
    assert voucher_codes(settled.sale)[0] in anh(giving).vouchers
    assert void_last_sale(giving.till, LAN, settled.sale).points_returned == 80


def test_what_bought_a_voucher_that_was_used_since_stays_spent_and_is_said_before(giving: Counter) -> None:
    bought = pay(giving, ask_reward(rice(giving, 1, lent=1250), "next-time"))
    code = voucher_codes(bought.sale)[0]
    assert pay(giving, add_code(rice(giving, 1), code)).used_codes == (code,)
    before = anh(giving).points
    wish = RefundWish(refund="back-1", sale=bought.sale, returns={0: Quantity(1_000)})
    shown = show_refund(giving.till, wish)
    assert (shown.worked_out.gone, shown.worked_out.points_back) == (80, 0)
    assert shown.after is not None
    assert shown.after.points == before - bought.earned_points
    done = refund_sale(giving.till, LAN, wish)
    assert (done.points_returned, done.points_after) == (0, shown.after.points)
    assert anh(giving).points == shown.after.points
    assert refund_sale(giving.till, LAN, wish).points_returned == 0


def test_what_bought_a_voucher_that_is_unused_comes_back(giving: Counter) -> None:
    bought = pay(giving, ask_reward(rice(giving, 2, lent=1250), "next-time"))
    for number, returned in ((1, 0), (2, 80)):
        wish = RefundWish(refund=f"back-{number}", sale=bought.sale, returns={0: Quantity(1_000)})
        wish = replace(wish, returns={number - 1: Quantity(1_000)}) if len(bought.lines) > 1 else wish
        assert show_refund(giving.till, wish).worked_out.points_back == returned
        refund_sale(giving.till, LAN, wish)
    assert anh(giving).points == 1250


def test_a_reward_without_points_lent_is_not_given_and_the_sale_goes_on(giving: Counter) -> None:
    quote = price(giving.till, ask_reward(rice(giving, 1), "off-60k"))
    assert [each.points for each in quote.rewards] == [0]
    assert quote.total == 183_330
    assert pay(giving, ask_reward(rice(giving, 1), "off-60k")).burn is None


def test_rewards_are_asked_for_and_taken_off_again(giving: Counter) -> None:
    sale = rice(giving, 1)
    both = ask_reward(ask_reward(sale, "off-60k"), "next-time")
    assert [each.id for each in ask_reward(both, "off-60k", Points(100)).rewards] == ["next-time", "off-60k"]
    assert [each.id for each in without_reward(both, "off-60k").rewards] == ["next-time"]
    assert clear(both).rewards == detach(both).rewards == ()
    with pytest.raises(Refused, match="reward-without-member"):
        ask_reward(detach(sale), "off-60k")
    many = replace(both, rewards=tuple(replace(both.rewards[0], id=str(n)) for n in range(10)))
    with pytest.raises(Refused, match="too-many-rewards"):
        ask_reward(many, "off-60k")


def test_a_draft_keeps_what_was_asked_for(giving: Counter) -> None:
    sale = ask_reward(add_code(rice(giving, 1), CODE), "off-60k", Points(100))
    save_draft(giving.till, sale)
    kept = load_draft(giving.till)
    assert kept is not None
    assert (kept.rewards, kept.codes) == (sale.rewards, sale.codes)


def test_the_servers_word_replaces_what_was_worked_out_here(giving: Counter) -> None:
    sale = pay(giving, rice(giving, 2))
    assert anh(giving).stamps == {"rice": 2}
    with giving.store.write() as unit:
        unit.members.put([replace(ANH, revision=3, keeping=kept_to_json(anh(giving).kept or Account()))])
        unit.connection.exec_driver_sql("UPDATE till_state SET acked_seq = ?", (sale.seq,))
    assert anh(giving).stamps == {"rice": 2}
    assert anh(giving).vouchers == {CODE: "fifty-off"}


def test_the_event_reads_at_the_server_and_comes_back_as_it_was(giving: Counter) -> None:
    settled = pay(giving, ask_reward(add_code(rice(giving, 3, lent=1250), CODE), "next-time"))
    body = SaleSettled.from_json(sale_to_body(settled))
    assert body.extras == settled.extras
    with giving.store.read() as reading:
        assert reading.sales.by_id(settled.sale) == settled


def test_goods_of_another_till_take_their_stamps_back(
    giving: Counter,
) -> None:
    sold = SaleSettled.from_json(sale_to_body(pay(giving, rice(giving, 2))))
    digits = receipt_digits(till_number=7, receipt_number=3)
    given = RefundLockAnswer(
        version=1,
        state="given",
        till_code="Q7",
        body=replace(sold, sale="sale-of-q7").to_json(),
        nonce="nonce",
        at=timestamp(MORNING),
    )
    fetch_sale(giving.till, lambda _: given, digits)
    wish = RefundWish(refund="back-1", sale="sale-of-q7", returns={0: Quantity(1_000)})
    assert refund_sale(giving.till, LAN, wish).sale == "sale-of-q7"
    assert anh(giving).stamps == {"rice": 1}


def test_a_program_with_nothing_beside_points_says_nothing_of_it(shop: Counter) -> None:
    settled = pay(shop, rice(shop, 1))
    assert settled.extras is None
    assert b"extras" not in canonical_bytes(sale_to_body(settled))


def test_what_the_program_no_longer_has_stops_nothing(giving: Counter) -> None:
    pay(giving, rice(giving, 2))
    with giving.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM, version=3))
    assert anh(giving).stamps == {}
    sale = attach_member(giving.till, LAN, with_goods(giving, "RICE-ST25"), anh(giving))
    pay(giving, refresh_member(giving.till, sale))


def test_a_voucher_that_the_sale_issues_comes_out_with_the_receipt(giving: Counter) -> None:
    settled = pay(giving, rice(giving, 3))
    printed = rows(giving, "SELECT kind, document FROM print_jobs ORDER BY job")
    code = voucher_codes(settled.sale)[0]
    assert [kind for kind, _ in printed] == ["sale", "voucher"]
    assert printed[1][1] == f"voucher {code} Phiếu giảm 50.000 Nguyễn Thị Ánh Bách hóa Q1"


def test_a_sale_that_is_worth_a_stack_of_vouchers_prints_a_few(giving: Counter) -> None:
    pay(giving, rice(giving, 30))
    assert rows(giving, "SELECT count(*) FROM print_jobs WHERE kind = 'voucher'") == [(5,)]
    assert len(anh(giving).vouchers) == 11


def test_a_voucher_of_13_digits_is_printed_with_its_number_and_a_qr_code() -> None:
    origin = Origin(label="Q2-000001", at=MORNING, operator_name="Lan", till_name="Quầy 2")
    slip = VoucherSlip(origin=origin, digits=CODE, worth="Giảm 50.000", valid_until=MORNING)
    settings = StoreSettings(store_name="Bách hóa Q1")
    document = SlipPaper().voucher(slip, settings)
    assert document.count(CODE) == 2
