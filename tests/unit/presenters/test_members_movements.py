"""What a member's page says of each movement, by whose name; the page itself is in test_members."""

from typing import Any, cast

import pytest

from loyalty.wire.member_desk import MemberDeed
from tests.unit.presenters.members_desk import ANH, BINH, Desk, page_of_anh
from tools.sample_shop import ANH_CARD


@pytest.fixture
def desk() -> Desk:
    return page_of_anh()


def test_who_recommended_whom_is_on_the_page_by_name_where_it_is_known(desk: Desk) -> None:
    desk.till.acquaint()
    desk.it.begin(ANH)
    desk.part("things")
    assert desk.rows[-3:] == ["Được Trần Văn Bình giới thiệu", "Đã giới thiệu 2 người mua hàng", "Lê Thu Hà"]
    assert desk.state.listing.rows[-1].cells[1] == "50"
    del desk.till.known[BINH]
    desk.it.begin(ANH)
    desk.part("things")
    assert "Được người khác giới thiệu" in desk.rows


@pytest.mark.parametrize(
    ("kind", "other", "told"),
    [("crowned", None, "crowned"), ("crowned", BINH, "crowned"), ("edit", BINH, "Sửa thông tin")],
)
def test_a_deed_that_only_a_newer_server_knows_stands_by_its_own_name(
    desk: Desk, kind: str, other: str | None, told: str
) -> None:
    desk.till.deeds.append(MemberDeed(1, "d1", cast("Any", kind), "op-thu", ANH, other=other))
    desk.it.scanned(ANH_CARD)
    desk.part("more")
    assert desk.rows[-1] == told
