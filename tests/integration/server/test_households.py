"""Several persons on one pool: they come with all they have, are told everywhere, and go without a loss."""

from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any, cast

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.units import Points
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.feed import CardRow
from loyalty.wire.importing import ImportCard, ImportChunk, ImportRow
from loyalty.wire.member_desk import DeedKind, MemberDeed, MemberFileAsk
from loyalty.wire.messages import Person
from server.store.catalogue import save_operators
from server.store.tables.members import cards, consents, deeds, persons
from server.usecases.admin.people import Who, erase_member, unmerge_member
from server.usecases.importing import import_chunk
from server.usecases.look_up import look_up
from server.usecases.member_deeds import do_deed
from server.usecases.member_file import member_file
from server.usecases.merging import merge_doubles
from tests.integration.server.conftest import House, operator
from tests.integration.server.households import (
    AN,
    BINH,
    CARDS,
    CHI,
    NAMES,
    PHONES,
    do,
    join,
    told,
    total,
    with_three,
)
from tests.integration.server.tills import burn_of


@pytest.fixture
def house(house: House) -> House:
    """Three people who have bought something, each with a card."""
    return with_three(house)


def test_two_members_share_what_both_have_and_each_keeps_name_number_and_card(house: House) -> None:
    pool = join(house)
    members = told(house.q2)
    assert (members[pool].points, members[pool].purchases, members[pool].state) == (140, 2, "active")
    shared = members[pool].household
    assert shared is not None
    assert (shared.head, shared.persons) == (AN, (AN, BINH))
    for person in (AN, BINH):
        state = members[person]
        assert (state.state, state.alias_of, state.is_person, state.points) == ("alias", pool, True, 0)
        assert state.person is not None
        assert (state.person.name, state.person.phone) == (NAMES[person], PHONES[person])
    assert {row["number"]: row["member"] for row in house.rows(cards)} == {
        number: member for member, number in CARDS.items()
    }
    house.check()


def test_a_household_is_named_by_its_head_and_has_no_number_of_its_own(house: House) -> None:
    pool = join(house)
    state = told(house.q2)[pool]
    assert state.person is not None
    assert (state.person.name, state.person.phone, state.person.notes) == (NAMES[AN], None, ())
    assert pool not in {row["member"] for row in house.rows(persons)}


def test_what_each_had_spent_before_they_came_here_counts_for_the_household(house: House) -> None:
    rows = (
        ImportRow(2, name="Phát", phone="0939158969", measure=2_695_000, purchases=12),
        ImportRow(3, name="Cường", phone="0382979344", measure=4_114_000, purchases=19),
    )
    import_chunk(house.server, house.q1.account, ImportChunk(1, "r1", "manager", True, rows), nonce="n")
    ids = {each.person.name: each.member for each in told(house.q2).values() if each.person}
    pool = join(house, ids["Cường"], member=ids["Phát"])
    shared = told(house.q2)[pool]
    assert (shared.measure, shared.tier) == (6_809_000, "silver")
    house.check()


def test_a_file_changes_nobody_of_a_household_and_gives_the_pool_no_name_and_no_number(house: House) -> None:
    pool = join(house)
    before = told(house.q2)[pool]
    same, number = NAMES[BINH], PHONES[BINH].replace("+84", "0")
    rows = (
        ImportRow(2, name=same, phone=number, cards=(ImportCard(CARDS[BINH]),), measure=900_000),
        ImportRow(3, name="Tên khác", phone=number),
        ImportRow(4, phone=number, points=140),
        ImportRow(5, phone=number, cards=(ImportCard(card_number(9)),)),
        ImportRow(6, name="Ai đó", cards=(ImportCard(CARDS[BINH]),)),
    )
    asked = ImportChunk(1, "r1", "manager", True, rows)
    done = import_chunk(house.server, house.q1.account, asked, nonce="n")
    assert [(each.outcome, each.code) for each in done.rows] == [
        ("unchanged", ""),
        *[("refused", "household-person")] * 4,
    ]
    state = told(house.q2)[pool]
    assert (state.person, state.points, state.measure) == (before.person, before.points, before.measure)
    assert pool not in {row["member"] for row in house.rows(persons)}
    house.check()


def test_joining_again_with_the_same_deed_changes_nothing(house: House) -> None:
    pool = join(house)
    again = do(house, "household-join", AN, BINH)
    assert pool in {each.member.member for each in again.members}
    assert len(house.rows(deeds)) == 1
    assert told(house.q2)[pool].points == 140


@pytest.mark.parametrize(
    ("member", "other", "why"),
    [
        (AN, AN, "same-member"),
        (AN, BINH, "member-in-household"),
        (CHI, AN, "member-in-household"),
        (AN, "member-nobody", "member-unknown"),
        ("member-nobody", AN, "member-unknown"),
    ],
)
def test_who_cannot_join_is_told_why_and_nothing_moves(
    house: House, member: str, other: str, why: str
) -> None:
    pool = join(house)
    with pytest.raises(Refused, match=why):
        do(house, "household-join", member, other, deed="again")
    assert told(house.q2)[pool].points == 140


