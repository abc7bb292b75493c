"""Choices under the box: they go with their question, and stay to be answered whatever lies over them."""

from collections.abc import Callable

import pytest

from tests.unit.presenters.desk import Desk
from tests.unit.presenters.prices_by_hand import new_price
from tests.unit.presenters.wallet_desk import a_till
from tools.sample_shop import ANH_CARD, NOODLES, RICE
from ui.presenters.checkout.state import CheckoutState

DEAR = 99_000_000


@pytest.fixture
def doubted() -> Desk:
    """A price by hand that is asked about: 1 types it again, 2 takes it."""
    desk = Desk()
    desk.scan(ANH_CARD, RICE.sku, NOODLES.sku)
    desk.it.lines.choose(desk.open_sale().lines[0].line)
    new_price(desk, str(DEAR))
    assert titles(desk) == ["Gõ lại", "Đúng là 99.000.000 ₫"]
    return desk


def titles(desk: Desk) -> list[str]:
    return [hit.title for hit in desk.shown().box.hits]


_DROPS: dict[str, Callable[[Desk], None]] = {
    "+": lambda desk: desk.it.lines.step(1),
    "-": lambda desk: desk.it.lines.step(-1),
    "Del": lambda desk: desk.it.lines.remove(),
    "member off": lambda desk: desk.it.members.detach(),
    "points": lambda desk: desk.it.members.burn_most(),
}


@pytest.mark.parametrize("drops", _DROPS.values(), ids=_DROPS)
def test_what_drops_a_question_takes_its_choices_along(doubted: Desk, drops: Callable[[Desk], None]) -> None:
    drops(doubted)
    assert not doubted.shown().box.asking
    assert titles(doubted) == []
    assert doubted.shown().can_pay
    doubted.it.box.typed("2")
    assert doubted.shown().box.text == "2"


def test_pay_pressed_while_the_price_comes_goes_on_after_a_question_was_dropped(doubted: Desk) -> None:
    doubted.runner.hold("look-up")
    doubted.it.lines.step(1)
    doubted.it.pay_pressed()
    doubted.runner.let_go("look-up")
    assert doubted.shell.pay is not None


def test_what_was_found_stays_where_only_a_line_changes() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.it.box.typed("g")
    desk.it.box.typed("gạo")
    found = titles(desk)
    assert found
    desk.it.lines.step(1)
    assert titles(desk) == found


@pytest.mark.parametrize("topic", ["offers", "due", "lines"])
def test_choices_are_there_to_be_answered_once_the_reasons_over_them_are_closed(
    doubted: Desk, topic: str
) -> None:
    doubted.it.why_asked(topic)
    assert doubted.why().title
    doubted.it.escaped()
    assert titles(doubted) == ["Gõ lại", "Đúng là 99.000.000 ₫"]
    doubted.it.box.typed("2")
    doubted.it.box.entered()
    assert doubted.open_sale().lines[0].unit_price == DEAR


def test_a_digit_over_the_reasons_answers_nothing_that_they_cover(doubted: Desk) -> None:
    doubted.it.function_pressed("offers")
    before: CheckoutState = doubted.shown()
    doubted.it.box.typed("2")
    assert (doubted.shown().why, doubted.shown().box) == (None, before.box)


def test_amounts_to_pay_in_stay_under_their_question_when_reasons_come_or_goods_are_scanned() -> None:
    desk = Desk(a_till())
    desk.scan(RICE.sku, ANH_CARD)
    desk.it.members.thing_pressed("wallet:")
    amounts = titles(desk)
    assert len(amounts) == 2
    desk.it.why_asked("due")
    desk.it.escaped()
    desk.scan(NOODLES.sku)
    assert titles(desk) == amounts
    desk.it.lines.step(1)
    assert (titles(desk), desk.shown().box.asking) == ([], False)
