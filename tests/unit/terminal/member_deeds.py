"""What a till has the server write of a member, and what the server says to it."""

from loyalty.wire.member_desk import DeedKind, DeedOutcome, MemberDeed
from terminal.store.outbox import SqlOutbox
from terminal.sync.core import Intake
from tests.unit.terminal.till_kit import Counter

ANH = "member-anh"


def deed(kind: DeedKind = "note", name: str = "deed-1", **said: object) -> MemberDeed:
    fields: dict[str, object] = {
        "version": 1,
        "deed": name,
        "kind": kind,
        "operator": "op-lan",
        "member": ANH,
    }
    return MemberDeed.from_json({**fields, **said})


def told(shop: Counter, *deeds: DeedOutcome) -> None:
    outbox = SqlOutbox(shop.store)
    place = outbox.read_outgoing().position
    outbox.apply(
        Intake(
            acked_seq=place.acked_seq,
            acked_hash=place.acked_hash,
            feed_epoch=place.feed_epoch,
            feed_cursor=place.feed_cursor,
            deeds=deeds,
        )
    )
