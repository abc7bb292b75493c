"""The screen of draws: what each shows, opening one in two steps, what fails, a seed that is kept nowhere."""

from dataclasses import replace

import pytest

from loyalty.drawing import commitment_of
from loyalty.errors import Refused, Unavailable
from loyalty.wire.drawing import DrawAnswer, DrawTold
from terminal.session import Session
from tests.unit.presenters.desk import words
from tools.draw_scenes import AUDITOR
from tools.people_scenes import ANH
from tools.sample_draws import FRESH, SEED, SampleDraws, opened
from tools.sample_shop import PIN
from ui.presenters.draws.presenter import MOST_ASKED, DrawsPresenter
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import ImmediateRunner

RUNNING, OVER, SUMMER = 0, 2, 3
ABSENT = Unavailable("look-no-server", retry=True)
CUT = Unavailable("deed-unanswered", retry=True)


class CutHalfWay(SampleDraws):
    """Its line breaks after the first answer to an opening."""

    def open(self, session: Session, draw: DrawTold, *, seed: str) -> DrawAnswer:
        answer = super().open(session, draw, seed=seed)
        self.failure = CUT
        return answer


class Visit:
    """The screen over the sample shop."""

    def __init__(self, session: Session = ANH, till: SampleDraws | None = None) -> None:
        self.till = till or SampleDraws()
        self.runner = ImmediateRunner()
        self.states: list[OfficeState] = []
        self.left = 0
        self.it = DrawsPresenter(
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

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.it.field_changed(name, value)
        self.it.finish_pressed()

    def make_sure(self, seed: str = SEED) -> None:
        """As far as the last press before a seed is published."""
        self.it.row_pressed(OVER)
        self.it.finish_pressed()
        self.fill(seed=seed, own=PIN)

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
    def faults(self) -> dict[str, str]:
        form = self.state.form
        return {} if form is None else {each.name: each.fault for each in form.fields if each.fault}

    @property
    def finish(self) -> tuple[str, bool]:
        return self.state.finish.text, self.state.finish.enabled

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [(each.cells[0], each.detail) for each in self.state.listing.rows]


def test_every_draw_says_where_it_is_and_offers_what_can_be_done() -> None:
    visit = Visit()
    assert [detail for _, detail in visit.rows] == [
        "Runs until 31 Dec 2026",
        "From 15 Jan 2027 until 5 Feb 2027",
        "Over since 30 Sep 2026: waits for its seed",
        "Opened on 2 Oct 2026 09:15 at the server",
    ]
    offered: list[tuple[str, bool]] = []
    for row in range(4):
        visit.it.row_pressed(row)
        offered.append(visit.finish)
    assert offered == [
        ("Who has won", False),
        ("Who has won", False),
        ("Open with seed", True),
        ("Who has won", True),
    ]
    visit.it.row_pressed(RUNNING)
    asked = visit.till.asked
    visit.it.entered()
    assert (visit.till.asked, visit.step) == (asked, "list")


def test_what_is_known_of_a_draw_stands_beside_it() -> None:
    visit = Visit()
    visit.it.row_pressed(SUMMER)
    about = [each.cells for each in visit.state.about.rows]
    assert about[:3] == [
        ("Giải nhất · 10,000 points", "1 of 1 given · 10,000 points"),
        ("Giải nhì: phiếu 50.000 ₫", "2 of 4 given"),
        ("Days", "1 Jun 2026 – 30 Jun 2026"),
    ]
    told = "".join(fact.replace(" ", "") for _, fact in about)
    assert "3a" * 32 in told
    assert commitment_of(bytes.fromhex("3a" * 32)) in told


def test_a_prize_is_told_with_what_it_is_before_a_draw_is_opened_too() -> None:
    visit = Visit()
    (draw, *others) = visit.till.draws
    voucher = replace(draw.prizes[1], name="Giải nhì", each_voucher="Phiếu 50.000 ₫")
    unsaid = replace(draw.prizes[1], name="Giải ba", each_voucher="")
    visit.till.draws = (replace(draw, prizes=(*draw.prizes, voucher, unsaid)), *others)
    visit.it.action_pressed(0)
    assert [each.cells for each in visit.state.about.rows][:4] == [
        ("Giải nhất · 10,000 points", "1 of 1,000 numbers win it"),
        ("Giải nhì: phiếu 50.000 ₫", "4 of 1,000 numbers win it"),
        ("Giải nhì · Phiếu 50.000 ₫", "4 of 1,000 numbers win it"),
        ("Giải ba", "4 of 1,000 numbers win it"),
    ]


@pytest.mark.parametrize("step", ["open", "seed"])
def test_all_that_was_typed_of_a_seed_is_seen_in_groups(step: str) -> None:
    visit = Visit()
    if step == "open":
        visit.it.row_pressed(OVER)
        visit.it.finish_pressed()
    else:
        visit.it.action_pressed(1)
    name = "seed" if step == "open" else "again"

    def about() -> str:
        form = visit.state.form
        assert form is not None
        return next(each.about for each in form.fields if each.name == name)

    assert "digits typed" not in about()
    visit.it.field_changed(name, f" {SEED[:9].upper()}  {SEED[9:20]}")
    assert about() == "20 digits typed: 5d1f0c9a 5d1f0c9a 5d1f"
    visit.it.field_changed(name, SEED)
    assert about() == f"64 digits typed: {' '.join([SEED[:8]] * 8)}"
    if step == "open":
        visit.it.field_changed("own", PIN)
        assert visit.state.form is not None
        assert all(PIN not in each.about for each in visit.state.form.fields)


def test_it_is_opened_in_two_steps_and_the_winners_are_shown() -> None:
    visit = Visit()
    visit.make_sure(f" {SEED[:20].upper()} {SEED[20:]} ")
    assert visit.till.opened == []
    assert "cannot be taken back" in visit.notice
    assert [(each.cells[0], each.detail) for each in visit.state.about.rows] == [
        ("1,248 receipts", "in the draw if it is opened now"),
        ("Q3", "has sent nothing since the end; “In sync” at that till means that it has sent all"),
    ]
    visit.it.finish_pressed()
    assert visit.till.opened == [("mid", SEED)]
    assert visit.state.title == "Bốc thăm Trung thu"
    assert visit.notice.startswith("Bốc thăm Trung thu is open.")
    assert visit.rows[0] == ("Giải nhất · 9700 0010 0000 1000", "Nguyễn Thị Ánh · 09•• ••• 678")
    assert visit.rows[1][1] == "No member: give it to whoever brings the receipt"
    visit.it.back_pressed()
    assert visit.rows[OVER][1] == "Opened on 2 Oct 2026 09:15 by Quốc Anh"
    assert visit.finish == ("Who has won", True)


def test_enter_publishes_nothing_and_a_press_is_taken_once() -> None:
    visit = Visit()
    visit.make_sure()
    visit.it.entered()
    assert visit.till.opened == []
    visit.runner.hold("net")
    visit.it.finish_pressed()
    assert visit.finish == ("Publish the seed for ever", False)
    visit.it.finish_pressed()
    visit.it.back_pressed()
    visit.it.action_pressed(0)
    visit.it.row_pressed(RUNNING)
    visit.runner.let_go("net")
    assert visit.till.opened == [("mid", SEED)]
    assert visit.step == "winners"


def test_many_receipts_are_drawn_by_several_answers_and_it_says_how_far_it_is() -> None:
    visit = Visit(till=SampleDraws(steps=[312, 624, 1_248]))
    visit.make_sure()
    visit.it.finish_pressed()
    assert len(visit.till.opened) == 3
    assert {each.progress for each in visit.states} == {None, 250, 500}
    assert visit.state.progress is None
    assert "1,248 receipts have taken part" in visit.state.hint


def test_what_takes_long_is_left_to_the_server() -> None:
    visit = Visit(till=SampleDraws(steps=[10 * each for each in range(1, 60)]))
    visit.make_sure()
    visit.it.finish_pressed()
    assert len(visit.till.opened) == MOST_ASKED
    assert "The server goes on by itself" in visit.state.hint


def test_a_server_that_draws_no_further_is_not_asked_for_ever() -> None:
    visit = Visit(till=SampleDraws(steps=[312, 312, 1_248]))
    visit.make_sure()
    visit.it.finish_pressed()
    assert len(visit.till.opened) == 2
    assert "still being drawn" in visit.state.hint


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ({"own": PIN}, {"seed": "Type or paste the seed."}),
        ({"seed": SEED}, {"own": "Type your own PIN."}),
    ],
)
def test_a_form_says_what_is_missing(values: dict[str, str], faults: dict[str, str]) -> None:
    visit = Visit()
    visit.it.row_pressed(OVER)
    visit.it.finish_pressed()
    visit.fill(**values)
    assert visit.faults == faults
    visit.fill(seed=SEED, own=PIN)
    assert (visit.faults, visit.step) == ({}, "sure")


