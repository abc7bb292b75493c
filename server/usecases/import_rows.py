"""What a row of a file means for the members there are: who it is about, what is new, what cannot be. Pure.

Rows come one after the other and see what the ones before them did, so that a file with two cards of one
member, or with a member twice, comes out as it would row by row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from loyalty.errors import Refused
from loyalty.identity import phones
from loyalty.identity.card_rules import CardRules
from loyalty.identity.codes import MemberCard, classify, cleaned
from loyalty.identity.phones import Phone
from loyalty.program import Program
from loyalty.units import Money, Points
from loyalty.wire.canonical import WireRefused
from loyalty.wire.feed import CardRow, PersonState
from loyalty.wire.importing import ImportRow, Outcome, RowDone
from loyalty.wire.messages import BIRTHDAY_FORM
from server.books.model import Books, Cause
from server.ids import new_id
from server.model import MemberFile
from server.usecases.admin.opening import (
    CardState,
    Newcomer,
    open_points,
    open_wallet,
    opening_lot,
)

MOST_VISITS: Final = 3_660
_LEAP_YEAR: Final = 2000
_NOBODY_YET: Final = PersonState(name="", phone=None, phone_text="", birthday=None)
"""Somebody whose till has not told yet who they are."""
Lots = Mapping[str, Mapping[str, Points]]


class RowRefused(Exception):
    """This row is not written: for which column, why, and what is so."""

    def __init__(self, column: str, code: str, value: str = "") -> None:
        super().__init__(code)
        self.column = column
        self.code = code
        self.value = value


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadImport:
    """A row whose texts were read anew here: a till's word is not taken for what a phone number is."""

    row: ImportRow
    phone: Phone | None = None
    fault: RowRefused | None = None


def read_row(row: ImportRow, *, region: str, rules: CardRules) -> ReadImport:
    """The row as it can be, or what is wrong with it."""
    try:
        phone = _phone(row, region)
        _check_cards(row, rules)
        _check_birthday(row.birthday)
    except RowRefused as fault:
        return ReadImport(row=row, fault=fault)
    name, email = cleaned(row.name), cleaned(row.email)
    return ReadImport(row=replace(row, name=name, email=email), phone=phone)


def _phone(row: ImportRow, region: str) -> Phone | None:
    if not row.phone:
        return None
    try:
        return phones.parse(row.phone, region=region)
    except Refused as refusal:
        raise RowRefused("phone", refusal.code, row.phone) from refusal


def _check_cards(row: ImportRow, rules: CardRules) -> None:
    for card in row.cards:
        if classify(card.number, old_cards=rules) != MemberCard(card.number, holds=True):
            raise RowRefused("card", "card", card.number)
    if not (row.phone or row.cards):
        raise RowRefused("phone", "nobody")


def _check_birthday(text: str) -> None:
    if not text:
        return
    try:
        BIRTHDAY_FORM.read(text)
        date.fromisoformat(text if len(text) > len("11-21") else f"{_LEAP_YEAR}-{text}")
    except (WireRefused, ValueError) as error:
        raise RowRefused("birthday", "date", text) from error


