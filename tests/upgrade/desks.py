"""What a till asks the server beside its batches: each question, its answer, and who answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from loyalty.wire.codec import Message
from loyalty.wire.drawing import DrawAnswer, DrawAsk, DrawOpening, DrawsAnswer, DrawsAsk
from loyalty.wire.importing import ImportChunk, ImportDone
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone, MemberFileAnswer, MemberFileAsk
from loyalty.wire.program_desk import ProgramAnswer, ProgramAsk, ProgramDeed, ProgramsAnswer, ProgramsAsk
from loyalty.wire.staffing import StaffDeed, StaffDeedDone
from loyalty.wire.store_desk import StoreDeed, StoreDeedDone, TillOpened, TillOpening
from server.usecases.draw_desk import list_draws, open_from_till, read_draw
from server.usecases.importing import import_chunk
from server.usecases.member_deeds import do_deed
from server.usecases.member_file import member_file
from server.usecases.program_desk import list_programs, publish_from_till, read_program_text
from server.usecases.staffing import do_staff_deed
from server.usecases.store_desk import do_store_deed
from server.usecases.till_desk import open_till


@dataclass(frozen=True, slots=True)
class Desk:
    """One of them; `act` takes the server, the till and what it asks."""

    asked: type[Message]
    answered: type[Message]
    act: Callable[..., Message]


DESKS: Final[Mapping[str, Desk]] = {
    "member-file": Desk(MemberFileAsk, MemberFileAnswer, member_file),
    "member-deed": Desk(MemberDeed, MemberDeedDone, do_deed),
    "staff-deed": Desk(StaffDeed, StaffDeedDone, do_staff_deed),
    "store-deed": Desk(StoreDeed, StoreDeedDone, do_store_deed),
    "till-opening": Desk(TillOpening, TillOpened, open_till),
    "import": Desk(ImportChunk, ImportDone, import_chunk),
    "draws": Desk(DrawsAsk, DrawsAnswer, list_draws),
    "draw": Desk(DrawAsk, DrawAnswer, read_draw),
    "draw-opening": Desk(DrawOpening, DrawAnswer, open_from_till),
    "programs": Desk(ProgramsAsk, ProgramsAnswer, list_programs),
    "program": Desk(ProgramAsk, ProgramAnswer, read_program_text),
    "program-deed": Desk(ProgramDeed, ProgramAnswer, publish_from_till),
}
