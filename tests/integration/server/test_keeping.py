"""What a program keeps beside points, at the server: folded from tills' events, and folded again alike."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import text

from loyalty.account import Account
from loyalty.identity.voucher_codes import voucher_codes
from loyalty.units import Money, Points
from loyalty.wire.extras import ChallengeOf, RewardGiven, SaleExtras, StampsOf
from loyalty.wire.journal import Refunded, SaleBurn, SaleSettled, SaleVoided
from loyalty.wire.messages import Person
from server.clock import moment_text
from server.store.tables.keeping import keeping_notes
from server.store.tables.ledger import lots
from server.usecases import merging
from server.usecases.admin.close_day import close_day
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.people import Who, erase_member
from server.usecases.jobs import run_jobs
from tests.integration.server.conftest import House
from tests.integration.server.kept_things import kept, no_faults, state
from tests.integration.server.returned_goods import event_of
from tests.integration.server.tills import FakeTill, burn_of, sale_body

STAMP = SaleExtras(stamps=(StampsOf("coffee", "Thẻ cà phê", "visit", 1, (0,)),))
VISIT = SaleExtras(challenges=(ChallengeOf("twice", "visits", (0,)),))


def sell(
    till: FakeTill,
    sale: str,
    member: str,
    extras: SaleExtras | None = None,
    *,
    net: int = 1_000_000,
    earned: int = 100,
    burn: SaleBurn | None = None,
    used_codes: tuple[str, ...] = (),
) -> SaleSettled:
    """A sale with what it does beside points."""
    body = sale_body(sale, member, fingerprint=till.fingerprint, net=net, earned=earned, burn=burn)
    body = replace(body, extras=extras, used_codes=used_codes)
    till.record("sale_settled", body)
    return body


def rules_of(account: Account) -> list[str]:
    """The kinds of the vouchers that are held, as they were issued."""
    return [each.rule for each in account.vouchers]


def stamps_of(house: House, member: str) -> list[int]:
    """What is on each card of a member."""
    return [card.stamps(house.clock.now()) for card in kept(house, member).cards]


def test_a_new_member_is_welcomed_once(keeping: House) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync()
    assert rules_of(kept(keeping, "m1")) == ["welcome-fifty"]
    sell(keeping.q1, "s1", "m1")
    keeping.q1.sync()
    assert rules_of(kept(keeping, "m1")) == ["welcome-fifty"]
    assert set(state(keeping, "m1").vouchers.values()) == {"fifty-off"}
    no_faults(keeping)


def test_a_full_card_is_a_voucher_with_the_number_that_the_till_works_out_too(keeping: House) -> None:
    keeping.q1.enrol("m1")
    sell(keeping.q1, "s1", "m1", STAMP)
    keeping.q1.sync()
    assert stamps_of(keeping, "m1") == [1]
    sell(keeping.q2, "s2", "m1", STAMP)
    keeping.q2.sync()
    coffees = [each.code for each in kept(keeping, "m1").vouchers if each.rule == "free-coffee"]
    assert coffees == [voucher_codes("s2")[0]]
    assert stamps_of(keeping, "m1") == [0]
    no_faults(keeping)


def test_a_void_takes_stamps_and_the_voucher_of_the_full_card_back(keeping: House) -> None:
    keeping.q1.enrol("m1")
    sell(keeping.q1, "s1", "m1", STAMP)
    second = sell(keeping.q1, "s2", "m1", STAMP)
    keeping.q1.void(second)
    keeping.q1.sync()
    assert rules_of(kept(keeping, "m1")) == ["welcome-fifty"]
    assert stamps_of(keeping, "m1") == [1]
    no_faults(keeping)


def test_a_challenge_gives_points_in_the_books_and_a_void_takes_them(keeping: House) -> None:
    keeping.q1.enrol("m1")
    sell(keeping.q1, "s1", "m1", VISIT, earned=0)
    keeping.q1.sync()
    keeping.clock.move(days=1)
    keeping.q1.now = keeping.clock.now()
    second = sell(keeping.q1, "s2", "m1", VISIT, earned=0)
    keeping.q1.sync()
    assert state(keeping, "m1").points == 100
    assert [row["granted"] for row in keeping.rows(lots)] == [100]
    no_faults(keeping)
    keeping.q1.void(second)
    keeping.q1.sync()
    assert state(keeping, "m1").points == 0
    no_faults(keeping)


def test_a_voucher_is_used_once_and_a_void_gives_it_back(keeping: House) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync()
    code = next(iter(state(keeping, "m1").vouchers))
    used = sell(keeping.q1, "s1", "m1", used_codes=(code,))
    keeping.q1.sync()
    assert state(keeping, "m1").vouchers == {}
    no_faults(keeping)
    keeping.q1.void(used)
    keeping.q1.sync()
    assert list(state(keeping, "m1").vouchers) == [code]
    no_faults(keeping)


def test_a_stamp_goes_with_the_last_of_a_visit(keeping: House) -> None:
    keeping.q1.enrol("m1")
    sold = sell(keeping.q1, "s1", "m1", STAMP)
    keeping.q1.record("sale_refunded", event_of(sold, {0: 1000}))
    keeping.q1.sync()
    assert stamps_of(keeping, "m1") == [1]
    keeping.q1.record("sale_refunded", event_of(sold, {0: 1000}, before={0: 1000}))
    assert keeping.q1.sync().outcomes[-1].why == ""
    assert stamps_of(keeping, "m1") == [0]
    no_faults(keeping)


def bought(house: House) -> tuple[SaleVoided, str]:
    """A voucher bought for 80 of 200 points: the void of its sale, and the voucher's number."""
    house.q1.enrol("m1")
    sell(house.q1, "s1", "m1", earned=200)
    house.q1.sync()
    burn = replace(burn_of(house.q1.lease("l1", "m1"), 80), points=0, amount=0, reward_points=80)
    extras = SaleExtras(rewards=(RewardGiven("next-time", 80, 0),))
    sale = sell(house.q1, "s2", "m1", extras, earned=0, burn=burn)
    house.q1.close("l1", "m1", spent=80)
    house.q1.sync()
    return SaleVoided(sale.sale, Refunded(Money(sale.total), Points(0), Points(80))), voucher_codes("s2")[0]


