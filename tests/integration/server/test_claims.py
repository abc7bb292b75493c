"""A voucher is kept for one till alone: never used at two; where a disk lived twice the house bears it."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.claims import ClaimAsk, ClaimClosed, ClaimRefusal, OpenClaim, voucher_thing
from loyalty.wire.extras import ClaimUsed, SaleExtras
from loyalty.wire.messages import SyncAnswer
from server.store.claims import claims_held_by
from server.usecases import merging
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.people import Who, erase_member
from server.usecases.admin.reclaim import exposures, reclaim
from server.usecases.pair import begin_life
from server.usecases.taking_in import Forked
from tests.integration.server.conftest import House
from tests.integration.server.kept_things import no_faults, state
from tests.integration.server.synced import losses, whys
from tests.integration.server.tills import FakeTill
from tests.integration.server.voucher_uses import use


@pytest.fixture
def code(keeping: House) -> str:
    """A new member's welcome voucher."""
    keeping.q1.enrol("m1")
    keeping.q1.sync()
    return next(iter(state(keeping, "m1").vouchers))


def ask(till: FakeTill, claim: str, code: str, member: str = "m1") -> SyncAnswer:
    request = replace(till.request(), claims=(ClaimAsk(claim, member, voucher_thing(code)),))
    answer = till.send(request)
    assert isinstance(answer, SyncAnswer)
    till.acked = answer.ack_seq
    return answer


def test_a_voucher_is_kept_for_the_till_that_asks_first(keeping: House, code: str) -> None:
    granted = ask(keeping.q1, "c1", code)
    assert granted.claims == (OpenClaim("c1", "m1", voucher_thing(code), granted.claims[0].until, "open"),)
    assert ask(keeping.q1, "c1", code).claims == granted.claims
    assert ask(keeping.q2, "c2", code).claims_refused == (ClaimRefusal("c2", "called-back"),)
    assert keeping.q1.sync().claims_called_back == ("c1",)
    keeping.q1.record("claim_closed", ClaimClosed("c1", "m1", used=False))
    assert keeping.q1.sync().claims == ()
    assert [each.claim for each in ask(keeping.q2, "c2", code).claims] == ["c2"]
    no_faults(keeping)


def test_it_is_used_once_inside_the_claim(keeping: House, code: str) -> None:
    ask(keeping.q1, "c1", code)
    use(keeping.q1, "s1", code, "c1")
    assert whys(keeping.q1.sync()) == ["", ""]
    assert code not in state(keeping, "m1").vouchers
    assert ask(keeping.q2, "c2", code).claims_refused == (ClaimRefusal("c2", "nothing-to-claim"),)
    no_faults(keeping)


def test_without_a_claim_a_sale_that_used_it_is_put_aside(keeping: House, code: str) -> None:
    ask(keeping.q1, "c1", code)
    use(keeping.q2, "s2", code, "c1", closes=False)
    use(keeping.q2, "s3", code, "never", closes=False)
    bare = use(keeping.q2, "s4", code, "c1", closes=False)
    keeping.q2.journal.pop()
    keeping.q2.record("sale_settled", replace(bare, extras=SaleExtras()))
    assert whys(keeping.q2.sync()) == ["claim-of-another-till", "claim-unknown", "claim-missing"]
    use(keeping.q1, "s1", code, "c1")
    assert whys(keeping.q1.sync()) == ["", ""]
    assert losses(keeping) == []
    no_faults(keeping)


def test_an_event_put_aside_holds_its_claim_until_a_person_has_looked(keeping: House, code: str) -> None:
    ask(keeping.q1, "c1", code)
    body = use(keeping.q1, "s1", code, "c1", closes=False)
    keeping.q1.journal.pop()
    keeping.q1.record("sale_settled", replace(body, total=1))
    answer = keeping.q1.sync()
    assert whys(answer) == ["sums-differ"]
    assert [each.state for each in answer.claims] == ["frozen"]
    use(keeping.q1, "s2", code, "c1")
    assert whys(keeping.q1.sync()) == ["claim-frozen", "claim-frozen"]
    assert ask(keeping.q2, "c2", code).claims_refused == (ClaimRefusal("c2", "claimed-elsewhere"),)
    no_faults(keeping)


def test_used_twice_by_one_till_is_put_aside(keeping: House, code: str) -> None:
    ask(keeping.q1, "c1", code)
    use(keeping.q1, "s1", code, "c1", closes=False)
    use(keeping.q1, "s2", code, "c1")
    assert whys(keeping.q1.sync()) == ["", "claim-used", "claim-frozen"]
    assert losses(keeping) == []
    no_faults(keeping)


def test_a_claim_of_another_thing_is_no_claim(keeping: House, code: str) -> None:
    ask(keeping.q1, "c1", code)
    keeping.q1.enrol("m2")
    body = use(keeping.q1, "s1", code, "c1", closes=False)
    keeping.q1.journal.pop()
    wrong = SaleExtras(claims=(ClaimUsed(voucher_thing(code), "c1"), ClaimUsed("voucher:1", "c1")))
    keeping.q1.record("sale_settled", replace(body, extras=wrong))
    keeping.q1.record("claim_closed", ClaimClosed("c1", "m1", used=False))
    assert whys(keeping.q1.sync()) == ["", "", "claim-differs"]


