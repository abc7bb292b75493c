"""The socket that the server listens on."""

import socket
from contextlib import closing

from server.commands.serve import listen


def test_an_answer_does_not_wait_for_the_till_to_confirm_its_beginning() -> None:
    with listen("127.0.0.1", 0) as listener:
        with socket.create_connection(listener.getsockname(), timeout=10):
            accepted, _ = listener.accept()
        with closing(accepted):
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
