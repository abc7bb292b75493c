"""Two members with everything there can be of one, for scenes and tests of the screen *Members*.

What is asked of the server is done here in memory, by the same words on the wire.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loyalty.account.keeping import NOTHING_KEPT
from loyalty.account.recommended import Friend, Recommendation
from loyalty.errors import LoyaltillError, Refused
from loyalty.program.model import Measure
from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import CardRow, LookUpAnswer, LotState, MemberState, PersonNote, PersonState
from loyalty.wire.member_desk import DeedRow, MemberDeed, MemberDeedDone, MemberFileAnswer, Movement
from resources.catalogue import Language
from terminal.clock import from_timestamp, timestamp
from terminal.data_requests import OpenRequest, due_on
from terminal.member_page import Apology, MemberPage, PageCard, PageStamps, PromisedApology
from terminal.membership import AttachedMember, HouseholdPerson
from terminal.returned import Approval, SaleRow
from terminal.session import OperatorTile, Session
from terminal.standing import member_row
from terminal.usecases.found import Found, MemberFound, MembersFound, NothingFound
from tools.sample_shop import ANH, ANH_CARD, BINH, NOW, PIN, PROGRAM_FILE, ZONE, program_of

SORRY: Final = "9910000000017"
PEOPLE: Final = (
    OperatorTile(operator="anh", name="Quốc Anh", role="manager"),
    OperatorTile(operator="huong", name="Hương", role="supervisor"),
)
LATE: Final = PersonNote(
    note="note-1",
    text="Đã khiếu nại giao chậm – tặng phiếu xin lỗi",
    by="Minh",
    at=timestamp(NOW - timedelta(days=2)),
)
TIERS: Final = program_of(PROGRAM_FILE.read_text(encoding="utf-8")).tiers
_E164: Final = {
    "member-anh": "+84912345678",
    "member-binh": "+84987654111",
    "member-nam": "+84905333333",
    "member-my": "+84905118118",
}


def movements() -> tuple[Movement, ...]:
    """A week of Ánh's."""
    day = timedelta(days=1)
    said = {"till": "Q2", "by": "Lan"}
    return (
        Movement(kind="earn", at=timestamp(NOW - day), points=65, receipt="Q2-000124", **said),
        Movement(kind="burn", at=timestamp(NOW - day), points=-200, receipt="Q2-000124", **said),
        Movement(
            kind="adjust", at=timestamp(NOW - 3 * day), points=50, by="Quốc Anh", reason="Bù phiếu hỏng"
        ),
        Movement(kind="expire", at=timestamp(NOW - 5 * day), points=-30),
        Movement(kind="earn", at=timestamp(NOW - 6 * day), points=412, receipt="Q1-000873", **said),
    )


def _carrier(member: AttachedMember) -> str:
    return member.name if member.household else ""


def _owed(member: AttachedMember, note: PersonNote) -> OpenRequest:
    at = from_timestamp(note.at)
    due = due_on(at.astimezone(ZONE).date())
    return OpenRequest(
        member=member.member,
        name=member.name,
        phone_masked=member.phone_masked,
        request=note.request,
        by=note.by,
        at=at,
        due=due,
        is_late=due < NOW.astimezone(ZONE).date(),
        about=note.about,
    )


