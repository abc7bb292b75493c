"""What must hold of recommendations: given once, for a purchase that is there, and gone with it.

Whoever was ever one with others is looked at together with them: a purchase may have counted for one of them
that is another's by now. Of those who were forgotten it is known who was thanked for which purchase, and
nothing else but what the postings say.
"""

from collections.abc import Collection, Iterable

from loyalty.account import Account
from loyalty.account.keeping import referral_lots
from loyalty.account.recommended import Friend, Recommendation
from loyalty.units import Points, Quantity
from loyalty.wire.journal import MemberEnrolled
from loyalty.wire.sold import quantity_of
from server.model import KnownSale
from tests.simulation.broken import Broken
from tests.simulation.program import GOODS
from tests.simulation.server_state import ServerState
from tests.simulation.spoken import Journals


def points_of_friends(state: ServerState) -> Iterable[tuple[str, Points]]:
    """What recommendations have given each member, as it is kept: as the friend, and as who recommended."""
    gone = _forgotten(state)
    for member, file in state.files.items():
        account = file.keeping.account
        if state.root(member) not in gone:
            yield from ((member, each.points) for each in account.recommendations if each.sale)
            yield from ((member, each.points) for each in account.friends)
    lots = {lot for _, sale in state.sales for lot in referral_lots(sale)}
    for (member, lot), given in state.prizes.items():
        if state.root(member) in gone and lot in lots:
            yield member, Points(given)


def given_once_and_gone_with_the_purchase(
    state: ServerState, journals: Journals, false_friends: Collection[str]
) -> None:
    """Each friend's purchase is there, and known to whoever recommended them, as one; none is forgotten.

    Nobody is thanked for what `false_friends` bought.
    """
    claims = [each.said.body for each in journals.applied() if each.said.kind == "receipt_claimed"]
    claimed = {str(body["sale"]): str(body["member"]) for body in claims}
    sold: dict[str, list[KnownSale]] = {}
    for known in state.sales.values():
        whose = known.body.member or claimed.get(known.body.sale)
        sold.setdefault(str(whose), []).append(known)
    brought = [
        (member, each) for member, file in state.files.items() for each in file.keeping.account.friends
    ]
    _no_two_for_one_sale(brought)
    were_one = _forgotten(state) | {state.root(member) for member in state.kin}
    alone = [member for member in state.files if state.root(member) not in were_one]
    for member in alone:
        counted = state.files[member].keeping.account.recommendation
        if counted is None:
            continue
        _can_be_recommended(state, member, counted.by)
        _what_counts_is_there(member, counted, sold.get(member, []))
        known_to = [(by, each.sale) for by, each in brought if each.id == member]
        is_false = member in false_friends and not known_to
        if not is_false and not _is_known_to(state, counted, known_to):
            raise Broken("thanks are not for one purchase", f"{member}: {counted}, but {known_to}")
    _those_who_were_one(state, brought, {root: _of_root(state, sold, root) for root in were_one})
    for said in journals.said_once("member_enrolled"):
        body = MemberEnrolled.from_json(said.body)
        kept = state.files[body.member].keeping.account.recommendation
        is_alone = state.root(body.member) not in were_one
        by = "" if kept is None else state.root(kept.by)
        if is_alone and body.referrer and by != state.root(body.referrer):
            raise Broken(
                "who recommended a friend is forgotten", f"{body.member}: {body.referrer}, not {kept}"
            )


def _forgotten(state: ServerState) -> set[str]:
    """Those who were forgotten, and whoever was one with them, under one name each."""
    return {state.root(member) for member in state.erased}


def _of_root(state: ServerState, sold: dict[str, list[KnownSale]], root: str) -> list[KnownSale]:
    return [known for member, sales in sold.items() if state.root(member) == root for known in sales]


