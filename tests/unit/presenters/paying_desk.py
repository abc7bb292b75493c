"""A basket of Ánh's that is about to be paid for, and a rule to which it matters how."""

from tests.unit.presenters.desk import Desk
from tools.sample_shop import ANH_CARD, COFFEE, NOODLES, RICE
from tools.sample_till import SampleTill

FREE_BY_CARD = """
[[promotion]]
id = "card-day"
name = "Trả thẻ: tặng mì"
kind = "gift"
sku = "8934563138165"
when = { paid_with = ["card"], members_only = false }
"""
"""Noodles cost whoever pays by card nothing."""


def paying(*, till: SampleTill | None = None) -> Desk:
    """A basket of 404.538 for Ánh, at the pay screen."""
    desk = Desk(till)
    desk.scan(RICE.sku, RICE.sku, NOODLES.sku, ANH_CARD, COFFEE.sku)
    desk.it.pay_pressed()
    return desk
