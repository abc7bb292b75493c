"""After paying: once more on paper, taken back, and slips nobody is sure of."""

from dataclasses import replace

import pytest

from loyalty.quote.model import RuleStamps
from terminal.printing.report import PrinterHealth, PrintReport
from terminal.store.print_jobs import PrintJob
from tests.unit.presenters.desk import Desk, words
from tools.sample_gifts import EMPTY_CARD
from tools.sample_shop import ANH_CARD, NOODLES, NOW, RICE
from ui.presenters.checkout.model import Answer
from ui.presenters.customer import shown as customer


def sold() -> Desk:
    """A sale to Ánh, just made."""
    desk = Desk()
    desk.scan(RICE.sku, ANH_CARD)
    desk.sell()
    return desk


def slip(job: int = 7) -> PrintJob:
    return PrintJob(
        job=job, printer="receipt", kind="sale", document="{}", copy=False, state="unknown", attempts=1,
        sale="sale-1", created_at=NOW, why="device-lost",
    )  # fmt: skip


def test_a_tier_that_the_sale_reached_is_told_under_it() -> None:
    desk = sold()
    done = desk.it.counter.model.done
    assert done is not None
    assert done.sale.member is not None
    member = replace(done.sale.member, tier_reached="Vàng")
    desk.it.counter.change(done=replace(done, sale=replace(done.sale, member=member)))
    after = desk.shown().after
    assert after is not None
    assert (after.rows[-1].label, after.rows[-1].figure) == ("Chúc mừng lên hạng", "Vàng")


@pytest.mark.parametrize(
    ("have", "full", "told"),
    [
        (4, 0, [("Thẻ gạo (+1 tem)", "4/10")]),
        (0, 1, [("Thẻ gạo (+1 tem)", "0/10"), ("Đủ tem, được 1 phiếu", "")]),
        (-2, 0, [("Thẻ gạo (+1 tem)", "còn nợ 2 tem")]),
        (10, 0, [("Thẻ gạo (+1 tem)", "10/10"), ("Đủ tem; đã nhận đủ số phiếu được phát", "")]),
    ],
)
def test_a_card_that_is_full_or_owes_stamps_says_so_on_both_screens(
    have: int, full: int, told: list[tuple[str, str]]
) -> None:
    desk = sold()
    done = desk.it.counter.model.done
    assert done is not None
    stamped = (RuleStamps(card="rice", name="Thẻ gạo", stamps=1, have=have, goal=10, full=full),)
    desk.it.counter.change(done=replace(done, sale=replace(done.sale, stamped=stamped)))
    after = desk.shown().after
    assert after is not None
    rows = customer.after_state("Quận 1", after, words("vi")).sums
    for shown in (after.rows, rows):
        assert [(row.label, row.figure) for row in shown[-len(told) :]] == told


def test_a_reprint_is_a_copy_of_the_last_receipt() -> None:
    desk = Desk()
    desk.it.function_pressed("reprint")
    assert desk.shown().notice is not None
    assert "reprint" not in desk.till.calls
    desk = sold()
    desk.it.function_pressed("reprint")
    assert desk.shown().notice is not None
    assert "Q2-000123" in desk.notice().text


def test_a_void_asks_first_and_says_what_goes_back() -> None:
    desk = sold()
    desk.it.function_pressed("void")
    question = desk.shown().confirm
    assert question is not None
    assert "Q2-000123" in question.title
    assert "183.000 ₫" in question.text
    desk.it.escaped()
    assert "void" not in desk.till.calls
    desk.it.function_pressed("void")
    desk.it.after.answered(Answer.ACCEPT)
    after = desk.shown().after
    assert after is not None
    assert after.voided
    assert after.figure == "183.000 ₫"
    assert not desk.shown().can_void
    desk.it.function_pressed("void")
    assert desk.till.calls.count("void") == 1


def test_a_void_names_each_way_once_with_all_that_it_paid() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.it.pay_pressed()
    for amount in (60_000, 50_000):
        desk.paying.method_chosen("transfer")
        desk.paying.note_chosen(amount)
        desk.paying.finish_pressed()
    desk.paying.method_chosen("cash")
    desk.paying.finish_pressed()
    desk.it.function_pressed("void")
    question = desk.shown().confirm
    assert question is not None
    assert "(Chuyển khoản lại 110.000 ₫, Tiền mặt 79.000 ₫)" in question.text