def _is_known_to(state: ServerState, counted: Recommendation, known_to: list[tuple[str, str]]) -> bool:
    """Whether just one knows of it; nobody, where whoever recommended them was forgotten."""
    if state.root(counted.by) in _forgotten(state):
        return True
    roots = [(state.root(by), sale) for by, sale in known_to]
    return roots == ([(state.root(counted.by), counted.sale)] if counted.sale else [])


def _those_who_were_one(
    state: ServerState, brought: list[tuple[str, Friend]], sold: dict[str, list[KnownSale]]
) -> None:
    """What counted for some of them is there, and just whoever recommended so was thanked for it."""
    gone = _forgotten(state)
    for member in state.erased:
        kept = state.files[member].keeping.account
        if kept.friends or not all(map(_is_for_a_return, kept.recommendations)):
            raise Broken("something is kept of who was forgotten", f"{member}: {kept}")
    counted = {
        (state.root(each.by), each.sale)
        for member, file in state.files.items()
        if state.root(member) in sold
        for each in _that_count(state, member, file.keeping.account, sold[state.root(member)])
    }
    thanked = {
        (state.root(by), each.sale)
        for by, each in brought
        if state.root(each.id) in sold and state.root(by) not in gone | {state.root(each.id)}
    }
    if counted != thanked:
        raise Broken("thanks are not for one purchase", f"{sorted(counted)}, but {sorted(thanked)}")


def _is_for_a_return(recommendation: Recommendation) -> bool:
    """Whether it says no more than who was thanked for which purchase."""
    said = recommendation.points or recommendation.voucher
    return recommendation.is_forgotten and bool(recommendation.sale) and not said


def _that_count(
    state: ServerState, member: str, account: Account, theirs: Collection[KnownSale]
) -> Iterable[Recommendation]:
    """What counted for a member and was thanked for; who is one with their friend is not."""
    standing = {each.body.sale for each in theirs if not _is_gone(each)}
    first, *others = (each.sale for each in account.recommendations) if account.recommendation else ("",)
    if any(others) and not first:
        raise Broken("one person is a friend twice", f"{member}: {account.recommendations}")
    for each in account.recommendations:
        if each.sale and each.sale not in standing:
            raise Broken("a purchase that is gone still counts", f"{each.sale} of {member}")
        if each.sale and each.sale not in state.files[member].purchases:
            raise Broken("what counted is not with its purchase", f"{each.sale} of {member}")
        is_thanked = state.root(each.by) not in _forgotten(state) | {state.root(member)}
        if each.sale and is_thanked:
            yield each


def _can_be_recommended(state: ServerState, member: str, by: str) -> None:
    file = state.files.get(by)
    if by == member or file is None or file.profile is None:
        raise Broken("nobody can have recommended a friend", f"{member}: {by}")


def _what_counts_is_there(member: str, counted: Recommendation, theirs: Collection[KnownSale]) -> None:
    standing = {each.body.sale for each in theirs if not _is_gone(each)}
    if counted.sale and counted.sale not in standing:
        raise Broken("a purchase that is gone still counts", f"{counted.sale} of {member}")
    if not counted.sale and any(map(_has_goods, theirs)) and not any(map(_came_back, theirs)):
        raise Broken("a friend's purchase gave nothing", member)


def _no_two_for_one_sale(brought: list[tuple[str, Friend]]) -> None:
    sales = [each.sale for _, each in brought]
    if len(sales) != len(set(sales)):
        raise Broken("two were thanked for one purchase", str(sorted(sales)))


def _has_goods(known: KnownSale) -> bool:
    return any(line.sku == GOODS for line in known.body.lines)


def _came_back(known: KnownSale) -> bool:
    return known.voided_by is not None or any(known.returned.values())


def _is_gone(known: KnownSale) -> bool:
    wholes = [quantity_of(line.quantity) for line in known.body.lines]
    back = [known.returned.get(place, Quantity(0)) for place in range(len(wholes))]
    return known.voided_by is not None or back == wholes
