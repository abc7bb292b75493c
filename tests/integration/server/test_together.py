"""Several units of work in one transaction: each is answered, and writes, as if it had one of its own."""

import threading
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex
from typing import Any, TypeVar

import psycopg
import pytest
from sqlalchemy import Integer, bindparam, func, insert, select, text

from loyalty.errors import Refused
from server.store import database as database_module
from server.store.compiled import Among, Later, Statement, put_rows
from server.store.database import Connection, Database, Unit
from server.store.line import Line, Sent, line_of
from server.store.members import lock_profiles
from server.store.tables.base import Whole
from server.store.tables.journal import heads, journal
from server.store.tables.members import cards, members
from server.store.together import Alone
from server.store.upsert import append, append_columns, upsert

T = TypeVar("T")
_MINE = cards.c.tenant == bindparam("of_tenant")
_NUMBERED = Statement(
    select(cards.c.number, cards.c.member).where(_MINE, Among(cards.c.number, "numbers")), shares=True
)
_OF_MEMBER = Statement(
    select(cards.c.number)
    .where(_MINE, cards.c.member == bindparam("of_member"))
    .order_by(cards.c.number.desc()),
    shares=True,
)
_WHY = Statement(
    select(cards.c.number)
    .where(_MINE, cards.c.why.is_not_distinct_from(bindparam("of_why")))
    .order_by(cards.c.number),
    shares=True,
)
_FIRST = Statement(
    select(cards.c.number).where(_MINE).order_by(cards.c.number).limit(bindparam("most", type_=Whole)),
    shares=True,
)
_LOCKED = Statement(
    select(cards.c.number, cards.c.member)
    .where(_MINE, Among(cards.c.number, "numbers"))
    .order_by(cards.c.number)
    .with_for_update(),
    shares=True,
)
_NOT_SHARED = Statement(select(cards.c.number).where(_MINE))
_CHARACTER = Statement(select(func.chr(bindparam("code", type_=Integer)).label("said")), shares=True)
_PID = Statement(select(func.pg_backend_pid().label("pid")), shares=True)
_SIGNED = Statement(
    select(heads.c.seq, heads.c.signature).where(
        heads.c.tenant == bindparam("of_tenant"),
        heads.c.hash == bindparam("of_hash"),
        heads.c.seq > bindparam("after"),
    ),
    shares=True,
)
ODD = ('98"1', "98\\2", "{98,3}", "NULL", "", "a,b", "Thân Thiết", "'$1'", "  ")


@pytest.fixture
def tenant() -> str:
    """One that no other test has: the database is opened once for all of them."""
    return token_hex(8)


@pytest.fixture
def database(postgres_database: Database) -> Database:
    """SQLite takes nothing together."""
    return postgres_database


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each statement was put on the line to the database."""
    counted: Counter[str] = Counter()
    put = Line.put

    def count(self: Line, text: str, values: Sequence[object]) -> Sent:
        counted[text] += 1
        return put(self, text, values)

    monkeypatch.setattr(Line, "put", count)
    return counted


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for a lock waits until it is there, however slow this machine is."""
    monkeypatch.setitem(database_module.IMPATIENT, "lock_timeout", "30s")


def nothing(_connection: Connection) -> Later[None]:
    """Asks nothing behind the COMMIT."""
    return lambda: None


def together(database: Database, *units: Unit[T]) -> list[T | None]:
    """What each unit came to; None for whoever is to be run alone."""
    done = database.write_together([(unit, nothing) for unit in units])
    return [None if each is None else each[0] for each in done]


def keep(connection: Connection, tenant: str, *numbers: str, member: str = "an", why: str = "") -> None:
    """Write cards."""
    rows = [
        {"tenant": tenant, "number": each, "member": member, "state": "active", "why": why or None}
        for each in numbers
    ]
    append(connection, cards, rows)


def kept(database: Database, tenant: str) -> dict[str, str]:
    """Whose each card is that is there."""
    query = select(cards.c.number, cards.c.member).where(cards.c.tenant == tenant)
    return database.read(lambda connection: {row.number: row.member for row in connection.execute(query)})


def give(database: Database, tenant: str, **numbers: Sequence[str]) -> None:
    """Cards of members that are there before."""
    for member, some in numbers.items():
        database.write(_keeper(tenant, member, some))


def _keeper(tenant: str, member: str, numbers: Sequence[str]) -> Unit[None]:
    return lambda connection: keep(connection, tenant, *numbers, member=member)


