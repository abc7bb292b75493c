"""The scenes of the screen *Cards*, over the sample cards."""

from typing import TYPE_CHECKING

from terminal.session import Session
from tools.sample_cards import SampleBatches
from tools.sample_products import MANAGER
from tools.sample_shop import ANH_CARD, LAN
from ui.cards_screen import CardsScreen
from ui.presenters.cards.batch import CardBatchPresenter
from ui.presenters.cards.presenter import CardsPresenter

if TYPE_CHECKING:
    from tools.theatre import Theatre


def nobodys(theatre: "Theatre", session: Session = MANAGER) -> CardsPresenter:
    """Nobody is chosen yet."""
    theatre.checkout.begin()
    theatre.cards = CardsScreen(
        theatre.window,
        theatre.sample_cards,
        SampleBatches(),
        theatre.runner,
        theatre.words,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
    )
    theatre.cards.open(session)
    if theatre.cards.presenter is None:
        raise RuntimeError("the screen is not open")
    return theatre.cards.presenter


def hits(theatre: "Theatre") -> None:
    """Two members have such a name."""
    it = nobodys(theatre)
    it.typed("n")
    it.entered()


def cards(theatre: "Theatre", session: Session = MANAGER) -> CardsPresenter:
    """Ánh's cards, the good one marked."""
    it = nobodys(theatre, session)
    it.scanned(ANH_CARD)
    return it


def replacing(theatre: "Theatre") -> None:
    """The next scan replaces it."""
    cards(theatre).replace_pressed()


def approving(theatre: "Theatre") -> None:
    """A manager is asked before it is blocked."""
    it = cards(theatre, LAN)
    it.block_pressed()
    it.key_pressed("1")


def batch(theatre: "Theatre", count: int = 25) -> CardBatchPresenter:
    """Twenty-five blank cards are asked for."""
    nobodys(theatre).replace_pressed()
    screen = None if theatre.cards is None else theatre.cards.batch
    if screen is None or screen.presenter is None:
        raise RuntimeError("the screen is not open")
    it = screen.presenter
    it.typed(str(count))
    return it


def batch_done(theatre: "Theatre") -> None:
    """A batch was written."""
    batch(theatre).finish_pressed()
