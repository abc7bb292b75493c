"""Several units of work in one transaction: what they ask and write at the same place is one statement.

A unit is a function of a connection that asks and writes as if it were alone (`compiled`, `upsert`). Each
runs until it wants a row, then the next one does; once all of them wait, what they have asked goes out in one
exchange, a question that several have asked as one statement. What they write waits until the last of them is
done, and goes out with the COMMIT. So a unit that fails has written nothing; and what fails after that fails
for all of them, who are to be tried one by one.

Nothing may be done here but what means the same as if each unit had a transaction of its own:

- Only statements that say so are asked (`Statement(shares=True)`). A unit that asks anything else, or that
  wants to see what it wrote, is put out (`Alone`).
- Two transactions that lock one row wait for each other; two units of one transaction would not. Each row
  that was locked is kept, and who is second to one is put out.

Who is put out has left nothing behind, and is run by itself. PostgreSQL only.
"""

import re
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Any, Final, Generic, TypeVar

from greenlet import GreenletExit, getcurrent, greenlet

from server.store.arrays import Lines, array_text
from server.store.line import Line, Sent

T = TypeVar("T")
Columns = Sequence[Sequence[object]]
"""What is written, column by column."""
_NOBODY: Final = "no unit is running"
_LOCKS: Final = "FOR UPDATE"
_PLACE: Final = re.compile(r"\$(\d+)")
_NOT_OF_A_ROW: Final = re.compile(r"\$\d+(?!\d|::)|LIMIT \$|OFFSET \$")
"""A value of no known type, or one that PostgreSQL wants to know before it looks at any row."""


class Alone(BaseException):
    """A unit does what several may not do together; nothing of what it did is kept.

    Not an `Exception`: who can live with an error of the database cannot live with this.
    """


class _NotHere(Exception):
    """As `Alone`, said inside of SQLAlchemy, which gives a connection up for what is no `Exception`."""


