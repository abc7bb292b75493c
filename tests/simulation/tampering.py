"""What tills with a changed program or disk would say, and what strangers would: none of it counts."""

import contextlib
from dataclasses import replace

from loyalty.errors import Refused, Unavailable
from loyalty.wire.canonical import JsonObject
from loyalty.wire.earned import SaleProgram
from loyalty.wire.messages import SyncRequest
from tests.simulation.broken import Broken
from tests.simulation.names_of_others import is_plain
from tests.simulation.network import read_request, written
from tests.simulation.program import AUDITOR, program_of
from tests.simulation.refund_events import refund_event
from tests.simulation.server_state import Forked, ServerDied
from tests.simulation.sides import PowerCut, TillSide
from tests.simulation.steps import Step
from tests.simulation.used_once import WHOLE
from tests.simulation.world import World


def unreadable(world: World, step: Step) -> bool:
    """An event of a kind that the server does not know, or by somebody who may not record it."""
    operation = world.poison()

    def act(till: TillSide) -> bool:
        if step.second % 2:
            who = AUDITOR if step.second % 4 == 1 else "nobody"
            return till.write("drawer_opened", {"reason": "manual"}, operation=operation, operator=who)
        return till.write("from_the_future", {"anything": step.second}, operation=operation)

    return world.at_counter(step, "write what the server cannot believe", act)


def wrong_sum(world: World, step: Step) -> bool:
    """A sale whose figures do not add up."""
    operation = world.poison()

    def act(till: TillSide) -> bool:
        if not till.disk.sales:
            return False
        sold = till.disk.sales[-1].to_json()
        body: JsonObject = {**sold, "sale": world.new_id(), "subtotal": 1, "burn": None}
        return till.write("sale_settled", body, operation=operation)

    return world.at_counter(step, "write a sale that does not add up", act)


def own_program(world: World, step: Step) -> bool:
    """A sale that goes by another text than the one that was published under that number, or by none yet."""
    operation = world.poison()

    def act(till: TillSide) -> bool:
        plain = [each for each in till.disk.sales if is_plain(each)]
        if not plain:
            return False
        sold, version = plain[-1], till.disk.program
        own = SaleProgram(version + step.second % 2, program_of(version + 1 + step.second % 2).fingerprint)
        assert sold.lot is not None
        lot = replace(sold.lot, lot=world.new_id())
        body = replace(sold, sale=world.new_id(), program=own, lot=lot)
        return till.write("sale_settled", body.to_json(), operation=operation)

    return world.at_counter(step, "write a sale by a program of its own", act)


def beyond_lease(world: World, step: Step) -> bool:
    """More is spent than the lease holds."""

    def act(till: TillSide) -> bool:
        lease = till.basket_lease()
        if lease is None or lease.state != "open":
            return False
        operation = world.poison()
        try:
            return till.sell_beyond(lease, points=lease.amount + 1, operation=operation)
        finally:  # what the power took with it, no server hears of
            if any(event.operation_id == operation for event in till.disk.events):
                world.tainted.add(lease.lease)

    return world.at_counter(step, "spend more than its lease", act)


def others_lease(world: World, step: Step) -> bool:
    """What another till holds is spent."""

    def act(till: TillSide) -> bool:
        others = [
            lease
            for machine in world.machines
            if machine.off_until is None
            for lease in machine.till.disk.leases.values()
            if machine.name != till.disk.till and lease.state == "open"
        ]
        if not others:
            return False
        return till.sell_beyond(others[step.second % len(others)], points=1, operation=world.poison())

    return world.at_counter(step, "spend another till's lease", act)


def lease_over(world: World, step: Step) -> bool:
    """What was left in a lease is spent after the till has ended it."""

    def act(till: TillSide) -> bool:
        over = [
            lease
            for lease in till.disk.leases.values()
            if lease.state == "closed" and lease.spent < lease.amount
        ]
        if not over:
            return False
        return till.sell_beyond(over[step.second % len(over)], points=1, operation=world.poison())

    return world.at_counter(step, "spend from a lease that is over", act)


