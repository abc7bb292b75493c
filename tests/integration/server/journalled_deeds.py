"""Notes and consents that a till has journalled, sent with its batches."""

from dataclasses import replace

from loyalty.wire.member_desk import DeedKind, MemberDeed
from loyalty.wire.messages import SyncAnswer
from tests.integration.server.tills import FakeTill

AN, BINH = "member-an", "member-binh"


def deed(kind: DeedKind, name: str = "d1", **said: object) -> MemberDeed:
    fields: dict[str, object] = {"version": 1, "deed": name, "kind": kind, "operator": "lan", "member": AN}
    return MemberDeed.from_json({**fields, "at": "2026-11-25T04:00:00.000Z", **said})


def send(till: FakeTill, *deeds: MemberDeed) -> SyncAnswer:
    answer = till.send(replace(till.request(feed_limit=100), deeds=tuple(each.to_json() for each in deeds)))
    assert isinstance(answer, SyncAnswer)
    till.acked, till.cursor = answer.ack_seq, answer.feed.cursor
    return answer
