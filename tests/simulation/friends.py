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
        plain = [each for each in till.disk.sales if is_plain(each)]
        active = sorted(each.member for each in till.disk.members.values() if each.state == "active")
        if not plain or not active:
            return False
        by, like = active[step.second % len(active)], plain[-1]
        assert like.lot is not None
        bought = replace(like, sale=sale, member=friend, lot=replace(like.lot, lot=world.new_id()))
        enrolled = MemberEnrolled(friend, referrer=by)
        done = till.write("member_enrolled", enrolled.to_json(), operation=world.new_id())
        done = done and till.write("sale_settled", bought.to_json(), operation=world.new_id())
        if done and step.third % 3 == 0:
            till.write("sale_voided", _void_of(bought).to_json(), operation=world.new_id())
        return done

    return world.at_counter(step, f"enrol {friend}, who was recommended", act)


def _void_of(sold: SaleSettled) -> SaleVoided:
    back = Refunded(Money(sold.total), Points(sold.earned_points), Points(0))
    return SaleVoided(sold.sale, back)
