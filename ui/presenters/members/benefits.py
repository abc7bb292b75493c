"""Benefits on a member's page: how often each can still be used, and what was used when and by whom."""

from typing import Final

from loyalty.wire.member_desk import BenefitUseRow
from terminal.benefits import BenefitHere
from terminal.clock import from_timestamp
from terminal.member_page import MemberPage
from ui.presenters.benefit_text import benefit_text
from ui.presenters.listing import Row
from ui.presenters.members.model import MembersModel
from ui.presenters.words import Words

MOST_USES: Final = 20
"""So many uses are listed, the last ones; what a person takes home has all of them."""


def benefit_rows(model: MembersModel, page: MemberPage, words: Words) -> tuple[Row, ...]:
    """What the member has, as far as known here, and once the server has answered what was used."""
    uses = () if model.file is None else model.file.uses[:MOST_USES]
    return (*(_benefit(each, words) for each in page.benefits), *(_use(each, words) for each in uses))


def _benefit(it: BenefitHere, words: Words) -> Row:
    return Row(cells=(benefit_text(it, words), ""), icon="gem")


def _use(use: BenefitUseRow, words: Words) -> Row:
    at = from_timestamp(use.at)
    parts = (use.person, f"{words.date(at)} {words.time(at)}", use.till, use.by)
    key = "members.benefit-back" if use.is_back else "members.benefit-used"
    return Row(
        cells=(words.text(key, name=use.benefit), ""),
        detail=" · ".join(part for part in parts if part),
        icon="rotate-ccw" if use.is_back else "check",
    )
