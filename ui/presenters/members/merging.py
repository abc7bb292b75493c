"""Two members side by side before they become one: what is added up, and whose name and number stay. Pure."""

from loyalty.units import Points
from terminal.clock import from_timestamp
from terminal.member_page import MemberPage, birthday_told, tier_together
from ui.presenters.listing import Column, Listing, Row
from ui.presenters.members.model import MembersModel
from ui.presenters.shown import Tone
from ui.presenters.words import Words


def comparison(model: MembersModel, one: MemberPage, other: MemberPage, words: Words) -> Listing:
    """What of one nobody has afterwards, the figures of both and of who they become, what is whose then."""
    columns = (
        Column(title=_given(one.member.name)),
        Column(title=_given(other.member.name)),
        Column(title=words.text("members.together")),
    )
    rows = (
        *_lost(model, one, other, words), *_added(one, other, words), *_kept(model, one, other, words)
    )  # fmt: skip
    return Listing(rows=rows, columns=columns)


def who_stays(model: MembersModel, one: MemberPage, other: MemberPage) -> MemberPage | None:
    """Whose record the server will keep: a household's, else the older one's; None while that is not told."""
    if bool(one.member.household) != bool(other.member.household):
        return one if one.member.household else other
    if model.file is None or not model.other_since:
        return None
    mine = (from_timestamp(model.file.enrolled_at), one.member.member)
    return one if mine < (from_timestamp(model.other_since), other.member.member) else other


def _added(one: MemberPage, other: MemberPage, words: Words) -> tuple[Row, ...]:
    a, b = one.member, other.member
    cards = (len(one.cards), len(other.cards))
    figures = (
        ("balance", *(words.points(each) for each in (a.points, b.points, Points(a.points + b.points)))),
        ("owed", *(words.points(each) for each in (a.owed, b.owed, Points(a.owed + b.owed)))),
        ("purchases", *_sum(a.purchases, b.purchases, words)),
        ("cards", *_sum(*cards, words)),
        ("vouchers", *_sum(len(a.vouchers), len(b.vouchers), words)),
        ("notes", *_sum(len(a.notes), len(b.notes), words)),
    )
    details = {"cards": words.text("members.stay-cards") if any(cards) else ""}
    return tuple(
        Row(cells=(words.text(f"members.row-{name}"), *cells), detail=details.get(name, ""), icon="users")
        for name, *cells in figures
        if name != "owed" or a.owed or b.owed
    )


def _kept(model: MembersModel, one: MemberPage, other: MemberPage, words: Words) -> tuple[Row, ...]:
    said = (("tier", tiers_text(one, other, words)), *_person(model, one, other, words))
    return tuple(
        Row(cells=(words.text(f"members.row-{name}"), "", "", ""), detail=detail, icon="info")
        for name, detail in said
    )


def tiers_text(one: MemberPage, other: MemberPage, words: Words) -> str:
    """What tiers the two have, and which is theirs at once when they are one."""
    after = tier_together(one, other) or words.text("members.worked-out-anew")
    return f"{one.member.tier_name} · {other.member.tier_name} → {after}"


def _person(
    model: MembersModel, one: MemberPage, other: MemberPage, words: Words
) -> tuple[tuple[str, str], ...]:
    stays = who_stays(model, one, other)
    if stays is None:
        asking = model.other_since != "" and model.offline is None
        return (("name", words.text("members.stay-asking" if asking else "members.stay-unknown")),)
    goes = other if stays is one else one
    mine = "" if model.file is None else model.file.enrolled_at
    since = mine if stays is one else model.other_since or ""
    return (("name", _name(stays, since, words)), ("phone", _phone(stays, goes, words)))


def _name(stays: MemberPage, since: str, words: Words) -> str:
    name = stays.member.name
    if stays.member.household:
        return words.text("members.stay-household", name=name)
    return words.text("members.stay-name", name=name, date=words.date(from_timestamp(since)))


def _phone(stays: MemberPage, goes: MemberPage, words: Words) -> str:
    phone, other = stays.member.phone_masked or "–", goes.member.phone_masked
    if not other or stays.e164 == goes.e164:
        return words.text("members.stay-phone", phone=phone)
    return words.text("members.stay-both-phones", phone=phone, other=other)


def _lost(model: MembersModel, one: MemberPage, other: MemberPage, words: Words) -> tuple[Row, ...]:
    """A birthday and an address of whose record goes: first, for they are what is to be looked at."""
    stays = who_stays(model, one, other)
    if stays is None:
        return ()
    goes, language = other if stays is one else one, words.catalogue.language
    facts = (
        ("birthday", *(birthday_told(each.member.birthday, language) for each in (stays, goes))),
        ("email", stays.member.email, goes.member.email),
    )
    return tuple(
        Row(
            cells=(words.text(f"members.row-{name}"), "", "", ""),
            detail=words.text(
                "members.stay-not-kept" if kept else "members.stay-none-kept",
                kept=kept, lost=lost, name=_given(goes.member.name),
            ),
            tone=Tone.ATTENTION,
            icon="triangle-alert",
        )
        for name, kept, lost in facts
        if lost and lost != kept
    )  # fmt: skip


def _given(name: str) -> str:
    """The word that somebody is greeted by."""
    return name.rsplit(maxsplit=1)[-1] if name.strip() else ""


def _sum(one: int, other: int, words: Words) -> tuple[str, ...]:
    return tuple(words.whole(each) for each in (one, other, one + other))
