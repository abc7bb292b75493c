"""A section that says nothing does nothing."""

from loyalty.account import Account, Return, SoldRecord, quoted_sale, settle_sale
from loyalty.account.asked import Asked
from loyalty.account.section import Section
from loyalty.quote import quote
from loyalty.refund import KeptSale, refund
from tests.unit.account.accounts import day
from tests.unit.loyalty.shop import basket, line, member, program


def test_what_a_section_leaves_out_changes_nothing() -> None:
    rules, nothing = program(), Section()
    sale = quoted_sale("a", quote(rules, basket(line(), by=member())))
    settled = settle_sale(rules, Account(), sale)
    back = Return(at=day(1), refund=refund(settled.record.kept, {}))
    asked = Asked(SoldRecord(id="a", at=day(0), kept=KeptSale(())), {}, day(1))
    assert nothing.on_sale(rules, sale, settled) is settled
    assert nothing.on_asked(rules, Account(), asked) is asked
    assert nothing.on_refund(rules, back, settled) is settled
    assert nothing.on_day(rules, day(1), settled) is settled
    assert nothing.figures(rules, Account(), day(1)) == {}
    assert list(nothing.told(rules, Account(), day(1))) == []
