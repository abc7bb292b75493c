"""Deeds with a member, here or at the server: with somebody's word where it takes one, and once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from loyalty.errors import Unavailable
from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import (
    ASKED_FIRST,
    GIVEN_EACH_TIME,
    JOURNALLED,
    DeedKind,
    DeedRow,
    MemberDeed,
    MemberDeedDone,
    needs_approver,
)
from terminal.clock import from_timestamp
from terminal.member_page import Apology
from terminal.membership import AttachedMember
from terminal.returned import Approval
from terminal.session import OperatorTile
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.members.desk import MembersDesk
from ui.presenters.members.model import CONSENT_VERSION
from ui.presenters.members.requests import may_settle, request_text, settled_by
from ui.presenters.shown import Tone
from ui.presenters.tasks import Lane

_OF_PERSON: Final = frozenset[DeedKind]({"note", "note-done", "edit", "consent", "erase", "export"})
_FOR_MANAGERS: Final = frozenset[DeedKind](
    {"erase", "apology", "adjust", "household-join", "household-head", "household-leave"}
)

_OF_TWO: Final = frozenset[DeedKind]({"merge", "unmerge"})
"""After these the page begins anew."""


class Doer:
    """Makes deeds of wishes."""

    def __init__(self, desk: MembersDesk) -> None:
        self._desk = desk

    def note(self, text: str) -> None:
        """Leave a note for the next cashier."""
        self._wish("note", text=text)

    def request(self, request: str, about: tuple[str, ...] = ()) -> None:
        """The member asks for something about their own data: a note that says until when it is owed.

        `about` is which detail or consent they mean, where they said.
        """
        text = request_text(request, about, self._desk.words, "-note")
        self._wish("note", text=text, request=request, about=about)

    def note_done(self, note: str) -> None:
        """Somebody has dealt with a note."""
        self._wish("note-done", note=note)

    def edit(self, changed: Mapping[str, str]) -> None:
        """Put right who the member is."""
        said: Mapping[str, Any] = changed
        self._wish("edit", **said)

    def consent(self, purpose: str, *, given: bool) -> None:
        """The member agrees to a purpose, or withdraws it."""
        words = self._desk.words
        said = {
            "v": 1,
            "purpose": purpose,
            "given": given,
            "text_version": CONSENT_VERSION,
            "language": words.catalogue.language,
            "text": words.text(f"members.consent-{purpose}"),
        }
        self._wish("consent", consent=said)

    def apologise(self, apology: Apology) -> None:
        """Give a voucher after a complaint."""
        alone = self._desk.session.role == "manager" or not apology.needs_manager
        self._wish("apology", takes_word=not alone, voucher=apology.rule)

    def adjust(self, points: Points, *, reason: str, text: str) -> None:
        """Give points by hand, or take them; above what the program lets one person do, by two."""
        page = self._desk.model.page
        word = page is not None and page.adjusts_by_two(points)
        self._wish("adjust", takes_word=word, points=points, reason=reason, text=text)

    def merge(self, other: str) -> None:
        """Make one member of two."""
        self._wish("merge", other=other)

    def unmerge(self, alias: str) -> None:
        """Part them again."""
        self._wish("unmerge", member=alias)

    def join(self, other: str) -> None:
        """Take somebody into the household, or make one of the two."""
        self._wish("household-join", other=other)

    def name_head(self, person: str) -> None:
        """Let the household be named by another of its persons."""
        self._wish("household-head", other=person)

    def leave_household(self, person: str, points: Points) -> None:
        """Take a person out, with so many points."""
        self._wish("household-leave", other=person, points=points)

    def erase(self) -> None:
        """Forget who the member is."""
        self._wish("erase")

    def export(self) -> None:
        """Write everything down for the member."""
        self._wish("export")

    def print_again(self, said: JsonObject) -> None:
        """Print a copy of what was agreed to or withdrawn."""
        desk, page = self._desk, self._desk.model.page
        if page is None or desk.model.busy:
            return
        holder, done = page.member.holder, Said(key="members.done-consent-again", tone=Tone.GOOD)
        desk.change(busy=True, said=None)
        desk.run(
            "store",
            lambda: desk.errands.print_consent(desk.session, holder, said, copy=True),
            lambda _: desk.change(busy=False, said=done),
        )

    def approve(self) -> None:
        """Check the PIN; whose it is has given their word for the deed that waits."""
        desk, model = self._desk, self._desk.model
        deed = model.deed
        if deed is None or not 0 <= model.mark < len(model.approvers):
            return
        who, pin = model.approvers[model.mark].operator, model.pin
        desk.change(busy=True, pin="", said=None)

        def approved(approval: Approval) -> None:
            self._do(replace(deed, approver=approval.operator))

        what, work = f"member-{deed.kind}", desk.errands.approve
        desk.run("store", lambda: work(operator=who, pin=pin, what=what, asked_by=deed.operator), approved)

    def _wish(self, kind: DeedKind, *, takes_word: bool = False, **said: Any) -> None:
        desk, page = self._desk, self._desk.model.page
        if page is None or desk.model.busy:
            return
        deed = MemberDeed(
            version=1,
            deed=desk.errands.new_id(),
            kind=kind,
            operator=desk.session.operator,
            member=said.pop("member", self._meant(kind, page.member)),
            **said,
        )
        if takes_word or needs_approver(kind, [desk.session.role]):
            self._ask_word(deed)
        else:
            self._do(deed)

    def _meant(self, kind: DeedKind, member: AttachedMember) -> str:
        """Whom a deed is done with: of a household the person, where it is about who they are."""
        return member.holder if kind in _OF_PERSON else member.member

    def _ask_word(self, deed: MemberDeed, said: Said | None = None) -> None:
        desk = self._desk

        def ask(tiles: tuple[OperatorTile, ...]) -> None:
            others = tuple(each for each in tiles if each.operator != desk.session.operator)
            managers = tuple(each for each in others if each.role == "manager")
            people = managers if deed.kind in _FOR_MANAGERS else others
            desk.change(step="approve", deed=deed, approvers=people, pin="", mark=0, said=said, busy=False)

        desk.run("look-up", desk.errands.approvers, ask)

    def _do(self, deed: MemberDeed) -> None:
        desk = self._desk
        if deed.kind == "export" and not desk.begin_once(_export_of(deed)):
            desk.change(busy=False)
            return
        desk.change(busy=True, said=Said(key="members.doing", tone=Tone.PLAIN), deed=deed)
        is_asked = deed.kind not in JOURNALLED or deed.kind in ASKED_FIRST or deed.approver is not None
        lane: Lane = "net" if is_asked else "store"
        desk.run(
            lane,
            lambda: desk.errands.do(deed),
            lambda done: self._done(deed, done),
            on_failed=lambda error: self._not_done(deed, error),
        )

    def _not_done(self, deed: MemberDeed, error: Exception) -> None:
        """What the server was asked first is done here when it does not answer, as the same deed.

        Where it goes by a newer program than this till, and wants a second person's word, that is asked for.
        """
        desk, trouble = self._desk, expected(error)
        if deed.kind == "export":
            desk.end_once(_export_of(deed))
        if trouble.code == "deed-takes-two" and deed.approver is None:
            self._ask_word(deed, said_of(trouble))
            return
        is_done = trouble.code == "deed-not-written"
        if deed.kind not in ASKED_FIRST or not isinstance(trouble, Unavailable) or is_done:
            desk.failed(error)
            return
        said = Said(key=f"members.done-{deed.kind}-later", tone=Tone.ATTENTION)
        desk.run(
            "store",
            lambda: desk.errands.do_here(deed),
            lambda _: desk.open(deed.member, said=said, stays=True),
        )

    def _done(self, deed: MemberDeed, done: MemberDeedDone) -> None:
        kind = "request" if deed.request else deed.kind
        said = Said(key=f"members.done-{kind}", tone=Tone.GOOD)
        if deed.kind == "adjust":
            said = self._adjusted(deed.points)
        if may_settle(deed, self._desk.model):
            said = Said(key=f"members.done-{kind}-asked")
        if done.earlier is not None and deed.kind in GIVEN_EACH_TIME:
            said = self._earlier(deed, done.earlier)
        after: dict[str, Callable[[], None]] = {
            "erase": lambda: self._desk.forget(said),
            "export": lambda: self._exported(deed, done),
            "consent": lambda: self._agreed(deed, said),
            "apology": lambda: self._given(deed, done, said),
        }
        left = done.members[0].member.member if done.members else deed.member
        stays = deed.kind not in _OF_TWO
        then = after.get(deed.kind, lambda: self._desk.open(left, said=said, stays=stays))
        self._tick_off(deed, settled_by(deed, self._desk.model), then)

    def _tick_off(self, deed: MemberDeed, notes: tuple[str, ...], then: Callable[[], None]) -> None:
        """What the member had asked for is done with it; a request that cannot be ticked stays to be seen."""
        desk = self._desk
        if not notes:
            then()
            return
        done = MemberDeed(
            version=1,
            deed=desk.errands.new_id(),
            kind="note-done",
            operator=deed.operator,
            member=deed.member,
            note=notes[0],
        )

        def kept(error: Exception) -> None:
            expected(error)
            then()

        def next_one(_: MemberDeedDone) -> None:
            self._tick_off(deed, notes[1:], then)

        desk.run("store", lambda: desk.errands.do(done), next_one, on_failed=kept)

    def _adjusted(self, points: Points) -> Said:
        way, figure = "give" if points > 0 else "take", self._desk.words.points(Points(abs(points)))
        return Said(key=f"members.done-adjust-{way}", params={"points": figure}, tone=Tone.GOOD)

    def _earlier(self, deed: MemberDeed, earlier: DeedRow) -> Said:
        """It was done before it was asked for this time, and not again."""
        words, at = self._desk.words, from_timestamp(earlier.at)
        way = "" if deed.kind != "adjust" else "-give" if deed.points > 0 else "-take"
        params = {"by": earlier.by, "time": words.time(at), "date": words.date(at)}
        if way:
            params["points"] = words.points(Points(abs(deed.points)))
        return Said(key=f"members.done-before-{deed.kind}{way}", params=params)

    def _agreed(self, deed: MemberDeed, said: Said) -> None:
        """The member takes along what was said; a printer that fails takes nothing of it back."""
        desk, recorded = self._desk, deed.consent
        if recorded is None:
            raise AssertionError("a consent says what was agreed to")
        desk.run(
            "store",
            lambda: desk.errands.print_consent(desk.session, deed.member, recorded, copy=False),
            lambda _: desk.open(deed.member, said=said, agreed=recorded, stays=True),
        )

    def _exported(self, deed: MemberDeed, done: MemberDeedDone) -> None:
        desk, document = self._desk, done.document
        if document is None:
            raise AssertionError("an export has a document")

        def written(path: str) -> None:
            desk.end_once(_export_of(deed))
            said = Said(key="members.done-export", params={"path": path}, tone=Tone.GOOD)
            desk.open(deed.member, said=said, stays=True)

        name, language = f"{deed.kind}-{deed.deed}", desk.words.catalogue.language

        def not_written(error: Exception) -> None:
            desk.end_once(_export_of(deed))
            desk.failed(error)

        desk.run(
            "store",
            lambda: desk.errands.save_export(document, name=name, language=language),
            written,
            on_failed=not_written,
        )

    def _given(self, deed: MemberDeed, done: MemberDeedDone, said: Said) -> None:
        desk, page = self._desk, self._desk.model.page
        had = set[str]() if page is None else set(page.member.vouchers)
        fresh = [code for each in done.members for code in each.member.vouchers if code not in had]
        desk.run(
            "store",
            lambda: desk.errands.print_vouchers(desk.session, deed.member, fresh),
            lambda _: desk.open(deed.member, said=said, stays=True),
            on_failed=lambda error: desk.open(deed.member, said=said_of(expected(error)), stays=True),
        )


def _export_of(deed: MemberDeed) -> str:
    """What writing a person's data down is called while it is under way."""
    return f"export of {deed.member}"
