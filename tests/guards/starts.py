"""Who started what: a class's `start` is wrapped so that the line each object was started from is kept."""

import traceback
from weakref import WeakKeyDictionary

METHOD = "start"


class Starts:
    """Which objects of some classes were started, and where."""

    def __init__(self) -> None:
        self._places: WeakKeyDictionary[object, str] = WeakKeyDictionary()
        self._watched: set[type] = set()

    def watch(self, kind: type) -> None:
        """From now on remember each start of an object of this class; asked again, does nothing."""
        if kind in self._watched:
            return
        self._watched.add(kind)
        original = getattr(kind, METHOD)

        def start(one: object, *arguments: object, **named: object) -> None:
            caller = traceback.extract_stack(limit=2)[0]
            self._places[one] = f"{caller.filename}:{caller.lineno}"
            original(one, *arguments, **named)

        setattr(kind, METHOD, start)

    def place(self, one: object) -> str:
        """The file and line this was started from."""
        return self._places.get(one, "a place unknown")

    def all(self) -> list[object]:
        """Everything that was started and still exists."""
        return list(self._places)
