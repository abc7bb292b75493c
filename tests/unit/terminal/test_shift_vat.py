"""The VAT of a shift by rate: what was sold, what came back, what is left, as sales and returns kept it."""

from contextlib import closing
from decimal import Decimal

import pytest

from loyalty.identity.cards import receipt_digits
from loyalty.units import Money
from loyalty.wire.refunding import RefundLockAnswer, ReturnedSoFar
from terminal.sale import SettledSale
from terminal.session import Session
from terminal.shift import ShiftReport
from terminal.store.checks import check_projections
from terminal.store.connection import connect
from terminal.store.derived import check_rows
from terminal.store.migrations import migrate
from terminal.usecases.basket import new_sale
from terminal.usecases.days import close_day
from terminal.usecases.returns.elsewhere import fetch_sale
from terminal.usecases.returns.goods import return_goods
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import close_shift, open_shift, shift_so_far
from terminal.usecases.void import void_last_sale
from terminal.usecases.wallets import top_up
from terminal.vat import VatFigures
from tests.unit.terminal.returned_goods import rice_and_noodles, rice_without_a_receipt, take_back
from tests.unit.terminal.settled_sales import rice_for_anh, tender, with_goods
from tests.unit.terminal.test_wallets import RULES, of_anh
from tests.unit.terminal.till_kit import KEY, LAN, MORNING, PROGRAM, Counter, product_row, program_row

EIGHT = Decimal(8)
BEFORE_RATES = 19
"""The version of a till's file before lines kept their rates."""
MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)


