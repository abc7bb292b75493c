"""What a category is called on the screen. Rules and files know it by its id, which a shop may choose."""

from typing import Final

from loyalty.identity.names import fold
from ui.presenters.words import Words

_MOST: Final = 4


def category_name(category: str, words: Words) -> str:
    """The name of one of the usual categories; any other is called what the shop wrote."""
    key = f"category.{category}"
    return words.text(key) if words.catalogue.has(key) else category


def named_category(category: str, words: Words) -> str:
    """Its name, and the id by which rules and files know it where that is another word."""
    name = category_name(category, words)
    return name if fold(name) == fold(category) else f"{name} ({category})"


def like(typed: str, known: tuple[str, ...], words: Words) -> str:
    """What the typed category is called, or a few whose id or name begins so: one thing gets one name."""
    if typed in known:
        name = category_name(typed, words)
        return "" if fold(name) == fold(typed) else name
    start = fold(typed)
    begun = [each for each in known if _begins(each, start, words)]
    return " · ".join(named_in_a_field(each, words) for each in begun[:_MOST])


def named_in_a_field(category: str, words: Words) -> str:
    """The id, which is what is typed, with its name behind it."""
    name = category_name(category, words)
    return category if fold(name) == fold(category) else f"{category} ({name})"


def _begins(category: str, start: str, words: Words) -> bool:
    return any(fold(each).startswith(start) for each in (category, category_name(category, words)))
