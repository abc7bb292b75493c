"""The draws of the sample shop, for pictures and tests: one of each stage, and a server that opens one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loyalty.drawing import check_seed, commitment_of, read_seed
from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.units import Points
from loyalty.wire.drawing import DrawAnswer, DrawTold, PrizeTold, Winner
from terminal.session import Session
from terminal.usecases.draws import check_copy
from tools.sample_shop import PIN

SEED = "5d1f0c9a" * 8
FRESH = "0a1b2c3d4e5f60718293a4b5c6d7e8f9" * 2
_PRIZES = (
    PrizeTold("first", "Giải nhất", 1, each_points=Points(10_000)),
    PrizeTold("second", "Giải nhì: phiếu 50.000 ₫", 4, each_voucher="Phiếu 50.000 ₫"),
)
_PHONES = ("+84912345678", "", "+84903111222", "+84938111333", "")
_NAMES = ("Nguyễn Thị Ánh", "", "Trần Văn Bình", "Lê Thị Cúc", "")


def _draw(name: str, title: str, stage: str, *, begins: str, ends: str, seed: str) -> DrawTold:
    return DrawTold(
        draw=name,
        name=title,
        stage="over" if stage == "over" else "running" if stage == "running" else "coming",
        begins=begins,
        ends=ends,
        of=1_000,
        commitment=commitment_of(bytes.fromhex(seed)),
        prizes=_PRIZES,
    )


OVER = _draw("mid", "Bốc thăm Trung thu", "over", begins="2026-09-15", ends="2026-09-30", seed=SEED)
RUNNING = _draw(
    "year", "Bốc thăm cuối năm", "running", begins="2026-11-01", ends="2026-12-31", seed="1e" * 32
)
COMING = _draw("tet", "Bốc thăm Tết", "coming", begins="2027-01-15", ends="2027-02-05", seed="2f" * 32)


def opened(draw: DrawTold, *, seed: str = SEED, drawn: int = 1_248, by: str = "Quốc Anh") -> DrawTold:
    """The same once it was opened."""
    counts = ((1, 1, Points(10_000)), (4, 2, Points(0)))
    return replace(
        draw,
        stage="opened",
        prizes=tuple(
            replace(each, drawn=all_, given=given, points=points)
            for each, (all_, given, points) in zip(draw.prizes, counts, strict=True)
        ),
        drawn=drawn,
        seed=seed,
        opened_at="2026-10-02T02:15:00.000Z",
        opened_by=by,
    )


SUMMER = opened(
    _draw("summer", "Bốc thăm mùa hè", "over", begins="2026-06-01", ends="2026-06-30", seed="3a" * 32),
    seed="3a" * 32,
    by="",
)


def _winners(count: int) -> tuple[Winner, ...]:
    return tuple(
        Winner(
            receipt=receipt_digits(till_number=1 + number % 2, receipt_number=100 + 37 * number),
            number=number,
            prize="first" if number == 0 else "second",
            given=bool(_NAMES[number % len(_NAMES)]),
            name=_NAMES[number % len(_NAMES)],
            phone=_PHONES[number % len(_PHONES)],
        )
        for number in range(count)
    )


@dataclass
class SampleDraws:
    """Implements `DrawErrands`; `failure` is what the next call over the network fails with.

    `steps` are how many receipts each answer to an opening has drawn by then.
    """

    draws: tuple[DrawTold, ...] = (RUNNING, COMING, OVER, SUMMER)
    waiting: int = 1_248
    quiet: tuple[str, ...] = ("Q3",)
    late: int = 2
    all_winners: tuple[Winner, ...] = field(default_factory=lambda: _winners(5))
    page: int = 100
    steps: list[int] = field(default_factory=lambda: [1_248])
    opened: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    saved: dict[str, str] = field(default_factory=dict[str, str])
    tables: dict[str, list[Sequence[str]]] = field(default_factory=dict[str, list[Sequence[str]]])
    asked: int = 0
    pin_refusal: Refused = field(default_factory=lambda: Refused("wrong-pin", tries_left=4))
    failure: Exception | None = None

    def look(self, session: Session) -> tuple[DrawTold, ...]:
        """All of them."""
        del session
        self._ask()
        return self.draws

    def read(self, session: Session, draw: str, *, skip: int) -> DrawAnswer:
        """One, with a page of its winners."""
        del session
        self._ask()
        told = next(each for each in self.draws if each.draw == draw)
        return self._answer(told, skip=skip)

    def winners(self, session: Session, draw: str, *, skip: int) -> tuple[Winner, ...]:
        """The rest of them."""
        del session, draw
        self._ask()
        return self.all_winners[skip:]

    def check(self, session: Session, draw: DrawTold, *, seed_text: str, own_pin: str) -> str:
        """Only one seed and one PIN are right."""
        del session
        seed = read_seed(seed_text)
        check_seed(seed, commitment=draw.commitment)
        if own_pin != PIN:
            raise self.pin_refusal
        return seed.hex()

    def open(self, session: Session, draw: DrawTold, *, seed: str) -> DrawAnswer:
        """Open it, as far as the next of `steps`."""
        del session
        self._ask()
        self.opened.append((draw.draw, seed))
        drawn = self.steps.pop(0)
        known = next(each for each in self.draws if each.draw == draw.draw)
        told = opened(known, seed=seed, drawn=drawn)
        self.draws = tuple(told if each.draw == draw.draw else each for each in self.draws)
        return replace(self._answer(told, skip=0), drawing=bool(self.steps), late=0)

    def new_seed(self) -> str:
        """Always the same."""
        return FRESH

    def check_copy(self, seed: str, text: str) -> None:
        """As at a real till."""
        check_copy(seed, text)

    def save_commitment(self, name: str, text: str) -> str:
        """Kept here."""
        self.saved[name] = text
        return f"/var/lib/loyaltill/exports/{name}"

    def save_table(self, name: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Kept here."""
        self.tables[name] = [titles, *rows]
        return f"/var/lib/loyaltill/exports/{name}"

    def _ask(self) -> None:
        self.asked += 1
        failure, self.failure = self.failure, None
        if failure is not None:
            raise failure

    def _answer(self, told: DrawTold, *, skip: int) -> DrawAnswer:
        is_opened = told.stage == "opened"
        page = self.all_winners[skip : skip + self.page] if is_opened else ()
        return DrawAnswer(
            version=1,
            draw=told,
            waiting=0 if is_opened else self.waiting,
            quiet=() if is_opened else self.quiet,
            late=self.late if is_opened else 0,
            drawing=False,
            winners=page,
            more=is_opened and len(self.all_winners) > skip + len(page),
            nonce="n",
        )