def writes(tenant: str, *numbers: str, member: str = "an") -> Unit[str]:
    """A unit that writes these, and asks nothing."""

    def unit(connection: Connection) -> str:
        keep(connection, tenant, *numbers, member=member)
        return "done"

    return unit


def asks(tenant: str, *numbers: str) -> Unit[dict[str, str]]:
    """A unit that asks whose these cards are."""
    return lambda connection: {
        row["number"]: row["member"] for row in _NUMBERED.rows(connection, of_tenant=tenant, numbers=numbers)
    }


def locks(tenant: str, *numbers: str, write: str = "") -> Unit[list[str]]:
    """A unit that locks these cards and says whose they are; then writes another."""

    def unit(connection: Connection) -> list[str]:
        rows = _LOCKED.rows(connection, of_tenant=tenant, numbers=numbers)
        if write:
            keep(connection, tenant, write)
        return [row["member"] for row in rows]

    return unit


@contextmanager
def elsewhere(database: Database) -> Generator["psycopg.Connection[Any]"]:
    """A connection of somebody else's, in a transaction; rolled back at the end."""
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        try:
            yield connection
        finally:
            connection.rollback()


def backend_of(connection: Connection) -> int:
    """The process of the database's that serves a connection; a question without a value."""
    pid: int = _PID.rows(connection)[0]["pid"]
    return pid


def until_somebody_waits(database: Database, waited_for: int) -> None:
    """Come back when somebody waits for a lock of that connection's."""
    with elsewhere(database) as watching:
        watching.autocommit = True
        blocked = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
        for _ in range(100_000):
            if watching.execute(blocked, (waited_for,)).fetchone() != (0,):
                return
    raise AssertionError("nobody waits")


def until_so_many_wait(database: Database, count: int) -> None:
    """Come back when so many wait for locks of anybody's."""
    with elsewhere(database) as watching:
        watching.autocommit = True
        blocked = "SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0"
        for _ in range(100_000):
            if watching.execute(blocked).fetchone() == (count,):
                return
    raise AssertionError("they do not wait")


def test_units_that_ask_the_same_get_each_its_own_answer(
    database: Database, tenant: str, sent: Counter[str]
) -> None:
    give(database, tenant, an=("a1", "a2"), binh=("b1",))
    sent.clear()
    found = together(
        database, asks(tenant, "a1", "b1"), asks(tenant, "a2"), asks(tenant, "none"), asks(tenant)
    )
    assert found == [{"a1": "an", "b1": "binh"}, {"a2": "an"}, {}, {}]
    (count,) = (count for text, count in sent.items() if "asked" in text)
    assert count == 1, "one statement for all of them"


def test_one_who_has_nobody_else_asks_as_alone(database: Database, tenant: str) -> None:
    give(database, tenant, an=("a1",))
    assert together(database, asks(tenant, "a1")) == [{"a1": "an"}]
    assert together(database) == []


@pytest.mark.parametrize("odd", ODD)
def test_whatever_is_in_a_value_it_is_found_and_written(database: Database, tenant: str, odd: str) -> None:
    def unit(number: str, connection: Connection) -> list[str]:
        rows = _OF_MEMBER.rows(connection, of_tenant=tenant, of_member=odd)
        keep(connection, tenant, f"new {number}", member=number)
        return [row["number"] for row in rows]

    database.write(_keeper(tenant, odd, (odd,)))
    found = together(database, partial(unit, odd), partial(unit, f"{odd}2"), asks(tenant, odd, *ODD))
    assert found == [[odd], [odd], {odd: odd}]
    assert kept(database, tenant) == {odd: odd, f"new {odd}": odd, f"new {odd}2": f"{odd}2"}


def test_a_value_may_be_null_or_missing(database: Database, tenant: str) -> None:
    def of_why(why: str | None) -> Unit[list[str]]:
        return lambda connection: [
            row["number"] for row in _WHY.rows(connection, of_tenant=tenant, of_why=why)
        ]

    give(database, tenant, an=("good",))
    database.write(lambda connection: keep(connection, tenant, "lost", why="lost"))
    database.write(lambda connection: keep(connection, tenant, "null", why="NULL"))
    found = together(database, of_why(None), of_why("lost"), of_why("NULL"), of_why("nothing"))
    assert found == [["good"], ["lost"], ["null"], []]


