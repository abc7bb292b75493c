"""Every table of the server, in one `metadata`, in families by what their keys begin with.

`table.info["family"]` says which: **member** (tenant, member): ledger, balances, leases, persons. **till**
(tenant, till, incarnation): journals. **feed** (tenant, shard). **directory** (tenant, …): what finds a
member. **tenant** (tenant, …): set up by people, small. **reference**: small, the same everywhere. No foreign
key and no sequence crosses a family, so the schema can be spread over machines by tenant and member; a test
walks the metadata and holds that.
"""

from server.store.tables import feed, gift_cards, journal, keeping, ledger, members, tenancy
from server.store.tables.base import metadata

__all__ = ["feed", "gift_cards", "journal", "keeping", "ledger", "members", "metadata", "tenancy"]
