"""A voucher is used here only while the server keeps it for this till, and told apart from what is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Refused
from loyalty.wire.claims import ClaimRefusal, OpenClaim
from loyalty.wire.messages import CALLED_BACK
from terminal.claiming import voucher_trouble
from terminal.clock import timestamp
from terminal.membership import HeldClaim
from terminal.open_sale import OpenSale
from terminal.store.outbox import SqlOutbox, find_fork
from terminal.sync.core import Intake
from terminal.sync.lent import settle_claims
from terminal.usecases.basket import (
    abandon_sale,
    attach_member,
    close_stray_leases,
    detach_member,
    new_sale,
    present_code,
    refresh_member,
)
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.pricing import price
from tests.unit.terminal.claimed_things import THING, closed, states, told
from tests.unit.terminal.kept_things import CODE, anh, giving, pay, rice
from tests.unit.terminal.settled_sales import with_goods
from tests.unit.terminal.till_kit import LAN, Counter, grant_claims

__all__ = ["giving"]


def with_rice(counter: Counter) -> OpenSale:
    """A bag of rice for Ánh, nothing kept for this till yet."""
    return attach_member(counter.till, LAN, with_goods(counter, "RICE-ST25"), anh(counter))


def trouble(counter: Counter, sale: OpenSale) -> str:
    found = voucher_trouble(sale.member, sale.claims, CODE, counter.clock.now())
    return "" if found is None else found.code


def kept(counter: Counter, sale: OpenSale, *, minutes: int = 15) -> OpenClaim:
    until = timestamp(counter.clock.now() + timedelta(minutes=minutes))
    return OpenClaim(sale.claims[0].claim, "member-anh", THING, until, "open")


def test_a_voucher_is_asked_for_as_soon_as_its_member_is_attached(giving: Counter) -> None:
    sale = with_rice(giving)
    assert [(each.thing, each.state) for each in sale.claims] == [(THING, "wanted")]
    outgoing = SqlOutbox(giving.store).read_outgoing()
    assert [(each.member, each.thing) for each in outgoing.claims] == [("member-anh", THING)]
    assert states(giving) == ["asked"]


def test_until_it_is_kept_for_this_till_it_takes_nothing_off(giving: Counter) -> None:
    sale = present_code(giving.till, with_rice(giving), CODE)
    assert trouble(giving, sale) == "claim-waiting"
    assert price(giving.till, sale).used_codes == ()
    assert pay(giving, sale).used_codes == ()
    assert closed(giving) == []


def test_kept_for_this_till_it_is_used_and_the_claim_ends_with_the_sale(giving: Counter) -> None:
    sale = present_code(giving.till, rice(giving, 1), CODE)
    assert trouble(giving, sale) == ""
    settled = pay(giving, sale)
    assert settled.extras is not None
    assert [each.thing for each in settled.extras.claims] == [THING]
    assert closed(giving) == ["used"]
    assert states(giving) == ["closed"]
    assert giving.keys.get("spend-counter") is not None


def test_a_claim_that_ran_out_while_the_customer_looked_for_money_is_refused(giving: Counter) -> None:
    sale = present_code(giving.till, rice(giving, 1), CODE)
    due = price(giving.till, sale)
    assert due.used_codes == (CODE,)
    with giving.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE claims SET state = 'frozen'")
    with pytest.raises(Refused, match="claim-frozen"):
        pay(giving, sale)
    assert closed(giving) == []


def test_taking_the_member_off_gives_the_voucher_back(giving: Counter) -> None:
    detach_member(giving.till, LAN, rice(giving, 1))
    assert closed(giving) == ["unused"]
    detach_member(giving.till, LAN, with_rice(giving))
    assert closed(giving) == ["unused"]
    abandon_sale(giving.till, LAN, rice(giving, 1))
    assert closed(giving) == ["unused", "unused"]


def test_what_no_open_sale_holds_ends_at_start_and_a_draft_keeps_its_own(giving: Counter) -> None:
    sale = rice(giving, 1)
    save_draft(giving.till, sale)
    draft = load_draft(giving.till)
    assert draft is not None
    assert draft.claims == sale.claims
    close_stray_leases(giving.till, open_sale=draft)
    assert closed(giving) == []
    close_stray_leases(giving.till, open_sale=new_sale(giving.till))
    assert closed(giving) == ["unused"]


def test_scanned_again_it_is_asked_for_again_where_the_first_was_no_good(giving: Counter) -> None:
    sale = with_rice(giving)
    told(giving, claims_refused=(ClaimRefusal(sale.claims[0].claim, "claimed-elsewhere"),))
    sale = refresh_member(giving.till, sale)
    assert trouble(giving, sale) == "claim-elsewhere"
    again = present_code(giving.till, sale, CODE)
    assert trouble(giving, again) == "claim-waiting"
    assert present_code(giving.till, again, CODE) == again
    assert present_code(giving.till, again, "TET2027").claims == again.claims
    assert closed(giving) == ["unused"]


def test_the_answers_of_the_server_open_refuse_and_close(giving: Counter) -> None:
    sale = with_rice(giving)
    claim = sale.claims[0].claim
    told(giving, claims_refused=(ClaimRefusal(claim, CALLED_BACK),))
    assert trouble(giving, refresh_member(giving.till, sale)) == "claim-called-back"
    told(giving, claims=(kept(giving, sale),))
    assert trouble(giving, refresh_member(giving.till, sale)) == ""
    giving.clock.move(minutes=16)
    assert trouble(giving, refresh_member(giving.till, sale)) == "claim-expired"
    told(giving, claims=(replace(kept(giving, sale), state="frozen"),))
    assert trouble(giving, refresh_member(giving.till, sale)) == "claim-frozen"
    told(giving, claims=(kept(giving, sale),))
    assert trouble(giving, refresh_member(giving.till, sale)) == "claim-frozen"
    told(giving)
    assert trouble(giving, refresh_member(giving.till, sale)) == "claim-gone"


def test_a_refusal_says_that_there_is_nothing_to_use(giving: Counter) -> None:
    sale = with_rice(giving)
    told(giving, claims_refused=(ClaimRefusal(sale.claims[0].claim, "nothing-to-claim"),))
    assert trouble(giving, refresh_member(giving.till, sale)) == "claim-gone"
    told(giving, claims_refused=(ClaimRefusal(sale.claims[0].claim, "again"),))
    assert trouble(giving, refresh_member(giving.till, sale)) == "claim-gone"


def test_what_another_till_waits_for_is_given_back_once_its_time_is_over(giving: Counter) -> None:
    sale = rice(giving, 1)
    claim = sale.claims[0].claim
    open_ = kept(giving, sale)
    told(giving, claims=(open_,), claims_called_back=(claim, "another"))
    assert closed(giving) == []
    giving.clock.move(minutes=16)
    told(giving, claims=(open_,), claims_called_back=(claim,))
    assert closed(giving) == ["unused"]


def test_a_till_whose_disk_is_not_the_one_it_was_uses_no_voucher(giving: Counter) -> None:
    sale = rice(giving, 1)
    with giving.store.write() as unit:
        find_fork(unit, "database-behind")
    assert trouble(giving, refresh_member(giving.till, sale)) == "claim-frozen"
    late = with_rice(giving)
    assert [each.state for each in late.claims] == ["frozen"]
    assert SqlOutbox(giving.store).read_outgoing().claims == ()


def test_a_code_that_is_nobodys_voucher_is_in_no_trouble(giving: Counter) -> None:
    assert voucher_trouble(None, (), CODE, giving.clock.now()) is None
    assert voucher_trouble(anh(giving), (), "TET2027", giving.clock.now()) is None
    assert voucher_trouble(anh(giving), (), CODE, giving.clock.now()) is not None


def test_late_answers_revive_nothing(giving: Counter) -> None:
    sale = with_rice(giving)
    grant_claims(giving)
    intake = Intake(acked_seq=0, acked_hash=b"", feed_epoch="", feed_cursor=0, claims=(kept(giving, sale),))
    assert settle_claims({}, intake) == ()
    assert HeldClaim(claim="c", member="m", thing="t", state="open").is_usable(giving.clock.now())
