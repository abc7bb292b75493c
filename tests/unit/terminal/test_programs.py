"""Programs from a till: who may, what is checked before anything is sent, and what is so once it is out."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.program import ProgramRefused
from loyalty.wire.feed import ProgramRow
from loyalty.wire.program_desk import (
    MOST_TEXT,
    ProgramAnswer,
    ProgramAsk,
    ProgramDeed,
    ProgramsAnswer,
    ProgramsAsk,
)
from terminal.audit import AuditQuery
from terminal.clock import timestamp
from terminal.in_force import in_force_now
from terminal.session import Session
from terminal.usecases.audit import look_through
from terminal.usecases.program_trial import try_on_sales
from terminal.usecases.programs import (
    PublishWish,
    changes,
    draft_of,
    list_programs,
    open_draft,
    publish,
    read_text,
    save_text,
)
from terminal.usecases.settle import settle_sale
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.settled_sales import rice_for_anh, tender, with_goods
from tests.unit.terminal.till_kit import LAN, MORNING, PIN, PROGRAM, Counter

MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
AUDITOR = Session(operator="op-kim", name="Kim", role="auditor", at=MORNING)
DEARER = PROGRAM.replace("worth = 500", "worth = 600")


@dataclass
class Line:
    """A server that publishes what it is sent as number 2, or fails; `asked` are the requests."""

    failure: Exception | None = None
    asked: list[object] = field(default_factory=list[object])
    now: str = timestamp(MORNING - timedelta(minutes=1))

    def list_programs(self, ask: ProgramsAsk) -> ProgramsAnswer:
        self._hear(ask)
        return ProgramsAnswer(1, 1, (), "n")

    def read_program(self, ask: ProgramAsk) -> ProgramAnswer:
        self._hear(ask)
        return self._row(ask.number, PROGRAM, self.now)

    def publish_program(self, deed: ProgramDeed) -> ProgramAnswer:
        self._hear(deed)
        return self._row(deed.newest + 1, deed.text, deed.begins or self.now)

    def _row(self, number: int, text: str, begins: str) -> ProgramAnswer:
        fingerprint = hashlib.sha256(text.encode()).hexdigest()
        return ProgramAnswer(1, ProgramRow(number, text, fingerprint, begins), "n")

    def _hear(self, said: object) -> None:
        self.asked.append(said)
        if self.failure is not None:
            raise self.failure


def wish(begins: datetime | None = None) -> PublishWish:
    draft = draft_of(DEARER, name="p.toml", currency="VND")
    return PublishWish(deed="d1", draft=draft, newest=1, begins=begins)


def server_says(problem: str) -> Refused:
    return Refused("server-refused", problem=problem, why="")


@pytest.mark.parametrize("who", [MINH, AUDITOR])
def test_managers_and_auditors_look(who: Session) -> None:
    line = Line()
    assert list_programs(who, line).in_force == 1
    assert read_text(who, line, 1) == PROGRAM
    assert line.asked == [ProgramsAsk(1, who.operator), ProgramAsk(1, who.operator, 1)]


def test_without_a_network_a_look_says_so() -> None:
    for failure in (Unavailable("server-absent", retry=True), Unavailable("server-slow", retry=True)):
        with pytest.raises(Unavailable, match="look-no-server"):
            list_programs(MINH, Line(failure))
        with pytest.raises(Unavailable, match="look-no-server"):
            read_text(MINH, Line(failure), 1)


def test_anybody_else_is_refused_before_the_server_is_asked(shop: Counter) -> None:
    line = Line()
    with pytest.raises(Refused, match="programs-not-yours"):
        list_programs(LAN, line)
    for who in (LAN, AUDITOR):
        with pytest.raises(Refused, match="programs-not-yours"):
            publish(shop.till, who, line, wish(), own_pin=PIN)
    assert line.asked == []


def test_what_is_published_is_sold_by_at_once_and_stands_in_the_audit(shop: Counter) -> None:
    line = Line()
    done = publish(shop.till, MINH, line, wish(), own_pin=PIN)
    assert (done.number, done.is_here) == (2, True)
    force = in_force_now(shop.till)
    assert force.program is not None
    assert (force.program_version, force.program.points.worth) == (2, 600)
    (entry,) = look_through(shop.till, MINH, AuditQuery(only=("program_published",)))
    assert entry.operator == "Minh"
    (deed,) = line.asked
    assert isinstance(deed, ProgramDeed)
    assert (deed.deed, deed.newest, deed.begins, deed.text) == ("d1", 1, None, DEARER)
    assert PIN not in str(deed.to_json())
    assert shop.rung == ["sync"]


def test_one_for_a_later_day_is_sold_by_when_that_comes(shop: Counter) -> None:
    tomorrow = MORNING + timedelta(days=1)
    done = publish(shop.till, MINH, Line(), wish(begins=tomorrow), own_pin=PIN)
    assert (done.is_here, done.valid_from) == (False, tomorrow)
    assert in_force_now(shop.till).program_version == 1
    shop.clock.move(days=1)
    assert in_force_now(shop.till).program_version == 2


def test_a_first_day_that_is_over_is_refused_and_nothing_is_sent(shop: Counter) -> None:
    line, zone = Line(), wish().draft.program.zone
    today = datetime.combine(MORNING.astimezone(zone).date(), time(), zone)
    with pytest.raises(Refused, match="program-day-over"):
        publish(shop.till, MINH, line, wish(begins=today - timedelta(days=1)), own_pin=PIN)
    assert line.asked == []
    assert publish(shop.till, MINH, line, wish(begins=today), own_pin=PIN).is_here


def test_without_the_right_pin_nothing_is_sent(shop: Counter) -> None:
    line = Line()
    with pytest.raises(Refused, match="wrong-pin"):
        publish(shop.till, MINH, line, wish(), own_pin="9999")
    assert line.asked == []


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (server_says("program-meanwhile"), "program-meanwhile"),
        (server_says("program-same"), "program-same"),
        (server_says("program-refused"), "program-server-refuses"),
        (server_says("not-found"), "programs-not-known"),
        (server_says("something-new"), "server-refused"),
        (Unavailable("server-absent", retry=True), "deed-no-server"),
        (Unavailable("server-slow", retry=True), "deed-unanswered"),
    ],
)
def test_what_the_server_does_not_do_is_said_and_changes_nothing_here(
    shop: Counter, failure: Exception, code: str
) -> None:
    with pytest.raises((Refused, Unavailable), match=code):
        publish(shop.till, MINH, Line(failure), wish(), own_pin=PIN)
    assert in_force_now(shop.till).program_version == 1
    assert look_through(shop.till, MINH, AuditQuery(only=("program_published",))) == ()


def test_a_fault_that_only_the_server_finds_is_told_with_its_line_of_the_file(shop: Counter) -> None:
    line = DEARER.splitlines().index("[points]") + 1
    for at, code in ((line, "program-server-refuses-line"), (100_000, "program-server-refuses")):
        said = f"The program has 1 faults; the first is program:{at}: points.earn: is new; leave it out."
        refused = Refused("server-refused", problem="program-refused", why=said)
        with pytest.raises(Refused) as caught:
            publish(shop.till, MINH, Line(refused), wish(), own_pin=PIN)
        assert caught.value.code == code
        assert caught.value.params.get("line", at) == at
        assert caught.value.params.get("text", "[points]") == "[points]"


def test_after_no_answer_the_same_deed_is_sent_again(shop: Counter) -> None:
    line = Line(Unavailable("server-slow", retry=True))
    with pytest.raises(Unavailable):
        publish(shop.till, MINH, line, wish(), own_pin=PIN)
    line.failure = None
    assert publish(shop.till, MINH, line, wish(), own_pin=PIN).number == 2
    first, second = line.asked
    assert first == second


def test_a_file_is_read_as_it_is_with_or_without_a_mark_of_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "tet.toml"
    path.write_bytes(b"\xef\xbb\xbf" + DEARER.replace("\n", "\r\n").encode())
    draft = open_draft(path, currency="VND")
    assert (draft.name, draft.program.points.worth) == ("tet.toml", 600)
    assert [each.section for each in changes(draft, against=PROGRAM)] == ["points"]
    saved = save_text(tmp_path / "out", name="p.toml", text=draft.text)
    assert saved.read_bytes() == DEARER.replace("\n", "\r\n").encode()


def test_every_fault_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "tet.toml"
    path.write_text(PROGRAM.replace("worth = 500", "worth = -1").replace("burn_min", "burn_mini"))
    with pytest.raises(ProgramRefused) as refusal:
        open_draft(path, currency="VND")
    assert [(each.line, each.key) for each in refusal.value.faults] == [
        (11, "points.worth"),
        (12, "points.burn_mini"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe\x00", "program-no-text"),
        (b"", "program-not-one"),
        (b"name,phone\nLan,0905123456\n", "program-not-one"),
        (b"[shop]\nprinter = 'tcp://192.168.1.50'\n", "program-not-one"),
        (b"#" * (MOST_TEXT + 1), "program-big"),
        (b"#" * (4 * MOST_TEXT + 1), "program-big"),
        (PROGRAM.replace('"VND"', '"USD"').encode(), "program-other-currency"),
    ],
)
def test_what_is_no_program_of_this_shop_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "tet.toml"
    path.write_bytes(data)
    with pytest.raises(Refused, match=code):
        open_draft(path, currency="VND")


def test_a_file_that_is_gone_and_a_folder_that_takes_nothing_are_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="sheet-unreadable"):
        open_draft(tmp_path / "none.toml", currency="VND")
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="export-failed"):
        save_text(tmp_path / "file" / "under", name="p.toml", text="")


def test_a_draft_is_tried_on_what_was_sold_here_and_changes_nothing(shop: Counter) -> None:
    rice_for_anh(shop)
    settle_sale(shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("cash", 189_000, 189_000),))
    quicker = draft_of(PROGRAM.replace("per_amount = 10000", "per_amount = 5000"), name="p", currency="VND")
    trial = try_on_sales(shop.till, quicker.program, against=PROGRAM)
    assert (trial.sales, trial.changed, trial.left_out) == (2, 1, 0)
    assert (trial.before.total, trial.after.total) == (455_660, 455_660)
    assert (trial.before.earned_points, trial.after.earned_points) == (33, 66)
    assert (trial.before.burned_points, trial.before.discount) == (200, 11_340)
    assert in_force_now(shop.till).program_version == 1


def test_what_was_voided_or_cannot_be_priced_is_not_in_a_trial(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    silver = PROGRAM[PROGRAM.index('[[tier]]\nid = "silver"') : PROGRAM.index('[[tier]]\nid = "gold"')]
    without = draft_of(PROGRAM.replace(silver, ""), name="p", currency="VND")
    trial = try_on_sales(shop.till, without.program, against=PROGRAM)
    assert (trial.sales, trial.left_out) == (0, 1)
    void_last_sale(shop.till, LAN, sale.sale)
    trial = try_on_sales(shop.till, without.program, against=PROGRAM)
    assert (trial.sales, trial.left_out) == (0, 0)
