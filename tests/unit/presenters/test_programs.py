"""The screen of programs: what is in force, a file with faults or with changes, publishing it, what fails."""

import pytest

from loyalty.errors import Unavailable
from loyalty.program.changes import Change, ValueChange, changes_between
from loyalty.replay.summary import SideSum
from resources.catalogue import LANGUAGES, Language
from terminal.usecases.program_trial import Trial
from tests.unit.presenters.desk import words
from tests.unit.presenters.programs_desk import Visit
from tools.draw_scenes import AUDITOR
from tools.sample_programs import FIRST, NEXT_TEXT, NOW_TEXT, SamplePrograms
from tools.sample_programs import IN_FORCE as IN_FORCE_NOW
from ui.demo.shop import PROGRAM_FILE
from ui.presenters.programs.change_text import long_values

ABSENT = Unavailable("look-no-server", retry=True)
TO_COME, IN_FORCE, BEFORE = range(3)


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


def test_the_commitment_of_a_draw_stands_in_groups_that_a_line_breaks_between() -> None:
    value = ValueChange("commitment", None, "fc10eed0" * 8)
    change = Change(section="draw", kind="added", id="tet", name="Bốc thăm Tết", values=(value,))
    assert list(long_values(change, words("en"))) == ["Commitment: " + " ".join(["fc10eed0"] * 8)]


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


def test_the_one_before_is_used_again_and_what_that_changes_is_shown_first() -> None:
    visit = Visit()
    visit.it.row_pressed(IN_FORCE)
    assert not visit.state.actions[2].enabled
    visit.it.action_pressed(2)
    assert visit.step == "list"
    visit.it.row_pressed(BEFORE)
    visit.it.action_pressed(2)
    assert visit.state.title == "Thân Thiết · number 1: what it changes"
    assert visit.rows == [("Points", "Changed · A point is worth: ₫500 → ₫400")]
    visit.it.finish_pressed()
    assert visit.notice.startswith("Thân Thiết · number 1 will be in force")
    visit.it.back_pressed()
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
