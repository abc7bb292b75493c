"""The screen *Members* without Qt: what somebody agreed to; online and off, on paper."""

from dataclasses import replace

import pytest

from loyalty.wire.canonical import JsonObject
from terminal.clock import timestamp
from tests.unit.presenters.members_desk import ANH, GONE, Desk, page_of_anh, words
from tools.sample_members import SampleMembers
from tools.sample_shop import NOW
from ui.presenters.members.consents import choices


@pytest.fixture
def desk() -> Desk:
    return page_of_anh()


def test_a_consent_is_given_with_its_words_and_withdrawn_on_the_same_row(desk: Desk) -> None:
    desk.part("consents")
    assert all("Chưa đồng ý" in row.detail for row in desk.state.listing.rows)
    desk.it.row_pressed(0)
    consent = desk.till.deeds[0].consent
    assert consent is not None
    assert (consent["purpose"], consent["given"], consent["language"]) == ("messages", True, "vi")
    assert consent["text"] == "Nhận tin ưu đãi qua SMS, Zalo hoặc e-mail"
    desk.part("consents")
    assert "Đồng ý từ 21/11/2026" in desk.state.listing.rows[0].detail
    desk.it.row_pressed(0)
    withdrawn = desk.till.deeds[1].consent
    assert withdrawn is not None
    assert withdrawn["given"] is False


def test_what_was_just_agreed_to_is_shown_before_a_slow_server_has_answered(desk: Desk) -> None:
    desk.part("consents")
    desk.runner.hold("net")
    desk.it.row_pressed(0)
    assert "Đồng ý từ 21/11/2026" in desk.state.listing.rows[0].detail
    desk.it.row_pressed(0)
    assert "Chưa đồng ý" in desk.state.listing.rows[0].detail
    assert [(each.consent or {})["given"] for each in desk.till.deeds] == [True, False]
    desk.runner.let_go("net")
    assert "Chưa đồng ý" in desk.state.listing.rows[0].detail


def test_while_a_second_consent_is_written_the_word_of_the_first_is_gone(desk: Desk) -> None:
    desk.part("consents")
    desk.it.row_pressed(0)
    desk.runner.hold("store")
    desk.it.row_pressed(1)
    assert (desk.said, desk.state.finish) == ("Đang ghi…", "Chờ một chút…")
    desk.runner.let_go("store")
    assert desk.said == "Đã ghi ý của khách."


def test_what_is_agreed_to_is_printed_to_take_along(desk: Desk) -> None:
    desk.part("consents")
    desk.it.row_pressed(0)
    desk.it.row_pressed(0)
    assert desk.till.printed == [f"consent {ANH} messages True", f"consent {ANH} messages False"]


def test_what_was_said_is_printed_again_in_its_own_words_the_newest_first(desk: Desk) -> None:
    desk.part("consents")
    desk.it.row_pressed(0)
    desk.it.row_pressed(0)
    agreed, withdrew = desk.till.consents
    desk.till.consents[:] = [{"what": "sms"}, {**agreed, "text": "Lời cũ"}, withdrew]
    desk.it.begin(ANH)
    desk.part("consents")
    assert desk.rows[2:] == ["Phiếu rút lại ngày 21/11/2026", "Phiếu đồng ý ngày 21/11/2026"]
    assert "Lời cũ" in desk.state.listing.rows[3].detail
    desk.it.row_pressed(3)
    assert desk.till.printed[2:] == [f"consent {ANH} messages True copy"]
    assert "Bản sao" in desk.said
    assert len(desk.till.deeds) == 2, "a copy changes nothing of what the member said"
    assert not desk.it.model.busy


SAID: JsonObject = {"purpose": "messages", "given": True, "text": "Nhận tin", "text_version": "1"}


def offline_consents(till: SampleMembers) -> Desk:
    """The page opened anew, while no server answers."""
    desk = Desk(till=till)
    till.fault = GONE
    desk.it.begin(ANH)
    desk.part("consents")
    return desk


def test_without_the_server_what_it_told_last_is_shown_with_when_and_a_slip_of_it_printed(desk: Desk) -> None:
    desk.till.consents.append({**SAID, "at": timestamp(NOW)})
    desk.till.consents_as_of = NOW
    desk = offline_consents(desk.till)
    assert desk.rows[:2] == [
        "Nhận tin ưu đãi qua SMS, Zalo hoặc e-mail",
        "Dùng lịch sử mua hàng để chọn ưu đãi riêng",
    ]
    assert desk.rows[-1].startswith("Theo máy chủ lúc 10:42 ngày 21/11/2026")
    desk.it.row_pressed(2)
    assert desk.till.printed == [f"consent {ANH} messages True copy"]
    assert desk.till.deeds == []


def test_without_the_server_a_consent_is_withdrawn_and_what_is_known_of_it_never_guessed(desk: Desk) -> None:
    desk = offline_consents(desk.till)
    assert desk.rows[-1] == "Quầy này chưa nghe máy chủ cho biết khách đã đồng ý những gì"
    assert len(desk.rows) == 5
    desk.it.row_pressed(len(desk.rows) - 1)
    assert desk.till.deeds == []
    desk.it.row_pressed(1)
    assert [(each.consent or {})["given"] for each in desk.till.deeds] == [False]
    desk = offline_consents(desk.till)
    desk.it.row_pressed(0)
    assert [(each.consent or {})["given"] for each in desk.till.deeds] == [False, True]
    assert desk.till.printed == [f"consent {ANH} messages False", f"consent {ANH} messages True"]


def test_one_that_came_without_its_moment_is_shown_without_one(desk: Desk) -> None:
    desk.till.consents.append({"purpose": "messages", "given": True})
    desk = offline_consents(desk.till)
    assert "–" in desk.state.listing.rows[0].detail


def test_until_the_server_has_answered_or_not_nothing_is_pressed(desk: Desk) -> None:
    desk.part("consents")
    waiting = replace(desk.it.model, file=None, offline=None)
    page = waiting.page
    assert page is not None
    assert choices(waiting, page, words("vi")) == ()
