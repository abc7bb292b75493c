"""Two members who are one person: merged by the older, told, used by either name, and parted again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.wire.feed import CardRow, MemberState
from loyalty.wire.importing import ImportChunk, ImportRow
from loyalty.wire.messages import LeaseAsk, Person, SyncAnswer
from server.store.tables.members import cards
from server.usecases import merging
from server.usecases.admin.people import Who, find_member, merge_members, unmerge_member
from server.usecases.importing import import_chunk
from server.usecases.look_up import look_up
from server.usecases.merging import merge_doubles
from tests.integration.server.conftest import House
from tests.integration.server.tills import FakeTill, burn_of, sale_body

OLD, YOUNG = "member-old", "member-young"
PHONE = "+84912345678"
CARDS = (card_number(1), card_number(2))


@pytest.fixture
def house(house: House) -> House:
    """Two tills have enrolled the same phone without a network; the first to sync is the younger."""
    house.q1.enrol(OLD, card=CARDS[0])
    house.q1.sell("s-old", OLD, earned=100)
    house.clock.move(hours=1)
    house.q2.now = house.clock.now()
    house.q2.enrol(YOUNG, card=CARDS[1])
    house.q2.sell("s-young", YOUNG, earned=40)
    house.q2.sync(persons=[Person(YOUNG, "An", PHONE)])
    return house


def told(till: FakeTill) -> dict[str, MemberState]:
    """Members as the feed has told this till from the beginning."""
    till.cursor = 0
    rows = till.sync(feed_limit=500).feed.rows
    return {row.key: MemberState.from_json(row.body) for row in rows if row.kind == "member"}


def merge(house: House) -> None:
    house.q1.sync(persons=[Person(OLD, "Nguyễn An", PHONE)])


def test_the_younger_becomes_an_alias_with_cards_and_points_at_the_older(house: House) -> None:
    merge(house)
    members = told(house.q2)
    old, young = members[OLD], members[YOUNG]
    assert (young.state, young.alias_of, young.points, young.lots) == ("alias", OLD, 0, ())
    assert (old.state, old.points, old.purchases, len(old.lots)) == ("active", 140, 2, 2)
    assert {row["number"]: row["member"] for row in house.rows(cards)} == dict.fromkeys(CARDS, OLD)
    house.check()


def test_a_merge_by_rule_may_run_again(house: House) -> None:
    merge(house)
    assert merge_doubles(house.server, house.tenant) == 0
    house.check()


def test_what_tills_still_say_of_the_alias_is_the_olders(house: House) -> None:
    merge(house)
    house.q2.sell("s2", YOUNG, earned=7)
    house.q2.sync()
    assert told(house.q2)[OLD].points == 147
    lease = house.q2.lease("l1", YOUNG)
    assert (lease.member, lease.amount) == (OLD, 147)
    house.q2.sell("s3", YOUNG, earned=0, burn=burn_of(lease, 147))
    house.q2.close("l1", YOUNG, spent=147)
    answer = house.q2.sync()
    assert [each.outcome for each in answer.outcomes] == ["applied", "applied"]
    assert told(house.q2)[OLD].points == 0
    house.check()


def test_a_sale_from_before_the_merge_is_voided_after_it(house: House) -> None:
    lease = house.q2.lease("l1", YOUNG)
    sale = sale_body("s2", YOUNG, fingerprint=house.q2.fingerprint, earned=9, burn=burn_of(lease, 40))
    house.q2.record("sale_settled", sale)
    house.q2.close("l1", YOUNG, spent=40)
    house.q2.sync()
    merge(house)
    house.q2.void(sale)
    assert [each.outcome for each in house.q2.sync().outcomes] == ["applied"]
    assert told(house.q2)[OLD].points == 140
    house.check()


def test_a_lease_of_the_alias_goes_on_under_the_older(house: House) -> None:
    lease = house.q2.lease("l1", YOUNG, 30)
    merge(house)
    house.q2.sell("s2", YOUNG, earned=0, burn=burn_of(lease, 30))
    house.q2.close("l1", YOUNG, spent=30)
    answer = house.q2.sync()
    assert [each.why for each in answer.outcomes] == ["", ""]
    assert told(house.q2)[OLD].points == 110
    house.check()


def test_what_the_younger_owed_is_paid_by_the_olders_points(house: House) -> None:
    lease = house.q2.lease("l1", YOUNG)
    house.q2.sell("s2", YOUNG, earned=0, burn=burn_of(lease, 40))
    house.q2.close("l1", YOUNG, spent=40)
    house.q2.void(sale_body("s-young", YOUNG, fingerprint=house.q2.fingerprint, earned=40))
    house.q2.sync()
    assert told(house.q2)[YOUNG].owed == 40
    merge(house)
    old = told(house.q2)[OLD]
    assert (old.points, old.owed) == (60, 0)
    house.check()


def test_a_merge_can_be_undone_and_stays_undone(house: House) -> None:
    merge(house)
    house.q2.sell("s2", YOUNG, earned=7)
    house.q2.sync()
    lease = house.q1.lease("l1", OLD, 20)
    house.q1.sell("s3", OLD, earned=0, burn=burn_of(lease, 20))
    house.q1.close("l1", OLD, spent=20)
    house.q1.sync()
    assert unmerge_member(house.server, tenant=house.code, who=Who(member=YOUNG)) == (YOUNG, OLD)
    members = told(house.q2)
    old, young = members[OLD], members[YOUNG]
    assert (young.state, young.alias_of, young.points, young.purchases) == ("active", None, 47, 2)
    assert (old.points, old.purchases) == (80, 2)
    assert merge_doubles(house.server, house.tenant) == 0
    house.q2.void(sale_body("s2", YOUNG, fingerprint=house.q2.fingerprint, earned=7))
    assert [each.why for each in house.q2.sync().outcomes] == [""]
    house.check()
    with pytest.raises(Refused, match="not-merged"):
        unmerge_member(house.server, tenant=house.code, who=Who(member=YOUNG))


def test_what_both_had_spent_before_they_came_here_counts_together_and_is_parted_again(house: House) -> None:
    rows = (
        ImportRow(2, name="Phát", phone="0939158969", measure=2_695_000, purchases=12),
        ImportRow(3, name="Cường", phone="0382979344", measure=4_114_000, purchases=19),
    )
    import_chunk(house.server, house.q1.account, ImportChunk(1, "r1", "manager", True, rows), nonce="n")
    phones = [Who(phone=row.phone) for row in rows]
    for _ in range(2):  # what was parted can be merged again
        alias, survivor = merge_members(house.server, tenant=house.code, one=phones[0], other=phones[1])
        both = told(house.q2)[survivor]
        assert (both.measure, both.tier, both.purchases) == (6_809_000, "silver", 31)
        unmerge_member(house.server, tenant=house.code, who=Who(member=alias))
        apart = [told(house.q2)[member] for member in (alias, survivor)]
        assert sorted((each.measure, each.tier) for each in apart) == [
            (2_695_000, "member"),
            (4_114_000, "member"),
        ]
    house.check()


def test_what_is_lent_is_not_parted(house: House) -> None:
    merge(house)
    house.q1.lease("l1", OLD)
    with pytest.raises(Refused, match="points-lent"):
        unmerge_member(house.server, tenant=house.code, who=Who(member=YOUNG))
    house.q1.close("l1", OLD)
    house.q1.sync()
    unmerge_member(house.server, tenant=house.code, who=Who(member=YOUNG))
    house.check()


def test_a_manager_merges_two_numbers_and_the_phone_of_either_finds_the_older(house: House) -> None:
    house.q1.sync(persons=[Person(OLD, "Nguyễn An", "+84987654321")])
    alias, survivor = merge_members(
        house.server, tenant=house.code, one=Who(card=CARDS[1]), other=Who(phone="0987654321")
    )
    assert (alias, survivor) == (YOUNG, OLD)
    for phone in ("0912345678", "0987654321"):
        found = look_up(house.server, house.q1.account, card=None, phone=phone)
        assert found.member.member == OLD
    assert look_up(house.server, house.q1.account, card=CARDS[1], phone=None).member.member == OLD
    assert find_member(house.server, tenant=house.code, who=Who(phone="0912345678"))[1] == YOUNG
    house.check()


def test_a_person_who_names_an_alias_is_told_so(house: House) -> None:
    house.q1.enrol("member-new")
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=YOUNG, survivor=OLD, by="manager")
    again = merging.merge(house.server, house.tenant, alias=YOUNG, survivor=OLD, by="manager")
    assert again is False, "it is done already, and is no mistake"
    for alias, survivor in (("member-new", YOUNG), (YOUNG, "member-new")):
        with pytest.raises(Refused, match="member-alias"):
            merging.merge(house.server, house.tenant, alias=alias, survivor=survivor, by="manager")
        assert not merging.merge(
            house.server, house.tenant, alias=alias, survivor=survivor, by=merging.BY_RULE
        )


def test_an_alias_of_an_alias_points_to_who_stays(house: House) -> None:
    merge(house)
    house.q1.record("member_enrolled", {"member": "member-first"}, at="2026-01-01T00:00:00.000Z")
    house.q1.sync()
    merge_members(house.server, tenant=house.code, one=Who(member=OLD), other=Who(member="member-first"))
    members = told(house.q2)
    assert (members[YOUNG].alias_of, members[OLD].alias_of) == ("member-first", "member-first")
    assert members["member-first"].points == 140
    assert house.q2.lease("l1", YOUNG).amount == 140
    house.check()


def test_who_was_merged_on_is_parted_from_whoever_has_their_points_now(house: House) -> None:
    merge(house)
    house.q1.record("member_enrolled", {"member": "member-first"}, at="2026-01-01T00:00:00.000Z")
    house.q1.sync()
    merge_members(house.server, tenant=house.code, one=Who(member=OLD), other=Who(member="member-first"))
    parted = unmerge_member(house.server, tenant=house.code, who=Who(member=YOUNG))
    assert parted == (YOUNG, "member-first")
    members = told(house.q2)
    assert (members[YOUNG].state, members[YOUNG].points) == ("active", 40)
    assert (members[OLD].alias_of, members["member-first"].points) == ("member-first", 100)
    house.q2.void(sale_body("s-young", YOUNG, fingerprint=house.q2.fingerprint, earned=40))
    house.check()


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        (Who(member=OLD), Who(member=OLD), "same-member"),
        (Who(member=OLD), Who(member="nobody"), "no-such-member"),
        (Who(member=OLD), Who(card=card_number(9)), "no-such-member"),
    ],
)
def test_who_cannot_be_merged_is_said(house: House, one: Who, other: Who, code: str) -> None:
    house.q1.sync()
    with pytest.raises(Refused, match=code):
        merge_members(house.server, tenant=house.code, one=one, other=other)


def test_two_tills_that_bring_the_same_phone_at_once_leave_one_member(house: House) -> None:
    asks = [
        (house.q1, Person(OLD, "Nguyễn An", PHONE)),
        (house.q2, Person("member-third", "An", PHONE)),
    ]
    house.q2.enrol("member-third")

    def send(ask: tuple[FakeTill, Person]) -> SyncAnswer:
        return ask[0].sync(persons=[ask[1]])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, asks))
    merge_doubles(house.server, house.tenant)
    members = told(house.q1)
    assert members["member-third"].state == members[YOUNG].state == "alias"
    assert members[OLD].points == 140
    house.check()


def test_an_ask_for_both_names_in_one_batch_is_one_members(house: House) -> None:
    merge(house)
    answer = house.q1.sync(asks=[LeaseAsk("l1", OLD, 100), LeaseAsk("l2", YOUNG, 100)])
    assert sum(each.amount for each in answer.leases) == 140
    house.check()


def test_a_card_row_names_the_older(house: House) -> None:
    merge(house)
    house.q2.cursor = 0
    rows = house.q2.sync(feed_limit=500).feed.rows
    held = [CardRow.from_json(row.body) for row in rows if row.kind == "card"]
    assert {row.member for row in held} == {OLD}
