"""What a member agreed to or withdrew: what holds now, and the slips of it that can be printed again. Pure.

Only what was recorded with its words has a slip; what came from elsewhere without them has none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import PURPOSES, MemberDeed, MemberFileAnswer
from terminal.clock import from_timestamp
from terminal.member_page import MemberPage
from ui.presenters.listing import Row
from ui.presenters.members.model import MembersModel
from ui.presenters.shown import Tone
from ui.presenters.words import Words


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A row of this part, and what a press does: record `given` for a purpose, or print `slip` again."""

    row: Row
    purpose: str = ""
    given: bool = False
    slip: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What one person said, oldest first; `is_whole` where what is not in it was never said.

    What has no moment of its own was said at `since`, as the member was enrolled.
    """

    said: Sequence[JsonObject]
    is_whole: bool
    since: str = ""


def consent_rows(model: MembersModel, page: MemberPage, words: Words) -> tuple[Row, ...]:
    """What `choices` shows."""
    return tuple(each.row for each in choices(model, page, words))


def choices(model: MembersModel, page: MemberPage, words: Words) -> tuple[ConsentRow, ...]:
    """Each purpose with what holds now, then what was said of any, to be printed again.

    While no server answers it is what is known here, and as of when; nothing until that is clear.
    """
    if model.file is None and model.offline is None:
        return ()
    known = _known(model.file, page)
    rows = [row for purpose in PURPOSES for row in _purpose(known, purpose, words)]
    rows += [ConsentRow(_slip(each, words), slip=each) for each in _slips(known)]
    rows += [ConsentRow(_kept(each, words)) for each in page.kept if each.consent is not None]
    return tuple(rows) if model.file is not None else (*rows, ConsentRow(_as_of(page, words)))


def may_hold(model: MembersModel, page: MemberPage) -> tuple[str, ...]:
    """The purposes that the member agreed to, or may have as far as anybody knows here."""
    known = _known(model.file, page)

    def holds(purpose: str) -> bool:
        said = [each for each in known.said if each.get("purpose") == purpose]
        return said[-1].get("given") is True if said else not known.is_whole

    return tuple(each for each in PURPOSES if holds(each))


def _known(file: MemberFileAnswer | None, page: MemberPage) -> _Known:
    if file is None:
        return _Known(page.consents, is_whole=page.consents_as_of is not None)
    holder = page.member.holder
    said = [each for each in file.consents if each.get("person", holder) == holder]
    return _Known(said, is_whole=True, since=file.enrolled_at)


def _slips(known: _Known) -> Iterator[JsonObject]:
    """What was said with its words and its moment, the newest first."""
    return (each for each in reversed(known.said) if each.get("text") and each.get("at"))


def _purpose(known: _Known, purpose: str, words: Words) -> tuple[ConsentRow, ...]:
    """One row that turns what holds round; two where that is not known here."""
    name = words.text(f"members.consent-{purpose}")
    said = [each for each in known.said if each.get("purpose") == purpose]
    if not said and not known.is_whole:
        return (
            ConsentRow(_unknown(name, "given", words), purpose, given=True),
            ConsentRow(_unknown(name, "withdrawn", words), purpose),
        )
    if not said or said[-1].get("given") is not True:
        row = Row(cells=(name,), detail=words.text("members.consent-not"), icon="minus")
        return (ConsentRow(row, purpose, given=True),)
    at = str(said[-1].get("at", known.since))
    day = words.date(from_timestamp(at)) if at else "–"
    version = str(said[-1].get("text_version", ""))
    detail = words.text("members.consent-since", date=day, version=version)
    return (ConsentRow(Row(cells=(name,), detail=detail, tone=Tone.GOOD, icon="check"), purpose),)


def _unknown(name: str, way: str, words: Words) -> Row:
    icon = "check" if way == "given" else "minus"
    return Row(cells=(name,), detail=words.text(f"members.consent-unknown-{way}"), icon=icon)


def _as_of(page: MemberPage, words: Words) -> Row:
    """From when it is what is shown."""
    at = page.consents_as_of
    told = words.text("members.consent-never")
    if at is not None:
        told = words.text("members.consent-as-of", date=words.date(at), time=words.time(at))
    return Row(cells=(told,), tone=Tone.ATTENTION, icon="calendar-days")


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