def test_a_cashier_makes_no_household_alone(house: House) -> None:
    deed = MemberDeed(1, "d", "household-join", AN, "lan", other=BINH)
    with pytest.raises(Refused, match="second-person-needed"):
        do_deed(house.server, house.q1.account, deed, nonce="n")


def test_any_persons_number_or_card_finds_the_pool_with_all_who_share_it(house: House) -> None:
    pool = join(house)
    by_phone = look_up(house.server, house.q2.account, card=None, phone=PHONES[BINH])
    by_card = look_up(house.server, house.q2.account, card=CARDS[BINH], phone=None)
    assert by_phone.member.member == by_card.member.member == pool
    assert [each.member for each in by_phone.persons] == [AN, BINH]
    assert set(by_phone.cards) == {CardRow(CARDS[each], each, "active") for each in (AN, BINH)}


def test_one_person_burns_what_another_earned_and_the_history_says_who(house: House) -> None:
    pool = join(house)
    lease = house.q2.lease("l1", pool)
    assert lease.amount == 140
    house.q2.sell("s9", pool, earned=5, burn=burn_of(lease, 130), person=BINH)
    house.q2.close("l1", pool, spent=130)
    assert [each.outcome for each in house.q2.sync().outcomes] == ["applied", "applied"]
    assert told(house.q2)[pool].points == 15
    file = member_file(house.server, house.q1.account, MemberFileAsk(1, BINH, "manager"), nonce="n")
    assert file.member.member == pool
    assert {each.person for each in file.movements if each.kind in {"burn", "earn"}} == {"", NAMES[BINH]}
    assert [each.member for each in file.persons] == [AN, BINH]
    house.check()


def test_a_lease_from_before_goes_on_in_the_pool(house: House) -> None:
    lease = house.q2.lease("l1", BINH, 30)
    pool = join(house)
    house.q2.sell("s9", BINH, earned=0, burn=burn_of(lease, 30))
    house.q2.close("l1", BINH, spent=30)
    assert [each.why for each in house.q2.sync().outcomes] == ["", ""]
    assert told(house.q2)[pool].points == 110
    house.check()


def test_another_is_the_head_and_the_next_one_where_the_head_leaves(house: House) -> None:
    pool = join(house, BINH, CHI)
    do(house, "household-head", pool, CHI)
    assert named(house, pool) == NAMES[CHI]
    do(house, "household-leave", BINH, CHI)
    assert named(house, pool) == NAMES[AN]


def named(house: House, pool: str) -> str:
    person = told(house.q2)[pool].person
    return "" if person is None else person.name


def test_a_new_name_of_the_head_is_the_households(house: House) -> None:
    pool = join(house)
    do(house, "edit", AN, None, deed="e", name="Nguyễn Văn Anh")
    assert named(house, pool) == "Nguyễn Văn Anh"
    do(house, "edit", BINH, None, deed="e2", name="Trần Bình")
    assert named(house, pool) == "Nguyễn Văn Anh"


def test_each_person_agrees_for_themselves(house: House) -> None:
    join(house)
    do(house, "consent", BINH, None, deed="c", consent={"purpose": "sms", "given": True})
    assert [row["member"] for row in house.rows(consents)] == [BINH]
    file = member_file(house.server, house.q1.account, MemberFileAsk(1, AN, "manager"), nonce="n")
    assert [each["person"] for each in file.consents] == [BINH]


def test_an_export_of_one_person_says_nothing_of_the_others(house: House) -> None:
    manager = replace(operator("manager", "manager"), name="Hà")
    house.server.database.write(
        lambda connection: save_operators(connection, house.tenant, [manager], house.clock.now())
    )
    pool = join(house)
    house.q2.sell("s9", pool, earned=5, person=BINH)
    house.q2.sync()
    done = do(house, "export", BINH, None)
    assert done.document is not None
    text = canonical_bytes(done.document).decode()
    assert (NAMES[AN] in text, PHONES[AN] in text, CARDS[AN] in text, "s-member-an" in text) == (False,) * 4
    assert (NAMES[BINH] in text, CARDS[BINH] in text, '"sale":"s9"' in text) == (True, True, True)
    assert done.document["household_points"] == 145
    deeds = cast("list[dict[str, str]]", done.document["done_with_the_file"])
    assert {each["by"] for each in deeds} == {"Hà"}
    assert not [each for each in deeds if {"operator", "approver"} & {*each}]
    with pytest.raises(Refused, match="household-person"):
        do(house, "export", pool, None, deed="e2")


