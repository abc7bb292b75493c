"""What stands on a member's page in figures and names: each in its unit, and no id where a name belongs."""

from dataclasses import replace

import pytest

from loyalty.program.model import Measure
from loyalty.units import Money, Points
from terminal.member_page import MemberPage
from tests.unit.presenters.desk import words
from tools.sample_shop import ANH
from ui.presenters.members.model import MembersModel
from ui.presenters.members.rows import rows_of_section
from ui.presenters.members.shown import state_of

CODE = "9910000000024"


def figures(page: MemberPage) -> dict[str, str]:
    rows = state_of(MembersModel(page=page, step="page"), words()).figures
    return {row.label: row.figure for row in rows}


@pytest.mark.parametrize(
    ("measure", "said"),
    [("spend", "3.200.000 ₫"), ("points", "3.200.000 điểm"), ("visits", "3.200.000"), (None, "3.200.000")],
)
def test_what_is_missing_to_a_tier_is_told_in_what_tiers_are_reckoned_by(
    measure: Measure | None, said: str
) -> None:
    assert figures(MemberPage(member=ANH, e164="", measure=measure))["Còn thiếu để lên Vàng"] == said


def test_points_are_told_with_what_they_are_worth_where_that_is_known() -> None:
    assert figures(MemberPage(member=ANH, e164="", point_worth=Money(500)))["Tương đương"] == "625.000 ₫"
    assert "Tương đương" not in figures(MemberPage(member=ANH, e164=""))
    poor = replace(ANH, points=Points(0))
    assert "Tương đương" not in figures(MemberPage(member=poor, e164="", point_worth=Money(500)))


@pytest.mark.parametrize(
    ("names", "said"), [({"voucher-50k": "Phiếu giảm 50.000"}, "Phiếu giảm 50.000"), ({}, "Phiếu ưu đãi")]
)
def test_a_voucher_is_called_by_its_name_and_never_by_its_id(names: dict[str, str], said: str) -> None:
    held = replace(ANH, vouchers={CODE: "voucher-50k"}, stamps={})
    page = MemberPage(member=held, e164="", voucher_names=names)
    (row,) = rows_of_section(MembersModel(page=page, section="things"), words()).rows
    assert (row.cells[0], row.detail) == (said, CODE)
