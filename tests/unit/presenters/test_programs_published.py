"""A program that is published from a till: the day, the PIN, and what may stand against it."""

from loyalty.errors import Refused, Unavailable
from tests.unit.presenters.programs_desk import Visit
from tools.sample_programs import NEXT_TEXT, published_by
from tools.sample_shop import PIN


def test_it_is_published_with_the_pin_for_every_till_at_once() -> None:
    visit = Visit()
    visit.to_changes()
    visit.it.finish_pressed()
    assert "every till of every store" in visit.notice
    visit.it.entered()
    assert visit.till.published == []
    visit.publish()
    (wish,) = visit.till.published
    assert (wish.begins, wish.newest, wish.draft.text) == (None, 3, NEXT_TEXT)
    assert (visit.step, visit.notice) == (
        "list",
        "Published as number 4. This till sells by it now, the others within seconds.",
    )
    assert visit.rows[0] == ("Thân Thiết · number 4", "In force since 21 Nov 2026 10:42")


def test_a_day_begins_at_midnight_of_the_programs_own_zone() -> None:
    visit = Visit()
    visit.to_changes()
    visit.publish(begins="25/1/2027")
    (wish,) = visit.till.published
    assert wish.begins is not None
    assert wish.begins.isoformat() == "2027-01-25T00:00:00+07:00"
    assert "in force from 25 Jan 2027 00:00" in visit.notice


def test_a_day_without_a_year_is_the_next_one_and_is_said_back_before_it_is_published() -> None:
    visit = Visit()
    visit.to_changes()
    visit.it.finish_pressed()
    visit.it.field_changed("begins", "25/1")
    form = visit.state.form
    assert form is not None
    assert form.fields[0].about == "That is Monday, 25 Jan 2027."
    visit.publish(begins="25/1")
    (wish,) = visit.till.published
    assert wish.begins is not None
    assert wish.begins.isoformat() == "2027-01-25T00:00:00+07:00"


def test_the_steps_beside_the_day_go_on_from_today_and_never_before_it() -> None:
    visit = Visit()
    visit.to_changes()
    visit.it.finish_pressed()
    said: list[str] = []
    for by in (1, 1, -1, -1, -1):
        visit.it.field_stepped("begins", by)
        said.append(visit.it.model.values["begins"])
    assert said == ["22/11/2026", "23/11/2026", "22/11/2026", "21/11/2026", "21/11/2026"]


def test_what_cannot_be_read_stands_at_its_field_and_nothing_is_sent() -> None:
    visit = Visit()
    visit.to_changes()
    visit.publish(begins="soon", own="")
    form = visit.state.form
    assert form is not None
    assert [each.fault for each in form.fields] == [
        "Write a day like 7/12 or 07/12/2026, or nothing.",
        "Type your own PIN.",
    ]
    assert visit.till.published == []
    visit.publish(own="9999")
    assert (visit.till.published, visit.step, visit.it.model.values["own"]) == ([], "publish", "")
    assert "PIN" in visit.notice


def test_a_day_that_is_over_is_told_at_its_field_and_the_pin_is_kept() -> None:
    visit = Visit()
    visit.to_changes()
    visit.publish(begins="25/1/2026")
    form = visit.state.form
    assert form is not None
    assert form.fields[0].fault.startswith("The day is over. Nothing was published.")
    assert (visit.till.published, visit.step, visit.it.model.values["own"]) == ([], "publish", PIN)
    visit.publish(begins="25/1/2027")
    assert (len(visit.till.published), visit.step) == (1, "list")


def test_while_the_server_does_not_answer_it_says_that_it_is_being_published() -> None:
    visit = Visit()
    visit.to_changes()
    visit.it.finish_pressed()
    assert visit.told.startswith("When it begins, and who publishes it")
    visit.runner.hold("net")
    visit.publish()
    assert visit.notice == "Publishing: the server has not answered yet."
    assert not visit.state.finish.enabled
    visit.runner.let_go("net")
    assert visit.step == "list"


def test_after_no_answer_the_same_deed_is_sent_again() -> None:
    visit = Visit()
    visit.to_changes()
    visit.it.finish_pressed()
    visit.it.field_changed("own", PIN)
    visit.till.failure = Unavailable("deed-unanswered", retry=True)
    visit.it.finish_pressed()
    assert "not known whether this was done" in visit.notice
    assert (visit.step, visit.it.model.values["own"]) == ("publish", PIN)
    visit.it.finish_pressed()
    first, second = visit.till.published
    assert first == second
    assert visit.step == "list"


def test_another_draft_is_another_deed() -> None:
    visit = Visit()
    visit.to_changes()
    first = visit.it.model.deed
    visit.it.back_pressed()
    visit.it.finish_pressed()
    assert visit.it.model.deed != first


def test_what_was_published_meanwhile_is_told_and_shown_and_not_passed_over() -> None:
    visit = Visit()
    visit.to_changes()
    published_by(visit.till, "Thu Hà")
    visit.publish()
    assert "Somebody else has just published another program" in visit.notice
    assert visit.step == "list"
    assert ("By", "Thu Hà, till Q1") in visit.about
    assert len(visit.rows) == 4


def test_a_refusal_that_changes_the_list_leads_back_to_it() -> None:
    visit = Visit()
    visit.to_changes()
    visit.it.finish_pressed()
    visit.it.field_changed("own", PIN)
    visit.till.failure = Refused("program-same")
    visit.it.finish_pressed()
    assert (visit.step, visit.it.model.draft) == ("list", None)
    assert "Just this is in force" in visit.notice
