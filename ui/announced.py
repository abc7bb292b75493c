"""What a screen reader is to say by itself: sentences that come while the focus stays where it is.

Names, roles and values of what has the focus a screen reader asks for; what appears elsewhere it has to be
told. Nothing is built for it where none is running.
"""

from PySide6.QtWidgets import QWidget

from ui.presenters.shown import Tone

_AT_ONCE = frozenset({Tone.ATTENTION, Tone.REFUSED})
"""Said before whatever is being said; the rest after it."""


def announce(place: QWidget, text: str, tone: Tone) -> None:
    """Have the text said, by the widget that shows it."""
    from PySide6.QtGui import QAccessible

    if not text or not QAccessible.isActive():
        return
    from PySide6.QtGui import QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(place, text)
    is_urgent = tone in _AT_ONCE
    manners = QAccessible.AnnouncementPoliteness
    event.setPoliteness(manners.Assertive if is_urgent else manners.Polite)
    QAccessible.updateAccessibility(event)
