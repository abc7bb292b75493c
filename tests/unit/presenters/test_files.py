"""Import and export at the till: choose, map, check, write, stop, go on; and files written."""

import re
from pathlib import Path

import pytest

from loyalty.errors import Unavailable
from resources.catalogue import LANGUAGES, Catalogue
from terminal.session import Session
from tests.unit.presenters.desk import words
from tools.sample_files import FewErrands, SampleFiles
from tools.sample_shop import LAN, NOW
from ui.presenters.files.presenter import PAGE, FilesPresenter
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import ImmediateRunner, TaskRunner

ANH = Session(operator="anh", name="Quốc Anh", role="manager", at=NOW)
ROOT = Path(__file__).parents[3]


class Desk:
    """The presenter, and what it showed."""

    def __init__(
        self, till: SampleFiles | None = None, session: Session = ANH, runner: TaskRunner | None = None
    ) -> None:
        self.till = till or SampleFiles()
        self.states: list[OfficeState] = []
        self.left = 0
        self.it = FilesPresenter(
            self.till,
            session,
            runner or ImmediateRunner(),
            words(),
            on_state=self.states.append,
            on_back=self._left,
        )
        self.it.begin()

    def _left(self) -> None:
        self.left += 1

    @property
    def state(self) -> OfficeState:
        return self.states[-1]

    @property
    def texts(self) -> list[str]:
        return [row.cells[0] for row in self.state.listing.rows]

    @property
    def counts(self) -> dict[str, str]:
        return {row.cells[0]: row.cells[1] for row in self.state.about.rows}

    @property
    def said(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text


def test_a_file_is_chosen_checked_and_written_with_every_problem_shown_first() -> None:
    desk = Desk()
    assert desk.texts == ["DanhSachKhachHang_KV.csv", "hang-hoa.csv", "customers-loyverse.csv"]
    desk.it.finish_pressed()
    assert [row.cells for row in desk.state.listing.rows][:3] == [
        ("Mã khách hàng", "bỏ qua"),
        ("Tên khách hàng", "Họ tên"),
        ("Điện thoại", "Số điện thoại"),
    ]
    desk.it.finish_pressed()
    assert desk.state.title == "Lỗi: 6"
    assert desk.texts[0] == "Dòng 4 · Điện thoại"
    assert desk.state.listing.rows[2].detail == "“0912345678” đã có ở dòng 3; chỉ giữ một"
    assert desk.counts["Mới"] == "2"
    assert desk.counts["Không nhận"] == "5"
    assert desk.counts["Số điện thoại đã sửa"] == "2"
    assert desk.till.finished == 0
    desk.it.finish_pressed()
    assert desk.state.title == "Nhập dữ liệu: xong"
    assert desk.said == "Đã ghi 2 dòng. Nhật ký có tên người làm."
    assert desk.till.finished == 1


def test_all_rows_may_be_looked_at_with_what_becomes_of_each() -> None:
    desk = Desk()
    desk.it.finish_pressed()
    desk.it.finish_pressed()
    desk.it.action_pressed(1)
    assert desk.state.title == "Số dòng: 7"
    first, *_, last = [row.cells for row in desk.state.listing.rows]
    assert first[0] == "Nguyễn Thị Ánh · 01234567890"
    assert (first[1], last[1]) == ("Mới", "Không nhận")
    desk.it.action_pressed(1)
    assert desk.state.title == "Lỗi: 6"


def test_while_it_goes_on_a_bar_says_how_far_it_is() -> None:
    desk = Desk()
    desk.it.finish_pressed()
    desk.it.finish_pressed()
    assert [each.progress for each in desk.states if each.progress is not None] == [0, 571, 1000]


def test_problems_are_saved_to_be_mended_and_the_report_is_a_file() -> None:
    desk = Desk()
    desk.it.finish_pressed()
    desk.it.finish_pressed()
    desk.it.action_pressed(0)
    assert desk.till.written[0] == "Lỗi"
    assert desk.till.written[1].startswith("Dòng 4, Điện thoại: “8.4912E+10”")
    desk.it.finish_pressed()
    desk.it.action_pressed(1)
    assert "Mới 2" in desk.till.written
    assert desk.said == "Đã lưu: /var/lib/loyaltill/exports/import-report.csv"


def test_a_row_without_a_name_is_told_as_that_and_not_called_by_its_number() -> None:
    desk = Desk(SampleFiles(text="Tên,Điện thoại\n,0912345678\nLê An,0977000111"))
    for _ in range(2):
        desk.it.finish_pressed()
    desk.it.action_pressed(1)
    assert desk.texts == ["Không có tên · 0912345678", "Lê An · 0977000111"]


def test_the_manager_says_what_a_column_is() -> None:
    desk = Desk()
    desk.it.finish_pressed()
    desk.it.row_pressed(2)
    assert desk.state.title == "Cột “Điện thoại” là gì?"
    desk.it.row_pressed(0)
    desk.it.finish_pressed()
    desk.it.finish_pressed()
    assert desk.said.startswith("Chưa có cột nào là điện thoại hay thẻ.")
    desk.it.moved(2)
    desk.it.entered()
    desk.it.back_pressed()
    assert desk.state.listing.marked == 4


def test_a_file_may_be_said_to_be_of_goods() -> None:
    desk = Desk()
    desk.it.finish_pressed()
    desk.it.action_pressed(0)
    assert desk.state.about_title == "Hàng hóa"
    desk.it.finish_pressed()
    assert desk.said.startswith("Chưa có cột nào là mã hàng.")


def test_esc_stops_between_two_steps_and_it_goes_on_from_the_report() -> None:
    runner = FewErrands(ImmediateRunner(), most=5)
    desk = Desk(runner=runner)
    for _ in range(3):
        desk.it.finish_pressed()
    assert desk.state.title == "Đang nhập…"
    desk.it.back_pressed()
    assert desk.state.title == "Đang nhập…"
    fresh = Desk()
    fresh.it.finish_pressed()
    fresh.it.finish_pressed()
    fresh.till.failure = Unavailable("import-unanswered", retry=True)
    fresh.it.finish_pressed()
    assert fresh.state.title == "Nhập dữ liệu: đã dừng"
    assert "Làm tiếp" in fresh.said
    assert "đơn" not in fresh.said
    assert fresh.state.listing.empty == "Chưa thấy lỗi nào; tệp chưa nhập hết."
    assert [action.text for action in fresh.state.actions] == ["", "Lưu báo cáo", "Làm tiếp"]
    fresh.it.action_pressed(2)
    assert fresh.state.title == "Nhập dữ liệu: xong"
    assert fresh.state.listing.empty != "Chưa thấy lỗi nào; tệp chưa nhập hết."
    assert fresh.till.finished == 2


def test_what_cannot_be_read_is_told_and_the_file_stays_to_be_chosen() -> None:
    desk = Desk()
    desk.till.failure = Unavailable("sheet-unreadable", retry=True, path="/x.csv", why="gone")
    desk.it.typed("/x.csv")
    desk.it.finish_pressed()
    assert desk.said.startswith("Không đọc được /x.csv")
    assert desk.state.text == "/x.csv"
    desk.it.back_pressed()
    assert desk.left == 1


def test_a_long_list_of_problems_is_shown_a_page_at_a_time() -> None:
    rows = "\n".join(f"A,{number}" for number in range(PAGE + 30))
    desk = Desk(SampleFiles(text=f"Tên,Điện thoại\n{rows}", per_step=1000))
    desk.it.finish_pressed()
    desk.it.finish_pressed()
    assert len(desk.texts) == PAGE + 1
    desk.it.row_pressed(PAGE)
    assert len(desk.texts) == PAGE + 30


def test_whoever_is_no_manager_neither_imports_nor_exports() -> None:
    desk = Desk(session=LAN)
    desk.it.finish_pressed()
    desk.it.finish_pressed()
    assert desk.said.startswith("Chỉ quản lý được nhập dữ liệu.")
    desk.it.back_pressed()
    desk.it.action_pressed(0)
    desk.it.finish_pressed()
    assert desk.said.startswith("Chỉ quản lý được xuất dữ liệu.")
    assert desk.till.written == []


def test_what_is_exported_is_chosen_and_where_it_went_is_said() -> None:
    desk = Desk()
    desk.it.action_pressed(0)
    desk.it.moved(2)
    desk.it.entered()
    assert desk.till.written == ["balances"]
    assert desk.said == "12.480 dòng: /var/lib/loyaltill/exports/balances-20261207-183000.csv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_that_a_row_can_have_has_its_sentence(language: str) -> None:
    found = set[str]()
    sources = [*(ROOT / "terminal" / "sheets").glob("*.py"), ROOT / "server" / "usecases" / "import_rows.py"]
    for source in sources:
        text = source.read_text(encoding="utf-8")
        found |= set(re.findall(r'CellFault\("([a-z-]+)"', text))
        found |= set(re.findall(r'\.fault\("?[a-z_]+"?, "([a-z-]+)"', text))
        found |= set(re.findall(r'RowRefused\([^,()]+(?:\([^)]*\))?[^,]*, "([a-z-]+)"', text))
    drafts = (ROOT / "terminal" / "usecases" / "shelf_drafts.py").read_text(encoding="utf-8")
    found |= set(re.findall(r'code="([a-z-]+)"', drafts))
    phones = (ROOT / "loyalty" / "identity" / "phones.py").read_text(encoding="utf-8")
    found |= set(re.findall(r'"(phone-[a-z-]+)"', phones)) - {"phone-unusual"}
    assert len(found) > 35
    catalogue = Catalogue.load("vi" if language == "vi" else "en")
    for code in found:
        assert catalogue.text(f"import.fault-{code}", value="x", right="y", line=1)
