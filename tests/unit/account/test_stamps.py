"""Stamp cards in an account: full at the goal, stamped off by refunds, dying in their own time."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account, Settling, SoldRecord, member_of
from loyalty.account.stamps import SECTION
from loyalty.program import Program
from loyalty.quote import quote
from loyalty.refund import everything_left
from tests.unit.account.accounts import codes_of, day, give_back, sell
from tests.unit.loyalty.shop import basket, line, program

FREE = 'kind = "gift"\nsku = "A"\nwhen = { voucher = true }'


def rules(keys: str = 'per = "unit"', voucher: str = "", goal: int = 5) -> Program:
    return program(
        FREE,
        more='[[voucher]]\nid = "free"\npromotion = "p0"\nissue = "stamp-card"\n'
        f'{voucher}\n[[stamp_card]]\nid = "c"\nname = "Card"\ngoal = {goal}\nvoucher = "free"\n{keys}\n',
    )


RULES = rules()


def buy(
    account: Account,
    sale: str,
    quantity: str,
    at: float = 0,
    codes: tuple[str, ...] = (),
    by: Program = RULES,
) -> Settling:
    return sell(by, account, sale, basket(line("A", quantity, 100), at=day(at), codes=codes))


def stamps(account: Account, at: float = 1, by: Program = RULES) -> int | None:
    return member_of(by, account, day(at)).stamps.get("c")


def open_codes(account: Account, at: float = 1) -> list[str]:
    return [each.code for each in account.vouchers if each.state(day(at)) == "open"]


def test_a_full_card_issues_its_voucher_and_several_issue_several() -> None:
    some = buy(Account(), "s1", "3")
    assert (stamps(some.account), open_codes(some.account)) == (3, [])
    full = buy(some.account, "s2", "13", 0.1)
    assert (stamps(full.account), len(open_codes(full.account))) == (1, 3)
    assert codes_of(full)[-4:] == ["voucher-issued-for-ever"] * 3 + ["stamps-on-card"]


def test_a_top_up_is_not_stamped_for_but_what_it_buys_is() -> None:
    by = rules('per = "amount"\namount = 5000\n[wallet]\nsku = "W"\nearn_on = "top_up"\n')
    paid_in = sell(by, Account(), "s1", basket(line("W", price=20_000), at=day(0)))
    assert (paid_in.record.kept.lines[0].earned_points, stamps(paid_in.account, by=by)) == (2, None)
    asked = replace(basket(line("A", price=25_000), at=day(0.1)), wallet_amount="max")
    bought = sell(by, paid_in.account, "s2", asked)
    assert (bought.record.kept.lines[0].wallet, stamps(bought.account, by=by)) == (20_000, 4)


def test_stamps_come_off_with_their_goods_and_take_the_unused_voucher_along() -> None:
    some = buy(Account(), "s1", "4")
    full = buy(some.account, "s2", "2", 0.1)
    assert (stamps(full.account), len(open_codes(full.account))) == (1, 1)
    part = give_back(RULES, full.account, full.record, day(0.2), {0: 1000}).after
    assert (stamps(part.account), len(open_codes(part.account))) == (0, 1)
    whole = give_back(RULES, part.account, part.record, day(0.3)).after
    assert (stamps(whole.account), open_codes(whole.account)) == (4, [])
    assert codes_of(whole)[-2:] == ["stamps-taken-back", "voucher-cancelled"]


def test_stamps_whose_voucher_was_used_are_owed_until_it_is_back() -> None:
    full = buy(Account(), "s1", "5")
    (code,) = open_codes(full.account)
    used = buy(full.account, "s2", "1", 0.1, codes=(code,))
    assert stamps(used.account) == 0
    owing = give_back(RULES, used.account, full.record, day(0.2), {0: 2000}).after
    assert stamps(owing.account) == -2
    paying = buy(owing.account, "s3", "3", 0.3)
    assert (stamps(paying.account), open_codes(paying.account)) == (1, [])
    restored = give_back(RULES, owing.account, used.record, day(0.4)).after
    assert (stamps(restored.account), open_codes(restored.account)) == (3, [])


def test_the_newest_unused_voucher_is_taken_back_first() -> None:
    full = buy(Account(), "s1", "10")
    first, second = open_codes(full.account)
    used = buy(full.account, "s2", "1", 0.1, codes=(second,))
    part = give_back(RULES, used.account, full.record, day(0.2), {0: 1000}).after
    assert (stamps(part.account), open_codes(part.account)) == (4, [])
    kept = give_back(RULES, full.account, full.record, day(0.2), {0: 1000}).after
    assert (stamps(kept.account), open_codes(kept.account)) == (4, [first])


def test_a_new_card_comes_with_its_first_stamps() -> None:
    started = rules('per = "visit"\nstart = 2')
    assert stamps(Account(), by=started) is None
    sold = buy(Account(), "s1", "9", by=started)
    assert stamps(sold.account, by=started) == 3
    back = give_back(started, sold.account, sold.record, day(1)).after
    assert stamps(back.account, by=started) == 2
    assert stamps(buy(back.account, "s2", "1", 2, by=started).account, 3, by=started) == 3


def test_stamps_die_at_the_end_of_their_month() -> None:
    mortal = rules('per = "unit"\nexpire_months = 1')
    first = buy(Account(), "s1", "2", by=mortal)
    second = buy(first.account, "s2", "1", 10, by=mortal)
    assert stamps(second.account, 36, by=mortal) == 3
    assert stamps(second.account, 38, by=mortal) == 1
    back = give_back(mortal, second.account, first.record, day(40)).after
    assert stamps(back.account, 41, by=mortal) == 1


def test_a_limit_of_the_card_is_in_how_many_sales_it_is_stamped() -> None:
    daily = rules('per = "visit"\nwhen = { limit = { times = 1, per = "day" } }')
    first = buy(Account(), "s1", "1", by=daily)
    second = buy(first.account, "s2", "1", 0.1, by=daily)
    assert stamps(second.account, by=daily) == 1
    assert stamps(buy(second.account, "s3", "1", 1, by=daily).account, 2, by=daily) == 2


def test_where_the_limit_of_the_voucher_is_reached_the_stamps_stay_on_the_card() -> None:
    once = rules(voucher='limit = { times = 1, per = "ever" }')
    sold = buy(Account(), "s1", "11", by=once)
    assert (stamps(sold.account, by=once), len(open_codes(sold.account))) == (6, 1)


def test_a_full_card_beyond_the_limit_of_its_voucher_is_not_said_to_give_one() -> None:
    once = rules(voucher='limit = { times = 1, per = "ever" }')
    account, told = Account(), list[str]()
    for number, quantity in enumerate(("4", "12", "1")):
        member = member_of(once, account, day(number))
        (stamped,) = quote(once, basket(line("A", quantity, 100), at=day(number), by=member)).stamps
        before = len(account.vouchers)
        account = buy(account, f"s{number}", quantity, number, by=once).account
        after = stamps(account, number + 0.5, by=once)
        assert (stamped.have, stamped.full) == (after, len(account.vouchers) - before)
        told.append(stamped.why.text("en"))
    assert told == [
        "Card: 4 more on the card, 4 of 5",
        "Card: 12 more, 1 full, 11 of 5 on the next; its vouchers have all been given",
        "Card: 1 more, full with 12 of 5; its vouchers have all been given",
    ]


def test_two_cards_of_one_voucher_share_its_limit() -> None:
    more = '[[stamp_card]]\nid = "d"\nname = "Other"\ngoal = 5\nvoucher = "free"\nper = "unit"\n'
    both = rules(voucher='limit = { times = 1, per = "ever" }', keys=f'per = "unit"\n{more}')
    bought = basket(line("A", "6", 100), at=day(0), by=member_of(both, Account(), day(0)))
    account = sell(both, Account(), "s1", bought).account
    quoted = {each.card: each.have for each in quote(both, bought).stamps}
    assert quoted == member_of(both, account, day(0.5)).stamps == {"c": 1, "d": 6}


def test_a_limit_that_is_of_a_month_lets_the_card_give_its_voucher_in_the_next() -> None:
    monthly = rules(voucher='limit = { times = 1, per = "month" }')
    full = buy(Account(), "s1", "10", by=monthly).account
    assert member_of(monthly, full, day(0.5)).vouchers_left == {"free": 0}
    later = member_of(monthly, full, day(32))
    assert later.vouchers_left == {"free": 1}
    (stamped,) = quote(monthly, basket(line("A", "1", 100), at=day(32), by=later)).stamps
    assert (stamped.have, stamped.full) == (1, 1)


def test_a_card_that_the_program_has_no_more_is_neither_shown_nor_in_the_way() -> None:
    sold = buy(Account(), "s1", "3")
    without = replace(RULES, stamp_cards=())
    assert member_of(without, sold.account, day(1)).stamps == {}
    back = give_back(without, sold.account, sold.record, day(1)).after
    assert stamps(back.account) == 0
    lost = replace(sold.account, cards=())
    assert give_back(RULES, lost, sold.record, day(1)).after.account.cards == ()
    no_voucher = replace(RULES, vouchers=())
    assert stamps(buy(Account(), "s1", "7", by=no_voucher).account, by=no_voucher) == 7


def test_too_small_a_sale_leaves_the_card_as_it_was() -> None:
    by = rules('per = "amount"\namount = 5000')
    small = buy(Account(), "s1", "49", by=by)
    assert small.account.cards == ()
    assert stamps(buy(small.account, "s2", "50", by=by).account, by=by) == 1


def test_stamps_that_are_owed_are_called_so() -> None:
    full = buy(Account(), "s1", "5")
    (code,) = open_codes(full.account)
    used = buy(full.account, "s2", "1", 0.1, codes=(code,))
    back = give_back(RULES, used.account, full.record, day(0.2)).after
    owed = "Card: còn nợ 5 dấu, vì phiếu của thẻ đã dùng rồi hàng mới được trả lại"
    assert [each.text("vi") for each in SECTION.told(RULES, back.account, day(1))] == [owed]
    asked = basket(line("A", "2", 100), at=day(1), by=member_of(RULES, back.account, day(1)))
    (stamped,) = quote(RULES, asked).stamps
    assert stamped.why.text("vi") == "Card: thêm 2 dấu, còn nợ 3 dấu"
    paid = buy(back.account, "s3", "2", 1)
    assert "Card: 2 more, 3 still owed" in [each.text("en") for each in paid.news]


def test_stamps_are_told_and_counted() -> None:
    sold = buy(Account(), "s1", "3")
    assert SECTION.figures(RULES, sold.account, day(1)) == {"stamps": {"c": 3}}
    assert [each.text("en") for each in SECTION.told(RULES, sold.account, day(1))] == ["Card: 3 of 5 stamps"]
    assert list(SECTION.told(RULES, Account(), day(1))) == []


PERS = ('per = "unit"', 'per = "visit"', 'per = "amount"\namount = 150')


@pytest.mark.parametrize("per", PERS)
@given(st.data())
def test_whoever_brings_everything_back_has_the_stamps_they_had(per: str, data: st.DataObject) -> None:
    by = rules(per, goal=3)
    before = buy(Account(), "s0", data.draw(st.sampled_from(["1", "2", "4"])), by=by)
    account, records = before.account, dict[str, SoldRecord]()
    had = (stamps(account, by=by) or 0, len(open_codes(account, 0.5)))
    for number in range(data.draw(st.integers(1, 3))):
        sold = buy(account, f"s{number + 1}", data.draw(st.sampled_from(["1", "3", "7"])), number + 1, by=by)
        account, records[f"s{number + 1}"] = sold.account, sold.record
    at = 10
    while records:
        sale = data.draw(st.sampled_from(sorted(records)))
        left = everything_left(records[sale].kept)
        part = {place: min(quantity, max(1000, quantity // 2)) for place, quantity in left.items()}
        after = give_back(by, account, records[sale], day(at), part).after
        account, records[sale], at = after.account, after.record, at + 1
        if after.record.kept.is_returned:
            del records[sale]
    assert (stamps(account, at, by=by) or 0, len(open_codes(account, at))) == had
