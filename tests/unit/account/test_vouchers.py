"""Vouchers in an account: issued on their occasion, used once, restored, handed back, cancelled, expired."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from loyalty.account import Account, Passing, Settling, member_of, pass_to
from loyalty.account.issued import Voucher
from loyalty.account.points import points_of
from loyalty.account.vouchers import hand_back, issue, issue_by_hand
from loyalty.basket import Birthday
from loyalty.errors import Refused
from loyalty.lots import Lot
from loyalty.program import Program
from loyalty.program.vouchers import VoucherRule
from loyalty.units import Points
from tests.unit.account.accounts import CODES, codes_of, day, give_back, sell
from tests.unit.loyalty.shop import basket, line, program

OFF = 'kind = "amount_off"\namount = 500\nwhen = { voucher = true }'
REWARD = '[[reward]]\nid = "later"\nname = "Later"\nkind = "voucher"\npoints = 20\nvoucher = "v"\n'


def rules(issue_: str, keys: str = "", more: str = "") -> Program:
    return program(OFF, more=f'[[voucher]]\nid = "v"\npromotion = "p0"\nissue = "{issue_}"\n{keys}\n{more}')


def states(account: Account, at: datetime) -> list[str]:
    return [each.state(at) for each in account.vouchers]


def passed(rules_: Program, account: Account, *days: float) -> Passing:
    """Lets time pass day by day; the codes go on."""
    passing = Passing(account, codes=CODES)
    for number in days:
        after = pass_to(rules_, passing.account, day(number), codes=passing.codes)
        passing = Passing(after.account, (*passing.news, *after.news), after.codes)
    return passing


def rich(points: int = 100) -> Account:
    lot = Lot("old", Points(points), day(-9), day(-9), None)
    return Account(id="an", lots=(lot,), seen_at=day(-9), tier="member")


def one(rules_: Program) -> VoucherRule:
    (rule,) = rules_.vouchers
    return rule


def issued(rules_: Program, at: datetime) -> Voucher:
    (voucher,) = issue(rules_, Passing(Account(), codes=CODES), one(rules_), at).account.vouchers
    return voucher


@pytest.mark.parametrize(
    ("keys", "starts", "ends"),
    [
        ("", "2026-11-24T15:00:00+07:00", None),
        ("days = 0", "2026-11-24T15:00:00+07:00", "2026-11-25T00:00:00+07:00"),
        ("days = 30", "2026-11-24T15:00:00+07:00", "2026-12-25T00:00:00+07:00"),
        ("days = 2\nstarts_after_days = 3", "2026-11-27T00:00:00+07:00", "2026-11-30T00:00:00+07:00"),
        ("until = 2026-12-31", "2026-11-24T15:00:00+07:00", "2027-01-01T00:00:00+07:00"),
        ("until = 2026-12-31T12:00:00", "2026-11-24T15:00:00+07:00", "2026-12-31T12:00:00.000001+07:00"),
        ("until = 2026-12-31T12:00:00Z", "2026-11-24T15:00:00+07:00", "2026-12-31T12:00:00.000001+00:00"),
        ("days = 99999999", "2026-11-24T15:00:00+07:00", "9999-12-31T00:00:00+07:00"),
    ],
)
def test_how_long_a_voucher_can_be_used(keys: str, starts: str, ends: str | None) -> None:
    voucher = issued(rules("apology", keys), day(0))
    assert voucher.starts_at == datetime.fromisoformat(starts)
    assert voucher.ends_at == (None if ends is None else datetime.fromisoformat(ends))


def test_a_voucher_opens_its_promotion_once_and_while_it_lasts() -> None:
    rules_ = rules("welcome", "days = 5\nstarts_after_days = 1")
    account = passed(rules_, Account(), 0).account
    assert states(account, day(0)) == ["waiting"]
    (voucher,) = account.vouchers
    early = sell(rules_, account, "s0", basket(line(), codes=(voucher.code,)))
    assert early.record.used == ()
    used = sell(rules_, account, "s1", basket(line(), at=day(2), codes=(voucher.code,)))
    assert states(used.account, day(2)) == ["redeemed"]
    assert "voucher-redeemed" in codes_of(used)
    assert [each.lines for each in used.record.used] == [(0,)]
    assert member_of(rules_, used.account, day(3)).vouchers == {}
    again = sell(rules_, used.account, "s2", basket(line(), at=day(3), codes=(voucher.code,)))
    assert again.record.used == ()
    late = sell(rules_, account, "s3", basket(line(), at=day(7), codes=(voucher.code,)))
    assert late.record.used == ()
    assert states(late.account, day(7)) == ["expired"]


def test_a_code_that_is_nobodys_voucher_is_used_without_one() -> None:
    rules_ = program('kind = "amount_off"\namount = 5\nwhen = { code = "X" }')
    sold = sell(rules_, Account(), "s", basket(line(), codes=("X",)))
    assert sold.record.used == ()


def test_a_voucher_comes_back_with_all_the_goods_it_took_something_off() -> None:
    rules_ = program(
        OFF.replace("amount = 500", 'amount = 500\non = { skus = ["A"] }'),
        more='[[voucher]]\nid = "v"\npromotion = "p0"\nissue = "welcome"\ndays = 5\n',
    )
    account = passed(rules_, Account(), 0).account
    code = account.vouchers[0].code
    sold = sell(rules_, account, "s", basket(line("A", "2"), line("B"), at=day(1), codes=(code,)))
    part = give_back(rules_, sold.account, sold.record, day(2), {0: 1000}).after
    assert states(part.account, day(2)) == ["redeemed"]
    rest = give_back(rules_, part.account, part.record, day(3), {0: 1000}).after
    assert states(rest.account, day(3)) == ["open"]
    assert "voucher-restored-until" in codes_of(rest)
    last = give_back(rules_, rest.account, rest.record, day(3)).after
    assert "voucher-restored-until" not in codes_of(last)
    for hours in (-15, 0, 8.9):
        late = give_back(rules_, sold.account, sold.record, day(30 + hours / 24)).after
        (voucher,) = late.account.vouchers
        assert voucher.ends_at == day(30 + 4 + 1).replace(hour=0)


def test_a_voucher_for_points_comes_back_with_the_whole_sale() -> None:
    rules_ = program(
        'kind = "bonus_points"\npoints = 9\nwhen = { voucher = true }',
        more='[[voucher]]\nid = "v"\npromotion = "p0"\nissue = "welcome"\n',
    )
    account = passed(rules_, Account(), 0).account
    sold = sell(rules_, account, "s", basket(line("A", "2"), codes=(account.vouchers[0].code,)))
    part = give_back(rules_, sold.account, sold.record, day(2), {0: 1000}).after
    assert states(part.account, day(2)) == ["redeemed"]
    assert states(give_back(rules_, part.account, part.record, day(2)).after.account, day(2)) == ["open"]


def test_a_new_member_is_welcomed_once() -> None:
    welcomed = passed(rules("welcome"), Account(), 0, 1, 400)
    assert codes_of(welcomed) == ["voucher-issued-for-ever"]
    assert passed(rules("welcome"), rich(), 0).account.vouchers == ()


BORN = Birthday(12, 1)


@pytest.mark.parametrize(
    ("seen", "days", "dated"),
    [
        (None, [0], ["2026-11-24"]),
        (None, [-1], []),
        (None, [3], ["2026-11-27"]),
        (None, [8], []),
        (-2, [0], ["2026-11-24"]),
        (-2, [-1, 0, 1, 7, 8, 300], ["2026-11-24"]),
        (-2, [-1, 5, 370], ["2026-11-24", "2027-11-24"]),
        (-2, [40], []),
    ],
)
def test_a_birthday_voucher_comes_so_many_days_before(
    seen: int | None, days: list[float], dated: list[str]
) -> None:
    account = Account(birthday=BORN, seen_at=None if seen is None else day(seen))
    after = passed(rules("birthday", "lead_days = 7\ndays = 20"), account, *days).account
    assert [each.issued_at.date().isoformat() for each in after.vouchers] == dated
    assert passed(rules("birthday"), Account(), *days).account.vouchers == ()


OF_ANOTHER = Birthday(12, 5)


@pytest.mark.parametrize(
    ("born", "others", "dated"),
    [
        (BORN, (OF_ANOTHER,), ["2026-11-24", "2026-11-28"]),
        (None, (OF_ANOTHER,), ["2026-11-28"]),
        (BORN, (BORN,), ["2026-11-24"]),
    ],
)
def test_each_who_shares_an_account_has_a_birthday_voucher_and_one_day_has_one(
    born: Birthday | None, others: tuple[Birthday, ...], dated: list[str]
) -> None:
    account = Account(birthday=born, more_birthdays=others, seen_at=day(-2))
    after = passed(rules("birthday", "lead_days = 7\ndays = 20"), account, *range(-1, 12)).account
    assert [each.issued_at.date().isoformat() for each in after.vouchers] == dated


def test_a_birthday_voucher_comes_once_though_the_program_changes_its_day() -> None:
    account = Account(birthday=BORN, seen_at=day(-2))
    early = passed(rules("birthday", "lead_days = 7"), account, 0).account
    later = passed(rules("birthday", "lead_days = 3"), early, 5).account
    assert len(later.vouchers) == 1


def test_who_stays_away_is_won_back_once_an_absence() -> None:
    rules_ = rules("win-back", "away_days = 30")
    sold = sell(rules_, Account(), "s", basket(line()))
    assert passed(rules_, sold.account, 10, 29).account.vouchers == ()
    away = passed(rules_, sold.account, 29, 33, 70).account
    assert [each.issued_at.date() for each in away.vouchers] == [date(2026, 12, 24)]
    again = sell(rules_, away, "s2", basket(line(), at=day(71)))
    assert len(passed(rules_, again.account, 102).account.vouchers) == 2
    returned = give_back(rules_, sold.account, sold.record, day(1)).after.account
    assert passed(rules_, returned, 60).account.vouchers == ()


TIERED = 'tiers = ["silver"]\ndays = 9'


def test_a_tier_that_is_reached_gives_its_voucher_and_a_refund_takes_it_back() -> None:
    rules_ = rules("tier", TIERED)
    sold = sell(rules_, Account(), "s", basket(line()))
    assert codes_of(sold)[-2:] == ["voucher-issued", "tier-risen"]
    back = give_back(rules_, sold.account, sold.record, day(1)).after
    assert states(back.account, day(1)) == ["cancelled"]
    assert codes_of(back)[-2:] == ["voucher-cancelled", "tier-fallen"]
    again = sell(rules_, back.account, "s2", basket(line(), at=day(2)))
    assert states(again.account, day(3)) == ["cancelled", "open"]
    assert sell(rules_, Account(), "s", basket(line("A", "1", 50))).account.vouchers == ()


def test_a_limit_is_how_many_a_member_is_issued_in_a_period() -> None:
    rules_ = rules("apology", 'limit = { times = 1, per = "month" }')
    first = issue_by_hand(rules_, Passing(Account(), codes=CODES), one(rules_), day(0))
    with pytest.raises(Refused) as refused:
        issue_by_hand(rules_, first, one(rules_), day(1))
    assert refused.value.code == "voucher-limit"
    assert issue(rules_, first, one(rules_), day(1)) == first
    second = issue_by_hand(rules_, first, one(rules_), day(20))
    assert len(second.account.vouchers) == 2
    assert len({each.code for each in second.account.vouchers}) == 2


def test_without_a_fresh_code_nothing_is_issued() -> None:
    with pytest.raises(Refused) as refused:
        issue(rules("apology"), Passing(Account()), one(rules("apology")), day(0))
    assert refused.value.code == "voucher-no-code"


def bought() -> tuple[Program, Settling]:
    rules_ = rules("reward", "days = 30", REWARD)
    return rules_, sell(rules_, rich(), "s", basket(line("A", "2"), rewards=["later"]))


def test_points_buy_a_voucher_and_the_last_of_the_sale_takes_it_back() -> None:
    rules_, sold = bought()
    assert (states(sold.account, day(0)), points_of(sold.account, day(1))) == (["open"], 82)
    part = give_back(rules_, sold.account, sold.record, day(1), {0: 1000}).after
    assert states(part.account, day(1)) == ["open"]
    whole = give_back(rules_, part.account, part.record, day(1)).after
    assert (states(whole.account, day(1)), points_of(whole.account, day(2))) == (["cancelled"], 100)


def test_a_voucher_that_was_used_takes_its_points_with_it_until_it_is_back() -> None:
    rules_, sold = bought()
    code = sold.account.vouchers[0].code
    used = sell(rules_, sold.account, "s2", basket(line(), at=day(2), codes=(code,)))
    gone = give_back(rules_, used.account, sold.record, day(3))
    assert gone.refund.points_returned == 0
    restored = give_back(rules_, used.account, used.record, day(3)).after
    back = give_back(rules_, restored.account, sold.record, day(4))
    assert (back.refund.points_returned, states(back.after.account, day(4))) == (20, ["cancelled"])


def test_a_voucher_can_be_handed_back_unused_for_its_points() -> None:
    rules_, sold = bought()
    code = sold.account.vouchers[0].code
    back = hand_back(rules_, sold.account, sold.record, code, day(1))
    assert codes_of(back) == ["voucher-cancelled", "points-given-back"]
    assert points_of(back.account, day(1)) == 102
    whole = give_back(rules_, back.account, back.record, day(2))
    assert (whole.refund.points_returned, points_of(whole.after.account, day(3))) == (0, 100)
    for account, at in ((back.account, day(1)), (sold.account, day(99))):
        with pytest.raises(Refused) as refused:
            hand_back(rules_, account, sold.record, code, at)
        assert refused.value.code == "voucher-not-handed-back"


def test_a_reward_whose_voucher_the_program_has_no_more_gives_none() -> None:
    rules_, sold = bought()
    without = replace(rules_, vouchers=())
    again = sell(without, sold.account, "s2", basket(line(), at=day(1), rewards=["later"]))
    assert len(again.account.vouchers) == 1


def test_vouchers_are_told_and_counted() -> None:
    from loyalty.account.vouchers import SECTION

    figures: Mapping[str, object] = {}
    told: list[str] = []
    for keys in ("", "days = 3", "starts_after_days = 2"):
        rules_ = rules("welcome", keys)
        account = passed(rules_, Account(), 0).account
        figures = SECTION.figures(rules_, account, day(1))
        told += [each.code for each in SECTION.told(rules_, account, day(1))]
        later = passed(rules_, account, 9)
        assert ("voucher-expired" in codes_of(later)) == (keys == "days = 3")
        assert SECTION.figures(rules_, later.account, day(9)) == {
            "vouchers": {} if keys == "days = 3" else {"v": 1}
        }
        told += [each.code for each in SECTION.told(rules_, later.account, day(9))]
    assert figures == {"vouchers": {"v": 1}}
    assert told == ["has-voucher", "has-voucher", "has-voucher-until", "has-voucher-from", "has-voucher"]
