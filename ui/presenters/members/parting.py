"""What is asked before two who were merged are parted: what either of them will have. Pure."""

from typing import Final

from ui.presenters.listing import Listing, Row
from ui.presenters.words import Words

PARTING_CHOICES: Final = ("keep", "part")
"""What can be answered; what changes nothing comes first, so that an Enter too many does no harm."""


def parting(name: str, other: str, words: Words) -> Listing:
    """Both answers, then what `name`, who was merged, and `other`, who stayed, will have."""
    answers = (
        Row(
            cells=(words.text("members.part-keep"),), detail=words.text("members.part-keep-how"), icon="users"
        ),
        Row(cells=(words.text("members.part-now", name=name),), icon="split"),
    )
    facts = (
        Row(cells=(name,), detail=words.text("members.part-goes"), icon="info"),
        Row(cells=(other,), detail=words.text("members.part-stays"), icon="info"),
    )
    return Listing(rows=(*answers, *facts), columns=())
