"""The screen of the shift and the day: one of the back office, by its name found in the manual."""

from ui.views.office_view import OfficeView


class DayView(OfficeView):
    """The screen. A report is long, what it is chosen from short: it has more than half of the window."""

    SIDE = (0.58, 18)
