"""Going back to a copy on real windows and files: from a till that runs, and from one that does not start."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from loyalty.errors import LoyaltillError
from terminal.backup import back_up
from terminal.bootstrap.agreed_restore import last_restore
from terminal.bootstrap.doctor.examine import examine
from terminal.bootstrap.first_glance import take_first_glance
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.store.connection import connect
from terminal.usecases.drawer import open_drawer
from terminal.usecases.sign_in import FREE_TRIES
from tests.qt.hands import press_key
from tests.qt.real_till import SIZE, Till, run_out
from tests.unit.terminal.till_kit import IDENTITY, KEY, LAN, MORNING, PIN, RICE, a_counter
from tests.unit.terminal.torn_page import tear_page
from ui.application import Plain, after, run
from ui.going_back import go_back
from ui.presenters.menu import Choice
from ui.presenters.settings.model import SECTIONS
from ui.till_window import TillWindow
from ui.views.main_window import MainWindow
from ui.views.settings_view import SettingsView
from ui.views.sign_in_view import SignInView
from ui.views.stopped_view import NotPutBackView, PutBackView, StoppedView
from ui.widgets.surface import Text

_LOOK_MS = 50


@pytest.fixture(autouse=True)
def program_ends(qapp: QApplication) -> Iterator[None]:
    """Windows of a program that has run end with its process, which here goes on."""
    before = set(map(id, qapp.topLevelWidgets()))
    yield
    for window in qapp.topLevelWidgets():
        if isinstance(window, MainWindow) and id(window) not in before:
            window.deleteLater()


@pytest.fixture
def folder(till_folder: Path) -> Path:
    """A paired till's with one copy of this morning."""
    with closing(a_counter(till_folder)) as shop:
        back_up(shop.store, till_folder / "backups", code=IDENTITY.code, at=MORNING)
    return till_folder


def sales_in(file: Path) -> int:
    with closing(connect(file, KEY, read_only=True)) as opened:
        return int(opened.execute("SELECT count(*) FROM sales").fetchone()[0])


def who_agreed(folder: Path) -> str:
    """By the journal of the books that are there now."""
    with closing(a_counter(folder)) as shop, shop.store.read() as reading:
        said = last_restore(reading)
    assert not list(folder.glob("restore-*"))
    return "" if said is None else said.operator


