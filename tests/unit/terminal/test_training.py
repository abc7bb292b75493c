"""Training sells at once and touches nothing real: not the journal, not a counter, not the server."""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.program import parse_program
from loyalty.units import Money, Points
from resources.catalogue import LANGUAGES, Language
from resources.manual import pages
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.running import RunningTill
from terminal.bootstrap.training import FOLDER, begin_training, end_training
from terminal.open_sale import add_product, set_burn
from terminal.practice import PRACTICE_PIN, practice_members
from terminal.practice_lending import PracticeLends
from terminal.receipts.document import Code128, Document, QrCode, Rule, Text, document_from_json
from terminal.receipts.training import TRAINING_MARK, for_training
from terminal.sale import SettledSale, Tender
from terminal.usecases.basket import attach_member, burnable, new_sale
from terminal.usecases.find import find, find_products
from terminal.usecases.found import MemberFound, ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import open_shift
from terminal.usecases.sign_in import sign_in
from tests.unit.terminal.in_training import TRAINEE, shop_with_slips, started_training
from tests.unit.terminal.till_kit import PROGRAM, Counter, a_counter, store_settings


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """A real till with goods, and slips that are written to a folder."""
    counter = shop_with_slips(tmp_path)
    yield counter
    counter.close()


@pytest.fixture
def training(shop: Counter, tmp_path: Path) -> Iterator[RunningTill]:
    """A till in training beside it, at work."""
    running = started_training(begin_training(shop.till, tmp_path, clock=shop.clock), shop)
    yield running
    running.stop()


def _sold(training: RunningTill) -> SettledSale:
    till = training.till
    session = sign_in(till, operator=TRAINEE, pin=PRACTICE_PIN)
    open_shift(till, session, opening_float=Money(100_000))
    product, member = find_products(till, "RICE-ST25"), find(till, "0900000001")
    assert isinstance(product, ProductFound)
    assert isinstance(member, MemberFound)
    sale = attach_member(till, session, add_product(new_sale(till), product.product), member.member)
    return settle_sale(till, session, sale, (Tender(kind="cash", amount=Money(189_000), given=Money(0)),))


def _real_books(shop: Counter) -> tuple[str, list[object], list[object]]:
    """The real file's bytes, its journal, its counters."""
    with shop.store.read() as reading:
        run = reading.connection.exec_driver_sql
        journal = [tuple(row) for row in run("SELECT * FROM journal ORDER BY row")]
        state = [tuple(row) for row in run("SELECT * FROM till_state")]
    return hashlib.sha256(shop.path.read_bytes()).hexdigest(), [*journal], [*state]


def test_a_sale_in_training_leaves_the_real_books_byte_for_byte(shop: Counter, tmp_path: Path) -> None:
    before, written = _real_books(shop), list(shop.keys.writes)
    running = started_training(begin_training(shop.till, tmp_path, clock=shop.clock), shop)
    try:
        sale = _sold(running)
    finally:
        running.stop()
    assert (sale.receipt.label, sale.to_pay) == ("TRAIN-000001", 189_000)
    assert sale.earned
    assert _real_books(shop) == before
    assert shop.keys.writes == written
    assert shop.rung == []


def test_every_slip_carries_the_word_and_no_code_that_a_machine_reads(training: RunningTill) -> None:
    _sold(training)
    with training.till.store.read() as reading:
        rows = reading.connection.exec_driver_sql("SELECT document FROM print_jobs WHERE kind != 'drawer'")
        documents = [document_from_json(row[0]) for row in rows]
    assert documents
    for document in documents:
        assert _marked(document)
        assert not [each for each in document.blocks if isinstance(each, QrCode | Code128)]


def test_the_word_stands_above_below_and_at_every_rule() -> None:
    plain = Document((Text("a"), Rule(), QrCode("x"), Code128("12"), Text("b"), Rule()))
    marked = for_training(plain)
    assert [type(each).__name__ for each in marked.blocks] == [
        "Text",
        "Text",
        "Rule",
        "Text",
        "Text",
        "Rule",
        *2 * ["Text"],
    ]
    assert [each.text for each in marked.blocks if isinstance(each, Text)].count(TRAINING_MARK) == 4


def test_what_a_qr_is_for_goes_with_it() -> None:
    marked = for_training(Document((QrCode("x"), Text("what it is for"), Code128("12"), Text("thanks"))))
    assert [each.text for each in marked.blocks if isinstance(each, Text)][1:-1] == ["thanks"]


def test_nothing_reaches_a_server(training: RunningTill) -> None:
    with pytest.raises(Unavailable) as refused:
        training.look_up_member(phone="+84912345678")
    assert refused.value.code == "training-no-server"
    with pytest.raises(Unavailable):
        training.ask_refund_lock("9700002000000015")
    training.sync.nudge()
    assert training.sync.status.centrally_at is None


