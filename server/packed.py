"""Things of one holder by their names, of which most are never looked at one by one.

A member's lots are loaded with every sale, which wants of them a sum, or whether one is there. So the
database gives them packed, a text for each column, and they stay so: a column is taken apart where it is
asked for, and values are made of all of them where somebody looks at one. What is added meanwhile is kept
beside.
"""

from collections.abc import (
    Callable,
    ItemsView,
    Iterator,
    KeysView,
    Mapping,
    MutableMapping,
    Sequence,
    ValuesView,
)
from typing import Final, Generic, Self, TypeVar

T = TypeVar("T")

SEPARATOR: Final = "\x1f"
"""Stands between two rows of a column. No name and no JSON holds a control character."""


Texts = Mapping[str, Sequence[str]]
"""Rows by column, as texts; what is null is empty."""


class Packed(Generic[T]):
    """Some rows, a text for each column; `key` is the column of their names, `make` makes values of rows."""

    __slots__ = ("_columns", "_known", "_make", "_numbers", "_texts", "_values", "names")

    def __init__(self, columns: Mapping[str, str], *, key: str, make: Callable[[Texts], list[T]]) -> None:
        self._columns = columns
        self.names = columns[key].split(SEPARATOR)
        """What each is called."""
        self._make = make
        self._texts: dict[str, list[str]] = {}
        self._numbers: dict[str, list[int]] = {}
        self._values: dict[str, T] | None = None
        self._known: frozenset[str] | None = None

    def has(self, name: object) -> bool:
        """Whether one is called that."""
        if self._known is None:
            self._known = frozenset(self.names)
        return name in self._known

    def texts(self, column: str) -> list[str]:
        """A column, taken apart.

        Raises:
            ValueError: it comes to more rows or fewer than there are names.
        """
        texts = self._texts.get(column)
        if texts is None:
            texts = self._texts[column] = self._apart(column)
        return texts

    def numbers(self, column: str) -> list[int]:
        """A column of whole numbers. Raises as `texts`."""
        numbers = self._numbers.get(column)
        if numbers is None:
            numbers = self._numbers[column] = list(map(int, self._apart(column)))
        return numbers

    def values(self) -> dict[str, T]:
        """All of them as values; the same ones to whoever asks."""
        if self._values is None:
            made = self._make({column: self.texts(column) for column in self._columns})
            self._values = dict(zip(self.names, made, strict=True))
        return self._values

    def _apart(self, column: str) -> list[str]:
        texts = self._columns[column].split(SEPARATOR)
        if len(texts) != len(self.names):
            raise ValueError(f"{len(texts)} of {column} for {len(self.names)} rows")
        return texts


class ByName(MutableMapping[str, T]):
    """Values by their names: `packed` as long as nobody has looked at one of those, and what is `beside`."""

    __slots__ = ("beside", "packed")

    def __init__(self, beside: Mapping[str, T] | None = None, *, packed: Packed[T] | None = None) -> None:
        self.packed = packed
        self.beside: dict[str, T] = {} if beside is None else dict(beside)

    def __getitem__(self, name: str) -> T:
        if name in self.beside:
            return self.beside[name]
        if not self._is_packed(name):
            raise KeyError(name)
        return self._unpacked()[name]

    def __setitem__(self, name: str, value: T) -> None:
        if self._is_packed(name):
            self._unpacked()
        self.beside[name] = value

    def __delitem__(self, name: str) -> None:
        del self._unpacked()[name]

    def __contains__(self, name: object) -> bool:
        return name in self.beside or self._is_packed(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._unpacked())

    def __len__(self) -> int:
        return len(self.beside) if self.packed is None else len(self.beside) + len(self.packed.names)

    def keys(self) -> KeysView[str]:
        """All names."""
        return self._unpacked().keys()

    def values(self) -> ValuesView[T]:
        """All values."""
        return self._unpacked().values()

    def items(self) -> ItemsView[str, T]:
        """Both."""
        return self._unpacked().items()

    def copy(self) -> Self:
        """The same to try something on."""
        twin = self.__new__(type(self))  # with a dictionary that is made already
        twin.packed, twin.beside = self.packed, self.beside.copy()
        return twin

    def changed_since(self, before: "ByName[T]") -> list[T]:
        """Those that are others than they were, and new ones."""
        is_same = self.packed is before.packed
        mine, was = (self.beside, before.beside) if is_same else (self._unpacked(), before)
        return [each for name, each in mine.items() if (held := was.get(name)) is not each and held != each]

    def _is_packed(self, name: object) -> bool:
        return self.packed is not None and self.packed.has(name)

    def _unpacked(self) -> dict[str, T]:
        """All of them beside, from here on."""
        if self.packed is not None:
            self.beside = {**self.packed.values(), **self.beside}
            self.packed = None
        return self.beside
