"""A shop that gives vouchers and stamps, and Ánh who has some."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.account import Account
from loyalty.account.issued import Voucher
from loyalty.account.kept_json import kept_to_json
from loyalty.identity.voucher_codes import voucher_codes
from terminal.membership import AttachedMember
from terminal.open_sale import OpenSale
from terminal.sale import SettledSale
from terminal.usecases.basket import refresh_member
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import tender, with_anh, with_goods
from tests.unit.terminal.till_kit import ANH, LAN, MORNING, PROGRAM, Counter, grant_claims, program_row

KEEPING = """
[[promotion]]
id = "fifty-off"
name = "Phiếu giảm 50.000"
kind = "amount_off"
amount = 50000
when = { voucher = true }

[[voucher]]
id = "apology"
promotion = "fifty-off"
issue = "apology"

[[voucher]]
id = "bought"
promotion = "fifty-off"
issue = "reward"
days = 30

[[voucher]]
id = "full-card"
promotion = "fifty-off"
issue = "stamp-card"

[[reward]]
id = "off-60k"
name = "Đổi 100 điểm giảm 60.000"
kind = "amount_off"
points = 100
amount = 60000

[[reward]]
id = "next-time"
name = "Đổi 80 điểm lấy phiếu 50.000"
kind = "voucher"
points = 80
voucher = "bought"

[[stamp_card]]
id = "rice"
name = "Thẻ gạo"
per = "unit"
on = { skus = ["RICE-ST25"] }
goal = 3
voucher = "full-card"

[[challenge]]
id = "three-bags"
name = "Ba túi gạo"
measure = "units"
on = { skus = ["RICE-ST25"] }
goal = 3
per = "month"
points = 500
"""
UNLIMITED = PROGRAM.partition('[[promotion]]\nid = "once"')[0]
"""Without the offer that is for once a year: `test_offers` is about that."""
CODE = voucher_codes("an-apology")[0]
VOUCHER = Voucher(
    code=CODE,
    rule="apology",
    promotion="fifty-off",
    name="Phiếu giảm 50.000",
    issue="apology",
    issued_at=MORNING - timedelta(days=1),
    starts_at=MORNING - timedelta(days=1),
    ends_at=None,
)


@pytest.fixture
def giving(shop: Counter) -> Counter:
    """The shop with a program that gives more than points, and a voucher of Ánh's."""
    held = replace(ANH, revision=2, keeping=kept_to_json(Account(vouchers=(VOUCHER,))), vouchers={})
    with shop.store.write() as unit:
        unit.config.put_program(program_row(UNLIMITED + KEEPING, version=2))
        unit.members.put([held])
    return shop


def anh(counter: Counter) -> AttachedMember:
    return member_by_id(counter.till, "member-anh")


def pay(counter: Counter, sale: OpenSale) -> SettledSale:
    return settle_sale(counter.till, LAN, sale, (tender("card", price(counter.till, sale).total),))


def rice(counter: Counter, bags: int, *, lent: int = 0) -> OpenSale:
    """Bags of rice for Ánh, whose vouchers the server keeps for this till."""
    sale = with_anh(counter, with_goods(counter, *["RICE-ST25"] * bags), lent=lent)
    grant_claims(counter)
    return refresh_member(counter.till, sale)
