"""What points are worth between stores, by the program that each posting was made under."""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.program import Program
from loyalty.program.store_names import named_in
from loyalty.settlement import price_of_burn
from loyalty.units import Money
from server.context import read_program
from server.model import PublishedProgram, Store
from server.store.catalogue import ask_versions, find_program
from server.store.database import Connection
from server.store.tenancy import list_stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The tenant's programs by version, and how each of them calls its stores."""

    published: Mapping[int, PublishedProgram]
    stores: Mapping[str, Store]
    in_force: int
    """The version; what was posted under one that is not there is reckoned by it."""

    def known(self, version: int) -> int:
        """The version, or that of the program in force where there is none of the number."""
        return version if version in self.published else self.in_force

    def program(self, version: int) -> Program:
        """The program of a version."""
        return read_program(self._published(version).text)

    def called(self, version: int, store: str | None) -> str:
        """What the program of a version calls a store; nothing where no store is meant."""
        held = None if store is None else self.stores.get(store)
        if held is None:
            return ""
        return named_in(self._published(version).text, code=held.code, store=held.store)

    def worth(self, version: int, store: str | None) -> Money:
        """What a point pays at a store."""
        return self.program(version).points_at(self.called(version, store)).worth

    def due(self, version: int, *, issuing: str | None, redeeming: str | None) -> Money:
        """What the store that gave a point owes the one that took it."""
        here, there = self.called(version, issuing), self.called(version, redeeming)
        return price_of_burn(self.program(version), earned_at=here, burned_at=there)

    def _published(self, version: int) -> PublishedProgram:
        return self.published[self.known(version)]


def read_rates(connection: Connection, tenant: str, *, in_force: int) -> Rates:
    """The rates of every program that was ever published."""
    found = (find_program(connection, tenant, version) for version in ask_versions(connection, tenant)())
    return Rates(
        published={each.version: each for each in found if each is not None},
        stores={each.store: each for each in list_stores(connection, tenant)},
        in_force=in_force,
    )
