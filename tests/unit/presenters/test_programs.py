"""The screen of programs: what is in force, a file with faults or with changes, publishing it, what fails."""

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.program.changes import changes_between
from loyalty.replay.summary import SideSum
from resources.catalogue import LANGUAGES, Language
from terminal.session import Session
from terminal.usecases.program_trial import Trial
from tests.unit.presenters.desk import words
from tools.draw_scenes import AUDITOR
from tools.people_scenes import ANH
from tools.sample_programs import FIRST, NEXT_TEXT, NOW_TEXT, SamplePrograms, published_by
from tools.sample_programs import IN_FORCE as IN_FORCE_NOW
from tools.sample_shop import PIN
from ui.demo.shop import PROGRAM_FILE
from ui.presenters.office_state import OfficeState
from ui.presenters.programs.presenter import ProgramsPresenter
from ui.presenters.tasks import ImmediateRunner

ABSENT = Unavailable("look-no-server", retry=True)
TO_COME, IN_FORCE, BEFORE = range(3)


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


def test_what_is_in_force_and_what_begins_later_is_told_with_who_and_since_when() -> None:
    visit = Visit()
    assert visit.rows == [
        ("Thân Thiết · number 3", "In force from 1 Jan 2027 00:00"),
        ("Thân Thiết · number 2", "In force since 1 Sep 2026 00:00"),
        ("Thân Thiết · number 1", "Before, from 5 Jan 2026 08:00"),
    ]
    assert ("By", "Quốc Anh, till Q1") in visit.about
    visit.it.row_pressed(BEFORE)
    assert ("By", "A command at the server") in visit.about


def test_an_auditor_looks_and_saves_and_publishes_nothing() -> None:
    visit = Visit(AUDITOR)
    visit.it.row_pressed(IN_FORCE)
    assert (visit.state.finish.text, visit.state.actions[2].text) == ("", "")
    visit.it.finish_pressed()
    visit.it.action_pressed(2)
    assert visit.step == "list"
    visit.it.action_pressed(1)
    assert visit.till.saved == {"program-2.toml": NOW_TEXT}
    assert "/home/quay1/Loyaltill/program-2.toml" in visit.notice


def test_a_file_with_faults_shows_each_and_sends_nothing_until_it_has_none() -> None:
    visit = Visit()
    broken = NEXT_TEXT.replace("worth = 500", "worth = -1").replace("burn_step = 10", "burn_stp = 10")
    visit.to_changes(broken)
    assert visit.step == "faults"
    assert visit.state.title == "tet-2027.toml: 2 faults"
    assert [title for title, _ in visit.rows] == ["Line 18 · points.worth", "Line 20 · points.burn_stp"]
    visit.it.moved(1)
    assert visit.told.startswith("there is no such key\n\nthe nearest one is")
    assert visit.till.published == []
    (path,) = visit.till.files
    visit.till.files[path] = NEXT_TEXT
    visit.it.finish_pressed()
    assert visit.step == "changes"


def test_what_a_file_changes_is_said_in_words_with_what_was_before() -> None:
    visit = Visit()
    visit.to_changes()
    assert visit.rows == [
        ("Points", "Changed · For each: ₫10,000 → ₫8,000"),
        ("Tier: Bạc", "Changed · Off: 2% → 2.5%"),
        ("Promotion: Rau quả sau 20 giờ giảm 30%", "Changed · Per cent: 30% → 25%"),
        ("Promotion: Tết: hóa đơn 1 triệu giảm 50.000", "New"),
    ]
    visit.it.row_pressed(3)
    assert visit.about == [
        ("Name", "Tết: hóa đơn 1 triệu giảm 50.000"),
        ("Kind", "an amount off"),
        ("Amount", "₫50,000"),
        ("When › From the day", "25 Jan 2027"),
        ("When › To the end of", "10 Feb 2027"),
        ("When › From a purchase of", "₫1,000,000"),
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("tier_skips_discounted = false", "tier_skips_discounted = true"), "no → yes"),
        (
            ('exclude = { categories = ["tobacco"', 'exclude = { categories = ["beer", "tobacco"'),
            "beer, tobacco",
        ),
        (("multiplier = 1.25", "multiplier = 1.5"), "1.25 → 1.5"),
        (("expire_months = 12", "expire_months = 18"), "12 → 18"),
        (('window = "rolling-12-months"', 'window = "lifetime"'), "the last twelve months → all time"),
        (("percent_off = 2\n", ""), "2% → nothing"),
    ],
)
def test_values_of_every_kind_are_written_as_people_read_them(changed: tuple[str, str], said: str) -> None:
    visit = Visit()
    visit.to_changes(NOW_TEXT.replace(*changed, 1))
    assert said in visit.rows[0][1]


def test_what_was_published_for_a_later_day_is_told_before_another_is_published() -> None:
    visit = Visit()
    visit.to_changes()
    assert "Number 3 still comes into force on 1 Jan 2027 00:00" in visit.told
    visit.it.finish_pressed()
    assert "Number 3 still comes into force" in visit.told
    other = Visit(till=SamplePrograms(programs=(IN_FORCE_NOW, FIRST)))
    other.to_changes()
    assert other.state.about_title == "Against the program in force"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAM_FILE.parent.glob("*.toml")))
