"""F6 puts the open sale aside, F7 takes one up: without a dialog, without losing anything."""

import pytest

from loyalty.errors import Unavailable
from tests.unit.presenters.ahead_desk import Hand
from tests.unit.presenters.desk import Desk, words
from tools.sample_shop import ANH_CARD, COFFEE, NOODLES, RICE
from ui.presenters.shown import Tone


def parked(*codes: str) -> Desk:
    desk = Desk()
    desk.scan(*codes)
    desk.it.function_pressed("park")
    return desk


def test_a_parked_sale_leaves_the_till_free_and_the_key_says_how_many() -> None:
    desk = parked(RICE.sku, ANH_CARD)
    assert desk.open_sale().is_empty
    assert (desk.shown().recall, desk.shown().can_recall) == ("Gọi lại (1)", True)
    assert "F7" in desk.notice().text


def test_the_only_one_comes_back_at_once_with_its_member_and_points() -> None:
    desk = Desk()
    desk.scan(RICE.sku, RICE.sku, ANH_CARD)
    desk.it.members.burn_most()
    burned = desk.open_sale().burn
    desk.it.function_pressed("park")
    desk.it.function_pressed("recall")
    assert desk.member().name == "Nguyễn Thị Ánh"
    assert desk.open_sale().burn == burned
    assert (desk.shown().line, desk.shown().line_quantity) == (desk.open_sale().lines[-1].line, "2")
    assert desk.shown().recall == "Gọi lại"
    assert not desk.shown().can_recall


def test_several_are_listed_under_the_box_and_chosen_there() -> None:
    desk = parked(RICE.sku)
    desk.scan(ANH_CARD, COFFEE.sku)
    desk.it.function_pressed("park")
    desk.it.function_pressed("recall")
    titles = [hit.title for hit in desk.shown().box.hits]
    assert titles == ["Nguyễn Thị Ánh", "Khách lẻ"]
    desk.it.box.moved(1)
    desk.it.box.entered()
    assert [row.name for row in desk.shown().rows] == [RICE.name]
    assert desk.shown().box.hits == ()


def test_with_a_sale_open_the_list_comes_first_and_the_open_one_is_put_aside() -> None:
    desk = parked(RICE.sku)
    desk.scan(NOODLES.sku)
    desk.it.function_pressed("recall")
    assert len(desk.shown().box.hits) == 1
    desk.it.box.choose(0)
    assert [row.name for row in desk.shown().rows] == [RICE.name]
    assert desk.shown().recall == "Gọi lại (1)"
    assert "được giữ thay" in desk.notice().text


def test_escape_leaves_the_list_and_the_open_sale_as_it_was() -> None:
    desk = parked(RICE.sku)
    desk.scan(NOODLES.sku)
    desk.it.function_pressed("recall")
    desk.it.escaped()
    assert desk.shown().box.hits == ()
    assert [row.name for row in desk.shown().rows] == [NOODLES.name]


def test_nothing_to_park_and_nothing_parked_are_said_in_a_sentence() -> None:
    desk = Desk()
    assert not desk.shown().can_park
    desk.it.function_pressed("park")
    assert desk.notice().text == "Chưa có gì để giữ."
    desk.it.function_pressed("recall")
    assert desk.notice().text == "Không có đơn nào đang giữ."
    assert "park" not in desk.till.calls


def test_a_disk_that_fails_keeps_the_sale_on_the_screen() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.till.fail("park", Unavailable("store-write-failed", retry=True, path="", why="I/O"))
    desk.it.function_pressed("park")
    assert [row.name for row in desk.shown().rows] == [RICE.name]
    assert not desk.it.counter.model.busy


def test_what_was_parked_yesterday_is_offered_today() -> None:
    before = parked(RICE.sku)
    today = Desk(before.till)
    assert today.shown().recall == "Gọi lại (1)"
    today.shell.speak(words("en"))
    assert today.shown().recall == "Recall (1)"


def test_the_screen_after_a_sale_makes_room_for_the_one_taken_up() -> None:
    desk = parked(RICE.sku)
    desk.scan(NOODLES.sku)
    desk.sell()
    desk.it.function_pressed("recall")
    assert desk.shown().after is None
    assert [row.name for row in desk.shown().rows] == [RICE.name]


@pytest.mark.parametrize("waits", [True, False], ids=["a key that waits", "a touch at once"])
@pytest.mark.parametrize(("key", "name", "said"), [("F6", "park", "F7"), ("F7", "recall", "gọi lại")])
def test_a_key_that_bounces_leaves_what_was_done_said(key: str, name: str, said: str, *, waits: bool) -> None:
    hand = Hand(Desk() if name == "park" else parked(RICE.sku))
    desk = hand.desk
    if name == "park":
        desk.scan(RICE.sku)
    desk.runner.hold("store")
    for _ in range(2):
        if waits:
            hand.press(key)
        else:
            desk.it.function_pressed(name)
    desk.runner.let_go("store")
    assert said in desk.notice().text
    assert desk.notice().tone is not Tone.ATTENTION
    assert len(desk.till.aside) == (name == "park")
