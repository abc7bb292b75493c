"""Members and cards as they are written into the directory: told by the server, or enrolled here.

A new till takes in a million of them, a page at a time: every statement here is compiled once and run for a
whole page at once. Finding and reading them is in `members`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import Connection, text
from sqlalchemy.dialects.sqlite import insert

from loyalty.identity.names import fold, given_name, tidy
from loyalty.wire.feed import CardRow, MemberState
from loyalty.wire.native import text_of
from terminal.store.name_forms import NameForms
from terminal.store.prepared import Prepared
from terminal.store.tables.members import cards, members

ABOUT: Final = "about"
"""What of the standing is the person's: it goes when they are forgotten."""
STANDING: Final = tuple(
    each.name
    for each in fields(MemberState)
    if each.name not in {"member", "state", "alias_of", "person", "revision"}
)
"""What the body holds; the rest has columns of its own."""
_PAGE: Final = 1_000

_HELD = Prepared(
    text(
        "SELECT member, folded, revision, state FROM members"
        " WHERE member IN (SELECT value FROM json_each(:wanted))"
    )
)
_PUT = insert(members)
_UPSERT = Prepared(
    _PUT.on_conflict_do_update(
        index_elements=[members.c.member],
        set_={
            column.name: _PUT.excluded[column.name]
            for column in members.c
            if column.name not in {"row", "member"}
        },
    )
)
_PUT_CARD = insert(cards)
_UPSERT_CARD = Prepared(
    _PUT_CARD.on_conflict_do_update(
        index_elements=[cards.c.number],
        set_={
            "member": _PUT_CARD.excluded.member,
            "active": _PUT_CARD.excluded.active,
            "why": _PUT_CARD.excluded.why,
        },
    )
)


def put_states(connection: Connection, states: Iterable[MemberState]) -> None:
    """Take members as the server describes them; what is older than what is held is passed over.

    Whoever was forgotten here stays so, whatever a server says that was put back to a time before.
    """
    page: dict[str, MemberState] = {}
    for state in states:
        held = page.get(state.member)
        if held is None or state.revision > held.revision:
            page[state.member] = state
        if len(page) >= _PAGE:
            _put_page(connection, page)
            page = {}
    if page:
        _put_page(connection, page)


def put_enrolled(
    connection: Connection,
    *,
    member: str,
    name: str,
    e164: str,
    phone_text: str,
    standing: Mapping[str, Any],
) -> None:
    """Take a member who was enrolled here, at revision 0: the server's first word replaces it."""
    row = {
        "row": None,
        "member": member,
        "state": "active",
        "alias_of": None,
        "birthday": None,
        "revision": 0,
        "body": json.dumps(standing, ensure_ascii=False),
    }
    _write(connection, [row | name_columns(name=name, e164=e164, phone_text=phone_text)], {})


def put_cards(connection: Connection, rows: Iterable[CardRow]) -> None:
    """Take cards the server sent."""
    values = [
        {"number": row.number, "member": row.member, "active": int(row.state == "active"), "why": row.why}
        for row in rows
    ]
    _UPSERT_CARD.run_all(connection, values)


def name_columns(*, name: str, e164: str | None, phone_text: str) -> dict[str, Any]:
    """What somebody is found and called by, as the columns have it."""
    folded = fold(name)
    return {
        "name": name,
        "folded": folded,
        "given": given_name(folded),
        "e164": e164,
        "e164_reversed": None if e164 is None else e164[::-1],
        "phone_text": phone_text,
    }


def _put_page(connection: Connection, page: Mapping[str, MemberState]) -> None:
    held = _HELD.all(connection, {"wanted": json.dumps(list(page))})
    revisions = {member: revision for member, _, revision, _ in held}
    forgotten = {member for member, _, _, state in held if state == "erased"}
    fresh = [
        _columns(state)
        for state in page.values()
        if state.revision > revisions.get(state.member, -1)
        and (state.state == "erased" or state.member not in forgotten)
    ]
    if fresh:
        _write(connection, fresh, {member: folded for member, folded, _, _ in held})


def _write(connection: Connection, rows: list[dict[str, Any]], folded_before: Mapping[str, str]) -> None:
    """Upsert, and keep the names in step with what became of them."""
    _UPSERT.run_all(connection, rows)
    changed = {row["member"]: row["folded"] for row in rows}
    before = {member: folded for member, folded in folded_before.items() if folded != changed.get(member)}
    forms = NameForms(connection)
    forms.add(folded for member, folded in changed.items() if folded_before.get(member) != folded)
    forms.drop_unused(before.values())


def _columns(state: MemberState) -> dict[str, Any]:
    person = state.person
    body = {name: getattr(state, name) for name in STANDING}
    if person is not None:
        body[ABOUT] = {"email": person.email, "notes": person.notes}
    columns = {
        "row": None,
        "member": state.member,
        "state": "person" if state.is_person else state.state,
        "alias_of": state.alias_of,
        "birthday": None if person is None else person.birthday,
        "revision": state.revision,
        "body": text_of(body),
    }
    columns |= name_columns(
        name="" if person is None else tidy(person.name),
        e164=None if person is None else person.phone,
        phone_text="" if person is None else person.phone_text,
    )
    return columns if state.household is None else columns | {"folded": "", "given": ""}
