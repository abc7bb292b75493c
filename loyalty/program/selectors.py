"""Selectors: which lines of a basket a rule is about.

Only the value and its meaning for one line. How a whole program's selectors are asked at once is in
`loyalty.program.index`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

SELECTOR_FIELDS = ("skus", "categories", "brands", "tags")
"""What a selector can name lines by; each also with `except_` before it."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Names lines by four lists, and spares lines by four more; `None` is a list left out.

    An empty list names no line, so `Selector(skus=frozenset())` matches none, where `Selector()` matches all.
    """

    skus: frozenset[str] | None = None
    categories: frozenset[str] | None = None
    brands: frozenset[str] | None = None
    tags: frozenset[str] | None = None
    except_skus: frozenset[str] = frozenset()
    except_categories: frozenset[str] = frozenset()
    except_brands: frozenset[str] = frozenset()
    except_tags: frozenset[str] = frozenset()

    @property
    def names_nothing(self) -> bool:
        """Whether none of the four naming lists is given: then every line that is not spared matches."""
        return self.skus is None and self.categories is None and self.brands is None and self.tags is None

    def matches(self, *, sku: str, category: str, brand: str, tags: Iterable[str]) -> bool:
        """Whether a line with these marks is selected."""
        if (
            sku in self.except_skus
            or category in self.except_categories
            or brand in self.except_brands
            or not self.except_tags.isdisjoint(tags)
        ):
            return False
        return self.names_nothing or (
            sku in (self.skus or ())
            or category in (self.categories or ())
            or brand in (self.brands or ())
            or not (self.tags or frozenset[str]()).isdisjoint(tags)
        )


EVERY_LINE = Selector()
NO_LINE = Selector(skus=frozenset())