def test_bytes_and_numbers_are_found_and_written(database: Database, tenant: str) -> None:
    hashes = [bytes([number]) * 32 for number in (0, 92, 255)]

    def unit(hash_: bytes, connection: Connection) -> list[tuple[int, bytes]]:
        rows = _SIGNED.rows(connection, of_tenant=tenant, of_hash=hash_, after=0)
        key = {"tenant": tenant, "till": "t", "incarnation": 1}
        append(connection, heads, [key | {"seq": hash_[0], "hash": hash_, "signature": hash_ * 2}])
        return [(row["seq"], bytes(row["signature"])) for row in rows]

    key = {"tenant": tenant, "till": "before", "incarnation": 1}
    rows = [key | {"seq": hash_[0] + 1, "hash": hash_, "signature": hash_ * 2} for hash_ in hashes[:2]]
    database.write(lambda connection: append(connection, heads, rows))
    found = together(database, *(partial(unit, hash_) for hash_ in hashes))
    assert found == [[(1, hashes[0] * 2)], [(93, hashes[1] * 2)], []]
    found = together(database, *(partial(unit, hash_) for hash_ in hashes))
    assert found == [None] * 3, "they write what is there"
    query = select(heads.c.seq, heads.c.signature).where(heads.c.tenant == tenant, heads.c.till == "t")
    held = database.read(lambda connection: {row.seq: row.signature for row in connection.execute(query)})
    assert held == {hash_[0]: hash_ * 2 for hash_ in hashes}


def test_the_rows_of_each_come_in_order(database: Database, tenant: str) -> None:
    numbers = [f"{number:03}" for number in range(200)]
    give(database, tenant, an=numbers[::2], binh=numbers[1::2])

    def of(member: str) -> Unit[list[str]]:
        return lambda connection: [
            row["number"] for row in _OF_MEMBER.rows(connection, of_tenant=tenant, of_member=member)
        ]

    found = together(database, of("binh"), of("nobody"), of("an"), of("binh"))
    assert found == [numbers[::-2], [], numbers[-2::-2], numbers[::-2]]


def test_how_many_rows_there_may_be_is_said_to_each_alone(database: Database, tenant: str) -> None:
    give(database, tenant, an=("a1", "a2", "a3"))

    def first(most: int) -> Unit[list[str]]:
        return lambda connection: [
            row["number"] for row in _FIRST.rows(connection, of_tenant=tenant, most=most)
        ]

    assert together(database, first(2), first(0), first(9)) == [["a1", "a2"], [], ["a1", "a2", "a3"]]


def test_units_that_ask_different_things_at_different_places(database: Database, tenant: str) -> None:
    give(database, tenant, an=("a1", "a2"), binh=("b1", "b2"))

    def follows(number: str, connection: Connection) -> list[str]:
        (row,) = _NUMBERED.rows(connection, of_tenant=tenant, numbers=[number])
        rows = _OF_MEMBER.rows(connection, of_tenant=tenant, of_member=row["member"])
        return [each["number"] for each in rows]

    def turns(connection: Connection) -> list[int]:
        second = _OF_MEMBER.ask(connection, of_tenant=tenant, of_member="binh")
        first = _NUMBERED.ask(connection, of_tenant=tenant, numbers=["a1"])
        third = _NUMBERED.ask(connection, of_tenant=tenant, numbers=["a1", "a2", "b1"])
        return [len(each.rows()) for each in (first, second, third)]

    def at_length(connection: Connection) -> int:
        return sum(
            len(_NUMBERED.rows(connection, of_tenant=tenant, numbers=[number]))
            for number in ("a1", "none", "b2", "a2", "b1")
        )

    found = together(database, partial(follows, "a1"), turns, at_length, partial(follows, "b2"))
    assert found == [["a2", "a1"], [1, 2, 3], 4, ["b2", "b1"]]


def test_a_question_without_a_value_is_answered_to_each(database: Database) -> None:
    one = together(database, backend_of, backend_of, backend_of)
    assert len(set(one)) == 1
    assert None not in one


def test_lines_of_several_are_written_each_with_its_own_row(database: Database, tenant: str) -> None:
    """The bodies of events go as lines of one text; each has to come to the event that it is of."""

    def says(till: str, count: int) -> Callable[[Connection], str]:
        def unit(connection: Connection) -> str:
            shared = {"tenant": tenant, "till": till, "incarnation": 1, "kind": "k", "at": "", "operator": ""}
            seqs = range(1, count + 1)
            columns = {
                "seq": seqs,
                "operation_id": [f"{till}:1:{seq}" for seq in seqs],
                "body": [f'{{"of":"{till}","seq":{seq}}}' for seq in seqs],
                "hash": [b"h" * 32] * count,
                "received_at": [datetime(2026, 11, 25, tzinfo=UTC)] * count,
            }
            append_columns(connection, journal, shared, columns, seen=False)
            return till

        return unit

    assert together(database, says("a", 3), says("b", 1), says("c", 2)) == ["a", "b", "c"]
    query = select(journal.c.till, journal.c.seq, journal.c.body).where(journal.c.tenant == tenant)
    rows = database.read(lambda connection: list(connection.execute(query.order_by(journal.c.till))))
    assert len(rows) == 6
    assert all(row.body == f'{{"of":"{row.till}","seq":{row.seq}}}' for row in rows)


