"""What a program keeps of one member, and what each sale, refund and day does to it."""

from loyalty.account.model import Account, Passing, Return, Settling, SoldRecord
from loyalty.account.settle import Refunded, member_of, pass_to, settle_refund, settle_sale
from loyalty.account.sold import Sale, quoted_sale

__all__ = [
    "Account",
    "Passing",
    "Refunded",
    "Return",
    "Sale",
    "Settling",
    "SoldRecord",
    "member_of",
    "pass_to",
    "quoted_sale",
    "settle_refund",
    "settle_sale",
]
