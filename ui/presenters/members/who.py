"""Who it is, on the right of the screen *Members*: name, tier, what there is of points and money. Pure."""

from dataclasses import replace
from typing import Final

from loyalty.units import Money
from terminal.clock import from_timestamp
from terminal.member_page import MemberPage, birthday_told
from ui.presenters.checkout.shown_member import household_text
from ui.presenters.members.model import MembersModel
from ui.presenters.members.state import MembersState
from ui.presenters.shown import FigureRow, Tone
from ui.presenters.words import Words

_THOUSANDTHS: Final = 1000


def with_who(state: MembersState, model: MembersModel, words: Words) -> MembersState:
    """Who it is, on the right."""
    page = model.page
    if page is None or model.step == "find":
        return state
    member = page.member
    progress = None
    if member.missing is not None:
        progress = member.measure * _THOUSANDTHS // max(1, member.measure + member.missing)
    return replace(
        state,
        who=member.name,
        tier=member.tier_name,
        about=" · ".join(
            part for part in (household_text(member, words), member.phone_masked, member.email) if part
        ),
        progress=progress,
        figures=_figures(model, page, words),
    )


def _figures(model: MembersModel, page: MemberPage, words: Words) -> tuple[FigureRow, ...]:
    member = page.member
    rows = [FigureRow(words.text("members.balance"), words.points(member.points), strong=True)]
    if member.points > 0 and page.point_worth:
        worth = words.money(Money(member.points * page.point_worth))
        rows.append(FigureRow(words.text("members.worth"), worth))
    if member.owed:
        rows.append(FigureRow(words.text("members.owed"), words.points(member.owed), Tone.REFUSED))
    if member.wallet is not None and member.wallet.balance:
        amount = words.money(member.wallet.balance)
        rows.append(FigureRow(words.text("members.wallet"), amount, strong=True))
        if member.wallet.bonus:
            bonus = words.money(member.wallet.bonus)
            rows.append(FigureRow(words.text("members.wallet-bonus"), bonus))
    if member.next_tier_name is not None and member.missing is not None:
        label = words.text("members.to-tier", tier=member.next_tier_name)
        rows.append(FigureRow(label, _missing(page, member.missing, words)))
    rows.append(FigureRow(words.text("members.purchases"), words.whole(member.purchases)))
    if member.birthday:
        rows.append(
            FigureRow(
                words.text("members.birthday"), birthday_told(member.birthday, words.catalogue.language)
            )
        )
    if model.file is not None:
        since = words.date(from_timestamp(model.file.enrolled_at))
        rows.append(FigureRow(words.text("members.since"), since))
    if member.as_of is not None:
        rows.append(FigureRow(words.text("members.as-of"), words.time(member.as_of)))
    return tuple(rows)


def _missing(page: MemberPage, missing: int, words: Words) -> str:
    """What is missing to the next tier, by what the program reckons tiers by."""
    if page.measure == "spend":
        return words.money(Money(missing))
    if page.measure == "points":
        return words.text("checkout.points-of", points=words.whole(missing))
    return words.whole(missing)