@pytest.mark.parametrize(
    ("seed", "says"),
    [
        ("my seed", "not written as hexadecimal digits"),
        (SEED[:-2], "The seed has only 31 bytes."),
        (FRESH, "not the seed that was committed to"),
    ],
)
def test_a_seed_that_is_not_right_is_said_and_stays_to_be_mended(seed: str, says: str) -> None:
    visit = Visit()
    visit.make_sure(seed)
    assert says in visit.notice
    assert (visit.step, visit.it.model.values["seed"]) == ("open", seed)
    visit.fill(seed=SEED)
    assert visit.step == "sure"


@pytest.mark.parametrize(
    "refusal",
    [
        Refused("wrong-pin", tries_left=4),
        Refused("operator-locked", until="2026-11-25T03:05:00.000Z", seconds=30),
        Refused("operator-shut", tries=20),
    ],
)
def test_a_wrong_pin_is_typed_again_and_the_seed_stays(refusal: Refused) -> None:
    visit = Visit(till=SampleDraws(pin_refusal=refusal))
    visit.it.row_pressed(OVER)
    visit.it.finish_pressed()
    visit.fill(seed=SEED, own="2581")
    assert visit.notice
    assert dict(visit.it.model.values) == {"seed": SEED, "own": ""}


def test_back_from_the_last_step_asks_for_the_pin_again_and_then_forgets_the_seed() -> None:
    visit = Visit()
    visit.make_sure()
    visit.it.back_pressed()
    assert (visit.step, visit.it.model.seed) == ("open", "")
    assert dict(visit.it.model.values) == {"seed": SEED, "own": ""}
    visit.it.back_pressed()
    assert (visit.step, dict(visit.it.model.values), visit.it.model.asked) == ("list", {}, None)
    visit.it.back_pressed()
    assert visit.left == 1
    assert visit.till.opened == []


