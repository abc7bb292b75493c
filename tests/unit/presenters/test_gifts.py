"""Gift cards on the screen: money put on one in the basket, and cards that pay."""

from loyalty.units import Money
from tests.unit.presenters.desk import Desk
from tools.sample_gifts import EMPTY_CARD, GIFT_CARD
from tools.sample_shop import RICE
from tools.sample_till import SampleTill
from ui.presenters.checkout.model import Answer
from ui.presenters.shell import Screen

TAIL = GIFT_CARD[-4:]


def paying(till: SampleTill | None = None) -> Desk:
    """A bag of rice at the pay screen."""
    desk = Desk(till)
    desk.scan(RICE.sku)
    desk.it.pay_pressed()
    return desk


def type_in(desk: Desk, text: str) -> None:
    desk.it.box.typed(text)
    desk.it.box.entered()


def test_a_scanned_card_asks_for_the_amount_and_says_what_is_on_it() -> None:
    desk = Desk()
    desk.scan(GIFT_CARD)
    assert desk.shown().box.prompt == f"Số tiền nạp vào thẻ quà tặng •••• {TAIL}"
    assert "150.000 ₫" in desk.notice().text
    type_in(desk, "200k")
    assert [(row.name, row.amount) for row in desk.shown().rows] == [
        (f"Nạp thẻ quà tặng •••• {TAIL}", "200.000")
    ]
    assert desk.shown().totals.due.figure == "200.000 ₫"
    assert desk.shown().can_pay


def test_where_no_cards_are_sold_it_is_said_at_the_scan_and_no_amount_is_asked() -> None:
    desk = Desk(SampleTill(sells_gifts=False))
    desk.scan(EMPTY_CARD)
    assert desk.notice().text.startswith("Cửa hàng không bán thẻ quà tặng")
    desk.scan(GIFT_CARD)
    assert "150.000 ₫" in desk.notice().text
    assert desk.it.counter.model.ask is None


def test_a_card_is_sold_alone_and_beside_goods() -> None:
    desk = Desk()
    desk.scan(EMPTY_CARD)
    type_in(desk, "300000")
    desk.it.pay_pressed()
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    assert (sale.total, sale.to_pay, [gift.amount for gift in sale.gifts]) == (0, 300_000, [300_000])


def test_what_goes_on_a_card_is_in_the_subtotal_as_every_line_is() -> None:
    desk = Desk()
    desk.scan(RICE.sku, EMPTY_CARD)
    type_in(desk, "200k")
    whole = f"{RICE.unit_price + 200_000:,}".replace(",", ".")
    assert desk.shown().totals.subtotal.figure == whole
    assert desk.shown().totals.due.figure == f"{whole} ₫"
    desk.it.why_asked("due")
    assert [row.figure for row in desk.why().rows] == [whole, f"{whole} ₫"]


def test_an_amount_that_is_not_allowed_is_said_and_asked_again() -> None:
    desk = Desk()
    desk.scan(EMPTY_CARD)
    type_in(desk, "5")
    assert "10.000" in desk.notice().text
    assert desk.shown().rows == ()


def test_what_goes_on_a_card_is_taken_off_like_a_line() -> None:
    desk = Desk()
    desk.scan(RICE.sku, GIFT_CARD)
    type_in(desk, "200k")
    desk.it.lines.step(-1)
    assert len(desk.shown().rows) == 2
    desk.it.lines.remove()
    assert [row.name for row in desk.shown().rows] == [RICE.name]
    desk.it.lines.move(-1)
    assert desk.shown().line is not None


def test_a_card_scanned_at_the_pay_screen_pays_what_it_can() -> None:
    desk = paying()
    desk.shell.scanned(GIFT_CARD)
    shown = desk.pay_shown()
    assert [row.text for row in shown.methods if row.chosen] == ["Thẻ quà tặng"]
    assert "150.000 ₫" in shown.hint
    assert shown.can_finish
    desk.paying.finish_pressed()
    shown = desk.pay_shown()
    assert [(row.label, row.figure) for row in shown.parts] == [
        (f"Thẻ quà tặng •••• {TAIL} · còn 0 ₫", "150.000")
    ]
    assert [row.text for row in shown.methods if row.chosen] == ["Tiền mặt"]
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    assert [(tender.kind, tender.card) for tender in sale.tenders] == [("gift", GIFT_CARD), ("cash", "")]
    assert sale.gifts_left == {GIFT_CARD: 0}
    assert sum(tender.amount for tender in sale.tenders) == sale.to_pay


def test_a_card_with_enough_on_it_finishes_at_one_press() -> None:
    desk = paying()
    desk.till.on_cards[GIFT_CARD] = Money(900_000)
    desk.shell.scanned(GIFT_CARD)
    assert desk.pay_shown().finish == "Trừ vào thẻ quà tặng – xong"
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    assert sale.gifts_left == {GIFT_CARD: 900_000 - sale.total}
    after = desk.shown().after
    assert after is not None
    assert [row.label for row in after.rows] == [
        "Phải trả",
        f"Thẻ quà tặng •••• {TAIL} · còn 711.000 ₫",
    ]


def test_part_of_what_a_card_has_can_be_typed_and_no_more() -> None:
    desk = paying()
    desk.shell.scanned(GIFT_CARD)
    for key in ("5", "0", "000"):
        desk.paying.key_pressed(key)
    assert desk.pay_shown().can_finish
    desk.paying.key_pressed("0")
    assert not desk.pay_shown().can_finish


