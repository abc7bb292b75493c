"""The screen of those who may sign in: its forms, what is wrong with them, and what is kept when it fails."""

import pytest

from loyalty.errors import Refused, Unavailable
from terminal.session import Session
from terminal.usecases.staffing import StaffWish
from tests.unit.presenters.desk import words
from tools.people_scenes import ANH
from tools.sample_people import SamplePeople
from tools.sample_shop import LAN, PIN
from ui.presenters.forms import FormState
from ui.presenters.office_state import OfficeState
from ui.presenters.people.presenter import PeoplePresenter
from ui.presenters.tasks import ImmediateRunner


class Visit:
    """The screen over the sample shop."""

    def __init__(self, session: Session = ANH) -> None:
        self.till = SamplePeople()
        self.states: list[OfficeState] = []
        self.left = 0
        self.it = PeoplePresenter(
            self.till,
            session,
            ImmediateRunner(),
            words("en"),
            on_state=self.states.append,
            on_back=self.leave,
        )
        self.it.begin()

    def show(self, state: OfficeState) -> None:
        self.states.append(state)

    def leave(self) -> None:
        self.left += 1

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.it.field_changed(name, value)
        self.it.finish_pressed()

    @property
    def state(self) -> OfficeState:
        return self.states[-1]

    @property
    def form(self) -> FormState | None:
        return self.state.form

    @property
    def faults(self) -> dict[str, str]:
        form = self.state.form
        return {} if form is None else {each.name: each.fault for each in form.fields if each.fault}

    @property
    def notice(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text


def test_somebody_is_added_with_a_role_and_a_pin() -> None:
    visit = Visit()
    visit.it.action_pressed(0)
    visit.fill(name="Hạnh", role="supervisor", pin="7413", again="7413", own=PIN)
    (wish,) = visit.till.wishes
    assert (wish.kind, wish.name, wish.role, wish.pin) == ("add", "Hạnh", "supervisor", "7413")
    assert visit.notice.startswith("Hạnh can sign in now.")
    assert visit.state.listing.rows[visit.state.listing.marked or 0].cells == ("Hạnh",)


def test_two_who_sign_in_are_not_called_the_same() -> None:
    visit = Visit()
    visit.it.action_pressed(0)
    visit.fill(name=" lan ", role="cashier", pin="7413", again="7413", own=PIN)
    assert "told apart" in visit.faults["name"]
    assert visit.till.wishes == []
    visit.fill(name="Lan Anh")
    assert [wish.name for wish in visit.till.wishes] == ["Lan Anh"]


def test_a_form_says_what_is_wrong_and_asks_nobody() -> None:
    visit = Visit()
    visit.it.action_pressed(0)
    visit.it.finish_pressed()
    assert set(visit.faults) == {"name", "pin", "own"}
    visit.fill(name="Hạnh", pin="7413", again="7414", own=PIN)
    assert visit.faults == {"again": "The two are not the same. Type it again."}
    assert visit.till.wishes == []


def test_somebody_is_renamed_and_has_another_role() -> None:
    visit = Visit()
    visit.it.moved(2)
    visit.it.entered()
    visit.fill(name="Lan Anh", role="supervisor", own=PIN)
    assert visit.till.wishes == [
        StaffWish(deed=visit.till.wishes[0].deed, kind="change", who="lan", name="Lan Anh", role="supervisor")
    ]


def test_who_is_active_is_blocked_and_who_is_blocked_is_let_in_again() -> None:
    visit = Visit()
    for row, state in ((2, "blocked"), (3, "active")):
        visit.it.row_pressed(row)
        visit.it.action_pressed(1)
        visit.fill(own=PIN)
        assert visit.till.wishes[-1].state == state


def test_a_manager_neither_blocks_themselves_nor_changes_their_own_role() -> None:
    visit = Visit()
    assert not visit.state.actions[1].enabled
    visit.it.action_pressed(1)
    assert visit.it.model.step == "list"
    visit.it.finish_pressed()
    form = visit.form
    assert form is not None
    assert {each.name: each.enabled for each in form.fields}["role"] is False


def test_a_cashier_sees_themselves_and_changes_their_pin() -> None:
    visit = Visit(LAN)
    assert [each.cells for each in visit.state.listing.rows] == [("Lan",)]
    assert not any(each.text for each in visit.state.actions)
    visit.it.action_pressed(0)
    visit.it.action_pressed(1)
    assert visit.it.model.step == "list"
    visit.it.finish_pressed()
    visit.fill(pin="7413", again="7413", own=PIN)
    assert [(each.kind, each.who) for each in visit.till.wishes] == [("pin", "lan")]


@pytest.mark.parametrize(
    "failure", [Refused("wrong-pin", tries_left=4), Unavailable("server-unreachable", retry=True)]
)
def test_what_fails_says_why_and_keeps_the_rest(failure: Exception) -> None:
    visit = Visit()
    visit.it.action_pressed(2)
    visit.till.failure = failure
    visit.fill(pin="7413", again="7413", own=PIN)
    assert visit.notice
    assert [name for name, value in visit.it.model.values.items() if not value] == ["own"]
    deed = visit.it.model.deed
    visit.fill(own=PIN)
    assert visit.till.wishes[0].deed != deed, "what is typed anew is another deed"


def test_a_pin_that_anybody_would_try_is_chosen_anew_in_both_its_fields_and_told_there() -> None:
    visit = Visit()
    visit.it.action_pressed(2)
    visit.till.failure = Refused("pin-easy")
    visit.fill(pin="1234", again="1234", own=PIN)
    assert dict(visit.it.model.values) == {"pin": "", "again": "", "own": PIN}
    assert list(visit.faults) == ["pin"]
    assert visit.faults["pin"].startswith("This PIN is the first that anybody would try.")
    visit.fill(pin="7413", again="7413")
    assert visit.it.model.step == "list"


def test_back_leaves_the_form_with_no_pin_kept_and_then_the_screen() -> None:
    visit = Visit()
    visit.it.action_pressed(2)
    visit.it.field_changed("own", PIN)
    visit.it.row_pressed(2)
    visit.it.action_pressed(0)
    visit.it.back_pressed()
    assert (visit.it.model.step, dict(visit.it.model.values), visit.it.model.mark) == ("list", {}, 0)
    visit.it.back_pressed()
    assert visit.left == 1


def test_a_scan_and_another_language_change_nothing_but_words() -> None:
    visit = Visit()
    visit.it.trouble("scan-nothing-here")
    assert visit.notice
    visit.it.speak(words("vi"))
    assert visit.state.title == "Nhân viên"