@pytest.fixture(autouse=True)
def _goods_of_every_rate(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([
            product_row("BOOK", "Sách giáo khoa", 45_000, vat_percent=None),
            product_row("MILK", "Sữa tươi", 31_500, vat_percent="5"),
            product_row("SALT", "Muối", 7_000, vat_percent="0"),
        ])  # fmt: skip


def sold(counter: Counter, *skus: str, for_: int) -> SettledSale:
    return settle_sale(counter.till, LAN, with_goods(counter, *skus), (tender("card", for_),))


def figures(percent: Decimal | None, sold: tuple[int, int], back: tuple[int, int] = (0, 0)) -> VatFigures:
    return VatFigures(
        percent=percent,
        sold_base=Money(sold[0]),
        sold_vat=Money(sold[1]),
        back_base=Money(back[0]),
        back_vat=Money(back[1]),
    )


def is_all_of_the_goods(report: ShiftReport) -> bool:
    """Whether base and tax are together what was sold for, to the unit; in this shop points are a payment."""
    return sum(each.sold_base + each.sold_vat for each in report.vat) == report.total + report.burned


def test_it_is_summed_by_rate_the_lowest_first_and_what_has_no_rate_at_the_end(shop: Counter) -> None:
    sold(shop, "BOOK", "MILK", "SALT", "RICE-ST25", for_=272_500)
    sold(shop, "MILK", "MILK", for_=63_000)
    report = shift_so_far(shop.till, LAN)
    assert report.vat == (
        figures(Decimal(0), (7_000, 0)),
        figures(Decimal(5), (90_000, 4_500)),
        figures(EIGHT, (175_000, 14_000)),
        figures(None, (45_000, 0)),
    )
    assert is_all_of_the_goods(report)


def test_a_shift_without_a_sale_has_none(shop: Counter) -> None:
    assert shift_so_far(shop.till, LAN).vat == ()


def test_what_points_paid_is_in_it_as_the_receipt_says_it(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    (rate,) = shift_so_far(shop.till, LAN).vat
    assert (rate.sold_base, rate.sold_vat) == (
        sum(line.vat_base for line in sale.lines),
        sum(line.vat for line in sale.lines),
    )
    assert is_all_of_the_goods(shift_so_far(shop.till, LAN))


def test_a_void_takes_back_all_that_its_sale_had_said(shop: Counter) -> None:
    sale = sold(shop, "RICE-ST25", "BOOK", for_=234_000)
    void_last_sale(shop.till, LAN, sale.sale)
    assert shift_so_far(shop.till, LAN).vat == (
        figures(EIGHT, (175_000, 14_000), (175_000, 14_000)),
        figures(None, (45_000, 0), (45_000, 0)),
    )


def test_in_whatever_parts_goods_come_back_they_end_at_what_was_sold(shop: Counter) -> None:
    sale = rice_and_noodles(shop)
    for number, back in enumerate(({0: 1_000}, {0: 700, 1: 1_000}, {0: 300})):
        done = take_back(shop, sale, back, number)
        assert done.vat
    (rate,) = shift_so_far(shop.till, LAN).vat
    assert (rate.back_base, rate.back_vat) == (rate.sold_base, rate.sold_vat)
    assert (rate.base, rate.vat) == (0, 0)


def test_what_was_sold_in_another_shift_comes_back_in_this_one(shop: Counter) -> None:
    sale = sold(shop, "RICE-ST25", "BOOK", for_=234_000)
    close_shift(shop.till, LAN, counted=Money(500_000))
    open_shift(shop.till, LAN, opening_float=Money(0))
    take_back(shop, sale, {0: 500, 1: 1_000})
    assert shift_so_far(shop.till, LAN).vat == (
        figures(EIGHT, (0, 0), (87_500, 7_000)),
        figures(None, (0, 0), (45_000, 0)),
    )


def test_of_a_sale_of_another_till_what_came_back_there_before_is_no_part(shop: Counter) -> None:
    own = rice_for_anh(shop)
    with shop.store.read() as reading:
        event = reading.journal.by_operation(own.sale)
    assert event is not None
    body = {**event.body, "sale": "sale-of-q7"}
    before = (ReturnedSoFar(0, "0.333"),)
    given = RefundLockAnswer(1, "given", "Q7", body, "nonce", "2026-11-20T03:00:00.000Z", before, 44_400)
    fetch_sale(shop.till, lambda _: given, receipt_digits(till_number=7, receipt_number=3))
    first = take_back(shop, "sale-of-q7", {0: 1_111}, 1)
    rest = take_back(shop, "sale-of-q7", {0: 556}, 2)
    (rate,) = shift_so_far(shop.till, LAN).vat
    assert rate.back_base == sum(each.base for done in (first, rest) for each in done.vat)
    assert rate.back_vat == sum(each.vat for done in (first, rest) for each in done.vat)
    assert 0 < rate.vat < rate.sold_vat // 5


def test_goods_without_a_receipt_come_back_with_the_tax_in_the_money_for_them(shop: Counter) -> None:
    return_goods(shop.till, LAN, rice_without_a_receipt(shop))
    assert shift_so_far(shop.till, LAN).vat == (figures(EIGHT, (0, 0), (175_000, 14_000)),)


def test_money_for_a_wallet_is_no_goods(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + RULES, version=2, valid_from=shop.clock.now()))
    sale = top_up(shop.till, of_anh(shop, new_sale(shop.till)), Money(500_000))
    settle_sale(shop.till, LAN, sale, (tender("cash", 500_000),))
    assert shift_so_far(shop.till, LAN).vat == ()


def test_a_day_has_the_sums_of_its_shifts(shop: Counter) -> None:
    first = sold(shop, "RICE-ST25", for_=189_000)
    close_shift(shop.till, LAN, counted=Money(500_000))
    open_shift(shop.till, LAN, opening_float=Money(500_000))
    sold(shop, "MILK", "RICE-ST25", for_=220_500)
    take_back(shop, first, {0: 1_000})
    close_shift(shop.till, LAN, counted=Money(500_000))
    assert close_day(shop.till, MINH).total.vat == (
        figures(Decimal(5), (30_000, 1_500)),
        figures(EIGHT, (350_000, 28_000), (175_000, 14_000)),
    )


def test_a_rate_that_somebody_changed_in_a_row_is_noticed(shop: Counter) -> None:
    sold(shop, "RICE-ST25", for_=189_000)
    assert check_rows(shop.store) == check_projections(shop.store) == ()
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE sale_lines SET vat_percent = '5'")
    assert [each.code for each in check_rows(shop.store)] == ["rows-off-event"]


def test_a_file_of_before_there_were_rates_says_the_same_of_its_sales(shop: Counter) -> None:
    sold(shop, "BOOK", "MILK", "SALT", "RICE-ST25", for_=272_500)
    sale = sold(shop, "RICE-ST25", for_=189_000)
    void_last_sale(shop.till, LAN, sale.sale)
    said = shift_so_far(shop.till, LAN).vat
    with closing(connect(shop.path, KEY, read_only=False)) as file:
        file.execute("ALTER TABLE sale_lines DROP COLUMN vat_percent")
        file.execute("ALTER TABLE till_state DROP COLUMN restored")  # a later step's
        file.execute("DROP TABLE deeds_asked")  # a later step's
        file.execute("ALTER TABLE cards DROP COLUMN why")  # a later step's
        file.execute("DROP INDEX members_asking")  # a later step's
        file.execute(f"PRAGMA user_version = {BEFORE_RATES}")
        assert migrate(file, shop.path) == BEFORE_RATES
    assert shift_so_far(shop.till, LAN).vat == said
    assert check_rows(shop.store) == ()
