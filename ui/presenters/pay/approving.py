"""What a sale asks beyond the program's limits: somebody's word with a PIN, or the birthday for the card.

The screen stays the same one: the ways to pay are the people who may approve, the amount is the PIN, and the
press in the corner gives it. Where nothing is missing but the card of a member whose birthday is known, that
stands first, and the amount is the day. Who may approve, what is right, and what the till keeps of it, is the
use cases'.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loyalty.approvals import LIMITS
from loyalty.wire.roles import MAY_APPROVE
from terminal.by_hand import unapproved
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.drawer_count import BACKSPACE
from ui.presenters.sign_in import LEAST_DIGITS, MOST_DIGITS

if TYPE_CHECKING:
    from terminal.open_sale import OpenSale
    from terminal.returned import Approval
    from terminal.session import OperatorTile, Session
    from ui.presenters.errands import CheckoutErrands
    from ui.presenters.pay.model import PayModel
    from ui.presenters.tasks import TaskRunner

WHAT = "sale-beyond-limit"
"""What the journal says that the word was given for."""

BIRTHDAY: Final = "birthday"
"""Chosen in place of a person: the member tells their birthday. No operator has that for an id."""
SEPARATOR: Final = "/"
_LONGEST_DAY: Final = len("21/11/1990")
_MOST_OF_A_DAY: Final = len("21111990")
_SHORTEST_DAY: Final = len("1/2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who may give their word, who was chosen, and the PIN or the day typed so far.

    `by_birthday` says whether the member's birthday would do instead.
    """

    people: "tuple[OperatorTile, ...]"
    who: str
    pin: str = ""
    checking: bool = False
    by_birthday: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen, the birthday first."""
        return (*((BIRTHDAY,) if self.by_birthday else ()), *(each.operator for each in self.people))

    @property
    def is_birthday(self) -> bool:
        """Whether it is the birthday that is typed."""
        return self.who == BIRTHDAY

    @property
    def can_enter(self) -> bool:
        """Whether there is enough of a PIN, or of a day, to be checked."""
        least = _SHORTEST_DAY if self.is_birthday else LEAST_DIGITS
        return bool(self.who) and len(self.pin) >= least and not self.checking

    def with_key(self, key: str, *, is_backspace: bool) -> "Asking | None":
        """The same with a digit more, or one less; between the parts of a day a stroke. None: no such key."""
        typed = self.pin[:-1] if is_backspace else self.pin + key
        is_meant = is_backspace or key.isdigit() or (key == SEPARATOR and self.is_birthday)
        most = MOST_DIGITS
        if self.is_birthday:
            most = _LONGEST_DAY if SEPARATOR in typed else _MOST_OF_A_DAY
        return replace(self, pin=typed) if is_meant and len(typed) <= most and not self.checking else None


class Approving:
    """The part of a payment in which somebody is asked; `on_approved` goes on with it.

    `on_told` does so with the sale whose member told their birthday.
    """

    def __init__(
        self,
        errands: "CheckoutErrands",
        session: "Session",
        runner: "TaskRunner",
        *,
        change: Callable[..., None],
        on_approved: Callable[[], None],
        on_told: "Callable[[OpenSale], None]",
        ahead: Callable[[], tuple[str, ...] | None],
    ) -> None:
        """`ahead` says what was pressed since `begin`; None once that was given up."""
        self._ahead = ahead
        self._errands = errands
        self._session = session
        self._runner = runner
        self._change = change
        self._on_approved = on_approved
        self._on_told = on_told

    def is_needed(self, model: "PayModel") -> bool:
        """Whether this cashier cannot take this payment alone, and nobody has given their word yet."""
        is_alone = self._session.role not in MAY_APPROVE
        return (
            is_alone
            and bool(unapproved(model.priced.sale, model.quote.approvals))
            and not (model.approver or model.stuck)
        )

    def begin(self, model: "PayModel") -> None:
        """Ask who there is to give their word; what is typed meanwhile is typed for them."""
        by_birthday = birthday_would_do(model)
        self._change(ahead=())

        def known(people: "tuple[OperatorTile, ...]") -> None:
            keys = self._ahead()
            if keys is None:
                return
            others = tuple(each for each in people if each.operator != self._session.operator)
            asking = Asking(people=others, who="", by_birthday=by_birthday)
            self._change(asking=_with_keys(_at_first(asking), keys), ahead=None, said=None)

        self._runner.run(
            "look-up",
            self._errands.approvers,
            on_done=known,
            on_failed=lambda error: self._failed(None, error),
        )

    def chosen(self, asking: Asking, operator: str) -> None:
        """It is that one who gives it."""
        if operator in asking.choices and not asking.checking:
            self._change(asking=replace(asking, who=operator, pin=""), said=None)

    def typed(self, asking: Asking, key: str, *, is_backspace: bool) -> None:
        """A digit, the backspace, or the stroke of a day."""
        after = asking.with_key(key, is_backspace=is_backspace)
        if after is not None:
            self._change(asking=after, said=None)

    def entered(self, asking: Asking, sale: "OpenSale") -> None:
        """Check the PIN, whose word is given for this payment then; or the birthday of the sale's member."""
        if not asking.can_enter:
            return
        who, pin = asking.who, asking.pin
        if asking.is_birthday:
            self._tell(asking, sale)
            return
        self._change(asking=replace(asking, pin="", checking=True), said=None)

        def approved(approval: "Approval") -> None:
            self._change(asking=None, approver=approval.operator)
            self._on_approved()

        self._runner.run(
            "store",
            lambda: self._errands.approve(operator=who, pin=pin, what=WHAT, asked_by=self._session.operator),
            on_done=approved,
            on_failed=lambda error: self._failed(asking, error),
        )

    def _tell(self, asking: Asking, sale: "OpenSale") -> None:
        self._change(asking=replace(asking, pin="", checking=True), said=None)
        self._runner.run(
            "store",
            lambda: self._errands.tell_birthday(sale, asking.pin),
            on_done=self._on_told,
            on_failed=lambda error: self._failed(asking, error),
        )

    def _failed(self, asking: Asking | None, error: Exception) -> None:
        """Nobody gave their word: it can be tried again; a birthday told wrong too often no more."""
        said = expected(error)
        again = None if asking is None else replace(asking, pin="", checking=False)
        if again is not None and said.code == "birthday-shut":
            again = _at_first(replace(again, by_birthday=False))
        self._change(asking=again, ahead=None, said=said_of(said))


def birthday_would_do(model: "PayModel") -> bool:
    """Whether nothing is missing but the card, of a member whose birthday is kept here."""
    member, needed = model.priced.sale.member, unapproved(model.priced.sale, model.quote.approvals)
    is_all = all(each.rule == LIMITS["approve-burn"] for each in needed)
    return member is not None and bool(member.birthday) and bool(needed) and is_all


def day_typed(text: str) -> str:
    """A day as it is being typed: `2111` is shown as `21/11`; as it is where the strokes were typed."""
    if SEPARATOR in text:
        return text
    return SEPARATOR.join(part for part in (text[:2], text[2:4], text[4:]) if part)


def _with_keys(asking: Asking, keys: tuple[str, ...]) -> Asking:
    for key in keys:
        asking = asking.with_key(key, is_backspace=key == BACKSPACE) or asking
    return asking


def _at_first(asking: Asking) -> Asking:
    return replace(asking, who=asking.choices[0] if asking.choices else "")
