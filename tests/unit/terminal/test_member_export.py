"""What is held of one person, written out at the till: a page to read and a file for programs."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from loyalty.account import Account
from loyalty.account.cards import HeldCard
from loyalty.account.kept_json import kept_to_json
from loyalty.errors import Unavailable
from loyalty.lots import Lot
from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from resources.catalogue import Catalogue, Language
from terminal.clock import timestamp
from terminal.member_page import birthday_told
from terminal.receipts.wording import Wording
from terminal.usecases.member_desk import export_wording, save_export, tier_names
from tests.unit.terminal.till_kit import MORNING, Counter

DOCUMENT: JsonObject = {
    "format": "loyaltill-person",
    "written_at": "2026-11-25T03:00:00.000Z",
    "enrolled_at": "2025-01-02T03:00:00.000Z",
    "member": {
        "person": {"name": "<Ánh>", "phone": "+84912345678", "birthday": "1990-07-03", "notes": []},
        "tier": "silver",
        "points": 1250,
        "purchases": 12,
    },
    "household_points": 1250,
    "cards": [{"number": "9800000000000078", "state": "blocked"}],
    "consents": [{"at": "2026-11-25T03:00:00.000Z", "text": "Nhận tin ưu đãi", "given": True}],
    "movements": [
        {"kind": "earn", "at": "2026-11-25T03:00:00.000Z", "points": 65, "receipt": "Q2-000124"},
        {"kind": "of-a-newer-server", "at": "2026-11-25T03:00:00.000Z", "points": -5},
    ],
    "benefits_used": [
        {"benefit": "Phòng chờ", "at": "2026-11-25T03:00:00.000Z", "till": "Q2", "by": "Lan"},
        {"benefit": "Phòng chờ", "at": "2026-11-25T03:01:00.000Z", "is_back": True},
    ],
    "receipts": [
        {
            "at": "2026-11-25T03:00:00.000Z",
            "sale": {
                "receipt": {"label": "Q2-000124"},
                "to_pay": 189000,
                "lines": [{"name": "Gạo ST25", "sku": "RICE", "quantity": "2"}],
            },
        }
    ],
    "done_with_the_file": [{"kind": "export", "at": "2026-11-25T03:00:00.000Z", "by": "Lan"}],
}


TIERS = {"silver": "Bạc"}


def wording(language: Language) -> Wording:
    return Wording(Catalogue.load(language), "VND", ZoneInfo("Asia/Ho_Chi_Minh"))


def test_an_export_is_a_page_to_read_and_a_file_for_programs(tmp_path: Path) -> None:
    page = save_export(tmp_path / "exports", DOCUMENT, wording("vi"), tiers=TIERS, name="an")
    assert json.loads((tmp_path / "exports" / "an.json").read_text(encoding="utf-8")) == DOCUMENT
    text = page.read_text(encoding="utf-8")
    assert "&lt;Ánh&gt;" in text
    for said in ("1.250", "+65", "189.000", "25/11/2026 10:00", "Gạo ST25 × 2", "an.json"):
        assert said in text
    for said in (
        "Tích điểm",
        "Đã khóa",
        "of-a-newer-server",
        "Điểm chung của hộ gia đình",
        "Không có.",
        "Đã dùng: Phòng chờ",
        "<td>Bạc</td>",
        "<td>03/07/1990</td>",
        "<td>0912345678</td>",
    ):
        assert said in text
    assert {each.stat().st_mode & 0o777 for each in (tmp_path / "exports").iterdir()} == {0o600}


def test_the_page_tells_money_vouchers_and_memberships_too(tmp_path: Path) -> None:
    voucher = {"name": "Phiếu giảm 50.000", "issued_at": "2026-11-30T07:40:46.426000+00:00"}
    keeping: JsonObject = {
        "vouchers": [
            {**voucher, "code": "9357320110171", "ends_at": "2027-03-01T00:00:00+07:00"},
            {**voucher, "code": "9357320110188", "redeemed_at": "2026-11-30T09:00:00+00:00"},
            {**voucher, "code": "9357320110195", "is_cancelled": True},
        ],
        "memberships": [{"name": "Hội viên năm", "starts": "2026-11-01", "ends": "2027-11-01"}],
    }
    member: JsonObject = {"wallet": {"balance": 525_000, "bonus": 25_000}, "keeping": keeping}
    page = save_export(tmp_path, {"member": member}, wording("vi"), tiers=TIERS, name="an")
    text = page.read_text(encoding="utf-8")
    assert "<th>Ví</th><td>525.000 ₫</td>" in text
    assert "<th>Trong đó tiền thưởng</th><td>25.000 ₫</td>" in text
    assert "<td>9357320110171</td><td>28/02/2027</td><td></td>" in text
    assert "<td>9357320110188</td><td></td><td>Đã dùng</td>" in text
    assert "<td>9357320110195</td><td></td><td>Đã hủy</td>" in text
    assert "<td>Hội viên năm</td><td>31/10/2027</td>" in text


def test_the_page_tells_what_is_on_the_stamp_cards(tmp_path: Path) -> None:
    def lot(name: str, stamps: int, dies: datetime) -> Lot:
        return Lot(name, Points(stamps), MORNING, MORNING, dies)

    later = MORNING + timedelta(days=9)
    on_coffee = HeldCard(card="coffee", lots=(lot("a", 4, later), lot("b", 2, MORNING)))
    keeping = kept_to_json(Account(cards=(on_coffee, HeldCard(card="gone", lots=(lot("c", 1, later),)))))
    document: JsonObject = {"written_at": timestamp(MORNING), "member": {"keeping": keeping}}
    page = save_export(
        tmp_path, document, wording("vi"), tiers={}, stamp_cards={"coffee": ("Thẻ cà phê", 10)}, name="an"
    )
    text = page.read_text(encoding="utf-8")
    assert "<td>Thẻ cà phê</td><td>4/10</td>" in text
    assert "<td>gone</td><td>1</td>" in text


@pytest.mark.parametrize(
    ("said", "vietnamese", "english"),
    [
        ("08-04", "04/08", "4 Aug"),
        ("02-29", "29/02", "29 Feb"),
        ("1990-08-04", "04/08/1990", "4 Aug 1990"),
        ("", "", ""),
    ],
)
def test_a_birthday_is_told_so_that_nobody_takes_the_month_for_the_day(
    said: str, vietnamese: str, english: str
) -> None:
    assert (birthday_told(said, "vi"), birthday_told(said, "en")) == (vietnamese, english)


def test_a_tier_that_the_program_has_no_more_is_told_by_what_it_was_known_by(tmp_path: Path) -> None:
    page = save_export(tmp_path, DOCUMENT, wording("vi"), tiers={}, name="an")
    assert "<td>silver</td>" in page.read_text(encoding="utf-8")


def test_tiers_are_named_by_the_program_in_force(shop: Counter) -> None:
    assert tier_names(shop.till)["silver"] == "Bạc"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_name_of_a_field_is_on_the_page(shop: Counter, tmp_path: Path, language: Language) -> None:
    page = save_export(
        tmp_path, DOCUMENT, export_wording(shop.till, language), tiers=tier_names(shop.till), name="an"
    )
    text = page.read_text(encoding="utf-8")
    assert f'lang="{language}"' in text
    for field in (
        "household_points",
        "enrolled_at",
        "done_with_the_file",
        "written_at",
        "to_pay",
        "benefits_used",
        "_",
    ):
        assert field not in text
    assert ("Every movement of points" in text) == (language == "en")


def test_a_document_of_nobody_is_a_page_too(tmp_path: Path) -> None:
    assert "–" in save_export(tmp_path, {}, wording("en"), tiers=TIERS, name="an").read_text(encoding="utf-8")


def test_a_disk_that_takes_no_export_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("a file")
    with pytest.raises(Unavailable, match="export-not-written"):
        save_export(tmp_path / "exports", {}, wording("vi"), tiers=TIERS, name="an")
