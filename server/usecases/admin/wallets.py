"""What is in a member's wallet, for a manager: the money, its bonus, what of it tills were lent."""

from dataclasses import dataclass

from loyalty.wire.wallet import WalletState
from server.context import Server
from server.store.database import Connection
from server.store.merges import aliases_of
from server.usecases.admin.people import Who, find_member
from server.usecases.wallet_files import load_wallets
from server.usecases.wallet_states import wallet_state

EMPTY = WalletState(balance=0, available=0, bonus=0)


@dataclass(frozen=True, slots=True)
class WalletShown:
    """Whose wallet it is, as the member is known today, and what is in it."""

    member: str
    state: WalletState

    @property
    def lent(self) -> int:
        """What of it tills may spend."""
        return self.state.balance - self.state.available


def show_wallet(server: Server, *, tenant: str | None, who: Who) -> WalletShown:
    """A member's wallet; of one who was merged, that of who stands for them.

    Raises:
        Refused: `no-such-member`, `phone-…`, `tenant-…`.
    """
    owner, named = find_member(server, tenant=tenant, who=who)

    def unit(connection: Connection) -> WalletShown:
        member = aliases_of(connection, owner, [named]).get(named, named)
        books = load_wallets(connection, owner, [member])[member]
        return WalletShown(member, wallet_state(books, server.clock.now()) or EMPTY)

    return server.database.read(unit)