def test_what_each_writes_is_written(database: Database, tenant: str, sent: Counter[str]) -> None:
    give(database, tenant, an=("old",))

    def gives_away(connection: Connection) -> str:
        row = {"tenant": tenant, "number": "old", "member": "chi", "state": "active", "why": None}
        upsert(connection, cards, [row])
        keep(connection, tenant, "n1")
        keep(connection, tenant, "n2", "n3", member="binh")
        return "given"

    sent.clear()
    done = together(database, gives_away, writes(tenant, "n4"), writes(tenant, "n5", "n6"))
    assert done == ["given", "done", "done"]
    assert kept(database, tenant) == {
        "old": "chi",
        "n1": "an",
        "n2": "binh",
        "n3": "binh",
        "n4": "an",
        "n5": "an",
        "n6": "an",
    }
    assert sum(count for text, count in sent.items() if "INSERT" in text) <= 4


def test_what_is_asked_behind_the_commit_sees_what_all_have_written(database: Database, tenant: str) -> None:
    def ask(connection: Connection) -> Later[list[str]]:
        asked = _OF_MEMBER.ask(connection, of_tenant=tenant, of_member="an")
        return lambda: [row["number"] for row in asked.rows()]

    done = database.write_together([(writes(tenant, "a1"), ask), (writes(tenant, "a2"), ask)])
    assert done == [("done", ["a2", "a1"]), ("done", ["a2", "a1"])]


def test_what_fails_behind_the_commit_leaves_it_open_whether_that_was_done(
    database: Database, tenant: str
) -> None:
    """As a connection that breaks there: it was done, and who is told to go alone does it again."""

    def ask(connection: Connection) -> Later[object]:
        return _CHARACTER.ask(connection, code=0).rows

    units: list[tuple[Unit[str], Unit[Later[object]]]] = [
        (writes(tenant, "n1"), ask),
        (writes(tenant, "n2"), nothing),
    ]
    assert database.write_together(units) == [None, None]
    assert sorted(kept(database, tenant)) == ["n1", "n2"]
    assert together(database, asks(tenant, "n1"), asks(tenant, "n2")) == [{"n1": "an"}, {"n2": "an"}]


def test_rows_that_are_the_same_are_written_once_where_that_is_said(
    database: Database, tenant: str, sent: Counter[str]
) -> None:
    many = (
        "INSERT INTO cards (tenant, number, member, state)"
        " SELECT *, 'an', 'active' FROM unnest($1::TEXT[], $2::TEXT[])"
    )

    def unit(*numbers: str) -> Unit[str]:
        def write(connection: Connection) -> str:
            line = line_of(connection)
            assert line is not None
            put_rows(connection, line, None, many, [[tenant] * len(numbers), numbers], once=True)
            return "done"

        return write

    assert together(database, unit("a", "b"), unit("b", "c"), unit("c")) == ["done"] * 3
    assert sorted(kept(database, tenant)) == ["a", "b", "c"]
    assert sent[many] == 1


def test_what_was_asked_before_a_unit_ends_is_there_after_the_commit(database: Database, tenant: str) -> None:
    def asks_last(connection: Connection) -> Later[list[str]]:
        keep(connection, tenant, token_hex(4))
        asked = _OF_MEMBER.ask(connection, of_tenant=tenant, of_member="binh")
        return lambda: [row["number"] for row in asked.rows()]

    give(database, tenant, binh=("b1", "b2"))
    first, second = together(database, asks_last, asks_last)
    assert first is not None
    assert second is not None
    assert first() == second() == ["b2", "b1"]


class _OwnError(Exception):
    """No error that anybody knows."""


