"""A file taken into the shop from a till: goods as events, members by the server; and back out."""

import resource
from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused, Unavailable
from loyalty.identity.card_rules import NO_RULES
from loyalty.units import Money
from loyalty.wire.importing import ImportChunk, ImportDone, RowDone
from resources.catalogue import LANGUAGES, Catalogue, Language
from terminal.session import Session
from terminal.sheets.columns import Kind, kind_of, map_columns
from terminal.sheets.faults import RowFault
from terminal.sheets.members import MemberReader
from terminal.sheets.text import read_sheet
from terminal.usecases.exporting import COLUMNS, What, export, write_sheet
from terminal.usecases.importing import Import, ImportFile, Tally, open_file, refused_lines
from terminal.usecases.shelf import product_page, set_price
from tests.unit.terminal.till_kit import LAN, MORNING, NOODLES, RICE, Counter, a_shop

MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
GOODS = f"""Mã hàng,Tên hàng,Giá bán,Mã vạch
{NOODLES.sku},,5.000,
NEW,Nước mắm,52.000,8938505974194
{RICE.sku}X,Gạo khác,1,{RICE.barcodes[0]}
BARE,,,
"""


class Server:
    """Takes every row but those of a line; fails when told to."""

    def __init__(self, *, refuses: int = 0) -> None:
        self.chunks: list[ImportChunk] = []
        self.refuses = refuses
        self.failure: Exception | None = None
        self.slow = 0

    def __call__(self, chunk: ImportChunk) -> ImportDone:
        if self.failure is not None:
            raise self.failure
        if self.slow:
            self.slow -= 1
            raise Unavailable("server-slow", retry=True, why="timed out")
        self.chunks.append(chunk)
        done = (
            RowDone(row.line, "refused", "points", "opening-late", "7")
            if row.line == self.refuses
            else RowDone(row.line, "new", points=row.points or 0)
            for row in chunk.rows
        )
        return ImportDone(1, tuple(done), "n")


def file_of(folder: Path, text: str) -> ImportFile:
    path = folder / "in.csv"
    path.write_text(text, encoding="utf-8")
    return open_file(path)


def walked(
    shop: Counter, file: ImportFile, *, write: bool, ask: Callable[[ImportChunk], ImportDone] | None = None
) -> Tally:
    walk = Import(shop.till, MINH, file, ask or Server(), write=write)
    while not walk.is_over:
        walk.step()
    walk.finish()
    return walk.tally


def events(shop: Counter) -> list[tuple[str, str]]:
    with shop.store.read() as reading:
        return [(each.kind, each.operator) for each in reading.journal.walk(till="till-2", incarnation=1)]


def test_goods_are_checked_then_written_as_events_and_not_twice(shop: Counter, tmp_path: Path) -> None:
    file = file_of(tmp_path, GOODS)
    before = events(shop)
    checked = walked(shop, file, write=False)
    assert (checked.new, checked.changed, checked.refused) == (1, 1, 2)
    assert [(fault.line, fault.column, fault.code) for fault in checked.problems] == [
        (4, "Mã vạch", "code-taken"),
        (5, "Tên hàng", "name-missing"),
        (5, "Giá bán", "price-missing"),
    ]
    assert events(shop) == before
    written = walked(shop, file, write=True)
    assert (written.new, written.changed, written.refused) == (1, 1, 2)
    assert events(shop)[len(before) :] == [
        ("price_set", "op-minh"),
        ("product_changed", "op-minh"),
        ("data_imported", "op-minh"),
    ]
    assert product_page(shop.till, NOODLES.sku).price == 5_000
    assert product_page(shop.till, "NEW").row.unit_price == Money(52_000)
    again = walked(shop, file, write=True)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


def test_a_category_by_its_name_is_the_one_that_the_rules_know(shop: Counter, tmp_path: Path) -> None:
    text = "Mã hàng,Tên hàng,Giá bán,Nhóm hàng\n555,Thuốc lá,35000,thuoc la\nG,Gạo,1,Rice\nX,Cá,1,Cá cảnh\n"
    assert walked(shop, file_of(tmp_path, text), write=True).new == 3
    found = [product_page(shop.till, sku).row.category for sku in ("555", "G", "X")]
    assert found == ["tobacco", "rice", "Cá cảnh"]
    assert walked(shop, file_of(tmp_path, text), write=False).unchanged == 3


def test_members_go_to_the_server_as_rows_that_can_be_read(shop: Counter, tmp_path: Path) -> None:
    server = Server(refuses=4)
    file = file_of(tmp_path, "Tên,SĐT,Điểm\nÁnh,912345678,5\nBình,12,\nChi,0987654321,9\n")
    tally = walked(shop, file, write=True, ask=server)
    (chunk,) = server.chunks
    assert (chunk.operator, chunk.write, [row.line for row in chunk.rows]) == ("op-minh", True, [2, 4])
    assert (tally.new, tally.refused, tally.points, tally.mended) == (1, 2, 5, 1)
    assert tally.problems == [
        RowFault(3, "SĐT", "phone-too-short", "12"),
        RowFault(4, "Điểm", "opening-late", "7"),
    ]
    assert tally.outcomes == {2: "new", 3: "refused", 4: "refused"}
    told = [
        (line.line, [each.code for each in faults]) for line, faults in refused_lines(file, tally.problems)
    ]
    assert told == [(3, ["phone-too-short"]), (4, ["opening-late"])]


