"""What a member takes along on paper: a card for the time being, the vouchers that are theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.identity.codes import MemberCard, classify
from loyalty.wire.canonical import JsonObject
from terminal.store.print_jobs import JobState
from terminal.usecases.command_sheet import print_commands
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound, NothingFound
from terminal.usecases.member_slips import print_card, print_consent, print_vouchers, replace_by_printed
from terminal.usecases.members import member_by_id
from terminal.usecases.returns.approving import approve
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import ANH, ANH_CARD, BINH, LAN, MORNING, PIN, Counter, operator_row


def queued(shop: Counter) -> list[tuple[str, str]]:
    with shop.store.read() as reading:
        return [(job.kind, job.document) for job in reading.print_jobs.waiting("receipt")]


def events(shop: Counter) -> list[tuple[str, object]]:
    with shop.store.read() as reading:
        return [
            (event.kind, event.body) for event in reading.journal.walk(till="till-2", incarnation=1, seq=1)
        ]


def test_the_sheet_of_codes_for_the_scanner_is_a_page_like_the_test_page(shop: Counter) -> None:
    before = events(shop)
    print_commands(shop.till)
    assert queued(shop) == [("test", "commands Bách hóa Q1")]
    assert (events(shop), shop.rung) == (before, ["printer"])


def test_a_member_with_a_card_gets_that_number_on_paper(shop: Counter) -> None:
    before = events(shop)
    assert print_card(shop.till, LAN, member=ANH.member) == ANH_CARD
    assert queued(shop) == [("card", f"card {ANH_CARD} Nguyễn Thị Ánh Bách hóa Q1")]
    assert events(shop) == before, "printing a card that is there is nothing the server has to hear"
    assert shop.rung == ["printer", "sync"]


def test_a_member_without_one_is_given_a_fresh_card_that_is_good_at_once(shop: Counter) -> None:
    number = print_card(shop.till, LAN, member=BINH.member)
    assert classify(number) == MemberCard(number, holds=True)
    *_, (kind, body) = events(shop)
    assert (kind, body) == ("card_linked", {"v": 1, "member": BINH.member, "card": number})
    found = find(shop.till, number)
    assert isinstance(found, MemberFound)
    assert found.member.member == BINH.member
    assert print_card(shop.till, LAN, member=BINH.member) == number, "a second slip is of the same card"


def test_a_lost_card_is_replaced_by_one_on_paper_wholly_or_not_at_all(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-thu", "Thu", role="manager")])
    word = approve(shop.till, operator="op-thu", pin=PIN, what="card", asked_by="op-lan")
    before = events(shop)
    with pytest.raises(Refused, match="no-printer"):
        replace_by_printed(
            replace(shop.till, has_printer=lambda: False), LAN, card=ANH_CARD, why="lost", approval=word
        )
    with pytest.raises(Refused, match="managers-word-needed"):
        replace_by_printed(shop.till, LAN, card=ANH_CARD, why="lost")
    assert (queued(shop), events(shop)) == ([], before)
    number = replace_by_printed(shop.till, LAN, card=ANH_CARD, why="lost", approval=word)
    assert queued(shop) == [("card", f"card {number} Nguyễn Thị Ánh Bách hóa Q1")]
    assert [kind for kind, _ in events(shop)[len(before) :]] == ["card_blocked", "card_linked"]
    assert isinstance(find(shop.till, number), MemberFound)
    assert isinstance(find(shop.till, ANH_CARD), NothingFound)


def test_a_number_that_somebody_has_is_not_given_again(
    shop: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials = [int(ANH_CARD[2:15]), 7]

    def drawn(_: int) -> int:
        return serials.pop(0)

    monkeypatch.setattr("secrets.randbelow", drawn)
    assert print_card(shop.till, LAN, member=BINH.member) == card_number(7)


def test_every_voucher_that_can_be_used_is_a_slip(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put(
            [replace(ANH, vouchers={"9300000000017": "welcome", "9300000000024": "other"}, revision=2)]
        )
    assert set(member_by_id(shop.till, ANH.member).vouchers) == {"9300000000017", "9300000000024"}
    assert print_vouchers(shop.till, LAN, member=ANH.member) == 2
    assert [document.split()[:2] for _, document in queued(shop)] == [
        ["voucher", "9300000000017"],
        ["voucher", "9300000000024"],
    ]
    assert all("Nguyễn Thị Ánh" in document for _, document in queued(shop))
    assert not any(name in document for name in ("welcome", "other") for _, document in queued(shop))


def test_without_vouchers_nothing_is_printed_and_it_is_said(shop: Counter) -> None:
    with pytest.raises(Refused, match="vouchers-none"):
        print_vouchers(shop.till, LAN, member=ANH.member)
    with pytest.raises(Refused, match="member-unknown"):
        print_card(shop.till, LAN, member="nobody")
    assert queued(shop) == []


@pytest.mark.parametrize("given", [True, False])
def test_a_consent_is_printed_in_the_words_that_were_said(shop: Counter, *, given: bool) -> None:
    said: JsonObject = {
        "text": "Nhận tin ưu đãi",
        "text_version": "2026-11",
        "language": "vi",
        "given": given,
    }
    print_consent(shop.till, LAN, member="member-anh", said=said, copy=False)
    assert queued(shop) == [("card", f"consent {given} Nhận tin ưu đãi Nguyễn Thị Ánh Bách hóa Q1")]


@pytest.mark.parametrize(
    ("told", "where"), [({"by": LAN.operator}, "Lan Quầy 2"), ({"by": "gone", "till": "Q7"}, "gone Q7")]
)
def test_a_copy_of_a_consent_says_when_where_and_before_whom_it_was_said(
    shop: Counter, told: dict[str, str], where: str
) -> None:
    said: JsonObject = {
        "text": "Nhận tin",
        "text_version": "2026-01",
        "language": "vi",
        "given": True,
        "at": "2026-01-05T03:30:00.000Z",
        **told,
    }
    print_consent(shop.till, LAN, member="member-anh", said=said, copy=True)
    ((_, document),) = queued(shop)
    assert document == (
        f"consent True Nhận tin Nguyễn Thị Ánh Bách hóa Q1 copy of 2026-01-05 03:30:00+00:00 {where}"
    )


def print_in_state(shop: Counter, state: JobState) -> None:
    """A card of Ánh's, printed as far as that."""
    print_card(shop.till, LAN, member=ANH.member)
    with shop.store.write() as unit:
        (job,) = unit.print_jobs.waiting("receipt")
        unit.print_jobs.set_state(job.job, state, attempts=1)


@pytest.mark.parametrize("state", ["printed", "unconfirmed", "failed", "dropped"])
def test_of_paper_that_is_done_with_no_name_stays_at_the_till(shop: Counter, state: JobState) -> None:
    print_in_state(shop, state)
    with shop.store.write() as unit:
        unit.members.forget_person(ANH.member)
    assert rows(shop, "SELECT state, document FROM print_jobs") == [(state, "")]


def test_paper_that_nobody_wants_any_more_leaves_no_name_either(shop: Counter) -> None:
    print_card(shop.till, LAN, member=ANH.member)
    with shop.store.write() as unit:
        unit.print_jobs.leave("receipt", before=MORNING + timedelta(days=1))
    assert rows(shop, "SELECT state, document FROM print_jobs") == [("dropped", "")]


@pytest.mark.parametrize("state", ["queued", "sending", "held", "unknown"])
def test_paper_that_still_waits_keeps_its_text(shop: Counter, state: JobState) -> None:
    print_in_state(shop, state)
    assert queued(shop)[0][1].startswith(f"card {ANH_CARD}")
