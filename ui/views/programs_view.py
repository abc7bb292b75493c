"""The screen of programs: a screen of the back office, with a page of the manual of its own."""

from ui.views.office_view import OfficeView


class ProgramsView(OfficeView):
    """The screen."""
