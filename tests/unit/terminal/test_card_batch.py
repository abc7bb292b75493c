"""A batch of blank cards: who may make one, what its sheets say, and that no unread sheet is handed out."""

import csv
import hashlib
import re
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.identity.codes import MemberCard, classify
from terminal.cards.sheets import DOTS_PER_INCH, CardForm, CardSheet, expected_codes, lay_out_cards
from terminal.receipts.page import GlyphRun, Modules
from terminal.session import Session
from terminal.usecases import card_batch
from terminal.usecases.card_batch import MOST_CARDS, CardBatch, begin_batch, check_next, hand_out
from tests.unit.terminal.till_kit import ANH_CARD, LAN, LOST_CARD, MORNING, Counter

MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
TITLES = ("#", "Number", "Sheet")


class PaperPainter:
    """Reads what stands on a sheet; `spoilt` reads as nothing."""

    def __init__(self, spoilt: str = "") -> None:
        self.spoilt = spoilt
        self.written = 0

    def read(self, sheet: CardSheet) -> tuple[tuple[tuple[str, str], ...], ...]:
        return tuple(() if at.number == self.spoilt else expected_codes(at.number) for at in sheet.cards)

    def pdf(self, sheets: Sequence[CardSheet], *, title: str) -> bytes:
        self.written += 1
        return f"{title}: {len(sheets)}".encode()


def checked(shop: Counter, count: int, form: CardForm = "a4") -> CardBatch:
    batch = begin_batch(shop.till, MINH, count=count, form=form)
    while not batch.is_checked:
        batch = check_next(batch, PaperPainter())
    return batch


def handed_out(shop: Counter, batch: CardBatch, folder: Path, session: Session = MINH) -> Path:
    return hand_out(shop.till, session, batch, PaperPainter(), folder=folder, zone=UTC, titles=TITLES)


def batches(shop: Counter) -> list[dict[str, object]]:
    with shop.store.read() as reading:
        events = reading.journal.walk(till="till-2", incarnation=1)
        return [dict(event.body) for event in events if event.kind == "cards_made"]


def test_a_batch_is_written_with_its_table_and_stands_in_the_journal(shop: Counter, tmp_path: Path) -> None:
    batch = checked(shop, 25)
    path = handed_out(shop, batch, tmp_path / "out")
    assert path.read_bytes().endswith(b": 3")
    (said,) = batches(shop)
    mark = hashlib.sha256("\n".join(batch.numbers).encode()).hexdigest()
    assert (said["count"], said["form"], said["sha256"], said["note"]) == (25, "a4", mark, "25 × A4")
    with path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        titles, *rows = csv.reader(file)
    assert tuple(titles) == TITLES
    assert [row[1].replace(" ", "") for row in rows] == list(batch.numbers)
    assert [row[2] for row in rows] == ["1"] * 10 + ["2"] * 10 + ["3"] * 5


def test_a_batch_has_a_name_of_its_own_and_nobody_else_reads_its_numbers(
    shop: Counter, tmp_path: Path
) -> None:
    path = handed_out(shop, checked(shop, 1), tmp_path)
    assert path.name.startswith("blank-cards-"), "a list of members' cards that is exported is cards-…"
    assert [each.stat().st_mode & 0o077 for each in (path, path.with_suffix(".csv"))] == [0, 0]


def test_a_spreadsheet_leaves_every_number_of_the_table_as_it_is(shop: Counter, tmp_path: Path) -> None:
    path = handed_out(shop, checked(shop, 12, "cr80"), tmp_path)
    with path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        numbers = [row[1] for row in csv.reader(file)][1:]
    assert all(re.fullmatch(r"98\d\d \d{4} \d{4} \d{4}", number) for number in numbers)
    assert all(classify(number) == MemberCard(number.replace(" ", ""), holds=True) for number in numbers)


def test_a_spoilt_sheet_is_not_handed_out(shop: Counter, tmp_path: Path) -> None:
    batch = begin_batch(shop.till, MINH, count=25, form="a4")
    painter = PaperPainter(spoilt=batch.numbers[14])
    batch = check_next(batch, painter)
    with pytest.raises(Refused) as caught:
        check_next(batch, painter)
    assert (caught.value.code, caught.value.params["sheet"]) == ("card-sheet-spoilt", 2)
    assert str(caught.value.params["card"]).replace(" ", "") == batch.numbers[14]
    with pytest.raises(RuntimeError, match="nobody has read"):
        handed_out(shop, batch, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert batches(shop) == []


@pytest.mark.parametrize("count", [0, MOST_CARDS + 1])
def test_a_batch_has_a_size(shop: Counter, count: int) -> None:
    with pytest.raises(Refused, match="card-batch-size"):
        begin_batch(shop.till, MINH, count=count, form="a4")


def test_nobody_but_a_manager_makes_one(shop: Counter, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="card-batch-not-yours"):
        begin_batch(shop.till, LAN, count=1, form="a4")
    with pytest.raises(Refused, match="role-may-not"):
        handed_out(shop, checked(shop, 1), tmp_path / "out", LAN)
    assert list((tmp_path / "out").iterdir()) == []


def test_no_number_is_one_that_a_member_has_or_that_was_drawn_before(
    shop: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials = iter([int(ANH_CARD[2:15]), int(LOST_CARD[2:15]), 4, 4, 5])

    def drawn(_most: int) -> int:
        return next(serials)

    monkeypatch.setattr(card_batch, "randbelow", drawn)
    batch = begin_batch(shop.till, MINH, count=2, form="cr80")
    assert [int(number[2:15]) for number in batch.numbers] == [4, 5]


def test_a_folder_that_cannot_be_is_said_before_anything_is_recorded(shop: Counter, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Unavailable, match="export-failed"):
        handed_out(shop, checked(shop, 1), tmp_path / "out")
    assert batches(shop) == []


def test_a_file_that_cannot_be_written_is_said(shop: Counter, tmp_path: Path) -> None:
    batch = checked(shop, 1)
    blocking = handed_out(shop, batch, tmp_path)
    blocking.unlink()
    blocking.mkdir()
    with pytest.raises(Unavailable, match="export-failed"):
        handed_out(shop, batch, tmp_path)


def test_the_longest_name_of_a_shop_stays_beside_the_code_and_above_the_bars() -> None:
    for shop in ("Cửa hàng " * 30, "Siêu thị mini và cửa hàng tạp hóa Nguyễn Thị Minh Khai Quận 1 TP.HCM"):
        (sheet,) = lay_out_cards(["9800000000000086"], "cr80", shop=shop)
        qr, bars = (op for op in sheet.page.ops if isinstance(op, Modules))
        *name, _ = (op for op in sheet.page.ops if isinstance(op, GlyphRun))
        assert max(run.x + len(run.text) * run.px * 3 // 5 for run in name) < qr.x
        assert max(run.baseline_y for run in name) < bars.y


def test_a_long_name_is_as_large_as_its_place_allows() -> None:
    """Letters of 4 mm: in two lines they had been of 2, over a blank card."""
    shop = "Siêu thị mini và cửa hàng tạp hóa Nguyễn Thị Minh Khai Quận 1 TP.HCM"
    (sheet,) = lay_out_cards(["9800000000000086"], "cr80", shop=shop)
    *name, _ = (op for op in sheet.page.ops if isinstance(op, GlyphRun))
    assert " ".join(run.text for run in name) == shop
    assert min(run.px for run in name) * 254 // DOTS_PER_INCH >= 40
