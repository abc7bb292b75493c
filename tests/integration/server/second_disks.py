"""A till's disk copied while it works, and what such a till says to begin a life of its own."""

from dataclasses import replace

from loyalty.wire.chain import GENESIS
from loyalty.wire.rehoming import (
    RehomeAnswer,
    RehomeRequest,
    RehomingWhy,
    rehomed_operation,
    say_again,
)
from loyalty.wire.signing import head_bytes
from server.usecases.rehome import rehome
from tests.integration.server.tills import FakeTill


def copy_of(till: FakeTill) -> FakeTill:
    return FakeTill(
        server=till.server,
        key=till.key,
        paired=till.paired,
        now=till.now,
        journal=list(till.journal),
        acked=till.acked,
        cursor=till.cursor,
        fingerprint=till.fingerprint,
        disk=f"{till.disk}-copy",
    )


def ask_home(till: FakeTill, rehoming: str, why: RehomingWhy = "journal-forked") -> RehomeAnswer:
    """Ask for a new life, as the till does."""
    seq, hash_ = len(till.journal), till.hash_of(len(till.journal))
    incarnation = till.paired.incarnation
    statement = head_bytes(till=till.paired.till, incarnation=incarnation, seq=seq, hash_=hash_)
    request = RehomeRequest(
        version=1,
        till=till.paired.till,
        incarnation=incarnation,
        rehoming=rehoming,
        why=why,
        seq=seq,
        hash=hash_,
        signature=till.key.sign(statement),
    )
    return rehome(till.server, till.account, request, nonce="nonce")


def go_home(till: FakeTill, rehoming: str) -> FakeTill:
    """A new life, in which all that was not acknowledged is said again."""
    answer = ask_home(till, rehoming)
    unsent = till.journal[till.acked :]
    born = copy_of(till)
    born.paired = replace(till.paired, incarnation=answer.incarnation)
    born.journal, born.acked = [], 0
    before = till.journal[till.acked - 1].hash if till.acked else GENESIS
    for event in unsent:
        said = say_again(event, before)
        before = event.hash
        operation = rehomed_operation(event.operation_id, answer.incarnation)
        born.record("event_rehomed", said, operation=operation)
    return born