def test_a_server_that_cannot_be_reached_is_said_and_asked_again() -> None:
    till = SampleDraws(failure=ABSENT)
    visit = Visit(till=till)
    assert visit.notice.startswith("The server cannot be asked")
    assert visit.state.listing.empty.startswith("The server has not said")
    assert not visit.state.finish.enabled
    visit.it.moved(1)
    visit.it.finish_pressed()
    visit.it.action_pressed(0)
    assert (len(visit.rows), visit.notice) == (4, "")


def test_a_line_that_breaks_while_a_seed_is_published_leaves_it_to_be_pressed_again() -> None:
    visit = Visit(till=SampleDraws(steps=[312, 1_248]))
    visit.make_sure()
    visit.till.failure = CUT
    visit.it.finish_pressed()
    assert (visit.step, visit.till.opened) == ("sure", [])
    assert "it is not known whether this was done" in visit.notice
    visit.it.finish_pressed()
    assert visit.step == "winners"


def test_a_line_that_breaks_half_way_leaves_a_draw_that_is_open() -> None:
    visit = Visit(till=CutHalfWay(steps=[312, 1_248]))
    visit.make_sure()
    visit.it.finish_pressed()
    assert "it is not known whether this was done" in visit.notice
    visit.it.back_pressed()
    assert (visit.step, visit.finish) == ("list", ("Who has won", True))


