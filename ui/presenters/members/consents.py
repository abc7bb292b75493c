"""What a member agreed to or withdrew: what holds now, and the slips of it that can be printed again. Pure.

Only what was recorded with its words has a slip; what came from elsewhere without them has none.
"""

from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import MemberDeed, MemberFileAnswer
from terminal.clock import from_timestamp
from terminal.member_page import MemberPage
from ui.presenters.listing import Row
from ui.presenters.members.model import PURPOSES, MembersModel
from ui.presenters.shown import Tone
from ui.presenters.words import Words


def consent_given(file: MemberFileAnswer, purpose: str, holder: str) -> JsonObject | None:
    """What the member said last of a purpose, where that was yes; of a household what this person said."""
    said = [each for each in _said(file, holder) if each.get("purpose") == purpose]
    return said[-1] if said and said[-1].get("given") is True else None


def kept_slips(file: MemberFileAnswer, holder: str) -> tuple[JsonObject, ...]:
    """What this person said with its words and its moment, the newest first."""
    return tuple(each for each in reversed(_said(file, holder)) if each.get("text") and each.get("at"))


def consent_rows(model: MembersModel, page: MemberPage, words: Words) -> tuple[Row, ...]:
    """Each purpose with what holds now, then what was said of any, to be printed again."""
    file, holder = model.file, page.member.holder
    if file is None:
        return ()
    now = tuple(_purpose(file, purpose, holder, words) for purpose in PURPOSES)
    slips = tuple(_slip(each, words) for each in kept_slips(file, holder))
    return (*now, *slips, *(_kept(each, words) for each in page.kept if each.consent is not None))


def _said(file: MemberFileAnswer, holder: str) -> list[JsonObject]:
    return [each for each in file.consents if each.get("person", holder) == holder]


def _purpose(file: MemberFileAnswer, purpose: str, holder: str, words: Words) -> Row:
    given = consent_given(file, purpose, holder)
    detail = words.text("members.consent-not")
    if given is not None:
        day = words.date(from_timestamp(str(given.get("at", file.enrolled_at))))
        version = str(given.get("text_version", ""))
        detail = words.text("members.consent-since", date=day, version=version)
    return Row(
        cells=(words.text(f"members.consent-{purpose}"),),
        detail=detail,
        tone=Tone.PLAIN if given is None else Tone.GOOD,
        icon="minus" if given is None else "check",
    )


def _kept(deed: MemberDeed, words: Words) -> Row:
    """Something said here that the server will not take: it holds nowhere, and is asked again."""
    said = deed.consent or {}
    way = "given" if said.get("given") is True else "withdrawn"
    return Row(
        cells=(words.text(f"members.consent-{said.get('purpose')}"),),
        detail=words.text(f"members.consent-kept-{way}", date=words.date(from_timestamp(deed.at or ""))),
        tone=Tone.REFUSED,
        icon="triangle-alert",
    )


def _slip(said: JsonObject, words: Words) -> Row:
    way = "given" if said.get("given") is True else "withdrawn"
    day = words.date(from_timestamp(str(said["at"])))
    return Row(
        cells=(words.text(f"members.consent-slip-{way}", date=day),),
        detail=words.text("members.consent-slip-how", text=str(said["text"])),
        icon="printer",
    )
