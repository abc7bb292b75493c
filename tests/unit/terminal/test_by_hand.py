"""A price that somebody set by hand: what the rules make of it, who must allow it, and what is kept of it."""

from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from drivers.ports import TextLine
from loyalty.errors import Refused
from loyalty.quote import quote
from loyalty.units import Money, Quantity
from loyalty.wire.journal import SaleSettled
from resources.catalogue import Catalogue, Language
from terminal.by_hand import (
    MOST_NOTED,
    REASONS,
    Wish,
    WishKind,
    set_line_note,
    set_note,
    set_price,
    unapproved,
    wish_of,
    with_word,
)
from terminal.open_sale import OpenSale, add_product, set_quantity
from terminal.receipts.sale import sale_document
from terminal.receipts.text_layout import lay_out_text
from terminal.receipts.wording import Wording
from terminal.sale import SettledSale
from terminal.store.checks import check_chains, check_projections
from terminal.store.derived import check_rows
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.limits_passed import MINH, body_of
from tests.unit.terminal.settled_sales import tender, with_goods
from tests.unit.terminal.till_kit import LAN, PROGRAM, Counter, program_row

LIMITS = """
[limits]
discount_max_per_shift = 60000
[limits.manager_over]
price_change_percent = 10
line_discount_percent = 10
"""


@pytest.fixture
def strict(shop: Counter) -> Counter:
    """A shop in which more than a tenth takes a manager, and more than 60.000 a shift too."""
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + LIMITS, version=2, valid_from=shop.clock.now()))
    return shop


def reduced(counter: Counter, unit_price: int, *, approver: str = "", count: int = 1) -> OpenSale:
    sale = with_goods(counter, *["RICE-ST25"] * count)
    wish = Wish(Money(unit_price), is_discount=True)
    changed = set_price(sale, 1, wish, reason="damaged", asked_by="op-lan")
    return with_word(changed, 1, approver=approver, name="Minh") if approver else changed


def sold(counter: Counter, sale: OpenSale, approver: str = "") -> SettledSale:
    due = price(counter.till, sale, paid_with=("card",)).total
    return settle_sale(counter.till, LAN, sale, (tender("card", due),), approver=approver)


