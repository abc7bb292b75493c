"""What goes wrong in other people's tills and nothing else here would notice; see docs/complaints.md."""

from loyalty.units import Quantity
from loyalty.wire.chain import GENESIS
from terminal.open_sale import OpenSale
from terminal.returned import RefundWish
from terminal.store.outbox import SqlOutbox
from terminal.sync.core import Intake
from terminal.usecases.basket import refresh_member
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.pricing import price
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import rice_for_anh, rows, tender, with_anh, with_goods
from tests.unit.terminal.till_kit import LAN, PROGRAM, Counter, grant_claims, program_row

WHOLE = {0: Quantity(2_000)}


def test_after_a_return_the_next_sale_has_all_that_it_would_have_had(shop: Counter) -> None:
    before = price(shop.till, with_anh(shop, with_goods(shop, "RICE-ST25"), lent=0), paid_with=("cash",))
    sale = rice_for_anh(shop)
    refund_sale(shop.till, LAN, RefundWish(refund="r1", sale=sale.sale, returns=WHOLE))
    after = price(shop.till, with_anh(shop, with_goods(shop, "RICE-ST25"), lent=0), paid_with=("cash",))
    assert (after.discounts, after.earned_points, after.total) == (
        before.discounts,
        before.earned_points,
        before.total,
    )
    assert after.burn.max_points == before.burn.max_points


def test_what_is_given_once_is_given_again_after_the_goods_that_it_was_given_for_came_back(
    shop: Counter,
) -> None:
    def with_offer() -> OpenSale:
        sale = with_anh(shop, with_goods(shop, "CAKE"), lent=0)
        grant_claims(shop)
        return refresh_member(shop.till, sale)

    settled = settle_sale(shop.till, LAN, with_offer(), (tender("card", 174_600),))
    whole = {0: Quantity(1_000)}
    refund_sale(shop.till, LAN, RefundWish(refund="r1", sale=settled.sale, returns=whole))
    assert price(shop.till, with_offer(), paid_with=("card",)).total == 174_600


def test_a_return_goes_by_the_rules_that_the_sale_was_made_under(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    other = PROGRAM.replace("per_amount = 10000", "per_amount = 1000").replace("worth = 500", "worth = 9")
    with shop.store.write() as unit:
        unit.config.put_program(program_row(other, version=2, valid_from=shop.clock.now()))
    assert price(shop.till, with_goods(shop, "RICE-ST25"), paid_with=("cash",)).subtotal == 189_000
    back = refund_sale(shop.till, LAN, RefundWish(refund="r1", sale=sale.sale, returns=WHOLE))
    assert (back.paid_out, back.points_taken, back.points_returned) == (266_500, 33, 200)


def test_what_was_paid_without_a_network_is_no_open_sale_again_whatever_the_next_answer_brings(
    shop: Counter,
) -> None:
    open_sale = with_goods(shop, "RICE-ST25")
    save_draft(shop.till, open_sale)
    settle_sale(shop.till, LAN, open_sale, (tender("cash", 189_000, 200_000),))
    late_answer = Intake(
        acked_seq=0, acked_hash=GENESIS, feed_epoch="another", feed_cursor=0, epoch_is_new=True
    )
    SqlOutbox(shop.store).apply(late_answer)
    assert load_draft(shop.till) is None
    assert rows(shop, "SELECT sale, voided_by FROM sales") == [(open_sale.sale, None)]
    assert SqlOutbox(shop.store).waiting().events == 2


def test_paying_one_sale_moves_no_points_of_another_that_is_open(shop: Counter) -> None:
    parked = with_anh(shop, with_goods(shop, "RICE-ST25", "RICE-ST25"), lent=1_000, burn=200)
    settle_sale(shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("card", 189_000),))
    assert rows(shop, "SELECT state, amount, spent FROM leases") == [("open", 1_000, 0)]
    assert rows(shop, "SELECT count(*) FROM point_movements") == [(0,)]
    settled = settle_sale(shop.till, LAN, parked, (tender("cash", 266_500, 300_000),))
    assert settled.burn is not None
    assert settled.burn.points == 200
    assert rows(shop, "SELECT state, amount, spent FROM leases") == [("closed", 1_000, 200)]


def test_an_offer_that_holds_once_holds_once_at_a_till_that_nobody_has_told_anything(shop: Counter) -> None:
    first = with_anh(shop, with_goods(shop, "CAKE"), lent=0)
    grant_claims(shop)
    first = refresh_member(shop.till, first)
    settle_sale(shop.till, LAN, first, (tender("card", 174_600),))
    second = price(shop.till, with_anh(shop, with_goods(shop, "CAKE"), lent=0), paid_with=("card",))
    assert [each.rule for each in second.discounts] == ["tier:silver"]
    assert second.total == 194_000
