"""Benefits of a program, asked for and used at a till."""

from dataclasses import replace

from loyalty.wire.benefit_use import BenefitUsed
from loyalty.wire.claims import ClaimAsk, ClaimClosed, benefit_thing
from loyalty.wire.messages import SyncAnswer
from tests.integration.server.conftest import House
from tests.integration.server.kept_things import kept
from tests.integration.server.tills import FakeTill

LOUNGE = benefit_thing("lounge")
BENEFITS = """
[[benefit]]
id = "lounge"
name = "Phòng chờ"
limit = { times = 2, per = "month" }

[[benefit]]
id = "silver-lounge"
name = "Phòng chờ Bạc"
tiers = ["silver"]
limit = { times = 1, per = "ever" }

[[benefit]]
id = "water"
name = "Nước uống"
"""


def ask(till: FakeTill, claim: str, thing: str = LOUNGE, member: str = "m1") -> SyncAnswer:
    answer = till.send(replace(till.request(), claims=(ClaimAsk(claim, member, thing),)))
    assert isinstance(answer, SyncAnswer)
    till.acked = answer.ack_seq
    return answer


def used(use: str, benefit: str = "lounge", claim: str | None = None, member: str = "m1") -> BenefitUsed:
    return BenefitUsed(use, member, benefit, 1, claim)


def use(till: FakeTill, body: BenefitUsed) -> None:
    """What a till writes of a use, and of the claim that it was inside."""
    till.record("benefit_used", body, operation=body.use)
    if body.claim is not None:
        till.record("claim_closed", ClaimClosed(body.claim, body.member, used=True))


def uses(house: House, member: str = "m1") -> list[str]:
    return [each.id for each in kept(house, member).uses]


def granted(answer: SyncAnswer) -> list[str]:
    return [each.claim for each in answer.claims]
