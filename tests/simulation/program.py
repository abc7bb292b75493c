"""The program of the simulated shop: three tiers by what was spent, one limited promotion, points worth 1."""

from collections.abc import Mapping
from typing import Final

from loyalty.program import Program, parse_program
from loyalty.wire.roles import Role

TEXT: Final = """
format = 1
name = "Simulated"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"

[points]
earn = 1
per_amount = 100
worth = 1

[[tier]]
id = "member"
at = 0

[[tier]]
id = "silver"
at = 3000
multiplier = 1.5
"""

PROGRAM: Final[Program] = parse_program(TEXT, name="simulated.toml")

LAN: Final = "lan"
AUDITOR: Final = "kim"
STAFF: Final[Mapping[str, frozenset[Role]]] = {
    LAN: frozenset({"cashier"}),
    AUDITOR: frozenset({"auditor"}),
}
