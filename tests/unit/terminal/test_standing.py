"""What the counter shows of a member between two syncs: the server's word, and this till's own since."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loyalty.basket import Today
from loyalty.units import Points
from loyalty.wire.feed import LotState, MemberDay
from terminal.birthday_near import birthday_is_near
from terminal.clock import timestamp
from terminal.in_force import in_force
from terminal.membership import AttachedMember
from terminal.open_sale import add_code
from terminal.sale import SettledSale
from terminal.standing import attached_member, member_row
from terminal.store.returns import UnsyncedRefund
from terminal.store.sales import UnsyncedVoid
from terminal.usecases.basket import refresh_member
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.settled_sales import rice_for_anh, tender, with_anh, with_goods
from tests.unit.terminal.till_kit import ANH, LAN, MORNING, PROGRAM, Counter, grant_claims, program_row

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")


def anh(counter: Counter) -> AttachedMember:
    return member_by_id(counter.till, "member-anh")


def measured_by(counter: Counter, measure: str) -> None:
    text = PROGRAM.replace("[[tier]]", f'[tiers]\nmeasure = "{measure}"\n\n[[tier]]', 1)
    with counter.store.write() as unit:
        unit.config.put_program(program_row(text, version=2, valid_from=counter.clock.now()))


def rice_by_card(counter: Counter) -> SettledSale:
    """One bag of rice for Ánh, no points burned."""
    sale = with_anh(counter, with_goods(counter, "RICE-ST25"), lent=0)
    return settle_sale(counter.till, LAN, sale, (tender("card", 183_330),))


def lot(name: str, points: int, *, from_days: int = -9, dies_days: int | None = 9) -> LotState:
    dies = None if dies_days is None else timestamp(MORNING + timedelta(days=dies_days))
    return LotState(name, Points(points), dies, timestamp(MORNING + timedelta(days=from_days)))


def test_the_balance_is_what_is_alive_and_spendable_less_what_is_owed(shop: Counter) -> None:
    lots = (
        lot("a", 100),
        lot("b", 200, dies_days=None),
        lot("dead", 400, dies_days=-1),
        lot("later", 800, from_days=1),
    )
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, lots=lots, owed=Points(50), revision=2)])
    assert anh(shop).points == 250
    shop.clock.move(days=1)
    assert anh(shop).points == 1050
    shop.clock.move(days=8)
    assert anh(shop).points == 150


def test_a_sale_of_this_till_is_in_the_figures_at_once(shop: Counter) -> None:
    rice_for_anh(shop)
    member = anh(shop)
    assert (member.points, member.measure, member.purchases, member.missing) == (
        1083,
        6_266_660,
        13,
        13_733_340,
    )
    assert sorted(each.points for each in member.lots) == [33, 1050]


def test_once_the_server_has_seen_it_only_the_servers_figures_count(shop: Counter) -> None:
    rice_for_anh(shop)
    with shop.store.write() as unit:
        head = unit.journal.head()
        unit.state.set_watermark(
            acked_seq=head.seq, acked_hash=head.hash, feed_epoch="epoch-1", feed_cursor=1
        )
        unit.members.put([replace(ANH, lots=(lot("lot-1", 1050), lot("new", 33)), purchases=13, revision=2)])
    assert (anh(shop).points, anh(shop).purchases) == (1083, 13)


def test_a_void_of_a_sale_the_server_knows_counts_until_it_knows_of_the_void(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    with shop.store.write() as unit:
        head = unit.journal.head()
        unit.state.set_watermark(
            acked_seq=head.seq, acked_hash=head.hash, feed_epoch="epoch-1", feed_cursor=1
        )
        lots = (lot("lot-1", 1050), lot(sale.lot.lot if sale.lot else "", 33))
        unit.members.put([replace(ANH, lots=lots, purchases=13, measure=6_266_660, revision=2)])
    void_last_sale(shop.till, LAN, sale.sale)
    member = anh(shop)
    assert (member.points, member.purchases, member.measure) == (1250, 12, 6_000_000)


def test_points_that_were_spent_before_the_void_are_paid_by_those_that_come_back(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    with shop.store.write() as unit:
        head = unit.journal.head()
        unit.state.set_watermark(
            acked_seq=head.seq, acked_hash=head.hash, feed_epoch="epoch-1", feed_cursor=1
        )
        unit.members.put([replace(ANH, lots=(), points=Points(0), revision=2)])
    void_last_sale(shop.till, LAN, sale.sale)
    member = anh(shop)
    assert (member.points, member.owed) == (200 - 33, 0)


def test_a_higher_tier_counts_as_soon_as_it_is_reached_here(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, measure=19_900_000, revision=2)])
    rice_for_anh(shop)
    assert (anh(shop).tier, anh(shop).tier_name, anh(shop).next_tier) == ("gold", "Vàng", None)


def one_bag(counter: Counter) -> SettledSale:
    """One bag of rice for Ánh at whatever her tier makes of its price."""
    sale = with_anh(counter, with_goods(counter, "RICE-ST25"), lent=0)
    return settle_sale(counter.till, LAN, sale, (tender("card", price(counter.till, sale).total),))


def reached(sale: SettledSale) -> str:
    return "" if sale.member is None else sale.member.tier_reached


def test_the_sale_that_reaches_a_tier_says_so_and_so_do_copies_of_its_receipt(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, measure=20_000_000 - 266_660, revision=2)])
    lifted = rice_for_anh(shop)
    assert (reached(lifted), anh(shop).tier_name) == ("Vàng", "Vàng")
    with shop.store.read() as reading:
        kept = reading.sales.by_id(lifted.sale)
    assert kept is not None
    assert reached(kept) == "Vàng"
    assert not reached(one_bag(shop))


def test_a_sale_that_leaves_one_dong_missing_reaches_nothing(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, measure=20_000_000 - 266_661, revision=2)])
    assert not reached(rice_for_anh(shop))
    assert anh(shop).missing == 1


def test_measured_by_points_the_sale_that_earns_what_is_missing_reaches_the_tier(shop: Counter) -> None:
    measured_by(shop, "points")
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, measure=20_000_000 - 34, revision=2)])
    first = rice_for_anh(shop)
    assert (first.earned_points, reached(first)) == (33, "")
    assert (reached(one_bag(shop)), anh(shop).tier) == ("Vàng", "gold")


def test_measured_by_visits_the_first_sale_of_the_day_reaches_the_tier(shop: Counter) -> None:
    measured_by(shop, "visits")
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, measure=20_000_000 - 2, revision=2)])
    assert [reached(one_bag(shop)), reached(one_bag(shop)), anh(shop).missing] == ["", "", 1]
    shop.clock.move(days=1)
    assert (reached(one_bag(shop)), anh(shop).tier) == ("Vàng", "gold")


def test_a_tier_the_server_gave_is_never_lowered_here(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, tier="gold", measure=0, revision=2)])
    assert anh(shop).tier == "gold"


def test_measured_by_points_the_earned_ones_count(shop: Counter) -> None:
    measured_by(shop, "points")
    sale = rice_for_anh(shop)
    assert anh(shop).measure == 6_000_000 + sale.earned_points
    void_last_sale(shop.till, LAN, sale.sale)
    assert anh(shop).measure == 6_000_000


def test_measured_by_visits_a_day_counts_once(shop: Counter) -> None:
    measured_by(shop, "visits")
    rice_by_card(shop)
    last = rice_by_card(shop)
    assert anh(shop).measure == 6_000_001
    void_last_sale(shop.till, LAN, last.sale)
    assert anh(shop).measure == 6_000_001
    shop.clock.move(days=1)
    rice_by_card(shop)
    assert anh(shop).measure == 6_000_002


def test_measured_by_visits_a_day_whose_only_sale_is_voided_is_none(shop: Counter) -> None:
    measured_by(shop, "visits")
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, measure=20_000_000 - 2, revision=2)])
    void_last_sale(shop.till, LAN, one_bag(shop).sale)
    assert anh(shop).measure == 20_000_000 - 2
    again = one_bag(shop)
    assert (reached(again), anh(shop).missing) == ("", 1)
    shop.clock.move(days=1)
    assert reached(one_bag(shop)) == "Vàng"


def test_measured_by_visits_a_day_that_the_server_counts_already_counts_no_more(shop: Counter) -> None:
    measured_by(shop, "visits")
    today = MORNING.astimezone(SAIGON).date().isoformat()
    with shop.store.write() as unit:
        day = MemberDay(date=today, earned=Points(40), sales=1)
        unit.members.put([replace(ANH, day=day, measure=20_000_000 - 1, revision=2)])
    elsewhere = one_bag(shop)
    assert (reached(elsewhere), anh(shop).missing, anh(shop).tier) == ("", 1, "silver")
    void_last_sale(shop.till, LAN, elsewhere.sale)
    assert anh(shop).missing == 1


def test_measured_by_visits_the_void_of_the_days_only_sale_takes_the_servers_visit_away(
    shop: Counter,
) -> None:
    measured_by(shop, "visits")
    sale, today = one_bag(shop), MORNING.astimezone(SAIGON).date().isoformat()
    with shop.store.write() as unit:
        head = unit.journal.head()
        unit.state.set_watermark(
            acked_seq=head.seq, acked_hash=head.hash, feed_epoch="epoch-1", feed_cursor=1
        )
        day = MemberDay(date=today, earned=Points(18), sales=1)
        unit.members.put([replace(ANH, day=day, measure=20_000_000 - 1, revision=2)])
    void_last_sale(shop.till, LAN, sale.sale)
    assert anh(shop).missing == 2
    assert (reached(one_bag(shop)), anh(shop).missing) == ("", 1)


def test_a_voucher_that_was_used_here_is_gone(shop: Counter) -> None:
    voucher = PROGRAM + (
        '\n[[promotion]]\nid = "welcome"\nname = "Phiếu chào"\nkind = "amount_off"\namount = 50000\n'
        "when = { voucher = true }\n"
    )
    with shop.store.write() as unit:
        unit.config.put_program(program_row(voucher, version=2, valid_from=shop.clock.now()))
        unit.members.put([replace(ANH, vouchers={"9300000000017": "welcome", "9": "other"}, revision=2)])
    sale = add_code(with_anh(shop, with_goods(shop, "RICE-ST25"), lent=0), "9300000000017")
    grant_claims(shop)
    sale = refresh_member(shop.till, sale)
    settled = settle_sale(shop.till, LAN, sale, (tender("card", 133_330),))
    assert settled.used_codes == ("9300000000017",)
    assert anh(shop).vouchers == {"9": "other"}


@pytest.mark.parametrize("said", [{}, {"dies_at": "0001-01-01T00:00:00.000Z"}])
def test_what_comes_back_into_a_lot_nobody_lists_has_no_day_where_none_that_can_be_was_said(
    shop: Counter, said: dict[str, str]
) -> None:
    first = rice_for_anh(shop)
    with shop.store.read() as reading:
        record, body = reading.members.by_id("member-anh"), reading.returns.body_of(first.sale)
        assert record is not None
        assert body is not None
        gone = {"lot": "lot-gone", "points": 200}
        back = {"lots": [gone], "points_taken": 0, "points_returned": 200, "money": 0, "tenders": []}
        refund = UnsyncedRefund(
            body=back,
            sale_body={**body, "burn": {**body["burn"], "slices": [{**gone, **said}]}},
            is_whole=False,
            at=shop.clock.now(),
        )
        member = attached_member(
            record, ((), ()), force=in_force(shop.till, reading), at=shop.clock.now(), refunds=(refund,)
        )
    (lot,) = [each for each in member.lots if each.lot == "lot-gone"]
    assert (lot.points, lot.dies_at) == (200, None)


def test_points_that_a_void_gives_back_after_midnight_live_on_as_the_server_will_have_them(
    shop: Counter,
) -> None:
    """The shift goes on past the midnight with which the lot died that they were burned from."""
    sale, midnight = rice_for_anh(shop), datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert sale.at < midnight
    with shop.store.read() as reading:
        record, body = reading.members.by_id("member-anh"), reading.returns.body_of(sale.sale)
        assert record is not None
        assert body is not None
        part = {"lot": "lot-gone", "points": 200, "dies_at": timestamp(midnight)}
        void = UnsyncedVoid(
            body={**body, "burn": {**body["burn"], "slices": [part]}},
            points_taken=0,
            points_returned=200,
            at=midnight + timedelta(minutes=5),
        )
        member = attached_member(record, ((), (void,)), force=in_force(shop.till, reading), at=void.at)
    (lot,) = [each for each in member.lots if each.lot == "lot-gone"]
    assert (lot.points, lot.dies_at) == (200, midnight + timedelta(days=1))


def test_without_a_program_the_servers_tier_is_shown_as_it_is(bare: Counter) -> None:
    with bare.store.write() as unit:
        unit.members.put([ANH])
    member = anh(bare)
    assert (member.tier, member.tier_name, member.next_tier, member.missing) == (
        "silver",
        "silver",
        None,
        None,
    )


def test_a_row_of_a_list_hides_the_number(shop: Counter) -> None:
    row = member_row(anh(shop))
    assert (row.phone_masked, row.phone_tail, row.points) == ("09•• ••• 678", "678", 1250)


@pytest.mark.parametrize(
    ("birthday", "today", "near"),
    [
        ("11-21", "2026-11-21", True),
        ("11-24", "2026-11-21", True),
        ("11-18", "2026-11-21", True),
        ("11-25", "2026-11-21", False),
        ("1990-11-17", "2026-11-21", False),
        ("01-02", "2026-12-30", True),
        ("12-30", "2027-01-02", True),
        ("02-29", "2027-02-28", True),
        ("02-29", "2027-03-03", True),
        ("02-29", "2027-03-04", False),
        ("02-29", "2028-03-03", True),
        (None, "2026-11-21", False),
    ],
)
def test_a_birthday_is_near_three_days_either_side(birthday: str | None, today: str, *, near: bool) -> None:
    noon = datetime.fromisoformat(f"{today}T05:00:00+00:00")
    assert birthday_is_near(birthday, noon, SAIGON) is near


def test_the_day_is_that_of_the_store() -> None:
    late = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    assert birthday_is_near("11-24", late, SAIGON)
    assert not birthday_is_near("11-24", late, ZoneInfo("UTC"))


def test_the_day_of_a_member_is_the_servers_word_and_this_tills_own_sales(shop: Counter) -> None:
    today = (MORNING.astimezone(SAIGON)).date().isoformat()
    with shop.store.write() as unit:
        day = MemberDay(date=today, earned=Points(40), sales=2)
        unit.members.put([replace(ANH, day=day, revision=2)])
    assert anh(shop).today == Today(Points(40), Points(0), 2)
    sold = rice_by_card(shop)
    assert anh(shop).today == Today(Points(40 + sold.earned_points), Points(0), 3)
    void_last_sale(shop.till, LAN, sold.sale)
    assert anh(shop).today == Today(Points(40), Points(0), 2)
    shop.clock.move(days=1)
    assert anh(shop).today == Today()


def test_points_that_pay_count_for_the_day(shop: Counter) -> None:
    sold = rice_for_anh(shop)
    assert sold.burn is not None
    assert anh(shop).today == Today(sold.earned_points, sold.burn.points, 1)
