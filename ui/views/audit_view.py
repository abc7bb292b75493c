"""The screen of who did what: one of the back office, by its name found in the manual."""

from ui.views.office_view import OfficeView


class AuditView(OfficeView):
    """The screen."""
