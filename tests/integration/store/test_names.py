"""The names of members and their words: kept once each, corrected, and gone with who had them."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.store import migrations
from terminal.store.connection import connect
from terminal.store.opening import open_store
from tests.integration.store.test_directory import names, put, vocabulary
from tests.unit.terminal.till_kit import KEY, Counter, member_state

SCHEMA = Path(migrations.__file__).parent / "schema"
NAMES_ONCE = "0037_name_forms.sql"
MEMBER = (
    "INSERT INTO members (member, state, name, folded, given, phone_text, revision, body)"
    " VALUES (?, ?, ?, ?, ?, '', 1, '{}')"
)


def kept_names(counter: Counter) -> list[str]:
    with counter.store.read() as reading:
        rows = reading.connection.exec_driver_sql("SELECT folded FROM name_forms ORDER BY folded")
        return [folded for (folded,) in rows]


def test_a_name_is_kept_once_and_as_long_as_anybody_has_it(bare: Counter) -> None:
    put(bare, "Trần Thị Lan", "Trần Thị Lan", "Trần Thị Lân")
    assert kept_names(bare) == ["tran thi lan"]
    for number in range(3):
        assert names(bare, "thi lan") != []
        assert vocabulary(bare) == ["lan", "thi", "tran"]
        with bare.store.write() as unit:
            unit.members.forget_person(f"m-{number}")
    assert (kept_names(bare), vocabulary(bare), names(bare, "lan")) == ([], [], [])


def test_a_member_renamed_in_one_page_with_who_takes_the_old_name_leaves_both_found(bare: Counter) -> None:
    put(bare, "Lê Văn Tú", "Phạm Thị Yến")
    with bare.store.write() as unit:
        unit.members.put(
            [
                replace(member_state("m-0", "Phạm Thị Yến", "+84900000000"), revision=9),
                replace(member_state("m-1", "Lê Văn Tú", "+84900000001"), revision=9),
            ]
        )
    assert kept_names(bare) == ["le van tu", "pham thi yen"]
    assert (names(bare, "yen"), names(bare, "van t")) == (["Phạm Thị Yến"], ["Lê Văn Tú"])


def test_whoever_is_blocked_takes_no_place_in_a_list(bare: Counter) -> None:
    put(bare, *(["Nguyễn Văn An"] * 6))
    with bare.store.write() as unit:
        unit.members.put(
            replace(
                member_state(f"m-{number}", "Nguyễn Văn An", f"+8490{number:07d}"),
                state="blocked",
                revision=9,
            )
            for number in range(4)
        )
    for typed in ("Nguyễn Văn An", "nguyen van an", "an", "van nguyen", "nguyen vna"):
        assert len(names(bare, typed, most=3)) == 2


def test_every_beginning_of_a_name_finds_it_among_many_that_begin_alike(bare: Counter) -> None:
    put(bare, *(f"Nguyễn T{first}{last} Bình" for first in "aeiou" for last in "bcdghklmnp"), "Quách Tự Ơn")
    for typed in ("quach t", "q t", "t q", "qua tu o", "tu on", "quach tu onn"):
        assert names(bare, typed) == ["Quách Tự Ơn"]
    assert len(names(bare, "nguyen t", most=20)) == 20


def test_what_is_in_nobodys_name_is_corrected_before_what_is(bare: Counter) -> None:
    put(bare, "Nguyễn Thị Hương", "Nguyễn Thu Hường", "Nguyễn Thi Hằng")
    assert names(bare, "nguyen thi huogn", most=1) == ["Nguyễn Thị Hương"]
    assert names(bare, "nguyen thi huogn") == ["Nguyễn Thị Hương", "Nguyễn Thu Hường"]
    assert names(bare, "nguyen thu hang") == ["Nguyễn Thi Hằng"]


def test_a_file_of_an_earlier_version_finds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "till.db"
    earlier = [step for step in sorted(SCHEMA.glob("*.sql")) if step.name < NAMES_ONCE]
    people = (
        ("m-1", "active", "Đỗ Ngọc Ánh", "do ngoc anh", "anh"),
        ("m-2", "active", "Đỗ Ngọc Anh", "do ngoc anh", "anh"),
        ("m-3", "erased", "", "", ""),
    )
    with closing(connect(path, KEY, read_only=False)) as old:
        for step in earlier:
            old.executescript(step.read_text(encoding="utf-8"))
        old.executemany(MEMBER, people)
        old.executemany("INSERT INTO name_words (word) VALUES (?)", [("do",), ("ngoc",), ("anh",)])
        old.execute(f"PRAGMA user_version = {len(earlier)}")
    clock = SystemClock()
    with (
        closing(open_store(path, KEY, clock=clock, new_id=id_maker(clock))) as store,
        store.read() as reading,
    ):
        for typed in ("do n", "ngco anh", "anh"):
            found = reading.names.by_name(typed, most=5)
            assert [each.member for each in found] == ["m-2", "m-1"]
