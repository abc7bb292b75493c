"""What went wrong in other people's tills, played at this one: each scene of `complaints` is a test.

Which complaint is held by which scene stands in `docs/complaints.md`.
"""

import re
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from pytest_bdd import parsers, scenarios, then, when

from drivers.escpos.interpreter import interpret
from drivers.escpos.parser import Kind
from drivers.fakes import Fault
from loyalty.errors import Unavailable
from loyalty.units import Money
from terminal.receipts.document import document_from_json
from terminal.receipts.layout import lay_out
from tests.conformance.patience import PATIENCE_S
from tests.scenarios.counter import GOODS, PEOPLE, SHOP_FILES, Scene
from ui.raster.painter import QtPagePainter

pytestmark = pytest.mark.usefixtures("original")
scenarios("complaints")

PAPER_DOTS = 576
MIDDLE_OF_A_SLIP_BYTES = 20_000
DOUBLED, SOONER = ("per_amount = 10000", "per_amount = 5000"), ("expire_months = 12", "expire_months = 6")
RENAMED = ("Rau củ giảm 10 %", "Rau củ quả giảm 10 %")
"""By the new name of the offer the till is seen to have heard of the program."""
SHOP_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def _last_sale(scene: Scene) -> None:
    scene.till.till.do("key F8", "wait Đơn hôm nay", "wait Q2-000001", "key Return", "wait Phiếu Q2-000001")


@when("khách đem đơn vừa bán tới trả")
def _returns(scene: Scene) -> None:
    _last_sale(scene)


@when("khách đem đơn vừa bán tới trả hết")
def _returns_all(scene: Scene) -> None:
    _last_sale(scene)
    scene.till.till.do("key F6")


@when(parsers.parse("gõ {points:d} điểm muốn dùng"))
def _burn_so_many(scene: Scene, points: int) -> None:
    till = scene.till.till
    till.do("gone Tối đa 0", "press Dùng điểm: 0", "wait Dùng bao nhiêu điểm?")
    till.do(f"type {points}", "key Return", f"wait Điểm ({points}")


@when("cửa hàng công bố chương trình điểm gấp đôi, sửa tên ưu đãi rau")
def _points_are_doubled(scene: Scene) -> None:
    _publish_with(scene, DOUBLED, RENAMED)


@when("cửa hàng công bố chương trình điểm hết hạn sau 6 tháng, sửa tên ưu đãi rau")
def _points_die_sooner(scene: Scene) -> None:
    _publish_with(scene, SOONER, RENAMED)


