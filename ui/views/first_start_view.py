"""The first start: a screen of the back office whose form gets the cursor whenever it is another one."""

from PySide6.QtWidgets import QWidget

from ui.presenters.forms import FormState
from ui.presenters.office_state import OfficeState
from ui.views.office_view import OfficeView


class FirstStartView(OfficeView):
    """The screen."""

    SIDE = (0.56, 24)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form_shown: FormState | None = None

    def show_first(self, state: OfficeState) -> None:
        """Show it all; a form that is another one gets the cursor."""
        had, self._form_shown = self._form_shown, state.form
        self.show_state(state)
        if self.isVisible() and _names(had) != _names(state.form):
            self._take_focus()  # this may have the focus already, by the field that went: that tells nobody


def _names(form: FormState | None) -> tuple[str, ...]:
    return () if form is None else tuple(each.name for each in form.fields)
