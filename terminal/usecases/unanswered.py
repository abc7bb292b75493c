"""What a till asked the server to give and heard no answer about: asked again, it is the same deed.

Only what would be given twice is remembered (`GIVEN_EACH_TIME`), and in memory only: whatever a till does by
itself stands in its journal under its id. Who asks, and with whose word, makes it no other deed.
"""

from dataclasses import replace

from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.member_desk import GIVEN_EACH_TIME, MemberDeed


class Unanswered:
    """The ids of such deeds, by all that they ask for. From any thread; each call is one step of a dict."""

    def __init__(self) -> None:
        self._ids: dict[bytes, str] = {}

    def again(self, deed: MemberDeed) -> MemberDeed:
        """The deed under the id that it was asked by before, or as it is."""
        return replace(deed, deed=self._ids.get(_wish(deed), deed.deed))

    def asked(self, deed: MemberDeed) -> None:
        """It is on its way, and keeps its id until it is done: a refused try may follow one that was done."""
        if deed.kind in GIVEN_EACH_TIME:
            self._ids[_wish(deed)] = deed.deed

    def done(self, deed: MemberDeed) -> None:
        """It was done, there or here: the next of its kind is another."""
        self._ids.pop(_wish(deed), None)


def _wish(deed: MemberDeed) -> bytes:
    return canonical_bytes(replace(deed, deed="", operator="", approver=None, at=None).to_json())