def test_points_buy_a_voucher_for_later(keeping: House) -> None:
    void, code = bought(keeping)
    assert state(keeping, "m1").points == 120
    assert code in state(keeping, "m1").vouchers
    no_faults(keeping)
    keeping.q1.record("sale_voided", void)
    keeping.q1.sync()
    assert state(keeping, "m1").points == 200
    assert code not in state(keeping, "m1").vouchers
    no_faults(keeping)


def test_points_that_bought_something_are_burned_in_the_close_of_the_day(keeping: House) -> None:
    day = keeping.clock.now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    bought(keeping)
    keeping.clock.move(days=1)
    close = close_day(keeping.server, tenant=keeping.code, store="q1", day=day)[-1].close
    assert (close.figures.points_earned, close.figures.points_burned, close.liability_points) == (
        200,
        80,
        120,
    )


def test_the_points_of_a_voucher_that_was_used_since_do_not_come_back(keeping: House) -> None:
    void, code = bought(keeping)
    sell(keeping.q2, "s3", "m1", earned=0, used_codes=(code,))
    keeping.q2.sync()
    keeping.q1.record("sale_voided", void)
    keeping.q1.sync()
    assert state(keeping, "m1").points == 120
    no_faults(keeping)


def test_a_tier_that_was_reached_brings_a_voucher_and_takes_it_along(keeping: House) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync()
    big = sell(keeping.q1, "s1", "m1", net=6_000_000)
    keeping.q1.sync()
    assert rules_of(kept(keeping, "m1")) == ["welcome-fifty", "silver-fifty"]
    keeping.q1.void(big)
    keeping.q1.sync()
    assert rules_of(kept(keeping, "m1")) == ["welcome-fifty"]
    no_faults(keeping)


def test_birthdays_come_by_themselves_once_a_year(keeping: House) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync(persons=[Person("m1", "Nguyễn Văn An", "+84912345678", birthday="12-01")])
    assert run_jobs(keeping.server, keeping.tenant).issued == 0
    keeping.clock.move(days=6)
    assert run_jobs(keeping.server, keeping.tenant).issued == 1
    assert run_jobs(keeping.server, keeping.tenant).issued == 0
    assert rules_of(kept(keeping, "m1")) == ["welcome-fifty", "birthday-fifty"]
    keeping.clock.move(days=365)
    assert run_jobs(keeping.server, keeping.tenant).issued == 1
    no_faults(keeping)


