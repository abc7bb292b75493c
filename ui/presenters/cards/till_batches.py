"""The errands of a batch of cards done by a real till: one line each over `terminal.usecases.card_batch`."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from terminal.cards.sheets import CardForm, CardPainter
from terminal.session import Session
from terminal.till import Till
from terminal.usecases import card_batch
from terminal.usecases.card_batch import CardBatch


class CardBatchesDone:
    """Implements `batch.CardBatchErrands`; files go into a folder beside the till's data."""

    def __init__(self, till: Till, painter: CardPainter, *, folder: Path, zone: tzinfo) -> None:
        self._till = till
        self._painter = painter
        self._zone = zone
        self.folder = folder

    def begin(self, session: Session, *, count: int, form: CardForm) -> CardBatch:
        """Draw the numbers, and lay out the sheets."""
        return card_batch.begin_batch(self._till, session, count=count, form=form)

    def check_next(self, batch: CardBatch) -> CardBatch:
        """Paint and read one more sheet."""
        return card_batch.check_next(batch, self._painter)

    def hand_out(self, session: Session, batch: CardBatch, titles: Sequence[str]) -> str:
        """Record and write it; its path."""
        folder, zone = self.folder, self._zone
        path = card_batch.hand_out(
            self._till, session, batch, self._painter, folder=folder, zone=zone, titles=titles
        )
        return str(path)
