"""What the words of a scenario do. A step is a sentence of a cashier; the shop is set up once and copied."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, then, when

from drivers.fakes import Fault
from loyalty.units import Money
from tests.postgres import Postgres, running_postgres
from tests.scenarios.counter import GOODS, PEOPLE, SHOP_FILES, STAFF, Scene, set_up
from tests.warm.client import WarmProgram

Original = tuple[Postgres, str, Path]


def _money(text: str) -> Money:
    """`189.150` as a person writes it."""
    return Money(int(text.replace(".", "")))


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory, warm: WarmProgram) -> Iterator[Original]:
    """A shop that nothing has happened in yet."""
    folder = tmp_path_factory.mktemp("original")
    with running_postgres() as postgres:
        database = postgres.new_database()
        set_up(folder, postgres.url(database), warm)
        yield postgres, database, folder


@pytest.fixture
def scene(original: Original, tmp_path: Path, warm: WarmProgram) -> Iterator[Scene]:
    """A counter of one's own, its till not yet switched on."""
    postgres, database, folder = original
    with Scene(folder, tmp_path, postgres, database, warm) as one:
        yield one


@given("Lan đã mở ca, quầy đang mất mạng")
def _open_alone(scene: Scene) -> None:
    scene.open()


@given("chương trình đang có bốc thăm")
def _draw_runs(scene: Scene) -> None:
    scene.connect()
    _publish_draw(scene, ends="2099-12-31")
    scene.disconnect()


@when("hết hạn bốc thăm")
def _draw_is_over(scene: Scene) -> None:
    _publish_draw(scene, ends="2026-01-31")


def _publish_draw(scene: Scene, *, ends: str) -> None:
    draw = (SHOP_FILES / "draw.toml").read_text(encoding="utf-8").replace("2099-12-31", ends)
    whole = (SHOP_FILES / "program.toml").read_text(encoding="utf-8") + draw
    scene.admin("publish-program", str(scene.file("program-with-draw.toml", whole)))


@given(
    parsers.parse("quản lý có tệp chương trình mới, rau giảm {percent:d} %"), target_fixture="program_file"
)
@when(parsers.parse("quản lý sửa tệp, rau giảm {percent:d} %"), target_fixture="program_file")
def _program_file(scene: Scene, percent: int) -> Path:
    text = (SHOP_FILES / "program.toml").read_text(encoding="utf-8")
    return scene.file("new-program.toml", text.replace("percent = 10", f"percent = {percent}", 1))


@when("gõ đường dẫn của tệp đó rồi Enter")
def _type_path(scene: Scene, program_file: Path) -> None:
    scene.till.till.do(f"type {program_file}", "key Return")


@given("Lan đã mở ca, quầy có mạng")
def _open_connected(scene: Scene) -> None:
    scene.connect()
    scene.open()


@when(parsers.re(r"quét (?P<thing>mì|gạo|rau)"))
def _scan(scene: Scene, thing: str) -> None:
    code, name = GOODS[thing]
    scene.till.scan(code, until=name)


@when(parsers.re(r"quét (?P<thing>mì|gạo) (?P<count>\d+) lần"), converters={"count": int})
def _scan_often(scene: Scene, thing: str, count: int) -> None:
    code, name = GOODS[thing]
    for _ in range(count):
        scene.counter.scanner.scan(code)
    scene.till.till.do(f"wait {name} · {count} ×")


@when(parsers.parse("quét thẻ của {person}"))
def _scan_card(scene: Scene, person: str) -> None:
    code, name = PEOPLE[person]
    scene.till.scan(code, until=name)


@when(parsers.parse('quét mã "{code}"'))
def _scan_code(scene: Scene, code: str) -> None:
    scene.counter.scanner.scan(code)


@when(parsers.parse('cân {thing} được "{weight}" kg'))
def _weigh(scene: Scene, thing: str, weight: str) -> None:
    code, name = GOODS[thing]
    scene.till.weigh(code, name=name, weight_text=weight)


@when(parsers.re(r'gõ "(?P<text>[^"]*)" rồi Enter'))
def _type(scene: Scene, text: str) -> None:
    scene.till.till.do(f"type {text}", "key Return")


