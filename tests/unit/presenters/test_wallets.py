"""Wallets on the screen: what is in one and can be used here, paying in, and paying with it."""

from tests.unit.presenters.desk import Desk
from tests.unit.presenters.wallet_desk import a_till
from tools.sample_shop import RICE
from tools.sample_till import SampleTill
from tools.sample_wallets import WALLET_SKU
from ui.presenters.checkout.model import Answer

ANH_PHONE = "0912345678"


def with_anh(till: SampleTill) -> Desk:
    desk = Desk(till)
    desk.scan(RICE.sku, ANH_PHONE)
    return desk


def wallet_row(desk: Desk) -> tuple[str, str]:
    member = desk.shown().member
    assert member is not None
    row = member.rewards[0]
    return row.text, row.act


def test_the_panel_says_what_is_there_of_when_and_offers_to_pay_in() -> None:
    text, act = wallet_row(with_anh(a_till()))
    assert text.startswith("Ví: 425.000 ₫, trong đó thưởng 25.000 ₫ · lúc ")
    assert act == "wallet:"


def test_money_that_is_not_lent_here_is_said_not_to_be() -> None:
    text, _ = wallet_row(with_anh(a_till(lends=False)))
    assert text.endswith("đang hỏi máy chủ…")


def test_an_amount_of_the_program_is_paid_in_with_one_press() -> None:
    desk = with_anh(a_till())
    desk.it.members.thing_pressed("wallet:")
    assert desk.shown().box.prompt == "Nạp vào ví bao nhiêu?"
    assert [hit.title for hit in desk.shown().box.hits] == [
        "Nạp 500.000 ₫, tặng 25.000 ₫",
        "Nạp 1.000.000 ₫, tặng 60.000 ₫",
    ]
    desk.it.box.choose(0)
    assert [(row.name, row.amount) for row in desk.shown().rows][1] == ("Nạp tiền vào ví", "500.000")
    desk.it.pay_pressed()
    desk.paying.finish_pressed()
    made = desk.till.sales[0].top_up
    assert made is not None
    assert (made.amount, made.bonus) == (500_000, 25_000)
    assert desk.till.sales[0].wallet_after == 950_000
    after = desk.shown().after
    assert after is not None
    for rows in (after.rows, after.facing_rows):
        assert ("Còn trong ví", "950.000 ₫") in [(row.label, row.figure) for row in rows]
    desk.it.function_pressed("void")
    desk.it.after.answered(Answer.ACCEPT)
    voided = desk.shown().after
    assert voided is not None
    assert ("Còn trong ví", "425.000 ₫") in [(row.label, row.figure) for row in voided.rows]


def test_an_amount_is_typed_and_the_newest_counts() -> None:
    desk = with_anh(a_till(money=0))
    for amount in ("100k", "200k"):
        desk.it.members.ask_top_up()
        desk.it.box.typed(amount)
        desk.it.box.entered()
    assert [row.amount for row in desk.shown().rows if row.name == "Nạp tiền vào ví"] == ["200.000"]
    assert desk.till.draft is not None
    assert [line.sku for line in desk.till.draft.lines].count(WALLET_SKU) == 1


def test_an_amount_that_is_not_allowed_is_said_and_nothing_changes() -> None:
    desk = with_anh(a_till())
    desk.it.members.ask_top_up()
    desk.it.box.typed("5")
    desk.it.box.entered()
    assert "lớn hơn 0" in desk.notice().text
    assert len(desk.shown().rows) == 1


def test_up_and_down_choose_an_amount_and_enter_takes_it() -> None:
    desk = with_anh(a_till())
    desk.it.members.ask_top_up()
    desk.it.box.moved(1)
    desk.it.box.entered()
    assert [row.amount for row in desk.shown().rows][1] == "1.000.000"


def test_nobody_is_asked_for_a_top_up_without_a_member() -> None:
    desk = Desk(a_till())
    desk.it.members.ask_top_up()
    assert "Nạp" not in desk.shown().box.prompt


