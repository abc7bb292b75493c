"""The screen of who did what: what one box can look for, the links, and the file."""

from dataclasses import replace
from datetime import UTC, datetime

from loyalty.errors import Refused, Unavailable
from loyalty.units import Points
from loyalty.wire.member_desk import MAY_DO
from loyalty.wire.roles import MAY
from terminal.audit import AuditEntry
from tests.unit.presenters.desk import words
from tools.audit_scenes import ANH
from tools.sample_audit import ENTRIES, SampleAudit
from tools.sample_shop import NOW, ZONE
from ui.presenters.audit.presenter import AuditPresenter
from ui.presenters.audit.shown import BY_NOBODY, GROUPS, row_texts
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import ImmediateRunner

BY_PEOPLE = [each for each in ENTRIES if each.kind not in BY_NOBODY]


class Look:
    """A manager at the screen."""

    def __init__(self) -> None:
        self.till = SampleAudit()
        self.state = OfficeState(title="")
        self.left = 0
        self.shown = 0
        self.receipts: list[int] = []
        self.it = AuditPresenter(
            self.till,
            ANH,
            ImmediateRunner(),
            words(),
            zone=ZONE,
            now=lambda: NOW,
            on_state=self._show,
            on_back=self._back,
            on_receipt=self.receipts.append,
        )
        self.it.begin()

    def _show(self, state: OfficeState) -> None:
        self.shown += 1
        self.state = state

    def _back(self) -> None:
        self.left += 1

    def search(self, text: str) -> list[str]:
        self.it.typed(text)
        self.it.entered()
        return [row.cells[0] for row in self.state.listing.rows]


def test_every_event_there_is_has_its_words_and_the_groups_know_only_such() -> None:
    assert all(words().text(f"audit.{kind}") for kind in MAY)
    assert {kind for _, kinds in GROUPS for kind in kinds} <= set(MAY)
    assert set(BY_NOBODY) <= set(MAY) - {kind for _, kinds in GROUPS for kind in kinds}


def test_what_nobody_did_by_hand_hides_nothing_and_is_there_for_who_looks_for_it() -> None:
    look = Look()
    given_back = "Trả phiếu, ưu đãi hoặc quyền lợi đã giữ về máy chủ"
    assert look.state.actions[1].text == "Việc người làm"
    by_people = [row.cells[0] for row in look.state.listing.rows]
    assert (len(by_people), given_back in by_people) == (len(BY_PEOPLE), False)
    assert look.search("21/11/2026") == by_people
    look.search("Q2-000124")
    assert look.till.queries[-1].without == ()
    assert look.search("trả phiếu") == [given_back]
    look.search("")
    for _ in GROUPS[1:]:
        look.it.action_pressed(1)
    assert look.state.actions[1].text == "Mọi việc"
    assert [row.cells[0] for row in look.state.listing.rows].count(given_back) == 1
    assert look.search("21/11/2026").count(given_back) == 1


def entry(kind: str, *, detail: str = "", note: str = "") -> AuditEntry:
    return AuditEntry(seq=1, at=NOW, kind=kind, operator="Hà", detail=detail, note=note)


def test_what_was_allowed_is_said_in_words_whatever_it_was() -> None:
    for what in ("card", *(f"member-{kind}" for kind in MAY_DO)):
        detail = row_texts(entry("override_given", detail=what), words())[-1]
        assert detail
        assert what not in detail
    assert row_texts(entry("override_given", detail="member-erase"), words())[-1] == "Xóa hội viên"


def test_why_goods_came_back_is_said_in_words_and_what_was_written_before_as_it_is() -> None:
    for kind in ("sale_refunded", "goods_returned"):
        assert row_texts(entry(kind, detail="damaged"), words())[-1] == "Hàng lỗi, hỏng"
        assert row_texts(entry(kind, detail="Not wanted"), words())[-1] == "Not wanted"


def test_what_was_done_on_a_members_page_stands_as_itself() -> None:
    for what in MAY_DO:
        assert row_texts(entry("member_changed", detail=what), words())[3] != what
    erased = row_texts(entry("member_changed", detail="erase"), words())
    assert (erased[3], erased[-1]) == ("Xóa hội viên", "")


def test_points_by_hand_say_how_many_and_for_what() -> None:
    given = entry("member_changed", detail="adjust")
    for points, why, said in (
        (150, "missing", "+150 điểm · Bù điểm còn thiếu"),
        (-1_000, "other", "-1.000 điểm · Lý do khác"),
        (5, "of-later", "+5 điểm"),
    ):
        cells = row_texts(replace(given, points=Points(points), why=why), words())
        assert (cells[3], cells[-1].replace("\u2212", "-")) == ("Cộng, trừ điểm bằng tay", said)


def test_of_a_change_of_an_operator_is_said_which_and_of_whom() -> None:
    for what in ("add", "change", "pin", "blocked", "active"):
        said = row_texts(entry("operator_changed", detail=what, note="Lan"), words())[-1]
        assert said.endswith(" · Lan")
        assert what not in said


def test_what_was_in_a_file_is_said_in_words() -> None:
    assert row_texts(entry("data_exported", note="products: 300"), words())[-1] == "Hàng hóa: 300"
    assert row_texts(entry("data_imported", note="members: 2/8, +2"), words())[-1] == "Hội viên: 2/8, +2"
    assert row_texts(entry("data_exported", note="of-later: 3"), words())[-1] == "of-later: 3"
    assert row_texts(entry("note_written", note="members: hai"), words())[-1] == "members: hai"


