"""What the server on memory works on for one batch: copies of all that it names, beside what they were.

As `server.usecases.files` and `gift_files` load it under lock; nothing of the state is changed here.
"""

from collections.abc import Iterable
from datetime import datetime

from loyalty.wire.feed import PersonState
from loyalty.wire.journal import CardLinked, MemberEnrolled, SaleSettled
from loyalty.wire.messages import Person, SyncRequest
from server.books.model import Books
from server.books.pots import GIFT
from server.model import Chain, GiftFile, KnownSale, MemberFile, TillAccount
from server.usecases.gift_files import sweep_gift
from server.usecases.incoming import Incoming
from server.usecases.member_files import sweep
from server.usecases.recommending import referrers_concerned, referrers_named
from server.usecases.sitting import OF_A_SALE, Sitting
from tests.simulation.program import STAFF, program_of
from tests.simulation.server_state import ServerState


def load(
    state: ServerState,
    till: TillAccount,
    chain: Chain,
    request: SyncRequest,
    named: list[Incoming],
    incoming: tuple[Incoming, ...],
    *,
    now: datetime,
) -> Sitting:
    """What a batch names, the members in the order of their names, and swept."""
    programs = {version: program_of(version) for version in range(1, state.version + 1)}
    sitting = Sitting(
        till=till,
        chain=chain,
        now=now,
        program=programs[state.version],
        program_version=state.version,
        fingerprints={version: each.fingerprint for version, each in programs.items()},
        operators=STAFF,
        programs=programs,
        is_cloned=any(each.kind == "cloned" for each in state.rehomings[till.till]),
    )
    names = {each.sale for each in named if each.sale}
    sitting.sales = {sale: known for sale in names if (known := state.sales.get((till.till, sale)))}
    sitting.sales |= _given_to(state, till, named)
    own = {sale: lock for (seller, sale), lock in state.locks.items() if seller == till.till}
    sitting.given_away = {sale: holder for sale, (holder, said) in own.items() if said == "given"}
    sitting.handed_over = {sale: holder for sale, (holder, said) in own.items() if said == "taken"}
    sitting.asked_for = {sale: holder for sale, (holder, said) in own.items() if said == "asked"}
    made = [each.body for each in incoming if isinstance(each.body, SaleSettled)]
    sitting.sale_members = {sale.sale: sale.member for sale in reversed(made)} | {
        sale: known.body.member for sale, known in sitting.sales.items()
    }
    cards = [
        each.body.card
        for each in incoming
        if isinstance(each.body, MemberEnrolled | CardLinked) and each.body.card
    ]
    sitting.cards = {card: state.cards[card] for card in cards if card in state.cards}
    members = {member for each in named if (member := sitting.member_of(each)) is not None}
    members |= {person.member for person in request.persons}
    members |= {ask.member for ask in request.asks if ask.account != GIFT.name}
    members |= {ask.member for ask in request.claims}
    members.discard(till.store)
    stock = state.stock.get(till.store) or MemberFile(till.store, None, Books())
    sitting.loaded[till.store], sitting.files[till.store] = stock, stock.copy()
    members |= referrers_named(incoming)
    accounts = [state.files[each].keeping.account for each in members if each in state.files]
    members |= referrers_concerned(accounts, {*names, *(sale.sale for sale in made)})
    for member in sorted(members):
        held = state.files.get(member) or MemberFile(member, None, Books())
        sitting.loaded[member], sitting.files[member] = held, held.copy()
        sweep(sitting, sitting.files[member])
    return sitting


def load_gifts(
    state: ServerState,
    sitting: Sitting,
    request: SyncRequest,
    named: list[Incoming],
    incoming: Iterable[Incoming],
) -> None:
    """The cards that the batch names; see `gift_files.load_gifts_of`."""
    made = [each.body for each in incoming if isinstance(each.body, SaleSettled)]
    sales = [*made, *(known.body for known in sitting.sales.values())]
    cards = {each.card for event in named for each in event.gifts}
    cards |= {card for sale in sales for card in sale.gift_cards}
    cards |= {ask.member for ask in request.asks if ask.account == GIFT.name}
    for card in sorted(cards):
        held = state.gifts.get(card) or GiftFile(card, None, Books(pot=GIFT))
        sitting.loaded_gifts[card], sitting.gifts[card] = held, held.copy()
        sweep_gift(sitting.gifts[card], sitting.now, sitting.program_version)


def _given_to(state: ServerState, till: TillAccount, named: Iterable[Incoming]) -> dict[str, KnownSale]:
    """The sales of other tills that these events take back, where this till may."""
    wanted = {each.sale for each in named if each.kind in OF_A_SALE}
    return {
        sale: state.sales[seller, sale]
        for (seller, sale), lock in state.locks.items()
        if sale in wanted and lock[0] == till.till and lock[1] != "asked"
    }


def take_persons(sitting: Sitting, persons: tuple[Person, ...]) -> None:
    """Who the members are, where it is not known yet."""
    for person in persons:
        file = sitting.files[person.member]
        if file.person is None:
            file.person = PersonState(person.name, person.phone, person.phone_text, person.birthday)
