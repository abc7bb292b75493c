"""A shop on memory: the product's decisions, and dictionaries in the place of both databases."""

from terminal.keystore.fake import FakeKeyStore
from tests.simulation.disk import Disk
from tests.simulation.memory_opening import bring_gift, bring_member, fill_wallet
from tests.simulation.memory_server import MemoryServer
from tests.simulation.money_till import MoneyTill
from tests.simulation.opening import OPENING_MONEY, opening_lots
from tests.simulation.program import GIFT_CARDS, store_of
from tests.simulation.sides import NewId, Now


class MemoryShop:
    """See `tests.simulation.sides.Shop`; the class itself is its `OpenShop`."""

    def __init__(self, now: Now, *, members: int) -> None:
        """Open it with so many members."""
        self.server = MemoryServer(now)
        for number in range(1, members + 1):
            member = f"member-{number}"
            bring_member(self.server.state, member, opening_lots(number, now()), at=now())
            if number % 2:
                fill_wallet(self.server.state, member, OPENING_MONEY, at=now())
        for card in GIFT_CARDS[1:]:
            bring_gift(self.server.state, card, OPENING_MONEY, at=now())

    def new_till(self, number: int, *, now: Now, new_id: NewId) -> MoneyTill:
        """See `Shop`."""
        name = f"till-{number}"
        self.server.add_till(name, store=store_of(name))
        disk = Disk(till=name, incarnation=1, feed_epoch="")
        return MoneyTill(disk, FakeKeyStore(), now=now, new_id=new_id)

    def close(self) -> None:
        """Memory needs no closing."""
