"""HTTP as uvicorn reads it by httptools, but with an end to the heads that are kept while they come in."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST: Final = 64 * 1024
"""Bytes that may come and be neither the end of a head nor anything of a body."""


class ShortHeads(HttpToolsProtocol):
    """One connection; who sends a head (or a trailer) without end is refused and hung up on."""

    _unfinished = 0
    _went_on = False

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        self._went_on = False
        super().data_received(data)
        self._unfinished = 0 if self._went_on else self._unfinished + len(data)
        if self._unfinished > LONGEST and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._went_on = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Some of the body is."""
        self._went_on = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """And this was all of it."""
        self._went_on = True
        super().on_message_complete()