class Together:
    """The line of a connection while several units share it; used by one thread."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._seat: _Seat[Any] | None = None
        self._locked: dict[tuple[object, ...], _Seat[Any]] = {}
        self._untold: list[_Merged] = []

    def run(self, units: Sequence[Callable[[], T]]) -> "list[T | BaseException]":
        """Run the units until all are done, and put what they wrote on the line; the COMMIT is the caller's.

        Gives what each came to, or why it did not. Where it did, it has asked what the COMMIT answers: see
        `tell`.

        Raises:
            psycopg.Error: what the database refused; then the transaction is to be rolled back.
        """
        seats = [_Seat(unit) for unit in units]
        try:
            waiting = seats
            while waiting:
                for seat in waiting:
                    self._go_on(seat)
                waiting = [seat for seat in waiting if seat.is_waiting]
                if waiting:
                    self._answer(waiting)
        finally:
            for seat in seats:
                seat.end()
        kept = [seat for seat in seats if seat.is_kept]
        self._untold = self._put([seat.take_all() for seat in kept])
        with self._line.after_commit():
            self._untold += self._put([seat.after for seat in kept])
        return [seat.outcome for seat in seats]

    def tell(self) -> None:
        """Give each unit the rows that came with the COMMIT."""
        for merged in self._untold:
            merged.tell()

    def alone(self) -> None:
        """See `Line.alone`."""
        self._put_out()
        raise Alone

    def put(self, text: str, values: Sequence[object]) -> Sent:
        """Let a question of the unit that runs wait for its turn."""
        seat = self._seat
        if seat is None:
            raise AssertionError(_NOBODY)
        question = _Question(seat, text, values)
        (seat.after if seat.is_after else seat.queue).append(question)
        return question

    def put_rows(
        self, one: str | None, many: str, columns: Columns, *, seen: bool = True, once: bool = False
    ) -> None:
        """Let rows that the unit writes wait for the last exchange, see `Line.put_rows`."""
        seat = self._seat
        if seat is None:
            raise AssertionError(_NOBODY)
        seat.queue.append(_Writing(one, many, columns, once=once))
        seat.writes = seat.writes or seen

    @contextmanager
    def after_commit(self) -> Generator[None]:
        """What is put meanwhile runs behind the COMMIT."""
        seat = self._seat
        if seat is None:
            raise AssertionError(_NOBODY)
        seat.is_after = True
        try:
            yield
        finally:
            seat.is_after = False

    def settle(self, *, commit: bool = False) -> None:
        """SQLAlchemy is about to run a statement of its own that nobody was asked about before."""
        del commit
        self._put_out()
        raise _NotHere

    def forget(self) -> None:
        """There is nothing on the line before all units are done."""

    def _put_out(self) -> None:
        if self._seat is None:
            raise AssertionError(_NOBODY)
        self._seat.put_out()

    def _go_on(self, seat: "_Seat[T]") -> None:
        self._seat = seat
        try:
            seat.go_on()
        finally:
            self._seat = None

    def _answer(self, waiting: "Sequence[_Seat[T]]") -> None:
        """Ask what the waiting units have asked."""
        asked = self._put([seat.take_questions() for seat in waiting])
        self._line.settle()
        for merged in asked:
            merged.tell()
            for sent in merged.questions if _LOCKS in merged.text else ():
                for row in sent.rows():
                    if self._locked.setdefault((sent.text, *row), sent.seat) is not sent.seat:
                        sent.seat.put_out()

    def _put(self, queues: "Iterable[Iterable[_Part]]") -> "list[_Merged]":
        """Put what stands in some queues on the line, each in its order; gives what will be answered."""
        asked: list[_Merged] = []
        left = [deque(queue) for queue in queues]
        with self._line.all_at_once():
            for queue in left:
                while queue:
                    text = queue[0].text
                    parts = [other.popleft() for other in left if other and other[0].text == text]
                    asked += self._put_merged(parts)
        return asked

    def _put_merged(self, parts: "Sequence[_Part]") -> "list[_Merged]":
        """Put one statement of several queues on the line."""
        questions = [part for part in parts if isinstance(part, _Question)]
        if not questions:
            writing = _of_all([part for part in parts if isinstance(part, _Writing)])
            self._line.put_rows(writing.one, writing.text, writing.columns)
            return []
        text = questions[0].text
        if len(questions) == 1 or not questions[0].values or _NOT_OF_A_ROW.search(text):
            return [_Merged(self._line.put(text, each.values), [each]) for each in questions]
        if _LOCKS in text:  # in one order, whoever else locks several of these
            questions.sort(key=lambda each: list(map(str, each.values)))
        values = list(map(array_text, zip(*[each.values for each in questions], strict=True)))
        return [_Merged(self._line.put(_of_each_row(text), values), questions)]


class _Question(Sent):
    """What one unit asks."""

    __slots__ = ("seat",)

    def __init__(self, seat: "_Seat[Any]", text: str, values: Sequence[object]) -> None:
        self._line = self.seat = seat
        self._rows = None
        self.text = text
        self.values = values


class _Writing:
    """Rows that one unit writes; see `Line.put_rows`."""

    __slots__ = ("columns", "once", "one", "text")

    def __init__(self, one: str | None, many: str, columns: Columns, *, once: bool) -> None:
        self.one = one
        self.text = many
        self.columns = columns
        self.once = once


_Part = _Question | _Writing


class _Merged:
    """A question on the line, and whose it is."""

    __slots__ = ("_sent", "questions")

    def __init__(self, sent: Sent, questions: Sequence[_Question]) -> None:
        self._sent = sent
        self.questions = questions

    @property
    def text(self) -> str:
        """As each has asked it."""
        return self.questions[0].text

    def tell(self) -> None:
        """Give each the rows that are its own."""
        rows = self._sent.rows()
        if len(self.questions) == 1:
            self.questions[0].answered(rows)
            return
        told = [list[tuple[Any, ...]]() for _ in self.questions]
        for row in rows:
            number: int = row[0]
            told[number - 1].append(row[1:])
        for question, own in zip(self.questions, told, strict=True):
            question.answered(own)


class _Seat(Generic[T]):
    """One unit: how far it is, and what it has asked and written."""

    def __init__(self, unit: Callable[[], T]) -> None:
        self._unit = unit
        self._hub = getcurrent()
        self._greenlet = greenlet(self._work)
        self._is_out = False
        self.queue: list[_Part] = []
        self.after: list[_Part] = []
        self.is_after = False
        self.writes = False
        """Whether it has written anything that is seen by what is asked later."""
        self.outcome: T | BaseException = Alone()
        self.is_kept = False

    @property
    def is_waiting(self) -> bool:
        """Whether it wants a row."""
        return not self._greenlet.dead

    def go_on(self) -> None:
        """Let it run until it wants a row, or is done."""
        self._greenlet.switch()

    def end(self) -> None:
        """Let it run no further."""
        if self.is_waiting:
            self._greenlet.throw(GreenletExit)

    def put_out(self) -> None:
        """It is to be run by itself."""
        self._is_out = True

    def want(self, sent: Sent) -> None:
        """It wants rows: let the others go on until they are there."""
        del sent
        if self.writes:
            self.put_out()
        if not self._is_out:
            self._hub.switch()
        if self._is_out:
            raise Alone

    def take_questions(self) -> list[_Part]:
        """What it has asked, to be answered now; what it has written stays."""
        asked: list[_Part] = [part for part in self.queue if isinstance(part, _Question)]
        self.queue = [part for part in self.queue if isinstance(part, _Writing)]
        return asked

    def take_all(self) -> list[_Part]:
        """What it has asked and written, in that order."""
        queue, self.queue = self.queue, []
        return queue

    def _work(self) -> None:
        try:
            outcome = self._unit()
        except (Exception, Alone) as error:  # noqa: BLE001, it is the unit's own, and told to whoever gave it
            self.outcome = error
        else:
            if not self._is_out:  # whatever it made of that
                self.outcome, self.is_kept = outcome, True


def _of_all(writings: Sequence[_Writing]) -> _Writing:
    """The rows of several units as those of one."""
    first = writings[0]
    if len(writings) == 1:
        return first
    columns: Columns = [
        (Lines if isinstance(columns[0], Lines) else list)(chain.from_iterable(columns))
        for columns in zip(*(each.columns for each in writings), strict=True)
    ]
    if first.once:
        columns = list(zip(*dict.fromkeys(zip(*columns, strict=True)), strict=True))
    return _Writing(first.one, first.text, columns, once=first.once)


@lru_cache(maxsize=256)
def _of_each_row(text: str) -> str:
    """A question as it is asked for each row of values; what it selects comes behind the row's number."""
    count = max(int(number) for number in _PLACE.findall(text))
    arrays = ", ".join(f"${place}::TEXT[]" for place in range(1, count + 1))
    names = ", ".join(f"p{place}" for place in range(1, count + 1))
    asked = _PLACE.sub(r"asked.p\1", text)
    words = ["SELECT asked.n, found.* FROM unnest(", arrays, ") WITH ORDINALITY AS asked (", names, ", n)"]
    # OFFSET: each is planned by itself, as it is where it is asked alone.
    words += ["CROSS JOIN LATERAL (SELECT * FROM (", asked, ") AS its OFFSET 0) AS found"]
    return " ".join(words)
