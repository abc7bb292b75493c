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
            cells=(_by(page.acquainted.get(kept.recommendation.by, ""), words), ""),
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
    for each in reversed(kept.friends):
        if name := page.acquainted.get(each.id):
            day = words.date(each.at)
            yield Row(
                cells=(name, words.points(each.points)),
                detail=words.text("members.friend-since", date=day),
                icon="users",
            )


def _by(name: str, words: Words) -> str:
    """Whose word it was; a till that does not know them says only that there was one."""
    return words.text("members.recommended-by", name=name) if name else words.text("members.recommended")
