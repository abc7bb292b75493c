"""Members' cards at the server: whose a scanned one is, and one that a till has blocked."""

from sqlalchemy import update

from loyalty.identity.cards import card_number
from loyalty.wire.feed import CardRow
from loyalty.wire.journal import CardBlocked, CardLinked
from server.store.feed import news_counts
from server.store.tables.members import cards
from server.usecases.admin.people import Who, merge_members
from tests.integration.server.conftest import House
from tests.integration.server.tills import FakeTill

AN, BINH = "member-an", "member-binh"
FIRST, SECOND = card_number(1), card_number(2)


def cards_at(till: FakeTill) -> dict[str, tuple[str, str]]:
    till.cursor = 0
    rows = till.sync(feed_limit=500).feed.rows
    return {row.key: (str(row.body["member"]), str(row.body["state"])) for row in rows if row.kind == "card"}


def why_at(till: FakeTill) -> dict[str, str]:
    till.cursor = 0
    rows = till.sync(feed_limit=500).feed.rows
    return {row.key: CardRow.from_json(row.body).why for row in rows if row.kind == "card"}


def test_a_blocked_card_is_blocked_at_every_till_and_others_stay(house: House) -> None:
    house.q1.enrol(AN, card=FIRST)
    house.q1.record("card_linked", CardLinked(AN, SECOND))
    house.q1.record("card_blocked", CardBlocked(AN, FIRST, "lost", "manager"), operator="lan")
    house.q1.record("card_blocked", CardBlocked(AN, FIRST, "lost"), operator="manager")
    assert [outcome.why for outcome in house.q1.sync().outcomes] == ["", "", "", ""]
    assert cards_at(house.q2) == {FIRST: (AN, "blocked"), SECOND: (AN, "active")}
    assert why_at(house.q2) == {FIRST: "lost", SECOND: ""}
    house.check()


def test_why_a_card_is_blocked_stays_with_it_when_its_member_is_merged(house: House) -> None:
    house.q1.enrol(AN, card=FIRST)
    house.q1.enrol(BINH, card=SECOND)
    house.q1.record("card_blocked", CardBlocked(BINH, SECOND, "broken"), operator="manager")
    house.q1.sync()
    names = merge_members(house.server, tenant=house.code, one=Who(member=AN), other=Who(member=BINH))
    assert names == (BINH, AN)
    assert (cards_at(house.q2)[SECOND], why_at(house.q2)) == ((AN, "blocked"), {FIRST: "", SECOND: "broken"})


def test_a_card_that_an_earlier_version_made_good_again_is_told_without_a_reason(house: House) -> None:
    house.q1.enrol(AN, card=FIRST)
    house.q1.record("card_blocked", CardBlocked(AN, FIRST, "lost"), operator="manager")
    house.q1.sync()
    house.server.database.write(
        lambda connection: connection.execute(update(cards).values(state="active")).close()
    )
    assert (cards_at(house.q2), why_at(house.q2)) == ({FIRST: (AN, "active")}, {FIRST: ""})


def test_tills_that_wait_hear_of_a_blocked_card_at_once_and_not_of_a_new_one(house: House) -> None:
    waiting = (house.tenant, house.q2.paired.till)

    def rung() -> int:
        return house.server.database.read(lambda connection: news_counts(connection, [waiting]))[waiting]

    before = rung()
    house.q1.enrol(AN, card=FIRST)
    house.q1.sync()
    assert rung() == before
    house.q1.record("card_blocked", CardBlocked(AN, FIRST, "lost"), operator="manager")
    house.q1.sync()
    assert rung() == before + 1


def test_it_takes_a_manager_and_the_cards_own_holder(house: House) -> None:
    house.q1.enrol(AN, card=FIRST)
    house.q1.enrol(BINH)
    for body, by in (
        (CardBlocked(AN, FIRST), "lan"),
        (CardBlocked(AN, FIRST, "lost", "supervisor"), "lan"),
        (CardBlocked(BINH, FIRST), "manager"),
        (CardBlocked(AN, SECOND), "manager"),
        (CardBlocked("nobody", FIRST), "manager"),
    ):
        house.q1.record("card_blocked", body, operator=by)
    assert [outcome.why for outcome in house.q1.sync().outcomes][2:] == [
        "managers-word-needed", "managers-word-needed", "card-of-another-member", "card-unknown",
        "member-unknown",
    ]  # fmt: skip
    assert cards_at(house.q2) == {FIRST: (AN, "active")}


def test_one_blank_card_scanned_at_two_tills_is_whose_the_server_heard_of_first(house: House) -> None:
    house.q1.enrol(AN)
    house.q2.enrol(BINH)
    house.q1.record("card_linked", CardLinked(AN, FIRST))
    house.q2.record("card_linked", CardLinked(BINH, FIRST))
    assert house.q2.sync().outcomes[-1].why == ""
    assert house.q1.sync().outcomes[-1].why == "card-of-another-member"
    assert cards_at(house.q1) == {FIRST: (BINH, "active")}