def test_nothing_is_voided_while_the_next_sale_is_open() -> None:
    desk = sold()
    desk.scan(NOODLES.sku)
    desk.it.function_pressed("void")
    assert desk.shown().confirm is None
    assert desk.shown().notice is not None


def test_the_view_of_the_last_sale_goes_without_a_question() -> None:
    desk = sold()
    desk.it.function_pressed("new-sale")
    assert desk.shown().after is None
    assert desk.shown().confirm is None


def test_a_slip_nobody_is_sure_of_is_asked_about() -> None:
    desk = sold()
    desk.it.paper_unknown(slip())
    assert desk.shown().notice is not None
    desk.it.notice_action_pressed()
    question = desk.shown().confirm
    assert question is not None
    assert question.other
    assert not question.is_grave
    desk.it.after.answered(Answer.REFUSE)
    assert desk.shown().notice is not None
    desk.it.notice_action_pressed()
    desk.it.after.answered(Answer.OTHER)
    assert desk.till.calls[-1] == "print_again 7"
    desk.it.paper_unknown(slip(8))
    desk.it.notice_action_pressed()
    desk.it.after.answered(Answer.ACCEPT)
    assert desk.till.calls[-1] == "leave_slip 8"


def test_every_figure_opens_to_its_why() -> None:
    desk = Desk()
    desk.scan(RICE.sku, RICE.sku, NOODLES.sku, ANH_CARD)
    desk.it.members.burn_most()
    for topic in ("lines", "discounts", "burn", "due", "points", "offers", "line"):
        desk.it.why_asked(topic)
        why = desk.shown().why
        assert why is not None
        assert why.rows, topic
        desk.it.escaped()
        assert desk.shown().why is None
    desk.it.why_asked("no-such-topic")
    assert desk.shown().why is None


def test_the_steps_to_what_is_due_add_up() -> None:
    desk = Desk()
    desk.scan(RICE.sku, RICE.sku, NOODLES.sku, ANH_CARD)
    desk.it.members.burn_most()
    desk.it.why_asked("due")
    assert desk.shown().why is not None
    figures = [row.figure.replace(".", "").replace(" ₫", "").replace("−", "-") for row in desk.why().rows]
    *steps, due = [int(figure) for figure in figures]
    assert sum(steps) == due


def test_a_scan_closes_the_reasons_and_goes_on() -> None:
    desk = Desk()
    desk.it.function_pressed("offers")
    desk.scan(NOODLES.sku)
    assert desk.shown().why is None
    assert desk.shown().rows


def test_a_receipt_that_is_scanned_can_be_printed_again() -> None:
    desk = sold()
    desk.scan(desk.till.sales[0].receipt.digits)
    assert desk.shown().notice is not None
    desk.it.notice_action_pressed()
    assert "reprint" in desk.till.calls


def test_slips_that_are_stranded_go_to_the_second_printer_once_the_cashier_says_so() -> None:
    desk = Desk()
    stranded = PrintReport(printer="receipt", health=PrinterHealth.AWAY, waiting=2, stand_in="offered")
    desk.shell.printer_changed(stranded)
    assert "2 phiếu" in desk.notice().text
    assert desk.notice().action == "In ở máy thứ hai"
    desk.it.notice_action_pressed()
    assert desk.till.calls[-1] == "print_elsewhere"
    assert "máy in thứ hai" in desk.notice().text


def test_a_printer_that_is_back_takes_the_offer_away() -> None:
    desk = Desk()
    desk.shell.printer_changed(
        PrintReport(printer="receipt", health=PrinterHealth.AWAY, waiting=2, stand_in="offered")
    )
    desk.shell.printer_changed(PrintReport(printer="receipt", health=PrinterHealth.READY))
    assert desk.shown().notice is None


def test_what_a_little_more_would_win_is_a_sentence_with_the_amount_missing() -> None:
    desk = Desk()
    desk.scan(RICE.sku, RICE.sku, ANH_CARD)
    near = [each for each in desk.member().rewards if each.why == "offers"]
    assert near
    assert near[0].text == "Thêm 122.000 ₫ để được giảm 30.000 ₫"
    assert [each.goes_first for each in near] == [True, *[False] * (len(near) - 1)]
    desk.it.why_asked("offers")
    named = "Mua thêm 122.000 ₫ để được giảm 30.000 ₫: Hóa đơn từ 500.000 giảm 30.000"
    assert named in {row.label for row in desk.why().rows}


