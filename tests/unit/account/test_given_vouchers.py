"""Vouchers that a challenge or a membership gives: issued, taken back unused, and kept once used."""

from dataclasses import replace

import pytest

from loyalty.account import Account, Settling
from loyalty.account.referral import recommend, settle_notice
from loyalty.basket import Basket
from loyalty.program import Program, ProgramRefused
from loyalty.refusals import SentenceRefused
from tests.unit.account.accounts import codes_of, day, give_back, sell
from tests.unit.loyalty.shop import basket, line, program

ONE_TIER = '[[tier]]\nid = "member"\nat = 0\n'
OFF = 'kind = "amount_off"\namount = 1000\nwhen = { voucher = true }'


def voucher(issue: str, more: str = "") -> str:
    return f'[[voucher]]\nid = "gift"\npromotion = "p0"\nissue = "{issue}"\n{more}'


CHALLENGE = """
[[challenge]]
id = "c"
name = "C"
measure = "units"
goal = 2
times = 3
on = { skus = ["A"] }
voucher = "gift"
"""
VIP = '[[membership]]\nid = "vip"\nname = "VIP"\nsku = "V"\nprice = 365000\nmonths = 12\n'


def rules(text: str) -> Program:
    return program(OFF, tiers=ONE_TIER, more=text)


def buy(by: Program, account: Account, sale: str, number: int, bought: Basket) -> Settling:
    return sell(by, account, sale, replace(bought, at=day(number)))


def states(account: Account, number: int) -> list[str]:
    return [each.state(day(number)) for each in account.vouchers]


def test_a_challenge_gives_vouchers_and_takes_them_back_unused() -> None:
    by = rules(CHALLENGE + voucher("challenge"))
    done = buy(by, Account(), "a", 0, basket(line(quantity="5")))
    assert states(done.account, 1) == ["open", "open"]
    part = give_back(by, done.account, done.record, day(1), {0: 2000})
    assert states(part.after.account, 1) == ["open", "cancelled"]
    rest = give_back(by, part.after.account, part.after.record, day(2))
    assert states(rest.after.account, 2) == ["cancelled", "cancelled"]
    assert rest.after.account.feats[0].given == ()


def test_a_voucher_that_was_used_is_kept_until_what_it_was_used_for_comes_back() -> None:
    by = rules(CHALLENGE + voucher("challenge"))
    done = buy(by, Account(), "a", 0, basket(line(quantity="2")))
    code = done.account.vouchers[0].code
    used = buy(by, done.account, "b", 1, basket(line("B", "0.5", 9_000), codes=(code,)))
    back = give_back(by, used.account, done.record, day(2))
    assert states(back.after.account, 2) == ["redeemed"]
    # The prize is owed: the next goal gives none.
    again = buy(by, back.after.account, "c", 3, basket(line(quantity="2")))
    assert states(again.account, 3) == ["redeemed"]
    undone = give_back(by, again.account, again.record, day(4))
    last = give_back(by, undone.after.account, used.record, day(5))
    assert states(last.after.account, 5) == ["cancelled"]


def test_a_limit_of_the_voucher_holds() -> None:
    by = rules(CHALLENGE + voucher("challenge", 'limit = { times = 1, per = "ever" }\n'))
    done = buy(by, Account(), "a", 0, basket(line(quantity="6")))
    assert states(done.account, 1) == ["open"]
    later = rules(CHALLENGE.replace("gift", "other") + voucher("challenge").replace("gift", "other"))
    assert states(buy(later, done.account, "b", 1, basket(line("B", "0.5"))).account, 2) == ["open"]


def test_a_kind_that_the_program_has_no_more_gives_nothing() -> None:
    by, later = (
        rules(CHALLENGE + voucher("challenge")),
        rules(CHALLENGE.replace('voucher = "gift"', "points = 1")),
    )
    begun = buy(by, Account(), "a", 0, basket(line()))
    assert buy(later, begun.account, "b", 1, basket(line())).account.vouchers == ()


def test_a_membership_begins_with_vouchers_and_ends_with_those_that_were_not_used() -> None:
    by = rules(VIP + 'vouchers = ["gift", "gift"]\nrefund_days = 0\n' + voucher("membership"))
    sold = buy(by, Account(), "v", 0, basket(line("V", price=365_000)))
    assert codes_of(sold) == ["membership-begun", *["voucher-issued-for-ever"] * 2]
    back = give_back(by, sold.account, sold.record, day(1))
    assert states(back.after.account, 1) == ["cancelled", "cancelled"]
    code = sold.account.memberships[0].vouchers[0]
    used = buy(by, sold.account, "b", 1, basket(line("B", price=9_000), codes=(code,)))
    with pytest.raises(SentenceRefused) as refused:
        give_back(by, used.account, sold.record, day(2))
    assert refused.value.code == "membership-used"
    undone = give_back(by, used.account, used.record, day(2))
    assert give_back(by, undone.after.account, sold.record, day(2)).refund.money == 362_000
    kept = rules(VIP + 'vouchers = ["gift", "gift"]\n' + voucher("membership"))
    sold = buy(kept, Account(), "v", 0, basket(line("V", price=365_000)))
    used = buy(kept, sold.account, "b", 1, basket(line("B", price=9_000), codes=(code,)))
    ended = give_back(kept, used.account, sold.record, day(2)).after.account
    assert states(ended, 2) == ["redeemed", "cancelled"]
    last = give_back(kept, ended, used.record, day(3)).after.account
    assert states(last, 3) == ["cancelled", "cancelled"]


def test_a_membership_names_vouchers_that_are_issued_for_it() -> None:
    with pytest.raises(ProgramRefused) as refused:
        rules(VIP + 'vouchers = ["gift"]\n' + voucher("welcome"))
    (fault,) = refused.value.faults
    assert (fault.key, fault.what) == ("membership[1].vouchers[1]", '"gift" is issued as "welcome"')


REFERRAL = '[referral]\nvoucher_friend = "gift"\nvoucher_referrer = "gift"\n'


def test_a_recommendation_gives_vouchers_to_both_and_takes_them_back_unused() -> None:
    by = rules(REFERRAL + voucher("referral"))
    friend = recommend(by, Account(id="binh"), Account(id="an"), day(0), referrer_of=lambda _member: "")
    bought = buy(by, friend, "s", 1, basket(line("B")))
    assert codes_of(bought) == ["points-earned", "voucher-issued-for-ever"]
    referrer = settle_notice(by, Account(id="an"), bought.notices[0], codes=("9300000000017",))
    assert codes_of(referrer) == ["voucher-issued-for-ever"]
    back = give_back(by, bought.account, bought.record, day(2)).after
    lost = settle_notice(by, referrer.account, back.notices[0])
    assert codes_of(back) == ["points-taken-back", "voucher-cancelled"]
    assert (states(back.account, 2), states(lost.account, 2)) == (["cancelled"], ["cancelled"])
    code = bought.account.vouchers[0].code
    used = buy(by, bought.account, "t", 2, basket(line("B", price=9_000), codes=(code,)))
    assert states(give_back(by, used.account, bought.record, day(3)).after.account, 3) == ["redeemed"]