def test_a_person_who_is_forgotten_leaves_the_others_with_the_pool(house: House) -> None:
    pool = join(house)
    assert erase_member(house.server, tenant=house.code, who=Who(phone=PHONES[AN])) == (AN,)
    members = told(house.q2)
    assert (members[AN].state, members[AN].person, members[pool].state) == ("erased", None, "active")
    assert (members[pool].points, named(house, pool)) == (140, NAMES[BINH])
    assert {row["member"] for row in house.rows(persons)} == {BINH, CHI}
    house.check()


def test_the_pool_goes_with_the_last_who_is_forgotten(house: House) -> None:
    pool = join(house)
    with pytest.raises(Refused, match="household-person"):
        erase_member(house.server, tenant=house.code, who=Who(member=pool))
    erase_member(house.server, tenant=house.code, who=Who(member=AN))
    assert pool in erase_member(house.server, tenant=house.code, who=Who(member=BINH))
    assert told(house.q2)[pool].state == "erased"
    house.check()


def test_a_person_met_twice_is_merged_into_the_household_and_leaves_with_the_person(house: House) -> None:
    pool = join(house)
    house.q2.enrol("member-double")
    house.q2.sell("s-double", "member-double", earned=3)
    house.q2.sync(persons=[Person("member-double", "Bình", PHONES[BINH])])
    members = told(house.q2)
    assert (members["member-double"].alias_of, members[pool].points) == (pool, 143)
    assert merge_doubles(house.server, house.tenant) == 0
    do(house, "household-leave", pool, BINH)
    assert told(house.q2)["member-double"].alias_of == BINH
    house.check()


def test_a_double_of_a_person_is_parted_from_the_pool_that_has_their_points(house: House) -> None:
    do(house, "merge", CHI, AN)
    pool = join(house)
    assert told(house.q2)[pool].points == 147
    assert unmerge_member(house.server, tenant=house.code, who=Who(member=CHI)) == (CHI, pool)
    members = told(house.q2)
    assert (members[CHI].state, members[CHI].points, members[pool].points) == ("active", 7, 140)
    do(house, "household-join", AN, CHI, deed="again")
    assert told(house.q2)[pool].points == 147
    house.check()


def test_a_household_is_parted_by_leaving_alone(house: House) -> None:
    join(house)
    with pytest.raises(Refused, match="member-in-household"):
        unmerge_member(house.server, tenant=house.code, who=Who(member=BINH))


def test_who_is_merged_with_a_household_by_a_person_is_merged_into_it(house: House) -> None:
    pool = join(house, CHI, member=BINH)
    done = do(house, "merge", AN, pool)
    assert [each.member.member for each in done.members][:2] == [pool, AN]
    assert told(house.q2)[pool].points == 147
    house.q1.enrol("member-dung")
    house.q1.sync(persons=[Person("member-dung", "Dung", "+84903111223")])
    with pytest.raises(Refused, match="member-in-household"):
        do(house, "merge", "member-dung", BINH, deed="again")
    house.check()


@pytest.mark.parametrize("seed", range(3))
def test_however_they_come_and_go_and_buy_no_point_is_lost_or_doubled(house: House, seed: int) -> None:
    """Two tills earn and burn, people join and leave with a part, one is forgotten: what there is adds up."""
    chance, there = Random(seed), 147
    people = [AN, BINH, CHI]
    for number in range(25):
        house.clock.move(hours=1)
        house.q1.now = house.q2.now = house.clock.now()
        till, who = chance.choice((house.q1, house.q2)), chance.choice(people)
        match chance.choice(("earn", "burn", "join", "leave", "head")):
            case "earn":
                till.sell(f"e{number}", who, earned=10)
                till.sync()
                there += 10
            case "burn":
                lease = till.lease(f"l{number}", who)
                till.sell(f"b{number}", who, earned=0, burn=burn_of(lease, spent := lease.amount // 3))
                till.close(f"l{number}", who, spent=spent)
                assert [each.why for each in till.sync().outcomes] == ["", ""]
                there -= spent
            case "join":
                tried(house, "household-join", who, chance.choice(people), deed=f"d{number}")
            case "leave":
                points = Points(chance.randrange(60))
                tried(house, "household-leave", who, who, deed=f"d{number}", points=points)
            case _:
                tried(house, "household-head", who, chance.choice(people), deed=f"d{number}")
        assert total(house) == there
        house.check()
    before = told(house.q2)
    shared = [each for each in before.values() if each.household and len(each.household.persons) > 1]
    if shared:
        assert shared[0].household is not None
        first, *others = shared[0].household.persons
        erase_member(house.server, tenant=house.code, who=Who(member=first))
        after = told(house.q2)
        assert after[shared[0].member].points == shared[0].points
        assert all(after[each].person == before[each].person for each in others)
        house.check()


def tried(house: House, kind: DeedKind, member: str, other: str, **said: Any) -> None:
    """What is refused changes nothing; whether it did is what the sums tell."""
    with suppress(Refused):
        do(house, kind, member, other, **said)
