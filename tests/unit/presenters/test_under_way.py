"""What takes time is done once, however often it is pressed, and also where the screen was left meanwhile."""

from dataclasses import replace

import pytest

from loyalty.errors import Unavailable
from tests.unit.presenters.desk import words
from tests.unit.presenters.members_desk import ANH, MANAGER, Desk
from tools.audit_scenes import ANH as AUDITOR
from tools.sample_audit import SampleAudit
from tools.sample_cards import SampleBatches
from tools.sample_files import SampleFiles
from tools.sample_shop import NOW, ZONE
from ui.presenters.audit.presenter import AuditPresenter
from ui.presenters.cards.batch import CardBatchPresenter
from ui.presenters.files.presenter import FilesPresenter
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import ImmediateRunner

UNDER_WAY = "Đang làm. Xin đợi, bấm lại cũng không làm thêm lần nữa."


class Office:
    """One till; each visit to a screen is another."""

    def __init__(self) -> None:
        self.runner = ImmediateRunner()
        self.files, self.audit, self.batches = SampleFiles(), SampleAudit(), SampleBatches(0)
        self.states: list[OfficeState] = []

    def at_files(self) -> FilesPresenter:
        it = FilesPresenter(
            self.files, MANAGER, self.runner, words(), on_state=self.states.append, on_back=_nowhere
        )
        it.begin()
        return it

    def at_audit(self) -> AuditPresenter:
        it = AuditPresenter(
            self.audit, AUDITOR, self.runner, words(), zone=ZONE, now=lambda: NOW,
            on_state=self.states.append, on_back=_nowhere, on_receipt=lambda _: None,
        )  # fmt: skip
        it.begin()
        return it

    def at_batch(self) -> CardBatchPresenter:
        it = CardBatchPresenter(
            self.batches, MANAGER, self.runner, words(), on_state=self.states.append, on_back=_nowhere
        )
        it.begin()
        it.typed("3")
        return it

    @property
    def said(self) -> str:
        notice = self.states[-1].notice
        return "" if notice is None else notice.text


def _nowhere() -> None:
    """Nobody looks where it leads."""


def test_an_export_that_is_pressed_again_is_written_once_and_both_visits_hear_of_it() -> None:
    office = Office()
    first = office.at_files()
    first.action_pressed(0)
    office.runner.hold("store")
    first.finish_pressed()
    assert office.said == UNDER_WAY
    first.finish_pressed()
    assert office.said == UNDER_WAY
    second = office.at_files()
    second.action_pressed(0)
    second.finish_pressed()
    assert office.said == UNDER_WAY
    office.runner.let_go("store")
    assert office.files.written == ["members"]
    assert "members" in office.said
    second.finish_pressed()
    assert office.files.written == ["members", "members"]


def test_another_file_is_another_deed() -> None:
    office = Office()
    it = office.at_files()
    it.action_pressed(0)
    office.runner.hold("store")
    it.finish_pressed()
    other = office.at_files()
    other.action_pressed(0)
    other.row_pressed(1)
    other.finish_pressed()
    office.runner.let_go("store")
    assert len(office.files.written) == 2


def test_one_that_fails_can_be_pressed_again() -> None:
    office = Office()
    it = office.at_files()
    it.action_pressed(0)
    office.files.failure = Unavailable("disk-full", retry=True)
    it.finish_pressed()
    it.finish_pressed()
    assert office.files.written == ["members"]


def test_who_did_what_is_written_once_though_another_look_came_between() -> None:
    office = Office()
    it = office.at_audit()
    office.runner.hold("look-up")
    it.finish_pressed()
    assert office.said == UNDER_WAY
    office.at_audit()
    it.finish_pressed()
    again = office.at_audit()
    again.model = replace(again.model, found=it.model.found, people=it.model.people, busy=False)
    again.finish_pressed()
    office.runner.let_go("look-up")
    assert len(office.audit.written) == 1


def test_a_batch_of_cards_is_made_once() -> None:
    office = Office()
    first = office.at_batch()
    office.runner.hold("store")
    first.finish_pressed()
    again = office.at_batch()
    again.finish_pressed()
    assert office.said == UNDER_WAY
    assert not again.model.busy
    office.runner.let_go("store")
    assert len(office.batches.written) == 1
    again.finish_pressed()
    assert len(office.batches.written) == 2


def test_a_batch_that_was_stopped_is_none_under_way() -> None:
    office = Office()
    first = office.at_batch()
    office.runner.hold("look-up")
    first.finish_pressed()
    first.back_pressed()
    office.runner.let_go("look-up")
    first.typed("3")
    first.finish_pressed()
    assert len(office.batches.written) == 1


def test_a_file_is_taken_in_by_one_visit_at_a_time() -> None:
    office = Office()
    it = office.at_files()
    it.finish_pressed()
    it.finish_pressed()
    other = office.at_files()
    other.finish_pressed()
    other.finish_pressed()
    assert (it.model.step, other.model.step) == ("preview", "preview")
    office.runner.hold("net")
    it.finish_pressed()
    other.finish_pressed()
    assert (it.model.step, other.model.step) == ("writing", "preview")
    assert office.said == UNDER_WAY
    office.runner.let_go("net")
    other.finish_pressed()
    assert other.model.step == "report"


@pytest.mark.parametrize("lane", ["net", "store"])
def test_what_is_held_of_a_person_is_written_down_once(lane: str) -> None:
    first = Desk(session=MANAGER)
    first.it.begin(ANH)
    first.part("more")
    first.runner.hold("net" if lane == "net" else "store")
    first.it.row_pressed(1)
    first.it.row_pressed(1)
    again = Desk(session=MANAGER, till=first.till, runner=first.runner)
    again.it.begin(ANH)
    again.part("more")
    again.it.row_pressed(1)
    assert again.said == UNDER_WAY
    first.runner.let_go("net" if lane == "net" else "store")
    assert len(first.till.saved) == 1
    again.it.row_pressed(1)
    assert len(first.till.saved) == 2


def test_what_could_not_be_written_of_a_person_can_be_asked_for_again() -> None:
    desk = Desk(session=MANAGER)
    desk.it.begin(ANH)
    desk.part("more")
    desk.till.fault = Unavailable("server-absent", retry=True, server="x", why="")
    desk.it.row_pressed(1)
    assert desk.till.saved == []
    desk.it.row_pressed(1)
    assert len(desk.till.saved) == 1
