"""What printers may cost: garbage is read in linear time, and a printer that is away costs a sale nothing.

Garbage is a megabyte of chance with the beginnings of commands and answers strewn in, against its four
quarters one by one: what grows faster than its input shows in the ratio. The sale is the whole use case; in
one shop a worker tries to reach a printer at an address that neither takes nor refuses a connection, in the
other there is no printer.
"""

import random
import socket
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from drivers.escpos.answers import AnswerReader
from drivers.escpos.parser import CommandParser
from drivers.escpos.printer import EscposPrinter
from drivers.escpos.raster import encode_bitmap
from drivers.ports import Bitmap
from drivers.transports.tcp import TcpTransport
from terminal.clock import SystemClock
from terminal.garbage import look_less_often
from terminal.ids import id_maker
from terminal.open_sale import add_product
from terminal.pricing_memory import PricingMemory
from terminal.printing.composing import SlipComposer
from terminal.printing.desk import PrintDesk, PrinterSetup
from terminal.printing.queue import StorePrintQueue
from terminal.printing.report import PrintReport
from terminal.printing.worker import PrintWorker
from terminal.receipts.paper import SlipPaper
from terminal.sale import Tender
from terminal.store.print_jobs import RECEIPT_PRINTER
from terminal.usecases.basket import new_sale
from terminal.usecases.cash import round_cash
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.bench.harness import Figure, Scale, compared, in_turns
from tests.sync_model.whole_till import BlankPainter
from tests.unit.terminal.till_kit import LAN, Counter, a_shop, product_row

MEGABYTE = 1 << 20
GARBAGE_A_ROUND = 1 << 15
PARTS = 4
GARBAGE_ROUNDS_MOST = 5
SALES_MOST = 400
LINES = 10
LINEAR = 1.25
NOTHING = 1.5
"""The other shop has the same disk, and it is never twice the same."""

_PICTURE = b"\x1dv0\x00\x02\x00\x03\x00"
_BEGINNINGS = (
    b"\x1b",
    b"\x1d(H\x06\x00",
    _PICTURE,
    b"\x1c",
    b"\x10\x04",
    b"\x10\x14\x01",
    b"\x37\x22",
    b"\x5f",
    b"\x00" * 40,
)
_NOTHING_LARGE = bytes(0x77 if byte in b"v(" else byte for byte in range(256))
"""By chance a picture would be as large as all that follows, and nothing of it be looked at."""
STRIDE = 72


def measure(scale: Scale) -> Iterable[Figure]:
    """The three readers of bytes, then the sale."""
    size = min(MEGABYTE, GARBAGE_A_ROUND * scale.rounds)
    whole = garbage(size)
    parts = [whole[at : at + size // PARTS] for at in range(0, size, size // PARTS)]
    rounds = min(scale.rounds, GARBAGE_ROUNDS_MOST)
    for what, read in READERS.items():
        at_once, in_parts = _reading(read, [whole]), _reading(read, parts)
        ours, floor = in_turns(at_once, in_parts, rounds=rounds, warm_up=1, clock=time.thread_time)
        name = f"{what} {size / MEGABYTE:.2g} MB of garbage"
        yield from compared(name, ours, floor, floor_name="its four quarters", bounds={50: LINEAR})
    yield from _sales(scale)


def garbage(size: int) -> bytes:
    """Bytes by chance, the same each time."""
    chance = random.Random(7)
    made = bytearray()
    while len(made) < size:
        made += chance.choice(_BEGINNINGS) + chance.randbytes(chance.randrange(64)).translate(_NOTHING_LARGE)
    return bytes(made[:size])


def _decode(data: bytes) -> None:
    """In pieces as a line gives them."""
    parser = CommandParser()
    for at in range(0, len(data), 4096):
        parser.feed(data[at : at + 4096])


def _take_answers(data: bytes) -> None:
    AnswerReader(texts=True).feed(data)


def _encode(data: bytes) -> None:
    rows = len(data) // STRIDE
    encode_bitmap(Bitmap(STRIDE * 8, rows, data[: rows * STRIDE]))


READERS: dict[str, Callable[[bytes], None]] = {
    "decoding": _decode,
    "taking answers from": _take_answers,
    "encoding": _encode,
}


def _reading(read: Callable[[bytes], None], pieces: list[bytes]) -> Callable[[int], None]:
    def once(_: int) -> None:
        for piece in pieces:
            read(piece)

    return once


def _sales(scale: Scale) -> Iterable[Figure]:
    look_less_often()
    folders = [scale.fresh / name for name in ("with", "without")]
    for folder in folders:
        folder.mkdir()
    with closing(_counter(folders[0])) as shop, closing(_counter(folders[1])) as quiet, black_hole() as port:
        worker = _worker(shop, port)
        nudging = replace(shop, till=replace(shop.till, nudge_printer=worker.nudge))
        worker.start()
        ours, floor = in_turns(_selling(nudging), _selling(quiet), rounds=min(scale.rounds, SALES_MOST))
        worker.stop(timeout_s=10)
    name = f"a sale of {LINES} lines, its printer away"
    yield from compared(name, ours, floor, floor_name="no printer at all", bounds={50: NOTHING})


@contextmanager
def black_hole() -> Generator[int]:
    """A port of the loopback that neither takes nor refuses a connection."""
    with ExitStack() as stack:
        full = stack.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield full.getsockname()[1]


def _worker(shop: Counter, port: int) -> PrintWorker:
    printer = EscposPrinter(TcpTransport("127.0.0.1", port))
    setup = PrinterSetup(printer=printer, composer=SlipComposer(painter=BlankPainter()))
    queue = StorePrintQueue(shop.till.store, RECEIPT_PRINTER)
    desk = PrintDesk(queue, setup, clock=shop.till.clock, on_report=_nobody_looks)
    return PrintWorker(desk, name="away")


def _nobody_looks(_: PrintReport) -> None:
    """Nobody looks at the printer."""


def _counter(folder: Path) -> Counter:
    """A shop at work on the real clock, with real slips."""
    counter = a_shop(folder)
    clock = SystemClock()
    till = replace(
        counter.till, clock=clock, new_id=id_maker(clock), paper=SlipPaper(), memory=PricingMemory()
    )
    with counter.store.write() as unit:
        unit.products.put(product_row(f"G{number}", f"Hàng số {number}", 12_500) for number in range(LINES))
    return replace(counter, till=till)


def _selling(shop: Counter) -> Callable[[int], None]:
    def sell(_: int) -> None:
        till = shop.till
        sale = new_sale(till)
        for number in range(LINES):
            found = find_products(till, f"G{number}")
            if isinstance(found, ProductFound):
                sale = add_product(sale, found.product)
        quote = price(till, sale, paid_with=("cash",))
        settings = till.memory.in_force
        if settings is None:
            raise TypeError(settings)
        due = round_cash(quote.total, settings.settings).due
        settle_sale(till, LAN, sale, (Tender(kind="cash", amount=due, given=due),))

    return sell