@pytest.mark.parametrize("error", [Refused("nothing-available"), _OwnError(), ValueError("none")])
@pytest.mark.parametrize("asks_first", [True, False])
def test_who_fails_leaves_nothing_and_the_others_stay(
    database: Database, tenant: str, error: Exception, *, asks_first: bool
) -> None:
    def fails(connection: Connection) -> str:
        if asks_first:
            locks(tenant, "a1")(connection)
        keep(connection, tenant, "gone")
        raise error

    give(database, tenant, an=("a1", "a2"))
    done = together(database, writes(tenant, "n1"), fails, locks(tenant, "a2", write="n2"))
    assert done == ["done", None, ["an"]]
    assert sorted(kept(database, tenant)) == ["a1", "a2", "n1", "n2"]


def _asks_unshared(connection: Connection, tenant: str) -> object:
    return _NOT_SHARED.rows(connection, of_tenant=tenant)


def _runs_unshared(connection: Connection, tenant: str) -> object:
    _NOT_SHARED.run(connection, of_tenant=tenant)
    return None


def _selects(connection: Connection, tenant: str) -> object:
    return connection.execute(select(cards).where(cards.c.tenant == tenant)).all()


def _inserts(connection: Connection, tenant: str) -> object:
    row = {"tenant": tenant, "number": "out", "member": "an", "state": "active"}
    return connection.execute(insert(cards), row)


def _inserts_many(connection: Connection, tenant: str) -> object:
    rows = [{"tenant": tenant, "number": each, "member": "an", "state": "active"} for each in ("o1", "o2")]
    return connection.execute(insert(cards), rows)


def _says_text(connection: Connection, _tenant: str) -> object:
    return connection.execute(text("SELECT 1")).scalar_one()


def _says_scalar(connection: Connection, _tenant: str) -> object:
    return connection.scalar(text("SELECT 1"))


def _says_to_driver(connection: Connection, _tenant: str) -> object:
    return connection.exec_driver_sql("SELECT 1").scalar_one()


@pytest.mark.parametrize("after", ["a question", "nothing"])
def test_what_is_written_early_waits_for_the_end_too(database: Database, tenant: str, after: str) -> None:
    """Though nothing looks at it, and though others ask on."""

    def fails(connection: Connection) -> str:
        row = {"tenant": tenant, "number": "gone", "member": "an", "state": "active", "why": None}
        append(connection, cards, [row], seen=False)
        if after == "a question":
            asks(tenant, "a1")(connection)
        raise Refused("nothing-available")

    def goes_on(connection: Connection) -> str:
        for _ in range(3):
            asks(tenant, "a1")(connection)
        keep(connection, tenant, "n1")
        return "done"

    give(database, tenant, an=("a1",))
    assert together(database, goes_on, fails) == ["done", None]
    assert sorted(kept(database, tenant)) == ["a1", "n1"]


UNSHARED = [
    _asks_unshared,
    _runs_unshared,
    _selects,
    _inserts,
    _inserts_many,
    _says_text,
    _says_scalar,
    _says_to_driver,
]


@pytest.mark.parametrize("after_a_question", [True, False])
@pytest.mark.parametrize("does", UNSHARED)
def test_who_does_what_is_not_shared_is_put_out_and_the_others_stay(
    database: Database,
    tenant: str,
    does: Callable[[Connection, str], object],
    *,
    after_a_question: bool,
) -> None:
    def unit(connection: Connection) -> object:
        if after_a_question:
            locks(tenant, "a1")(connection)
        keep(connection, tenant, "gone")
        return does(connection, tenant)

    give(database, tenant, an=("a1", "a2"))
    done = together(database, writes(tenant, "n1"), unit, locks(tenant, "a2", write="n2"))
    assert done == ["done", None, ["an"]]
    assert sorted(kept(database, tenant)) == ["a1", "a2", "n1", "n2"]
    before = together(database, backend_of)
    assert together(database, unit, writes(tenant, "n3")) == [None, "done"]
    assert together(database, backend_of) == before


def test_who_cannot_be_told_to_go_alone_goes_all_the_same(database: Database, tenant: str) -> None:
    """Whatever a unit does about it when it is put out."""

    def hides_it(connection: Connection) -> str:
        with pytest.raises(Alone):
            _asks_unshared(connection, tenant)
        keep(connection, tenant, "gone")
        return "done"

    def hides_the_lock(connection: Connection) -> str:
        with pytest.raises(Alone):
            locks(tenant, "a1")(connection)
        keep(connection, tenant, "gone too")
        return "done"

    give(database, tenant, an=("a1",))
    assert together(database, locks(tenant, "a1", write="n1"), hides_it, hides_the_lock) == [
        ["an"],
        None,
        None,
    ]
    assert sorted(kept(database, tenant)) == ["a1", "n1"]


