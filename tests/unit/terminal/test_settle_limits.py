"""What passes a limit of the program is sold on somebody's word, and says whose."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.journal import SaleSettled
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.limits_passed import MINH, PAID, body_of, points_without_card
from tests.unit.terminal.settled_sales import rows, tender, with_goods
from tests.unit.terminal.till_kit import LAN, Counter


def test_what_passes_a_limit_is_not_sold_without_somebodys_word(shop: Counter) -> None:
    sale = points_without_card(shop)
    with pytest.raises(Refused) as refused:
        settle_sale(shop.till, LAN, sale, PAID)
    assert (refused.value.code, refused.value.params) == (
        "sale-needs-approval",
        {"limit": "limits.manager_over.burn_without_card", "count": 1},
    )
    for approver, code in (("op-lan", "approver-same"), ("op-nobody", "approver-may-not")):
        with pytest.raises(Refused, match=code):
            settle_sale(shop.till, LAN, sale, PAID, approver=approver)
    assert rows(shop, "SELECT count(*) FROM sales") == [(0,)]


def test_the_sale_says_who_allowed_what(shop: Counter) -> None:
    sale = points_without_card(shop)
    settled = settle_sale(shop.till, LAN, sale, PAID, approver="op-minh")
    body = body_of(shop, settled)
    assert (body["approver"], body["approved"]) == ("op-minh", ["limits.manager_over.burn_without_card"])
    with shop.store.read() as reading:
        kept = reading.sales.by_id(settled.sale)
    assert kept is not None
    assert (kept.approver, kept.approved) == ("op-minh", ("limits.manager_over.burn_without_card",))
    said = SaleSettled.from_json(body)
    assert (said.approver, said.approved) == ("op-minh", ("limits.manager_over.burn_without_card",))
    assert [each is not None and each.card_shown for each in (said.burn, kept.burn)] == [False, False]


def test_who_may_approve_needs_nobody_else(shop: Counter) -> None:
    settled = settle_sale(shop.till, MINH, points_without_card(shop), PAID)
    assert (settled.approver, settled.approved) == ("", ("limits.manager_over.burn_without_card",))
    assert "approver" not in body_of(shop, settled)


def test_a_word_that_nobody_needs_is_not_kept(shop: Counter) -> None:
    settled = settle_sale(
        shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("card", 189_000),), approver="op-minh"
    )
    assert not {"approver", "approved"} & set(body_of(shop, settled))


def test_with_the_card_in_hand_nobody_is_asked(shop: Counter) -> None:
    sale = points_without_card(shop)
    assert sale.member is not None
    shown = replace(sale, member=replace(sale.member, card_tail="0013"))
    assert settle_sale(shop.till, LAN, shown, PAID).approved == ()
