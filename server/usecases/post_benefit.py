"""Benefits that members used, as tills tell: counted in the member's file, each inside its claim. Pure.

Whose a benefit is the till has judged by what it knew of the member, as it does of a tier's prices. How often
it may be used is the claim's to say, so no two tills count one use; what was used too often all the same
(after a manager's word, by two disks, by a clock in another period) has happened, counts, and is told.
"""

from dataclasses import replace
from typing import cast

from loyalty.account.benefits import has_left
from loyalty.account.model import Account
from loyalty.account.uses import BenefitUse, TermName
from loyalty.basket_json import birthday_from_text
from loyalty.errors import Refused
from loyalty.wire.benefit_use import BenefitTakenBack, BenefitUsed
from loyalty.wire.claims import benefit_thing
from server.keeping import claims
from server.model import MemberFile
from server.usecases.incoming import Incoming
from server.usecases.keeping import keep_use, keep_use_back
from server.usecases.sitting import Sitting


def post_use(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Count a use; raises Refused where the event is to be put aside."""
    body = cast("BenefitUsed", incoming.body)
    if file is None or file.profile is None:
        raise Refused("member-unknown")
    if any(each.id == body.use for each in file.keeping.account.uses):
        raise Refused("operation-repeated", operation=body.use)
    _claim(sitting, file, body, incoming)
    terms = tuple(TermName(each.sale, each.line) for each in body.terms)
    cause = sitting.cause(incoming.event.seq, incoming.at)
    keep_use(file, BenefitUse(body.use, body.benefit, incoming.at, terms, body.person or ""), cause)
    return ""


def post_use_back(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Take a use off the count; raises Refused where the event is to be put aside."""
    body = cast("BenefitTakenBack", incoming.body)
    if file is None or file.profile is None:
        raise Refused("member-unknown")
    if all(each.id != body.use for each in file.keeping.account.uses):
        raise Refused("no-such-use", use=body.use)
    keep_use_back(file, body.use, sitting.cause(incoming.event.seq, incoming.at))
    return ""


def counting(file: MemberFile) -> Account:
    """What is kept of the member, with the birthday by which years are counted."""
    birthday = (file.person.birthday if file.person else None) or ""
    return replace(file.keeping.account, birthday=birthday_from_text(birthday))


def _claim(sitting: Sitting, file: MemberFile, body: BenefitUsed, incoming: Incoming) -> None:
    program = sitting.programs.get(body.program_version)
    benefit = None if program is None else program.benefit(body.benefit)
    thing = benefit_thing(body.benefit)
    if body.claim is not None:
        holder, now_at = sitting.holder_of(incoming), sitting.till.incarnation
        claims.use(file.claims, body.claim, thing, sale=body.use, holder=holder, now_at=now_at)
    elif benefit is not None and benefit.limit is not None:
        raise Refused("claim-missing", thing=thing)
    if program and benefit and not has_left(program, counting(file), benefit, incoming.at):
        file.claim_losses[body.use, thing] = 0
