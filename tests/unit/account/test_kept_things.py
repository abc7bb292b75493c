"""What is kept beside points, told without a sale: written and read, said to a till, given by the server."""

from dataclasses import replace
from datetime import date

import pytest

from loyalty.account import Account
from loyalty.account.cards import FullCard, HeldCard
from loyalty.account.feats import Feat, FeatSale
from loyalty.account.keeping import (
    NOTHING_KEPT,
    Change,
    current,
    emptied,
    keep_change,
    lot_name,
    prize_lots,
    spent_for_good,
)
from loyalty.account.kept_json import kept_from_json, kept_to_json, voucher_from_json, voucher_to_json
from loyalty.identity.codes import Voucher as VoucherShape
from loyalty.identity.codes import classify
from loyalty.identity.digits import ean_digit
from loyalty.identity.voucher_codes import voucher_codes
from loyalty.lots import LotSlice
from loyalty.units import Points
from loyalty.wire.canonical import WireRefused
from loyalty.wire.claims import voucher_of, voucher_thing
from tests.unit.account.accounts import day
from tests.unit.account.kept_accounts import a_voucher, everything


def test_vouchers_that_the_server_gives_and_takes() -> None:
    voucher = a_voucher("9300000000017")
    given = keep_change(NOTHING_KEPT, Change(issued=(voucher,)))
    assert keep_change(given, Change(issued=(voucher,))) == given
    taken = keep_change(given, Change(cancelled=(voucher.code,)))
    assert taken.vouchers[0].is_cancelled
    assert voucher_from_json(voucher_to_json(voucher)) == voucher
    assert emptied(replace(given, tier="member")) == Account(tier="member")
    assert lot_name("a/b").startswith("prize-")
    assert voucher_of(voucher_thing(voucher.code)) == voucher.code
    assert voucher_of("limit:once") is None


def test_a_till_is_told_only_what_still_matters() -> None:
    vouchers = (
        a_voucher("1"),
        a_voucher("2", redeemed=0),
        a_voucher("3", redeemed=-3),
        a_voucher("4", is_cancelled=True),
        a_voucher("5", ends=0),
        a_voucher("6", starts=5),
        a_voucher("7", redeemed=-59, origin="s1", points=30),
        a_voucher("8", redeemed=-60, origin="s1", points=20),
        a_voucher("9", origin="s1", points=10),
    )
    full = tuple(FullCard(each.code, day(0), (LotSlice("s", Points(3), None),)) for each in vouchers)
    account = Account(vouchers=vouchers, cards=(HeldCard(card="card", full=full),))
    told_of = current(account, day(0.5), None)
    assert [each.code for each in told_of.vouchers] == ["1", "2", "6", "7", "9"]
    assert [each.voucher for each in told_of.cards[0].full] == ["1", "2", "6", "7", "9"]
    assert (spent_for_good(account, "s1"), spent_for_good(told_of, "s1")) == (50, 30)
    account = Account(vouchers=(a_voucher("1"),), cards=(HeldCard(card="card"),))
    assert current(account, day(0.5), None) is account  # all of it still matters


def test_the_lots_of_prizes_that_a_sale_had_a_part_in_are_known_by_the_names_of_the_books() -> None:
    first = Feat(
        challenge="three",
        name="Ba món",
        measure="units",
        since=date(2026, 11, 1),
        goal=3,
        times=2,
        points=Points(50),
        sales=(FeatSale("s1", date(2026, 11, 2), 2), FeatSale("s2", date(2026, 11, 3), 4)),
        given=("three/2026-11-01/1", "three/2026-11-01/2"),
    )
    later = replace(
        first, since=date(2026, 12, 1), sales=(FeatSale("s3", date(2026, 12, 1), 3),), given=("x",)
    )
    in_kind = replace(first, challenge="coffee", voucher="coffee", given=("9300000000014",))
    account = Account(feats=(first, later, in_kind))
    assert prize_lots(account, {"s2"}) == {lot_name(lot) for lot in first.given}
    assert prize_lots(account, {"s1", "s3"}) == {lot_name(lot) for lot in (*first.given, "x")}
    assert prize_lots(account, {"s4"}) == frozenset()


def test_what_is_kept_is_written_and_read_as_it_was() -> None:
    account = everything()
    assert kept_from_json(kept_to_json(account)) == account
    assert kept_to_json(NOTHING_KEPT) == {}


@pytest.mark.parametrize(
    "value",
    [{"vouchers": 5}, {"vouchers": [{"code": "1"}]}, {"feats": [{"since": "never"}]}, {"cards": ["x"]}, 7],
)
def test_what_is_no_account_is_refused(value: object) -> None:
    with pytest.raises(WireRefused, match="keeping"):
        kept_from_json(value)


def test_numbers_of_vouchers_follow_from_what_issues_them() -> None:
    codes = voucher_codes("sale-1")
    assert [*codes] == [*voucher_codes("sale-1")]
    assert [*codes[1:]] == [*codes][1:]
    assert len({*codes, *voucher_codes("sale-2")}) == 128
    assert all(
        code[-1] == ean_digit(code[:-1]) and isinstance(classify(code), VoucherShape) for code in codes
    )
