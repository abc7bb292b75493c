"""The screen of programs over the sample shop."""

from terminal.session import Session
from tests.unit.presenters.desk import words
from tools.people_scenes import ANH
from tools.sample_programs import NEXT_TEXT, SamplePrograms
from tools.sample_shop import PIN
from ui.presenters.office_state import OfficeState
from ui.presenters.programs.presenter import ProgramsPresenter
from ui.presenters.tasks import ImmediateRunner


class Visit:
    """The screen over the sample shop."""

    def __init__(self, session: Session = ANH, till: SamplePrograms | None = None) -> None:
        self.till = till or SamplePrograms()
        self.states: list[OfficeState] = []
        self.left = 0
        self.runner = ImmediateRunner()
        self.it = ProgramsPresenter(
            self.till,
            session,
            self.runner,
            words("en"),
            on_state=self.states.append,
            on_back=self.leave,
        )
        self.it.begin()

    def leave(self) -> None:
        self.left += 1

    def to_changes(self, text: str = NEXT_TEXT) -> None:
        """As far as what the first file changes."""
        self.till.files = dict.fromkeys(list(self.till.files)[:1], text)
        self.it.finish_pressed()
        self.it.finish_pressed()

    def publish(self, *, begins: str = "", own: str = PIN) -> None:
        if self.step == "changes":
            self.it.finish_pressed()
        self.it.field_changed("begins", begins)
        self.it.field_changed("own", own)
        self.it.finish_pressed()

    @property
    def state(self) -> OfficeState:
        return self.states[-1]

    @property
    def step(self) -> str:
        return self.it.model.step

    @property
    def notice(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [(each.cells[0], each.detail) for each in self.state.listing.rows]

    @property
    def about(self) -> list[tuple[str, str]]:
        return [(each.cells[0], each.detail or each.cells[1]) for each in self.state.about.rows]

    @property
    def told(self) -> str:
        return "\n\n".join(filter(None, (self.state.about_title, self.state.hint)))
