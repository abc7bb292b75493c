"""Scenes of a member who has more to use than there is room for beside the sale."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loyalty.wire.feed import PersonNote
from tools.sample_shop import ANH, PROGRAM_FILE, program_of

if TYPE_CHECKING:
    from tools.theatre import Theatre
    from ui.presenters.checkout.presenter import CheckoutPresenter

_NOTE: Final = PersonNote(
    note="n1", text="Đã khiếu nại giao chậm – tặng phiếu xin lỗi", by="Minh", at="2026-11-20T03:00:00.000Z"
)
_VOUCHERS: Final = {"9341940153816": "noodles"}
_REWARDS: Final = """
[[reward]]
id = "off-100k"
name = "Giảm 100.000 cho hóa đơn từ 300.000"
kind = "amount_off"
points = 180
amount = 100000
when = { min_spend = 300000 }

[[reward]]
id = "off-20k"
name = "Giảm 20.000"
kind = "amount_off"
points = 40
amount = 20000

[[reward]]
id = "school"
name = "Góp điểm cho quỹ khuyến học"
kind = "donation"
cause = "quỹ khuyến học của phường"
points_min = 20
points_step = 10
"""


def things(theatre: "Theatre") -> "CheckoutPresenter":
    """A note, a voucher and three rewards beside the member: what fits, and the way to the rest."""
    text = PROGRAM_FILE.read_text(encoding="utf-8") + _REWARDS
    theatre.till.program = program_of(text)
    anh = theatre.till.members[ANH.member]
    theatre.till.members[ANH.member] = replace(anh, vouchers=_VOUCHERS, notes=(_NOTE,))
    return theatre.basket()


def listed(theatre: "Theatre") -> "CheckoutPresenter":
    """All that can be used, under the box."""
    checkout = things(theatre)
    checkout.function_pressed("offers")
    return checkout
