"""The screen of products over the sample goods, and what it showed last."""

from resources.catalogue import Catalogue
from terminal.session import Session
from tools.sample_products import MANAGER, SampleProducts
from tools.sample_shop import PIN, ZONE
from ui.presenters.products.presenter import ProductsPresenter
from ui.presenters.products.state import ProductsState
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.words import Words

UNKNOWN = "8938505974194"


class Screen:
    """The presenter over the sample goods, and what it showed last."""

    def __init__(self, session: Session = MANAGER, *, code: str = "") -> None:
        self.goods = SampleProducts()
        self.states: list[ProductsState] = []
        self.left = 0
        self.sold: list[str] = []
        self.runner = ImmediateRunner()
        self.words = Words(catalogue=Catalogue.load("vi"), currency="VND", zone=ZONE)
        self.it = ProductsPresenter(
            self.goods,
            session,
            self.runner,
            self.words,
            on_state=self.states.append,
            on_back=self.leave,
            on_sold=self.sold.append,
        )
        if code:
            self.it.begin_with(code)
        else:
            self.it.begin()

    def leave(self) -> None:
        self.left += 1

    @property
    def state(self) -> ProductsState:
        return self.states[-1]

    @property
    def rows(self) -> list[str]:
        return [row.cells[0] for row in self.state.listing.rows]

    def faults(self) -> dict[str, str]:
        return {field.name: field.fault for field in self.state.form.fields if field.fault}

    def mark(self, sku: str) -> None:
        self.it.row_pressed(next(at for at, each in enumerate(self.it.model.rows) if each.sku == sku))

    def type_pin(self, pin: str = PIN) -> None:
        for digit in pin:
            self.it.key_pressed(digit)
        self.it.finish_pressed()
