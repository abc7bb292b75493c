"""Values that everything else is made of."""

from loyalty.basket import BasketMember
from loyalty.errors import Cancelled, Refused, Unavailable
from loyalty.units import Points
from tests.unit.loyalty.shop import program


def test_a_member_of_whom_only_tier_and_points_are_known() -> None:
    member = BasketMember("member", Points(5))
    assert (member.vouchers, member.used, member.birthday, member.purchases) == ({}, {}, None, 0)


def test_a_program_names_its_zone_its_tiers_and_its_promotions() -> None:
    rules = program('kind = "gift"\nsku = "A"')
    assert rules.timezone == "Asia/Ho_Chi_Minh"
    assert rules.tier("silver") is rules.tiers[1]
    assert rules.tier("gold") is None
    assert rules.promotion("p0") is rules.promotions[0]
    assert rules.promotion("p1") is None
    assert rules.compiled is rules.compiled


def test_what_is_left_out_of_a_program() -> None:
    rules = program()
    assert (rules.standing.measure, rules.standing.window) == ("spend", "rolling-12-months")
    assert (rules.points.burn_min, rules.points.burn_step, rules.points.expire_months) == (0, 1, 0)
    assert rules.discounts.stages == ("promotion", "tier", "voucher")
    assert not rules.discounts.tier_skips_discounted
    assert rules.tiers[0].name == "member"


def test_errors_say_their_code_and_figures() -> None:
    assert str(Refused("no-such-line", line=3)) == "no-such-line (line=3)"
    assert str(Cancelled("cancelled")) == "cancelled"
    failed = Unavailable("printer-off", retry=True, name="P1")
    assert (failed.code, failed.retry, failed.params) == ("printer-off", True, {"name": "P1"})


def test_the_first_tier_may_leave_out_where_it_begins() -> None:
    assert program(tiers='[[tier]]\nid = "only"\n').tiers[0].at == 0
