"""What the journal of a till says of a day, counted by kind of event."""

from collections import Counter
from contextlib import closing
from pathlib import Path

from terminal.store.connection import connect
from tests.unit.terminal.till_kit import KEY


def events_of(folder: Path) -> Counter[str]:
    """How often each kind of event was recorded; for a till that is closed."""
    with closing(connect(folder / "till.db", KEY, read_only=True)) as raw:
        return Counter(dict(raw.execute("SELECT kind, count(*) FROM journal GROUP BY kind")))
