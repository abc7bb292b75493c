"""What must hold of recommendations: given once, for a purchase that is there, and gone with it."""

from collections.abc import Collection, Iterable

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
    for member, file in state.files.items():
        account = file.keeping.account
        counted = account.recommendation
        if counted is not None and counted.sale:
            yield member, counted.points
        yield from ((member, each.points) for each in account.friends)


def given_once_and_gone_with_the_purchase(
    state: ServerState, journals: Journals, false_friends: Collection[str]
) -> None:
    """Each friend's purchase is there, and known to whoever recommended them, as one; none is forgotten.

    Nobody is thanked for what `false_friends` bought.
    """
    sold: dict[str, list[KnownSale]] = {}
    for known in state.sales.values():
        sold.setdefault(str(known.body.member), []).append(known)
    brought = [
        (member, each) for member, file in state.files.items() for each in file.keeping.account.friends
    ]
    for member, file in state.files.items():
        counted = file.keeping.account.recommendation
        if counted is None:
            continue
        _can_be_recommended(state, member, counted.by)
        _what_counts_is_there(member, counted, sold.get(member, []))
        known_to = [(by, each.sale) for by, each in brought if each.id == member]
        is_false = member in false_friends and not known_to
        if not is_false and known_to != ([(counted.by, counted.sale)] if counted.sale else []):
            raise Broken("thanks are not for one purchase", f"{member}: {counted}, but {known_to}")
    _no_two_for_one_sale(brought)
    for said in journals.said_once("member_enrolled"):
        body = MemberEnrolled.from_json(said.body)
        kept = state.files[body.member].keeping.account.recommendation
        if body.referrer and (kept is None or kept.by != body.referrer):
            raise Broken(
                "who recommended a friend is forgotten", f"{body.member}: {body.referrer}, not {kept}"
            )


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
