"""Selectors: what `on` and `exclude` select, one by one and all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.program.selectors import EVERY_LINE, NO_LINE, Selector
from loyalty.quote.selector_index import SelectorIndex


def names(*given: str) -> frozenset[str]:
    return frozenset(given)


@pytest.mark.parametrize(
    ("selector", "selects"),
    [
        (EVERY_LINE, True),
        (NO_LINE, False),
        (Selector(skus=names("MI01")), True),
        (Selector(skus=names("PHO1"), categories=names("noodles")), True),
        (Selector(brands=names("Vifon")), False),
        (Selector(tags=names("new", "hot")), True),
        (Selector(tags=names()), False),
        (Selector(brands=names("Vifon"), tags=names()), False),
        (Selector(except_skus=names("PHO1")), True),
        (Selector(except_skus=names("MI01")), False),
        (Selector(skus=names("MI01"), except_categories=names("noodles")), False),
        (Selector(skus=names("MI01"), except_brands=names("Acecook")), False),
        (Selector(categories=names("noodles"), except_tags=names("dry")), False),
    ],
)
def test_a_line_is_selected_by_any_list_and_spared_by_any_exception(
    selector: Selector, *, selects: bool
) -> None:
    assert selector.matches(sku="MI01", category="noodles", brand="Acecook", tags=("dry", "new")) is selects


def test_an_empty_list_names_no_line_and_no_list_names_all() -> None:
    assert not Selector(skus=names(), except_skus=names("X")).matches(sku="Y", category="", brand="", tags=())
    assert Selector(except_skus=names("X")).matches(sku="Y", category="", brand="", tags=())


few = st.frozensets(st.sampled_from("abcd"), max_size=3)
selectors = st.builds(
    Selector,
    skus=st.none() | few,
    categories=st.none() | few,
    brands=st.none() | few,
    tags=st.none() | few,
    except_skus=st.just(names()) | few,
    except_categories=st.just(names()) | few,
    except_brands=st.just(names()) | few,
    except_tags=st.just(names()) | few,
)
mark = st.sampled_from("abcde")


@given(st.lists(selectors, max_size=6), mark, mark, mark, st.lists(mark, max_size=3))
def test_all_selectors_at_once_say_what_each_says(
    many: list[Selector], sku: str, category: str, brand: str, tags: list[str]
) -> None:
    bits = SelectorIndex(many).selecting(sku, category, brand, tags)
    assert [bool(bits >> number & 1) for number in range(len(many))] == [
        selector.matches(sku=sku, category=category, brand=brand, tags=tags) for selector in many
    ]
    assert bits < 1 << len(many)
