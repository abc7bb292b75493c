"""The birthday in place of the card: what is right, what is counted, and what the sale says of it."""

import json
from dataclasses import replace

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.units import Points
from loyalty.wire.journal import SaleBurn
from terminal.open_sale import OpenSale
from terminal.usecases.basket import refresh_member
from terminal.usecases.birthdays import tell_birthday
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.limits_passed import PAID, body_of, points_without_card
from tests.unit.terminal.settled_sales import with_anh
from tests.unit.terminal.till_kit import LAN, Counter

BORN = "1990-11-21"


def with_birthday(shop: Counter, said: str | None = BORN) -> OpenSale:
    """200 points without the card, where 100 are the most; the till keeps that birthday."""
    sale = points_without_card(shop)
    assert sale.member is not None
    return replace(sale, member=replace(sale.member, birthday=said))


def why(shop: Counter, sale: OpenSale, text: str) -> tuple[str, object]:
    """The code of the refusal and how many tries are left."""
    with pytest.raises(Refused) as refused:
        tell_birthday(shop.till, sale, text)
    return refused.value.code, refused.value.params.get("tries_left")


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (BORN, "21/11"),
        (BORN, "2111"),
        (BORN, "21.11.1990"),
        (BORN, "21111990"),
        ("11-21", "21-11-1985"),
        ("02-29", "29/2"),
        ("03-04", " 4/3 "),
    ],
)
def test_the_right_day_does_for_the_card(shop: Counter, kept: str, told: str) -> None:
    sale = tell_birthday(shop.till, with_birthday(shop, kept), told)
    assert sale.member is not None
    assert sale.member.has_told_birthday
    assert settle_sale(shop.till, LAN, sale, PAID).approved == ()


def test_the_sale_says_that_it_was_the_birthday_so_that_earlier_servers_take_it(shop: Counter) -> None:
    settled = settle_sale(
        shop.till, LAN, tell_birthday(shop.till, with_birthday(shop, "1990-02-03"), "3/2/1990"), PAID
    )
    burn = body_of(shop, settled)["burn"]
    assert burn["shown"] == "birthday"
    assert "card_shown" not in burn
    assert SaleBurn.from_json(burn).shown == "birthday"
    assert SaleBurn.from_json({**burn, "shown": None}).card_shown
    with shop.store.read() as reading:
        kept = reading.sales.by_id(settled.sale)
    assert kept is not None
    assert kept.burn is not None
    assert (kept.burn.card_shown, kept.burn.shown) == (True, "birthday")
    assert "1990" not in json.dumps(body_of(shop, settled))
    assert "02-03" not in json.dumps(body_of(shop, settled))


def test_a_card_beside_it_is_what_counts(shop: Counter) -> None:
    sale = with_birthday(shop)
    assert sale.member is not None
    both = replace(sale, member=replace(sale.member, has_told_birthday=True, card_tail="0013"))
    assert "shown" not in body_of(shop, settle_sale(shop.till, LAN, both, PAID))["burn"]


@pytest.mark.parametrize("told", ["22/11", "21/12", "11/21", "2211", "21/11/1991", "21111991"])
def test_another_day_is_refused(shop: Counter, told: str) -> None:
    sale = with_birthday(shop)
    code, left = why(shop, sale, told)
    assert (code, left) == (("birthday-typed", None) if told == "11/21" else ("birthday-wrong", 2))
    with pytest.raises(Refused, match="sale-needs-approval"):
        settle_sale(shop.till, LAN, sale, PAID)


def test_what_is_no_day_is_no_try(shop: Counter) -> None:
    sale = with_birthday(shop)
    for text in ("", "3", "31/2", "0000", "99/99", "21/11/90", "abc", "211"):
        assert why(shop, sale, text) == ("birthday-typed", None)
    assert why(shop, sale, "1/1") == ("birthday-wrong", 2)


def test_three_wrong_ones_shut_it_for_a_quarter_of_an_hour_and_a_restart_does_not_help(shop: Counter) -> None:
    sale = with_birthday(shop)
    assert why(shop, sale, "1/1") == ("birthday-wrong", 2)
    shop.clock.move(minutes=7)
    assert why(shop, sale, "2/1") == ("birthday-wrong", 1)
    assert why(shop, sale, "3/1") == ("birthday-shut", None)
    anew = replace(shop, till=replace(shop.till))
    assert why(anew, sale, "21/11") == ("birthday-shut", None)
    shop.clock.move(minutes=7, seconds=59)
    assert why(shop, sale, "21/11") == ("birthday-shut", None)
    shop.clock.move(seconds=1)
    assert why(shop, sale, "4/1") == ("birthday-shut", None)
    shop.clock.move(minutes=7)
    assert tell_birthday(shop.till, sale, "21/11").member != sale.member


def test_the_tries_are_one_members_and_the_right_day_forgives_them(shop: Counter) -> None:
    sale = with_birthday(shop)
    why(shop, sale, "1/1")
    why(shop, sale, "2/1")
    assert sale.member is not None
    other = replace(sale, member=replace(sale.member, member="member-binh", birthday="01-02"))
    assert why(shop, other, "1/1") == ("birthday-wrong", 2)
    tell_birthday(shop.till, sale, "21/11")
    assert why(shop, sale, "3/1") == ("birthday-wrong", 2)
    kept = shop.keys.get("birthday-tries")
    assert kept is not None
    assert b"member" not in kept


def test_a_clock_that_was_wrong_shuts_nobody_out_for_good(shop: Counter) -> None:
    sale = with_birthday(shop)
    shop.clock.move(days=400)
    for text in ("1/1", "2/1", "3/1"):
        why(shop, sale, text)
    shop.clock.move(days=-400)
    assert why(shop, sale, "4/1") == ("birthday-wrong", 2)


def test_of_a_household_it_is_the_day_of_who_stands_there(shop: Counter) -> None:
    sale = with_birthday(shop)
    assert sale.member is not None
    nam = replace(sale, member=replace(sale.member, person="nam", birthday="06-01"))
    assert why(shop, nam, "21/11") == ("birthday-wrong", 2)
    told = tell_birthday(shop.till, nam, "1/6").member
    assert told is not None
    assert (told.holder, told.has_told_birthday) == ("nam", True)


def test_without_a_birthday_there_is_nothing_to_tell(shop: Counter) -> None:
    sale = with_birthday(shop, None)
    assert why(shop, sale, "21/11") == ("birthday-none", None)
    assert why(shop, replace(sale, member=None), "21/11") == ("birthday-none", None)


def test_what_was_told_stays_told_while_the_member_is_read_anew_and_goes_with_them(shop: Counter) -> None:
    told = tell_birthday(shop.till, with_birthday(shop), "21/11")
    again = refresh_member(shop.till, told)
    assert again.member is not None
    assert again.member.has_told_birthday
    begun = with_anh(shop, replace(again, member=None, lease=None, burn=Points(0)), lent=0)
    assert begun.member is not None
    assert not begun.member.has_told_birthday


def test_without_a_key_store_that_answers_no_day_is_looked_at(shop: Counter) -> None:
    sale = with_birthday(shop)
    shop.keys.set("birthday-tries", b"[1]")
    with pytest.raises(Unavailable, match="birthday-tries-damaged"):
        tell_birthday(shop.till, sale, "21/11")
    shop.keys.broken = True
    with pytest.raises(Unavailable, match="key-store-unavailable"):
        tell_birthday(shop.till, sale, "21/11")
