"""The list of the screen *Products*, and the one of it that is looked at."""

from terminal.goods import Product
from terminal.usecases.shelf import ShelfPage
from ui.presenters.products.desk import ProductsDesk

_Known = tuple[tuple[str, ...], tuple[str, ...]]
_Found = tuple[tuple[Product, ...], ShelfPage | None]


class GoodsFinder:
    """Finds and looks."""

    def __init__(self, desk: ProductsDesk) -> None:
        self._desk = desk

    def begin(self) -> None:
        """The first goods by name, and all else that the screen shows, in one go."""

        def read() -> tuple[_Known, _Found]:
            return self._read_known(), self._read_found("")

        def came(read: tuple[_Known, _Found]) -> None:
            (categories, scale), (rows, page) = read
            self._desk.change(categories=categories, scale=scale, rows=rows, mark=0, page=page, looked_for="")

        self._desk.run("look-up", read, came)

    def learn(self) -> None:
        """What the form offers to choose from."""

        def known(known: _Known) -> None:
            self._desk.change(categories=known[0], scale=known[1])

        self._desk.run("look-up", self._read_known, known)

    def _read_known(self) -> _Known:
        return self._desk.errands.categories(), self._desk.errands.scale_patterns()

    def _read_found(self, text: str) -> _Found:
        """What is found, and the first of it whole."""
        rows = self._desk.errands.find(text)
        return rows, self._desk.errands.page(rows[0].sku) if rows else None

    def find(self, text: str, *, typed: str | None = None) -> None:
        """Look for a text; for what is `typed`, only while it still stands in the box."""

        def found(found: _Found) -> None:
            if typed is not None and typed != self._desk.model.typed:
                return  # what was typed since is looked for already
            self._desk.change(rows=found[0], mark=0, page=found[1], looked_for=text)

        self._desk.run("look-up", lambda: self._read_found(text), found)

    def look(self) -> None:
        """Look at what is marked."""
        marked = self._desk.model.marked
        if marked is None:
            return
        sku = marked.sku

        def looked(page: ShelfPage) -> None:
            now = self._desk.model.marked
            if now is not None and now.sku == page.row.sku:
                self._desk.change(page=page)

        self._desk.run("look-up", lambda: self._desk.errands.page(sku), looked)

    def again(self) -> None:
        """The same list as it is now, the same row of it marked."""
        text, mark = self._desk.model.looked_for, self._desk.model.mark

        def again(rows: tuple[Product, ...]) -> None:
            self._desk.change(rows=rows, mark=min(mark, max(0, len(rows) - 1)))
            self.look()

        self._desk.run("look-up", lambda: self._desk.errands.find(text), again)
