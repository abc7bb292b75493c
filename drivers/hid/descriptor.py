"""A HID report descriptor, read for one thing: which bits of which input report mean what. Pure.

HID 1.11, chapter 6.2.2. Only input items are kept; collections nest without meaning anything here. A
descriptor comes from whatever was plugged in, so nothing in it is believed beyond the limits below, and one
that ends in the middle of an item is read up to there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

MAX_DESCRIPTOR_BYTES = 4096
"""What Linux takes of a descriptor."""

MAX_REPORT_BITS = 8 * 16384
MAX_FIELDS = 1024
_MAX_PUSHED = 16
_LAST_REPORT_ID = 255
"""It is one byte before each report; a descriptor may give it in four."""
_LONG_ITEM = 0xFE
_ITEM_SIZES = (0, 1, 2, 4)

_INPUT, _OUTPUT, _FEATURE, _COLLECTION, _END_COLLECTION = 0x80, 0x90, 0xB0, 0xA0, 0xC0
_MAIN = frozenset({_INPUT, _OUTPUT, _FEATURE, _COLLECTION, _END_COLLECTION})
_USAGE_PAGE, _REPORT_SIZE, _REPORT_ID, _REPORT_COUNT, _PUSH, _POP = 0x04, 0x74, 0x84, 0x94, 0xA4, 0xB4
_USAGE, _USAGE_MINIMUM, _USAGE_MAXIMUM = 0x08, 0x18, 0x28
_IS_CONSTANT = 0x01
_EXTENDED_USAGE_BYTES = 4


@dataclass(frozen=True, slots=True)
class Usage:
    """What a field is for: a usage page and a number on it."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class InputField:
    """`bits` bits at `start_bit` of a report, its id included where it has one; padding has no usage."""

    report_id: int | None
    usage: Usage
    start_bit: int
    bits: int


@dataclass(frozen=True, slots=True)
class _Globals:
    page: int = 0
    report_id: int | None = None
    size: int = 0
    count: int = 0


@dataclass(slots=True)
class _Reader:
    """The state of a parser as the specification describes it: globals, a stack of them, and locals."""

    now: _Globals = field(default_factory=_Globals)
    pushed: list[_Globals] = field(default_factory=list[_Globals])
    usages: list[Usage] = field(default_factory=list[Usage])
    minimum: int | None = None
    ends: dict[int | None, int] = field(default_factory=dict[int | None, int])
    fields: list[InputField] = field(default_factory=list[InputField])

    def take(self, tag: int, data: bytes) -> None:
        value = int.from_bytes(data, "little")
        if tag in _MAIN:
            if tag == _INPUT:
                self._input(is_constant=bool(value & _IS_CONSTANT))
            self.usages.clear()
            self.minimum = None
        elif tag in (_USAGE, _USAGE_MINIMUM, _USAGE_MAXIMUM):
            self._local(tag, value, is_extended=len(data) == _EXTENDED_USAGE_BYTES)
        else:
            self._global(tag, value)

    def _global(self, tag: int, value: int) -> None:
        if tag == _USAGE_PAGE:
            self.now = replace(self.now, page=value)
        elif tag == _REPORT_SIZE:
            self.now = replace(self.now, size=value)
        elif tag == _REPORT_ID:
            self.now = replace(self.now, report_id=value)
        elif tag == _REPORT_COUNT:
            self.now = replace(self.now, count=value)
        elif tag == _PUSH and len(self.pushed) < _MAX_PUSHED:
            self.pushed.append(self.now)
        elif tag == _POP and self.pushed:
            self.now = self.pushed.pop()

    def _local(self, tag: int, value: int, *, is_extended: bool) -> None:
        if tag == _USAGE_MINIMUM:
            self.minimum = value
            return
        first = value if tag == _USAGE or self.minimum is None else self.minimum
        room = MAX_FIELDS - len(self.usages)
        for number in range(first, min(value + 1, first + room)):
            page = number >> 16 if is_extended else self.now.page
            self.usages.append(Usage(page, number & 0xFFFF))

    def _input(self, *, is_constant: bool) -> None:
        """Place the fields of one input item; consecutive ones of the same usage are one field."""
        size, count, report_id = self.now.size, self.now.count, self.now.report_id
        start = self.ends.get(report_id, 0 if report_id is None else 8)
        end = start + size * count
        if end > MAX_REPORT_BITS or (report_id or 0) > _LAST_REPORT_ID:
            return
        self.ends[report_id] = end
        if is_constant or not self.usages:
            return
        alone = self.usages[:count]
        for number, usage in enumerate(alone):
            is_last = number == len(alone) - 1
            bits = end - start - number * size if is_last else size
            if bits and len(self.fields) < MAX_FIELDS:
                self.fields.append(InputField(report_id, usage, start + number * size, bits))


def input_fields(descriptor: bytes) -> tuple[InputField, ...]:
    """The fields of all input reports, in the order of the descriptor."""
    reader = _Reader()
    for tag, data in _items(descriptor[:MAX_DESCRIPTOR_BYTES]):
        reader.take(tag, data)
    return tuple(reader.fields)


def _items(descriptor: bytes) -> Iterator[tuple[int, bytes]]:
    """Each short item's tag and data; long items, which no specification uses, are passed over."""
    at = 0
    while at < len(descriptor):
        prefix = descriptor[at]
        if prefix == _LONG_ITEM:
            at += 3 + (descriptor[at + 1] if at + 1 < len(descriptor) else 0)
            continue
        end = at + 1 + _ITEM_SIZES[prefix & 0x03]
        if end > len(descriptor):
            return
        yield prefix & 0xFC, descriptor[at + 1 : end]
        at = end