@dataclass(slots=True, kw_only=True)
class Importing:
    """Rows taken one by one; what there is to write of them is in the fields below `money`."""

    program: Program
    version: int
    now: datetime
    files: Mapping[str, MemberFile]
    phones: Mapping[str, list[str]]
    cards: Mapping[str, CardRow]
    lots: Lots
    money: Lots
    sharers: Mapping[str, PersonState]
    """Who shares a household, by their phone numbers."""
    newcomers: dict[str, Newcomer] = field(default_factory=dict[str, Newcomer])
    persons: set[str] = field(default_factory=set[str])
    fresh_phones: dict[str, str] = field(default_factory=dict[str, str])
    fresh_cards: dict[str, tuple[str, CardState]] = field(default_factory=dict[str, tuple[str, CardState]])
    about: dict[int, str] = field(default_factory=dict[int, str])
    """The member that each line is about."""
    _given: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def take(self, read: ReadImport) -> RowDone:
        """Let a row become so, and say what became of it; nothing of one that is refused is so."""
        row = read.row
        try:
            if read.fault is not None:
                raise read.fault
            outcome = self._take(read)
        except RowRefused as refused:
            return RowDone(row.line, "refused", refused.column, refused.code, refused.value)
        is_written = outcome in {"new", "changed"}
        points, wallet = self._opened(row) if is_written else (0, 0)
        return RowDone(row.line, outcome, points=points, wallet=wallet)

    def _opened(self, row: ImportRow) -> tuple[int, int]:
        member = self.about[row.line]
        points = (row.points or 0) if (member, f"points-{row.line}") in self._given else 0
        wallet = (row.wallet or 0) if (member, f"wallet-{row.line}") in self._given else 0
        return points, wallet

    def _take(self, read: ReadImport) -> Outcome:
        if read.row.wallet and self.program.wallet is None:
            raise RowRefused("wallet", "wallet-none")
        member = self._member_of(read)
        if member is None:
            return self._enrol(read)
        self.about[read.row.line] = member
        if member in self.newcomers:
            return self._add_to_newcomer(member, read)
        return self._change(member, read)

    def _member_of(self, read: ReadImport) -> str | None:
        """Whom the row is about; by phone before by card, and never two."""
        by_phone = self._by_phone(read.phone)
        by_card = {self._holder(card.number) for card in read.row.cards} - {None}
        if by_phone is not None:
            by_card.discard(by_phone)
            if by_card:
                raise RowRefused("card", "card-of-another", read.row.cards[0].number)
            return by_phone
        if len(by_card) > 1:
            raise RowRefused("card", "cards-of-two", read.row.cards[0].number)
        return by_card.pop() if by_card else None

    def _by_phone(self, phone: Phone | None) -> str | None:
        if phone is None:
            return None
        fresh = [
            member
            for member, each in self.newcomers.items()
            if each.phone is not None and each.phone.e164 == phone.e164
        ]
        living = [each for each in self.phones.get(phone.e164, ()) if self._is_there(each)]
        changed = [member for member, e164 in self.fresh_phones.items() if e164 == phone.e164]
        return next(iter([*fresh, *changed, *living]), None)

    def _is_there(self, member: str) -> bool:
        file = self.files.get(member)
        return file is not None and file.profile is not None and file.profile.state in {"active", "blocked"}

    def _holder(self, number: str) -> str | None:
        if number in self.fresh_cards:
            return self.fresh_cards[number][0]
        for member, each in self.newcomers.items():
            if number in dict(each.cards):
                return member
        held = self.cards.get(number)
        return None if held is None else held.member

    def _enrol(self, read: ReadImport) -> Outcome:
        row = read.row
        if not row.name:
            raise RowRefused("name", "member-unknown", row.phone or row.cards[0].number)
        measure = max(row.measure, self._tier_at(row.tier))
        if self.program.standing.measure == "visits" and measure > MOST_VISITS:
            raise RowRefused("measure", "number-most", str(MOST_VISITS))
        member = new_id(self.now)
        self.newcomers[member] = Newcomer(
            name=row.name,
            phone=read.phone,
            birthday=row.birthday or None,
            email=row.email,
            cards=tuple((card.number, card.state) for card in row.cards),
            points=Points(row.points or 0),
            wallet=Money(row.wallet or 0),
            measure=measure,
            purchases=row.purchases,
        )
        self.about[row.line] = member
        self._gave(member, row)
        return "new"

    def _tier_at(self, word: str) -> int:
        """The measure at which a tier begins."""
        folded = word.casefold()
        for tier in self.program.tiers:
            if folded in {tier.id.casefold(), tier.name.casefold()}:
                return tier.at
        if word:
            raise RowRefused("tier", "tier", word)
        return 0

    def _add_to_newcomer(self, member: str, read: ReadImport) -> Outcome:
        """A second row about somebody whom this chunk brought: another card, or the balance."""
        row, known = read.row, self.newcomers[member]
        if (row.points and known.points) or (row.wallet and known.wallet):
            raise RowRefused("points" if row.points else "wallet", "opening-given", str(known.points))
        cards = {**dict(known.cards), **{card.number: card.state for card in row.cards}}
        self.newcomers[member] = fresh = replace(
            known,
            cards=tuple(cards.items()),
            points=known.points or Points(row.points or 0),
            wallet=known.wallet or Money(row.wallet or 0),
        )
        self._gave(member, row)
        return "unchanged" if fresh == known else "changed"

    def _change(self, member: str, read: ReadImport) -> Outcome:
        row, file = read.row, self.files[member]
        if not self._is_there(member):
            raise RowRefused("phone", "member-gone")
        if file.profile is not None and file.profile.household is not None:
            return self._leave_household(read)
        held = file.person or _NOBODY_YET
        person = self._person(held, read)
        points = self._opening(member, row.points, self.lots, file.books, "points")
        wallet = self._opening(member, row.wallet, self.money, file.wallet, "wallet")
        cards: dict[str, CardState] = {
            card.number: card.state for card in row.cards if self._differs(card.number, card.state)
        }
        if person == held and not (points or wallet or cards):
            return "unchanged"
        if person != held:
            self._write_person(member, file, person)
        self.fresh_cards |= {number: (member, state) for number, state in cards.items()}
        cause = Cause(operation="opening", at=self.now, store=None, program_version=self.version)
        open_points(file.books, member, Points(points), self.program, cause)
        if wallet:
            open_wallet(file.wallet, member, Money(wallet), cause)
        self._gave(member, replace(row, points=points, wallet=wallet))
        return "changed"

    def _leave_household(self, read: ReadImport) -> Outcome:
        """A household has nobody's name and number, and its persons are changed on their own pages."""
        row, held = read.row, self.sharers.get("" if read.phone is None else read.phone.e164)
        cards = [card for card in row.cards if self._differs(card.number, card.state)]
        if held is None or row.points or row.wallet or cards:
            raise RowRefused("phone", "household-person")
        if replace(self._person(held, read), phone_text=held.phone_text) != held:
            raise RowRefused("phone", "household-person")
        return "unchanged"

    def _write_person(self, member: str, file: MemberFile, person: PersonState) -> None:
        self.persons.add(member)
        if person.phone and (file.person is None or person.phone != file.person.phone):
            self.fresh_phones[member] = person.phone
        file.person = person

    def _person(self, held: PersonState, read: ReadImport) -> PersonState:
        row, phone = read.row, read.phone
        if phone is not None and held.phone and held.phone != phone.e164:
            raise RowRefused("phone", "phone-differs", row.phone)
        return replace(
            held,
            name=row.name or held.name,
            phone=held.phone or (phone.e164 if phone else None),
            phone_text=held.phone_text or (phone.text if phone else ""),
            birthday=row.birthday or held.birthday,
            email=row.email or held.email,
        )

    def _differs(self, number: str, state: CardState) -> bool:
        """Whether a card is new or to be blocked; no file makes a blocked one good again."""
        held = self.cards.get(number)
        now = self.fresh_cards[number][1] if number in self.fresh_cards else held and held.state
        return now is None or (now == "active" and state == "blocked")

    def _opening(self, member: str, wanted: int | None, lots: Lots, books: Books, column: str) -> int:
        """What is to be given; 0 where it was given, or is there. Refused where something moved before."""
        had = lots.get(member, {})
        was_given = any(given == (member, column) for given in self._given)
        if not wanted or had.get(opening_lot(member)) == wanted:
            return 0
        if opening_lot(member) in had or was_given:
            raise RowRefused(column, "opening-given", str(had.get(opening_lot(member), wanted)))
        if had and books.balance(self.now) != wanted:
            raise RowRefused(column, "opening-late", str(books.balance(self.now)))
        return 0 if had else wanted

    def _gave(self, member: str, row: ImportRow) -> None:
        for column, amount in (("points", row.points), ("wallet", row.wallet)):
            if amount:
                self._given |= {(member, column), (member, f"{column}-{row.line}")}
