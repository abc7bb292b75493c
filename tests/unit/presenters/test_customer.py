"""What the customer sees: no more than the till shows, no whole phone number, one question, one touch."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Unavailable
from loyalty.units import Points
from resources.catalogue import Language
from terminal.usecases.survey import SurveyQuestion
from tests.unit.presenters.desk import Desk, Watched, words
from tools.sample_shop import ANH_CARD, GREENS, LAN, NOODLES, NOW, RICE
from tools.sample_survey import SampleSurvey
from ui.presenters.checkout.shown_after import after_state
from ui.presenters.checkout.state import CheckoutState
from ui.presenters.customer.presenter import CustomerPresenter
from ui.presenters.customer.shown import MOST_ROWS
from ui.presenters.customer.state import CustomerState, PoleRows
from ui.presenters.pay.state import PayState
from ui.presenters.shell import Screen
from ui.presenters.shown import FigureRow


class Facing(Watched):
    """A stage that the customer's display follows, as the window's own does."""

    def __init__(self) -> None:
        super().__init__()
        self.customer: CustomerPresenter | None = None

    def show_screen(self, screen: Screen) -> None:
        super().show_screen(screen)
        if self.customer is not None:
            self.customer.screen_shown(screen)

    def show_checkout(self, state: CheckoutState) -> None:
        super().show_checkout(state)
        if self.customer is not None:
            self.customer.checkout_shown(state)

    def show_pay(self, state: PayState) -> None:
        super().show_pay(state)
        if self.customer is not None:
            self.customer.pay_shown(state)


class Display:
    """A counter with a display: what it shows now, and the rows a pole was given."""

    def __init__(self, language: Language = "vi", survey: SampleSurvey | None = None) -> None:
        self.survey = survey or SampleSurvey()
        self.states: list[CustomerState] = []
        self.rows: list[PoleRows] = []
        stage = Facing()
        self.desk = Desk(stage=stage)
        stage.customer = self.customer = CustomerPresenter(
            self.survey,
            self.desk.runner,
            words(language),
            store="Bách hóa Q1",
            on_state=self.states.append,
            on_rows=self.rows.append,
        )
        self.desk.shell.signed_in(LAN)

    @property
    def now(self) -> CustomerState:
        return self.states[-1]

    def big(self) -> FigureRow:
        assert self.now.big is not None
        return self.now.big

    def sell(self) -> None:
        self.desk.scan(NOODLES.sku, RICE.sku, ANH_CARD)
        self.desk.sell()


def has_code(display: Display) -> bool:
    return display.now.qr is not None


def answers(display: Display) -> tuple[int, ...]:
    return () if display.now.survey is None else display.now.survey.answers


def test_nobody_is_greeted_by_name_before_a_sale() -> None:
    display = Display()
    assert display.now.greeting
    assert (display.now.rows, display.now.member, display.now.big) == ((), "", None)
    assert display.rows[-1] == ("Bách hóa Q1", "Kính chào quý khách")


def test_nobody_is_asked_for_a_card_while_the_shift_is_counted() -> None:
    display = Display()
    welcome = display.now.greeting
    display.desk.shell.close_shift()
    assert display.now.greeting == "Quầy tạm ngưng phục vụ. Mong quý khách thông cảm."
    assert display.rows[-1] == ("Bách hóa Q1", "Quầy tạm nghỉ")
    assert display.desk.shell.shift is not None
    display.desk.shell.shift.back_pressed()
    assert display.now.greeting == welcome
    assert display.rows[-1] == ("Bách hóa Q1", "Kính chào quý khách")


def test_goods_total_and_points_follow_the_sale_and_the_phone_is_masked() -> None:
    display = Display()
    display.desk.scan(NOODLES.sku, NOODLES.sku, ANH_CARD)
    display.desk.it.members.set_burn(Points(0))
    now = display.now
    assert now.rows[0].label == f"{NOODLES.name} × 2"
    assert now.member == "Nguyễn Thị Ánh"
    assert now.phone.startswith("09")
    assert "•" in now.phone
    assert now.points[0].label == "Điểm trước"
    assert now.big is not None
    assert display.rows[-1][1].endswith(now.big.figure)


def test_weighed_goods_stand_there_in_kilograms() -> None:
    display = Display()
    display.desk.scan(GREENS.sku)
    display.desk.type_in("1")
    assert [row.label for row in display.now.rows] == [f"{GREENS.name} × 1 kg"]


def test_of_a_long_sale_the_newest_goods_are_shown_and_the_others_counted() -> None:
    display = Display()
    display.desk.scan(NOODLES.sku)
    sale = display.desk.stage.checkout
    assert sale is not None
    rows = tuple(replace(sale.rows[0], line=number, name=f"Hàng {number}", offers=()) for number in range(30))
    display.customer.checkout_shown(replace(sale, rows=rows))
    shown = display.now.rows
    assert len(shown) == MOST_ROWS
    assert shown[-1].label == "Hàng 29"
    assert str(30 - (MOST_ROWS - 1)) in shown[0].label


def test_a_transfer_shows_its_code_and_change_takes_the_place_of_the_sum() -> None:
    display = Display()
    display.desk.scan(RICE.sku)
    display.desk.it.pay_pressed()
    pay = display.desk.shell.pay
    assert pay is not None
    pay.method_chosen("transfer")
    assert has_code(display)
    assert display.big().label == "Phải trả"
    pay.method_chosen("cash")
    pay.note_chosen(500_000)
    assert not has_code(display)
    assert display.big().label == "Tiền thối"


def test_at_the_pay_screen_what_is_due_stands_there_until_there_is_change_of_what_was_given() -> None:
    display = Display()
    display.desk.scan(NOODLES.sku, ANH_CARD)
    display.desk.it.pay_pressed()
    pay = display.desk.shell.pay
    assert pay is not None
    assert (display.big().label, display.big().figure) == ("Phải trả", "3.500 ₫")
    assert display.rows[-1][1].startswith("Phải trả")
    pay.note_chosen(10_000)
    assert (display.big().label, display.big().figure) == ("Tiền thối", "6.500 ₫")
    assert [(row.label, row.figure) for row in display.now.sums[-2:]] == [
        ("Phải trả", "3.500 ₫"),
        ("Khách đưa", "10.000 ₫"),
    ]


def test_after_the_sale_one_touch_answers_and_the_next_ones_do_nothing() -> None:
    display = Display()
    display.sell()
    assert answers(display) == tuple(range(1, 8))
    assert display.now.thanks
    display.customer.answered(9)
    display.customer.answered(6)
    display.customer.answered(1)
    assert display.survey.answers == [("sale-1", 6)]
    assert answers(display) == ()
    display.desk.scan(NOODLES.sku)
    assert display.now.thanks == ""
    display.customer.answered(5)
    assert display.survey.answers == [("sale-1", 6)]


def test_after_a_return_the_question_is_about_it_whatever_the_checkout_shows_meanwhile() -> None:
    display = Display()
    display.sell()
    display.customer.refunded("sale-9")
    assert answers(display) == tuple(range(1, 8))
    sale = display.desk.stage.checkout
    assert sale is not None
    display.customer.checkout_shown(sale)
    display.customer.answered(5)
    assert display.survey.answers == [("sale-9", 5)]
    assert "nhận lại hàng" in display.now.greeting
    display.customer.refunded(None)
    assert answers(display) == ()
    assert display.survey.refunds == ["sale-9"]


def test_nobody_is_asked_about_a_return_where_the_program_does_not() -> None:
    display = Display()
    display.survey.asked = None
    display.customer.refunded("sale-9")
    assert answers(display) == ()
    assert display.now.greeting


def test_where_nothing_is_asked_there_is_only_thanks() -> None:
    display = Display()
    display.survey.asked = None
    display.sell()
    assert (display.now.survey, bool(display.now.thanks)) == (None, True)


def test_a_question_that_comes_after_the_next_sale_began_is_not_asked() -> None:
    display = Display()
    display.desk.scan(NOODLES.sku)
    display.desk.runner.hold("look-up")
    state = display.desk.stage.checkout
    display.desk.runner.let_go("look-up")
    display.desk.sell()
    display.desk.scan(RICE.sku)
    assert state is not None
    assert display.now.survey is None


class Broken(SampleSurvey):
    """A store that cannot say."""

    def question(self) -> SurveyQuestion | None:
        raise Unavailable("store-busy", retry=True)


class Bug(SampleSurvey):
    """A mistake of ours."""

    def question(self) -> SurveyQuestion | None:
        raise ZeroDivisionError


def test_a_question_that_cannot_be_had_is_no_trouble_of_the_sale() -> None:
    display = Display(survey=Broken())
    display.sell()
    assert (display.now.survey, bool(display.now.thanks)) == (None, True)


def test_a_member_is_told_what_the_sale_has_given_and_nobody_else_is() -> None:
    display = Display()
    display.sell()
    earned = display.desk.till.sales[-1].earned_points
    assert earned > 0
    assert display.now.won == f"Vừa cộng {earned} điểm cho quý khách"
    display.desk.scan(NOODLES.sku)
    display.desk.sell()
    assert (bool(display.now.thanks), display.now.won) == (True, "")


def test_points_that_come_later_are_not_said_to_be_there() -> None:
    display = Display()
    display.sell()
    model = display.desk.it.counter.model
    assert model.done is not None
    sale = model.done.sale
    assert sale.lot is not None
    later = replace(sale, lot=replace(sale.lot, spendable_from=NOW + timedelta(days=7)))
    shown = after_state(replace(model, done=replace(model.done, sale=later)), words())
    assert shown is not None
    assert shown.won == ""


def test_a_bug_is_never_swallowed() -> None:
    display = Display(survey=Bug())
    with pytest.raises(ZeroDivisionError):
        display.sell()


def test_a_locked_till_shows_nothing_of_the_open_sale() -> None:
    display = Display()
    display.desk.scan(NOODLES.sku, ANH_CARD)
    display.desk.shell.sign_out()
    assert display.now.greeting
    assert (display.now.rows, display.now.member) == ((), "")


def test_all_of_it_is_said_in_the_language_that_is_chosen() -> None:
    display = Display()
    display.customer.speak(words("en"))
    assert display.now.greeting.startswith("Welcome")
    assert display.rows[-1][1] == "Welcome"


def test_no_row_of_a_pole_is_longer_than_it() -> None:
    display = Display("vi")
    display.sell()
    display.customer.speak(words("en"))
    display.desk.scan(RICE.sku)
    assert all(len(row) <= 20 for rows in display.rows for row in rows)
