"""Draws from a till: who may, what is checked before a seed goes out, and that it stays nowhere."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from loyalty.drawing import SEED_BYTES, commitment_of
from loyalty.errors import Refused, Unavailable
from loyalty.wire.drawing import (
    DrawAnswer,
    DrawAsk,
    DrawOpening,
    DrawsAnswer,
    DrawsAsk,
    DrawStage,
    DrawTold,
    Winner,
)
from terminal.audit import AuditQuery
from terminal.in_force import in_force_now
from terminal.session import Session
from terminal.usecases.audit import look_through
from terminal.usecases.drawer import open_drawer
from terminal.usecases.draws import (
    check_copy,
    check_opening,
    list_draws,
    new_seed,
    open_draw,
    read_draw,
    read_winners,
    save_commitment,
    without_this_till,
)
from tests.unit.terminal.till_kit import LAN, MORNING, PIN, Counter

MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
AUDITOR = Session(operator="op-kim", name="Kim", role="auditor", at=MORNING)
SEED = bytes([7]) * SEED_BYTES


def told(stage: DrawStage = "over") -> DrawTold:
    return DrawTold("tet", "Bốc thăm Tết", stage, "2026-01-01", "2026-01-31", 100, commitment_of(SEED), ())


def answer(winners: tuple[Winner, ...] = (), *, more: bool = False) -> DrawAnswer:
    return DrawAnswer(1, told(), 3, (), 0, drawing=False, winners=winners, more=more, nonce="n")


@dataclass
class Line:
    """A server that answers with pages of one winner each, or fails; `asked` are the requests."""

    pages: int = 1
    failure: Exception | None = None
    asked: list[object] = field(default_factory=list[object])

    def list_draws(self, ask: DrawsAsk) -> DrawsAnswer:
        self._hear(ask)
        return DrawsAnswer(1, (told(),), "n")

    def read_draw(self, ask: DrawAsk) -> DrawAnswer:
        self._hear(ask)
        winner = Winner(f"97000010000000{ask.skip:02}", ask.skip, "first", given=False)
        return answer((winner,), more=ask.skip + 1 < self.pages)

    def open_draw(self, opening: DrawOpening) -> DrawAnswer:
        self._hear(opening)
        return answer()

    def _hear(self, said: object) -> None:
        self.asked.append(said)
        if self.failure is not None:
            raise self.failure


@pytest.mark.parametrize("who", [MINH, AUDITOR])
def test_managers_and_auditors_look(who: Session) -> None:
    line = Line()
    assert list_draws(who, line) == (told(),)
    assert line.asked == [DrawsAsk(1, who.operator)]


def test_anybody_else_is_refused_before_the_server_is_asked(shop: Counter) -> None:
    line = Line()
    with pytest.raises(Refused, match="draws-not-yours"):
        list_draws(LAN, line)
    for who in (LAN, AUDITOR):
        with pytest.raises(Refused, match="draws-not-yours"):
            check_opening(shop.till, who, told(), seed_text=SEED.hex(), own_pin=PIN)
    assert line.asked == []


def test_winners_are_read_to_the_last_page() -> None:
    line = Line(pages=5)
    assert read_draw(MINH, line, "tet").more
    assert [each.number for each in read_winners(MINH, line, "tet", skip=2)] == [2, 3, 4]


def test_a_till_that_has_sent_all_it_did_does_not_wait_for_itself(shop: Counter) -> None:
    own = in_force_now(shop.till).identity.code
    asked = replace(answer(), quiet=("Q8", own, "Q9"))
    open_drawer(shop.till, LAN)
    assert without_this_till(shop.till, asked).quiet == ("Q8", own, "Q9")
    with shop.till.store.write() as unit:
        head = unit.journal.head()
        unit.state.set_watermark(acked_seq=head.seq, acked_hash=head.hash, feed_epoch="e", feed_cursor=0)
    assert without_this_till(shop.till, asked).quiet == ("Q8", "Q9")
    assert without_this_till(shop.till, answer()).quiet == ()


def test_a_seed_is_taken_as_it_was_written_down(shop: Counter) -> None:
    text = f" {SEED.hex().upper()[:30]}\n{SEED.hex()[30:]} "
    assert check_opening(shop.till, MINH, told(), seed_text=text, own_pin=PIN) == SEED.hex()


@pytest.mark.parametrize(
    ("seed", "pin", "code"),
    [
        ("seed", PIN, "draw-seed-hex"),
        (SEED.hex()[:-2], PIN, "draw-seed-short"),
        (bytes(SEED_BYTES).hex(), "0000", "draw-seed-other"),
        (SEED.hex(), "0000", "wrong-pin"),
    ],
)
def test_what_is_not_right_is_refused_at_the_till(shop: Counter, seed: str, pin: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_opening(shop.till, MINH, told(), seed_text=seed, own_pin=pin)


def test_a_seed_is_published_as_who_is_signed_in_and_written_down_nowhere(shop: Counter) -> None:
    line = Line()
    seed = check_opening(shop.till, MINH, told(), seed_text=SEED.hex(), own_pin=PIN)
    assert open_draw(shop.till, MINH, line, told(), seed=seed) == answer()
    assert line.asked == [DrawOpening(1, "op-minh", "tet", SEED.hex())]
    open_draw(shop.till, MINH, line, told("opened"), seed=seed)
    with shop.store.read() as reading:
        head = reading.journal.head()
        bodies = [each.body for each in reading.journal.walk(till=head.till, incarnation=1, seq=1)]
    assert SEED.hex() not in str(bodies)
    (entry,) = look_through(shop.till, AUDITOR, AuditQuery(only=("draw_opened",)))
    assert (entry.operator, entry.note) == ("Minh", "Bốc thăm Tết")


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (Refused("server-refused", problem="operator-may-not"), "draws-not-yours"),
        (Refused("server-refused", problem="no-such-draw"), "draw-unknown"),
        (Refused("server-refused", problem="draw-not-over"), "draw-not-over-yet"),
        (Refused("server-refused", problem="not-found"), "draws-not-known"),
        (Refused("server-refused", problem="till-revoked"), "server-refused"),
        (Refused("till-revoked"), "till-revoked"),
        (Unavailable("too-many-look-ups", retry=True, seconds=7), "draw-look-ups"),
        (Unavailable("server-absent", retry=True), "deed-no-server"),
        (Unavailable("server-slow", retry=True), "deed-unanswered"),
        (Unavailable("disk-full", retry=False), "disk-full"),
    ],
)
def test_what_the_server_refuses_or_does_not_hear_has_a_sentence(
    shop: Counter, failure: Exception, code: str
) -> None:
    with pytest.raises((Refused, Unavailable)) as refused:
        open_draw(shop.till, MINH, Line(failure=failure), told(), seed=SEED.hex())
    assert refused.value.code == code
    assert refused.value.params.get("seconds") == (7 if code == "draw-look-ups" else None)


@pytest.mark.parametrize("code", ["server-absent", "server-broke-off"])
def test_a_server_that_is_only_asked_and_does_not_answer_has_changed_nothing(code: str) -> None:
    line = Line(failure=Unavailable(code, retry=True))
    for look in (lambda: list_draws(MINH, line), lambda: read_draw(MINH, line, "tet")):
        with pytest.raises(Unavailable, match="look-no-server"):
            look()


def test_a_fresh_seed_is_long_enough_and_never_the_same() -> None:
    seeds = {new_seed() for _ in range(50)}
    assert len(seeds) == 50
    assert {len(bytes.fromhex(each)) for each in seeds} == {SEED_BYTES}


def test_what_was_written_down_is_compared_digit_by_digit() -> None:
    check_copy(SEED.hex(), SEED.hex().upper())
    right = SEED.hex()
    for text, groups in (
        (f"{right[:-1]}8", "8"),
        (f"8{right[1:20]}8{right[21:]}", "1, 3"),
        (right[:56], "8"),
        (f"{right}07", "9"),
    ):
        with pytest.raises(Refused, match="draw-seed-copied") as refused:
            check_copy(right, text)
        assert refused.value.params["groups"] == groups
    with pytest.raises(Refused, match="draw-seed-hex"):
        check_copy(right, "?")


def test_a_commitment_is_saved_or_it_is_said_why_not(tmp_path: Path) -> None:
    path = save_commitment(tmp_path / "exports", name="draw.txt", text="commitment")
    assert path.read_text(encoding="utf-8") == "commitment"
    with pytest.raises(Unavailable, match="export-failed"):
        save_commitment(path, name="draw.txt", text="commitment")