def test_who_can_live_with_errors_does_not_go_on_when_it_is_put_out(database: Database, tenant: str) -> None:
    went_on: list[str] = []

    def unit(connection: Connection) -> None:
        with suppress(Exception):
            _asks_unshared(connection, tenant)
        went_on.append("after it was put out")

    assert together(database, unit, writes(tenant, "n1")) == [None, "done"]
    assert went_on == []


def test_who_wants_to_see_what_it_wrote_is_put_out(database: Database, tenant: str) -> None:
    def sees(connection: Connection) -> object:
        keep(connection, tenant, "gone")
        return asks(tenant, "gone")(connection)

    def sees_in_time(connection: Connection) -> object:
        found = asks(tenant, "a1")(connection)
        keep(connection, tenant, "n1")
        return found

    give(database, tenant, an=("a1",))
    assert together(database, sees, sees_in_time) == [None, {"a1": "an"}]
    assert sorted(kept(database, tenant)) == ["a1", "n1"]


def test_who_says_that_nothing_looks_at_what_it_writes_stays(database: Database, tenant: str) -> None:
    def unit(connection: Connection) -> object:
        row = {"tenant": tenant, "number": "n1", "member": "an", "state": "active", "why": None}
        append(connection, cards, [row], seen=False)
        return asks(tenant, "a1")(connection)

    give(database, tenant, an=("a1",))
    assert together(database, unit, asks(tenant, "a1")) == [{"a1": "an"}] * 2
    assert sorted(kept(database, tenant)) == ["a1", "n1"]


@pytest.mark.parametrize("later", [True, False])
def test_of_two_who_lock_one_row_the_second_is_put_out(
    database: Database, tenant: str, *, later: bool
) -> None:
    def second(connection: Connection) -> object:
        if later:
            locks(tenant, "a3")(connection)
        return locks(tenant, "a2", "a1", write="gone")(connection)

    give(database, tenant, an=("a1", "a2", "a3", "a4"))
    third, fourth = locks(tenant, "a4", write="n4"), locks(tenant, "none", write="n5")
    done = together(database, locks(tenant, "a1", write="n1"), second, third, fourth)
    assert done == [["an"], None, ["an"], []]
    assert sorted(kept(database, tenant)) == ["a1", "a2", "a3", "a4", "n1", "n4", "n5"]


def test_one_may_lock_its_row_again(database: Database, tenant: str) -> None:
    def unit(number: str, connection: Connection) -> list[str]:
        return [*locks(tenant, number)(connection), *locks(tenant, number)(connection)]

    give(database, tenant, an=("a1",), binh=("b1",))
    assert together(database, partial(unit, "a1"), partial(unit, "b1")) == [["an"] * 2, ["binh"] * 2]


def test_two_who_look_at_one_row_both_stay(database: Database, tenant: str) -> None:
    give(database, tenant, an=("a1",))
    assert together(database, asks(tenant, "a1"), asks(tenant, "a1")) == [{"a1": "an"}] * 2


def _fails(by_question: int, tenant: str, connection: Connection) -> str:
    """A unit that the database refuses at its so-manieth question."""
    for number in range(by_question):
        is_last = number == by_question - 1
        _CHARACTER.rows(connection, code=0 if is_last else 65)
    keep(connection, tenant, "never")
    return "done"


@pytest.mark.parametrize("exchange", [1, 2, 3])
@pytest.mark.parametrize("others", [1, 3])
def test_an_error_at_any_exchange_is_everybodys(
    database: Database, tenant: str, exchange: int, others: int
) -> None:
    give(database, tenant, an=("a1", "a2", "a3"))
    rest = [locks(tenant, f"a{number}", write=f"n{number}") for number in range(1, others + 1)]
    units: list[Unit[Any]] = [writes(tenant, "n0"), partial(_fails, exchange, tenant), *rest]
    assert together(database, *units) == [None] * len(units)
    assert sorted(kept(database, tenant)) == ["a1", "a2", "a3"]
    assert together(database, units[0], *units[2:]) == ["done"] + [["an"]] * others


@pytest.mark.parametrize("numbers", [("twice", "twice"), ("old", "new"), ("new", "old")])
def test_a_key_written_twice_is_found_at_the_commit_and_is_everybodys(
    database: Database, tenant: str, numbers: tuple[str, str]
) -> None:
    give(database, tenant, an=("old",))
    units = [*(writes(tenant, number) for number in numbers), writes(tenant, "n1")]
    assert together(database, *units) == [None] * 3
    assert list(kept(database, tenant)) == ["old"]
    assert together(database, writes(tenant, "n1"), writes(tenant, "n2")) == ["done"] * 2


