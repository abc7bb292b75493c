"""Rows of a manager's file: checked, then written, each once; an opening balance once to each member."""

from dataclasses import replace
from typing import Any

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.wire.importing import ImportCard, ImportRow, RowDone
from loyalty.wire.importing import ImportChunk as Chunk
from loyalty.wire.limits import as_object
from server.books.pots import POINTS, WALLET
from server.context import Server
from server.store.tables import ledger, members, tenancy
from server.usecases import merging
from server.usecases.admin.books import report_books
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.people import Who, erase_member, set_card
from server.usecases.importing import import_chunk
from server.usecases.member_file import read_file
from tests.integration.server.conftest import PROGRAM, FakeClock, House, make_house
from tests.integration.server.wallets import RULES

CARD, OTHER_CARD = card_number(71), card_number(72)
ANH = ImportRow(
    2,
    name="Nguyễn Thị Ánh",
    phone="01234567890",
    birthday="1990-11-21",
    email="anh@example.vn",
    cards=(ImportCard(CARD),),
    points=1_250,
    measure=5_000_000,
    purchases=12,
)
BINH = ImportRow(3, name="Trần Bình", phone="0987654321")


def take(
    house: House, *rows: ImportRow, run: str = "r1", write: bool = True, by: str = "manager"
) -> list[tuple[str, str]]:
    return [(each.outcome, each.code) for each in done(house, *rows, run=run, write=write, by=by)]


def done(
    house: House, *rows: ImportRow, run: str = "r1", write: bool = True, by: str = "manager"
) -> tuple[RowDone, ...]:
    chunk = Chunk(version=1, run=run, operator=by, write=write, rows=rows)
    return import_chunk(house.server, house.q1.account, chunk, nonce="n").rows


def states(house: House) -> dict[str, dict[str, Any]]:
    """Every member as the till is told, by name."""
    house.q2.cursor = 0
    rows = [row for row in house.q2.sync(feed_limit=500).feed.rows if row.kind == "member"]
    return {str(as_object(row.body["person"])["name"]): dict(row.body) for row in rows if row.body["person"]}


def test_members_come_with_cards_balance_and_history(house: House) -> None:
    first, second = done(house, ANH, BINH)
    assert (first.outcome, first.points, second.outcome, second.points) == ("new", 1_250, "new", 0)
    anh = states(house)["Nguyễn Thị Ánh"]
    assert (anh["points"], anh["tier"], anh["purchases"], anh["measure"]) == (1_250, "silver", 12, 5_000_000)
    person = as_object(anh["person"])
    assert (person["phone"], person["email"], person["birthday"]) == (
        "+84834567890",
        "anh@example.vn",
        "1990-11-21",
    )
    assert [row["number"] for row in house.rows(members.cards)] == [CARD]
    house.check()


@pytest.mark.parametrize(("points", "purchases", "counted"), [(100, 0, 1), (0, 7, 7), (5, 7, 7)])
def test_the_doctor_takes_purchases_that_were_brought_without_what_they_came_to(
    house: House, points: int, purchases: int, counted: int
) -> None:
    take(house, ImportRow(2, name="Giang", phone="0933333333", points=points, purchases=purchases))
    (brought,) = house.rows(members.members)
    assert brought["purchases"] == counted
    house.q1.enrol("member-hoa")
    house.q1.sell("s1", "member-hoa", earned=5)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=brought["member"], survivor="member-hoa", by="manager")
    assert examine_server(house.server, tenant=house.code) == ()


def test_to_check_writes_nothing_and_says_what_writing_would(house: House) -> None:
    assert take(house, ANH, BINH, write=False) == [("new", ""), ("new", "")]
    assert house.rows(members.members) == []
    assert house.rows(tenancy.imported_rows) == []


def test_the_same_file_again_doubles_nothing_and_one_that_stopped_goes_on(house: House) -> None:
    take(house, ANH)
    assert take(house, ANH, BINH) == [("before", ""), ("new", "")]
    assert take(house, ANH, BINH) == [("before", ""), ("before", "")]
    assert take(house, ANH, BINH, run="another") == [("unchanged", ""), ("unchanged", "")]
    assert house.holdings().points.imported == 1_250
    assert len(house.rows(members.members)) == 2
    house.check()


def test_who_wrote_which_row_stays(house: House) -> None:
    take(house, ANH)
    (row,) = house.rows(tenancy.imported_rows)
    (member,) = house.rows(members.members)
    told = (row["run"], row["line"], row["member"], row["outcome"], row["by"], row["till"])
    assert told == ("r1", 2, member["member"], "new", "manager", house.q1.account.till)


def test_an_opening_balance_is_a_debt_of_its_own_kind_in_the_books(house: House) -> None:
    take(house, ANH)
    legs = {(row["account"], row["kind"], row["amount"]) for row in house.rows(ledger.postings)}
    assert legs == {(POINTS.held, "opening", 1_250), (POINTS.opening, "opening", -1_250)}
    report = report_books(house.server, tenant=house.code)
    assert [(each.store, each.points) for each in report.liabilities] == [("(no store)", 1_250)]
    assert report.opened == 1_250
    (member,) = house.rows(members.members)

    def file(connection: Any) -> Any:
        return read_file(connection, house.server, house.tenant, member["member"], skip=0)

    movements = house.server.database.read(file).movements
    assert [(each.kind, each.points) for each in movements] == [("opening", 1_250)]


