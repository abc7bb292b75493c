"""What must hold in the simulated shop, each as a check that says in a sentence what does not.

`of_till` and `of_server` are asked after everything that was committed there, `when_quiet` after the faults
have stopped and everybody has talked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from loyalty.wire.chain import ChainBroken, Event, follows, verify
from loyalty.wire.messages import SyncAnswer, SyncRequest
from server.books.check import faults
from server.books.model import Books
from server.usecases.sitting import OF_A_SALE
from tests.simulation.broken import Broken
from tests.simulation.disk import Disk
from tests.simulation.money_by_journals import money_is_its_journals
from tests.simulation.points_by_journals import points_are_their_journals
from tests.simulation.server_state import ServerState
from tests.simulation.spoken import Inner, Journals, inner, read_journals
from tests.simulation.thanks import given_once_and_gone_with_the_purchase
from tests.simulation.used_once import nothing_used_twice


def of_till(before: Disk, disk: Disk) -> None:
    """A till's database as it was before a commit, and as it is."""
    is_same_life = disk.incarnation == before.incarnation
    is_same_server = disk.restored == before.restored
    if is_same_life and is_same_server and disk.acked_seq < before.acked_seq:
        raise Broken("the acknowledgement goes back", f"from {before.acked_seq} to {disk.acked_seq}")
    if is_same_life and disk.program < before.program:
        raise Broken("a program goes back", f"{disk.till} had {before.program}, has {disk.program}")
    if disk.acked_seq > len(disk.events):
        raise Broken(
            "acknowledged is not stored", f"{disk.acked_seq} acknowledged, {len(disk.events)} stored"
        )
    for place in range(len(before.events) if is_same_life else 0, len(disk.events)):
        event, last = disk.events[place], disk.hash_at(place)
        if event.seq != place + 1 or (follows(last, event) == (event.seq in disk.damaged)):
            raise Broken("the till's chain", f"event {event.seq} does not follow {place}")
    for lease in disk.leases.values():
        if lease.state != "closed" and lease.spent > lease.amount:
            raise Broken("a lease is overspent", f"{lease.lease} has spent {lease.spent} of {lease.amount}")


def of_server(state: ServerState, touched: Iterable[str], now: datetime) -> None:
    """The server after a commit that touched these members."""
    for holder in touched:
        sums = state.sums[holder]
        if sum(sums.values()) != 0:
            raise Broken("postings do not balance", f"{holder}: {dict(sums)}")
        if holder in state.gifts:
            money_holds(holder, state.gifts[holder].books, sums)
            continue
        file = state.files[holder]
        _books_hold(holder, file.books, sums)
        money_holds(holder, file.wallet, sums)
        if file.books.owed and file.books.free_lots(now):
            raise Broken("somebody owes and could spend", f"{holder} owes {file.books.owed}")


def tells_of_restore(request: SyncRequest, answer: SyncAnswer) -> bool:
    """Whether an answer brings nothing but that the server was put back; the request may be taken yet."""
    return bool(answer.restored) and request.restored != answer.restored


def every_ask_is_answered(state: ServerState, request: SyncRequest, answer: SyncAnswer) -> None:
    """What a till asks for is there from then on, or refused: it does not ask for ever."""
    if tells_of_restore(request, answer):
        return  # the till asks again once it has said its journal
    if request.asks:
        leases = {lease for _, books in state.all_books() for lease in books.leases}
        leases |= {refusal.lease for refusal in answer.refused}
        _all_in({ask.lease for ask in request.asks}, leases, request.till)
    if request.claims:
        claims = {claim for _, held in state.all_claims() for claim in held}
        claims |= {refusal.claim for refusal in answer.claims_refused}
        _all_in({ask.claim for ask in request.claims}, claims, request.till)


def _all_in(asked: Collection[str], answered: Collection[str], till: str) -> None:
    for missing in sorted(set(asked) - set(answered)):
        raise Broken("an ask is not answered", f"{missing} of {till}")


def what_it_holds_is_frozen(state: ServerState, till: str) -> None:
    """A till of which there are two: what either was lent, or may use alone, waits for a person."""
    leases = [lease for _, books in state.all_books() for lease in books.leases.values()]
    claims = [claim for _, held in state.all_claims() for claim in held.values()]
    is_open = [lease.lease for lease in leases if lease.till == till and lease.state == "open"]
    is_open += [claim.claim for claim in claims if claim.till == till and claim.state == "open"]
    if is_open:
        raise Broken("what two may use is not frozen", f"{is_open} of {till}")


