"""What can be read in one view of the file, and written in one unit of work.

Both are made once for each connection and live as long as it does; they are used inside `Store.read` and
`Store.write` only. The read-only connection refuses to write, whatever is called on it.
"""

from sqlalchemy import Connection

from terminal.clock import Clock
from terminal.ids import NewId
from terminal.store.audit import Audit
from terminal.store.benefit_uses import BenefitUses
from terminal.store.claims import Claims
from terminal.store.config import Config, local_day
from terminal.store.consents_seen import ConsentsSeen
from terminal.store.deeds_asked import DeedsAsked
from terminal.store.deeds_out import DeedsOut
from terminal.store.drafts import Drafts
from terminal.store.drawer_book import DrawerBook
from terminal.store.gifts import Gifts
from terminal.store.journal import Journal
from terminal.store.late_claims import LateClaims
from terminal.store.leases import Leases
from terminal.store.member_search import MemberSearch
from terminal.store.members import Members
from terminal.store.operators import Operators
from terminal.store.persons import Persons
from terminal.store.print_jobs import PrintJobs
from terminal.store.products import Products
from terminal.store.rehomings import Rehomings
from terminal.store.returns import Returns
from terminal.store.sale_search import SaleSearch
from terminal.store.sales import Sales
from terminal.store.shifts import Shifts
from terminal.store.surveys import Surveys
from terminal.store.till_state import TillState


class Reading:
    """Every book of the till at one moment; `connection` is for searching names, the outbox, the checks."""

    __slots__ = (
        "audit",
        "benefit_uses",
        "claims",
        "config",
        "connection",
        "consents_seen",
        "deeds_asked",
        "deeds_out",
        "drafts",
        "drawer",
        "gifts",
        "journal",
        "late_claims",
        "leases",
        "members",
        "names",
        "operators",
        "print_jobs",
        "products",
        "rehomings",
        "returns",
        "sale_search",
        "sales",
        "shifts",
        "state",
        "surveys",
    )

    def __init__(self, connection: Connection, *, clock: Clock, new_id: NewId) -> None:
        self.connection = connection
        self.audit = Audit(connection)
        self.benefit_uses = BenefitUses(connection)
        self.claims = Claims(connection)
        self.config = Config(connection)
        self.consents_seen = ConsentsSeen(connection)
        self.deeds_asked = DeedsAsked(connection)
        self.deeds_out = DeedsOut(connection)
        self.drafts = Drafts(connection)
        self.drawer = DrawerBook(connection)
        self.gifts = Gifts(connection)
        self.journal = Journal(connection, clock=clock, new_id=new_id)
        self.late_claims = LateClaims(connection)
        self.leases = Leases(connection)
        self.members = Members(connection)
        self.names = MemberSearch(connection)
        self.operators = Operators(connection)
        self.print_jobs = PrintJobs(connection)
        self.products = Products(connection, today=lambda: local_day(self.config, clock.now()))
        self.rehomings = Rehomings(connection)
        self.returns = Returns(connection)
        self.sale_search = SaleSearch(connection)
        self.sales = Sales(connection)
        self.shifts = Shifts(connection)
        self.state = TillState(connection)
        self.surveys = Surveys(connection)

    def begin(self) -> None:
        """A new transaction has begun."""
        self.journal.forget_head()


class Unit(Reading):
    """The same books, to be written in: the event first, then what follows from it."""

    __slots__ = ("new_id", "now", "persons")

    def __init__(self, connection: Connection, *, clock: Clock, new_id: NewId) -> None:
        super().__init__(connection, clock=clock, new_id=new_id)
        self.new_id = new_id
        self.now = clock.now
        self.persons = Persons(connection)
