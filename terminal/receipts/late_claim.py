"""The slip of points that were claimed afterwards: of which receipt, by which rules, and the balance then."""

from collections.abc import Iterator

from terminal.receipts.document import Block, Columns, Document, Rule, Text
from terminal.receipts.facts import LateClaimSlip
from terminal.receipts.heading import household_text, member_block, origin_of, title_blocks
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings


def late_claim_document(claim: LateClaimSlip, settings: StoreSettings, wording: Wording) -> Document:
    """The slip."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.late-claim.title")),
            *origin_of(claim.origin, wording),
            Columns(
                wording.text("slip.late-claim.of", label=claim.sale_label),
                wording.moment(claim.sale_at),
                bold=True,
            ),
            Rule(),
            member_block(claim.member, wording),
            *_points(claim, wording),
        )
    )


def _points(claim: LateClaimSlip, wording: Wording) -> Iterator[Block]:
    if claim.member.sharing:
        yield Text(household_text(claim.member, wording))
    for label, points in claim.earned:
        yield Columns(label, wording.gained(points))
    if claim.gone:
        yield Columns(wording.text("slip.late-claim.gone"), wording.whole(-claim.gone))
    for card, stamps in claim.stamps:
        yield Columns(card, wording.text("slip.late-claim.stamps", count=stamps))
    yield Columns(wording.text("slip.late-claim.points"), wording.gained(claim.points), bold=True, size=2)
    yield Columns(wording.text("receipt.points-left-plain"), wording.whole(claim.points_after), bold=True)
    if claim.approved_by:
        yield Rule()
        yield Text(wording.text("slip.refund.approved", name=claim.approved_by))