@when(parsers.re(r'gõ "(?P<text>[^"]*)"'))
def _type_only(scene: Scene, text: str) -> None:
    scene.till.till.do(f"type {text}")


@when(parsers.re(r"nhấn (?P<key>\S+)"))
def _key(scene: Scene, key: str) -> None:
    scene.till.till.do(f"key {key}")


@when(parsers.parse('bấm "{button}"'))
def _press(scene: Scene, button: str) -> None:
    scene.till.till.do(f"ready {button}", f"press {button}")


@when("dùng tối đa điểm")
def _burn(scene: Scene) -> None:
    scene.till.burn_most()


@when("sang màn thanh toán")
def _to_pay(scene: Scene) -> None:
    scene.till.begin_payment()


@when("thu đủ tiền mặt")
def _cash(scene: Scene) -> None:
    scene.till.begin_payment()
    scene.till.finish()


@when(parsers.parse("khách đưa {amount} tiền mặt"))
def _cash_given(scene: Scene, amount: str) -> None:
    scene.till.begin_payment()
    scene.till.take_cash(_money(amount))
    scene.till.finish()


@when("nhấn F9 hai lần liền")
def _twice(scene: Scene) -> None:
    scene.till.ready_to_finish()
    scene.till.till.do("key F9, F9")  # one gesture: the second comes before the first can be done with


@when("khách đem đơn vừa bán tới đổi")
def _bring_back(scene: Scene) -> None:
    scene.till.till.do(
        "key F8", "wait Đơn hôm nay", "wait Q2-000001", "key Return", "wait Phiếu Q2-000001", "key F6",
        "ready Đổi hàng", "key F5", "wait Đổi hàng của phiếu Q2-000001",
    )  # fmt: skip


@when(parsers.parse('mở "{item}" trong nhóm "{group}"'))
def _menu(scene: Scene, item: str, group: str) -> None:
    scene.till.till.do("key F12", f"press {group}", f"press {item}")


@when(parsers.parse("{name} duyệt bằng mã PIN"))
def _approve(scene: Scene, name: str) -> None:
    order = sorted(who for who in STAFF if STAFF[who][1] != "cashier")
    scene.till.till.do(*["key Down"] * order.index(name), f"type {STAFF[name][2]}", "key Return")


@when("mất mạng")
def _offline(scene: Scene) -> None:
    scene.disconnect()


@when("có mạng lại")
def _online(scene: Scene) -> None:
    scene.connect()


@when("chờ đồng bộ xong")
def _synced(scene: Scene) -> None:
    scene.till.wait_for_sync()


@when("mất điện rồi có điện lại")
def _power(scene: Scene) -> None:
    scene.cut_the_power()
    scene.open()


@when("máy in hết giấy")
def _no_paper(scene: Scene) -> None:
    scene.counter.printer.suffer(Fault.PAPER_OUT)


@when("thay giấy")
def _paper(scene: Scene) -> None:
    scene.counter.printer.mend()


@when("rút máy quét")
def _unplug(scene: Scene) -> None:
    scene.counter.scanner.unplug()


@when("cắm lại máy quét")
def _plug_in(scene: Scene) -> None:
    scene.counter.scanner.plug_in()


@when("Lan gõ sai mã PIN")
def _wrong_pin(scene: Scene) -> None:
    scene.till.till.do("press Lan", "type 9999", "key Return")


@when("Lan rời quầy")
def _leave(scene: Scene) -> None:
    scene.till.sign_out()


@when(parsers.parse("{name} đăng nhập"))
def _sign_in(scene: Scene, name: str) -> None:
    assert not scene.till.sign_in(name, STAFF[name][2]), "a shift was expected to be open"


@then(parsers.parse('thấy "{text}"'))
def _seen(scene: Scene, text: str) -> None:
    scene.till.till.do(f"wait {text}")


@then(parsers.parse('không còn thấy "{text}"'))
def _gone(scene: Scene, text: str) -> None:
    scene.till.till.do(f"gone {text}")


@then(parsers.parse("phải trả {amount}"))
def _due(scene: Scene, amount: str) -> None:
    scene.till.till.do(f"wait {amount} ₫")


@then(parsers.parse("sổ có {count:d} đơn"))
def _sales(scene: Scene, count: int) -> None:
    assert len(scene.events("sale_settled")) == count


