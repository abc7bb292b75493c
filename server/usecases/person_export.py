"""Everything the house holds of one person, as one document that they can take home.

Nothing of anybody else is in it, and no secret of the house: no keys, no hashes, no PIN.
"""

from typing import Final

from loyalty.wire.canonical import JsonObject
from server.clock import moment_text
from server.context import Server
from server.store.database import Connection
from server.store.journal import known_sales_where
from server.store.members import load_purchases
from server.store.tables.journal import sales
from server.usecases.member_file import read_file

FORMAT: Final = "loyaltill-person"
_ALL: Final = 100_000


def person_document(connection: Connection, server: Server, tenant: str, member: str) -> JsonObject:
    """The document. Raises Refused: `member-unknown`, `member-erased`."""
    file = read_file(connection, server, tenant, member, skip=0, most=_ALL)
    who = [file.member.member, *(each.member for each in file.aliases)]
    known = known_sales_where(connection, (sales.c.tenant == tenant) & sales.c.member.in_(who))
    bought = load_purchases(connection, tenant, who, since=None)
    receipts = sorted(known.values(), key=lambda each: each.at)
    return {
        "format": FORMAT,
        "version": 1,
        "written_at": moment_text(server.clock.now()),
        "member": file.member.to_json(),
        "enrolled_at": file.enrolled_at,
        "cards": [each.to_json() for each in file.cards],
        "movements": [each.to_json() for each in file.movements],
        "consents": list(file.consents),
        "merged": [each.to_json() for each in file.aliases],
        "done_with_the_file": [each.to_json() for each in file.deeds],
        "purchases": [
            {"sale": each.sale, "at": moment_text(each.at), "spend": each.spend, "points": each.points}
            for purchases in bought.values()
            for each in purchases.values()
        ],
        "receipts": [{"at": moment_text(each.at), "sale": each.body.to_json()} for each in receipts],
    }