def test_a_claim_that_was_never_granted_is_over_once_its_till_says_so(keeping: House, code: str) -> None:
    keeping.q1.record("claim_closed", ClaimClosed("c1", "m1", used=False))
    keeping.q1.record("claim_closed", ClaimClosed("c1", "m1", used=False))
    assert whys(keeping.q1.sync()) == ["", ""]
    assert ask(keeping.q1, "c1", code).claims_refused == (ClaimRefusal("c1", "claim-closed"),)
    assert ask(keeping.q2, "c1", code).claims_refused == (ClaimRefusal("c1", "claim-of-another-till"),)
    keeping.q2.record("claim_closed", ClaimClosed("c1", "m1", used=False))
    assert whys(keeping.q2.sync()) == ["claim-of-another-till"]


def test_nobody_claims_for_a_member_there_is_not(keeping: House, code: str) -> None:
    refused = ask(keeping.q1, "c1", code, member="nobody").claims_refused
    assert refused == (ClaimRefusal("c1", "member-unknown"),)
    erase_member(keeping.server, tenant=keeping.code, who=Who(member="m1"))
    assert ask(keeping.q1, "c2", code).claims_refused == (ClaimRefusal("c2", "member-erased"),)


def test_what_a_manager_gave_back_and_another_till_used_is_the_houses_loss(keeping: House, code: str) -> None:
    ask(keeping.q1, "c1", code)
    use(keeping.q1, "s1", code, "c1")
    assert [
        (each.lease, each.points) for each in exposures(keeping.server, tenant=keeping.code, till="Q1")
    ] == [("c1", 0)]
    assert [each.lease for each in reclaim(keeping.server, tenant=keeping.code, till="Q1")] == ["c1"]
    ask(keeping.q2, "c2", code)
    use(keeping.q2, "s2", code, "c2")
    assert whys(keeping.q2.sync()) == ["", ""]
    assert whys(keeping.q1.sync()) == ["", ""]
    assert losses(keeping) == [("s1", 50_000)]
    no_faults(keeping)


def test_what_a_manager_gave_back_and_nobody_used_is_used_late(keeping: House, code: str) -> None:
    ask(keeping.q1, "c1", code)
    use(keeping.q1, "s1", code, "c1")
    reclaim(keeping.server, tenant=keeping.code, till="Q1")
    assert whys(keeping.q1.sync()) == ["", ""]
    assert code not in state(keeping, "m1").vouchers
    assert losses(keeping) == []
    no_faults(keeping)


def test_no_claim_outlives_a_fork(keeping: House, code: str) -> None:
    ask(keeping.q1, "c1", code)
    after = keeping.q1.acked
    keeping.q1.record("drawer_opened", {})
    keeping.q1.sync()
    keeping.q1.journal[-1:] = []
    keeping.q1.disk = "twin"
    keeping.q1.record("drawer_opened", {"v": 2})
    assert isinstance(keeping.q1.send(keeping.q1.request(after=after)), Forked)
    assert ask(keeping.q2, "c2", code).claims_refused == (ClaimRefusal("c2", "claimed-elsewhere"),)


def test_a_voucher_kept_in_the_survivors_name_is_not_parted_until_the_till_is_done(
    keeping: House, code: str
) -> None:
    keeping.q2.enrol("m0")
    keeping.q2.sync()
    merging.merge(keeping.server, keeping.tenant, alias="m1", survivor="m0", by="manager")
    ask(keeping.q1, "c1", code, member="m0")
    with pytest.raises(Refused, match="points-lent"):
        merging.unmerge(keeping.server, keeping.tenant, alias="m1", by="manager")
    keeping.q1.record("claim_closed", ClaimClosed("c1", "m0", used=False))
    keeping.q1.sync()
    merging.unmerge(keeping.server, keeping.tenant, alias="m1", by="manager")
    assert [each.claim for each in ask(keeping.q2, "c2", code).claims] == ["c2"]


def test_claims_go_with_the_vouchers_of_a_merge_and_back(keeping: House, code: str) -> None:
    keeping.q1.enrol("m0")
    keeping.q1.sync()
    ask(keeping.q1, "c1", code)
    merging.merge(keeping.server, keeping.tenant, alias="m1", survivor="m0", by="manager")
    assert [each.member for each in keeping.q1.sync().claims] == ["m0"]
    use(keeping.q1, "s1", code, "c1")
    assert whys(keeping.q1.sync()) == ["", ""]
    no_faults(keeping)
    ask(keeping.q2, "c2", next(iter(state(keeping, "m0").vouchers)), member="m0")
    merging.unmerge(keeping.server, keeping.tenant, alias="m1", by="manager")
    assert [each.member for each in keeping.q2.sync().claims] == ["m0"]
    assert examine_server(keeping.server, tenant=keeping.code) == ()


def test_no_claim_outlives_the_life_of_a_till(keeping: House, code: str) -> None:
    ask(keeping.q1, "c1", code)
    till = keeping.q1.account
    keeping.server.database.write(lambda connection: begin_life(connection, till))
    held = keeping.server.database.read(
        lambda connection: claims_held_by(connection, keeping.tenant, till.till)
    )
    assert [claim.state for _, claim in held] == ["frozen"]
    assert ask(keeping.q2, "c2", code).claims_refused == (ClaimRefusal("c2", "claimed-elsewhere"),)
