"""Rounding for cash, and the notes a customer is likely to hand over."""

import pytest

from loyalty.errors import Refused
from loyalty.units import Money
from terminal.sale import Tender, TenderKind
from terminal.settings import StoreSettings
from terminal.settlement import cash_rounding_of, paid_with
from terminal.usecases.cash import quick_notes, round_cash

STEP_500 = StoreSettings(store_name="", cash_rounding=Money(500))
NO_STEP = StoreSettings(store_name="")


@pytest.mark.parametrize(
    ("amount", "due", "rounding"), [(361_796, 361_500, -296), (500, 500, 0), (499, 0, -499), (0, 0, 0)]
)
def test_cash_is_rounded_down_for_the_customer(amount: int, due: int, rounding: int) -> None:
    found = round_cash(Money(amount), STEP_500)
    assert (found.due, found.rounding) == (due, rounding)


def test_without_a_step_nothing_is_rounded() -> None:
    assert round_cash(Money(361_796), NO_STEP).rounding == 0


@pytest.mark.parametrize(
    ("amount", "notes"),
    [
        (83_500, [83_500, 84_000, 85_000, 90_000, 100_000, 200_000]),
        (100_000, [100_000, 200_000, 500_000]),
        (275_390, [275_390, 276_000, 280_000, 300_000, 400_000, 500_000]),
        (0, [0]),
        (1_234_567, [1_234_567, 1_235_000, 1_240_000, 1_250_000, 1_300_000, 1_400_000]),
    ],
)
def test_quick_notes_are_the_exact_amount_and_the_next_rounder_ones(amount: int, notes: list[int]) -> None:
    assert list(quick_notes(Money(amount))) == notes


def paid(kind: TenderKind, amount: int, given: int = 0) -> Tender:
    return Tender(kind=kind, amount=Money(amount), given=Money(given))


@pytest.mark.parametrize(
    ("tenders", "rounding"),
    [
        ([paid("cash", 361_500, 500_000)], -296),
        ([paid("transfer", 361_796)], 0),
        ([paid("card", 100_000), paid("cash", 261_500)], -296),
        ([paid("cash", 200_000), paid("cash", 161_500, 200_000)], -296),
        ([paid("card", 100_000), paid("transfer", 261_796)], 0),
        ([paid("card", 361_500), paid("cash", 0)], -296),
        ([paid("card", 361_796), paid("cash", 0)], 0),
    ],
)
def test_only_what_is_left_for_cash_is_rounded(tenders: list[Tender], rounding: int) -> None:
    assert cash_rounding_of(Money(361_796), tenders, STEP_500) == rounding


def test_what_rounds_down_to_nothing_needs_no_tender() -> None:
    assert cash_rounding_of(Money(300), [], STEP_500) == -300
    assert cash_rounding_of(Money(0), [], STEP_500) == 0


@pytest.mark.parametrize(
    ("tenders", "code", "figure"),
    [
        ([], "tenders-short", 361_500),
        ([paid("cash", 0)], "tenders-short", 361_500),
        ([paid("card", 361_296), paid("cash", 0)], "tenders-short", 500),
        ([paid("card", 361_500), paid("transfer", 0)], "tenders-short", 296),
        ([paid("cash", 361_000)], "tenders-short", 500),
        ([paid("transfer", 361_500)], "tenders-short", 296),
        ([paid("cash", 362_000)], "tenders-over", 500),
        ([paid("transfer", 400_000)], "tenders-over", 38_204),
    ],
)
def test_tenders_that_do_not_pay_exactly_are_refused_with_the_difference(
    tenders: list[Tender], code: str, figure: int
) -> None:
    with pytest.raises(Refused) as refused:
        cash_rounding_of(Money(361_796), tenders, STEP_500)
    assert refused.value.code == code
    assert list(refused.value.params.values()) == [figure]


@pytest.mark.parametrize(
    ("tender", "code"),
    [
        (paid("gift", 0), "tender-amount"),
        (paid("wallet", 0), "tender-amount"),
        (paid("cash", -500), "tender-amount"),
        (paid("cash", 361_500, 300_000), "tender-amount"),
        (paid("card", 361_796, 400_000), "change-without-cash"),
    ],
)
def test_a_tender_that_cannot_be_is_refused(tender: Tender, code: str) -> None:
    with pytest.raises(Refused, match=code):
        cash_rounding_of(Money(361_796), [tender], STEP_500)


def test_tenders_have_a_limit() -> None:
    with pytest.raises(Refused, match="too-many-tenders"):
        cash_rounding_of(Money(17), [paid("card", 1)] * 17, NO_STEP)


def test_change_is_what_was_given_too_much() -> None:
    assert paid("cash", 361_500, 500_000).change == 138_500
    assert paid("cash", 361_500).change == 0


def test_the_rules_are_told_each_kind_of_tender_once() -> None:
    assert paid_with([paid("cash", 1), paid("card", 1), paid("cash", 1)]) == ("card", "cash")
