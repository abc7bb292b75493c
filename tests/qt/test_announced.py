"""What a screen reader is told by itself, as Qt hands it on to the system: refusals, news and questions."""

import ctypes
import sys
from collections.abc import Iterator
from typing import cast

import pytest
import shiboken6
from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from tests.qt.conftest import Play
from tools.sample_shop import GREENS
from tools.theatre import settle
from ui.presenters.shown import Notice, Tone
from ui.widgets.notice import Banner
from ui.widgets.surface import Text

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the name of Qt's function is that of GCC")

_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_INSTALL = "_ZN11QAccessible20installUpdateHandlerEPFvP16QAccessibleEventE"


@pytest.fixture
def said() -> Iterator[list[tuple[str, bool]]]:
    """Each announcement: its words, and whether it breaks in on what is being said."""
    heard: list[tuple[str, bool]] = []

    def take(address: int) -> None:
        event = cast("QAccessibleEvent", shiboken6.wrapInstance(address, QAccessibleEvent))
        if event.type() is QAccessible.Event.Announcement:
            wrapped = shiboken6.wrapInstance(address, QAccessibleAnnouncementEvent)
            told = cast("QAccessibleAnnouncementEvent", wrapped)
            heard.append((told.message(), told.politeness() is QAccessible.AnnouncementPoliteness.Assertive))

    libraries = QLibraryInfo.path(QLibraryInfo.LibraryPath.LibrariesPath)
    install = getattr(ctypes.CDLL(f"{libraries}/libQt6Gui.so.6"), _INSTALL)
    install.argtypes, install.restype = [ctypes.c_void_p], ctypes.c_void_p
    handler = _HANDLER(take)
    before = install(ctypes.cast(handler, ctypes.c_void_p))
    QAccessible.setActive(True)
    yield heard
    QAccessible.setActive(False)
    install(before)


def sentence(banner: Banner) -> str:
    return banner.findChildren(Text)[0].text()


def test_a_refusal_is_said_at_once_and_once_though_the_focus_stays_in_the_box(
    play_scene: Play, said: list[tuple[str, bool]]
) -> None:
    theatre = play_scene("empty")
    said.clear()
    theatre.checkout.scanned("9800000000000010")
    settle()
    shown = sentence(theatre.stage.checkout.banner)
    assert [urgent for text, urgent in said if shown in text] == [True]
    assert theatre.stage.checkout.box.edit.hasFocus()


def test_a_question_in_the_box_is_said_when_it_comes(play_scene: Play, said: list[tuple[str, bool]]) -> None:
    theatre = play_scene("empty")
    theatre.checkout.scanned(GREENS.sku)
    theatre.checkout.box.typed("0,7")
    assert [urgent for text, urgent in said if text.startswith("Cân nặng")] == [True]


def test_a_question_over_the_screen_is_said_with_what_it_means(
    play_scene: Play, said: list[tuple[str, bool]]
) -> None:
    dialog = play_scene("voiding").stage.checkout.confirm
    title, text = (each.text() for each in dialog.card.findChildren(Text)[:2])
    assert (f"{title}. {text}", True) in said


@pytest.mark.usefixtures("qapp")
def test_nothing_is_said_twice_and_nothing_without_a_screen_reader(said: list[tuple[str, bool]]) -> None:
    banner = Banner()
    refused = Notice(Tone.REFUSED, "Hết giấy in.", action="Thử lại")
    banner.show_notice(refused)
    banner.show_notice(refused)
    assert said == [("Hết giấy in. Thử lại", True)]
    QAccessible.setActive(False)
    banner.show_notice(Notice(Tone.REFUSED, "Hết tiền lẻ."))
    assert len(said) == 1
    banner.deleteLater()
