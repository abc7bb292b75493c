"""A member's page: read here at once, completed by the server, and changed only there.

What the server refuses is said in the till's own words where it has some.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from loyalty.errors import Refused, Unavailable
from loyalty.units import Money
from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone, MemberFileAnswer
from resources.catalogue import Catalogue, Language
from terminal.benefits import benefits_of
from terminal.durable_file import replace_file
from terminal.in_force import in_force, in_force_now
from terminal.member_export import NO_STAMP_CARDS, StampCards, export_page
from terminal.member_page import MemberPage, PageCard, PageStamps
from terminal.notes_here import consents_with
from terminal.store.consents_seen import SeenConsents
from terminal.till import Till
from terminal.usecases.apologies import apologies_of, promised_to
from terminal.usecases.asking import have_done
from terminal.usecases.decided import write_decided
from terminal.usecases.drafts import load_draft
from terminal.usecases.members import member_by_id, read_member
from terminal.usecases.unanswered import end_asking, hear_of, write_down

if TYPE_CHECKING:
    from collections.abc import Callable

    from loyalty.program.model import Program
    from terminal.membership import AttachedMember
    from terminal.receipts.wording import Wording
    from terminal.store.books import Reading

Answer = TypeVar("Answer")

_AS_THEY_ARE: Final = (
    "member-unknown", "member-erased", "note-empty", "note-unknown", "notes-full", "name-missing",
    "birthday-unreadable", "voucher-limit", "no-such-voucher-rule", "phone-missing", "phone-not-a-number",
    "phone-service", "phone-too-short", "phone-too-long", "phone-impossible",
)  # fmt: skip
OURS: Final[Mapping[str, str]] = {
    **{code: code for code in _AS_THEY_ARE},
    "operator-may-not": "deed-may-not",
    "program-missing": "import-no-program",
    "second-person-needed": "deed-takes-two",
    "approver-same": "approver-same",
    "member-alias": "member-merged",
    "phone-taken": "phone-of-another",
    "same-member": "members-same",
    "not-merged": "members-not-merged",
    "points-lent": "members-lent",
    "adjustment-reason": "adjust-reason",
    "points-short": "adjust-short",
    "too-much-held": "adjust-too-many",
    "member-in-household": "member-in-household",
    "household-person": "household-person",
    "household-full": "household-full",
    "household-last": "household-last",
    "household-points": "household-points",
    "wallet-not-empty": "wallet-of-member",
}
"""Refusals of the server's that have a sentence here, and its code."""
_MODE: Final = 0o600
MOST_NAMED: Final = 5
MOST_FRIENDS: Final = 20
"""So many of those whom a member brought are named, the last ones."""


def open_page(till: Till, member: str) -> MemberPage:
    """What this till knows of a member; of an alias, of whom it stands for.

    Raises:
        Refused: `member-unknown`, `member-blocked`, `member-erased`.
    """
    with till.store.read() as reading:
        known = read_member(till, reading, member)
        record = reading.members.by_id(known.holder)
        force = in_force(till, reading)
        program = force.program
        holders = (known.member, *(each.member for each in known.household))
        names = {each.member: each.name for each in known.household}
        seen = reading.consents_seen.of_member(known.holder)
        kept = tuple(each for each in reading.deeds_out.aside_of(known.holder) if each.kind != "apology")
        untaken = consents_with((), kept)
        return MemberPage(
            member=known,
            kept=kept,
            consents=tuple(each for each in seen.said if each not in untaken),
            consents_as_of=seen.as_of,
            e164="" if record is None else record.e164 or "",
            cards=tuple(
                PageCard(
                    number=each.number,
                    active=each.state == "active",
                    of=names.get(each.member, ""),
                    why=each.why,
                )
                for holder in holders
                for each in reading.members.cards_of(holder)
            ),
            stamp_cards=_stamp_cards(program, known),
            memberships=_memberships(program, known),
            voucher_names=_voucher_names(program, known),
            point_worth=Money(0) if program is None else program.points_at(force.store).worth,
            measure=None if program is None else program.standing.measure,
            tiers=() if program is None else program.tiers,
            adjusts_alone=None if program is None else program.limits.manager_over.points_adjusted,
            benefits=benefits_of(program, known, till.clock.now().astimezone(force.zone)),
            sales=reading.sale_search.of_member(known.member),
            apologies=apologies_of(program),
            acquainted=_acquainted(reading, known),
            promised=promised_to(reading, program, known.member),
        )


def have_deed_done(
    till: Till, deed: MemberDeed, ask: "Callable[[MemberDeed], MemberDeedDone]"
) -> MemberDeedDone:
    """Have the server do it, once; the till hears of what came of it, and its journal says who did what.

    Raises:
        Unavailable: as `have_done`; `deed-not-written`: it is done, and only the journal does not say so.
        Refused: `members-lent-here`: it is this till's own open sale that holds the points; else as
            `have_done`.
    """
    try:
        done = have_done(lambda: ask(deed), OURS)
    except Refused as refusal:
        open_sale = load_draft(till) if refusal.code == OURS["points-lent"] else None
        buyer = None if open_sale is None else open_sale.member
        if buyer is None or buyer.member != member_by_id(till, deed.member).member:
            raise
        raise Refused("members-lent-here", name=buyer.name) from refusal
    write_decided(
        till, deed.deed, lambda unit: write_down(unit, deed, done.earlier), not_saved="deed-not-written"
    )
    till.nudge_sync()
    return done


