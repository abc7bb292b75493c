"""A sale whose points were claimed afterwards: the claim laid over its own event, and what must add up.

The till writes a claim from these functions and the server checks it by them. Whether somebody may claim, and
within how many days, is the till's to ask (`loyalty.late_claims`).
"""

from collections.abc import Mapping
from dataclasses import replace

from loyalty.errors import Refused
from loyalty.refund import points_given_back
from loyalty.units import Points, Quantity
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept import kept_sale
from loyalty.wire.late_claim import ReceiptClaimed


def claimed_sale(body: SaleSettled, claim: ReceiptClaimed) -> SaleSettled:
    """The sale as it is the member's: its lines with their points, and the lot that what was left became."""
    lines = zip(body.lines, claim.by_line, strict=True)
    return replace(
        body,
        member=claim.member,
        person=claim.person,
        lines=tuple(replace(line, earned_points=points) for line, points in lines),
        earned=claim.earned,
        earned_points=claim.points,
        lot=claim.lot,
        extras=claim.extras,
    )


def points_gone(body: SaleSettled, by_line: tuple[int, ...], returned: Mapping[int, Quantity]) -> Points:
    """What of the points of the lines went with what has come back of them."""
    lines = tuple(
        replace(line, earned_points=points) for line, points in zip(body.lines, by_line, strict=True)
    )
    kept = kept_sale(replace(body, lines=lines), returned)
    return Points(sum(points_given_back(line, line.returned) for line in kept.lines))


def check_claim(claim: ReceiptClaimed, body: SaleSettled, returned: Mapping[int, Quantity]) -> None:
    """Check that a claim is of a sale that nobody had, and that its figures add up.

    Raises:
        Refused: `sale-has-member`; `claim-differs` with the first figure that is not what it should be.
    """
    if body.member is not None:
        raise Refused("sale-has-member", sale=body.sale)
    if claim.program != body.program:
        raise Refused("claim-differs", figure="program")
    if len(claim.by_line) != len(body.lines):
        raise Refused("claim-differs", figure="by_line")
    whole = sum(claim.by_line)
    extras = claim.extras
    figures: Mapping[str, tuple[object, object]] = {
        "earned": (sum(each.points for each in claim.earned), whole),
        "points": (claim.points, whole - points_gone(body, claim.by_line, returned)),
        "lot": (claim.lot.points if claim.lot else 0, claim.points),
        "extras": (extras is not None and bool(extras.rewards or extras.draws or extras.claims), False),
    }
    for name, (said, made) in figures.items():
        if said != made:
            raise Refused("claim-differs", figure=name)