def _publish_with(scene: Scene, *changes: tuple[str, str]) -> None:
    text = (SHOP_FILES / "program.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    scene.admin("publish-program", str(scene.file("program.toml", text)))


@when(parsers.parse('"{name}" đăng ký ở nơi khác bằng số "{phone}"'))
def _enrolled_elsewhere(scene: Scene, name: str, phone: str) -> None:
    sheet = f"name,phone,birthday,card,points,measure,purchases\n{name},{phone},,,0,0,0\n"
    scene.admin("import-members", str(scene.file("one.csv", sheet)))


@when(parsers.parse('người khác nhận thẻ "{number}" ở nơi khác'))
def _card_given_elsewhere(scene: Scene, number: str) -> None:
    sheet = f"name,phone,birthday,card,points,measure,purchases\nPhạm Thu,0903 111 222,,{number},0,0,0\n"
    scene.admin("import-members", str(scene.file("one.csv", sheet)))


@when(parsers.parse('gõ "{phone}" rồi Enter, chờ mạng nếu phải chờ'))
def _find_in_the_end(scene: Scene, phone: str) -> None:
    form, found = "Hội viên mới", "Bỏ hội viên khỏi đơn"
    until = monotonic() + PATIENCE_S
    while monotonic() < until:
        seen = scene.till.till.do(f"type {phone}", "key Return", f"wait {form} | {found}").seen
        if found in seen:
            return
        scene.till.till.do("key Escape", f"gone {form}")


@when("mở chương trình thêm lần nữa thì bị từ chối")
def _second_program(scene: Scene) -> None:
    with scene.second_program() as second, pytest.raises(Unavailable, match="till-gone") as gone:
        second.do("seen")
    assert "The till is open already" in str(gone.value.params["log"])


@when(parsers.parse("máy quét gửi {thing} kèm ký tự điều khiển"))
def _scan_with_controls(scene: Scene, thing: str) -> None:
    code = GOODS[thing][0] if thing in GOODS else PEOPLE[thing.removeprefix("thẻ của ")][0]
    scene.counter.scanner.send(b"\x02\x1d" + code.encode() + b"\x1d\t\x03\r\n")


@when(parsers.parse("gõ chậm như máy quét Bluetooth mã của {thing} rồi Enter"))
def _slow_scan(scene: Scene, thing: str) -> None:
    scene.till.till.do(f"type {GOODS[thing][0]}", "key Return")


@when("hủy đơn vừa nạp thẻ, chờ máy chủ nếu phải chờ")
def _void_a_gift(scene: Scene) -> None:
    voided, waits = "Đã hủy đơn", "Chờ vài giây rồi hủy lại"
    until = monotonic() + PATIENCE_S
    while monotonic() < until:
        seen = scene.till.till.do("key F11", "press Hủy đơn", f"wait {voided} | {waits}").seen
        if any(voided in text for text in seen):
            return
    raise AssertionError("the server never lent what is on the card")


@when("máy in sắp tắt giữa phiếu")
def _printer_will_die(scene: Scene) -> None:
    scene.counter.printer.suffer_at(MIDDLE_OF_A_SLIP_BYTES, Fault.SWITCHED_OFF)


@then(
    parsers.re(
        r"sổ có (?P<count>\d+) lần trả hàng, trả (?P<money>[\d.]+), "
        r"thu hồi (?P<taken>\d+) điểm, hoàn (?P<returned>\d+) điểm"
    )
)
def _refunds(scene: Scene, count: str, money: str, taken: str, returned: str) -> None:
    refunds = [
        (each["money"], each["points_taken"], each["points_returned"])
        for each in scene.events("sale_refunded")
    ]
    wanted = (Money(int(money.replace(".", ""))), int(taken), int(returned))
    assert refunds == [wanted] * int(count)


@then(parsers.parse('sổ có đơn "{labels}"'))
def _labels(scene: Scene, labels: str) -> None:
    assert [each["receipt"]["label"] for each in scene.events("sale_settled")] == labels.split(", ")


@then(parsers.parse("các dòng của đơn thứ {number:d} cộng lại đúng tổng"))
def _adds_up(scene: Scene, number: int) -> None:
    sale = scene.events("sale_settled")[number - 1]
    taken_off = sum(each["amount"] for line in sale["lines"] for each in line["discounts"])
    assert sum(line["net"] for line in sale["lines"]) == sale["total"] == sale["subtotal"] - taken_off


@then(parsers.parse("máy chủ có đủ {sales:d} đơn, để riêng {aside:d} việc và không gì sai"))
def _put_aside(scene: Scene, sales: int, aside: int) -> None:
    until = monotonic() + PATIENCE_S
    while (held := scene.holdings())["counts"]["sales"] < sales and monotonic() < until:
        pass
    assert (held["counts"]["sales"], held["counts"]["quarantined events"]) == (sales, aside)
    assert held["faults"] == []


@then("thấy ngày hết hạn của điểm từng đơn, đơn sau hết hạn trước")
def _both_days(scene: Scene) -> None:
    seen = " | ".join(scene.till.till.do("wait Đến hết").seen)
    ends = [datetime.fromisoformat(each["lot"]["dies_at"]) for each in scene.events("sale_settled")]
    assert ends[1] < ends[0]
    for end in ends:
        last_day = (end - timedelta(milliseconds=1)).astimezone(SHOP_ZONE)
        assert f"Đến hết {last_day:%d/%m/%Y}" in seen


@then("mọi phiếu in ra đúng từng chấm, không có chữ nào ngoài hình")
def _as_painted(scene: Scene, qapp: QApplication) -> None:
    del qapp  # painting needs one
    scene.close()
    painted = [
        QtPagePainter().paint(lay_out(document_from_json(each), PAPER_DOTS)) for each in scene.printed()
    ]
    assert scene.counter.printer.pages == painted
    done = interpret(bytes(scene.counter.printer.received), width_dots=PAPER_DOTS)
    assert not any(command.kind is Kind.TEXT for command in done.commands)


@then("phiếu cuối ra đủ từ đầu đến cuối")
def _last_is_whole(scene: Scene, qapp: QApplication) -> None:
    del qapp  # painting needs one
    *_, document = scene.printed()
    whole = QtPagePainter().paint(lay_out(document_from_json(document), PAPER_DOTS))
    assert scene.counter.printer.pages[-1].rows.endswith(whole.rows), "what came out before is torn off"


@then(parsers.parse('phiếu nào cũng ghi "{texts}"'))
def _says(scene: Scene, texts: str) -> None:
    for document in scene.printed():
        for text in texts.split(" | "):
            assert re.search(re.escape(text), document), (text, document)
