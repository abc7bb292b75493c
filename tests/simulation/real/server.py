"""The real server: its use cases on its database, one process that dies where the day says so."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Connection, select

from loyalty.errors import Refused
from loyalty.wire.messages import SyncAnswer, SyncRequest
from loyalty.wire.refunding import RefundLockAnswer
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from server.context import Server
from server.model import TillAccount
from server.store.tables.ledger import LEDGERS
from server.store.tills import find_till
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.gifts import set_gift_blocked
from server.usecases.admin.publish import publish_program
from server.usecases.admin.reclaim import reclaim
from server.usecases.refund_lock import ask_refund_lock
from server.usecases.rehome import rehome
from server.usecases.sync import sync
from server.usecases.taking_in import Forked as ForkFound
from tests.simulation.broken import Broken
from tests.simulation.program import text_of
from tests.simulation.real.dying import DyingDatabase
from tests.simulation.real.managing import Managing
from tests.simulation.real.putting_back import EmbeddedCopies, say_so
from tests.simulation.real.server_rows import read_state
from tests.simulation.server_state import Forked, ServerState
from tests.simulation.sides import Managed
from tests.simulation.steps import Step

NONCE = "nonce"
TENANT: Final = "tenant"


class RealServer:
    """See `tests.simulation.sides.ServerSide`. `inside` is the same server for whoever sets it up."""

    def __init__(self, inside: Server, database: DyingDatabase, copies: EmbeddedCopies | None) -> None:
        self.inside = inside
        self._database = database
        self._copies = copies
        self._state = ServerState()
        self._is_stale = True
        self._coming: Sequence[bytes] = ()
        self._answers: dict[bytes, SyncAnswer] = {}

    @property
    def die_at(self) -> str | None:
        """See `ServerSide`."""
        return self._database.die_at

    @die_at.setter
    def die_at(self, where: str | None) -> None:
        self._database.die_at = where

    @property
    def touched(self) -> tuple[str, ...]:
        """Everybody: what a transaction wrote is for the invariants to find out."""
        return (*self.state.files, *self.state.gifts)

    @property
    def state(self) -> ServerState:
        """See `ServerSide`; read anew once something may have changed."""
        if self._is_stale:
            before = self._state
            self._state = self._database.read(lambda connection: read_state(connection, before))
            self._is_stale = False
            _no_blocked_card_is_lent(before, self._state)
        return self._state

    def hears_of(self, coming: Sequence[bytes]) -> None:
        """See `ServerSide`; each is taken when its turn comes."""

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """See `ServerSide`."""
        self._is_stale = True
        with self._database.serving():
            answer = sync(self.inside, self._till(request.till), request, nonce=NONCE)
        if isinstance(answer, ForkFound):
            raise Forked(answer.seq)
        return answer

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        """See `ServerSide`."""
        self._is_stale = True
        with self._database.serving():
            return rehome(self.inside, self._till(request.till), request, nonce=NONCE)

    def ask_refund_lock(self, asking: str, key: tuple[str, str]) -> RefundLockAnswer | None:
        """See `ServerSide`; a sale without a receipt is no customer's."""
        receipt = self.state.sales[key].body.receipt
        if receipt is None:
            return None
        self._is_stale = True
        try:
            answer = ask_refund_lock(self.inside, self._till(asking), receipt.digits, nonce=NONCE)
        except Refused:
            return None
        return answer if answer.state == "given" else None

    def leases(self) -> dict[str, tuple[str, int, int]]:
        """See `ServerSide`."""
        return {
            name: (lease.state, lease.amount, lease.spent)
            for _, books in self.state.all_books()
            for name, lease in books.leases.items()
        }

    def reclaim(self, till: str) -> int:
        """See `ServerSide`."""
        freed = reclaim(self.inside, tenant=None, till=self._till(till).code)
        self._state.reclaimed.add(till)
        self._is_stale = True
        return sum(each.points for each in freed)

    def block_gift(self, card: str) -> bool:
        """See `ServerSide`."""
        gift = self.state.gifts.get(card)
        if gift is None or gift.account is None or gift.account.sold_at is None:
            return False
        blocked = gift.account.state != "blocked"
        set_gift_blocked(self.inside, tenant=None, card=card, blocked=blocked)
        self._is_stale = True
        return True

    def keep_copy(self) -> int | None:
        """See `ServerSide`."""
        return None if self._copies is None else self._copies.keep()

    def put_back(self, which: int) -> None:
        """See `ServerSide`; the versions that were published since are published again first."""
        if self._copies is None:
            raise AssertionError(f"there is no copy {which}")
        newest, before = self.state.version, self._state
        self._copies.put_back(which)
        self._state = ServerState(opening=before.opening, opening_money=before.opening_money)
        self._is_stale = True
        while self.state.version < newest:
            self.publish()
        self._database.write(lambda connection: say_so(connection, TENANT, self.inside.clock.now))
        self._is_stale = True

    def publish(self) -> int:
        """See `ServerSide`."""
        text = text_of(self.state.version + 1)
        published = publish_program(self.inside, tenant=None, text=text, name="simulated.toml")
        self._is_stale = True
        return published.version

    def manage(self, deed: Managed, step: Step) -> str:
        """See `ServerSide`."""
        done = Managing(self.inside, self.state).do(deed, step)
        self._is_stale = True
        return done

    def examine(self) -> Sequence[str]:
        """See `ServerSide`."""
        return examine_server(self.inside, tenant=None)

    def figures(self, *, but: Collection[str] = ()) -> object:
        """See `ServerSide`; what dies by time may die whenever somebody looks, and is left out."""
        state = self.state
        leases = {name: figures for name, figures in self.leases().items() if name not in but}
        claims = {name: said for name, said in state.claim_states().items() if name not in but}
        heads = {key: (chain.ack_seq, chain.state) for key, chain in state.chains.items()}
        return leases, claims, self._movements(), heads, state.quarantined, state.cards, sorted(state.sales)

    def _movements(self) -> list[str]:
        queries = [
            select(postings.c.movement).where(postings.c.kind != "expire")
            for postings in (ledger.postings for ledger in LEDGERS)
        ]

        def unit(connection: Connection) -> list[str]:
            return [str(each) for query in queries for each in connection.execute(query).scalars()]

        return sorted(self._database.read(unit))

    def _till(self, till: str) -> TillAccount:
        found = self._database.read(lambda connection: find_till(connection, till))
        if found is None:
            raise AssertionError(f"there is no {till}")
        return found


def _no_blocked_card_is_lent(before: ServerState, state: ServerState) -> None:
    for card, file in state.gifts.items():
        held = before.gifts.get(card)
        if held is None or held.account is None or held.account.state != "blocked":
            continue
        fresh = [each for name, each in file.books.leases.items() if name not in held.books.leases]
        if any(each.state == "open" for each in fresh):
            raise Broken("a blocked card is lent", card)
