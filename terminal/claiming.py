"""What a till alone may use of a member's things: vouchers, as far as the server keeps them for it. Pure.

Without a network nothing new is kept for it, and what is not kept for it is not used here: somebody else may
be using it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from loyalty.errors import Refused
from loyalty.wire.claims import voucher_of, voucher_thing
from loyalty.wire.messages import CALLED_BACK
from terminal.membership import AttachedMember, HeldClaim


def usable_vouchers(member: AttachedMember, claims: Iterable[HeldClaim], at: datetime) -> Mapping[str, str]:
    """The member's open vouchers that this till may use now, each with its promotion."""
    held = {voucher_of(each.thing) for each in claims if each.is_usable(at)}
    return {code: promotion for code, promotion in member.vouchers.items() if code in held}


def claim_of(claims: Iterable[HeldClaim], code: str) -> HeldClaim | None:
    """The claim on a voucher."""
    return claim_on(claims, voucher_thing(code))


def claim_on(claims: Iterable[HeldClaim], thing: str) -> HeldClaim | None:
    """The claim on a thing."""
    return next((each for each in claims if each.thing == thing), None)


def claim_trouble(held: HeldClaim | None, at: datetime) -> str:
    """Why a thing cannot be used inside that claim now; empty where it can.

    One of `waiting` (no answer yet: just asked, or offline), `called-back` (another till has it and was asked
    for it), `elsewhere`, `gone` (used, or over), `frozen`, `expired`.
    """
    if held is None or held.state in {"wanted", "asked"}:
        return "called-back" if held is not None and held.why == CALLED_BACK else "waiting"
    if held.state == "refused":
        return "elsewhere" if held.why == "claimed-elsewhere" else "gone"
    if held.state == "open":
        return "" if held.is_usable(at) else "expired"
    return "frozen" if held.state == "frozen" else "gone"


def voucher_trouble(
    member: AttachedMember | None, claims: Iterable[HeldClaim], code: str, at: datetime
) -> Refused | None:
    """Why a voucher cannot be used here now; None where it can, or where the code is no voucher of theirs.

    The codes are `claim-waiting`, `claim-called-back`, `claim-elsewhere`, `claim-gone`, `claim-frozen`,
    `claim-expired`; see `claim_trouble`.
    """
    if member is None or code not in member.vouchers:
        return None
    trouble = claim_trouble(claim_of(claims, code), at)
    return Refused(f"claim-{trouble}", voucher=code) if trouble else None
