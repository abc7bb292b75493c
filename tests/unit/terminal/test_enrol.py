"""A member in fifteen seconds, and no ghosts."""

import pytest

from loyalty.errors import Refused
from loyalty.wire.messages import Person
from terminal.usecases.enrol import LONGEST_NAME, enrol_member
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound, NothingFound
from tests.unit.terminal.till_kit import LAN, Counter, operator_row


def refusal(counter: Counter, phone: str, name: str, *, accept: bool = False) -> Refused:
    with pytest.raises(Refused) as refused:
        enrol_member(counter.till, LAN, phone_text=phone, name=name, accept_warning=accept)
    return refused.value


def test_a_phone_and_a_name_make_a_member_who_is_found_at_once(shop: Counter) -> None:
    member = enrol_member(shop.till, LAN, phone_text="0909 000 111", name=" Lê  Thị Hoa ")
    assert (member.name, member.tier, member.points, member.phone_tail) == ("Lê Thị Hoa", "member", 0, "111")
    found = find(shop.till, "0909000111")
    assert isinstance(found, MemberFound)
    assert found.member == member


def test_the_journal_has_the_id_and_the_record_beside_it_has_the_person(shop: Counter) -> None:
    member = enrol_member(shop.till, LAN, phone_text="0909000111", name="Lê Thị Hoa")
    with shop.store.read() as reading:
        head = reading.journal.head()
        event = reading.journal.at_seq(till=head.till, incarnation=head.incarnation, seq=head.seq)
        person = reading.connection.exec_driver_sql("SELECT * FROM persons_out").one()
    assert event is not None
    assert (event.kind, event.operator) == ("member_enrolled", "op-lan")
    assert event.body == {"v": 1, "member": member.member, "card": None}
    assert tuple(person) == (member.member, "Lê Thị Hoa", "+84909000111", "0909000111", None, "[]")
    assert shop.rung == ["sync"]


@pytest.mark.parametrize(
    ("phone", "name", "code"),
    [
        ("0909000111", "  ", "name-missing"),
        ("0909000111", "\x02\x7f", "name-missing"),
        ("0909000111", "x" * (LONGEST_NAME + 1), "name-too-long"),
        ("12", "Hoa", "phone-too-short"),
        ("1900 1234", "Hoa", "phone-service"),
        ("", "Hoa", "phone-missing"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    shop: Counter, phone: str, name: str, code: str
) -> None:
    assert refusal(shop, phone, name, accept=True).code == code
    with shop.store.read() as reading:
        assert reading.journal.head().seq == 1


def test_a_number_somebody_has_is_refused_with_who_has_it(shop: Counter) -> None:
    refused = refusal(shop, "+84 912 345 678", "Nguyễn Văn Ánh", accept=True)
    assert (refused.code, refused.params) == (
        "phone-taken",
        {"member": "member-anh", "name": "Nguyễn Thị Ánh"},
    )


@pytest.mark.parametrize("slip", ["0912345679", "0912345687", "0921345678", "0912345178"])
def test_one_slip_away_from_somebody_of_the_same_name_asks_first(shop: Counter, slip: str) -> None:
    refused = refusal(shop, slip, "nguyen thi anh")
    assert (refused.code, refused.params["phone"]) == ("phone-near-miss", "+84912345678")


def test_the_question_can_be_answered_with_no_that_is_somebody_else(shop: Counter) -> None:
    member = enrol_member(shop.till, LAN, phone_text="0912345679", name="Nguyễn Thị Ánh", accept_warning=True)
    assert member.phone_tail == "679"


@pytest.mark.parametrize("slip", ["0912345679", "0921345678"])
def test_a_near_number_of_another_name_asks_too_and_says_no_more_than_is_needed_to_ask(
    shop: Counter, slip: str
) -> None:
    refused = refusal(shop, slip, "Trần Thị Hoa")
    assert refused.code == "phone-near"
    assert refused.params == {"member": "member-anh", "name": "N. T. Ánh", "phone": "09•• ••• 678"}
    with shop.store.read() as reading:
        assert reading.members.by_phone(f"+84{slip[1:]}") == ()
        assert reading.journal.head().seq == 1


def test_a_wrong_number_that_is_looked_for_asks_for_who_was_meant_and_makes_no_ghost(shop: Counter) -> None:
    found = find(shop.till, "0912345679")
    assert isinstance(found, NothingFound)
    assert [(row.member, row.name, row.phone_masked) for row in found.near] == [
        ("member-anh", "N. T. Ánh", "09•• ••• 678")
    ]
    assert [(row.points, row.tier_name) for row in found.near] == [(0, "")]
    with shop.store.read() as reading:
        assert reading.members.by_phone("+84912345679") == ()


def test_a_number_that_is_near_nobodys_asks_nothing(shop: Counter) -> None:
    found = find(shop.till, "0909000111")
    assert isinstance(found, NothingFound)
    assert found.near == ()


def test_two_slips_away_asks_nothing(shop: Counter) -> None:
    assert enrol_member(shop.till, LAN, phone_text="0912345611", name="Nguyễn Thị Ánh").phone_tail == "611"


def test_an_unusual_number_is_taken_once_it_is_accepted(shop: Counter) -> None:
    assert refusal(shop, "0992345678", "Lê Hoa").code == "phone-unusual"
    assert (
        enrol_member(shop.till, LAN, phone_text="0992345678", name="Lê Hoa", accept_warning=True).name
        == "Lê Hoa"
    )


def test_enrolling_works_before_there_is_a_program(bare: Counter) -> None:
    with bare.store.write() as unit:
        unit.operators.put([operator_row("op-lan", "Lan")])
    assert enrol_member(bare.till, LAN, phone_text="0909000111", name="Hoa").tier == ""


def test_what_a_scanner_leaves_in_a_name_is_not_kept(shop: Counter) -> None:
    member = enrol_member(shop.till, LAN, phone_text="0909000111", name="\x02Lê Thị\x00Hoa\x7f\ud800")
    assert member.name == "Lê Thị Hoa"
    body = {"member": member.member, "name": member.name, "phone": "+84909000111"}
    assert Person.from_json(body).name == member.name
