"""A payment that passes a limit of the program, and takes somebody's word."""

from dataclasses import replace

from loyalty.errors import Unavailable
from loyalty.identity.commands import Command, command_code
from loyalty.program import parse_program
from loyalty.quote import quote
from tests.unit.loyalty.shop import basket, line, member, program
from tests.unit.presenters.desk import Desk, words
from tests.unit.presenters.paying_desk import paying
from tools.sample_shop import ANH_CARD, PROGRAM_FILE, RICE
from ui.presenters.pay.model import PayModel
from ui.presenters.pay.presenter import BACKSPACE
from ui.presenters.pay.shown import state_of
from ui.presenters.shell import Screen


def test_what_needs_a_managers_word_is_said_before_anybody_presses() -> None:
    desk = paying()
    strict = program(more="[limits.manager_over]\nburn_without_card = 10\n")
    by = replace(member(points=50), card_shown=False)
    asked = quote(strict, basket(line("A", "1", 100_000), by=by, burn=20))
    priced = replace(desk.till.price(desk.open_sale()), quote=asked)
    shown = state_of(PayModel(priced=priced, settings=desk.till.settings()), words())
    assert shown.hint == "Dùng 20 điểm mà không có thẻ: hơn 10 điểm, cần trưởng ca hoặc quản lý duyệt"


def beyond_a_limit() -> Desk:
    """The same basket with points for somebody who showed no card, where none may be burned so."""
    desk = Desk()
    text = PROGRAM_FILE.read_text(encoding="utf-8")
    assert "[limits" not in text
    desk.till.program = parse_program(
        f"{text}\n[limits.manager_over]\nburn_without_card = 0\n", name="strict.toml"
    )
    desk.till.members["member-anh"] = replace(desk.till.members["member-anh"], card_tail="")
    desk.scan(RICE.sku, RICE.sku, ANH_CARD)
    desk.it.members.burn_most()
    desk.it.pay_pressed()
    return desk


def type_pin(desk: Desk, pin: str) -> None:
    for digit in pin:
        desk.paying.key_pressed(digit)


def test_what_passes_a_limit_is_paid_on_somebody_elses_word() -> None:
    desk = beyond_a_limit()
    desk.paying.finish_pressed()
    shown = desk.pay_shown()
    assert [(row.text, row.chosen) for row in shown.methods] == [
        ("Minh · Quản lý", True),
        ("Thu · Trưởng ca", False),
    ]
    assert (shown.amount_label, shown.amount, shown.can_finish) == ("Mã PIN của Minh", "", False)
    assert "cần trưởng ca hoặc quản lý duyệt" in shown.hint
    desk.paying.method_chosen("thu")
    desk.paying.method_chosen("cash")
    type_pin(desk, "258x")
    desk.paying.finish_pressed()
    assert desk.pay_shown().amount == "•••"
    type_pin(desk, "1")
    desk.paying.finish_pressed()
    told = desk.pay_shown().notice
    assert told is not None
    assert "PIN" in told.text
    type_pin(desk, "2589")
    desk.paying.key_pressed(BACKSPACE)
    type_pin(desk, "0")
    assert desk.pay_shown().finish == "Duyệt và thu tiền"
    desk.paying.finish_pressed()
    assert len(desk.till.sales) == 1
    assert "approve sale-beyond-limit" in desk.till.calls
    assert "on the word of thu" in desk.till.calls
    assert desk.front() is Screen.CHECKOUT


def test_going_back_leaves_the_payment_as_it_was() -> None:
    desk = beyond_a_limit()
    desk.paying.finish_pressed()
    desk.paying.scanned(command_code(Command.PAY_CARD))
    assert desk.pay_shown().notice is not None
    desk.paying.back_pressed()
    assert desk.pay_shown().methods[0].text == "Tiền mặt"
    assert desk.front() is Screen.PAY
    assert desk.till.sales == []


def test_where_nobody_may_approve_that_is_said() -> None:
    desk = beyond_a_limit()
    desk.till.people = ()
    desk.paying.finish_pressed()
    assert desk.pay_shown().amount_label == "Ở quầy này không có ai được duyệt"
    type_pin(desk, "2580")
    desk.paying.finish_pressed()
    assert desk.till.sales == []


def test_a_till_that_cannot_say_who_may_approve_says_why() -> None:
    desk = beyond_a_limit()
    desk.till.fail("approvers", Unavailable("store-busy", retry=True))
    desk.paying.finish_pressed()
    assert desk.pay_shown().notice is not None
    assert desk.pay_shown().methods[0].text == "Tiền mặt"
