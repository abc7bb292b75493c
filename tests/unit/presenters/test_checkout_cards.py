"""A blank card scanned while a member is in the sale becomes theirs, and nobody else's."""

from loyalty.errors import Refused, Unavailable
from loyalty.identity.cards import card_number
from tests.unit.presenters.desk import Desk
from tools.sample_shop import ANH, ANH_CARD
from ui.presenters.shown import Tone

BLANK = card_number(77)
BINHS = "9800000000000002"
"""The server knows whose this is, the till does not."""


def offered(card: str = BLANK) -> Desk:
    desk = Desk()
    desk.it.scanned(ANH_CARD)
    desk.it.scanned(card)
    assert desk.notice().action == f"Gắn thẻ này cho {ANH.name}"
    return desk


def links(desk: Desk) -> list[str]:
    return [call for call in desk.till.calls if call.startswith("link_card")]


def test_it_is_theirs_after_one_press() -> None:
    desk = offered()
    desk.it.notice_action_pressed()
    assert links(desk) == [f"link_card {ANH.member} {BLANK}"]
    assert desk.notice().tone is Tone.GOOD
    assert ANH.name in desk.notice().text
    assert desk.open_sale().member is not None


def test_without_a_member_the_server_is_asked_as_before() -> None:
    desk = Desk()
    desk.it.scanned(BLANK)
    assert "Hỏi máy chủ" in desk.notice().action


def test_a_card_that_the_server_knows_as_anothers_is_given_to_nobody() -> None:
    desk = offered(BINHS)
    desk.it.notice_action_pressed()
    assert (links(desk), desk.notice().tone) == ([], Tone.REFUSED)
    assert not desk.it.counter.model.busy


def test_without_a_network_it_is_linked_here() -> None:
    desk = offered()
    desk.till.fail("ask_server", Unavailable("server-unreachable", retry=True))
    desk.it.notice_action_pressed()
    assert len(links(desk)) == 1


def test_what_the_server_or_the_till_refuses_is_said() -> None:
    desk = offered()
    desk.till.fail("ask_server", Refused("till-revoked"))
    desk.it.notice_action_pressed()
    assert (links(desk), desk.it.counter.model.busy) == ([], False)
    desk = offered()
    desk.till.fail("link_card", Refused("card-dead", tail=BLANK[-4:]))
    desk.it.notice_action_pressed()
    assert "khóa" in desk.notice().text
    assert not desk.it.counter.model.busy


def test_the_next_customer_does_not_get_it() -> None:
    desk = offered()
    desk.runner.hold("net")
    desk.it.notice_action_pressed()
    desk.it.members.detach()
    desk.runner.let_go("net")
    assert links(desk) == [f"link_card {ANH.member} {BLANK}"]
    assert "đơn trước" in desk.notice().text
