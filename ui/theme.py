"""The design tokens.

Colours of the three themes, sizes of type, the grid, and the palette and style sheet made of them.

Widgets never name a colour or a font size. They ask for an `Ink` (a meaning: quiet text, refused) or a `Type`
(a role: body, amount due); inks travel in the application's QPalette and type in its font, so a change of
theme or of text size reaches every widget through Qt's own change events, and nothing here is global.
"""

from enum import Enum
from math import ceil
from typing import Final, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette

FAMILY: Final = "Noto Sans"
SIGNS_FAMILY: Final = "Noto Sans Mono"
"""What draws arrows and other signs that `FAMILY` has not; both are shipped, so no till shows a box."""
BODY_PX: Final = 16
GRID_PX: Final = 8
CORNER_PX: Final = 10
LEAST_PX: Final = 13
"""Text that has to shrink to fit its place stops here, and ends in … instead."""

DRAWN_PX: Final = (1366, 768)
"""The window that the screens are drawn for."""
_INTO_TEXTS: Final = 2 / 3
_MOST_EIGHTHS: Final = 16

TEXT_SIZES: Final = (100, 125, 150)

_MM_PER_INCH: Final = 25.4
_SANE_DPI: Final = (84.0, 160.0)
"""Projectors and virtual machines lie about their size, so the density is held within what tills have."""


class Ink(Enum):
    """What a colour means; the value is the palette role that carries it."""

    GROUND = QPalette.ColorRole.Window
    CARD = QPalette.ColorRole.Base
    TEXT = QPalette.ColorRole.WindowText
    QUIET = QPalette.ColorRole.PlaceholderText
    LINE = QPalette.ColorRole.Mid
    ACCENT = QPalette.ColorRole.Highlight
    ON_ACCENT = QPalette.ColorRole.HighlightedText
    ACCENT_GROUND = QPalette.ColorRole.AlternateBase
    GOOD = QPalette.ColorRole.Link
    ATTENTION = QPalette.ColorRole.LinkVisited
    REFUSED = QPalette.ColorRole.BrightText


class Type(Enum):
    """A role of type: its size in pixels at 100 % and its weight."""

    KEY = (11, QFont.Weight.Normal)
    CAPTION = (13, QFont.Weight.Normal)
    SMALL = (14, QFont.Weight.Normal)
    SMALL_STRONG = (14, QFont.Weight.DemiBold)
    LABEL = (15, QFont.Weight.Normal)
    BODY = (16, QFont.Weight.Normal)
    STRONG = (16, QFont.Weight.DemiBold)
    CHOICE = (18, QFont.Weight.Normal)
    LARGE = (20, QFont.Weight.Normal)
    LARGE_STRONG = (20, QFont.Weight.DemiBold)
    TITLE = (22, QFont.Weight.DemiBold)
    PAD = (24, QFont.Weight.Normal)
    POINTS = (30, QFont.Weight.Bold)
    AMOUNT = (40, QFont.Weight.Bold)
    DUE = (46, QFont.Weight.Bold)


class Tokens(NamedTuple):
    """One theme's colours, by meaning.

    Every text ink stands at 4.5 to 1 or better on ground, card and accent ground.
    """

    ground: str
    card: str
    text: str
    quiet: str
    line: str
    accent: str
    on_accent: str
    accent_ground: str
    good: str
    attention: str
    refused: str


TOKENS: Final[dict[str, Tokens]] = {
    "light": Tokens(
        ground="#f4f5f7", card="#ffffff", text="#16202a", quiet="#5c6b7a", line="#e1e6eb",
        accent="#0b6b5d", on_accent="#ffffff", accent_ground="#e3f2ef",
        good="#1a7d3a", attention="#9a5b00", refused="#b3261e",
    ),
    "dark": Tokens(
        ground="#12171c", card="#1b2229", text="#eef2f5", quiet="#9aa8b5", line="#2c363f",
        accent="#3fb9a3", on_accent="#0d1714", accent_ground="#16332f",
        good="#59c27a", attention="#f0b357", refused="#ff8a80",
    ),
    "high-contrast": Tokens(
        ground="#000000", card="#000000", text="#ffffff", quiet="#e6e6e6", line="#b0b0b0",
        accent="#ffe14d", on_accent="#000000", accent_ground="#332d00",
        good="#7dff9e", attention="#ffc266", refused="#ffa8a0",
    ),
}  # fmt: skip


TRAINING_ACCENTS: Final[dict[str, tuple[str, str, str]]] = {
    "light": ("#7a1fa2", "#ffffff", "#f7ecfb"),
    "dark": ("#d9a3f2", "#1c0b26", "#33204a"),
    "high-contrast": ("#ff9df5", "#000000", "#3a0036"),
}
"""Accent, text on it and accent ground of a till in training, which nobody takes for the real one."""


def tokens_of(name: str, *, is_training: bool) -> Tokens:
    """A theme's colours; in training with an accent of its own."""
    tokens = TOKENS[name]
    if not is_training:
        return tokens
    accent, on_accent, accent_ground = TRAINING_ACCENTS[name]
    return tokens._replace(accent=accent, on_accent=on_accent, accent_ground=accent_ground)