def on_windows(app: QApplication, *steps: Callable[[MainWindow], bool]) -> list[str]:
    """Do the steps one after the other, each once it says that it was done; what the windows said."""
    left, said = list(steps), list[str]()

    def look() -> None:
        shown = [each for each in app.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
        if shown and left:
            told = [text.text() for text in shown[0].findChildren(Text) if text.isVisible()]
            if left[0](shown[0]):
                said.extend(told)
                left.pop(0)
        if left:
            QTimer.singleShot(_LOOK_MS, look)

    QTimer.singleShot(0, look)
    return said


def press_on(kind: type[StoppedView], key: Qt.Key) -> Callable[[MainWindow], bool]:
    def step(window: MainWindow) -> bool:
        if not isinstance(window.screen_shown, kind):
            return False
        press_key(window, key)
        return True

    return step


def open_marked(pin: str) -> Callable[[MainWindow], bool]:
    """Once the marked copy was read back: open it, and type the PIN that is asked for."""

    def step(window: MainWindow) -> bool:
        view = window.screen_shown
        if not isinstance(view, SettingsView) or "dùng được" not in view.rows.listing.rows[0].detail:
            return False
        if "Chờ một chút" in shown(view):
            return False
        if not view.field.isVisible():
            press_key(window, Qt.Key.Key_Return)
            return False
        view.typed.emit(pin)
        press_key(window, Qt.Key.Key_Return)
        return True

    return step


def settings_of(till: Till) -> SettingsView:
    opened = till.window.opened
    assert opened is not None
    opened.open_beside(Choice.SETTINGS)
    view = till.window.window.screen_shown
    assert isinstance(view, SettingsView)
    view.section_chosen.emit(SECTIONS.index("backup"))
    return view


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def shown(view: QWidget) -> str:
    return "\n".join(text.text() for text in view.findChildren(Text) if text.isVisible())


def test_a_manager_opens_a_running_till_from_a_copy_and_nothing_is_thrown_away(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    first = take_first_glance(folder)
    till = Till(qtbot, TillWindow(qapp, first, size=SIZE))
    try:
        till.sign_in("op-minh", PIN)
        till.wait(lambda: till.shell().checkout is not None)
        till.sell_in_open_shift(RICE.barcodes[0])
        view = settings_of(till)
        till.wait(lambda: any("dùng được" in row.detail for row in view.rows.listing.rows[3:]))
        view.row_marked.emit(len(view.rows.listing.rows) - 1)
        press_key(till.window.window, Qt.Key.Key_Return)
        till.wait(view.field.isVisible)
        assert "đã bán 1 đơn, 189.000 ₫" in plain(shown(view))
        assert "CHƯA GỬI, sẽ mất hẳn: 1 đơn, 189.000 ₫" in plain(shown(view))
        view.typed.emit(PIN)
        press_key(till.window.window, Qt.Key.Key_Return)
        till.wait(lambda: till.window.going_back_to != "")
    finally:
        till.window.close()
    run_out(qapp)
    said = on_windows(qapp, press_on(PutBackView, Qt.Key.Key_Return))
    again = after(till.window, first, qapp, SIZE)
    assert again is not None
    (aside,) = folder.glob("before-restore-*-till")
    assert any(str(aside) in each for each in said)
    assert (sales_in(folder / "till.db"), sales_in(aside / "till.db")) == (0, 1)
    later = Till(qtbot, TillWindow(qapp, again, size=SIZE))
    try:
        later.sign_in("op-minh", PIN)
        later.wait(lambda: later.shell().checkout is not None)
        later.sell_in_open_shift(RICE.barcodes[0])
    finally:
        later.window.close()
    run_out(qapp)
    later.window.window.deleteLater()
    assert sales_in(folder / "till.db") == 1
    assert who_agreed(folder) == "Minh"


def test_a_till_whose_books_are_damaged_is_opened_from_a_copy_by_a_manager_of_the_copy(
    qapp: QApplication, folder: Path
) -> None:
    (folder / "till.db").write_bytes(b"no database" * 1_000)
    stopped = press_on(StoppedView, Qt.Key.Key_F2)
    said = on_windows(
        qapp,
        stopped,
        open_marked("9" + PIN),
        open_marked(PIN),
        press_on(PutBackView, Qt.Key.Key_Return),
        close_sign_in,
    )
    run(options_for(folder))
    assert any("không biết từ lúc ấy đến nay" in each for each in said)
    (aside,) = folder.glob("before-restore-*-till")
    assert (aside / "till.db").read_bytes().startswith(b"no database")
    assert who_agreed(folder) == "Minh"
    (told,) = (line for _, line in examine(folder, SystemClock()) if line.key == "doctor.restored")
    assert (told.verdict, told.params["who"]) == ("note", "Minh")
    (copy,) = (folder / "backups").glob("till-*.db")
    assert told.params["copy"] == copy.name


def test_of_books_that_are_damaged_in_part_nobody_is_told_what_was_sold(
    qapp: QApplication, folder: Path
) -> None:
    with closing(a_counter(folder, new_id=id_maker(SystemClock()))) as shop:
        open_drawer(shop.till, LAN)
    tear_page(folder / "till.db", KEY, "operators")
    said = on_windows(
        qapp,
        press_on(StoppedView, Qt.Key.Key_F2),
        open_marked("9" + PIN),
        open_marked(PIN),
        press_on(PutBackView, Qt.Key.Key_Return),
        close_sign_in,
    )
    run(options_for(folder))
    assert any("không biết từ lúc ấy đến nay" in each for each in said)
    assert list(folder.glob("before-restore-*-till"))


def test_a_cashiers_pin_opens_no_copy_and_five_wrong_ones_are_the_last(
    qapp: QApplication, folder: Path
) -> None:
    (folder / "till.db").unlink()
    wrong = [open_marked("0000") for _ in range(FREE_TRIES)]
    said = on_windows(
        qapp,
        press_on(StoppedView, Qt.Key.Key_F2),
        *wrong,
        open_marked(PIN),
        lambda window: "quá nhiều lần" in shown(window),
        leave_copies,
        press_on(StoppedView, Qt.Key.Key_Return),
    )
    with pytest.raises(LoyaltillError, match="books-gone"):
        run(options_for(folder))
    assert any("quá nhiều lần" in each for each in said)
    assert not (folder / "till.db").exists()


def leave_copies(window: MainWindow) -> bool:
    """Esc leaves the PIN first, then the copies."""
    if isinstance(window.screen_shown, StoppedView):
        return True
    press_key(window, Qt.Key.Key_Escape)
    return False


def close_sign_in(window: MainWindow) -> bool:
    if not isinstance(window.screen_shown, SignInView):
        return False
    window.close_asked.emit()
    return True


def options_for(folder: Path) -> Plain:
    options = Plain()
    options.data, options.size = folder, "1366x768"
    return options


def test_a_copy_that_went_bad_meanwhile_leaves_the_till_as_it_was(qapp: QApplication, folder: Path) -> None:
    there = (folder / "till.db").read_bytes()
    (copy,) = (folder / "backups").iterdir()
    copy.write_bytes(copy.read_bytes()[:-4_096])
    said = on_windows(qapp, press_on(NotPutBackView, Qt.Key.Key_Return))
    go_back(qapp, folder, copy.name, size=SIZE)
    assert any("bị hỏng" in each for each in said)
    assert (folder / "till.db").read_bytes() == there