@pytest.mark.parametrize("last", ["new", "old"])
def test_so_much_that_it_is_sent_ahead_is_written_or_not_all_the_same(
    database: Database, tenant: str, last: str
) -> None:
    def of(which: int) -> Unit[str]:
        return writes(tenant, *(f"{which}-{number:0100}" for number in range(100)))

    give(database, tenant, an=("old",))
    done = together(database, of(1), of(2), locks(tenant, "old", write=last), of(3))
    if last == "new":
        assert done == ["done", "done", ["an"], "done"]
        assert len(kept(database, tenant)) == 302
    else:
        assert done == [None] * 4
        assert list(kept(database, tenant)) == ["old"]
    assert together(database, writes(tenant, "n1"), writes(tenant, "n2")) == ["done"] * 2


def test_what_postgresql_cannot_hold_is_everybodys(database: Database, tenant: str) -> None:
    assert together(database, writes(tenant, "a\0b"), writes(tenant, "n1")) == [None, None]
    assert together(database, asks(tenant, "a\0b"), asks(tenant, "b"), writes(tenant, "n1")) == [None] * 3
    assert kept(database, tenant) == {}


@pytest.mark.usefixtures("patient")
def test_a_race_lost_at_the_commit_is_everybodys(database: Database, tenant: str) -> None:
    done: list[list[str | None]] = []
    with elsewhere(database) as other:
        other.execute(
            "INSERT INTO cards (tenant, number, member, state) VALUES (%s, 'raced', 'binh', 'active')",
            (tenant,),
        )
        units = (writes(tenant, "n1"), writes(tenant, "raced"))
        thread = threading.Thread(target=lambda: done.append(together(database, *units)))
        thread.start()
        until_somebody_waits(database, other.info.backend_pid)
        other.commit()
        thread.join()
    assert done == [[None, None]]
    assert kept(database, tenant) == {"raced": "binh"}


@pytest.mark.parametrize("questions", [0, 1, 2])
def test_a_connection_that_is_cut_is_everybodys(database: Database, tenant: str, questions: int) -> None:
    def is_cut(connection: Connection) -> str:
        pid = _PID.rows(connection)[0]["pid"]
        with elsewhere(database) as other:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))
        for _ in range(questions):
            asks(tenant, "a1")(connection)
        return "done"

    give(database, tenant, an=("a1",))
    done = together(database, writes(tenant, "n1"), is_cut, locks(tenant, "a1", write="n2"))
    assert done == [None] * 3
    assert list(kept(database, tenant)) == ["a1"]
    assert together(database, writes(tenant, "n1"), writes(tenant, "n2")) == ["done"] * 2


@pytest.mark.parametrize("at_the_commit", [True, False])
def test_a_lock_that_somebody_holds_for_long_sends_all_of_them_away(
    database: Database, tenant: str, *, at_the_commit: bool
) -> None:
    give(database, tenant, an=("a1",))
    waits: Unit[Any] = writes(tenant, "raced") if at_the_commit else locks(tenant, "a1")
    with elsewhere(database) as other:
        statement = (
            "INSERT INTO cards (tenant, number, member, state) VALUES (%s, 'raced', 'binh', 'active')"
            if at_the_commit
            else "UPDATE cards SET member = 'binh' WHERE tenant = %s"
        )
        other.execute(statement, (tenant,))
        assert together(database, writes(tenant, "n1"), waits, writes(tenant, "n2")) == [None] * 3
    assert list(kept(database, tenant)) == ["a1"]


def test_patience_ends_with_the_transaction(database: Database) -> None:
    def wait(connection: Connection) -> str:
        said: str = connection.execute(text("SELECT current_setting('lock_timeout')")).scalar_one()
        return said

    before = database.write(wait)
    together(database, _PID.rows)
    assert database.write(wait) == before == "0"


@pytest.mark.usefixtures("patient")
def test_a_row_is_as_it_stands_under_the_lock(database: Database, tenant: str) -> None:
    done: list[list[list[str] | None]] = []
    give(database, tenant, an=("a1", "a2"), binh=("b1",))
    with elsewhere(database) as other:
        other.execute("UPDATE cards SET member = 'chi' WHERE tenant = %s AND number <> 'a2'", (tenant,))
        units = (locks(tenant, "b1"), locks(tenant, "a1"), locks(tenant, "a2"))
        thread = threading.Thread(target=lambda: done.append(together(database, *units)))
        thread.start()
        until_somebody_waits(database, other.info.backend_pid)
        other.commit()
        thread.join()
    assert done == [[["chi"], ["chi"], ["an"]]]


