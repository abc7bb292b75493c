"""A made-up till that imports: files on a stick, one of them with problems, and a server that takes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

from loyalty.errors import Refused
from terminal.session import Session
from terminal.sheets.columns import kind_of, map_columns
from terminal.sheets.faults import RowFault
from terminal.sheets.members import MemberReader
from terminal.sheets.text import read_sheet
from terminal.usecases.exporting import What
from terminal.usecases.importing import ImportFile, Tally
from ui.presenters.files.errands import Walk
from ui.presenters.found_files import FoundFile
from ui.presenters.tasks import Lane, TaskRunner, UnderWay

KHACH = """Mã khách hàng;Tên khách hàng;Điện thoại;Ngày sinh;Email;Nhóm khách hàng;Điểm hiện tại;Tổng bán
KH000001;Nguyễn Thị Ánh;01234567890;21/11/1990;anh@example.vn;Thân thiết;1.250;12.400.000
KH000002;Trần Văn Bình;912345678;05/03;;Khách lẻ;80;640.000
KH000003;Lê Cường;8.4912E+10;;;Khách lẻ;0;55.000
KH000004;Phạm Dung;0977000111;11/21/1985;;Thân thiết;320;2.150.000
KH000005;Võ Thị Em;0912345678;;;Khách lẻ;15;90.000
KH000006;Đặng Giang;;;giang@example;Khách lẻ;;
KH000007;Hồ Thị Hạnh;0988777666;8/8/1979;;Thân thiết;nhiều;3.300.000
"""


@dataclass
class SampleWalk:
    """Implements what the presenter asks of an `Import`: one step a time, of `per_step` rows."""

    file: ImportFile
    write: bool
    per_step: int = 4
    tally: Tally = field(default_factory=Tally)
    is_over: bool = False

    def step(self) -> Tally:
        """Some rows more."""
        reader = MemberReader(self.file.sheet.header, self.file.mapped)
        rows = [reader.read_one(line) for line in self.file.sheet.rows()]
        for row in rows[self.tally.rows : self.tally.rows + self.per_step]:
            self.tally.count(row.line, "refused" if row.faults else "new")
            self.tally.problems += row.faults
            self.tally.mended += bool(row.mended)
            self.tally.points += 0 if row.row is None else row.row.points or 0
        self.is_over = self.tally.rows >= len(rows)
        return self.tally

    def finish(self) -> None:
        """Nothing is kept."""


@dataclass
class SampleFiles:
    """Implements `FilesErrands`; `written` are the files that were."""

    folder: Path = Path("/var/lib/loyaltill/exports")
    text: str = KHACH
    written: list[str] = field(default_factory=list[str])
    finished: int = 0
    per_step: int = 4
    failure: Exception | None = None

    def find(self) -> tuple[FoundFile, ...]:
        """A stick, and the downloads."""
        stick, downloads = Path("/media/SHOP"), Path("/media/DOWNLOADS")
        return (
            FoundFile(path=stick / "DanhSachKhachHang_KV.csv", size=4_812_331),
            FoundFile(path=downloads / "hang-hoa.csv", size=91_220),
            FoundFile(path=downloads / "customers-loyverse.csv", size=18_442),
        )

    def open(self, path: Path) -> ImportFile:
        """The same table, whatever it is called."""
        self._fail()
        sheet = read_sheet(self.text.encode())
        kind = kind_of(sheet.header)
        return ImportFile(
            path=path,
            sheet=sheet,
            digest="0" * 64,
            rows=sum(1 for _ in sheet.rows()),
            kind=kind,
            mapped=map_columns(sheet.header, kind),
            sample=tuple(islice(sheet.rows(), 12)),
        )

    def begin(self, session: Session, file: ImportFile, *, write: bool) -> SampleWalk:
        """Only managers."""
        if session.role != "manager":
            raise Refused("import-not-yours")
        if file.lacks:
            raise Refused(f"import-no-{file.lacks}")
        return SampleWalk(file, write, per_step=self.per_step)

    def step(self, walk: Walk) -> Tally:
        """Some rows more."""
        self._fail()
        return walk.step()

    def finish(self, walk: Walk) -> None:
        """Counted."""
        del walk
        self.finished += 1

    def save_problems(
        self, file: ImportFile, problems: list[RowFault], heading: str, say: Callable[[RowFault], str]
    ) -> str:
        """Remembered."""
        del file
        self.written += [heading, *(say(each) for each in problems)]
        return str(self.folder / "DanhSachKhachHang_KV-problems.csv")

    def save_report(self, rows: Sequence[Sequence[str]]) -> str:
        """Remembered."""
        self.written += [" ".join(row) for row in rows]
        return str(self.folder / "import-report.csv")

    def export(self, session: Session, what: What) -> tuple[str, int]:
        """Only managers."""
        if session.role != "manager":
            raise Refused("export-not-yours")
        self._fail()
        self.written.append(what)
        return str(self.folder / f"{what}-20261207-183000.csv"), 12_480

    def _fail(self) -> None:
        failure, self.failure = self.failure, None
        if failure is not None:
            raise failure


Result = TypeVar("Result")


@dataclass
class FewErrands:
    """A runner that does so many errands, and leaves the rest lying."""

    runner: TaskRunner
    most: int

    @property
    def under_way(self) -> UnderWay:
        """As of the runner behind it."""
        return self.runner.under_way

    def run(
        self,
        lane: Lane,
        work: Callable[[], Result],
        *,
        on_done: Callable[[Result], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """One more."""
        self.most -= 1
        if self.most >= 0:
            self.runner.run(lane, work, on_done=on_done, on_failed=on_failed)
