"""Everything the house holds of one person, as one document that they can take home.

Nothing of anybody else is in it, and no secret of the house: no keys, no hashes, no PIN.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import BenefitUseRow, DeedRow, MemberFileAnswer
from server.clock import moment_text
from server.context import Server
from server.model import KnownSale
from server.store.adjustments import list_adjustments
from server.store.database import Connection
from server.store.members import cards_of, load_profiles, load_purchases
from server.store.sales import known_sales_where
from server.store.tables.journal import sales
from server.usecases.benefit_rows import list_uses
from server.usecases.households import doubles_of
from server.usecases.member_file import read_file
from server.usecases.told_deeds import told_deeds

FORMAT: Final = "loyaltill-person"
_ALL: Final = 100_000
_IDS_OF_STAFF: Final = frozenset({"operator", "approver"})


def person_document(connection: Connection, server: Server, tenant: str, member: str) -> JsonObject:
    """The document; of one who shares a household what is theirs, and the balance that they share.

    Raises:
        Refused: `member-unknown`, `member-erased`, `household-person` (name one of those who share it).
    """
    file = read_file(connection, server, tenant, member, skip=0, most=_ALL)
    who = [file.member.member, *(each.member for each in file.aliases)]
    known = known_sales_where(connection, (sales.c.tenant == tenant) & sales.c.member.in_([*who, member]))
    own, receipts = file, sorted(known.values(), key=lambda each: each.at)
    if file.persons:
        receipts = [each for each in receipts if member in {each.body.person, each.body.member}]
        own = _of_person(connection, server, tenant, file, member, receipts)
    theirs = {each.body.sale for each in receipts}
    bought = load_purchases(connection, tenant, who, since=None)
    shared: JsonObject = {"household_points": file.member.points} if file.persons else {}
    return {
        "format": FORMAT,
        "version": 1,
        "written_at": moment_text(server.clock.now()),
        "member": own.member.to_json(),
        **shared,
        "enrolled_at": own.enrolled_at,
        "cards": [each.to_json() for each in own.cards],
        "movements": [each.to_json() for each in own.movements],
        "benefits_used": [each.to_json() for each in own.uses],
        "consents": list(own.consents),
        "merged": [each.to_json() for each in own.aliases],
        "done_with_the_file": [_for_the_person(each) for each in own.deeds],
        "purchases": [
            {"sale": each.sale, "at": moment_text(each.at), "spend": each.spend, "points": each.points}
            for purchases in bought.values()
            for each in purchases.values()
            if not file.persons or each.sale in theirs
        ],
        "receipts": [{"at": moment_text(each.at), "sale": each.body.to_json()} for each in receipts],
    }


def _of_person(
    connection: Connection,
    server: Server,
    tenant: str,
    file: MemberFileAnswer,
    person: str,
    receipts: Sequence[KnownSale],
) -> MemberFileAnswer:
    """What of a household's file is one person's: nothing that names another."""
    mine = next((each for each in file.persons if each.member == person), None)
    if mine is None:
        raise Refused("household-person", member=person)
    labels = {each.body.receipt.label for each in receipts if each.body.receipt is not None}
    doubles = set(doubles_of(connection, tenant, person))
    by_hand = {
        (moment_text(each.at), each.points, each.reason)
        for one in (person, *doubles)
        for each in list_adjustments(connection, tenant, one)
    }
    return replace(
        file,
        member=mine,
        enrolled_at=moment_text(load_profiles(connection, tenant, [person])[person].enrolled_at),
        cards=cards_of(connection, tenant, person),
        movements=tuple(
            each
            for each in file.movements
            if (each.at, each.points, each.reason) in by_hand or (each.receipt and each.receipt in labels)
        ),
        consents=tuple(each for each in file.consents if each.get("person") == person),
        uses=_uses_of_person(connection, server, tenant, file.member.member, person),
        aliases=tuple(each for each in file.aliases if each.member in doubles),
        deeds=tuple(replace(each, other="") for each in told_deeds(connection, server, tenant, [person])),
    )


def _for_the_person(deed: DeedRow) -> JsonObject:
    """What was done with their file, by whom by name: staff's ids and others' names are not theirs."""
    said = replace(deed, other="").to_json()
    return {name: value for name, value in said.items() if name not in _IDS_OF_STAFF}


def _uses_of_person(
    connection: Connection, server: Server, tenant: str, pool: str, person: str
) -> tuple[BenefitUseRow, ...]:
    """Before they shared anything, and of what is shared what they used themselves; the newest first."""
    alone = list_uses(connection, server, tenant, [person])
    shared = list_uses(connection, server, tenant, [pool], person=person)
    return tuple(sorted((*alone, *shared), key=lambda each: each.at, reverse=True))