def test_a_draw_that_was_opened_meanwhile_shows_its_winners() -> None:
    visit = Visit()
    visit.it.row_pressed(OVER)
    visit.till.draws = tuple(opened(each) if each.draw == "mid" else each for each in visit.till.draws)
    visit.it.finish_pressed()
    assert visit.step == "winners"


def test_an_auditor_looks_and_is_offered_no_more() -> None:
    visit = Visit(AUDITOR)
    visit.it.row_pressed(OVER)
    assert visit.finish == ("Who has won", False)
    visit.it.action_pressed(1)
    visit.it.finish_pressed()
    assert visit.step == "list"
    assert [each.text for each in visit.state.actions] == ["Ask again", ""]
    visit.it.row_pressed(SUMMER)
    visit.it.finish_pressed()
    assert visit.step == "winners"
    assert "2 receipts came when the seed was known" in visit.state.hint


def test_winners_come_by_page_and_all_of_them_go_into_the_file() -> None:
    visit = Visit(till=SampleDraws(page=2))
    visit.it.row_pressed(SUMMER)
    visit.it.finish_pressed()
    assert len(visit.rows) == 2
    visit.it.action_pressed(0)
    assert (len(visit.rows), visit.it.model.place) == (4, 2)
    visit.it.moved(-1)
    assert visit.it.model.place == 1
    visit.it.finish_pressed()
    assert visit.notice == "Saved: /var/lib/loyaltill/exports/draw-summer.csv"
    titles, *rows = visit.till.tables["draw-summer.csv"]
    assert titles == ("Receipt", "Number", "Prize", "Member", "Phone", "Given")
    assert rows[0][:3] == ("9700 0010 0000 1000", "0", "Giải nhất")
    assert rows[0][3:] == ("Nguyễn Thị Ánh", "0912345678", "given")
    assert rows[1][3:] == ("", "", "to be given by hand")
    assert len([row for row in rows if row[0].startswith("9700")]) == 5
    facts = {row[0]: row[1] for row in rows[6:]}
    assert facts["Published seed"].replace(" ", "") == "3a" * 32
    assert facts["Receipts that came too late"] == "2"
    assert visit.state.actions[0].text == ""


def test_what_fails_otherwise_is_no_sentence() -> None:
    visit = Visit(till=SampleDraws(failure=Refused("draws-not-known")))
    assert visit.notice.startswith("The server is older than this till")
    visit.till.failure = ValueError("a bug")
    with pytest.raises(ValueError, match="a bug"):
        visit.it.action_pressed(0)


def test_a_program_without_draws_and_one_without_winners_say_so() -> None:
    visit = Visit(till=SampleDraws(draws=()))
    assert visit.state.listing.empty == "The program has no draws."
    visit = Visit(till=SampleDraws(all_winners=()))
    visit.it.row_pressed(SUMMER)
    visit.it.finish_pressed()
    assert visit.state.listing.empty == "No receipt has won."
    visit.it.moved(1)
    visit.it.finish_pressed()
    assert ("Receipts that took part", "1248", "", "", "", "") in visit.till.tables["draw-summer.csv"]


def test_a_scan_and_another_language_change_nothing_but_words() -> None:
    visit = Visit()
    visit.it.trouble("scan-nothing-here")
    assert visit.notice
    visit.it.speak(words("vi"))
    assert visit.state.title == "Bốc thăm"
