"""The screen where blank cards are made: one of the back office, by its name found in the manual."""

from ui.views.office_view import OfficeView


class CardBatchView(OfficeView):
    """The screen."""