def test_a_number_that_the_server_refuses_is_named_as_it_was_written(shop: Counter, tmp_path: Path) -> None:
    def ask(chunk: ImportChunk) -> ImportDone:
        (row,) = chunk.rows
        assert row.phone == "+84912345678"
        return ImportDone(1, (RowDone(row.line, "refused", "phone", "phone-differs", row.phone),), "n")

    file = file_of(tmp_path, "Tên,SĐT\nÁnh,091 234 5678\n")
    tally = walked(shop, file, write=False, ask=ask)
    assert tally.problems == [RowFault(2, "SĐT", "phone-differs", "091 234 5678")]


def test_what_is_too_much_for_the_server_stands_beside_the_most_there_may_be(
    shop: Counter, tmp_path: Path
) -> None:
    def ask(chunk: ImportChunk) -> ImportDone:
        return ImportDone(1, (RowDone(chunk.rows[0].line, "refused", "measure", "number-most", "3660"),), "n")

    file = file_of(tmp_path, "Tên,SĐT,Tích lũy xét hạng\nÁnh,0912345678,2.000.000\n")
    tally = walked(shop, file, write=False, ask=ask)
    assert tally.problems == [RowFault(2, "Tích lũy xét hạng", "number-most", "2.000.000", "3660")]


def test_problems_stand_in_the_order_of_the_file_whoever_found_them(shop: Counter, tmp_path: Path) -> None:
    file = file_of(tmp_path, "Tên,SĐT,Điểm\nÁnh,0912345678,5\nBình,12,\nChi,13,\n")
    tally = walked(shop, file, write=False, ask=Server(refuses=2))
    assert [(each.line, each.code) for each in tally.problems] == [
        (2, "opening-late"),
        (3, "phone-too-short"),
        (4, "phone-too-short"),
    ]


def test_the_same_content_is_the_same_run_and_other_columns_are_another(tmp_path: Path) -> None:
    file = file_of(tmp_path, "Tên,SĐT,Điểm\nÁnh,0912345678,5\n")
    (tmp_path / "copy.csv").write_bytes(file.path.read_bytes())
    assert open_file(tmp_path / "copy.csv").run == file.run
    assert file.with_column(2, "").run != file.run
    assert file.with_column(2, "wallet").mapped == ("name", "phone", "wallet")
    assert file.as_kind("products").lacks == "sku"


@pytest.mark.parametrize(
    ("code", "told"), [("server-slow", "import-unchecked"), ("till-clock-off", "till-clock-off")]
)
def test_a_file_that_is_only_checked_changes_nothing_also_where_the_server_is_silent(
    shop: Counter, tmp_path: Path, code: str, told: str
) -> None:
    server = Server()
    server.failure = Unavailable(code, retry=True, why="cut")
    walk = Import(shop.till, MINH, file_of(tmp_path, "Tên,SĐT\nA,0912345678"), server, write=False)
    with pytest.raises(Unavailable, match=told):
        walk.step()


def test_a_silent_server_loses_nothing_and_what_was_done_is_written_down(
    shop: Counter, tmp_path: Path
) -> None:
    server = Server()
    rows = "\n".join(f"A,09{number:08d}" for number in range(12_000_000, 12_000_250))
    walk = Import(shop.till, MINH, file_of(tmp_path, f"Tên,SĐT\n{rows}"), server, write=True)
    walk.step()
    server.failure = Unavailable("server-absent", retry=True, why="cut")
    with pytest.raises(Unavailable, match="import-unanswered"):
        walk.step()
    walk.finish()
    assert (walk.tally.rows, walk.is_over) == (200, False)
    server.failure, server.slow = None, 2
    assert (walk.step().rows, walk.is_over) == (250, True)
    with shop.store.read() as reading:
        last = list(reading.journal.walk(till="till-2", incarnation=1))[-1]
    assert (last.kind, last.body["done"], last.body["rows"]) == ("data_imported", 200, 250)


def test_only_a_manager_imports_or_exports(shop: Counter, tmp_path: Path) -> None:
    file = file_of(tmp_path, "Tên,SĐT\nÁnh,0912345678\n")
    with pytest.raises(Refused, match="import-not-yours"):
        Import(shop.till, LAN, file, Server(), write=False)
    with pytest.raises(Refused, match="import-no-phone-or-card"):
        Import(shop.till, MINH, file.with_column(1, ""), Server(), write=False)
    with pytest.raises(Refused, match="export-not-yours"):
        export(shop.till, LAN, "members", folder=tmp_path, zone=UTC)


