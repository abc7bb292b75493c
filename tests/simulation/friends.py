"""Friends whom members recommended: their first purchase gives both points once, and takes them when it goes.

The events are written as a till writes them; what they give is the server's doing, and stands in no journal.
What must hold of it is in `thanks`.
"""

from dataclasses import replace

from loyalty.units import Money, Points
from loyalty.wire.journal import MemberEnrolled, Refunded, SaleSettled, SaleVoided
from tests.simulation.names_of_others import is_plain
from tests.simulation.sides import TillSide
from tests.simulation.steps import Step
from tests.simulation.world import World


def bring_friend(world: World, step: Step) -> bool:
    """Somebody is enrolled whom a member recommended, and buys; one in three brings it all back."""
    friend, sale = world.new_id(), world.new_id()

    def act(till: TillSide) -> bool:
        by = a_member(till, step.second)
        bought = bought_by(till, friend, sale, lot=world.new_id())
        if by is None or bought is None:
            return False
        done = enrol_friend(till, friend, by, operation=world.new_id())
        done = done and till.write("sale_settled", bought.to_json(), operation=world.new_id())
        if done and step.third % 3 == 0:
            bring_back(till, bought, operation=world.new_id())
        return done

    return world.at_counter(step, f"enrol {friend}, who was recommended", act)


def a_member(till: TillSide, number: int) -> str | None:
    """One whom the till knows, if it knows anybody."""
    active = sorted(each.member for each in till.disk.members.values() if each.state == "active")
    return active[number % len(active)] if active else None


def enrol_friend(till: TillSide, friend: str, by: str, *, operation: str) -> bool:
    """The event of somebody new, with who recommended them."""
    return till.write("member_enrolled", MemberEnrolled(friend, referrer=by).to_json(), operation=operation)


def bought_by(till: TillSide, friend: str, sale: str, *, lot: str) -> SaleSettled | None:
    """What a friend buys, as the till sold last; nothing where it has sold nothing plain."""
    plain = [each for each in till.disk.sales if is_plain(each)]
    if not plain or plain[-1].lot is None:
        return None
    return replace(plain[-1], sale=sale, member=friend, lot=replace(plain[-1].lot, lot=lot))


def bring_back(till: TillSide, sold: SaleSettled, *, operation: str) -> bool:
    """All of it comes back."""
    back = Refunded(Money(sold.total), Points(sold.earned_points), Points(0))
    return till.write("sale_voided", SaleVoided(sold.sale, back).to_json(), operation=operation)
