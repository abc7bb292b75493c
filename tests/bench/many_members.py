"""A till's file with a million members, made once in bulk and kept under `build/`.

The first member goes in as a server sends one; the others are that row with names, numbers and points of
their own, put in beside it without the work that one member at a time takes. What is looked up by and counted
from them is made by SQL in one go. Nobody here exists; the names are as frequent as in Vietnam, and some are
of a word that few others have, so that the vocabulary is as large as a real one.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import ClauseElement, Table, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, DropIndex

from loyalty.identity.names import fold, given_name
from loyalty.units import Points
from loyalty.wire.feed import CardRow, LotState, MemberState, PersonState
from terminal.clock import SystemClock, timestamp
from terminal.ids import id_maker, uuid7
from terminal.store import migrations
from terminal.store.connection import connect
from terminal.store.opening import open_store
from terminal.store.tables.members import cards, members
from tests.bench.harness import Scale
from tests.unit.terminal.till_kit import IDENTITY, KEY, MORNING, PROGRAM, program_row, store_settings
from ui.demo.people import SampleMember, sample_member

MADE_BY: Final = 2
"""Raised when the members become others, so that no older file is taken for theirs."""
SCHEMA: Final = Path(migrations.__file__).parent / "schema"
LOTS: Final = 4
_PAGE: Final = 20_000
RARE: Final = 40
"""One name in so many has a rare word."""
ONSETS: Final = (
    "b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t",
    "th", "tr", "v", "x",
)  # fmt: skip
RIMES: Final = (
    "a", "ac", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "em", "en", "eo", "et", "i",
    "ia", "ich", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", "im", "in", "inh", "it", "iu", "o", "oa", "oai",
    "oan", "oang", "oc", "oe", "oi", "om", "on", "ong", "op", "ot", "u", "ua", "uê", "ui", "um", "un", "ung",
    "uông", "ươi", "ươm", "ươn", "ương", "ươt", "ưa", "ưng", "ưu", "uy", "uyên", "uyêt", "uynh",
)  # fmt: skip
_NAMES: Final = (
    "INSERT OR IGNORE INTO name_forms (folded) SELECT DISTINCT folded FROM members",
    "INSERT INTO form_words (rowid, words) SELECT form, folded FROM name_forms WHERE form > 1",
    "CREATE VIRTUAL TABLE temp.known USING fts5vocab(main, form_words, row)",
    "INSERT OR IGNORE INTO name_words (word) SELECT term FROM temp.known",
    "DROP TABLE temp.known",
)


def members_file(scale: Scale) -> Path:
    """The file with so many members; some minutes the first time."""
    made_by = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(SCHEMA.glob("*.sql")))).hexdigest()
    path = scale.kept / f"members-{scale.members}-{MADE_BY}-{made_by[:8]}.db"
    done = path.with_suffix(".done")
    if done.exists():
        return path
    for part in scale.kept.glob(f"{path.stem}*"):
        part.unlink()
    _begin(path)
    with closing(connect(path, KEY, read_only=False)) as raw:
        _fill(raw, scale.members)
    done.touch()
    return path


def name_of(person: SampleMember) -> str:
    """What a member is called in that file."""
    if person.number % RARE:
        return person.name
    which = person.number // RARE
    onset, rime = ONSETS[which % len(ONSETS)], RIMES[which // len(ONSETS) % len(RIMES)]
    return f"{person.name.rpartition(' ')[0]} {onset.title()}{rime}"


def member_id(number: int) -> str:
    """The id that a sample member has here."""
    noise = hashlib.sha256(str(number).encode()).digest()
    return uuid7(unix_ms=1_700_000_000_000 + number * 1_000, random=noise[:10])


def member_of(person: SampleMember) -> MemberState:
    """A member with a few lots, as a server would send one."""
    lots = tuple(
        LotState(
            lot=_lot_id(person.number, age),
            points=Points(person.points // LOTS),
            dies_at=timestamp(MORNING + timedelta(days=3_600 + age * 30)),
            spendable_from=timestamp(MORNING - timedelta(days=age * 30)),
        )
        for age in range(LOTS)
    )
    return MemberState(
        member=member_id(person.number),
        state="active",
        alias_of=None,
        person=PersonState(
            name=person.name,
            phone=_e164(person),
            phone_text=person.phone_text,
            birthday=person.birthday,
        ),
        tier="member",
        points=person.points,
        owed=Points(0),
        available=person.points,
        lots=lots,
        measure=person.spent,
        purchases=person.purchases,
        memberships=(),
        segments=(),
        vouchers={},
        used={},
        revision=1,
        at=timestamp(MORNING),
    )


def _begin(path: Path) -> None:
    """A paired till with the first member."""
    clock = SystemClock()
    first = sample_member(1)
    with closing(open_store(path, KEY, clock=clock, new_id=id_maker(clock))) as store, store.write() as unit:
        unit.state.pair(IDENTITY, feed_epoch="bench")
        unit.config.put_settings(store_settings())
        unit.config.put_program(program_row(PROGRAM))
        unit.members.put([member_of(first)])
        unit.members.put_cards([CardRow(first.card, member_id(1), "active")])


def _fill(raw: sqlcipher.Connection, count: int) -> None:
    """All but the first: rows, then the indexes over them, then the words of their names."""
    raw.execute("PRAGMA synchronous = OFF")
    raw.execute("PRAGMA cache_size = -262144")
    indexes = [*members.indexes, *cards.indexes]
    raw.execute("BEGIN IMMEDIATE")
    for index in indexes:
        raw.execute(_sql(DropIndex(index)))
    pattern, card = _first_of(raw, members), _first_of(raw, cards)
    standing = json.loads(pattern["body"])
    for page in _pages(count):
        rows = [{**pattern, **_row(person, standing)} for person in page]
        held = zip(page, rows, strict=True)
        raw.executemany(_sql(insert(members)), rows)
        raw.executemany(
            _sql(insert(cards)),
            [{**card, "number": who.card, "member": row["member"]} for who, row in held],
        )
    for index in indexes:
        raw.execute(_sql(CreateIndex(index)))
    for sql in _NAMES:
        raw.execute(sql)
    raw.execute("COMMIT")


def _sql(statement: ClauseElement) -> str:
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="named")))


def _first_of(raw: sqlcipher.Connection, table: Table) -> dict[str, Any]:
    found = raw.execute(_sql(select(table))).fetchone()
    return dict(zip(table.columns.keys(), found, strict=True))


def _row(person: SampleMember, standing: Mapping[str, Any]) -> dict[str, Any]:
    name, e164 = name_of(person), _e164(person)
    folded = fold(name)
    body = {
        **standing,
        "points": person.points,
        "available": person.points,
        "lots": [
            {**lot, "lot": _lot_id(person.number, age), "points": person.points // LOTS}
            for age, lot in enumerate(standing["lots"])
        ],
        "measure": person.spent,
        "purchases": person.purchases,
    }
    return {
        "row": person.number,
        "member": member_id(person.number),
        "name": name,
        "folded": folded,
        "given": given_name(folded),
        "e164": e164,
        "e164_reversed": e164[::-1],
        "phone_text": person.phone_text,
        "birthday": person.birthday,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    }


def _lot_id(number: int, age: int) -> str:
    noise = number.to_bytes(9, "big") + age.to_bytes(1, "big")
    return uuid7(unix_ms=1_750_000_000_000, random=noise)


def _e164(person: SampleMember) -> str:
    return "+84" + person.phone_text.replace(" ", "")[1:]


def _pages(count: int) -> Iterator[list[SampleMember]]:
    for first in range(2, count + 1, _PAGE):
        yield [sample_member(number) for number in range(first, min(first + _PAGE, count + 1))]
