"""The one box: scans in their order, typed words, hits, figures that are asked for."""

from loyalty.errors import Refused
from terminal.usecases.found import Found, MixedFound, VoucherFound
from tests.unit.presenters.desk import Desk
from tools.sample_shop import ANH, ANH_CARD, COFFEE, GREENS, NOODLES, OTHER, RICE
from tools.sample_till import SampleTill
from ui.presenters.shown import Tone


def test_a_scan_adds_a_line_and_prices_it() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    assert [(row.name, row.quantity, row.amount) for row in desk.shown().rows] == [
        (NOODLES.name, "1", "4.500")
    ]
    assert desk.shown().rows[0].offers[0].text == "Mì giảm 10 %"
    assert desk.shown().totals.due.figure == "4.050 ₫"
    assert desk.shown().can_pay


def test_a_second_scan_of_the_same_goods_counts_them() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku, RICE.sku, NOODLES.sku)
    assert [row.quantity for row in desk.shown().rows] == ["2", "1"]
    assert desk.shown().line == desk.open_sale().lines[0].line


def test_scans_while_one_is_looked_up_wait_in_their_order_and_none_is_lost() -> None:
    desk = Desk()
    desk.runner.hold("look-up")
    desk.scan(NOODLES.sku, RICE.sku, COFFEE.sku)
    assert not desk.shown().rows
    assert not desk.shown().can_pay
    desk.runner.let_go("look-up")
    assert [row.name for row in desk.shown().rows] == [NOODLES.name, RICE.name, COFFEE.name]
    assert desk.shown().can_pay


def test_nothing_can_be_paid_while_a_price_is_worked_out() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.runner.hold("look-up")
    desk.it.lines.step(1)
    assert not desk.shown().can_pay
    desk.runner.let_go("look-up")
    assert desk.shown().can_pay
    assert desk.shown().totals.due.figure == "8.100 ₫"


def test_a_price_for_a_sale_that_changed_since_is_dropped() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.runner.hold("look-up")
    desk.it.lines.step(1)
    desk.it.lines.step(1)
    desk.runner.step("look-up")
    assert not desk.shown().can_pay
    desk.runner.let_go("look-up")
    assert desk.shown().totals.due.figure == "12.150 ₫"


def test_weighed_goods_ask_for_the_weight_and_later_scans_wait_for_it() -> None:
    desk = Desk()
    desk.scan(GREENS.sku, RICE.sku)
    assert desk.shown().box.asking
    assert GREENS.name in desk.shown().box.prompt
    assert not desk.shown().rows
    assert desk.shown().notice is not None
    assert "1" in desk.notice().text
    desk.type_in("0,755")
    assert [(row.name, row.quantity, row.amount) for row in desk.shown().rows] == [
        (GREENS.name, "0,755 kg", "18.800"),
        (RICE.name, "1", "189.000"),
    ]


def test_a_weight_that_is_none_is_said_and_asked_again() -> None:
    desk = Desk()
    desk.scan(GREENS.sku)
    desk.type_in("abc")
    assert desk.shown().box.asking
    assert desk.shown().notice is not None
    assert desk.notice().tone is Tone.REFUSED
    desk.it.escaped()
    assert not desk.shown().box.asking
    assert not desk.shown().rows


def test_goods_without_a_price_ask_for_it() -> None:
    desk = Desk()
    desk.scan(OTHER.sku)
    desk.type_in("25k")
    assert desk.shown().rows[0].amount == "25.000"


def test_an_amount_is_sold_as_typed_and_a_number_of_goods_at_once() -> None:
    desk = Desk()
    desk.type_in("=12000")
    desk.type_in(f"3*{NOODLES.sku}")
    assert [(row.quantity, row.amount) for row in desk.shown().rows] == [("1", "12.000"), ("3", "13.500")]


def test_words_bring_hits_that_arrows_and_enter_choose() -> None:
    desk = Desk()
    desk.it.box.typed("cà")
    assert [hit.title for hit in desk.shown().box.hits] == [COFFEE.name]
    desk.it.box.typed("Á")
    assert not desk.shown().box.hits
    desk.it.box.typed("án")
    titles = [hit.title for hit in desk.shown().box.hits]
    assert titles == [ANH.name]
    desk.it.box.entered()
    assert desk.shown().member is not None
    assert desk.shown().box.text == ""
    assert not desk.shown().box.hits


