"""What is asked of every scene: words have room and can be drawn, what is pressed is named and large enough.

Each answer is a list of what is wrong, each in a few words.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from resources.fonts import PAPER_REGULAR, SCREEN_REGULAR
from tools.theatre import Theatre
from ui.paper_sheet import PaperSheet
from ui.widgets.button import Button
from ui.widgets.form import Form
from ui.widgets.keyboard import ScreenKeyboard
from ui.widgets.number_pad import NumberPad
from ui.widgets.row_list import RowList
from ui.widgets.surface import ShortText, Text, touch_of


def cut_off(theatre: Theatre) -> list[str]:
    """The words that do not fit where they stand, and what reaches beyond the window."""
    found: list[str] = []
    whole = theatre.front.rect()
    for widget in theatre.front.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not theatre.front:
            continue
        corner = widget.mapTo(theatre.front, widget.rect().topLeft())
        if not whole.contains(widget.rect().translated(corner)) and not _glides(widget):
            found.append(f"{type(widget).__name__} {widget.accessibleName()!r} reaches beyond the window")
        if isinstance(widget, Button) and not widget.shows_all():
            found.append(f"button {widget.accessibleName()!r}: {widget.size().toTuple()}")
        if isinstance(widget, Text) and not isinstance(widget, ShortText) and not _fits(widget):
            found.append(f"text {widget.text()!r}: {widget.size().toTuple()}")
        if isinstance(widget, RowList):
            found.extend(f"figure {figure!r} of a row" for figure in widget.cut_off())
    return found


def places(theatre: Theatre) -> list[str]:
    """Where each widget stands that is seen."""
    return [
        f"{type(each).__name__} {each.accessibleName()!r}: {each.geometry().getRect()}"
        for each in theatre.front.findChildren(QWidget)
        if each.isVisible() and each.window() is theatre.front
    ]


def too_small(theatre: Theatre) -> list[str]:
    """The buttons that a finger would miss."""
    least, big = touch_of(theatre.front, 9.0), touch_of(theatre.front, 12.0)
    pads = theatre.front.findChildren(NumberPad)
    keys = {key for pad in pads for key in pad.findChildren(Button)}
    return [
        f"button {button.accessibleName()!r} is too small: {button.size().toTuple()}"
        for button in _buttons(theatre)
        if min(button.width(), button.height()) < (big if button in keys else least)
    ]


def nameless(theatre: Theatre) -> list[str]:
    """What a screen reader stops at and has no word for: a bare figure is none.

    That is every button and field, and whatever else can have the focus: a screen whose keys are its own
    too. The keys of a pad and of the keyboard on the screen are called what they type.
    """
    return [
        f"{type(each).__name__} {each.accessibleName()!r} in {type(each.parentWidget()).__name__} has no word"
        for each in theatre.front.findChildren(QWidget)
        if each.isVisible()
        and (each.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(each, QAbstractButton | QLineEdit))
        and not isinstance(each.parentWidget(), NumberPad | ScreenKeyboard)
        and not any(sign.isalpha() for sign in each.accessibleName())
    ]


def unshown(theatre: Theatre) -> list[str]:
    """The texts with a sign that no shipped typeface draws: a box, where no other one is installed."""
    faces = [QRawFont(str(file), 16.0) for file in (SCREEN_REGULAR, PAPER_REGULAR)]
    texts = [each.accessibleName() for each in _buttons(theatre)]
    texts += [each.text() for each in theatre.front.findChildren(Text) if each.isVisible()]
    return [
        f"no sign {sign!r} for {text!r}"
        for text in texts
        for sign in sorted(set(text))
        if sign.isprintable() and not any(face.supportsCharacter(ord(sign)) for face in faces)
    ]


def _buttons(theatre: Theatre) -> Iterator[Button]:
    return (button for button in theatre.front.findChildren(Button) if button.isVisible())


def _glides(widget: QWidget) -> bool:
    """Whether it stands in a form, which brings each field into sight when its turn comes, or is a slip."""
    if isinstance(widget, PaperSheet):
        return True
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Form):
        parent = parent.parentWidget()
    return parent is not None


def _fits(text: Text) -> bool:
    if not text.text():
        return True
    if text.wordWrap():
        return text.heightForWidth(text.width()) <= text.height()
    return text.sizeHint().width() <= text.width()