def test_an_opening_balance_is_given_once_and_to_who_has_had_none(house: House) -> None:
    take(house, ANH, BINH)
    again = replace(ANH, line=2, points=900)
    assert take(house, again, run="r2") == [("refused", "opening-given")]
    assert take(house, ImportRow(2, phone=BINH.phone, points=300), run="r3") == [("changed", "")]
    house.q1.enrol("member-cu", card=OTHER_CARD)
    house.q1.sell("s1", "member-cu")
    house.q1.sync()
    late = ImportRow(2, cards=(ImportCard(OTHER_CARD),), points=77)
    assert take(house, late, run="r4") == [("refused", "opening-late")]
    house.check()


def test_a_known_member_is_changed_only_where_the_file_says_something(house: House) -> None:
    take(house, ANH)
    assert take(house, ImportRow(2, name="Nguyễn Thị Ngọc Ánh", phone="0834567890"), run="r2") == [
        ("changed", "")
    ]
    person = as_object(states(house)["Nguyễn Thị Ngọc Ánh"]["person"])
    assert (person["birthday"], person["email"]) == ("1990-11-21", "anh@example.vn")
    assert take(house, ImportRow(2, cards=(ImportCard(CARD),), phone="0834567890"), run="r3") == [
        ("unchanged", "")
    ]


def test_two_rows_of_one_person_make_no_ghost(house: House) -> None:
    rows = (
        BINH,
        ImportRow(4, phone="+84987654321", cards=(ImportCard(CARD),)),
        ImportRow(5, cards=(ImportCard(CARD),), points=40),
        ImportRow(6, cards=(ImportCard(CARD),), points=50),
    )
    assert take(house, *rows) == [("new", ""), ("changed", ""), ("changed", ""), ("refused", "opening-given")]
    assert [row["purchases"] for row in house.rows(members.members)] == [1]
    assert house.holdings().points.imported == 40
    house.check()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ImportRow(9, name="X"), "nobody"),
        (ImportRow(9, name="X", phone="12"), "phone-too-short"),
        (ImportRow(9, name="X", cards=(ImportCard("123"),)), "card"),
        (ImportRow(9, name="X", phone="0911111111", birthday="1990-02-31"), "date"),
        (ImportRow(9, phone="0911111111"), "member-unknown"),
        (ImportRow(9, name="X", phone="0911111111", tier="platinum"), "tier"),
        (ImportRow(9, name="X", phone="0911111111", wallet=5_000), "wallet-none"),
        (ImportRow(9, phone=BINH.phone, cards=(ImportCard(CARD),)), "card-of-another"),
        (ImportRow(9, phone="0911111111", cards=(ImportCard(CARD),)), "phone-differs"),
        (ImportRow(9, cards=(ImportCard(CARD), ImportCard(OTHER_CARD))), "cards-of-two"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_holds_up_no_other(
    house: House, row: ImportRow, code: str
) -> None:
    take(house, ANH, BINH, ImportRow(4, name="Chi", cards=(ImportCard(OTHER_CARD),)))
    beside = ImportRow(10, name="Dung", phone="0922222222")
    assert take(house, row, beside, run="r2") == [("refused", code), ("new", "")]
    house.check()


def test_what_was_refused_is_asked_anew_by_the_same_file(house: House) -> None:
    row = ImportRow(2, phone="0911111111", points=5)
    assert take(house, row) == [("refused", "member-unknown")]
    take(house, ImportRow(2, name="Em", phone="0911111111"), run="people")
    assert take(house, row) == [("changed", "")]


def test_a_card_is_blocked_by_a_file_and_never_made_good_again(house: House) -> None:
    take(house, ANH)
    set_card(house.server, tenant=house.code, number=CARD, state="blocked")
    assert take(house, replace(ANH, points=None), run="r2") == [("unchanged", "")]
    blocked = ImportRow(2, phone=ANH.phone, cards=(ImportCard(OTHER_CARD, "blocked"),))
    assert take(house, blocked, run="r3") == [("changed", "")]
    assert {row["number"]: row["state"] for row in house.rows(members.cards)} == {
        CARD: "blocked",
        OTHER_CARD: "blocked",
    }


def test_who_was_forgotten_does_not_come_back_by_the_same_file(house: House) -> None:
    take(house, ANH)
    (member,) = house.rows(members.members)
    erase_member(house.server, tenant=house.code, who=Who(member=member["member"]))
    assert take(house, ANH) == [("before", "")]
    assert states(house) == {}


@pytest.mark.parametrize("role", ["lan", "supervisor", "auditor", "nobody"])
def test_only_a_manager_imports_or_looks_who_is_there(house: House, role: str) -> None:
    for write in (False, True):
        with pytest.raises(Refused, match="operator-may-not"):
            take(house, ANH, by=role, write=write)
    assert house.rows(members.members) == []


def test_prepaid_money_that_is_brought_along_is_owed_and_spent_like_any_other(
    server: Server, clock: FakeClock
) -> None:
    house = make_house(server, clock, PROGRAM + RULES)
    row = ImportRow(2, name="Giang", phone="0933333333", wallet=200_000)
    (first,) = done(house, row)
    assert (first.outcome, first.wallet) == ("new", 200_000)
    assert take(house, row, run="r2") == [("unchanged", "")]
    legs = {(leg["account"], leg["kind"], leg["amount"]) for leg in house.rows(ledger.OF_MONEY.postings)}
    assert legs == {(WALLET.held, "opening", 200_000), (WALLET.opening, "opening", -200_000)}
    wallet = as_object(states(house)["Giang"]["wallet"])
    assert (wallet["balance"], wallet["top_ups"]) == (200_000, [])
    (prepaid,) = report_books(house.server, tenant=house.code).prepaid
    assert (prepaid.owed, prepaid.opened) == (200_000, 200_000)
    assert examine_server(house.server, tenant=house.code) == ()
    house.check()
