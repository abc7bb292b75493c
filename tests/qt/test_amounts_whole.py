"""An amount never parts from its ₫, nor a number from its %, wherever a line ends on the screen."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel

from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tools.theatre import Theatre
from ui.presenters.preferences import Preferences, TextSize
from ui.theme import Ink
from ui.widgets.row_text import Part, broken
from ui.widgets.surface import Text

SAID = "Mua thêm 19.700 ₫ để được giảm 30.000 ₫: Hóa đơn từ 500.000 ₫ giảm 10 %, hạng Bạc thêm 3 %"
WINDOWS: list[tuple[tuple[int, int], TextSize]] = [((1024, 768), 100), ((1366, 768), 100), ((1024, 768), 150)]
SIGN = re.compile(r"₫(?!\d)|%")


def lines_of(label: QLabel, width: int) -> list[str]:
    """The lines that a label breaks its text into in this width."""
    layout = QTextLayout(QLabel.text(label), label.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(layout.text()[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines


def parted(theatre: Theatre) -> list[str]:
    """Lines of what is seen that begin with the sign of a figure."""
    labels = (each for each in theatre.window.findChildren(Text) if each.isVisible() and each.wordWrap())
    return [line for each in labels for line in torn(lines_of(each, each.width()))]


def torn(lines: Sequence[str]) -> list[str]:
    """Those that begin with the sign of the figure that the line before them ends with."""
    return [line for before, line in pairwise(lines) if before.rstrip()[-1:].isdigit() and SIGN.match(line)]


def test_no_line_of_a_text_begins_with_a_sign_however_narrow_it_is(play_scene: Play) -> None:
    label = Text(play_scene("empty").window, wrap=True)
    label.setText(SAID)
    broken_up = {tuple(lines_of(label, width)) for width in range(80, 700, 4)}
    assert len(broken_up) > 20
    assert not [line for lines in broken_up for line in torn(lines)]
    assert label.text() == SAID, "what was said is still what it was"


def test_no_second_line_of_a_row_begins_with_a_sign(play_scene: Play) -> None:
    font = play_scene("empty").window.font()
    part = Part(SAID, font, Ink.TEXT)
    told = {broken(part, room, most=2, least=12).texts for room in range(80, 700, 4)}
    assert len(told) > 20
    assert not [line for texts in told for line in torn(texts)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", ["checkout", "things", "offers", "wallet", "paying-by-wallet"])
def test_every_amount_on_the_screen_is_whole(play_scene: Play, scene: str, language: Language) -> None:
    looks: list[tuple[tuple[int, int], TextSize]] = [
        ((1024, 768), 100),
        ((1366, 768), 100),
        ((1024, 768), 150),
    ]
    for size, text_size in looks:
        assert parted(play_scene(scene, Preferences(language, "light", text_size), size=size)) == []
