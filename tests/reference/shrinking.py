"""Makes a case on which two readings part small again, by leaving things out while they still part."""

from collections.abc import Callable, Iterator

from tests.reference.plain_basics import Json


def shrunk(program: Json, basket: Json, fails: Callable[[Json, Json], bool]) -> tuple[Json, Json]:
    """The smallest case reached by leaving things out one at a time while it still fails."""
    for candidate in _smaller(program, basket):
        if fails(*candidate):
            return shrunk(*candidate, fails)
    return program, basket


def _smaller(program: Json, basket: Json) -> Iterator[tuple[Json, Json]]:
    """The case with one promotion, one line, or one key left out."""
    promotions = program["promotion"]
    for place, entry in enumerate(promotions):
        yield {**program, "promotion": _without(promotions, place)}, basket
        for lighter in _lighter(entry):
            lightened = [*promotions[:place], lighter, *promotions[place + 1 :]]
            yield {**program, "promotion": lightened}, basket
    for place in range(len(basket["lines"])):
        yield program, {**basket, "lines": _without(basket["lines"], place)}
    for key in sorted(set(basket) - {"at", "lines"}):
        yield program, {name: value for name, value in basket.items() if name != key}


def _lighter(promotion: Json) -> Iterator[Json]:
    """The promotion without one key that it can do without."""
    spare = {"on", "when", "max_amount"}
    if promotion["kind"] == "buy_get":
        spare.add("percent")
    for key in sorted(spare & set(promotion)):
        yield {name: value for name, value in promotion.items() if name != key}


def _without(items: list[Json], place: int) -> list[Json]:
    return items[:place] + items[place + 1 :]
