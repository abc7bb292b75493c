"""The gift cards there are; what is on them is in the ledger of money, under the card's number."""

from sqlalchemy import CheckConstraint, Column, Table, Text

from server.store.tables.base import Code, Id, Moment, Whole, metadata

gift_cards = Table(
    "gift_cards",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("card", Code, primary_key=True, comment="the 16 digits of its number"),
    Column("state", Code, nullable=False),
    Column("replaced_by", Code, comment="the card that has what was on this one"),
    Column("pin_hash", Text, comment="Argon2id over the PIN with the tenant's pepper; null: it has none"),
    Column("store", Id, comment="where it was sold first; null: not yet"),
    Column("sold_at", Moment),
    Column("revision", Whole, nullable=False),
    CheckConstraint("state IN ('new', 'active', 'blocked', 'replaced')", name="state"),
    info={"family": "directory"},
)
