"""Odd values, drawn from a seed: what a schema allows, what it just does not, and anything at all."""

import json
from collections.abc import Mapping
from random import Random
from typing import Any, Final

TEXTS: Final = (
    "", "0", "-1", "\x00", "null", "' OR 1=1 --", "../../etc/passwd", "9" * 40, "0" * 64, "f" * 64, "ấ" * 65,
    "\ud800", "\u202e", "2026-13-45T99:00:00.000Z", "2026-11-25T03:00:00.000Z", "1e308", "NaN", "a" * 5_000,
)  # fmt: skip
NUMBERS: Final = (0, 1, -1, 2**31, 2**53 - 1, 2**53, -(2**63), 10**30, 1.5, -0.0, float("inf"), float("nan"))
DEEPEST: Final = 6

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]


class OddJson:
    """Draws values; `schemas` are the components that `$ref` names."""

    def __init__(self, schemas: Mapping[str, Schema], draw: Random) -> None:
        self._schemas, self._draw = schemas, draw
        self.oddness = 0.05

    def of(self, schema: Schema, depth: int = 0) -> Any:
        """A value of that shape, now and then one that is not."""
        draw = self._draw
        if draw.random() < self.oddness or depth > DEEPEST:
            return self.anything()
        if "$ref" in schema:
            return self.of(self._schemas[str(schema["$ref"]).rpartition("/")[2]], depth + 1)
        if "anyOf" in schema:
            return self.of(draw.choice(schema["anyOf"]), depth)
        if "enum" in schema:
            return draw.choice(schema["enum"])
        return self._of_type(schema, depth)

    def _of_type(self, schema: Schema, depth: int) -> Any:
        match schema.get("type"):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, depth)
            case "string":
                return self._string(schema)
            case "integer":
                return self._integer(schema)
            case "boolean":
                return self._draw.random() < 0.5
            case _:
                return self.anything()

    def anything(self) -> Any:
        """Any JSON, and what Python's encoder lets through besides."""
        draw = self._draw
        leaves = (draw.choice(TEXTS), draw.choice(NUMBERS), None, True, draw.randrange(-(2**64), 2**64))
        leaf = draw.choice(leaves)
        shape = draw.random()
        if shape < 0.1:
            return [leaf] * draw.randrange(3)
        return {draw.choice(TEXTS): leaf} if shape < 0.2 else leaf

    def bytes(self) -> bytes:
        """Hardly ever JSON."""
        draw = self._draw
        junk = draw.randbytes(draw.randrange(200))
        return draw.choice(
            (junk, b"", b"{", b"[" * 2_000, b'{"a":' * 500, b"\xff\xfe{}", json.dumps(TEXTS).encode())
        )

    def spoil(self, value: Any) -> Path:
        """Change one place of a JSON value where it stands; where that was."""
        draw = self._draw
        path = draw.choice(paths_of(value))
        inner = value
        for step in path[:-1]:
            inner = inner[step]
        what = draw.random()
        if what < 0.2:
            del inner[path[-1]]
        elif what < 0.3 and is_list(inner):
            inner.append(inner[path[-1]])
        else:
            inner[path[-1]] = self._near(inner[path[-1]])
        return path

    def _near(self, value: Any) -> Any:
        """Something like it, or nothing like it."""
        draw = self._draw
        if isinstance(value, bool) or draw.random() < 0.4:
            return self.anything()
        if isinstance(value, int):
            return value + draw.choice((-1, 1, 1_000, -(2**40), 2**53))
        if isinstance(value, str) and value:
            place = draw.randrange(len(value))
            return value[:place] + draw.choice("0aZ\x00ấ") + value[place + 1 :]
        return self.anything()

    def _object(self, schema: Schema, depth: int) -> Any:
        properties: Mapping[str, Schema] = schema.get("properties", {})
        needed = set(schema.get("required", ()))
        made = {
            name: self.of(each, depth + 1)
            for name, each in properties.items()
            if (name in needed and self._draw.random() >= self.oddness / 2) or self._draw.random() < 0.5
        }
        return made | ({"surplus": self.anything()} if self._draw.random() < self.oddness else {})

    def _array(self, schema: Schema, depth: int) -> Any:
        return [self.of(schema.get("items", {}), depth + 1) for _ in range(self._draw.randrange(4))]

    def _string(self, schema: Schema) -> Any:
        pattern = str(schema.get("pattern", ""))
        if "[0-9a-f]{64}" in pattern:
            return self._draw.randbytes(32).hex()
        if self._draw.random() < self.oddness * 4:
            return self._draw.choice(TEXTS)
        return "".join(self._draw.choice("abcXYZ0129._:-") for _ in range(self._draw.randrange(1, 30)))

    def _integer(self, schema: Schema) -> Any:
        least, most = int(schema.get("minimum", -(2**53))), int(schema.get("maximum", 2**53))
        beyond = (least - 1, most + 1) if self._draw.random() < self.oddness * 4 else ()
        return self._draw.choice((least, most, self._draw.randint(least, most), *beyond))


def paths_of(value: Any, before: Path = ()) -> list[Path]:
    """Every place in a JSON value but its root."""
    found: list[Path] = []
    steps: Any = value if is_object(value) else range(len(value)) if is_list(value) else ()
    for step in steps:
        found += [(*before, step), *paths_of(value[step], (*before, step))]
    return found


def is_object(value: Any) -> bool:
    """Whether it is a JSON object."""
    return isinstance(value, dict)


def is_list(value: Any) -> bool:
    """Whether it is a JSON array."""
    return isinstance(value, list)