def _books_hold(holder: str, books: Books, sums: Mapping[str, int]) -> None:
    for fault in faults(books):
        raise Broken("a member's books", f"{holder}: {fault}")
    pot = books.pot
    if sums.get(pot.held, 0) != books.posted:
        raise Broken(
            "a balance is not its postings", f"{holder} has {books.posted}, postings {sums.get(pot.held, 0)}"
        )
    if sums.get(pot.owed, 0) != -books.owed:
        raise Broken("what is owed is not its postings", f"{holder} owes {books.owed}")
    if books.posted < books.reserved:
        raise Broken("more is reserved than there is", f"{holder}: {books.reserved}")


def money_holds(holder: str, books: Books, sums: Mapping[str, int]) -> None:
    """A card's money or a wallet's: as all books, never owed, and never more paid out than was paid in."""
    _books_hold(holder, books, sums)
    pot = books.pot
    if books.owed:
        raise Broken("money is owed", f"{holder} owes {books.owed}")
    paid_in = -sums.get(pot.issued, 0) - sums.get(pot.added, 0) - sums.get(pot.merged, 0)
    borne = -sums.get(pot.house_loss, 0)
    if sums.get(pot.used, 0) > paid_in + borne:
        raise Broken("more is paid out than was paid in", f"{holder}: {dict(sums)}")


def damage_is_noticed(disk: Disk, looked_at: Sequence[Event] = ()) -> None:
    """A till's look at its own chain, as at its start, finds the first changed row and no other.

    `looked_at` are events whose chain was looked at before: an event is a value, so what begins with the very
    same ones needs no second look at them, but for the last, which says what may follow.
    """
    old = _same_so_far(looked_at, disk.events)
    start = max(0, min(old, min(disk.damaged, default=old + 1) - 1) - 1)
    try:
        verify(disk.hash_at(start), disk.events[start:])
    except ChainBroken as broken:
        if broken.seq != min(disk.damaged, default=0):
            raise Broken("the till's chain", f"{disk.till} finds fault with {broken.seq}") from broken
    else:
        if disk.damaged:
            raise Broken("damage is not noticed", f"{disk.till}: {sorted(disk.damaged)}")


def _same_so_far(before: Sequence[Event], now: Sequence[Event]) -> int:
    """How many events stand at the beginning of both, the very same ones."""
    pairs = zip(before, now, strict=False)
    return next(
        (place for place, (was, is_) in enumerate(pairs) if was is not is_), min(len(before), len(now))
    )


def when_quiet(
    state: ServerState,
    disks: Iterable[Disk],
    *,
    poisoned: Collection[str],
    tainted: Collection[str],
    doubled: Collection[str],
    false_friends: Collection[str],
    handed: Mapping[tuple[str, str], Mapping[int, int]],
) -> None:
    """After the faults: every event is on the server once, every figure is that of the journals.

    `doubled` are the tills whose disk lived twice: what both lives spent may be more than was lent.
    `false_friends` bought under the name of another's purchase. `handed`: see
    `_given_back_at_one_till`.
    """
    for disk in disks:
        _all_arrived(state, disk)
        _people_are_as_managers_left_them(state, disk)
    journals = read_journals(state)
    _given_back_at_one_till(journals, handed)
    _aside_is_what_is_bad(state, journals, poisoned=poisoned, tainted=tainted, doubled=doubled)
    nothing_used_twice(state, journals, doubled)
    money_is_its_journals(state, journals)
    _losses_are_explained(state, doubled)
    points_are_their_journals(state, journals)
    given_once_and_gone_with_the_purchase(state, journals, false_friends)


def _people_are_as_managers_left_them(state: ServerState, disk: Disk) -> None:
    """Every card is at every till what it is at the server, and who was forgotten is named nowhere."""
    for number, card in state.cards.items():
        if disk.cards.get(number) != card:
            raise Broken(
                "a card is another at a till", f"{disk.till} has {disk.cards.get(number)}, not {card}"
            )
    if state.erased & disk.named:
        raise Broken("who was forgotten is named", f"{sorted(state.erased & disk.named)} at {disk.till}")


def _losses_are_explained(state: ServerState, doubled: Collection[str]) -> None:
    """The house bears only what two lives spent, or what came after a manager had reclaimed it."""
    for holder, books in state.all_books():
        for lease in books.leases.values():
            if lease.lost and not (lease.freed or lease.till in doubled):
                raise Broken("the house bears what nothing explains", f"{lease.lost} of {holder}'s")


