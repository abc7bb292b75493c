"""Before two become one, or share: which tier that gives at once, and what of one is gone afterwards."""

from dataclasses import replace

import pytest

from tests.unit.presenters.members_desk import ANH, BINH, Desk, page_of_anh


@pytest.fixture
def desk() -> Desk:
    return page_of_anh()


def go_together(desk: Desk, how: int) -> dict[str, str]:
    """Press that row of *More*, name Bình, and read what is said of each fact."""
    desk.part("more")
    desk.it.row_pressed(how)
    desk.it.typed("Bình")
    desk.it.entered()
    return {row.cells[0]: row.detail for row in desk.state.listing.rows if row.detail}


MERGE, SHARE = 2, 3


@pytest.mark.parametrize("how", [MERGE, SHARE])
@pytest.mark.parametrize(
    ("measure", "tier"),
    [(3_199_999, "Bạc"), (3_200_000, "Vàng"), (-20_000_000, "Bạc")],
)
def test_the_tier_that_both_reach_together_is_named(desk: Desk, how: int, measure: int, tier: str) -> None:
    desk.till.known[BINH] = replace(desk.till.known[BINH], measure=measure)
    assert go_together(desk, how)["Hạng"] == f"Bạc · Thành viên → {tier}"


@pytest.mark.parametrize("how", [MERGE, SHARE])
def test_nobody_loses_a_tier_that_what_they_bought_alone_would_not_give(desk: Desk, how: int) -> None:
    desk.till.known[BINH] = replace(desk.till.known[BINH], tier="gold", tier_name="Vàng", measure=0)
    assert go_together(desk, how)["Hạng"] == "Bạc · Vàng → Vàng"


@pytest.mark.parametrize("how", [MERGE, SHARE])
def test_where_days_of_both_may_be_the_same_no_tier_is_promised(desk: Desk, how: int) -> None:
    desk.till.measure = "visits"
    desk.it.begin(ANH)
    assert go_together(desk, how)["Hạng"] == "Bạc · Thành viên → tính lại"


def test_a_birthday_and_an_address_that_go_are_named(desk: Desk) -> None:
    bare = desk.till.known[BINH]
    assert not {"Sinh nhật", "E-mail"} & go_together(desk, MERGE).keys()
    desk.it.back_pressed()
    desk.till.known[BINH] = replace(bare, birthday="1985-08-04", email="binh@example.vn")
    said = go_together(desk, MERGE)
    assert said["Sinh nhật"] == "Giữ 21/11; không giữ 04/08/1985 của Bình"
    assert said["E-mail"] == "Giữ anh@example.vn; không giữ binh@example.vn của Bình"
    desk.it.back_pressed()
    desk.till.known[BINH] = replace(bare, birthday="11-21", email="anh@example.vn")
    assert not {"Sinh nhật", "E-mail"} & go_together(desk, MERGE).keys()


def test_a_birthday_that_whoever_stays_has_none_of_is_to_be_put_down_again(desk: Desk) -> None:
    desk.till.known[ANH] = replace(desk.till.known[ANH], birthday=None)
    desk.till.known[BINH] = replace(desk.till.known[BINH], birthday="08-04")
    desk.it.begin(ANH)
    assert go_together(desk, MERGE)["Sinh nhật"] == "Không giữ 04/08 của Bình: gộp xong ghi lại nếu đúng"