@pytest.mark.parametrize(("settings", "known"), [("", False), ('printer = "png:slips"\n', True)])
def test_a_till_at_work_knows_whether_its_settings_name_a_printer(
    shop: Counter, tmp_path: Path, settings: str, *, known: bool
) -> None:
    (tmp_path / "till.toml").write_text(settings, encoding="utf-8")
    running = started_training(begin_training(shop.till, tmp_path, clock=shop.clock), shop)
    try:
        assert running.till.has_printer() is known
    finally:
        running.stop()


def test_what_the_made_up_members_have_is_spent_without_a_server(training: RunningTill) -> None:
    till = training.till
    session = sign_in(till, operator=TRAINEE, pin=PRACTICE_PIN)
    open_shift(till, session, opening_float=Money(100_000))
    product, member = find_products(till, "RICE-ST25"), find(till, "0900000001")
    assert isinstance(product, ProductFound)
    assert isinstance(member, MemberFound)
    sale = attach_member(till, session, add_product(new_sale(till), product.product), member.member)
    most = burnable(till, sale, price(till, sale))
    assert (most.points > 0, most.why) == (True, None)
    sale = set_burn(sale, Points(100))
    quote = price(till, sale)
    settled = settle_sale(till, session, sale, (Tender(kind="cash", amount=quote.total, given=Money(0)),))
    assert settled.burn is not None
    again = find(till, "0900000001")
    assert isinstance(again, MemberFound)
    left = attach_member(till, session, new_sale(till), again.member).lease
    assert left is not None
    assert left.amount == again.member.points == 500 - 100 + settled.earned_points
    with_voucher = PracticeLends().claim
    with till.store.write() as unit:
        wish = unit.claims.want(claim="claim", member=member.member.member, thing="voucher:1", sale="sale")
        assert with_voucher(unit, wish).is_usable(till.clock.now())


def test_nobody_real_is_in_training(training: RunningTill) -> None:
    with training.till.store.read() as reading:
        run = reading.connection.exec_driver_sql
        members = {row[0] for row in run("SELECT name FROM members")}
        operators = {row[0] for row in run("SELECT operator FROM operators")}
        goods = {row[0] for row in run("SELECT sku FROM products")}
        body = run(
            "SELECT body ->> '$.store_name', body ->> '$.bank' FROM settings WHERE key = 'store'"
        ).one()
    assert "Nguyễn Thị Ánh" not in members
    assert len(members) == 4
    assert operators == {"training-cashier", "training-supervisor", "training-manager"}
    assert "RICE-ST25" in goods
    assert tuple(body) == (TRAINING_MARK, None)


def test_a_kill_in_training_leaves_what_nobody_can_open_and_the_next_begins_anew(
    shop: Counter, tmp_path: Path
) -> None:
    running = started_training(begin_training(shop.till, tmp_path, clock=shop.clock), shop)
    _sold(running)
    running.stop()
    place = tmp_path / FOLDER
    assert not (place / "keys.json").exists()
    assert not (place / "key-store.json").exists()
    with pytest.raises(Unavailable, match="key-file-damaged"):
        take_first_glance(place)
    first = begin_training(shop.till, tmp_path, clock=shop.clock)
    again = started_training(first, shop)
    with again.till.store.read() as reading:
        assert reading.sales.last() is None
    again.stop()
    end_training(tmp_path)
    assert not place.exists()


def test_the_real_pin_opens_nothing_in_training(training: RunningTill) -> None:
    with pytest.raises(Refused, match="unknown-operator"):
        sign_in(training.till, operator="op-lan", pin="2580")


def test_where_no_program_is_in_force_there_is_no_training_and_it_says_why(tmp_path: Path) -> None:
    counter = a_counter(tmp_path)
    try:
        with counter.store.write() as unit:
            unit.config.put_settings(store_settings())
        with pytest.raises(Refused, match="training-no-program"):
            begin_training(counter.till, tmp_path, clock=counter.clock)
        assert not (tmp_path / FOLDER).exists()
    finally:
        counter.store.close()


def test_a_training_that_cannot_be_made_says_where(shop: Counter, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"no folder")
    with pytest.raises(Unavailable) as failed:
        begin_training(shop.till, tmp_path, clock=shop.clock)
    assert failed.value.code == "training-unwritable"
    assert os.fspath(tmp_path / FOLDER) in str(failed.value)


def _marked(document: Document) -> bool:
    first, last = document.blocks[0], document.blocks[-1]
    return isinstance(first, Text) and first == last and first.text == TRAINING_MARK and first.size == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_help_names_each_member_to_practise_with(language: Language) -> None:
    text = " ".join(each.text for each in pages(language))
    program = parse_program(PROGRAM, name="program.toml")
    for each in practice_members(program, at=datetime(2026, 11, 29, tzinfo=UTC)):
        assert each.person is not None
        phone = (each.person.phone or "").removeprefix("+84")
        assert f"{each.person.name} 0{phone[:3]} {phone[3:6]} {phone[6:]}" in text