def test_every_key_of_a_shipped_program_has_a_name_in_words(name: str, language: Language) -> None:
    text = (PROGRAM_FILE.parent / f"{name}.toml").read_text(encoding="utf-8")
    said = words(language).catalogue
    keys = {each.key.rpartition(".")[2] for change in changes_between("", text) for each in change.values}
    assert {key for key in keys if not said.has(f"programs.key.{key}")} == set()


def test_what_a_shop_calls_its_goods_stays_as_it_is() -> None:
    visit = Visit()
    visit.to_changes(
        NOW_TEXT.replace('on = { categories = ["vegetables", "fruit"] }', 'on = { tags = ["gift", "week"] }')
    )
    visit.it.row_pressed(0)
    assert ("Applies to › Tags", "gift, week") in visit.about


def test_a_value_that_no_row_has_room_for_stands_above_the_rows_in_whole() -> None:
    visit = Visit()
    more = ", ".join(f'"c-{number:02}"' for number in range(12))
    visit.to_changes(
        NOW_TEXT.replace(
            'exclude = { categories = ["tobacco"', f'exclude = {{ categories = [{more}, "tobacco"', 1
        )
    )
    assert "Leaves out › Categories: tobacco" in visit.told
    assert visit.about == []


def test_a_till_without_sales_has_nothing_to_try_it_on() -> None:
    visit = Visit()
    none = SideSum()
    visit.till.trial = Trial(sales=0, changed=0, left_out=0, before=none, after=none)
    visit.to_changes()
    visit.it.action_pressed(0)
    assert (visit.told, visit.about) == ("This till has no sales yet to try it on.", [])


def test_a_file_that_changes_nothing_says_so() -> None:
    visit = Visit()
    visit.to_changes("# another word\n" + NOW_TEXT)
    assert visit.state.listing.empty == "Nothing that members or tills would notice."
    assert visit.state.listing.marked is None


def test_before_there_is_any_program_all_of_it_is_new() -> None:
    visit = Visit(till=SamplePrograms(programs=(), in_force=0))
    assert visit.state.listing.empty == "No program has been published."
    visit.to_changes()
    assert visit.told == "There is no program yet: everything in the file is new."
    assert visit.state.actions[0].text == ""
    visit.it.action_pressed(0)
    assert visit.it.model.trial is None


def test_a_draft_is_tried_and_the_figures_stand_beside_it() -> None:
    visit = Visit()
    visit.to_changes()
    visit.it.action_pressed(0)
    assert visit.told.startswith("Tried on the last 300 sales of this till\n\nMembers count by")
    assert visit.about[:4] == [
        ("Sales that would differ", "184 of 300"),
        ("Discounts", "₫2,118,300 → ₫2,000,700"),
        ("Paid by customers", "₫96,412,500 → ₫96,530,100"),
        ("Points earned", "8,104 → 10,137"),
    ]
    assert ("Points used", "1,240") in visit.about
    assert ("Sales that could not be worked out", "2") in visit.about


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


def test_what_cannot_be_read_stands_at_its_field_and_nothing_is_sent() -> None:
    visit = Visit()
    visit.to_changes()
    visit.publish(begins="soon", own="")
    form = visit.state.form
    assert form is not None
    assert [each.fault for each in form.fields] == [
        "Write a day like 07/12/2026, or nothing.",
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


def test_the_one_before_is_used_again_and_what_that_changes_is_shown_first() -> None:
    visit = Visit()
    visit.it.row_pressed(IN_FORCE)
    assert not visit.state.actions[2].enabled
    visit.it.action_pressed(2)
    assert visit.step == "list"
    visit.it.row_pressed(BEFORE)
    visit.it.action_pressed(2)
    assert visit.rows == [("Points", "Changed · A point is worth: ₫500 → ₫400")]
    visit.it.back_pressed()
    assert visit.step == "list"


def test_without_a_network_it_says_so_and_looks_again_when_asked() -> None:
    till = SamplePrograms(failure=ABSENT)
    visit = Visit(till=till)
    assert visit.state.listing.empty.startswith("The server has not told yet")
    assert not visit.state.finish.enabled
    visit.it.finish_pressed()
    assert visit.step == "list"
    visit.it.action_pressed(0)
    assert len(visit.rows) == 3


def test_a_typed_path_is_read_before_a_marked_file() -> None:
    visit = Visit()
    visit.it.finish_pressed()
    second = list(visit.till.files)[1]
    visit.it.typed(str(second))
    visit.it.entered()
    assert visit.it.model.path == str(second)
    assert visit.step == "faults"


def test_back_goes_step_by_step_and_out() -> None:
    visit = Visit()
    visit.to_changes()
    visit.it.finish_pressed()
    steps = [visit.step]
    for _ in range(3):
        visit.it.back_pressed()
        steps.append(visit.step)
    assert steps == ["publish", "changes", "files", "list"]
    visit.it.back_pressed()
    assert visit.left == 1


def test_it_speaks_the_other_language_at_once_and_says_what_a_scanner_brought() -> None:
    visit = Visit()
    visit.it.speak(words("vi"))
    assert visit.state.title == "Chương trình"
    visit.it.trouble("unknown-code")
    assert visit.notice


def test_a_refusal_that_changes_the_list_leads_back_to_it() -> None:
    visit = Visit()
    visit.to_changes()
    visit.it.finish_pressed()
    visit.it.field_changed("own", PIN)
    visit.till.failure = Refused("program-same")
    visit.it.finish_pressed()
    assert (visit.step, visit.it.model.draft) == ("list", None)
    assert "Just this is in force" in visit.notice
