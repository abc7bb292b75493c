"""Who there is in training: three people who sell and four who buy, all made up.

Nobody's real name, telephone number or PIN is in it, so that a training can be shown to anybody.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from argon2 import PasswordHasher

from loyalty.identity.cards import card_number
from loyalty.units import Points
from loyalty.wire.feed import CardRow, LotState, MemberState, OperatorRow
from loyalty.wire.pins import peppered_pin
from terminal.clock import timestamp
from terminal.settings import Language

if TYPE_CHECKING:
    from loyalty.program import Program

PRACTICE_PIN: Final = "0000"
"""Of everybody in training; the band over the screen says it."""

PRACTICE_TILL: Final = "training"
_PEOPLE: Final = {
    "cashier": {"vi": "Thu ngân tập", "en": "Trainee cashier"},
    "supervisor": {"vi": "Trưởng ca tập", "en": "Trainee supervisor"},
    "manager": {"vi": "Quản lý tập", "en": "Trainee manager"},
}
_CUSTOMERS: Final = (
    ("Nguyễn Thị Tập", "+84900000001", 500),
    ("Trần Văn Thử", "+84900000002", 0),
    ("Lê Thị Mẫu", "+84900000003", 1_250),
    ("Phạm Văn Học", "+84900000004", 40),
)
_FIRST_CARD: Final = 9_000_000_000_000
_POINTS_LAST: Final = timedelta(days=300)


def practice_operators(pepper: bytes, language: Language) -> Iterator[OperatorRow]:
    """One of each role that sells; their PIN is no secret, so its hash is a quick one."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    for role, names in _PEOPLE.items():
        operator = f"training-{role}"
        pin_hash = quick.hash(peppered_pin(PRACTICE_PIN, operator=operator, pepper=pepper))
        yield OperatorRow.from_json(
            {
                "operator": operator,
                "name": names[language],
                "role": role,
                "pin_hash": pin_hash,
                "state": "active",
            }
        )


def practice_members(program: "Program", *, at: datetime) -> Iterator[MemberState]:
    """Members of the program's first tier, two of them with points."""
    tier = program.tiers[0].id
    for number, (name, phone, points) in enumerate(_CUSTOMERS):
        lot = LotState(
            lot=f"training-lot-{number}",
            points=Points(points),
            dies_at=timestamp(at + _POINTS_LAST),
            spendable_from=timestamp(at - _POINTS_LAST),
        )
        yield MemberState.from_json(
            {
                "member": _member(number),
                "state": "active",
                "alias_of": None,
                "person": {"name": name, "phone": phone, "phone_text": "", "birthday": None},
                "tier": tier,
                "points": points,
                "owed": 0,
                "available": points,
                "lots": [lot.to_json()] if points else [],
                "measure": 0,
                "purchases": 0,
                "memberships": [],
                "segments": [],
                "vouchers": {},
                "used": {},
                "revision": 1,
                "at": timestamp(at),
            }
        )


def practice_cards() -> Iterator[CardRow]:
    """A card for each of them."""
    for number in range(len(_CUSTOMERS)):
        yield CardRow(card_number(_FIRST_CARD + number), _member(number), "active")


def _member(number: int) -> str:
    return f"training-member-{number}"
