"""The printer at the other end of the line: it obeys ESC/POS, prints on paper, answers, gets into trouble.

Behind it stand the virtual printer and the fake one. There is no line and no thread here: bytes are
received, answers are taken. It behaves as the manuals say: real-time commands are obeyed as they arrive,
everything else in its order and only while it is online; while it is not, its buffer fills up and it takes
no more.
"""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from drivers.escpos import condition as says
from drivers.escpos.condition import Condition
from drivers.escpos.interpreter import PaperRoll
from drivers.escpos.parser import REAL_TIME_KINDS, Command, CommandParser, Kind
from drivers.ports import Bitmap, DrawerPin


@dataclass(frozen=True, slots=True)
class MechanismTraits:
    """What a model can do; the models that are sold differ in all of this.

    `greedy_real_time` models find real-time commands wherever they stand, in the bytes of a picture too,
    and drop a half received command when told to clear their buffers; the others read command by command.
    """

    width_dots: int = 576
    buffer_bytes: int = 4096
    answers_real_time: bool = True
    answers_in_line: bool = True
    answers_process_id: bool = True
    answers_auto_status: bool = True
    greedy_real_time: bool = False
    maker: str = "LOYALTILL"
    model: str = "VIRTUAL"


_REAL_TIME = re.compile(rb"\x10(?:\x04[\x01-\x04]|\x05[\x01\x02]|\x14\x01[\x00\x01][\x01-\x08])", re.DOTALL)
_REAL_TIME_LONGEST = 5


class PrinterMechanism:
    """An ESC/POS printer without a line; one thread at a time uses it.

    `on_page` is told of each page that was cut off, `on_drawer` of each pulse to the drawer.
    """

    def __init__(
        self,
        traits: MechanismTraits,
        *,
        on_page: Callable[[Bitmap], None],
        on_drawer: Callable[[DrawerPin], None],
    ) -> None:
        self.traits = traits
        self._on_page = on_page
        self._on_drawer = on_drawer
        self._condition = Condition()
        self._parser = CommandParser()
        self._tail = b""
        self._roll = PaperRoll(width_dots=traits.width_dots)
        self._waiting: deque[Command] = deque()
        self._held_bytes = 0
        self._says_changes = False
        self._answers = bytearray()

    @property
    def condition(self) -> Condition:
        """How the printer is."""
        return self._condition

    def set_condition(self, condition: Condition) -> None:
        """Change how the printer is: a new roll, a cover opened. It goes on by itself when it can."""
        changed = condition != self._condition
        self._condition = condition
        if changed and self._says_changes:
            self._answers += says.auto_status(condition)
        self._work_off()

    def room(self) -> int:
        """How many bytes it would take now: a whole buffer while it prints, otherwise what is left of it."""
        return max(0, self.traits.buffer_bytes - self._held_bytes)

    def receive(self, data: bytes) -> None:
        """Take bytes and obey what is complete."""
        if self.traits.greedy_real_time:
            self._obey_wherever(data)
        for command in self._parser.feed(data):
            if command.kind not in REAL_TIME_KINDS:
                self._waiting.append(command)
            elif not self.traits.greedy_real_time:
                self._obey_at_once(command)
        if not self._condition.online:
            self._held_bytes += len(data)
        self._work_off()

    def take_answers(self) -> bytes:
        """What it has said since the last time."""
        answers = bytes(self._answers)
        self._answers.clear()
        return answers

    def tear_off(self) -> Bitmap | None:
        """Tear off the paper that hangs out, as somebody would after a failure; None if there is none."""
        return self._roll.tear_off()

    def power_cycle(self) -> None:
        """Switch it off and on: all that was received and not printed is gone."""
        self._parser.reset()
        self._waiting.clear()
        self._answers.clear()
        self._held_bytes = 0
        self._says_changes = False

    def _obey_wherever(self, data: bytes) -> None:
        """Find real-time commands in the raw stream, also those that lie across two pieces of it."""
        seen = self._tail + data
        begin = 0
        for found in _REAL_TIME.finditer(seen):
            begin = found.end()
            for command in CommandParser().feed(found.group()):
                self._obey_at_once(command)
        self._tail = seen[max(begin, len(seen) - _REAL_TIME_LONGEST + 1) :]

    def _obey_at_once(self, command: Command) -> None:
        parameter = command.data[2]
        if command.kind is Kind.REAL_TIME_STATUS:
            if self.traits.answers_real_time:
                self._answers += says.real_time_status(self._condition, parameter)
        elif command.kind is Kind.REAL_TIME_DRAWER:
            if parameter == 1:
                self._pulse(command.data[3])
        elif parameter == 2:
            self._clear_after_error()

    def _clear_after_error(self) -> None:
        """DLE ENQ 2: ignored by most unless there is an error to recover from."""
        if self._condition.cutter_jammed or self.traits.greedy_real_time:
            self._waiting.clear()
            self._parser.reset()
            self.set_condition(replace(self._condition, cutter_jammed=False))

    def _work_off(self) -> None:
        while self._waiting and self._condition.online:
            self._obey(self._waiting.popleft())
        if self._condition.online:
            self._held_bytes = 0

    def _obey(self, command: Command) -> None:
        self._roll.print(command)
        match command.kind:
            case Kind.CUT:
                self._cut()
            case Kind.INIT:
                self._says_changes = False
            case Kind.AUTO_STATUS:
                self._says_changes = self.traits.answers_auto_status and command.data[2] != 0
            case Kind.DRAWER if command.data[3]:
                self._pulse(command.data[2])
            case _:
                pass
        self._answers += self._answer(command)

    def _answer(self, command: Command) -> bytes:
        """What it says to a command that is answered in its turn."""
        match command.kind:
            case Kind.AUTO_STATUS if self._says_changes:
                return says.auto_status(self._condition)
            case Kind.IN_LINE_STATUS if self.traits.answers_in_line:
                return says.in_line_status(self._condition)
            case Kind.PROCESS_ID if self.traits.answers_process_id:
                return says.process_id(command.data[7:11])
            case Kind.INFO if self.traits.answers_in_line:
                texts = {0x42: self.traits.maker, 0x43: self.traits.model}
                return says.info_text(texts[command.data[2]]) if command.data[2] in texts else b""
            case _:
                return b""

    def _cut(self) -> None:
        page = self._roll.tear_off()
        if page is not None:
            self._on_page(page)

    def _pulse(self, pin: int) -> None:
        self._on_drawer(DrawerPin.PIN_5 if pin & 1 else DrawerPin.PIN_2)
