"""Every table of the till's database, as SQLAlchemy Core sees it.

The journal is the truth; the rest is projected from it, or sent down by the server, or waits to be printed
or sent. The files in `schema/` make the tables; a test holds the two against each other. Ids are text
(UUIDv7), moments are UTC text as `clock.timestamp` writes it, money, points and thousandths are integers.
Not mapped: `form_words`, the full-text index of names, which only `name_forms` and `name_words` know. Some
that one module alone knows stand there: `surveys`, `deeds_asked`, `deeds_out`, `consents_seen`.
"""

from terminal.store.tables import (
    catalogue,
    drawer,
    journal,
    late_claims,
    lending,
    members,
    returns,
    sales,
    waiting,
)
from terminal.store.tables.base import metadata

__all__ = [
    "catalogue",
    "drawer",
    "journal",
    "late_claims",
    "lending",
    "members",
    "metadata",
    "returns",
    "sales",
    "waiting",
]
