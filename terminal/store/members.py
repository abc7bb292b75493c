"""Members and their cards, as the server last described them or as they were enrolled here.

What a member can be found by is in columns with an index; the rest is one JSON body. Finding by name is in
`member_search`, writing in `member_intake`. Balances here are the server's: what this till added since is in
`sales`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import Connection, bindparam, delete, func, literal_column, select, update

from loyalty.wire.feed import CardRow, MemberState
from terminal.store.consents_seen import ConsentsSeen
from terminal.store.deeds_asked import DeedsAsked
from terminal.store.deeds_out import DeedsOut
from terminal.store.member_intake import ABOUT, name_columns, put_cards, put_enrolled, put_states
from terminal.store.name_forms import NameForms
from terminal.store.prepared import Prepared
from terminal.store.tables.members import ASKING, cards, members, persons_out

State = Literal["active", "alias", "person", "blocked", "erased"]
"""A `person` is an alias who shares a household: found like a member, and stands for all who share it."""

_COLUMNS = (
    members.c.row,
    members.c.member,
    members.c.state,
    members.c.alias_of,
    members.c.name,
    members.c.e164,
    members.c.birthday,
    members.c.revision,
    members.c.body,
)
_BY_ID = Prepared(select(*_COLUMNS).where(members.c.member == bindparam("member")))
_IS_ACTIVE = (members.c.state == literal_column("'active'")) | (members.c.state == literal_column("'person'"))
_BY_CARD = Prepared(
    select(*_COLUMNS, cards.c.number, cards.c.active)
    .join_from(cards, members, cards.c.member == members.c.member)
    .where(cards.c.number == bindparam("number"))
)
_BY_PHONE = Prepared(
    select(*_COLUMNS).where(members.c.e164 == bindparam("e164"), _IS_ACTIVE).limit(bindparam("most"))
)
_MERGED_BY_PHONE = Prepared(
    select(*_COLUMNS)
    .where(members.c.e164 == bindparam("e164"), members.c.state == literal_column("'alias'"))
    .limit(literal_column("1"))
)
_BY_PHONES = (
    select(*_COLUMNS)
    .where(members.c.e164.in_(bindparam("numbers", expanding=True)), _IS_ACTIVE)
    .limit(bindparam("most"))
)
_BY_TAIL = (
    select(*_COLUMNS)
    .where(
        members.c.e164_reversed >= bindparam("from"),
        members.c.e164_reversed < bindparam("below"),
        _IS_ACTIVE,
    )
    .order_by(members.c.e164_reversed)
    .limit(bindparam("most"))
)
_CARD = select(cards.c.member, cards.c.active).where(cards.c.number == bindparam("number"))
_CARDS_OF = (
    select(cards.c.number)
    .where(cards.c.member == bindparam("member"), cards.c.active == 1)
    .order_by(cards.c.number.desc())
    .limit(1)
)
_WALK = (
    select(*_COLUMNS)
    .where(members.c.row > bindparam("last"), members.c.state.in_(("active", "person", "blocked")))
    .order_by(members.c.row)
    .limit(bindparam("most"))
)
_CARDS_OF_MANY = (
    select(cards.c.number, cards.c.member, cards.c.active, cards.c.why)
    .where(cards.c.member.in_(bindparam("members", expanding=True)))
    .order_by(cards.c.number)
)
_FOLDED = select(members.c.folded).where(members.c.member == bindparam("member"))
_FORGET_REVISIONS = update(members).values(revision=0)
_PAGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord:
    """A member as the row holds one. `standing` is the JSON body: tier, points, lots and so on.

    `card` is the one that was looked up; None where the member was found in another way.
    """

    row: int
    member: str
    state: State
    alias_of: str | None
    name: str
    e164: str | None
    birthday: str | None
    revision: int
    standing: Mapping[str, Any]
    card: str | None


class Members:
    """The directory of this store's members."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_id(self, member: str) -> MemberRecord | None:
        """The member of that id, whatever its state."""
        row = _BY_ID.first(self._connection, {"member": member})
        return None if row is None else _record(row)

    def by_card(self, number: str) -> tuple[MemberRecord, bool] | None:
        """The holder of a card, and whether the card may be used."""
        row = _BY_CARD.first(self._connection, {"number": number})
        return None if row is None else (_record(row[:-2], card=row[-2]), bool(row[-1]))

    def by_phone(self, e164: str, *, most: int = 20) -> tuple[MemberRecord, ...]:
        """The active members with that whole number; more than one only until the server has merged them.

        Where there is none, an alias that has it: whoever was enrolled twice may name either number.
        """
        found = _BY_PHONE.all(self._connection, {"e164": e164, "most": most})
        found = found or _MERGED_BY_PHONE.all(self._connection, {"e164": e164})
        return tuple(_record(row) for row in found)

    def by_phones(self, numbers: Sequence[str], *, most: int) -> tuple[MemberRecord, ...]:
        """The active members with any of those numbers."""
        found = self._connection.execute(_BY_PHONES, {"numbers": list(numbers), "most": most})
        return tuple(_record(row) for row in found)

    def by_phone_tail(self, digits: str, *, most: int) -> tuple[MemberRecord, ...]:
        """The active members whose number ends in `digits`."""
        start = digits[::-1]
        span = {"from": start, "below": start + ":", "most": most}
        return tuple(_record(row) for row in self._connection.execute(_BY_TAIL, span))

    def by_rows(self, rows: Sequence[int]) -> tuple[MemberRecord, ...]:
        """The active members in those rows, in no order; for `member_search`."""
        query = select(*_COLUMNS).where(members.c.row.in_(rows), _IS_ACTIVE)
        return tuple(_record(row) for row in self._connection.execute(query))

    def by_ids(self, wanted: Sequence[str]) -> tuple[MemberRecord, ...]:
        """Those of these members that are here, whatever their state, in the order they are named."""
        rows = self._connection.execute(select(*_COLUMNS).where(members.c.member.in_(wanted)))
        found = {record.member: record for record in map(_record, rows)}
        return tuple(found[each] for each in wanted if each in found)

    def asking(self) -> tuple[MemberRecord, ...]:
        """Who has asked for something about their own data; what of it was done stands in their notes."""
        query = select(*_COLUMNS).where(ASKING, members.c.state.in_(("active", "person", "blocked")))
        return tuple(_record(row) for row in self._connection.execute(query))

    def card_is_known(self, number: str) -> bool:
        """Whether the card was ever seen here."""
        return self._connection.execute(_CARD, {"number": number}).first() is not None

    def card_of(self, member: str) -> str | None:
        """The number of a card that the member can use, of our own before an old one; None without any."""
        return self._connection.execute(_CARDS_OF, {"member": member}).scalar_one_or_none()

    def cards_of(self, member: str) -> tuple[CardRow, ...]:
        """All cards of the member, those that can be used first."""
        query = (
            select(cards.c.number, cards.c.active, cards.c.why)
            .where(cards.c.member == member)
            .order_by(cards.c.active.desc(), cards.c.number)
        )
        return tuple(
            CardRow(row.number, member, "active" if row.active else "blocked", row.why)
            for row in self._connection.execute(query)
        )

    def walk(self) -> Iterator[tuple[MemberRecord, tuple[CardRow, ...]]]:
        """Every member who is one and every person of a household, with all cards, in the order they came.

        A page at a time.
        """
        last = 0
        while True:
            found = [_record(row) for row in self._connection.execute(_WALK, {"last": last, "most": _PAGE})]
            held: dict[str, list[CardRow]] = {each.member: [] for each in found}
            for row in self._connection.execute(_CARDS_OF_MANY, {"members": list(held)}):
                card = CardRow(row.number, row.member, "active" if row.active else "blocked", row.why)
                held[row.member].append(card)
            yield from ((each, tuple(held[each.member])) for each in found)
            if len(found) < _PAGE:
                return
            last = found[-1].row

    def put(self, states: Iterable[MemberState]) -> None:
        """Take members as the server describes them; what is older than what is held is passed over."""
        put_states(self._connection, states)

    def add(self, *, member: str, name: str, e164: str, phone_text: str, standing: Mapping[str, Any]) -> None:
        """Take a member who was enrolled here, at revision 0: the server's first word replaces it."""
        put_enrolled(
            self._connection, member=member, name=name, e164=e164, phone_text=phone_text, standing=standing
        )

    def put_cards(self, rows: Iterable[CardRow]) -> None:
        """Take cards the server sent."""
        put_cards(self._connection, rows)

    def forget_person(self, member: str) -> None:
        """Erase who the member was; the id stays, so that sums hold."""
        folded = self._connection.execute(_FOLDED, {"member": member}).scalar_one_or_none()
        if folded is None:
            return
        blank = name_columns(name="", e164=None, phone_text="")
        self._connection.execute(
            update(members)
            .where(members.c.member == member)
            .values(
                state="erased", birthday=None, body=func.json_remove(members.c.body, f"$.{ABOUT}"), **blank
            )
        )
        NameForms(self._connection).drop_unused([folded])
        self._connection.execute(delete(cards).where(cards.c.member == member))
        self._connection.execute(delete(persons_out).where(persons_out.c.member == member))
        DeedsAsked(self._connection).forget(member)
        DeedsOut(self._connection).forget(member)
        ConsentsSeen(self._connection).forget(member)

    def forget_revisions(self) -> None:
        """The feed starts over: whatever it says from here on is newer than what is held."""
        self._connection.execute(_FORGET_REVISIONS)


def _record(row: Sequence[Any], *, card: str | None = None) -> MemberRecord:
    number, member, state, alias_of, name, e164, birthday, revision, body = row
    return MemberRecord(
        row=number,
        member=member,
        state=cast("State", state),
        alias_of=alias_of,
        name=name,
        e164=e164,
        birthday=birthday,
        revision=revision,
        standing=json.loads(body),
        card=card,
    )