def test_what_was_won_opens_the_reasons_of_its_amount() -> None:
    desk = Desk()
    desk.scan(RICE.sku, NOODLES.sku, ANH_CARD)
    won = [each for each in desk.member().rewards if each.why == "discounts"]
    assert won
    assert all(not each.act for each in won)


def test_why_no_more_points_can_be_used_is_told_where_they_are_asked_about() -> None:
    desk = Desk()
    desk.till.lends = False
    desk.scan(RICE.sku, ANH_CARD)
    desk.it.why_asked("burn")
    most, refused = desk.why().rows
    assert most.figure == "0"
    assert len(refused.label) > 20
    assert refused.figure == ""


def test_what_is_typed_or_entered_under_the_reasons_closes_them_and_enter_does_no_more() -> None:
    desk = Desk()
    desk.scan(RICE.sku, EMPTY_CARD)
    desk.it.box.typed("200000")
    for close in (desk.it.box.entered, lambda: desk.it.box.typed("2000001")):
        desk.it.why_asked("due")
        assert desk.shown().why is not None
        close()
        assert desk.shown().why is None
        assert desk.it.counter.model.ask is not None


def test_why_a_promotion_was_missed_is_worked_out_on_a_lane_and_shown_when_it_is() -> None:
    desk = Desk()
    desk.scan(RICE.sku, NOODLES.sku)
    desk.runner.hold("look-up")
    desk.it.function_pressed("offers")
    quote = desk.it.counter.model.quote
    assert quote is not None
    assert (desk.shown().why, "missed" in vars(quote)) == (None, False)
    desk.runner.step("look-up")
    assert "missed" in vars(quote)
    assert desk.why().rows


def test_offers_that_are_open_are_shown_of_a_new_price_only_once_that_is_explained() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.runner.hold("look-up")
    desk.it.function_pressed("offers")
    desk.it.lines.step(1)
    before = desk.it.counter.model.quote
    desk.runner.step("look-up")
    assert desk.it.counter.model.quote is before
    desk.runner.step("look-up")
    now = desk.it.counter.model.quote
    assert now is not None
    assert now is not before
    assert "missed" in vars(now)
    assert desk.why().rows


@pytest.mark.parametrize(
    ("part", "member", "told"),
    [
        ("", False, "Trả lại khách 378.000 ₫ (Tiền mặt). Không thể hoàn tác."),
        (
            "100000",
            False,
            "Trả lại khách 378.000 ₫ (Hoàn qua máy thẻ 100.000 ₫, Tiền mặt 278.000 ₫). Không thể hoàn tác.",
        ),
        ("", True, "Tiền mặt), thu lại điểm đã cộng và hoàn điểm đã dùng. Không thể hoàn tác."),
    ],
    ids=["cash", "card and cash", "of a member"],
)
def test_the_question_before_a_void_says_how_money_goes_back(part: str, told: str, *, member: bool) -> None:
    desk = Desk()
    desk.scan(RICE.sku, RICE.sku, *([ANH_CARD] if member else []))
    desk.it.pay_pressed()
    for digit in part:
        desk.paying.key_pressed(digit)
    if part:
        desk.paying.method_chosen("card")
        desk.paying.finish_pressed()
        desk.paying.method_chosen("cash")
    desk.paying.finish_pressed()
    desk.it.function_pressed("void")
    question = desk.shown().confirm
    assert question is not None
    assert question.text.endswith(told)


def test_the_question_before_a_sale_is_given_up_says_what_goes_with_it() -> None:
    desk = Desk()
    desk.scan(ANH_CARD)
    desk.it.function_pressed("new-sale")
    question = desk.shown().confirm
    assert question is not None
    assert question.text.startswith("Đơn chưa có hàng. Hội viên được bỏ")
    desk.it.after.answered(Answer.REFUSE)
    desk.scan(RICE.sku)
    desk.it.function_pressed("new-sale")
    question = desk.shown().confirm
    assert question is not None
    assert question.text == "1 dòng hàng sẽ mất. Hội viên và điểm không bị ảnh hưởng."


def test_where_nobody_is_in_the_sale_that_is_given_up_nobody_is_spoken_of() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.it.function_pressed("new-sale")
    question = desk.shown().confirm
    assert question is not None
    assert question.text == "1 dòng hàng sẽ mất."