@then(parsers.parse("sổ có {count:d} đơn hủy"))
def _voids(scene: Scene, count: int) -> None:
    assert len(scene.events("sale_voided")) == count


@then(parsers.parse("sổ có {count:d} đơn hủy, trả {money}, thu hồi {taken:d} điểm, hoàn {returned:d} điểm"))
def _taken_back(scene: Scene, count: int, money: str, taken: int, returned: int) -> None:
    refunds = [event["refund"] for event in scene.events("sale_voided")]
    wanted = {"money": _money(money), "points_taken": taken, "points_returned": returned}
    assert refunds == [wanted] * count


@then(parsers.parse("sổ có {count:d} lần đổi hàng, khấu trừ {amount}"))
def _exchanges(scene: Scene, count: int, amount: str) -> None:
    returned = [event for event in scene.events("sale_refunded") if event["exchange"]]
    sold = {event["sale"]: event for event in scene.events("sale_settled")}
    assert len(returned) == count
    for event in returned:
        halves = (event, sold[event["exchange"]])
        paid = [
            sum(each["amount"] for each in half["tenders"] if each["kind"] == "exchange") for half in halves
        ]
        assert paid == [_money(amount)] * 2


@then(parsers.parse("sổ có {count:d} phiếu cũ được cộng {points:d} điểm"))
def _late_claims(scene: Scene, count: int, points: int) -> None:
    assert [event["points"] for event in scene.events("receipt_claimed")] == [points] * count


@then(parsers.parse("sổ có {count:d} lần dùng quyền lợi, hủy {back:d} lần"))
def _uses(scene: Scene, count: int, back: int) -> None:
    assert (len(scene.events("benefit_used")), len(scene.events("benefit_taken_back"))) == (count, back)


@then(parsers.parse("sổ có {count:d} ghi chú mà không có chữ nào của nó"))
def _notes(scene: Scene, count: int) -> None:
    written = scene.events("note_written")
    assert len(written) == count
    assert all(set(event) == {"v", "member"} for event in written)


@then(parsers.parse("sổ có {count:d} hội viên mới"))
def _enrolled(scene: Scene, count: int) -> None:
    assert len(scene.events("member_enrolled")) == count


@then(parsers.parse("đơn thứ {number:d} thu {amount}, cộng {points:d} điểm"))
def _sale(scene: Scene, number: int, amount: str, points: int) -> None:
    sale = scene.events("sale_settled")[number - 1]
    assert (sale["to_pay"], sale["earned_points"]) == (_money(amount), points)


@then(parsers.parse("đơn thứ {number:d} dùng {points:d} điểm"))
def _burned(scene: Scene, number: int, points: int) -> None:
    assert scene.events("sale_settled")[number - 1]["burn"]["points"] == points


@then(parsers.parse("đơn thứ {number:d} không có hội viên"))
def _nobody(scene: Scene, number: int) -> None:
    assert not scene.events("sale_settled")[number - 1].get("member")


@then(parsers.parse("máy in ra {count:d} phiếu"))
def _slips(scene: Scene, count: int) -> None:
    for _ in range(2_000):
        if len(scene.counter.printer.pages) >= count:
            break
        scene.till.till.do("seen")
    assert len(scene.counter.printer.pages) == count


@then("chưa lần bốc thăm nào được mở")
def _no_draw_opened(scene: Scene) -> None:
    assert json.loads(scene.admin("draws", "--json")) == []


@then("máy chủ có đủ và không gì sai")
def _all_there(scene: Scene) -> None:
    scene.till.wait_for_sync()
    scene.close()
    held = scene.holdings()
    assert held["faults"] == []
    assert (held["counts"]["quarantined events"], held["counts"]["alarms"]) == (0, 0)


@then(parsers.parse("máy chủ đã cộng {issued:d} điểm và trừ {burned:d} điểm"))
def _points(scene: Scene, issued: int, burned: int) -> None:
    points = scene.holdings()["points"]
    assert (points["issued"], points["burned"]) == (issued, burned)


@then(parsers.parse("máy chủ nợ khách {points} điểm"))
def _outstanding(scene: Scene, points: str) -> None:
    assert scene.holdings()["points"]["outstanding"] == int(points.replace(".", ""))
