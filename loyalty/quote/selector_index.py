"""All selectors of a program asked at once: which of them select a line, as the bits of one whole number.

With a bit for each selector, a line costs a few look-ups however many selectors there are.
"""

from collections.abc import Iterable, Sequence

from loyalty.program.selectors import Selector

_Bits = dict[str, int]


class SelectorIndex:
    """Answers for the selectors it was made with; bit *n* is the *n*-th of them."""

    __slots__ = (
        "_by_brand",
        "_by_category",
        "_by_sku",
        "_by_tag",
        "_not_brand",
        "_not_category",
        "_not_sku",
        "_not_tag",
        "_spares",
        "_unnamed",
    )

    def __init__(self, selectors: Sequence[Selector]) -> None:
        self._unnamed = _bits_where(selector.names_nothing for selector in selectors)
        self._by_sku = _bits_by_name(selector.skus for selector in selectors)
        self._by_category = _bits_by_name(selector.categories for selector in selectors)
        self._by_brand = _bits_by_name(selector.brands for selector in selectors)
        self._by_tag = _bits_by_name(selector.tags for selector in selectors)
        self._not_sku = _bits_by_name(selector.except_skus for selector in selectors)
        self._not_category = _bits_by_name(selector.except_categories for selector in selectors)
        self._not_brand = _bits_by_name(selector.except_brands for selector in selectors)
        self._not_tag = _bits_by_name(selector.except_tags for selector in selectors)
        self._spares = bool(self._not_sku or self._not_category or self._not_brand or self._not_tag)

    def selecting(self, sku: str, category: str, brand: str, tags: Iterable[str]) -> int:
        """The bits of the selectors that select a line with these marks.

        By position, since each scan asks it for every line.
        """
        bits = self._unnamed
        bits |= self._by_sku.get(sku, 0) | self._by_category.get(category, 0) | self._by_brand.get(brand, 0)
        for tag in tags:
            bits |= self._by_tag.get(tag, 0)
        if not self._spares:
            return bits
        spared = self._not_sku.get(sku, 0) | self._not_category.get(category, 0)
        spared |= self._not_brand.get(brand, 0)
        for tag in tags:
            spared |= self._not_tag.get(tag, 0)
        return bits & ~spared


def _bits_where(flags: Iterable[bool]) -> int:
    bits = 0
    for number, flag in enumerate(flags):
        if flag:
            bits |= 1 << number
    return bits


def _bits_by_name(lists: Iterable[frozenset[str] | None]) -> _Bits:
    bits: _Bits = {}
    for number, names in enumerate(lists):
        for name in names or ():
            bits[name] = bits.get(name, 0) | 1 << number
    return bits
