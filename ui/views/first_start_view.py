"""The first start: a screen of the back office with a bar of how far the machine is."""

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.presenters.first_start.state import FirstState
from ui.presenters.forms import FormState
from ui.views.office_view import OfficeView
from ui.widgets.figures import ProgressBar

_UNDER_THE_BANNER = 2


class FirstStartView(OfficeView):
    """The screen."""

    SIDE = (0.56, 24)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form_shown: FormState | None = None
        self.progress = ProgressBar(self)
        layout = self.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(_UNDER_THE_BANNER, self.progress)

    def show_first(self, state: FirstState) -> None:
        """Show it all; a form that is another one gets the cursor."""
        had, self._form_shown = self._form_shown, state.office.form
        self.progress.setVisible(state.thousandths is not None)
        self.progress.set_progress(state.thousandths or 0)
        self.show_state(state.office)
        if self.isVisible() and _names(had) != _names(state.office.form):
            self.setFocus()


def _names(form: FormState | None) -> tuple[str, ...]:
    return () if form is None else tuple(each.name for each in form.fields)
