"""An answer of the server's that says nothing, to be filled with what a test is about."""

from loyalty.wire.chain import GENESIS
from terminal.sync.core import Intake

INTAKE = Intake(acked_seq=0, acked_hash=GENESIS, feed_epoch="epoch-1", feed_cursor=0)