def test_who_exports_stands_in_the_journal_before_the_file_is_there(shop: Counter, tmp_path: Path) -> None:
    path, rows = export(shop.till, MINH, "products", folder=tmp_path, zone=UTC)
    assert rows == len(path.read_text(encoding="utf-8-sig").splitlines()) - 1 > 0
    assert path.stat().st_mode & 0o777 == 0o600
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="export-failed"):
        export(shop.till, MINH, "members", folder=tmp_path / "file", zone=UTC)
    assert events(shop)[-2:] == [("data_exported", "op-minh")] * 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", COLUMNS)
def test_each_column_is_known_by_what_the_screen_calls_it(what: What, language: Language) -> None:
    texts = Catalogue.load(language)
    kind: Kind = "products" if what == "products" else "members"
    header = [texts.text(f"import.field-{field}") for field in COLUMNS[what]]
    assert (kind_of(header), map_columns(header, kind)) == (kind, COLUMNS[what])


def taken(shop: Counter, path: Path) -> list[str]:
    walk = Import(shop.till, MINH, open_file(path), Server(), write=True)
    while not walk.is_over:
        walk.step()
    return [fault.code for fault in walk.tally.problems]


def test_planned_prices_are_exported_and_read_back_to_the_same(
    shop: Counter, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for day, amount in (
        (date(2026, 12, 7), 195_000),
        (date(2027, 1, 1), 199_000),
        (date(2026, 12, 7), 196_000),
    ):
        set_price(shop.till, MINH, sku=RICE.sku, amount=Money(amount), day=day)
    vietnamese = Catalogue.load("vi")
    path, _ = export(
        shop.till, MINH, "products", folder=tmp_path, zone=UTC,
        heading=lambda field: vietnamese.text(f"import.field-{field}"),
    )  # fmt: skip
    head, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("Mã hàng,Tên hàng,Giá bán")
    assert sum("2026-12-07 196000|2027-01-01 199000" in row for row in rows) == 1
    other = a_shop(tmp_path_factory.mktemp("other"))
    before = len(events(other))
    assert taken(other, path) == []
    said = [kind for kind, _ in events(other)[before:]]
    assert said.count("price_set") == 2
    again, _ = export(other.till, MINH, "products", folder=tmp_path, zone=UTC, name="again.csv")
    assert again.read_text(encoding="utf-8-sig").splitlines()[1:] == rows
    assert taken(other, path) == []
    assert [kind for kind, _ in events(other)[before:]].count("price_set") == 2
    other.close()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("mai 195000", "planned-unreadable"),
        ("2026-12-07", "planned-unreadable"),
        ("2026-12-07 195000|7/12/2026 199000", "planned-twice"),
        ("2026-11-21 5000", "planned-over"),
    ],
)
def test_a_planned_price_that_cannot_be_is_told_with_its_row(
    shop: Counter, tmp_path: Path, cell: str, code: str
) -> None:
    path = tmp_path / "goods.csv"
    path.write_text(f"sku,price,planned\n{RICE.sku},189000,{cell}\n", encoding="utf-8")
    assert taken(shop, path) == [code]


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="sheet-unreadable"):
        open_file(tmp_path)


WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")), min_size=1, max_size=30
)


@given(st.lists(st.tuples(WORDS, st.integers(10_000_000, 99_999_999), st.integers(0, 10**9)), max_size=20))
def test_whatever_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, people: list[tuple[str, int, int]]
) -> None:
    path = tmp_path_factory.mktemp("out") / "out.csv"
    from loyalty.identity.codes import cleaned

    rows = sorted({(cleaned(name), f"09{tail}", "", "", "", str(spent), "") for name, tail, spent in people})
    write_sheet(path, COLUMNS["members"], rows)
    sheet = read_sheet(path.read_bytes())
    reader = MemberReader(sheet.header, map_columns(sheet.header, "members"), rules=NO_RULES)
    read = [reader.read_one(line) for line in sheet.rows()]
    for given_row, got in zip(rows, read, strict=True):
        if got.row is not None:
            assert (got.row.name, got.row.measure) == (given_row[0], int(given_row[5]))
            assert got.row.phone == f"+84{given_row[1][1:]}"
        else:
            assert {fault.code for fault in got.faults} <= {"twice"}


def test_an_export_that_the_disk_has_no_room_for_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    write_sheet(path, ("name",), [("Ánh",)])
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))
    try:
        with pytest.raises(Unavailable, match="export-failed"):
            write_sheet(path, ("name",), [("Bình",)] * 5_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before


def test_a_heading_of_somebody_elses_file_is_no_formula_in_ours(tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    write_sheet(path, ("=cmd|' /C calc'!A0", "phone"), [("x", "1")])
    assert path.read_text(encoding="utf-8-sig").startswith("'=cmd")
    assert open_file(path).sheet.header[0].startswith("=cmd")
