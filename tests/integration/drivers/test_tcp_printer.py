"""What goes wrong on port 9100, on real sockets: peers that never read, answers nobody reads, resets."""

import socket
import threading
from collections.abc import Generator

import pytest

from drivers.escpos.limits import Limits
from drivers.escpos.printer import EscposPrinter
from drivers.ports import DeviceUnavailable, JobState
from drivers.transports.tcp import TcpTransport
from tests.unit.drivers.pictures import receipt

QUICK = Limits(answer_s=0.1, progress_s=0.2, poll_s=0.02, learn_s=0.1, close_s=0.2)
PATIENCE_S = 5.0
RECEIPT_BYTES = 87_000


@pytest.fixture
def listener() -> Generator[socket.socket, None, None]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE_S)
        yield listener


def line_to(listener: socket.socket) -> TcpTransport:
    host, port = listener.getsockname()
    return TcpTransport(host, port)


def test_a_peer_that_never_reads_swallows_less_than_a_long_receipt(listener: socket.socket) -> None:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line = line_to(listener)
    line.open(timeout_s=1)
    swallowed = 0
    while taken := line.write(bytes(4096), timeout_s=0.05):
        swallowed += taken
    line.close(timeout_s=0)
    assert swallowed < RECEIPT_BYTES


def test_a_printer_that_never_reads_does_not_hold_up_the_till(listener: socket.socket) -> None:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    printer = EscposPrinter(line_to(listener), limits=QUICK)
    outcome = printer.print_job(printer.encode(receipt(lines=200), cut=True))
    assert (outcome.state, outcome.why) == (JobState.UNKNOWN, "printer-stalled")


def test_answers_that_nobody_asked_for_do_not_cost_the_rest_of_a_job(listener: socket.socket) -> None:
    received = bytearray()

    def print_slowly() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"\x10\x00\x00\x00" * 100)
            while data := connection.recv(1024):
                received.extend(data)

    peer = threading.Thread(target=print_slowly)
    peer.start()
    line = line_to(listener)
    line.open(timeout_s=1)
    payload = bytes(RECEIPT_BYTES)
    sent = 0
    while sent < len(payload):
        sent += line.write(payload[sent : sent + 4096], timeout_s=PATIENCE_S)
    line.close(timeout_s=PATIENCE_S)
    peer.join()
    assert len(received) == RECEIPT_BYTES


def reset(line: TcpTransport, listener: socket.socket) -> None:
    """Connect, and let the peer go away as a printer does that is switched off."""
    line.open(timeout_s=1)
    connection, _ = listener.accept()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()


def test_a_reset_is_told_to_the_reader_and_to_the_writer(listener: socket.socket) -> None:
    line = line_to(listener)
    reset(line, listener)
    with pytest.raises(DeviceUnavailable, match="device-lost"):
        line.read(timeout_s=PATIENCE_S)
    reset(line, listener)
    with pytest.raises(DeviceUnavailable, match="device-lost"):
        line.write(b"A", timeout_s=PATIENCE_S)


def test_a_printer_that_closes_its_end_is_gone(listener: socket.socket) -> None:
    line = line_to(listener)
    line.open(timeout_s=1)
    connection, _ = listener.accept()
    connection.close()
    with pytest.raises(DeviceUnavailable, match="device-lost"):
        line.read(timeout_s=PATIENCE_S)


def test_nobody_at_the_port_is_unreachable(listener: socket.socket) -> None:
    line = line_to(listener)
    listener.close()
    with pytest.raises(DeviceUnavailable) as unreachable:
        line.open(timeout_s=1)
    assert (unreachable.value.code, unreachable.value.retry) == ("device-unreachable", True)
    assert unreachable.value.params == {"name": line.name}
