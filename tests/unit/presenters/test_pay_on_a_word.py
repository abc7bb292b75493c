"""A payment that passes a limit of the program, and takes somebody's word."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from loyalty.errors import Unavailable
from loyalty.identity.commands import Command, command_code
from loyalty.program import parse_program
from loyalty.quote import quote
from terminal.by_hand import set_price, wish_of
from tests.unit.loyalty.shop import basket, line, member, program
from tests.unit.presenters.desk import Desk, words
from tests.unit.presenters.paying_desk import paying
from tools.sample_shop import ANH_CARD, PROGRAM_FILE, RICE
from ui.presenters.customer.shown import pay_state
from ui.presenters.pay.approving import birthday_would_do
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
    assert priced.sale.member is not None
    shown = state_of(PayModel(priced=priced, settings=desk.till.settings()), words())
    assert shown.hint.startswith(
        "Dùng nhiều điểm mà không có thẻ: hỏi khách ngày và tháng sinh, hoặc nhờ trưởng ca"
    )
    nobody = replace(priced.sale, member=replace(priced.sale.member, birthday=None))
    priced = replace(priced, sale=nobody)
    shown = state_of(PayModel(priced=priced, settings=desk.till.settings()), words())
    assert shown.hint == "Dùng 20 điểm mà không có thẻ: hơn 10 điểm, cần trưởng ca hoặc quản lý duyệt"


def beyond_a_limit(*, birthday: str | None = None) -> Desk:
    """The same basket with points for somebody who showed no card, where none may be burned so."""
    desk = Desk()
    text = PROGRAM_FILE.read_text(encoding="utf-8")
    assert "[limits" not in text
    desk.till.program = parse_program(
        f"{text}\n[limits.manager_over]\nburn_without_card = 0\n", name="strict.toml"
    )
    desk.till.members["member-anh"] = replace(
        desk.till.members["member-anh"], card_tail="", birthday=birthday
    )
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


def test_the_birthday_is_asked_first_and_does_for_the_card() -> None:
    desk = beyond_a_limit(birthday="1990-11-21")
    desk.paying.finish_pressed()
    shown = desk.pay_shown()
    assert [(row.text, row.key, row.chosen) for row in shown.methods] == [
        ("Ngày sinh của khách", "Alt 1", True),
        ("Minh · Quản lý", "Alt 2", False),
        ("Thu · Trưởng ca", "Alt 3", False),
    ]
    assert (shown.amount_label, shown.finish) == ("Ngày và tháng sinh", "Kiểm tra và thu tiền")
    type_pin(desk, "2")
    assert not desk.pay_shown().can_finish
    type_pin(desk, "111")
    assert desk.pay_shown().amount == "21/11"
    desk.paying.finish_pressed()
    (sold,) = desk.till.sales
    assert sold.burn is not None
    assert (sold.burn.card_shown, sold.burn.shown) == (True, "birthday")
    assert desk.front() is Screen.CHECKOUT
    assert not [call for call in desk.till.calls if call.startswith(("approve ", "on the word"))]


def test_what_is_typed_before_the_question_is_there_is_typed_for_it_and_is_no_money() -> None:
    desk = beyond_a_limit(birthday="1990-11-21")
    desk.runner.hold("look-up")
    desk.paying.finish_pressed()
    for key in ("2", "1", "9", "backspace", "1", "1"):
        desk.paying.key_pressed(key)
    desk.paying.finish_pressed()
    desk.runner.let_go("look-up")
    assert (desk.pay_shown().amount_label, desk.pay_shown().amount) == ("Ngày và tháng sinh", "21/11")
    assert not desk.till.sales, "an Enter before the question was there answers nothing"
    desk.paying.back_pressed()
    desk.paying.finish_pressed()
    type_pin(desk, "2111")
    desk.paying.finish_pressed()
    (sold,) = desk.till.sales
    assert [(part.kind, part.given) for part in sold.tenders] == [("cash", sold.to_pay)]


@pytest.mark.parametrize("way", ["esc", "method", "note"])
def test_a_question_that_was_left_before_it_was_there_does_not_come(way: str) -> None:
    desk = beyond_a_limit(birthday="1990-11-21")
    desk.runner.hold("look-up")
    desk.paying.finish_pressed()
    does: dict[str, Callable[[], None]] = {
        "esc": desk.paying.back_pressed,
        "method": lambda: desk.paying.method_chosen("card"),
        "note": lambda: desk.paying.note_chosen(500_000),
    }
    does[way]()
    desk.runner.let_go("look-up")
    assert desk.front() is Screen.PAY
    assert desk.pay_shown().amount_label != "Ngày và tháng sinh"


@pytest.mark.parametrize("answer", ["birthday", "pin"])
def test_esc_while_an_answer_is_looked_at_leaves_nobody_behind_who_pays_later(answer: str) -> None:
    desk = beyond_a_limit(birthday="1990-11-21")
    desk.paying.finish_pressed()
    if answer == "pin":
        desk.paying.method_chosen("thu")
    type_pin(desk, "2111" if answer == "birthday" else "2580")
    desk.runner.hold("store")
    desk.paying.finish_pressed()
    for _ in range(2):
        desk.paying.back_pressed()
    assert desk.front() is Screen.PAY, "the checkout, where goods could be added, is not in front meanwhile"
    desk.runner.let_go("store")
    assert len(desk.till.sales) == 1
    assert desk.front() is Screen.CHECKOUT


def test_a_wrong_birthday_tells_nothing_of_the_right_one_and_after_three_only_people_are_left() -> None:
    desk = beyond_a_limit(birthday="1990-11-21")
    desk.paying.finish_pressed()
    for typed, left in (("1/1", "Còn 2 lần thử"), ("2212", "Còn 1 lần thử")):
        type_pin(desk, typed)
        desk.paying.finish_pressed()
        told = desk.pay_shown().notice
        assert told is not None
        assert left in told.text
        assert "21" not in told.text
        assert desk.pay_shown().amount == ""
    type_pin(desk, "2311")
    desk.paying.finish_pressed()
    shown = desk.pay_shown()
    assert [row.text for row in shown.methods] == ["Minh · Quản lý", "Thu · Trưởng ca"]
    assert shown.methods[0].chosen
    assert shown.notice is not None
    assert "15 phút" in shown.notice.text
    desk.paying.method_chosen("birthday")
    type_pin(desk, "2580")
    desk.paying.finish_pressed()
    assert "on the word of minh" in desk.till.calls


def test_what_is_typed_of_a_birthday_is_nowhere_but_in_its_field() -> None:
    desk = beyond_a_limit(birthday="1990-11-21")
    desk.paying.finish_pressed()
    type_pin(desk, "23121987")
    shown = desk.pay_shown()
    assert shown.amount == "23/12/1987"
    assert "1987" not in repr(replace(shown, amount=""))
    assert "1987" not in repr(pay_state("Shop", desk.shown(), shown, words()))
    desk.paying.method_chosen("minh")
    assert desk.pay_shown().amount == ""
    type_pin(desk, "/")
    assert desk.pay_shown().amount == ""


def test_who_gives_their_word_for_a_price_too_is_asked_for_both() -> None:
    desk = beyond_a_limit(birthday="1990-11-21")
    both = parse_program(
        f"{PROGRAM_FILE.read_text(encoding='utf-8')}\n"
        "[limits.manager_over]\nburn_without_card = 0\nline_discount_percent = 0\n",
        name="strict.toml",
    )
    model = PayModel(priced=desk.till.price(desk.open_sale()), settings=desk.till.settings())
    assert birthday_would_do(model)
    desk.till.program = both
    sale = set_price(
        desk.open_sale(), 1, wish_of("percent", "10", RICE.unit_price), reason="other", asked_by="lan"
    )
    assert not birthday_would_do(replace(model, priced=desk.till.price(sale)))