def _aside_is_what_is_bad(
    state: ServerState,
    journals: Journals,
    *,
    poisoned: Collection[str],
    tainted: Collection[str],
    doubled: Collection[str],
) -> None:
    never_sold: set[object] = set()
    never_used: set[object] = set()
    held_back = _claims_held_back(state)
    for key, events in journals.lives.items():
        seen: set[str] = set()
        frozen: set[str] = set()  # by what this life said before and was put aside
        for told in events:
            event, said = told.event, told.said
            why = state.quarantined.get((*key, event.seq))
            is_bad = said.operation_id in poisoned or event.operation_id in seen
            seen.add(event.operation_id)
            if why is None:
                # What a lost lease still covers is paid, and one that went with whoever was forgotten.
                is_fine = not is_bad or said.kind in GOOD_AT_TIMES or told.is_again
                is_lent = event.till in {*doubled, *state.reclaimed} or _is_of_the_erased(state, said)
                if not (is_fine or (is_lent and _leases_of(said))):
                    raise Broken("a bad event was applied", f"{event.till} {event.seq} {said.kind}")
                continue
            of_two_lives = event.till in doubled and (
                why in OF_TWO_LIVES or (said.kind in ONCE_FOR_EVER and why == "operation-repeated")
            )
            of_the_bad = bool(_leases_of(said) & set(tainted)) or said.body.get("sale") in never_sold
            of_the_bad |= said.kind == "claim_closed" and str(said.body.get("claim")) in held_back
            of_the_bad |= said.kind == "benefit_taken_back" and said.body.get("use") in never_used
            of_the_bad |= why == "lease-frozen" and bool(_leases_of(said) & frozen)
            frozen |= _leases_of(said)
            of_the_bad |= why == "referral-unknown" and _is_forgotten(state, said.body.get("referrer"))
            is_odd = why == "lot-exists" and said.operation_id.startswith(ODD)
            if not (is_bad or of_the_bad or of_two_lives or is_odd or _is_of_the_erased(state, said)):
                raise Broken("a good event was put aside", f"{event.till} {event.seq} {said.kind}: {why}")
            if said.kind == "sale_settled":
                never_sold.add(said.body.get("sale"))
            if said.kind == "benefit_used":
                never_used.add(said.body.get("use"))


def _is_forgotten(state: ServerState, member: object) -> bool:
    """Whether somebody, or who was one with them, is nobody by now."""
    return state.root(str(member)) in {state.root(each) for each in state.erased}


def _is_of_the_erased(state: ServerState, said: Inner) -> bool:
    """Whether an event is about somebody who was forgotten, or with whom one of those was one."""
    sold = [known for (_, sale), known in state.sales.items() if sale == said.body.get("sale")]
    named = {str(said.body.get("member")), *(str(each.body.member) for each in sold)}
    return any(_is_forgotten(state, member) for member in named)


def _claims_held_back(state: ServerState) -> set[str]:
    """The claims of every sale and use that was put aside: held until a person has looked."""
    bodies = [inner(state.event_at(key)).body for key in state.quarantined]
    extras = [body.get("extras") for body in bodies]
    used = {str(body.get("claim")) for body in bodies if body.get("benefit")}
    parts = [each.get("claims") for each in extras if isinstance(each, Mapping)]
    return used | {
        str(claim.get("claim"))
        for part in parts
        for claim in (part if isinstance(part, list | tuple) else ())
        if isinstance(claim, Mapping)
    }


def _leases_of(event: Inner) -> set[str]:
    """The leases that an event names."""
    body = event.body
    tenders, taken = body.get("tenders"), body.get("gifts")
    parts = [body, body.get("burn"), body.get("top_up"), *(taken if isinstance(taken, list | tuple) else ())]
    for tender in tenders if isinstance(tenders, list | tuple) else ():
        parts += [tender.get("gift"), tender.get("wallet")] if isinstance(tender, Mapping) else []
    named = (part.get("lease") for part in parts if isinstance(part, Mapping))
    return {lease for lease in named if isinstance(lease, str)}


