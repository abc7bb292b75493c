"""The rules that keep the promise, taken away one by one: each loss must be noticed by some simulated day.

Which rules there are is said in `mutants.toml`, and in `real/mutants.toml` those of the stores.

A mutant changes the source of one function of the product, as text, for as long as it is worn. The text must
stand there exactly once, so a mutant that no longer fits the code fails its own test.
"""

import importlib
import inspect
import textwrap
import tomllib
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Final, cast


@dataclass(frozen=True, slots=True)
class Mutant:
    """One rule less: `rule` says which in words, `function` where it is kept, as `module:name`."""

    rule: str
    function: str
    old: str
    new: str
    is_quick: bool = False
    """Whether a few days are enough to miss it."""
    also: tuple["Mutant", ...] = ()
    """The same rule where else it is kept: while one place has it, no day can miss the other."""

    @contextmanager
    def worn(self) -> Generator[None, None, None]:
        """The product without the rule, until the block ends."""
        with ExitStack() as places:
            for each in (self, *self.also):
                places.enter_context(each._worn_here())
            yield

    @contextmanager
    def _worn_here(self) -> Generator[None, None, None]:
        module, _, name = self.function.partition(":")
        function = cast("FunctionType", attrgetter(name)(importlib.import_module(module)))
        healthy = function.__code__
        function.__code__ = self._changed(function)
        try:
            yield
        finally:
            function.__code__ = healthy

    def _changed(self, function: FunctionType) -> CodeType:
        source = textwrap.dedent(inspect.getsource(function))
        if source.count(self.old) != 1:
            raise AssertionError(
                f"{self.rule}: {self.old!r} stands {source.count(self.old)} times in {self.function}"
            )
        module = compile(source.replace(self.old, self.new), f"<without: {self.rule}>", "exec")
        (code,) = (each for each in module.co_consts if isinstance(each, CodeType))
        return code


def read_mutants(file: Path) -> tuple[Mutant, ...]:
    """All of a file, in its order."""
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(map(_mutant, written["mutant"]))


def _mutant(written: Mapping[str, Any]) -> Mutant:
    fields = dict(written)
    elsewhere = fields.pop("also", ())
    return Mutant(**fields, also=tuple(Mutant(fields["rule"], **each) for each in elsewhere))


MUTANTS: Final = read_mutants(Path(__file__).with_name("mutants.toml"))
"""Those that days on memory must miss."""
REAL_MUTANTS: Final = read_mutants(Path(__file__).parent / "real" / "mutants.toml")
"""Those that only a day on real databases can."""