def test_the_last_comes_first_and_says_who_asked_and_who_approved() -> None:
    look = Look()
    assert [row.cells[1] for row in look.state.listing.rows][:2] == ["750.000", ""]
    about = {row.cells[0]: row.cells[1] for row in look.state.about.rows}
    assert about["Người duyệt"] == "Hương"
    assert look.state.about_title == look.state.listing.rows[0].cells[0] == "Chi từ ngăn kéo"
    assert look.state.listing.rows[0].detail == "Lan · 21/11/2026 10:42 · Nộp ngân hàng"
    look.it.moved(1)
    about = {row.cells[0]: row.cells[1] for row in look.state.about.rows}
    assert (about["Người làm"], about["Người xin"]) == ("Hương", "Lan")


def test_one_box_takes_a_receipt_an_amount_a_day_and_words() -> None:
    look = Look()
    assert look.search("Q2-000124") == ["Trả hàng", "Bán hàng"]
    assert look.search("750.000") == ["Chi từ ngăn kéo"]
    assert look.search("nộp hoặc chi") == ["Chi từ ngăn kéo"]
    assert look.search("dem ngan keo") == ["Đếm ngăn kéo"]
    look.search("huong")
    assert look.till.queries[-1].operators == ("huong",)
    look.search("21/11/2026")
    asked = look.till.queries[-1]
    assert asked.since == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert asked.until == datetime(2026, 11, 21, 17, tzinfo=UTC)
    look.it.scanned("9700002000001239")
    assert look.till.queries[-1].text == "9700002000001239"


def test_a_day_without_a_year_is_the_last_such_day_which_the_title_says() -> None:
    look = Look()
    for text, since, title in (
        ("21/11", datetime(2026, 11, 20, 17, tzinfo=UTC), "Ai đã làm gì ngày 21/11/2026"),
        ("3/12", datetime(2025, 12, 2, 17, tzinfo=UTC), "Ai đã làm gì ngày 03/12/2025"),
    ):
        look.search(text)
        assert (look.till.queries[-1].since, look.state.title) == (since, title)
    look.search("")
    assert look.state.title == "Ai đã làm gì"


def test_a_word_is_found_by_its_beginning_and_not_inside_another() -> None:
    look = Look()
    look.search("nhap")
    assert "operator_signed_in" in look.till.queries[-1].kinds
    look.search("Hà")
    assert "operator_signed_in" not in look.till.queries[-1].kinds


def test_one_persons_deeds_and_one_kind_alone() -> None:
    look = Look()
    look.it.action_pressed(0)
    assert look.till.queries[-1].operator == "lan"
    assert look.state.actions[0].text == "Lan"
    look.it.action_pressed(1)
    assert [row.cells[0] for row in look.state.listing.rows] == ["Duyệt"]
    look.it.action_pressed(0)
    look.it.action_pressed(0)
    assert look.till.queries[-1].operator == ""


def test_a_deed_leads_to_its_receipt() -> None:
    look = Look()
    assert look.state.actions[2].text == ""
    look.it.action_pressed(2)
    look.it.row_pressed(2)
    look.it.action_pressed(2)
    assert look.receipts == [124]
    look.it.row_pressed(99)
    assert look.it.model.mark == 2


def test_what_fits_is_written_to_a_file_with_bare_figures() -> None:
    look = Look()
    look.it.finish_pressed()
    ((name, table),) = look.till.written
    assert name == "who-did-what-by-people-20261121-104200.csv"
    assert len(table) == len(BY_PEOPLE) + 1
    assert table[1][5] == "750000"
    assert look.state.notice is not None
    assert name in look.state.notice.text
    assert "không có việc máy tự ghi" in look.state.notice.text


def test_a_file_of_everything_says_nothing_of_what_it_leaves_out() -> None:
    look = Look()
    for _ in GROUPS[1:]:
        look.it.action_pressed(1)
    look.it.finish_pressed()
    ((name, table),) = look.till.written
    assert name == "who-did-what-20261121-104200.csv"
    assert len(table) > len(BY_PEOPLE) + 1
    assert look.state.notice is not None
    assert "không có" not in look.state.notice.text


def test_a_failure_is_said_and_nothing_that_fits_writes_nothing() -> None:
    look = Look()
    look.till.failure = Unavailable("export-failed", retry=True, path="x", why="y")
    look.it.finish_pressed()
    assert look.state.notice is not None
    look.till.failure = Refused("audit-not-yours")
    look.search("")
    assert look.state.notice is not None
    look.till.failure = None
    assert look.search("không có đâu") == []
    look.it.moved(1)
    look.it.finish_pressed()
    assert look.till.written == []


def test_back_clears_what_was_typed_and_then_leaves() -> None:
    look = Look()
    look.search("x")
    look.it.trouble("scan-nothing-here")
    look.it.speak(words())
    look.it.back_pressed()
    assert (look.state.text, look.left) == ("", 0)
    look.it.back_pressed()
    assert look.left == 1


def test_the_screen_comes_up_with_events_and_people_in_one_piece() -> None:
    look = Look()
    assert (look.shown, len(look.state.listing.rows), len(look.it.model.people)) == (2, len(BY_PEOPLE), 2)
