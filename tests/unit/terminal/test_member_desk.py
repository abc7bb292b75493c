"""A member's page at the till: what is known here, what the server refuses in our words, what is written."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from loyalty.account import Account
from loyalty.account.cards import HeldCard
from loyalty.account.kept_json import kept_to_json
from loyalty.account.recommended import Friend, Recommendation
from loyalty.errors import Refused, Unavailable
from loyalty.lots import Lot
from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import PersonNote, PersonState
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone
from resources.catalogue import Catalogue, Language
from terminal.audit import AuditQuery
from terminal.clock import timestamp
from terminal.member_page import birthday_told
from terminal.receipts.wording import Wording
from terminal.session import Session
from terminal.store.member_intake import ABOUT
from terminal.usecases.asking import in_our_words
from terminal.usecases.audit import look_through
from terminal.usecases.basket import attach_member, new_sale
from terminal.usecases.drafts import save_draft
from terminal.usecases.member_desk import (
    OURS,
    export_wording,
    have_deed_done,
    open_page,
    save_export,
    tier_names,
)
from terminal.usecases.members import member_by_id
from tests.unit.terminal.till_kit import (
    ANH,
    ANH_CARD,
    LAN,
    LOST_CARD,
    MORNING,
    PROGRAM,
    Counter,
    member_state,
    operator_row,
    program_row,
)

NOTE = PersonNote(note="n1", text="Gọi lại", by="Minh", at=timestamp(MORNING))
WITH_NOTE = replace(
    ANH,
    person=PersonState("Nguyễn Thị Ánh", "+84912345678", "", None, "anh@example.vn", (NOTE,)),
    revision=2,
)
APOLOGIES = """
[limits.manager_over]
apology_voucher = 20000

[[promotion]]
id = "fifty-off"
name = "Phiếu 50.000"
kind = "amount_off"
amount = 50000
when = { voucher = true }

[[promotion]]
id = "ten-off"
name = "Phiếu 10.000"
kind = "amount_off"
amount = 10000
when = { voucher = true }

[[promotion]]
id = "tenth-off"
name = "Phiếu 10 %"
kind = "percent_off"
percent = 10
when = { voucher = true }

[[voucher]]
id = "sorry"
promotion = "fifty-off"
issue = "apology"

[[voucher]]
id = "little-sorry"
promotion = "ten-off"
issue = "apology"

[[voucher]]
id = "sorry-tenth"
promotion = "tenth-off"
issue = "apology"