def _member(tenant: str, name: str) -> dict[str, object]:
    whole: dict[str, object] = {column.name: None for column in members.c}
    whole |= {"tenant": tenant, "member": name, "state": "active", "tier": "", "revision": 1}
    whole |= {"is_person": 0, "measure": 0, "purchases": 0, "enrolled_at": datetime(2026, 11, 25, tzinfo=UTC)}
    whole["facts"] = '{"memberships":[],"segments":[],"vouchers":[]}'
    return whole


@pytest.mark.usefixtures("patient")
def test_a_members_row_is_as_it_stands_under_the_lock(database: Database, tenant: str) -> None:
    rows = [_member(tenant, name) for name in ("an", "binh", "chi")]
    database.write(lambda connection: upsert(connection, members, rows))

    def unit(name: str, connection: Connection) -> list[tuple[str, int]]:
        found = lock_profiles(connection, tenant, [name, "none"])
        return [(each.member, each.revision) for each in found.values()]

    done: list[list[list[tuple[str, int]] | None]] = []
    with elsewhere(database) as other:
        other.execute("UPDATE members SET revision = 7 WHERE tenant = %s AND member <> 'chi'", (tenant,))
        units = [partial(unit, name) for name in ("chi", "binh", "an")]
        thread = threading.Thread(target=lambda: done.append(together(database, *units)))
        thread.start()
        until_somebody_waits(database, other.info.backend_pid)
        other.commit()
        thread.join()
    assert done == [[[("chi", 1)], [("binh", 7)], [("an", 7)]]]


@pytest.mark.usefixtures("patient")
def test_rows_are_locked_in_one_order_whoever_came_first(database: Database, tenant: str) -> None:
    """Else the one group would have locked the last of them, and each would wait for the other for ever."""
    names = [f"member-{number}" for number in range(5)]
    rows = [_member(tenant, name) for name in names]
    database.write(lambda connection: upsert(connection, members, rows))

    def unit(name: str, connection: Connection) -> str:
        return next(iter(lock_profiles(connection, tenant, [name])))

    def run(order: Sequence[str]) -> "Future[list[str | None]]":
        return pool.submit(together, database, *(partial(unit, name) for name in order))

    with ThreadPoolExecutor(2) as pool, elsewhere(database) as other:
        other.execute("SELECT FROM members WHERE tenant = %s AND member = %s FOR UPDATE", (tenant, names[2]))
        ahead = run(names)
        until_somebody_waits(database, other.info.backend_pid)
        behind = run(names[::-1])
        until_so_many_wait(database, 2)
        other.rollback()
        assert (ahead.result(), behind.result()) == (names, names[::-1])


def test_members_are_counted_up_by_groups_and_by_singles_and_nothing_is_lost(
    database: Database, tenant: str
) -> None:
    names = [f"member-{number}" for number in range(4)]
    rows = [_member(tenant, name) for name in names]
    database.write(lambda connection: upsert(connection, members, rows))

    def up(one: tuple[str, ...], connection: Connection) -> str:
        held = {name: lock_profiles(connection, tenant, [name])[name].revision for name in one}
        upsert(connection, members, [_member(tenant, name) | {"revision": held[name] + 1} for name in one])
        return "done"

    went = Counter[str]()

    def work(which: int) -> None:
        for turn in range(12):
            ones: list[tuple[str, ...]] = [(names[(which + turn) % 4],), (names[(which + turn + 1) % 4],)]
            if which % 2:
                ones = [tuple(reversed([*ones[0], *ones[1]])), (names[(which + turn + 3) % 4],)]
            done = together(database, *(partial(up, one) for one in ones)) if which else [None, None]
            for one, each in zip(ones, done, strict=True):
                went["alone" if each is None else "together"] += len(one)
                if each is None:
                    database.write(partial(up, one))

    threads = [threading.Thread(target=work, args=(which,)) for which in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    query = select(func.sum(members.c.revision)).where(members.c.tenant == tenant)
    total = database.read(lambda connection: connection.execute(query).scalar_one())
    assert int(total) == len(names) + went["alone"] + went["together"]
    assert min(went["alone"], went["together"]) > 10