def test_while_the_server_has_not_answered_the_card_takes_nothing_and_says_so() -> None:
    desk = paying(SampleTill(lends_cards=False))
    desk.shell.scanned(GIFT_CARD)
    assert "chờ máy chủ" in desk.pay_shown().hint
    assert not desk.pay_shown().can_finish
    desk.till.lends_cards = True
    desk.shell.synced()
    assert desk.pay_shown().can_finish


def test_an_empty_card_says_so_and_another_way_pays() -> None:
    desk = paying()
    desk.shell.scanned(EMPTY_CARD)
    assert "không còn tiền" in desk.pay_shown().hint
    desk.paying.method_chosen("cash")
    desk.paying.finish_pressed()
    assert len(desk.till.sales) == 1


def test_without_a_card_the_key_says_what_to_do() -> None:
    desk = paying()
    desk.paying.method_chosen("gift")
    assert desk.pay_shown().hint.startswith("Quét thẻ quà tặng")
    assert not desk.pay_shown().can_finish


def test_a_card_that_paid_its_part_pays_no_second_one() -> None:
    desk = paying()
    desk.shell.scanned(GIFT_CARD)
    desk.paying.finish_pressed()
    desk.shell.scanned(GIFT_CARD)
    assert desk.pay_shown().hint.startswith(
        f"Thẻ •••• {TAIL} đã trả 150.000 ₫ trong đơn này, trên thẻ không còn"
    )
    assert not desk.pay_shown().can_finish
    desk.paying.method_chosen("gift")
    assert not desk.pay_shown().can_finish


def test_a_card_that_has_more_pays_more_once_it_is_scanned_again() -> None:
    desk = paying()
    desk.shell.scanned(GIFT_CARD)
    for key in ("5", "0", "000"):
        desk.paying.key_pressed(key)
    desk.paying.finish_pressed()
    desk.shell.scanned(GIFT_CARD)
    assert desk.pay_shown().hint == f"Thẻ •••• {TAIL} đã trả 50.000 ₫ trong đơn này, trên thẻ còn 100.000 ₫."
    desk.paying.finish_pressed()
    assert [row.figure for row in desk.pay_shown().parts] == ["150.000"]
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    assert [(tender.kind, tender.amount) for tender in sale.tenders] == [("gift", 150_000), ("cash", 39_000)]


def test_a_void_tells_the_cards_apart_that_paid() -> None:
    desk = paying(SampleTill(on_cards={GIFT_CARD: Money(100_000), EMPTY_CARD: Money(50_000)}))
    for card in (GIFT_CARD, EMPTY_CARD):
        desk.shell.scanned(card)
        desk.paying.finish_pressed()
    desk.paying.finish_pressed()
    desk.it.function_pressed("void")
    question = desk.shown().confirm
    assert question is not None
    assert (
        f"(Thẻ quà tặng •••• {TAIL} 100.000 ₫, Thẻ quà tặng •••• {EMPTY_CARD[-4:]} 50.000 ₫, "
        "Tiền mặt 39.000 ₫)" in question.text
    )


def test_a_void_says_that_all_of_it_went_onto_the_card_and_what_is_there_now() -> None:
    desk = paying(SampleTill(on_cards={GIFT_CARD: Money(200_000)}))
    desk.shell.scanned(GIFT_CARD)
    desk.paying.finish_pressed()
    desk.it.function_pressed("void")
    desk.it.after.answered(Answer.ACCEPT)
    after = desk.shown().after
    assert after is not None
    assert (after.figure_label, after.facing.label, after.figure) == (
        "Trả lại vào thẻ quà tặng",
        "Trả lại vào thẻ quà tặng",
        "189.000 ₫",
    )
    for rows in (after.rows, after.facing_rows):
        assert [(row.label, row.figure) for row in rows] == [
            (f"Thẻ quà tặng •••• {TAIL}", "189.000 ₫"),
            (f"Còn trên thẻ •••• {TAIL}", "200.000 ₫"),
        ]


def test_no_card_pays_for_what_is_put_on_another() -> None:
    desk = Desk()
    desk.scan(EMPTY_CARD)
    type_in(desk, "100k")
    desk.it.pay_pressed()
    desk.shell.scanned(GIFT_CARD)
    assert not desk.pay_shown().can_finish


def test_back_gives_the_cards_free_again() -> None:
    desk = paying()
    desk.shell.scanned(GIFT_CARD)
    desk.paying.back_pressed()
    assert desk.front() is Screen.CHECKOUT
    assert desk.open_sale().gift_cards == ()


def test_the_digits_typed_before_the_scan_are_the_pin_of_the_card() -> None:
    desk = paying(SampleTill(card_pins={GIFT_CARD: "482913"}))
    desk.shell.scanned(GIFT_CARD)
    notice = desk.pay_shown().notice
    assert notice is not None
    assert "mã PIN" in notice.text
    assert not desk.pay_shown().can_finish
    for key in "482913":
        desk.paying.key_pressed(key)
    desk.shell.scanned(GIFT_CARD)
    assert desk.pay_shown().can_finish
    assert desk.pay_shown().amount == "150.000"


def test_a_pin_is_seen_by_nobody_neither_as_an_amount_nor_in_what_is_missing() -> None:
    desk = paying(SampleTill(card_pins={GIFT_CARD: "048291"}))
    desk.paying.method_chosen("gift")
    before = desk.pay_shown()
    assert (before.amount_label, before.amount) == ("Mã PIN của thẻ (nếu có)", "–")
    for key in "048291":
        desk.paying.key_pressed(key)
    shown = desk.pay_shown()
    assert shown.amount == "••••••"
    assert (shown.figure, shown.finish) == (before.figure, before.finish)
    desk.shell.scanned(GIFT_CARD)
    assert desk.pay_shown().amount == "150.000"
