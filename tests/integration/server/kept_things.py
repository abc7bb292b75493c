"""What the feed tells of what is kept of a member beside points, and whether all of it adds up."""

from loyalty.account import Account
from loyalty.account.kept_json import kept_from_json
from loyalty.wire.feed import MemberState
from server.usecases.admin.doctor import examine_server
from tests.integration.server.conftest import House


def kept(house: House, member: str) -> Account:
    """What the feed says is kept of a member."""
    return kept_from_json(state(house, member).keeping or {})


def state(house: House, member: str) -> MemberState:
    """The member as the feed tells of it."""
    till = house.q2
    till.cursor = 0
    rows = till.sync(feed_limit=500).feed.rows
    return [MemberState.from_json(row.body) for row in rows if (row.kind, row.key) == ("member", member)][-1]


def no_faults(house: House) -> None:
    """Every figure is what postings, notes and journals come to."""
    assert examine_server(house.server, tenant=house.code) == ()
