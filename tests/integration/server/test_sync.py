"""What a batch does, and that doing it again does nothing."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Final

import pytest

from loyalty.identity.cards import card_number
from loyalty.units import Money, Points
from loyalty.wire.canonical import Json, parse_json
from loyalty.wire.journal import Refunded, SaleVoided
from loyalty.wire.limits import as_object
from loyalty.wire.messages import LeaseAsk, Person, SyncAnswer, SyncRequest
from server.store.tables import feed, journal, members
from server.usecases.taking_in import Forked
from tests.integration.server.conftest import House
from tests.integration.server.synced import AN, state_of, whys
from tests.integration.server.tills import burn_of, sale_body

COPIES: Final = 64
"""Of one batch, all of them on their way before the first has been heard."""

BINH = "member-binh"


CARD = card_number(1)


def test_a_sale_earns_for_its_member(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, net=6_000_000, earned=600)
    answer = house.q1.sync()
    state = state_of(answer)
    assert [each.outcome for each in answer.outcomes] == ["applied", "applied"]
    assert (state.points, state.tier, state.measure, state.purchases) == (600, "silver", 6_000_000, 1)
    house.check()


def test_a_batch_sent_again_at_any_time_changes_nothing(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    early = house.q1.request(persons=[Person(AN, "An", "+84912345678")], asks=[LeaseAsk("l1", AN, 10)])
    first = house.q1.send(early)
    house.q1.sync()
    lease = house.q1.lease("l2", AN, 50)
    house.q1.sell("s2", AN, burn=burn_of(lease, 50))
    house.q1.close("l2", AN, spent=50)
    house.q1.close("l1", AN)
    house.q1.sync()
    before = house.holdings()
    again = house.q1.send(early)
    assert isinstance(first, SyncAnswer)
    assert isinstance(again, SyncAnswer)
    assert again.outcomes == first.outcomes
    assert again.ack_seq == len(house.q1.journal)
    assert [refusal.why for refusal in again.refused] == ["lease-closed"]
    assert house.holdings() == before


def test_a_lost_answer_is_made_good_by_the_next(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, earned=100)
    house.q1.send(house.q1.request(asks=[LeaseAsk("l1", AN)]))
    house.q1.sell("s2", None)
    answer = house.q1.sync(feed_limit=100)
    assert answer.ack_seq == 3
    assert [(lease.lease, lease.amount) for lease in answer.leases] == [("l1", 100)]
    assert answer.members == ()
    (member,) = [row.body for row in answer.feed.rows if row.kind == "member"]
    assert isinstance(member, Mapping)
    assert (member["member"], member["points"]) == (AN, 100)


def test_of_what_is_not_in_the_feed_it_is_told_again_how_the_member_stands(house: House) -> None:
    """A sale put aside changed nobody, and a lease that was closed is between one till and the server."""
    house.q1.enrol(AN)
    house.q1.enrol(BINH)
    house.q1.sell("s1", AN, earned=100)
    house.q1.sell("b1", BINH, earned=50)
    house.q1.sync(feed_limit=100)
    house.q1.sell("s1", AN, earned=100)
    house.q1.sync(feed_limit=100)
    house.q1.lease("l1", BINH)
    house.q1.close("l1", BINH)
    house.q1.sell("s2", None)
    end = len(house.q1.journal)
    house.q1.send(house.q1.request(after=4))
    answer = house.q1.send(house.q1.request(after=4, feed_limit=100))
    assert isinstance(answer, SyncAnswer)
    assert (answer.ack_seq, answer.feed.rows) == (end, ())
    assert whys(answer) == ["sale-exists", "", ""]
    assert {each.member: each.points for each in answer.members} == {AN: 100, BINH: 50}


def test_a_void_takes_everything_back(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, net=6_000_000, earned=600)
    house.q1.sync()
    lease = house.q1.lease("l1", AN, 100)
    sale = sale_body("s2", AN, fingerprint=house.q1.fingerprint, earned=40, burn=burn_of(lease, 100))
    house.q1.record("sale_settled", sale)
    house.q1.close("l1", AN, spent=100)
    house.q1.void(sale)
    answer = house.q1.sync()
    state = state_of(answer)
    assert whys(answer) == ["", "", ""]
    assert (state.points, state.available, state.purchases, state.measure) == (600, 600, 1, 6_000_000)
    sums = house.holdings().points
    assert (sums.issued, sums.burned, sums.outstanding) == (600, 0, 600)
    house.check()


def test_what_was_earned_and_spent_is_owed_after_a_void_and_paid_by_the_next_sale(house: House) -> None:
    house.q1.enrol(AN)
    first = sale_body("s1", AN, fingerprint=house.q1.fingerprint, earned=100)
    house.q1.record("sale_settled", first)
    house.q1.sync()
    lease = house.q1.lease("l1", AN)
    house.q1.sell("s2", AN, earned=0, burn=burn_of(lease, 80))
    house.q1.close("l1", AN, spent=80)
    house.q1.void(first)
    state = state_of(house.q1.sync())
    assert (state.points, state.owed, state.available) == (0, 80, 0)
    house.q1.sell("s3", AN, earned=100)
    state = state_of(house.q1.sync())
    assert (state.points, state.owed) == (20, 0)
    house.check()


def test_a_sale_without_a_member_is_kept_and_voided(house: House) -> None:
    sale = sale_body("s1", None, fingerprint=house.q1.fingerprint)
    house.q1.record("sale_settled", sale)
    house.q1.void(sale)
    answer = house.q1.sync()
    assert whys(answer) == ["", ""]
    assert answer.members == ()
    counts = house.holdings().counts
    assert (counts["sales"], counts["voided sales"], counts["postings"]) == (1, 1, 0)


def test_a_poison_event_blocks_nothing(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.record("sale_settled", {"nonsense": True})
    house.q1.record("made_up", {})
    house.q1.record("shift_opened", {"shift": "1", "float": 0}, at="yesterday")
    house.q1.sell("s1", "member-nobody")
    house.q1.sell("s2", AN, earned=30)
    answer = house.q1.sync()
    assert answer.ack_seq == 6
    assert [why.partition(":")[0] for why in whys(answer)] == [
        "", "body-unreadable", "kind-unknown", "moment-unreadable", "member-unknown", ""
    ]  # fmt: skip
    assert state_of(answer).points == 30
    assert house.holdings().counts["quarantined events"] == 4
    house.check()


@pytest.mark.parametrize("account", [[True], {"gift": 1}, 7, None])
def test_an_account_of_no_type_that_one_has_blocks_nothing(house: House, account: Json) -> None:
    house.q1.enrol(AN)
    house.q1.record("lease_closed", {"lease": "l1", "member": AN, "spent": 0, "account": account})
    house.q1.sell("s1", AN, earned=30)
    answer = house.q1.sync()
    assert (answer.ack_seq, [why.partition(":")[0] for why in whys(answer)][-1]) == (3, "")
    assert whys(answer)[1]


def test_a_person_comes_beside_the_journal_and_stays(house: House) -> None:
    house.q1.enrol(AN, card=CARD)
    person = Person(AN, "Nguyễn Văn An", "+84912345678", "0912 345 678", "11-21", ({"purpose": "messages"},))
    answer = house.q1.sync(persons=[person])
    known = state_of(answer).person
    assert known is not None
    assert (known.name, known.phone, known.birthday) == ("Nguyễn Văn An", "+84912345678", "11-21")
    house.q1.sync(persons=[replace(person, name="Ai Đó")])
    later = house.q2.sync(feed_limit=100)
    member = next(row.body for row in later.feed.rows if row.kind == "member")
    assert as_object(member["person"])["name"] == "Nguyễn Văn An"


def test_an_odd_person_holds_up_neither_its_neighbours_nor_the_journal(house: House) -> None:
    house.q1.enrol(AN, card=CARD)
    house.q1.enrol("member-binh", card=card_number(2))
    odd = Person(AN, "Nguyễn Văn An", "không nhớ", "", "hôm qua")
    nobody = replace(odd, member="không ai")
    binh = Person("member-binh", "Bình", "+84987654321")
    answer = house.q1.sync(persons=[odd, nobody, binh])
    assert whys(answer) == ["", ""]
    known, other = state_of(answer).person, state_of(answer, "member-binh").person
    assert known is not None
    assert (known.name, known.phone, known.phone_text, known.birthday) == (
        "Nguyễn Văn An", None, "không nhớ", None,
    )  # fmt: skip
    assert other is not None
    assert other.phone == "+84987654321"
    assert len(house.rows(members.persons)) == 2


def test_a_person_who_is_not_enrolled_yet_may_come_as_often_as_a_till_likes(house: House) -> None:
    early = Person("member-binh", "Bình", "+84987654321")
    for _ in range(2):
        house.q1.enrol(AN)
        house.q1.sync(persons=[early])
    house.q1.enrol("member-binh", card=CARD)
    known = state_of(house.q1.sync(persons=[replace(early, name="Ai Đó")]), "member-binh").person
    assert known is not None
    assert known.name == "Bình"
    house.check()


def test_nothing_personal_lies_in_the_database_in_the_clear(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sync(persons=[Person(AN, "Nguyễn Văn An", "+84912345678", "0912345678", "1990-11-21")])
    rows = [row for table in (members.persons, members.handles, feed.feed) for row in house.rows(table)]
    told = repr(rows)
    assert rows
    assert not any(secret in told for secret in ("Nguy", "912345678", "1990"))


def test_a_card_that_is_anothers_is_not_given_away(house: House) -> None:
    house.q1.enrol(AN, card=CARD)
    house.q1.sync()
    house.q2.enrol("member-binh", card=CARD)
    house.q2.record("card_linked", {"member": "member-binh", "card": card_number(2)})
    house.q2.record("card_linked", {"member": "member-binh", "card": "9800000000000020"})
    answer = house.q2.sync()
    assert whys(answer) == ["card-of-another-member", "", "card-number"]
    assert state_of(answer, "member-binh").state == "active"
    assert house.holdings().counts["cards"] == 2


def test_what_the_till_says_of_itself_is_kept_as_it_was_said(house: House) -> None:
    said = house.q1.record("drawer_opened", {"reason": "manual", "sale": None, "chữ": "ắ"})
    house.q1.sync()
    (row,) = house.rows(journal.journal)
    assert parse_json(row["body"].encode()) == said.body
    assert row["hash"] == said.hash


def test_a_limited_promotion_is_counted_in_its_period(house: House) -> None:
    house.q1.enrol(AN)
    sale = sale_body("s1", AN, fingerprint=house.q1.fingerprint, rules=["welcome"])
    house.q1.record("sale_settled", sale)
    assert dict(state_of(house.q1.sync()).used) == {"welcome": 1}
    house.clock.move(days=31)
    house.q1.now = house.clock.now()
    house.q1.sell("s2", AN)
    assert dict(state_of(house.q1.sync()).used) == {}


def test_points_die_and_are_swept_and_a_return_wakes_them(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, earned=100, dies_at=house.clock.now().replace(month=12))
    house.q1.sync()
    lease = house.q1.lease("l1", AN, 60)
    sale = sale_body("s2", AN, fingerprint=house.q1.fingerprint, earned=0, burn=burn_of(lease, 60))
    house.q1.record("sale_settled", sale)
    house.q1.close("l1", AN, spent=60)
    house.q1.sync()
    house.clock.move(days=45)
    house.q1.now = house.clock.now()
    house.q1.void(sale)
    state = state_of(house.q1.sync())
    assert state.points == 60
    sums = house.holdings().points
    assert (sums.issued, sums.expired, sums.outstanding) == (100, 40, 60)
    house.check()


def test_the_last_refund_may_carry_the_rounding_back(house: House) -> None:
    house.q1.enrol(AN)
    right = sale_body("s1", AN, fingerprint=house.q1.fingerprint)
    house.q1.record("sale_settled", replace(right, rounding=-300, to_pay=right.total - 300))
    back = Refunded(Money(right.total - 300), Points(100), Points(0))
    house.q1.record("sale_voided", SaleVoided("s1", back))
    assert whys(house.q1.sync()) == ["", "", ""]
    house.check()


def test_a_clock_that_runs_ahead_dates_nothing_in_the_future(house: House) -> None:
    house.q1.now = house.clock.now().replace(year=2099)
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, net=6_000_000)
    state = state_of(house.q1.sync())
    assert (state.tier, state.points) == ("silver", 100)
    assert {row["at"] for row in house.rows(members.purchases)} == {house.clock.now()}


def test_a_sale_that_earned_nothing_leaves_no_lot(house: House) -> None:
    house.q1.enrol(AN)
    sale = sale_body("s1", AN, fingerprint=house.q1.fingerprint, earned=0)
    house.q1.record("sale_settled", sale)
    house.q1.void(sale)
    answer = house.q1.sync()
    assert whys(answer) == ["", "", ""]
    assert state_of(answer).lots == ()


def test_many_copies_of_one_batch_at_once_are_taken_once(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    request = house.q1.request(asks=[LeaseAsk("l1", AN, 10)])
    together = Barrier(COPIES)

    def send(copy: SyncRequest) -> SyncAnswer | Forked:
        together.wait()
        return house.q1.send(copy)

    with ThreadPoolExecutor(COPIES) as pool:
        answers = list(pool.map(send, [request] * COPIES))
    assert all(isinstance(answer, SyncAnswer) and answer.ack_seq == 2 for answer in answers)
    holdings = house.holdings()
    assert (holdings.points.issued, holdings.counts["events"], holdings.counts["open leases"]) == (100, 2, 1)
    house.check()
