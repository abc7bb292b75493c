"""A member's cards at the till: a blank one linked, a lost one blocked, a broken one replaced."""

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.wire.feed import CardRow
from terminal.returned import Approval
from terminal.session import Session
from terminal.store.card_intake import take_cards
from terminal.usecases.cards import MOST_CARDS, block_card, cards_of, link_card, replace_card
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound, NothingFound
from terminal.usecases.member_desk import open_page
from tests.unit.terminal.till_kit import ANH_CARD, LAN, LOST_CARD, MORNING, NOODLES, Counter

MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
MINHS_WORD = Approval(operator="op-minh", name="Minh")
BLANK, OTHER = card_number(777), card_number(778)
ANH, BINH = "member-anh", "member-binh"


def holder(shop: Counter, card: str) -> str:
    found = find(shop.till, card)
    if isinstance(found, MemberFound):
        return found.member.member
    assert isinstance(found, NothingFound)
    return found.code


def kinds(shop: Counter) -> list[str]:
    with shop.store.read() as reading:
        events = reading.journal.walk(till="till-2", incarnation=1)
        return [event.kind for event in events if event.kind.startswith("card")]


def why_blocked(shop: Counter) -> dict[str, str]:
    with shop.store.read() as reading:
        walked = [card for _, cards in reading.members.walk() for card in cards]
    known = {each.number: each.why for each in cards_of(shop.till, ANH) if each.state == "blocked"}
    assert known == {each.number: each.why for each in walked if each.state == "blocked"}
    assert known.items() <= {each.number: each.why for each in open_page(shop.till, ANH).cards}.items()
    return known


def test_a_blank_card_is_theirs_from_the_scan_on_beside_the_one_they_have(shop: Counter) -> None:
    assert link_card(shop.till, LAN, member=ANH, text=f" {BLANK}") == BLANK
    assert (holder(shop, BLANK), holder(shop, ANH_CARD)) == (ANH, ANH)
    assert [(each.number, each.state) for each in cards_of(shop.till, ANH)] == [
        *((number, "active") for number in sorted((ANH_CARD, BLANK))),
        (LOST_CARD, "blocked"),
    ]
    link_card(shop.till, LAN, member=ANH, text=BLANK)
    assert kinds(shop) == ["card_linked"]


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (BLANK[:-1] + str((int(BLANK[-1]) + 1) % 10), "card-not-ours"),
        (NOODLES.sku, "card-not-ours"),
        (ANH_CARD, "card-taken"),
        (LOST_CARD, "card-dead"),
    ],
)
def test_what_is_no_blank_card_is_given_to_nobody(shop: Counter, card: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        link_card(shop.till, LAN, member=BINH, text=card)
    assert caught.value.code == code
    assert kinds(shop) == []


def test_nobody_has_cards_without_end(shop: Counter) -> None:
    for number in range(MOST_CARDS):
        link_card(shop.till, LAN, member=BINH, text=card_number(1_000 + number))
    with pytest.raises(Refused, match="cards-too-many"):
        link_card(shop.till, LAN, member=BINH, text=BLANK)


def test_a_lost_card_is_blocked_with_a_managers_word_and_once(shop: Counter) -> None:
    with pytest.raises(Refused, match="managers-word-needed"):
        block_card(shop.till, LAN, card=ANH_CARD, why="lost")
    assert holder(shop, ANH_CARD) == ANH
    for _ in range(2):
        block_card(shop.till, LAN, card=ANH_CARD, why="lost", approval=MINHS_WORD)
    assert (holder(shop, ANH_CARD), kinds(shop)) == ("card-blocked", ["card_blocked"])
    assert why_blocked(shop)[ANH_CARD] == "lost"
    with pytest.raises(Refused, match="card-nobodys"):
        block_card(shop.till, MINH, card=BLANK, why="lost")


def test_a_card_is_replaced_wholly_or_not_at_all(shop: Counter) -> None:
    with pytest.raises(Refused, match="card-dead"):
        replace_card(shop.till, MINH, card=ANH_CARD, text=LOST_CARD, why="broken")
    assert (holder(shop, ANH_CARD), kinds(shop)) == (ANH, [])
    assert replace_card(shop.till, MINH, card=ANH_CARD, text=BLANK, why="broken") == BLANK
    assert (holder(shop, ANH_CARD), holder(shop, BLANK)) == ("card-blocked", ANH)
    assert kinds(shop) == ["card_blocked", "card_linked"]


def test_no_card_comes_back_to_life_because_the_server_spoke_before_it_heard(shop: Counter) -> None:
    block_card(shop.till, MINH, card=ANH_CARD, why="lost")
    said = [CardRow(ANH_CARD, ANH, "active"), CardRow(OTHER, BINH, "active")]
    with shop.store.write() as unit:
        heard = unit.journal.head().seq
        take_cards(unit, said, acked_seq=heard - 1)
    assert (holder(shop, ANH_CARD), holder(shop, OTHER)) == ("card-blocked", BINH)
    assert why_blocked(shop)[ANH_CARD] == "lost"
    with shop.store.write() as unit:
        take_cards(unit, [], acked_seq=heard)
        take_cards(unit, said, acked_seq=heard)
    assert holder(shop, ANH_CARD) == ANH


def test_what_another_till_blocked_a_card_for_is_known_here_and_gone_when_it_is_given_back(
    shop: Counter,
) -> None:
    with shop.store.write() as unit:
        take_cards(unit, [CardRow(ANH_CARD, ANH, "blocked", "broken")], acked_seq=0)
    assert why_blocked(shop) == {ANH_CARD: "broken", LOST_CARD: ""}
    with shop.store.write() as unit:
        take_cards(unit, [CardRow(ANH_CARD, ANH, "active")], acked_seq=0)
    assert why_blocked(shop) == {LOST_CARD: ""}