def palette_of(name: str, *, is_training: bool = False) -> QPalette:
    """The palette that carries a theme's inks, and all that Fusion asks for, from the same tokens."""
    tokens = tokens_of(name, is_training=is_training)
    palette = QPalette()
    for ink in Ink:
        palette.setColor(ink.value, QColor(getattr(tokens, ink.name.lower())))
    role = QPalette.ColorRole
    for plain, token in (
        (role.Text, tokens.text), (role.ButtonText, tokens.text), (role.Button, tokens.card),
        (role.ToolTipBase, tokens.card), (role.ToolTipText, tokens.text), (role.Accent, tokens.accent),
    ):  # fmt: skip
        palette.setColor(plain, QColor(token))
    faint = _between(tokens.text, tokens.card)
    for disabled in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, disabled, faint)
    return palette


def body_font(text_size: int, *, eighths: int = 8) -> QFont:
    """The application's font at 100, 125 or 150 %; every other size is a share of it (`font_for`).

    `eighths` is how large the window's own texts are (`eighths_of`).
    """
    font = QFont([FAMILY, SIGNS_FAMILY])
    font.setPixelSize(round(BODY_PX * text_size * eighths / 800))
    return font


def eighths_of(width_px: int, height_px: int) -> int:
    """How large texts are in a window of this size, in eighths of what they are in `DRAWN_PX`.

    Of the room that a larger window has, two thirds go into larger texts and rows, a third into more of them.
    """
    larger = min(width_px / DRAWN_PX[0], height_px / DRAWN_PX[1]) - 1
    return 8 + max(0, min(_MOST_EIGHTHS - 8, int(8 * larger * _INTO_TEXTS)))


def font_for(kind: Type, body: QFont) -> QFont:
    """The font of a type role where the body text has this font.

    Big figures grow by half as much as text does.
    """
    known = kind, body.key()
    if known not in _FONTS:
        _FONTS[known] = _font_of(kind, body)
    return _FONTS[known]


_FONTS: dict[tuple[Type, str], QFont] = {}
"""The fonts so far: a picture of the checkout asks for some hundred. Nobody changes one in place."""


def _font_of(kind: Type, body: QFont) -> QFont:
    size, weight = kind.value
    scale = body.pixelSize() / BODY_PX
    if size > Type.PAD.value[0]:
        scale = 1 + (scale - 1) / 2
    font = QFont(body)
    font.setPixelSize(round(size * scale))
    font.setWeight(weight)
    return font


def least_px(body: QFont) -> int:
    """`LEAST_PX` where the body text has this font: whoever asks for large texts gets no small ones."""
    return round(LEAST_PX * body.pixelSize() / BODY_PX)


def fitted(font: QFont, text: str, room_px: int, *, least: int = LEAST_PX) -> QFont:
    """The font, smaller by whole pixels until the text has room, but never below `least`."""
    small = QFont(font)
    while small.pixelSize() > least and QFontMetrics(small).horizontalAdvance(text) > room_px:
        small.setPixelSize(small.pixelSize() - 1)
    return small


def fitted_or_whole(font: QFont, text: str, room_px: int, *, least: int = LEAST_PX) -> QFont:
    """The font, smaller where that gives the text room, else as it is: what is cut need not be small too."""
    small = fitted(font, text, room_px, least=least)
    return small if QFontMetrics(small).horizontalAdvance(text) <= room_px else font


PAGE_BAR: Final = "page-bar"
"""The name of the bar beside a page that is read; any other keeps the width that its page reckons with."""


def style_sheet() -> str:
    """The little that only a style sheet can do: fields without a frame of their own, tool tips, scroll bars.

    The bar of a page that is read is as quiet as the mark beside a list, and broad enough to be pushed.
    """
    bar = f"QScrollBar#{PAGE_BAR}"
    return (
        "QLineEdit { border: 0; background: transparent; selection-background-color: palette(highlight);"
        " selection-color: palette(highlighted-text); }"
        f"QToolTip {{ border: 1px solid palette(mid); padding: {GRID_PX}px; }}"
        "QAbstractScrollArea { border: 0; background: transparent; }"
        f"{bar}:vertical {{ background: transparent; width: {2 * GRID_PX}px; margin: 0; }}"
        f"{bar}::handle:vertical {{ background: palette(placeholder-text); min-height: {6 * GRID_PX}px;"
        f" margin: 0 {GRID_PX // 2}px; border-radius: {GRID_PX // 2}px; }}"
        f"{bar}::add-line:vertical, {bar}::sub-line:vertical {{ height: 0; }}"
        f"{bar}::add-page:vertical, {bar}::sub-page:vertical {{ background: transparent; }}"
    )


def touch_px(millimetres: float, dots_per_inch: float) -> int:
    """How many pixels a finger's target of this size takes, rounded up to the 8 px grid's half step."""
    low, high = _SANE_DPI
    dpi = min(max(dots_per_inch, low), high)
    half = GRID_PX // 2
    return ceil(millimetres / _MM_PER_INCH * dpi / half) * half


def _between(first: str, second: str) -> QColor:
    one, two = QColor(first), QColor(second)
    return QColor(
        (one.red() + two.red()) // 2, (one.green() + two.green()) // 2, (one.blue() + two.blue()) // 2
    )