@pytest.mark.parametrize(
    ("kind", "text", "unit_price", "is_discount"),
    [
        ("price", "150.000", 150_000, False),
        ("price", "200k", 200_000, False),
        ("amount", "9000", 180_000, True),
        ("amount", "189000", 0, True),
        ("percent", "10", 170_100, True),
        ("percent", "7,5 %", 174_825, True),
        ("percent", "0.01", 188_981, True),
        ("percent", "100", 0, True),
    ],
)
def test_what_is_typed_is_a_new_price(
    kind: WishKind, text: str, unit_price: int, *, is_discount: bool
) -> None:
    assert wish_of(kind, text, Money(189_000)) == Wish(Money(unit_price), is_discount)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("price", "rẻ", "amount-not-a-number"),
        ("amount", "190000", "off-too-much"),
        ("percent", "100,01", "off-too-much"),
        ("percent", "-5", "percent-off"),
        ("percent", "", "percent-off"),
        ("percent", "1,234", "percent-off"),
    ],
)
def test_what_is_no_price_is_said_in_a_sentence(kind: WishKind, text: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        wish_of(kind, text, Money(189_000))


def test_the_rules_price_it_by_the_contract_and_the_event_comes_to_the_same(strict: Counter) -> None:
    sale = reduced(strict, 180_000, count=2)
    shown = price(strict.till, sale)
    assert shown.grounds.basket.by_hand[0].list_price == 189_000
    assert (shown.lines[0].gross, shown.total) == (360_000, 360_000)
    settled = sold(strict, sale)
    said = SaleSettled.from_json(body_of(strict, settled))
    (line,) = said.lines
    assert (line.by_hand, line.list_price, line.unit_price) == ("discount", 189_000, 180_000)
    assert (line.reason, line.asked_by, line.approver) == ("damaged", "op-lan", None)
    again = quote(shown.grounds.program, shown.grounds.basket)
    assert (again.total, again.earned_points) == (said.total, said.earned_points)


def test_more_than_the_program_allows_takes_somebodys_word(strict: Counter) -> None:
    sale = reduced(strict, 150_000)
    needed = price(strict.till, sale).approvals
    assert [each.rule for each in needed] == ["limits.manager_over.line_discount_percent"]
    assert unapproved(sale, needed) == needed
    with pytest.raises(Refused, match="sale-needs-approval"):
        sold(strict, sale)
    settled = sold(strict, reduced(strict, 150_000, approver="op-minh"))
    body = body_of(strict, settled)
    assert (body["approver"], body["lines"][0]["approver"]) == ("op-minh", "op-minh")
    assert body["lines"][0]["asked_by"] == "op-lan"


def test_who_may_approve_sets_a_price_alone_and_names_nobody(strict: Counter) -> None:
    sale = reduced(strict, 150_000)
    settled = settle_sale(strict.till, MINH, sale, (tender("card", 150_000),))
    assert (settled.approver, settled.approved) == ("", ("limits.manager_over.line_discount_percent",))


def test_who_gave_their_word_and_then_sells_it_is_not_named_as_their_own_approver(strict: Counter) -> None:
    sale = reduced(strict, 150_000, approver="op-minh")
    assert settle_sale(strict.till, MINH, sale, (tender("card", 150_000),)).approver == ""


def test_a_word_for_one_is_no_word_for_a_hundred(strict: Counter) -> None:
    sale = set_quantity(reduced(strict, 150_000, approver="op-minh"), 1, Quantity(100_000))
    with pytest.raises(Refused, match="sale-needs-approval"):
        sold(strict, sale)
    fewer = set_quantity(reduced(strict, 150_000, approver="op-minh", count=3), 1, Quantity(1_000))
    assert sold(strict, fewer).approver == "op-minh"


def test_what_was_taken_off_in_the_shift_counts_until_it_is_voided(strict: Counter) -> None:
    for _ in range(3):
        sold(strict, reduced(strict, 171_000))
    sale = reduced(strict, 171_000)
    assert [each.rule for each in price(strict.till, sale).approvals] == ["limits.discount_max_per_shift"]
    assert sold(strict, sale, approver="op-minh").approved == ("limits.discount_max_per_shift",)


def test_the_price_of_before_is_no_price_by_hand(shop: Counter) -> None:
    sale = set_price(
        reduced(shop, 150_000), 1, Wish(Money(189_000), is_discount=False), reason="label", asked_by="op-lan"
    )
    assert sale.lines == with_goods(shop, "RICE-ST25").lines


def test_a_word_for_a_line_that_nobody_changed_is_no_word(shop: Counter) -> None:
    sale = with_goods(shop, "RICE-ST25")
    assert with_word(sale, 1, approver="op-minh", name="Minh") == sale


def test_the_next_of_the_same_product_is_not_sold_at_a_price_by_hand(shop: Counter) -> None:
    found = find_products(shop.till, "RICE-ST25")
    assert isinstance(found, ProductFound)
    sale = add_product(reduced(shop, 150_000), found.product)
    assert [line.unit_price for line in sale.lines] == [150_000, 189_000]
    noted = add_product(set_line_note(with_goods(shop, "RICE-ST25"), 1, "bọc giấy"), found.product)
    assert len(noted.lines) == 2


def test_a_price_by_hand_and_notes_come_back_after_a_power_cut(shop: Counter) -> None:
    sale = set_note(set_line_note(reduced(shop, 150_000, approver="op-minh"), 1, "móp góc"), "giao  chiều")
    assert (sale.lines[0].note, sale.note) == ("móp góc", "giao chiều")
    save_draft(shop.till, sale)
    assert load_draft(shop.till) == sale
    with pytest.raises(Refused, match="note-too-long"):
        set_note(sale, "x" * (MOST_NOTED + 1))


def test_notes_are_printed_and_stay_at_the_till(shop: Counter) -> None:
    sale = set_note(set_line_note(reduced(shop, 150_000), 1, "móp góc"), "chị Hoa lấy lúc 5 giờ")
    settled = sold(shop, sale)
    assert "Hoa" not in str(body_of(shop, settled))
    assert "móp" not in str(body_of(shop, settled))
    with shop.store.read() as reading:
        kept = reading.sales.by_id(settled.sale)
    assert kept is not None
    assert (kept.note, kept.lines[0].note) == ("chị Hoa lấy lúc 5 giờ", "móp góc")
    assert kept.lines[0].by_hand == sale.lines[0].by_hand


def test_the_receipt_says_what_it_was_what_came_off_and_why(shop: Counter) -> None:
    sale = set_note(set_line_note(reduced(shop, 150_000, count=2), 1, "móp góc"), "giao chiều")
    settled = sold(shop, sale)
    with shop.store.read() as reading:
        settings = reading.config.settings()
    assert settings is not None
    wording = Wording(Catalogue.load("vi"), "VND", ZoneInfo("Asia/Ho_Chi_Minh"))
    laid = lay_out_text(sale_document(settled, settings, wording, copy=False), 48)
    text = "\n".join(line.text for line in laid if isinstance(line, TextLine))
    assert "378.000" in text
    assert "-78.000" in text.replace("\N{MINUS SIGN}", "-")
    assert "hàng lỗi" in text
    assert "Ghi chú: móp góc" in text
    assert "Ghi chú: giao chiều" in text


def test_every_reason_has_its_words_on_screen_and_on_paper() -> None:
    for language in get_args(Language):
        texts = Catalogue.load(language)
        for reason in REASONS:
            assert texts.text(f"choice.{reason}")
            assert texts.text(f"receipt.reason-{reason}")


def test_the_books_stay_sound(strict: Counter) -> None:
    sold(strict, reduced(strict, 180_000, count=3))
    dearer = set_price(
        with_goods(strict, "RICE-ST25"), 1, Wish(Money(195_000), is_discount=False), reason="label",
        asked_by="op-lan",
    )  # fmt: skip
    assert sold(strict, dearer).lines[0].off_by_hand == 0
    assert (check_projections(strict.store), check_rows(strict.store)) == ((), ())
    assert check_chains(strict.store) == ()
