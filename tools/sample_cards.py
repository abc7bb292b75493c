"""Members' cards, for scenes and tests of the screen *Cards*; what is done to them is kept here."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.wire.feed import CardRow
from terminal.cards.sheets import CardForm, lay_out_cards
from terminal.membership import MemberRow
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.usecases.card_batch import MOST_CARDS, CardBatch
from terminal.usecases.cards import Why
from terminal.usecases.found import Found, MemberFound, MembersFound, NothingFound
from tools.sample_shop import ANH, ANH_CARD, BINH, PIN

OLD_CARD: Final = card_number(4_471_002_345_678)
BLANK: Final = card_number(7_700_000_000_001)
PRINTED: Final = card_number(8_800_000_000_002)
_BY: Final = OperatorTile(operator="anh", name="Quốc Anh", role="manager")


class SampleCards:
    """Implements `ui.presenters.cards.errands.CardsErrands` in memory; `calls` is what was asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fault: Refused | None = None
        self.sharing: dict[str, str] = {}
        self.asked_by: list[str] = []
        self.managers_here: tuple[OperatorTile, ...] = (_BY,)
        self.cards = {
            ANH_CARD: CardRow(ANH_CARD, ANH.member, "active"),
            OLD_CARD: CardRow(OLD_CARD, ANH.member, "blocked", "lost"),
        }

    def find(self, text: str) -> Found:
        """Ánh by her cards, both by a letter."""
        if text in self.cards:
            return MemberFound(member=ANH)
        if text.casefold() in "nh":
            rows = tuple(
                MemberRow(
                    member=each.member,
                    name=each.name,
                    phone_masked=each.phone_masked,
                    phone_tail=each.phone_tail,
                    tier_name=each.tier_name,
                    points=each.points,
                )
                for each in (ANH, BINH)
            )
            return MembersFound(rows=rows)
        return NothingFound(kind="card", code="card-unknown", text=text)

    def cards_of(self, member: str) -> tuple[CardRow, ...]:
        """The member's cards."""
        theirs = [card for card in self.cards.values() if card.member == member]
        return tuple(sorted(theirs, key=lambda card: (card.state != "active", card.number)))

    def carriers(self, member: str) -> dict[str, str]:
        """Who shares a household."""
        del member
        return dict(self.sharing)

    def link(self, session: Session, *, member: str, text: str) -> str:
        """Keep it."""
        if text in self.cards:
            raise Refused("card-taken", name=ANH.name)
        self.calls.append(f"link {session.operator} {member} {text}")
        self.cards[text] = CardRow(text, member, "active")
        return text

    def block(self, session: Session, *, card: str, why: Why, approval: Approval | None) -> None:
        """Keep it."""
        self.calls.append(f"block {self._who(session, approval)} {card[-4:]} {why}")
        self.cards[card] = CardRow(card, self.cards[card].member, "blocked", why)

    def print_card(self, session: Session, *, member: str) -> str:
        """The one they have, or a fresh one."""
        self.calls.append(f"print {session.operator} {member}")
        held = next((each for each in self.cards_of(member) if each.state == "active"), None)
        if held is None:
            held = self.cards[PRINTED] = CardRow(PRINTED, member, "active")
        return held.number

    def replace_by_printed(self, session: Session, *, card: str, why: Why, approval: Approval | None) -> str:
        """Block the one, and keep the other."""
        if self.fault is not None:
            raise self.fault
        self.block(session, card=card, why=why, approval=approval)
        return self.print_card(session, member=self.cards[card].member)

    def replace(self, session: Session, *, card: str, text: str, why: Why, approval: Approval | None) -> str:
        """Keep it."""
        if text in self.cards:
            raise Refused("card-taken", name=ANH.name)
        self.calls.append(f"replace {self._who(session, approval)} {card[-4:]} {text[-4:]} {why}")
        self.cards[text] = CardRow(text, self.cards[card].member, "active")
        self.cards[card] = CardRow(card, self.cards[card].member, "blocked", why)
        return text

    def managers(self) -> tuple[OperatorTile, ...]:
        """Who may give their word."""
        return self.managers_here

    def approve(self, *, operator: str, pin: str, asked_by: str) -> Approval:
        """Their word, by PIN."""
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        self.asked_by.append(asked_by)
        return Approval(operator=operator, name=_BY.name)

    def _who(self, session: Session, approval: Approval | None) -> str:
        return session.operator + ("" if approval is None else f"+{approval.operator}")


class SampleBatches:
    """Implements `CardBatchErrands` in memory; `spoilt` is a sheet that does not read."""

    def __init__(self, spoilt: int = 0) -> None:
        self.spoilt = spoilt
        self.folder = Path("exports")
        self.written: list[tuple[CardBatch, tuple[str, ...]]] = []

    def begin(self, session: Session, *, count: int, form: CardForm) -> CardBatch:
        """Numbers that follow each other."""
        if not 1 <= count <= MOST_CARDS:
            raise Refused("card-batch-size", most=MOST_CARDS)
        numbers = tuple(card_number(7_700_000_000_100 + each) for each in range(count))
        return CardBatch(numbers, form, session.name, lay_out_cards(numbers, form, shop=session.name))

    def check_next(self, batch: CardBatch) -> CardBatch:
        """One more, but for the spoilt one."""
        if batch.checked + 1 == self.spoilt:
            raise Refused("card-sheet-spoilt", sheet=self.spoilt, card=batch.numbers[0])
        return replace(batch, checked=batch.checked + 1)

    def hand_out(self, session: Session, batch: CardBatch, titles: Sequence[str]) -> str:
        """Nothing is written."""
        del session
        self.written.append((batch, tuple(titles)))
        return str(self.folder / "blank-cards-20261207-091500.pdf")
