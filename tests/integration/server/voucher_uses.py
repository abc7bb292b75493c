"""A voucher that is used inside a claim."""

from dataclasses import replace

from loyalty.wire.claims import ClaimClosed, voucher_thing
from loyalty.wire.extras import ClaimUsed, SaleExtras
from loyalty.wire.journal import AmountOf, SaleSettled
from tests.integration.server.tills import FakeTill, sale_body


def use(till: FakeTill, sale: str, code: str, claim: str, *, closes: bool = True) -> SaleSettled:
    """A sale that used the voucher, which took 50,000 off, and the end of the claim."""
    body = replace(
        sale_body(sale, "m1", fingerprint=till.fingerprint, earned=0),
        extras=SaleExtras(claims=(ClaimUsed(voucher_thing(code), claim),)),
        discounts=(AmountOf("fifty-off", 50_000),),
        used_codes=(code,),
    )
    till.record("sale_settled", body)
    if closes:
        till.record("claim_closed", ClaimClosed(claim, "m1", used=True))
    return body