def test_an_older_search_does_not_show_over_a_newer_text() -> None:
    desk = Desk()
    desk.runner.hold("look-up")
    desk.it.box.typed("cà")
    desk.it.box.typed("gạo")
    desk.runner.step("look-up")
    assert not desk.shown().box.hits
    desk.runner.let_go("look-up")
    assert [hit.title for hit in desk.shown().box.hits] == [RICE.name]


def test_an_unknown_code_is_said_with_the_nearest_thing_to_do() -> None:
    desk = Desk()
    desk.scan("8930000000001")
    notice = desk.shown().notice
    assert notice is not None
    assert "8930000000001" in notice.text
    assert notice.action == "Tìm trong hàng"
    desk.it.notice_action_pressed()
    assert desk.shown().box.prompt == "Tên hàng hoặc mã hàng"
    assert desk.shown().box.text == "8930000000001"


def test_the_box_is_empty_and_works_after_every_sale() -> None:
    desk = Desk()
    for _ in range(3):
        desk.scan(NOODLES.sku)
        desk.sell()
        assert desk.shown().after is not None
        assert desk.shown().box.text == ""
    desk.type_in("=1000")
    assert desk.shown().rows[0].amount == "1.000"
    assert desk.shown().after is None


def test_a_card_the_till_does_not_know_can_be_asked_of_the_server() -> None:
    desk = Desk()
    desk.scan("9800000000000002")
    assert desk.shown().notice is not None
    assert desk.notice().action == "Hỏi máy chủ"
    desk.it.notice_action_pressed()
    assert desk.shown().member is not None
    desk.it.members.detach()
    desk.scan("9800000000000010")
    desk.it.notice_action_pressed()
    assert desk.shown().member is None
    assert desk.shown().notice is not None
    assert "Máy chủ" in desk.notice().text


def test_a_look_up_that_fails_is_said_and_the_next_scan_goes_on() -> None:
    desk = Desk()
    desk.till.fail("find", Refused("store-busy"))
    desk.scan(NOODLES.sku)
    assert desk.shown().notice is not None
    assert desk.notice().tone is Tone.REFUSED
    desk.scan(RICE.sku)
    assert [row.name for row in desk.shown().rows] == [RICE.name]


def test_a_card_between_goods_attaches_its_member_without_touching_them() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku, ANH_CARD, RICE.sku)
    assert len(desk.shown().rows) == 2
    assert desk.shown().member is not None
    assert desk.member().name == ANH.name


def test_goods_and_members_can_be_looked_for_apart() -> None:
    desk = Desk()
    desk.it.function_pressed("goods")
    assert len(desk.shown().box.hits) == 6
    desk.it.function_pressed("member")
    assert not desk.shown().box.hits
    desk.type_in("678")
    desk.it.box.entered()
    assert desk.shown().member is not None


def test_more_scans_than_can_wait_are_refused_in_a_sentence() -> None:
    desk = Desk()
    desk.runner.hold("look-up")
    for _ in range(102):
        desk.scan(NOODLES.sku)
    assert desk.shown().notice is not None
    assert desk.notice().tone is Tone.REFUSED
    desk.runner.let_go("look-up")
    assert desk.shown().rows[0].quantity == "101"


def test_a_scan_leaves_what_is_being_typed() -> None:
    desk = Desk()
    desk.it.box.typed("cà")
    desk.scan(NOODLES.sku, ANH_CARD)
    assert desk.shown().box.text == "cà"


class TwoThings(SampleTill):
    """A till at which every scan could be goods or a voucher."""

    def find(self, text: str, *, symbology: str | None = None) -> Found:
        assert symbology == "itf"
        return MixedFound(members=(), products=(NOODLES,), voucher=VoucherFound(code=text))


def test_what_may_be_goods_or_a_voucher_is_asked_and_either_can_be_chosen() -> None:
    for row, goods, codes in ((0, [NOODLES.sku], ()), (1, [], ("9300000000017",))):
        desk = Desk(TwoThings())
        desk.it.scanned("9300000000017", "itf")
        assert [hit.title for hit in desk.shown().box.hits] == [NOODLES.name, "Phiếu ưu đãi"]
        desk.it.box.choose(row)
        assert [line.sku for line in desk.open_sale().lines] == goods
        assert desk.open_sale().codes == codes
