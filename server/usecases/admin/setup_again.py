"""What people set up, against what it says itself: programs by their hash, prices by what tills are told."""

from collections.abc import Iterator

from server.context import read_program
from server.store.catalogue import ask_versions, find_program, prices_apart
from server.store.database import Connection


def setup_faults(connection: Connection, tenant: str) -> Iterator[str]:
    """Programs that are not what was published, and goods whose price is not what tills are told."""
    for version in ask_versions(connection, tenant)():
        published = find_program(connection, tenant, version)
        if published is not None and read_program(published.text).fingerprint != published.fingerprint:
            yield f"program {version}: its text is not the one that was published"
    for sku, kept, told in prices_apart(connection, tenant):
        yield f"product {sku}: its price is {kept}, tills are told {told}"