def told_twice(world: World, step: Step) -> bool:
    """A sale of before is written again under the same operation id."""

    def act(till: TillSide) -> bool:
        sales = [event for event in till.disk.events if event.kind == "sale_settled"]
        if not sales:
            return False
        again = sales[step.second % len(sales)]
        body = {**again.body, "sale": world.new_id()}
        return till.write(again.kind, body, operation=again.operation_id)

    return world.at_counter(step, "tell an operation twice", act)


def sold_twice(world: World, step: Step) -> bool:
    """A sale of before is written again under a new operation id."""
    operation = world.poison()

    def act(till: TillSide) -> bool:
        if not till.disk.sales:
            return False
        again = till.disk.sales[step.second % len(till.disk.sales)]
        return till.write("sale_settled", again.to_json(), operation=operation)

    return world.at_counter(step, "tell a sale twice", act)


def voided_twice(world: World, step: Step) -> bool:
    """A sale that was taken back is taken back again."""
    operation = world.poison()

    def act(till: TillSide) -> bool:
        voids = [event for event in till.disk.events if event.kind == "sale_voided"]
        return bool(voids) and till.write("sale_voided", dict(voids[-1].body), operation=operation)

    return world.at_counter(step, "void a sale twice", act)


def handed_back(world: World, step: Step) -> bool:
    """A till gives goods back of a sale that was handed over to another, as if it had never let it go."""
    sellers = {
        machine.name: machine
        for machine in world.talking()
        if any((machine.name, sale.sale) in world.handed for sale in machine.till.disk.sales)
    }
    if not sellers:
        return False
    machine = sellers[sorted(sellers)[step.first % len(sellers)]]
    operation = world.poison()

    def act(till: TillSide) -> bool:
        sold = [sale for sale in till.disk.sales if (till.disk.till, sale.sale) in world.handed]
        sale = sold[step.second % len(sold)]
        body = refund_event(sale, before=0, part=WHOLE).to_json()
        return till.write("sale_refunded", body, operation=operation)

    return world.at_till(machine, "give back what was handed over", act)


def wrong_hash(world: World, step: Step) -> bool:
    """A row of the journal was changed on the disk."""
    operation = world.poison()
    return world.at_counter(step, "keep a changed row", lambda till: till.write_damaged(operation=operation))


def unsigned(world: World, step: Step) -> bool:
    """A batch that the till's key did not sign is refused, whatever is in it."""
    machine = world.machine_of(step)
    if machine is None:
        return False

    def act(till: TillSide) -> bool:
        request = read_request(written(till.request()))
        if not isinstance(request, SyncRequest):
            return False
        before = world.server.figures()
        try:
            world.server.sync(replace(request, head=replace(request.head, signature=bytes(64))))
        except Refused as refusal:
            if refusal.code not in {"head-signature", "incarnation-retired"}:
                raise Broken("an unsigned batch is read", str(refusal)) from refusal
        else:
            raise Broken("an unsigned batch is taken", request.till)
        if world.server.figures() != before:
            raise Broken("an unsigned batch changes something", request.till)
        return True

    return world.at_till(machine, "be impersonated", act)


def stranger(world: World, step: Step) -> bool:
    """An answer that another server signed is not taken."""
    machine = world.machine_of(step)
    if machine is None:
        return False

    def act(till: TillSide) -> bool:
        request = read_request(written(till.request()))
        if not isinstance(request, SyncRequest):
            return False
        try:
            answer = world.server.sync(request)
        except (ServerDied, Refused, Forked):
            return True
        before = till.disk
        with contextlib.suppress(Unavailable, PowerCut):
            till.answer(replace(answer, signature=bytes(64)))
        if till.disk is not before:
            raise Broken("a stranger's answer is taken", request.till)
        return True

    return world.at_till(machine, "listen to a stranger", act)