class SampleMembers:
    """Implements `MembersErrands`; `fault` fails the next talk with the server, `fault_here` the till's."""

    def __init__(self) -> None:
        self.known: dict[str, AttachedMember] = {
            ANH.member: replace(
                ANH, notes=(LATE,), email="anh@example.vn", vouchers={"9910000000024": "voucher-50k"}
            ),
            BINH.member: BINH,
        }
        self.member_for = {ANH.member: timedelta(days=400), BINH.member: timedelta(days=30)}
        self.aliases: dict[str, str] = {}
        self.consents: list[JsonObject] = []
        self.deeds: list[MemberDeed] = []
        self.kept: list[MemberDeed] = []
        self.fault_here: LoyaltillError | None = None
        self.printed: list[str] = []
        self.asked_by: list[str] = []
        self.saved: list[str] = []
        self.apologies: tuple[Apology, ...] = (
            Apology(rule="sorry", name="Phiếu xin lỗi 50.000 ₫"),
            Apology(rule="sorry-more", name="Phiếu xin lỗi 200.000 ₫", needs_manager=True),
        )
        self.consents_as_of: datetime | None = None
        self.measure: Measure = "spend"
        self.adjusts_alone: Points | None = Points(100)
        self.promised: tuple[PromisedApology, ...] = ()
        self.fault: LoyaltillError | None = None
        self.pages = (movements(), movements()[3:])
        self._ids = 0

    def share(self) -> AttachedMember:
        """Let Ánh share her points with two more, who carry cards of their own; how she is known then."""
        sharing = (
            HouseholdPerson(member=ANH.member, name=ANH.name, phone_masked=ANH.phone_masked, is_head=True),
            HouseholdPerson(member="member-nam", name="Trần Hoàng Nam", phone_masked="09•• ••• 333"),
            HouseholdPerson(member="member-my", name="Trần Ánh My", phone_masked="09•• ••• 118"),
        )
        member = replace(self.known[ANH.member], person=ANH.member, household=sharing)
        self.known[ANH.member] = member
        return member

    def acquaint(self) -> None:
        """Let Bình have recommended the program to Ánh, who brought two friends, one of them unknown here."""
        friends = tuple(
            Friend(id=name, sale=f"first-{name}", at=NOW - timedelta(days=days), points=Points(50))
            for name, days in (("member-far", 90), ("member-ha", 20))
        )
        by = Recommendation(by=BINH.member, at=NOW - timedelta(days=400), sale="first")
        account = replace(NOTHING_KEPT, recommendation=by, friends=friends)
        self.known[ANH.member] = replace(self.known[ANH.member], kept=account)

    def new_id(self) -> str:
        """The next one."""
        self._ids += 1
        return f"deed-{self._ids}"

    def find(self, text: str) -> Found:
        """By card, by the end of a phone number, by a word of a name."""
        if text == ANH_CARD:
            return MemberFound(member=self.known["member-anh"])
        rows = tuple(
            member_row(each)
            for each in self.known.values()
            if text.casefold() in each.name.casefold() or _E164[each.member].endswith(text.lstrip("0"))
        )
        return (
            MembersFound(rows=rows)
            if rows
            else NothingFound(kind="words", code="member-not-found", text=text)
        )

    def requests(self) -> tuple[OpenRequest, ...]:
        """Those in the notes of both, by the clock of the sample shop."""
        found = [
            _owed(each, note)
            for each in self.known.values()
            for note in each.notes
            if note.request and not note.done_by
        ]
        return tuple(sorted(found, key=lambda each: each.due))

    def page(self, member: str) -> MemberPage:
        """What the till knows."""
        held = self.known.get(self.aliases.get(member, member))
        if held is None:
            raise Refused("member-erased" if member in _E164 else "member-unknown")
        has_card = held.member == "member-anh"
        return MemberPage(
            member=held,
            e164=_E164[held.member],
            cards=(
                PageCard(number=ANH_CARD, active=True, of=_carrier(held)),
                PageCard(number="2900000000017", active=False, of=_carrier(held), why="lost"),
            )
            if has_card
            else (),
            voucher_names={"voucher-50k": "Phiếu giảm 50.000"},
            point_worth=Money(500),
            measure=self.measure,
            tiers=TIERS,
            adjusts_alone=self.adjusts_alone,
            stamp_cards=(PageStamps(name="Thẻ gạo", have=7, goal=10),) if has_card else (),
            sales=(
                SaleRow(
                    "sale-124",
                    "Q2-000124",
                    NOW,
                    Money(293_500),
                    held.name,
                    "Gạo ST25 · Mì",
                    left=True,
                    has_member=True,
                ),
            ),
            apologies=self.apologies,
            kept=tuple(self.kept),
            promised=self.promised,
            acquainted={each.member: each.name for each in self.known.values()} | {"member-ha": "Lê Thu Hà"},
            consents=tuple(self.consents),
            consents_as_of=self.consents_as_of,
        )

    def file(self, session: Session, member: str, *, skip: int) -> MemberFileAnswer:
        """What the server knows."""
        del session
        self._fail()
        merged = [alias for alias, survivor in self.aliases.items() if survivor == member]
        return MemberFileAnswer(
            version=1,
            member=self._state(member),
            cards=(CardRow(ANH_CARD, member, "active"),),
            movements=self.pages[1] if skip else self.pages[0],
            more=not skip,
            consents=tuple(self.consents),
            deeds=tuple(self._told(each, member) for each in reversed(self.deeds)),
            aliases=tuple(self._state(each) for each in merged),
            enrolled_at=timestamp(NOW - self.member_for.get(member, timedelta(days=400))),
            nonce="n",
        )

    def _told(self, deed: MemberDeed, member: str) -> DeedRow:
        of_two = deed.kind in {"merge", "unmerge"}
        named = next(each for each in self.known if each != member) if of_two else deed.other
        other = self.known.get(named or "")
        said = deed.consent or {}
        return DeedRow(
            kind=deed.kind,
            at=timestamp(NOW),
            by="Lan",
            other="" if other is None else other.name,
            purpose=str(said.get("purpose", "")),
            given=said.get("given") is True,
        )

    def do(self, deed: MemberDeed) -> MemberDeedDone:
        """Do it here."""
        self._fail()
        self.deeds.append(deed)
        member = self.known[self.aliases.get(deed.member, deed.member)]
        match deed.kind:
            case "note":
                fresh = PersonNote(
                    note=deed.deed,
                    text=deed.text,
                    by="Lan",
                    at=timestamp(NOW),
                    request=deed.request,
                    about=deed.about,
                )
                self._keep(replace(member, notes=(*member.notes, fresh)))
            case "note-done":
                notes = tuple(
                    replace(each, done_by="Lan") if each.note == deed.note else each for each in member.notes
                )
                self._keep(replace(member, notes=notes))
            case "edit":
                self._keep(replace(member, name=deed.name or member.name, birthday=deed.birthday))
            case "consent" if deed.consent is not None:
                self.consents.append({**deed.consent, "at": timestamp(NOW)})
            case "apology":
                self._keep(replace(member, vouchers={**member.vouchers, SORRY: "voucher-50k"}))
            case "adjust":
                at, many = timestamp(NOW), deed.points
                fresh_move = Movement(kind="adjust", at=at, points=many, by="Lan", reason=deed.text)
                self.pages = ((fresh_move, *self.pages[0]), self.pages[1])
                self._keep(replace(member, points=Points(member.points + many)))
            case "merge":
                self.aliases[deed.other or ""] = deed.member
            case "unmerge":
                self.aliases.pop(deed.member, None)
            case "erase":
                del self.known[member.member]
            case _:
                pass
        shown = [each for each in (deed.member,) if self.aliases.get(each, each) in self.known]
        document: JsonObject | None = {"format": "loyaltill-person"} if deed.kind == "export" else None
        told = tuple(LookUpAnswer(self._state(self.aliases.get(each, each)), ()) for each in shown)
        return MemberDeedDone(version=1, members=told, nonce="n", document=document)

    def do_here(self, deed: MemberDeed) -> MemberDeedDone:
        """Promise it."""
        self._fail_here()
        self.deeds.append(deed)
        names = {each.rule: each.name for each in self.apologies}
        self.promised = (PromisedApology(name=names[deed.voucher or ""]),)
        return MemberDeedDone(version=1, members=(), nonce="here")

    def save_export(self, document: JsonObject, *, name: str, language: Language) -> str:
        """Nowhere, but say where."""
        del document, language
        self.saved.append(name)
        return f"/exports/{name}.html"

    def print_vouchers(self, session: Session, member: str, codes: Collection[str]) -> int:
        """Remember which."""
        del session, member
        self._fail_here()
        self.printed.extend(codes)
        return len(codes)

    def print_consent(self, session: Session, member: str, said: JsonObject, *, copy: bool) -> None:
        """Remember which."""
        del session
        self.printed.append(f"consent {member} {said['purpose']} {said['given']}{' copy' if copy else ''}")

    def approvers(self) -> tuple[OperatorTile, ...]:
        """Who may approve."""
        return PEOPLE

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str) -> Approval:
        """One PIN for all."""
        del what
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        self.asked_by.append(asked_by)
        return Approval(operator=operator, name=operator)

    def _keep(self, member: AttachedMember) -> None:
        self.known[member.member] = member

    def _fail_here(self) -> None:
        fault, self.fault_here = self.fault_here, None
        if fault is not None:
            raise fault

    def _fail(self) -> None:
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault

    def _state(self, member: str) -> MemberState:
        held = self.known.get(member, BINH)
        person = PersonState(held.name, _E164[held.member], "", held.birthday, held.email, held.notes)
        return MemberState(
            member=member,
            state="active",
            alias_of=None,
            person=person,
            tier=held.tier,
            points=held.points,
            owed=held.owed,
            available=held.available,
            lots=tuple(LotState(each.lot, each.points, None, timestamp(NOW)) for each in held.lots),
            measure=held.measure,
            purchases=held.purchases,
            memberships=(),
            segments=(),
            vouchers=held.vouchers,
            used={},
            revision=1,
            at=timestamp(NOW),
        )
