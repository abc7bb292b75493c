"""Recommendations on a member's page: whether somebody brought the member, and whom the member brought."""

from collections.abc import Iterator

from loyalty.units import Points
from terminal.member_page import MemberPage
from ui.presenters.listing import Row
from ui.presenters.shown import Tone
from ui.presenters.words import Words


def recommendation_rows(page: MemberPage, words: Words) -> Iterator[Row]:
    """Whether somebody recommended the member, and whom the member brought."""
    kept = page.member.kept
    if kept is None:
        return
    if kept.recommendation is not None:
        counted = kept.recommendation.sale
        yield Row(
            cells=(words.text("members.recommended"), ""),
            detail=words.text("members.recommended-counted" if counted else "members.recommended-open"),
            tone=Tone.GOOD if counted else Tone.PLAIN,
            icon="users",
        )
    if kept.friends:
        points = words.points(Points(sum(each.points for each in kept.friends)))
        yield Row(
            cells=(words.text("members.friends", count=len(kept.friends)), points),
            tone=Tone.GOOD,
            icon="users",
        )
