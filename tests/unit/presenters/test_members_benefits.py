"""Benefits on a member's page: what is left of each, and what was used when, where and by whom."""

from dataclasses import replace

from loyalty.program.benefits import Benefit
from loyalty.program.conditions import Limit
from loyalty.wire.member_desk import BenefitUseRow, MemberFileAnswer
from terminal.benefits import BenefitHere
from terminal.member_page import MemberPage
from tests.unit.presenters.desk import words
from tools.sample_members import SampleMembers
from tools.sample_shop import ANH, LAN
from ui.presenters.members.model import MembersModel
from ui.presenters.members.rows import rows_of_section

LOUNGE = BenefitHere(benefit=Benefit(id="lounge", name="Phòng chờ", limit=Limit(4, "month")), used=1)
WATER = BenefitHere(benefit=Benefit(id="water", name="Nước uống"), used=3)
PAGE = MemberPage(member=replace(ANH, vouchers={}), e164="", benefits=(LOUNGE, WATER))


def told(file: MemberFileAnswer | None = None) -> list[tuple[str, ...]]:
    rows = rows_of_section(MembersModel(page=PAGE, section="things", file=file), words()).rows
    return [(row.cells[0], row.detail) for row in rows]


def test_what_is_left_is_known_without_the_server() -> None:
    assert told() == [
        ("Phòng chờ: còn 3 trong 4 lần tháng này", ""),
        ("Quyền lợi: Nước uống", ""),
    ]


def test_once_the_server_has_answered_each_use_is_told() -> None:
    uses = (
        BenefitUseRow("Phòng chờ", "2026-11-20T03:41:00.000Z", "Q2", "Lan", "Ánh", is_back=True),
        BenefitUseRow("Phòng chờ", "2026-11-20T03:40:00.000Z", "Q2", "Lan"),
    )
    file = replace(SampleMembers().file(LAN, ANH.member, skip=0), uses=uses)
    assert told(file)[2:] == [
        ("Hủy lần dùng: Phòng chờ", "Ánh · 20/11/2026 10:41 · Q2 · Lan"),
        ("Đã dùng: Phòng chờ", "20/11/2026 10:40 · Q2 · Lan"),
    ]