[[voucher]]
id = "welcome"
promotion = "ten-off"
issue = "welcome"
"""


def refuse(code: str) -> object:
    raise Refused("server-refused", problem=code, why="…")


PARTNER = """
[[partner]]
id = "cafe"
name = "Cà phê Góc Phố"
stores = ["q1"]
worth = 400
pays_per_point = 450
receives_per_point = 380
"""


def test_the_page_has_every_card_and_what_cashiers_wrote(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([WITH_NOTE])
    page = open_page(shop.till, ANH.member)
    assert {(each.number, each.active) for each in page.cards} == {(ANH_CARD, True), (LOST_CARD, False)}
    assert (page.e164, page.member.email, page.member.notes) == ("+84912345678", "anh@example.vn", (NOTE,))
    assert page.apologies == ()


def test_the_page_knows_what_the_program_calls_its_vouchers_and_what_points_are_worth(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, vouchers={"9300000000017": "fifty-off", "9": "gone"}, revision=2)])
        unit.config.put_program(program_row(PROGRAM + APOLOGIES, version=2, valid_from=MORNING))
    page = open_page(shop.till, ANH.member)
    assert page.voucher_names == {"fifty-off": "Phiếu 50.000"}
    assert (page.point_worth, page.measure) == (500, "spend")


def test_at_a_partners_store_a_point_is_worth_what_it_pays_there(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + PARTNER, version=2, valid_from=MORNING))
    assert open_page(shop.till, ANH.member).point_worth == 400


def test_notes_are_forgotten_with_the_person(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([WITH_NOTE])
        unit.members.forget_person(ANH.member)
        held = unit.members.by_id(ANH.member)
    assert held is not None
    assert (held.state, ABOUT in held.standing) == ("erased", False)
    with pytest.raises(Refused, match="member-erased"):
        open_page(shop.till, ANH.member)


def test_the_program_says_which_vouchers_say_sorry_and_which_take_a_manager(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + APOLOGIES, version=2, valid_from=MORNING))
    found = {
        each.rule: (each.name, each.needs_manager) for each in open_page(shop.till, ANH.member).apologies
    }
    assert found == {
        "sorry": ("Phiếu 50.000", True),
        "little-sorry": ("Phiếu 10.000", False),
        "sorry-tenth": ("Phiếu 10 %", True),
    }


@pytest.mark.parametrize(("problem", "ours"), OURS.items())
def test_what_the_server_refuses_is_said_in_the_tills_own_words(problem: str, ours: str) -> None:
    with pytest.raises(Refused) as raised:
        in_our_words(lambda: refuse(problem), OURS)
    assert raised.value.code == ours


def test_a_refusal_without_words_of_ours_is_shown_with_the_servers() -> None:
    with pytest.raises(Refused, match="server-refused"):
        in_our_words(lambda: refuse("something-new"), OURS)
    assert in_our_words(lambda: 1, OURS) == 1


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


def test_a_member_of_an_older_server_has_no_notes(shop: Counter) -> None:
    assert member_by_id(shop.till, ANH.member).notes == ()


def test_who_recommended_the_member_and_whom_they_brought_are_named_where_they_are_known(
    shop: Counter,
) -> None:
    friend = member_state("member-ha", "Lê Thu Hà", "+84987000222")
    brought = tuple(
        Friend(id=name, sale=f"first-{name}", at=MORNING, points=Points(5)) for name in ("member-ha", "far")
    )
    kept = Account(recommendation=Recommendation(by="nobody-here", at=MORNING), friends=brought)
    with shop.store.write() as unit:
        unit.members.put([friend, replace(ANH, revision=4, keeping=kept_to_json(kept))])
    assert open_page(shop.till, ANH.member).acquainted == {"member-ha": "Lê Thu Hà"}
    with shop.store.write() as unit:
        unit.members.forget_person("member-ha")
    assert open_page(shop.till, ANH.member).acquainted == {}


MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
PARTING = MemberDeed(version=1, deed="d1", kind="unmerge", member="member-twice", operator="op-lan")


def refused_as(problem: str) -> Callable[[MemberDeed], MemberDeedDone]:
    def refuse(_: MemberDeed) -> MemberDeedDone:
        raise Refused("server-refused", problem=problem)

    return refuse


def test_the_open_sale_of_this_till_is_named_where_it_holds_what_would_be_parted(shop: Counter) -> None:
    with shop.store.write() as unit:
        alias = member_state("member-twice", "Trần Bình", "+84987654111", state="alias", alias_of=ANH.member)
        unit.members.put([replace(alias, revision=9)])
    with pytest.raises(Refused, match=r"members-lent$"):
        have_deed_done(shop.till, PARTING, refused_as("points-lent"))
    sale = attach_member(shop.till, LAN, new_sale(shop.till), member_by_id(shop.till, ANH.member))
    save_draft(shop.till, sale)
    with pytest.raises(Refused) as raised:
        have_deed_done(shop.till, PARTING, refused_as("points-lent"))
    assert (raised.value.code, raised.value.params) == ("members-lent-here", {"name": "Nguyễn Thị Ánh"})
    with pytest.raises(Refused, match="members-not-merged"):
        have_deed_done(shop.till, PARTING, refused_as("not-merged"))


def test_what_the_server_has_done_is_heard_of_at_once(shop: Counter) -> None:
    done = MemberDeedDone(version=1, members=(), nonce="n")
    assert have_deed_done(shop.till, PARTING, lambda _: done) == done
    assert shop.rung == ["sync"]


def test_what_the_server_has_done_stands_in_the_audit_once_with_who_allowed_it(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-thu", "Thu", role="manager")])
    erasing = MemberDeed(
        version=1, deed="d2", kind="erase", member=ANH.member, operator="op-minh", approver="op-thu"
    )
    done = MemberDeedDone(version=1, members=(), nonce="n")

    def unanswered(_: MemberDeed) -> MemberDeedDone:
        raise Unavailable("server-slow", retry=True, server="x", why="y")

    with pytest.raises(Unavailable):
        have_deed_done(shop.till, erasing, unanswered)
    have_deed_done(shop.till, erasing, lambda _: done)
    (found,) = (each for each in look_through(shop.till, MINH, AuditQuery()) if each.kind == "member_changed")
    assert (found.operator, found.approver, found.detail) == ("Minh", "Thu", "erase")
