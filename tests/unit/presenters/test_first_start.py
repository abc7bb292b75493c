"""The first start without a screen: where a refusal is mended, what is kept, and who tries again."""

from datetime import UTC

import pytest

from loyalty.errors import Refused, Unavailable
from resources.catalogue import Catalogue, Language
from tools.first_scenes import SampleFirst
from ui.presenters.first_start.errands import Draft, Progress
from ui.presenters.first_start.model import Step
from ui.presenters.first_start.presenter import FirstPresenter
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.words import Words


class Desk:
    """A first start, what it shows, and whether it came to a till."""

    def __init__(self, errands: SampleFirst, language: Language = "vi") -> None:
        self.errands = errands
        self.shown: list[OfficeState] = []
        self.ready: list[bool] = []
        words = Words(catalogue=Catalogue.load(language), currency="VND", zone=UTC)
        self.presenter = FirstPresenter(
            errands,
            ImmediateRunner(),
            words,
            post=lambda call: call(),
            on_state=self.shown.append,
            on_language=lambda _: None,
            on_devices=lambda: None,
            on_ready=lambda: self.ready.append(True),
            on_leave=lambda: None,
        )
        self.presenter.begin(language)

    def fill_in(self, **values: str) -> None:
        """Type into fields."""
        for name, value in values.items():
            self.presenter.field_changed(name, value)

    def go_to(self, step: Step) -> None:
        """Press on until that step."""
        while self.presenter.model.step is not step:
            self.presenter.finish_pressed()


def a_joining_desk() -> Desk:
    desk = Desk(SampleFirst())
    desk.fill_in(kind="join", server="https://may-chu.vn:8443", code="4K7P-92QX")
    desk.go_to(Step.DEVICES)
    return desk


@pytest.mark.parametrize("address", ["127.0.0.1:8931", "may-chu", "http://may-chu.vn"])
def test_an_address_that_nobody_can_be_asked_at_is_told_in_its_step_and_not_after_the_devices(
    address: str,
) -> None:
    desk = Desk(SampleFirst())
    desk.fill_in(kind="join", server=address, code="4K7P-92QX")
    desk.go_to(Step.JOIN)
    desk.presenter.finish_pressed()
    assert desk.presenter.model.step is Step.JOIN
    form = desk.shown[-1].form
    assert form is not None
    assert address in form.fields[0].fault
    assert desk.errands.calls == []


def test_a_wrong_code_is_told_at_its_field_and_everything_else_stays() -> None:
    desk = a_joining_desk()
    desk.errands.trouble = Refused("pairing-code-wrong")
    desk.presenter.finish_pressed()
    model = desk.presenter.model
    assert model.step is Step.JOIN
    assert {*model.faults} == {"code"}
    assert model.values["server"] == "https://may-chu.vn:8443"
    form = desk.shown[-1].form
    assert form is not None
    assert [bool(field.fault) for field in form.fields] == [False, True, False]
    desk.errands.trouble = None
    desk.go_to(Step.DEVICES)
    desk.presenter.finish_pressed()
    assert desk.ready == [True]
    assert desk.errands.calls == ["join", "join"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_new_shop_of_its_own_reads_of_no_server(language: Language) -> None:
    desk = Desk(SampleFirst(), language)
    desk.fill_in(kind="new", store="Tạp hóa Ánh", manager="Ánh", pin="2580", again="2580")
    desk.go_to(Step.DEVICES)
    desk.errands.progress = (Progress(doing="shop"), Progress(), Progress(rows=1, of=4))
    before = len(desk.shown)
    desk.presenter.finish_pressed()
    said = {state.hint.lower() for state in desk.shown[before:]}
    assert len(said) > len(desk.errands.progress)
    assert not [text for text in said if "máy chủ" in text or "server" in text]


def test_a_reading_that_broke_off_goes_on_by_itself() -> None:
    desk = a_joining_desk()
    desk.errands.progress = (Progress(rows=250, of=1_000),)
    desk.errands.trouble = Unavailable("server-absent", retry=True, server="may-chu.vn", why="timed out")
    desk.presenter.finish_pressed()
    assert 250 in [state.progress for state in desk.shown]
    assert desk.shown[-1].notice is not None
    desk.presenter.time_passed()
    assert desk.ready == []
    desk.errands.trouble = None
    desk.presenter.time_passed()
    assert desk.ready == [True]
    assert desk.errands.calls == ["join", "resumed", "resumed"]


def test_no_secret_is_written_down_and_what_is_missing_is_asked_for_again() -> None:
    desk = Desk(SampleFirst())
    desk.fill_in(store="Tạp hóa Lan", manager="Lan", pin="2580", again="2580")
    desk.go_to(Step.DEVICES)
    kept = desk.errands.kept
    assert kept.step == "devices"
    assert not {"pin", "again", "code"} & {*kept.values}
    again = SampleFirst()
    again.kept = Draft(step=kept.step, values=kept.values)
    resumed = Desk(again).presenter.model
    assert resumed.step is Step.MANAGER
    assert (resumed.values["store"], resumed.values["manager"]) == ("Tạp hóa Lan", "Lan")
    assert again.calls == []


def test_an_easy_pin_is_refused_before_anything_is_made() -> None:
    desk = Desk(SampleFirst())
    desk.fill_in(store="Tạp hóa Lan", manager="Lan", pin="1234", again="1234")
    desk.go_to(Step.MANAGER)
    desk.presenter.finish_pressed()
    assert {name: said.key for name, said in desk.presenter.model.faults.items()} == {"pin": "error.pin-easy"}
