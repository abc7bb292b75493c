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
    thing = voucher_thing(code)
    return next((each for each in claims if each.thing == thing), None)


def voucher_trouble(
    member: AttachedMember | None, claims: Iterable[HeldClaim], code: str, at: datetime
) -> Refused | None:
    """Why a voucher cannot be used here now; None where it can, or where the code is no voucher of theirs.

    The codes are `claim-waiting` (no answer yet: just asked, or offline), `claim-called-back` (another till
    has it and was asked for it), `claim-elsewhere`, `claim-gone` (used, or over), `claim-frozen`,
    `claim-expired`.
    """
    if member is None or code not in member.vouchers:
        return None
    held = claim_of(claims, code)
    if held is None or held.state in {"wanted", "asked"}:
        is_called = held is not None and held.why == CALLED_BACK
        return Refused("claim-called-back" if is_called else "claim-waiting", voucher=code)
    if held.state == "refused":
        elsewhere = held.why == "claimed-elsewhere"
        return Refused("claim-elsewhere" if elsewhere else "claim-gone", voucher=code)
    if held.state == "open":
        return None if held.is_usable(at) else Refused("claim-expired", voucher=code)
    return Refused("claim-frozen" if held.state == "frozen" else "claim-gone", voucher=code)
