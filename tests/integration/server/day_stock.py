"""A reward with a stock of a day, asked for and given at a till."""

from dataclasses import replace

from loyalty.wire.claims import ClaimAsk, ClaimClosed, stock_thing
from loyalty.wire.earned import SaleProgram
from loyalty.wire.extras import ClaimUsed, RewardGiven, SaleExtras
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import SyncAnswer
from server.usecases.admin.publish import publish_program
from tests.integration.server.conftest import PROGRAM, House
from tests.integration.server.tills import FakeTill, sale_body

COFFEE = stock_thing("coffee")
A_DAY = 3
REWARD = """
[[reward]]
id = "coffee"
name = "Cà phê"
kind = "gift"
points = 1
sku = "coffee"
stock_per_day = {stock}
"""


def promise(house: House, stock: int) -> SaleProgram:
    text = PROGRAM + REWARD.format(stock=stock)
    program = publish_program(house.server, tenant=house.code, text=text, name="program.toml")
    return SaleProgram(program.version, program.fingerprint)


def ask(till: FakeTill, *names: str, thing: str = COFFEE, ahead: bool = False) -> SyncAnswer:
    wanted = tuple(ClaimAsk(name, till.paired.store, thing, ahead) for name in names)
    answer = till.send(replace(till.request(), claims=wanted))
    assert isinstance(answer, SyncAnswer)
    till.acked = answer.ack_seq
    return answer


def give(
    till: FakeTill, version: SaleProgram, sale: str, claim: str = "", *, closes: bool = True
) -> SaleSettled:
    """A sale that gave a coffee, inside a claim if one is named."""
    told = SaleExtras(
        rewards=(RewardGiven("coffee", 0, 35_000),),
        claims=(ClaimUsed(COFFEE, claim),) if claim else (),
    )
    bare = sale_body(sale, "m1", fingerprint=version.fingerprint, earned=0)
    body = replace(bare, program=version, extras=told)
    till.record("sale_settled", body)
    if claim and closes:
        till.record("claim_closed", ClaimClosed(claim, till.paired.store, used=True))
    return body
