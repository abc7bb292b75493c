"""Whose batches go into one transaction."""

from dataclasses import replace

import pytest

from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, Event
from loyalty.wire.messages import FeedAsk, Head, LeaseAsk, Person, SyncRequest
from server.model import TillAccount
from server.usecases.company import FEW, Batch, company

FEED = FeedAsk("epoch", 0, 0)


def till(name: str, tenant: str = "tenant") -> TillAccount:
    return TillAccount(
        tenant=tenant,
        store="q1",
        till=name,
        code=name.upper(),
        number=1,
        name=name,
        state="active",
        incarnation=1,
        public_key=b"k",
    )


def event(seq: int, kind: str, body: JsonObject) -> Event:
    return Event(
        till="-",
        incarnation=1,
        seq=seq,
        operation_id=f"o-{seq}",
        kind=kind,
        at="2027-01-04T02:00:00.000Z",
        operator="lan",
        body=body,
        hash=GENESIS,
    )


def batch(name: str, *said: tuple[str, JsonObject], tenant: str = "tenant") -> Batch:
    events = tuple(event(seq, *each) for seq, each in enumerate(said, 1))
    request = SyncRequest(
        version=1,
        till=name,
        incarnation=1,
        first_seq=1,
        prev_hash=GENESIS,
        events=events,
        persons=(),
        head=Head(len(events), GENESIS, b""),
        asks=(),
        feed=FEED,
    )
    return till(name, tenant), request


def sale_to(member: str | None) -> tuple[str, JsonObject]:
    return "sale_settled", {"sale": "s", "member": member}


AN, BINH = (batch(name, sale_to(name)) for name in ("an", "binh"))


def test_sales_of_different_tills_to_different_members_go_together() -> None:
    nobodys = batch("third", sale_to(None), ("shift_closed", {}))
    says_nothing = batch("fourth")
    assert company([AN, BINH, nobodys, says_nothing]) == [AN, BINH, nobodys, says_nothing]


def test_nobody_goes_alone() -> None:
    assert company([AN]) == []
    assert company([]) == []
    assert company([AN, batch("other", sale_to("an"))]) == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(batch("an", sale_to("third")), id="of the same till"),
        pytest.param(batch("third", sale_to("an")), id="about the same member"),
        pytest.param(batch("third", sale_to("chi"), sale_to("dung")), id="about two members"),
        pytest.param(batch("third", sale_to("chi"), tenant="other"), id="of another tenant"),
        pytest.param(
            batch("third", ("sale_voided", {"sale": "s"})), id="about a sale of whom it does not say"
        ),
        pytest.param(batch("third", ("no-such-kind", {})), id="of a kind that nobody knows"),
        pytest.param(batch("third", *[sale_to("chi")] * (FEW + 1)), id="of many events"),
    ],
)
def test_who_goes_alone(other: Batch) -> None:
    assert company([AN, BINH, other]) == [AN, BINH]


def test_who_asks_for_anything_goes_alone() -> None:
    who, request = batch("third", sale_to("chi"))
    asking = (
        replace(request, asks=(LeaseAsk("lease", "chi", 5),)),
        replace(request, persons=(Person("chi", "Chi", "+84912345678"),)),
        replace(request, ahead_held=0),
    )
    assert company([AN, BINH, (who, request)]) == [AN, BINH, (who, request)]
    assert [company([AN, BINH, (who, each)]) for each in asking] == [[AN, BINH]] * len(asking)


def test_what_is_said_in_bad_form_names_nobody() -> None:
    odd = batch("third", ("sale_settled", {"member": ["an"]}), ("sale_settled", {"member": 7}))
    assert company([AN, BINH, odd]) == [AN, BINH, odd]