def two_cards(house: House) -> None:
    """Two members with a stamp each and a welcome each."""
    for member, sale in (("m1", "s1"), ("m2", "s2")):
        house.q1.enrol(member)
        sell(house.q1, sale, member, STAMP)
    house.q1.sync()


def test_no_stamp_and_no_voucher_is_lost_by_a_merge_and_its_undoing(keeping: House) -> None:
    two_cards(keeping)
    codes = set(state(keeping, "m1").vouchers) | set(state(keeping, "m2").vouchers)
    merging.merge(keeping.server, keeping.tenant, alias="m2", survivor="m1", by="manager")
    assert set(state(keeping, "m1").vouchers) == codes
    assert stamps_of(keeping, "m1") == [2]
    assert kept(keeping, "m2") == Account()
    no_faults(keeping)
    sell(keeping.q2, "s3", "m2", STAMP)
    keeping.q2.sync()
    no_faults(keeping)
    merging.unmerge(keeping.server, keeping.tenant, alias="m2", by="manager")
    both = {*state(keeping, "m1").vouchers, *state(keeping, "m2").vouchers}
    assert both == {*codes, voucher_codes("s3")[0]}
    assert voucher_codes("s3")[0] in state(keeping, "m2").vouchers
    no_faults(keeping)


def test_whoever_is_erased_has_nothing_kept(keeping: House) -> None:
    two_cards(keeping)
    erase_member(keeping.server, tenant=keeping.code, who=Who(member="m1"))
    assert kept(keeping, "m1") == Account()
    no_faults(keeping)


def test_a_sale_that_is_put_aside_has_stamped_nothing(keeping: House) -> None:
    keeping.q1.enrol("m1")
    body = replace(sale_body("s1", "m1", fingerprint=keeping.q1.fingerprint), extras=STAMP)
    unpaid = replace(body, extras=SaleExtras(rewards=(RewardGiven("next-time", 80, 0),)))
    crooked = replace(body, extras=SaleExtras(rewards=(RewardGiven("next-time", 0, 0, (0, 0)),)))
    for wrong in (replace(body, total=1), unpaid, crooked):
        keeping.q1.record("sale_settled", wrong)
    outcomes = keeping.q1.sync().outcomes
    assert [each.why for each in outcomes[1:]] == ["sums-differ"] * 3
    assert kept(keeping, "m1").cards == ()
    no_faults(keeping)


def test_the_doctor_notices_what_no_event_explains(keeping: House) -> None:
    two_cards(keeping)
    keeping.server.database.write(
        lambda connection: connection.execute(
            text("UPDATE keepings SET body = '{}' WHERE tenant = :tenant AND member = 'm1'"),
            {"tenant": keeping.tenant},
        )
    )
    assert examine_server(keeping.server, tenant=keeping.code) == (
        "member m1: vouchers, stamps or challenges are not what their notes come to",
    )


def test_nothing_personal_is_noted(keeping: House) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync(persons=[Person("m1", "Nguyễn Văn An", "+84912345678", birthday="11-25")])
    said = " ".join(row["said"] for row in keeping.rows(keeping_notes))
    assert "birthday-fifty" in said
    assert "Nguy" not in said
    assert "84912345678" not in said


def test_a_program_that_keeps_nothing_notes_nothing(house: House) -> None:
    house.q1.enrol("m1")
    house.q1.sell("s1", "m1")
    house.q1.sync()
    assert house.rows(keeping_notes) == []
    assert state(house, "m1").keeping is None


def test_points_of_a_challenge_that_were_spent_are_owed_once_a_sale_of_it_comes_back(keeping: House) -> None:
    till, bought = keeping.q1, list[SaleSettled]()
    till.enrol("m")
    for name in ("s1", "s2"):
        body = replace(sale_body(name, "m", fingerprint=till.fingerprint, earned=10), extras=VISIT)
        till.record("sale_settled", body, at=moment_text(keeping.clock.now()))
        bought.append(body)
        keeping.clock.move(hours=24)
    lease = till.lease("l1", "m")
    till.sell("s3", "m", earned=0, burn=burn_of(lease, 120))
    till.close("l1", "m", spent=120)
    till.sync()
    till.record("sale_refunded", event_of(bought[0], {0: 2_000}))
    assert [each.why for each in till.sync().outcomes] == [""]
    assert state(keeping, "m").owed == 110
    keeping.check()
