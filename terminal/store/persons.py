"""Who was enrolled here and is not yet known to the server: travels beside the journal, never in it."""

from sqlalchemy import Connection, insert

from terminal.store.tables.members import persons_out

_ADD = insert(persons_out)


class Persons:
    """Person records that wait to be sent; the outbox reads and removes them."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, *, member: str, name: str, phone: str, phone_text: str) -> None:
        """Queue the record of a new member."""
        row = {"member": member, "name": name, "phone": phone, "phone_text": phone_text}
        self._connection.execute(_ADD, row | {"birthday": None, "consents": "[]"})
