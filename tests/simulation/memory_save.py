"""What the server on memory writes down with a commit, where the product has tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from loyalty.wire.chain import Event
from server.books.model import Books
from server.model import Chain, GiftAccount
from server.usecases.member_files import has_changed, settle_file
from server.usecases.sitting import Sitting
from server.values import altered
from tests.simulation.broken import Broken
from tests.simulation.server_state import ServerState


def save(
    state: ServerState,
    sitting: Sitting,
    chain: Chain,
    fresh: tuple[Event, ...],
    bodies: Mapping[int, bytes],
    whys: Mapping[int, str],
) -> tuple[str, ...]:
    """Commit: nothing raises from here on but a broken invariant. Gives whose books changed."""
    key = (chain.till, chain.incarnation)
    changed = [file for file in sitting.files.values() if has_changed(sitting, file)]
    for file in changed:
        settle_file(sitting, file)
        keep_postings(state, file.member, file.books)
        keep_postings(state, file.member, file.wallet)
        file.keeping.forget_notes()
        state.lost += [(*key, amount) for key, amount in file.claim_losses.items()]
        file.claim_losses.clear()
        state.files[file.member] = file
    for file in sitting.files.values():
        if file.member in state.files:
            state.files[file.member].claims = file.claims
    state.stock[sitting.till.store] = sitting.files[sitting.till.store]
    state.journals[key] += fresh
    state.operations[chain.till] |= {
        event.operation_id: (event.kind, bodies[event.seq].decode()) for event in fresh
    }
    state.chains[key] = chain
    state.cards |= sitting.new_cards
    state.sales |= {(known.till, sale): known for sale, known in sitting.new_sales.items()}
    state.locks |= {(chain.till, sale): (to, "given") for sale, to in sitting.given_away.items()}
    state.quarantined |= {(*key, seq): why for seq, why in whys.items()}
    cards = _save_gifts(state, sitting)
    touch(state, sitting.things)
    return (*(file.member for file in changed), *cards)


def _save_gifts(state: ServerState, sitting: Sitting) -> list[str]:
    """See `gift_files.save_gift_files`; gives the cards that changed."""
    changed: list[str] = []
    for card, file in sitting.gifts.items():
        before = sitting.loaded_gifts[card]
        is_told = bool(file.books.postings) or file.account != before.account
        if not is_told and file.books.leases == before.books.leases:
            continue
        new = [each for name, each in file.books.leases.items() if name not in before.books.leases]
        is_blocked = before.account is not None and before.account.state == "blocked"
        if is_blocked and any(lease.state == "open" for lease in new):
            raise Broken("a blocked card is lent", card)
        account = file.account or GiftAccount(card=card)
        file.account = replace(account, revision=account.revision + 1)
        keep_postings(state, card, file.books)
        state.gifts[card] = file
        changed.append(card)
        if is_told:
            sitting.things.append(("gift", card))
    return changed


def keep_postings(state: ServerState, member: str, books: Books) -> None:
    """The postings of somebody's books, each once."""
    for each in books.postings:
        key = (member, books.pot.name, each.movement, each.leg)
        if key in state.movements:
            raise Broken("a movement is posted twice", f"{each.movement} of {member}")
        state.movements.add(key)
        state.sums[member][each.account] += each.amount
        state.posted.append((member, each))
    books.postings.clear()


def freeze(state: ServerState, till: str) -> None:
    """Hold back all that a till was lent or may use alone."""
    for _, books in state.all_books():
        for name, lease in books.leases.items():
            if lease.till == till and lease.state == "open":
                books.leases[name] = altered(lease, state="frozen")
    for _, held in state.all_claims():
        for name, claim in held.items():
            if claim.till == till and claim.state == "open":
                held[name] = replace(claim, state="frozen")


def touch(state: ServerState, things: Sequence[tuple[str, str]]) -> None:
    """Put these at the end of the feed."""
    for thing in things:
        state.feed_head += 1
        state.feed[thing] = state.feed_head
        state.told[thing[1]] = state.feed_head
        file = state.files.get(thing[1])
        if file is not None and file.profile is not None:
            state.told_as[thing[1]] = file.profile.revision
