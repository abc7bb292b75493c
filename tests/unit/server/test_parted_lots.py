"""To whom goes what a sale took of a lot that its member has no longer: pure, with the files in memory."""

from datetime import UTC, datetime, timedelta

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from server.books.check import faults
from server.books.model import Books, Cause, HeldLot
from server.books.pots import POINTS, WALLET, Pot
from server.model import Chain, KnownSale, MemberFile, Profile, TillAccount
from server.usecases.parted_lots import ANEW, give_back
from server.usecases.sitting import Sitting
from server.values import altered
from tests.integration.server.tills import sale_body

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
DIES = NOW + timedelta(days=90)
CAUSE = Cause(operation="q1:1:9", at=NOW, store=None, program_version=1, sale="s1")
SOLD = KnownSale(till="q1", incarnation=1, seq=7, at=NOW, body=sale_body("s1", "m-an", fingerprint=""))


def lot(name: str, granted: int, remaining: int) -> HeldLot:
    return HeldLot(
        lot=name,
        granted=Points(granted),
        remaining=Points(remaining),
        earned_at=NOW,
        spendable_from=NOW,
        dies_at=DIES,
        program_version=1,
    )


def file(member: str, *lots: HeldLot, pot: Pot = POINTS) -> MemberFile:
    books = {POINTS.name: Books(), WALLET.name: Books(pot=WALLET)} | {pot.name: Books(lots, pot=pot)}
    profile = Profile(member=member, enrolled_at=NOW)
    return MemberFile(member, profile, books[POINTS.name], wallet=books[WALLET.name])


def sitting(*files: MemberFile, pot: Pot = POINTS) -> Sitting:
    till = TillAccount(
        tenant="t", store="q", till="q1", code="Q1", number=1, name="", state="active", incarnation=1,
        public_key=None,
    )  # fmt: skip
    chain = Chain(tenant="t", till="q1", incarnation=1, ack_seq=0, ack_hash=b"", state="open")
    made = Sitting(till, chain, NOW, None, 1, {})
    made.files = {each.member: each for each in files}
    made.parted = {("m-an", pot.name, "lot-b"): "m-binh"}
    return made


@pytest.mark.parametrize("pot", [POINTS, WALLET], ids=lambda pot: pot.name)
def test_it_goes_into_the_lot_that_it_came_from(pot: Pot) -> None:
    an, binh = file("m-an", pot=pot), file("m-binh", lot("lot-b", 40, 10), pot=pot)
    give_back(sitting(an, binh, pot=pot), an, pot, ("lot-b", Points(30)), SOLD, CAUSE)
    theirs, mine = binh.books_of(pot.name), an.books_of(pot.name)
    assert (theirs.lots["lot-b"].remaining, dict(mine.lots), mine.postings) == (40, {}, [])
    assert {each.reverses for each in theirs.postings} == {"q1:1:7/burn/lot-b"}
    assert sum(each.amount for each in theirs.postings) == 0


@pytest.mark.parametrize("pot", [POINTS, WALLET], ids=lambda pot: pot.name)
def test_where_less_was_spent_of_that_lot_it_is_a_lot_of_whoever_brings_the_goods(pot: Pot) -> None:
    an, binh = file("m-an", pot=pot), file("m-binh", lot("lot-b", 40, 11), pot=pot)
    here, part = sitting(an, binh, pot=pot), ("lot-b", Points(30))
    give_back(here, an, pot, part, SOLD, CAUSE)
    give_back(here, an, pot, part, SOLD, altered(CAUSE, operation="q1:1:10"))
    mine = an.books_of(pot.name)
    assert [(each.remaining, each.dies_at) for each in mine.lots.values()] == [(30, DIES), (30, DIES)]
    assert all(name.startswith(ANEW) for name in mine.lots)
    assert (binh.books_of(pot.name).postings, faults(mine)) == ([], [])
    assert {each.reverses for each in mine.postings} == {"q1:1:7/burn/lot-b"}


def test_a_lot_that_nobody_has_is_told_so() -> None:
    an = file("m-an")
    with pytest.raises(Refused, match="lot-unknown"):
        give_back(sitting(an), an, POINTS, ("lot-b", Points(1)), SOLD, CAUSE)