def _all_arrived(state: ServerState, disk: Disk) -> None:
    if disk.program != state.version:
        raise Broken("a till has an old program", f"{disk.till} has {disk.program}, not {state.version}")
    chain = state.chains[disk.till, disk.incarnation]
    held = state.journals[disk.till, disk.incarnation]
    if [event.hash for event in disk.events] != [event.hash for event in held]:
        raise Broken(
            "a committed event is not on the server",
            f"{disk.till}: {len(disk.events)} here, {len(held)} there",
        )
    if chain.ack_seq != disk.acked_seq:
        raise Broken("a queue has not emptied", f"{disk.till}: {disk.acked_seq} of {chain.ack_seq} known")
    asked = [lease.lease for lease in disk.leases.values() if lease.state in {"wanted", "asked"}]
    asked += [claim.claim for claim in disk.claims.values() if claim.state in {"wanted", "asked"}]
    if asked:
        raise Broken("a till asks for ever", f"{disk.till}: {asked}")
    for (till, life, seq), why in state.quarantined.items():
        if (till, life) == (disk.till, disk.incarnation) and disk.quarantined.get(seq) != why:
            raise Broken("a till does not know what was put aside", f"{till}: {seq}, {why}")
    for member, seen in disk.members.items():
        if seen.revision < state.told_as.get(member, 0):
            raise Broken("a feed row was missed", f"{disk.till} has {member} at {seen.revision}")


OF_TWO_LIVES = (
    *("lease-overspent", "sale-unknown", "sale-voided", "sale-exists", "operation-differs"),
    *("sale-released", "sale-returned", "more-than-left", "refund-differs"),
    *("claim-used", "sale-has-member", "claim-differs"),
)
"""What two lives of one disk may say that cannot both be: a person looks at it."""
ONCE_FOR_EVER = ("receipt_claimed", "benefit_taken_back")
"""Kinds whose operation is made of what they are about: a life that has forgotten says it a second time."""
ODD = "odd-"
"""What operations begin with that are taken, or put aside where the member already has a lot of the name."""
GOOD_AT_TIMES = ("card_linked", "member_enrolled")
"""Kinds that are put aside only where a card is somebody else's."""


def _given_back_at_one_till(journals: Journals, handed: Mapping[tuple[str, str], Mapping[int, int]]) -> None:
    """No journal gives back what it let go, and none of a till's what another till was handed.

    A disk that does not know what another disk of its till let go may give it back until then (decision 211).
    `handed`: by till that sold and sale, how far each of its journals reached at that moment, by life.
    """
    let_go: set[tuple[str, int, str]] = set()
    for told in journals.applied():
        event, said = told.event, told.said
        till, life, sale = event.till, event.incarnation, str(said.body.get("sale"))
        if said.kind == "sale_released":
            let_go.add((till, life, sale))
        elif said.kind in OF_A_SALE and not told.is_again:
            reached = handed.get((till, sale))
            if (till, life, sale) in let_go or (reached is not None and event.seq > reached.get(life, 0)):
                raise Broken("a sale is given back at two tills", f"{sale} at {till}")


def _named_by_the_bad(state: ServerState) -> Iterable[tuple[str, str]]:
    """Till and lease of every sale that was put aside."""
    for key in state.quarantined:
        said = inner(state.event_at(key))
        if said.kind == "sale_settled":
            yield from ((key[0], lease) for lease in _leases_of(said))


def nothing_left_open(state: ServerState, *, gone: Collection[str], tainted: Collection[str]) -> None:
    """Only tills that are gone, forked, restored or cloned hold anything, and what tampering touched."""
    held_back = {
        (till, name) for till, name in _named_by_the_bad(state) if till not in gone and name in tainted
    }
    for holder, books in state.all_books():
        for lease in books.leases.values():
            is_held = (lease.till, lease.lease) in held_back and lease.till not in state.reclaimed
            is_held = is_held and holder not in state.erased  # with whom all that was lent is taken back
            if is_held and lease.state != "frozen":
                raise Broken("what a bad event names is not held back", f"{lease.lease} is {lease.state}")
            is_explained = lease.till in gone or lease.lease in tainted
            if lease.state != "closed" and not is_explained:
                raise Broken("a lease of nobody's basket is open", f"{lease.till} holds {lease.lease}")
    kept_back = _claims_held_back(state)
    for _, held in state.all_claims():
        for claim in held.values():
            is_explained = claim.till in gone or claim.claim in kept_back
            if claim.state != "closed" and not is_explained:
                raise Broken("a claim of nobody's basket is open", f"{claim.till} holds {claim.claim}")