def test_the_wallet_pays_what_it_can_and_cash_the_rest() -> None:
    desk = with_anh(a_till(money=50_000))
    desk.it.pay_pressed()
    shown = desk.pay_shown()
    assert shown.methods[-1].text == "Ví hội viên"
    assert [row.holds for row in shown.methods] == [*[""] * (len(shown.methods) - 1), "75.000 ₫"]
    desk.paying.method_chosen("wallet")
    assert "75.000 ₫" in desk.pay_shown().hint
    desk.paying.finish_pressed()
    assert [(row.label, row.figure) for row in desk.pay_shown().parts] == [
        ("Ví hội viên · còn 0 ₫", "75.000")
    ]
    assert desk.pay_shown().methods[-1].holds == "0 ₫"
    desk.paying.method_chosen("wallet")
    assert not desk.pay_shown().can_finish
    assert desk.pay_shown().hint.startswith("Ví đã trả 75.000 ₫ trong đơn này, không còn tiền.")
    desk.paying.method_chosen("cash")
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    used = sale.from_wallet
    assert used is not None
    assert (used.amount, sum(part.amount for part in used.bonus)) == (75_000, 25_000)
    assert sum(tender.amount for tender in sale.tenders) == sale.to_pay
    assert sale.wallet_after == 0


def test_a_wallet_that_paid_a_part_can_pay_more_of_the_same_sale() -> None:
    desk = with_anh(a_till(money=100_000, bonus=0))
    desk.it.pay_pressed()
    desk.paying.method_chosen("wallet")
    for key in ("3", "0", "000"):
        desk.paying.key_pressed(key)
    desk.paying.finish_pressed()
    assert [row.label for row in desk.pay_shown().parts] == ["Ví hội viên · còn 70.000 ₫"]
    desk.paying.method_chosen("wallet")
    assert desk.pay_shown().hint == "Ví đã trả 30.000 ₫ trong đơn này và còn trả thêm được 70.000 ₫."
    assert desk.pay_shown().amount == "70.000"
    desk.paying.finish_pressed()
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    first, rest = sale.tenders
    assert (first.kind, first.amount, rest.kind) == ("wallet", 100_000, "cash")
    after = desk.shown().after
    assert after is not None
    assert "Ví hội viên · còn 0 ₫" in [row.label for row in after.rows]


def test_a_sale_that_takes_no_more_of_a_wallet_says_so() -> None:
    desk = with_anh(a_till(money=900_000, bonus=0))
    desk.it.members.ask_top_up()
    desk.it.box.choose(0)
    desk.it.pay_pressed()
    desk.paying.method_chosen("wallet")
    desk.paying.finish_pressed()
    desk.paying.method_chosen("wallet")
    assert "mức cao nhất của đơn này" in desk.pay_shown().hint


def test_the_wallet_pays_all_of_it_where_it_has_enough() -> None:
    desk = with_anh(a_till())
    desk.it.pay_pressed()
    desk.paying.method_chosen("wallet")
    assert desk.pay_shown().finish == "Trừ vào ví – xong"
    desk.paying.finish_pressed()
    (tender,) = desk.till.sales[0].tenders
    assert (tender.kind, tender.amount) == ("wallet", desk.till.sales[0].total)


def test_a_wallet_that_waits_for_the_server_says_so_and_pays_once_it_is_lent() -> None:
    till = a_till(lends=False)
    desk = with_anh(till)
    desk.it.pay_pressed()
    desk.paying.method_chosen("wallet")
    assert "Máy chủ chưa dành tiền" in desk.pay_shown().hint
    assert not desk.pay_shown().can_finish
    till.lends_wallets = True
    desk.paying.method_chosen("wallet")
    assert desk.pay_shown().can_finish


def test_who_is_no_member_and_a_program_without_wallets_are_offered_none() -> None:
    for till, codes in ((a_till(), (RICE.sku,)), (SampleTill(), (RICE.sku, ANH_PHONE))):
        desk = Desk(till)
        desk.scan(*codes)
        desk.it.pay_pressed()
        assert len(desk.pay_shown().methods) == 4
