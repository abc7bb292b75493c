"""The sections of a program in the order in which a sale, a refund and time go through them."""

from loyalty.account import (
    benefits,
    challenges,
    draws,
    memberships,
    occasions,
    points,
    purchases,
    referral,
    stamps,
    vouchers,
    wallet,
)
from loyalty.account.section import Section

SECTIONS: tuple[Section, ...] = (
    points.SECTION,
    memberships.SECTION,
    wallet.SECTION,
    occasions.SECTION,
    purchases.SECTION,
    vouchers.SECTION,
    vouchers.TIERS,
    memberships.AFTER_VOUCHERS,
    draws.SECTION,
    stamps.SECTION,
    challenges.SECTION,
    referral.SECTION,
    benefits.SECTION,
)