def _stamp_cards(program: "Program | None", known: "AttachedMember") -> tuple[PageStamps, ...]:
    """Those that the program in force has; stamps of one that it has no more buy nothing."""
    return tuple(
        PageStamps(name=each.name, have=known.stamps[each.id], goal=each.goal)
        for each in (() if program is None else program.stamp_cards)
        if each.id in known.stamps
    )


def _memberships(program: "Program | None", known: "AttachedMember") -> tuple[str, ...]:
    names = {each.id: each.name for each in (() if program is None else program.memberships)}
    return tuple(names.get(each, each) for each in known.memberships)


def _voucher_names(program: "Program | None", known: "AttachedMember") -> dict[str, str]:
    held = {*known.vouchers.values()}
    return {each.id: each.name for each in (() if program is None else program.promotions) if each.id in held}


def _acquainted(reading: "Reading", known: "AttachedMember") -> dict[str, str]:
    """The names of who recommended the member and of the friends they brought last."""
    if known.kept is None:
        return {}
    friends = [each.id for each in known.kept.friends[-MOST_FRIENDS:]]
    by = [] if known.kept.recommendation is None else [known.kept.recommendation.by]
    return {each.member: each.name for each in reading.members.by_ids([*by, *friends]) if each.name}


def names_kept_for(till: Till) -> tuple[str, ...]:
    """Names of members of whom this till keeps a note or a consent that the server will not take."""
    with till.store.read() as reading:
        members = dict.fromkeys(reading.deeds_out.members_aside())
        known = reading.members.by_ids(list(members)[:MOST_NAMED])
    return tuple(each.name for each in known)


def take_file(till: Till, file: MemberFileAnswer) -> MemberFileAnswer:
    """The server's file, with what was agreed to here and has not reached it; for when no server answers.

    What it shows to be done, and this till had heard no answer about, is in the journal then.

    Raises:
        Unavailable: as `Store.write`.
    """
    whole, now = _with_own_consents(till, file), till.clock.now()
    member = file.member.member
    with till.store.write() as unit:
        for holder in (member, *(each.member for each in file.persons)):
            said = tuple(
                {name: value for name, value in each.items() if name != "person"}
                for each in whole.consents
                if each.get("person", member) == holder
            )
            unit.consents_seen.put(holder, SeenConsents(said, now))
        heard = hear_of(unit, file.deeds)
    if heard:
        end_asking(till, heard)
    till.nudge_sync()
    return whole


def _with_own_consents(till: Till, file: MemberFileAnswer) -> MemberFileAnswer:
    member = file.member.member
    persons = [each.member for each in file.persons]
    with till.store.read() as reading:
        own = [(each, reading.deeds_out.of_member(each)) for each in (member, *persons)]
    consents = file.consents
    for holder, deeds in own:
        added = consents_with((), deeds)
        consents += tuple({**each, "person": holder} for each in added) if holder != member else added
    return replace(file, consents=consents)


def save_export(
    folder: Path,
    document: JsonObject,
    wording: "Wording",
    *,
    tiers: Mapping[str, str],
    name: str,
    stamp_cards: StampCards = NO_STAMP_CARDS,
) -> Path:
    """Write what the house holds of one person as two files, for programs and for people; gives the second.

    Nobody but who runs the till can read them.

    Raises:
        Unavailable: `export-not-written` (path, why).
    """
    page = folder / f"{name}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(document, ensure_ascii=False, indent=2)
        read = export_page(document, wording, tiers=tiers, beside=f"{name}.json", stamp_cards=stamp_cards)
        for path, content in ((folder / f"{name}.json", text), (page, read)):
            replace_file(path, content.encode(), mode=_MODE)
    except OSError as error:
        raise Unavailable(
            "export-not-written", retry=True, path=str(folder), why=error.strerror or str(error)
        ) from error
    return page


def export_wording(till: Till, language: Language) -> "Wording":
    """How an export of this store is put into words of a language."""
    from terminal.receipts.wording import Wording

    force = in_force_now(till)
    return Wording(Catalogue.load(language), force.settings.currency, force.zone)


def stamp_cards_of(till: Till) -> StampCards:
    """What the program in force calls its stamp cards, and how many stamps fill each, by their ids."""
    program = in_force_now(till).program
    return {} if program is None else {each.id: (each.name, each.goal) for each in program.stamp_cards}


def tier_names(till: Till) -> dict[str, str]:
    """What the program in force calls its tiers, by their ids."""
    program = in_force_now(till).program
    return {} if program is None else {each.id: each.name for each in program.tiers}
