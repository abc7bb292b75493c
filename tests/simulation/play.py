"""Plays days: which function does what a step says, and a day from a seed to its end."""

from contextlib import closing
from typing import Final

from tests.simulation import (
    counter,
    false_friends,
    faults,
    friends,
    giving_back,
    line,
    names_of_others,
    parted_friends,
    people,
    prepaid,
    tampering,
)
from tests.simulation.memory_shop import MemoryShop
from tests.simulation.sides import OpenShop
from tests.simulation.steps import PUT_BACK, Day
from tests.simulation.world import Does, World

DOES: Final[dict[str, Does]] = {
    "serve": counter.serve,
    "attach": counter.attach,
    "sell": counter.sell,
    "leave": counter.leave,
    "benefit used": counter.use_benefit,
    "void": counter.void,
    "friend brought": friends.bring_friend,
    "friends taken for one": parted_friends.take_for_one,
    "return": giving_back.take_back,
    "receipt elsewhere": giving_back.ask_elsewhere,
    "enrol": counter.enrol,
    "link card": counter.link_card,
    "serve for money": prepaid.serve,
    "gift card shown": prepaid.show_card,
    "wallet opened": prepaid.open_wallet,
    "sell for money": prepaid.sell,
    "money taken out": prepaid.take_out,
    "gift card blocked": prepaid.block_card,
    "leases reclaimed": prepaid.reclaim,
    "money beyond its lease": prepaid.pay_beyond,
    "bonus nobody promised": prepaid.generous_bonus,
    "time passes": counter.time_passes,
    "sync": line.sync,
    "deliver": line.deliver,
    "work without a network": line.work_offline,
    "message lost": line.lose,
    "message doubled": line.double,
    "message late": line.delay,
    "message spoiled": line.spoil,
    "old message again": line.replay,
    "partition": line.partition,
    "till loses power": faults.power_cut,
    "till loses power before a commit": faults.power_cut_before_commit,
    "till loses power after a commit": faults.power_cut_after_commit,
    "server dies before its commit": faults.server_dies_before,
    "server dies after its commit": faults.server_dies_after,
    "clock jumps": faults.clock_jumps,
    "clock drifts": faults.clock_drifts,
    "till is off for long": faults.long_power_off,
    PUT_BACK: lambda world, step: world.putting_back.put_back(step),
    "program changes": faults.program_changes,
    "sale by a program of its own": tampering.own_program,
    "paper out": faults.paper_out,
    "till loses power while it prints": faults.power_cut_while_it_prints,
    "disk restored": faults.restore,
    "disk cloned": faults.clone,
    "till never comes back": faults.never_back,
    "event nobody can read": tampering.unreadable,
    "sale that does not add up": tampering.wrong_sum,
    "sale beyond its lease": tampering.beyond_lease,
    "sale in another till's lease": tampering.others_lease,
    "sale in a lease that is over": tampering.lease_over,
    "operation told twice": tampering.told_twice,
    "sale told twice": tampering.sold_twice,
    "sale taken back twice": tampering.voided_twice,
    "handed sale given back": tampering.handed_back,
    "event with a wrong hash": tampering.wrong_hash,
    "sale into another's lot": names_of_others.into_anothers_lot,
    "lease of another's name": names_of_others.lease_of_another,
    "false friend": false_friends.false_friend,
    "request nobody signed": tampering.unsigned,
    "server nobody knows": tampering.stranger,
    **{deed: people.manage(deed) for deed in people.DEEDS},
}


def play(day: Day, *, telling: bool = False, open_shop: OpenShop = MemoryShop) -> World:
    """A day from its morning to the quiet at its end.

    Raises:
        Broken: the first invariant that does not hold.
    """
    with closing(World(day, DOES, telling=telling, open_shop=open_shop)) as world:
        world.run()
        return world
