"""The server whose database is memory: one transaction a batch, all of it or nothing.

Every decision is the product's own (`server.usecases`, `server.books`); here rows are kept in dictionaries
where `server.store` keeps them in tables, in the order that `server.usecases.taking_in` fixes.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.chain import GENESIS
from loyalty.wire.claims import ClaimRefusal
from loyalty.wire.feed import MemberState
from loyalty.wire.messages import (
    CALLED_BACK,
    LeaseAsk,
    LeaseRefusal,
    Outcome,
    SyncAnswer,
    SyncRequest,
)
from loyalty.wire.refunding import RefundLockAnswer, Release, ReturnedSoFar
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from loyalty.wire.signing import ack_bytes, head_bytes
from loyalty.wire.sold import quantity_text
from server.books import leasing
from server.books.model import Cause
from server.books.pots import GIFT
from server.clock import moment_text
from server.model import (
    Chain,
    Rehoming,
    TillAccount,
)
from server.store.claims import on_the_wire
from server.usecases.claiming import called_back, claim_things
from server.usecases.incoming import named_by, operations_of, read_incoming
from server.usecases.lending import held_elsewhere, lend
from server.usecases.placing import check_envelope, find_fork, fresh_events
from server.usecases.posting import post_all
from server.usecases.sitting import Sitting
from tests.simulation.keys import confirms_till, sign_as_server
from tests.simulation.memory_answer import claims_of, leases_of, page_of
from tests.simulation.memory_load import load, load_gifts, take_persons
from tests.simulation.memory_save import freeze, keep_postings, save, touch
from tests.simulation.server_state import Forked, ServerDied, ServerState
from tests.simulation.sides import Managed
from tests.simulation.steps import Step

Now = Callable[[], datetime]


class MemoryServer:
    """One server; `die_at` says where it dies in the next batch, `touched` whom the last one changed."""

    EPOCH = "epoch-1"

    def __init__(self, now: Now) -> None:
        self.now = now
        self.state = ServerState()
        self.die_at: str | None = None
        self.tills: dict[str, TillAccount] = {}
        self.touched: tuple[str, ...] = ()
        self._orders = 0

    def add_till(self, till: str, *, store: str) -> None:
        """A paired till."""
        self.tills[till] = TillAccount(
            tenant="tenant",
            store=store,
            till=till,
            code=till,
            number=len(self.tills) + 1,
            name=till,
            state="active",
            incarnation=1,
            public_key=None,
        )
        self.state.chains[till, 1] = Chain(
            tenant="tenant", till=till, incarnation=1, ack_seq=0, ack_hash=GENESIS, state="open"
        )

    def hears_of(self, coming: Sequence[bytes]) -> None:
        """Each is taken when its turn comes."""

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """One batch in one transaction, and the answer; see `server.usecases.sync.sync`.

        Raises:
            Refused: as there.
            Forked: another journal claims what is held; an alarm stands.
            ServerDied: before or after the commit, as `die_at` says.
        """
        check_envelope(request)
        till = self.tills[request.till]
        self._check_claims(till, request)
        self._die("before its commit")
        sitting, outcomes, refused, claims_refused = self._take(till, request)
        self._die("after its commit")
        chain = self.state.chains[request.till, request.incarnation]
        leases, claims = leases_of(self.state, chain), claims_of(self.state, chain)
        members = {each.member: each for each in sitting.states()}
        statement = ack_bytes(
            till=chain.till, incarnation=chain.incarnation, seq=chain.ack_seq, hash_=chain.ack_hash
        )
        return SyncAnswer(
            version=1,
            ack_seq=chain.ack_seq,
            ack_hash=chain.ack_hash,
            signature=sign_as_server(statement),
            outcomes=outcomes,
            leases=leases,
            refused=refused,
            members=tuple(members.values()),
            feed=page_of(
                self.state,
                request.feed,
                epoch=self.EPOCH,
                now=self.now(),
                known=lambda member: self._as_kept(sitting, members, member),
            ),
            server_time=moment_text(self.now()),
            nonce="nonce",
            policy_version=1,
            called_back=tuple(sorted({lease.lease for lease in leases} & self.state.called_back)),
            releases=tuple(Release(sale, to) for sale, to in sitting.asked_for.items()),
            claims=on_the_wire(claims),
            claims_refused=claims_refused,
            claims_called_back=called_back(claims),
        )

    def ask_refund_lock(self, asking: str, key: tuple[str, str]) -> RefundLockAnswer | None:
        """Another till's sale, once that till has let it go to the one that asks; see `refund_lock`."""
        known = self.state.sales[key]
        holder, state = self.state.locks.get(key, (asking, "asked"))
        if known.till == asking or known.voided_by is not None or holder != asking:
            return None
        self.state.locks[key] = (holder, "asked" if state == "asked" else "taken")
        if state == "asked":
            return None
        return RefundLockAnswer(
            version=1,
            state="given",
            till_code=known.till,
            body=known.body.to_json(),
            at=moment_text(known.at),
            returned=tuple(ReturnedSoFar(line, quantity_text(each)) for line, each in known.returned.items()),
            paid_back=known.paid_back,
            nonce="nonce",
        )

    def leases(self) -> dict[str, tuple[str, int, int]]:
        """State, amount and spent of every lease there ever was."""
        return {
            name: (lease.state, lease.amount, lease.spent)
            for _, books in self.state.all_books()
            for name, lease in books.leases.items()
        }

    def reclaim(self, till: str) -> int:
        """Take back all points and money that a till was lent; see `admin.reclaim`. Gives how much it was."""
        freed = 0
        self._orders += 1
        for holder, books in self.state.all_books():
            for lease in [each for each in books.leases.values() if each.till == till]:
                if lease.state != "closed":
                    cause = self._cause(f"reclaim:{self._orders}:{lease.lease}")
                    freed += leasing.reclaim(books, lease.lease, cause)
            keep_postings(self.state, holder, books)
        self.state.reclaimed.add(till)
        self.touched = (*self.state.files, *self.state.gifts)
        return freed

    def block_gift(self, card: str) -> bool:
        """Block a gift card, or let it be used again; whether there is such a card."""
        gift = self.state.gifts.get(card)
        if gift is None or gift.account is None or gift.account.state == "new":
            return False
        state: Literal["active", "blocked"] = "active" if gift.account.state == "blocked" else "blocked"
        gift.account = replace(gift.account, state=state, revision=gift.account.revision + 1)
        touch(self.state, [("gift", card)])
        return True

    def keep_copy(self) -> int | None:
        """See `ServerSide`: what tills have to say again is in the stores."""
        return None

    def put_back(self, which: int) -> None:
        """Never, here."""
        raise AssertionError(f"there is no copy {which}")

    def publish(self) -> int:
        """See `ServerSide`."""
        self.state.version += 1
        touch(self.state, [("program", "program")])
        return self.state.version

    def manage(self, deed: Managed, step: Step) -> str:
        """Memory knows of nobody but points and money: nothing."""
        del deed, step
        return ""

    def examine(self) -> Sequence[str]:
        """See `ServerSide`: here are no tables that could differ from what they follow from."""
        return ()

    def figures(self, *, but: Collection[str] = ()) -> object:
        """All that a message of before may not change, but for these leases.

        What dies by time may die whenever somebody looks, and is left out.
        """
        state = self.state
        leases = {name: figures for name, figures in self.leases().items() if name not in but}
        claims = {name: said for name, said in state.claim_states().items() if name not in but}
        moved = [each.movement for _, each in state.posted if each.kind != "expire"]
        heads = {key: (chain.ack_seq, chain.state) for key, chain in state.chains.items()}
        return leases, claims, moved, heads, dict(state.quarantined), dict(state.cards), list(state.sales)

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        """End a till's life and begin its next; see `server.usecases.rehome`.

        Raises:
            Refused: as there.
            ServerDied: before or after the commit, as `die_at` says.
        """
        statement = head_bytes(
            till=request.till, incarnation=request.incarnation, seq=request.seq, hash_=request.hash
        )
        if not confirms_till(request.till, request.signature, statement):
            raise Refused("head-signature", seq=request.seq)
        self._die("before its commit")
        till, known = self.tills[request.till], self.state.rehomings[request.till]
        begun = next((each for each in known if each.rehoming == request.rehoming), None)
        if begun is None:
            begun = Rehoming(
                incarnation=request.incarnation,
                rehoming=request.rehoming,
                next_incarnation=till.incarnation + 1,
                kind="restored" if request.incarnation == till.incarnation else "cloned",
                why=request.why,
                seq=request.seq,
                hash=request.hash,
                at=self.now(),
            )
            known.append(begun)
            self._begin_life(till)
        self._die("after its commit")
        return RehomeAnswer(
            version=1,
            incarnation=begun.next_incarnation,
            is_cloned=begun.kind == "cloned",
            receipt_number=0,
            server_time=moment_text(self.now()),
            nonce="nonce",
        )

    def _cause(self, operation: str) -> Cause:
        return Cause(operation=operation, at=self.now(), store=None, program_version=self.state.version)

    def _begin_life(self, till: TillAccount) -> None:
        freeze(self.state, till.till)
        life = till.incarnation + 1
        self.tills[till.till] = replace(till, incarnation=life)
        self.state.chains[till.till, life] = Chain(
            tenant="tenant", till=till.till, incarnation=life, ack_seq=0, ack_hash=GENESIS, state="open"
        )

    def _check_claims(self, till: TillAccount, request: SyncRequest) -> None:
        if request.incarnation != till.incarnation:
            raise Refused("incarnation-retired", incarnation=request.incarnation, current=till.incarnation)
        head = request.head
        statement = head_bytes(till=till.till, incarnation=till.incarnation, seq=head.seq, hash_=head.hash)
        if not confirms_till(till.till, head.signature, statement):
            raise Refused("head-signature", seq=head.seq)

    def _take(
        self, till: TillAccount, request: SyncRequest
    ) -> tuple[Sitting, tuple[Outcome, ...], tuple[LeaseRefusal, ...], tuple[ClaimRefusal, ...]]:
        state, now = self.state, self.now()
        key = (request.till, request.incarnation)
        chain = state.chains[key]
        if chain.state == "forked":
            raise Forked(chain.ack_seq)
        held = {event.seq: event.hash for event in state.journals[key]}
        fork = find_fork(chain, request, held)
        if fork is not None:
            self._sound_alarm(chain, fork.seq)
            raise Forked(fork.seq)
        fresh = fresh_events(chain, request)
        said, told = state.operations[till.till], {name for event in fresh for name in operations_of(event)}
        known = {name: said[name] for name in told if name in said}
        bodies = {event.seq: canonical_bytes(event.body) for event in fresh}
        incoming = read_incoming(chain.ack_hash, fresh, known_operations=known, now=now, bodies=bodies)
        named = [named_by(event, now) for event in request.events]
        sitting = load(state, till, chain, request, named, incoming, now=now)
        load_gifts(state, sitting, request, named, incoming)
        take_persons(sitting, request.persons)
        whys = post_all(sitting, incoming)
        if incoming:
            last = incoming[-1].event
            chain = replace(chain, ack_seq=last.seq, ack_hash=last.hash)
        refused = lend(
            sitting,
            request.asks,
            lent=self._lent_to(till.till) if request.asks else Points(0),
            holders=self._lenders(till.till, {ask.lease for ask in request.asks}),
            ask_others=lambda ask: self._ask_others(sitting, ask),
        )
        claims_refused = claim_things(sitting, request.claims, over=())
        self.touched = save(state, sitting, chain, fresh, bodies, whys)
        outcomes = tuple(
            Outcome(event.seq, "quarantined", state.quarantined[*key, event.seq])
            if (*key, event.seq) in state.quarantined
            else Outcome(event.seq, "applied")
            for event in request.events
        )
        return sitting, outcomes, refused, claims_refused

    def _lent_to(self, till: str) -> Points:
        held = (lease for file in self.state.files.values() for lease in file.books.leases.values())
        open_ones = [lease for lease in held if lease.till == till and lease.state != "closed"]
        return Points(sum(lease.amount - lease.spent for lease in open_ones))

    def _lenders(self, till: str, names: Collection[str]) -> dict[str, str]:
        return {
            name: holder
            for holder, books in (self.state.all_books() if names else ())
            for name in names & books.leases.keys()
            if books.leases[name].till == till and books.leases[name].state != "closed"
        }

    def _ask_others(self, sitting: Sitting, ask: LeaseAsk) -> str:
        others = {lease.lease for lease in held_elsewhere(sitting, ask)}
        if not others:
            return "nothing-available"
        if others - self.state.called_back and ask.account != GIFT.name:
            sitting.things.append(("member", ask.member))
        self.state.called_back |= others
        return CALLED_BACK

    def _sound_alarm(self, chain: Chain, seq: int) -> None:
        """Hold back every lease of the till: no lease survives a fork."""
        self.state.alarms.append((chain.till, chain.incarnation, seq))
        self.state.chains[chain.till, chain.incarnation] = replace(chain, state="forked")
        freeze(self.state, chain.till)

    def _as_kept(
        self, sitting: Sitting, members: Mapping[str, MemberState], member: str
    ) -> MemberState | None:
        """A member's state as the batch has worked it out, where it has put that very file there."""
        return members[member] if self.state.files[member] is sitting.files.get(member) else None

    def _die(self, where: str) -> None:
        if self.die_at == where:
            self.die_at = None
            raise ServerDied(where)
