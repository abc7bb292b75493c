"""What tills say beside a plain day: prepaid money, claims, deeds, desks, to a server that was put back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from loyalty.identity.cards import card_number
from loyalty.wire.canonical import Json, JsonObject
from loyalty.wire.claims import ClaimAsk, voucher_thing
from loyalty.wire.messages import PairRequest, Person, SyncAnswer, SyncRequest, TillBefore
from loyalty.wire.rehoming import RehomeRequest
from loyalty.wire.roles import MAY, OF_ITSELF, TILL, Role
from loyalty.wire.signing import head_bytes
from server.usecases.taking_in import Forked
from tests.integration.server import gifts, wallets
from tests.integration.server.conftest import KEEPING, PROGRAM, House
from tests.integration.server.test_drawing import DRAW, SEED
from tests.integration.server.test_permissions import samples
from tests.integration.server.tills import FakeTill
from tests.integration.server.voucher_uses import use
from tests.upgrade.recording import Counterpart, Exchange

APOLOGY = """
[[voucher]]
id = "sorry"
promotion = "fifty-off"
issue = "apology"
days = 30
"""
RULES = PROGRAM + KEEPING + APOLOGY + wallets.RULES + DRAW.replace("until = 2026-11-30", "until = 2026-11-20")
HEAD, OTHER = "m1", "m2"
STAFF: Mapping[str, Role] = {
    "manager": "manager",
    "hoa": "manager",
    "supervisor": "supervisor",
    "auditor": "auditor",
}
"""Who may sign in beside Lan, by id."""


@dataclass
class RecordedTill(FakeTill):
    """A till all of whose batches are written down."""

    made: list[Exchange] = field(default_factory=list[Exchange])

    @property
    def line(self) -> Counterpart:
        """Its way to the server."""
        return Counterpart(self.server, self.paired.till, self.made)

    def send(self, request: SyncRequest) -> SyncAnswer | Forked:
        """See `FakeTill`."""
        return self.line.sync(request)

    def ask(self, what: str, **said: Json) -> JsonObject:
        """Something at a desk."""
        return self.line.ask(what, {"version": 1, **said})


def recorded(till: FakeTill, made: list[Exchange], *, life: int | None = None) -> RecordedTill:
    """The same till; in another `life` its journal is empty."""
    kept = {each.name: getattr(till, each.name) for each in fields(FakeTill)}
    found = RecordedTill(**kept, made=made)
    if life is not None:
        found.paired = replace(till.paired, incarnation=life)
        found.journal, found.acked, found.disk = [], 0, f"-life-{life}"
    return found


def say_more(house: House, one: RecordedTill, two: RecordedTill) -> None:
    """Prepaid money, a voucher, every kind of event, and every desk but those that change what is sold by."""
    _spend_prepaid(one, two)
    _use_a_voucher(one)
    _say_every_kind(replace(house, q1=one, q2=two), one)
    _write_a_note(one)
    _ask_about_members(one)
    _ask_about_the_shop(one)


def _spend_prepaid(one: RecordedTill, two: RecordedTill) -> None:
    one.enrol(wallets.MEMBER, card=card_number(21))
    one.sell("n-opening", wallets.MEMBER, earned=100)
    gifts.sell_card(one, "n-gift")
    wallets.top_up(one, "n-top-up")
    one.sync(persons=[Person(wallets.MEMBER, "Trần Bình", "+84912345670", "", "1990-01-02")])
    card = gifts.lend(two, "n-l1")
    gifts.pay(two, "n-g1", card, 200_000)
    gifts.close(two, card, spent=200_000)
    wallet = wallets.lend(two, "n-l2")
    sold = wallets.pay(two, "n-w1", wallet, 100_000)
    wallets.close(two, wallet, spent=100_000)
    two.sync()
    wallets.refund_piece(two, sold)
    two.sync()


def _use_a_voucher(till: RecordedTill) -> None:
    till.enrol(HEAD)
    till.enrol(OTHER, card=card_number(22))
    answer = till.sync(
        persons=[
            Person(HEAD, "Lê Chi", "+84912345671", "0912 345 671", None, ({"what": "sms"},)),
            Person(OTHER, "Lê Dung", "+84912345672"),
        ]
    )
    (state,) = (each for each in answer.members if each.member == HEAD)
    code = min(state.vouchers)
    claim = ClaimAsk("n-c1", HEAD, voucher_thing(code))
    told = till.send(replace(till.request(), claims=(claim,)))
    assert isinstance(told, SyncAnswer)
    assert [each.claim for each in told.claims] == ["n-c1"]
    use(till, "n-v1", code, "n-c1")
    till.sync()


def _say_every_kind(house: House, till: RecordedTill) -> None:
    """A body of each kind: what it names is mostly not there, and why it is put aside is recorded too."""
    for kind, body in samples(house, "next").items():
        if kind in {"note_written", "note_done", "consent_said", "apology_given"}:
            continue  # these are said with what was written
        who = "manager" if "manager" in MAY[kind] else TILL
        till.record(kind, body, operator=TILL if kind in OF_ITSELF else who)
    till.sync()


def _write_a_note(till: RecordedTill) -> None:
    at = "2026-11-25T03:00:00.000Z"
    note: Mapping[str, Json] = {"kind": "note", "text": "Hỏi size"}
    done: Mapping[str, Json] = {"kind": "note-done", "note": "n-d1"}
    said: Mapping[str, Json] = {"kind": "consent", "consent": {"what": "email", "given": True}}
    sorry: Mapping[str, Json] = {"kind": "apology", "voucher": "sorry"}
    kinds = {
        "n-d1": ("note_written", note),
        "n-d2": ("note_done", done),
        "n-d3": ("consent_said", said),
        "n-d4": ("apology_given", sorry),
    }
    deeds: list[JsonObject] = []
    for deed, (kind, body) in kinds.items():
        till.record(kind, {"v": 1, "member": HEAD}, operation=deed, operator="supervisor")
        deeds.append({"version": 1, "deed": deed, "member": HEAD, "operator": "supervisor", "at": at, **body})
    answer = till.send(replace(till.request(), deeds=tuple(deeds)))
    assert isinstance(answer, SyncAnswer)
    till.acked = answer.ack_seq


def _ask_about_members(till: RecordedTill) -> None:
    def deed(of: str, kind: str, *, by: str = "manager", member: str = HEAD, **said: Json) -> None:
        till.ask("member-deed", deed=of, kind=kind, member=member, operator=by, **said)

    till.ask("member-file", member=wallets.MEMBER, operator="lan")
    deed("n-m1", "note", by="lan", text="Gọi lại", request="data-correct", about=["phone"])
    deed("n-m2", "note-done", by="lan", note="n-m1")
    deed(
        "n-m3",
        "edit",
        by="lan",
        name="Lê Thị Chi",
        birthday="03-04",
        email="chi@example.vn",
        phone="0912345673",
    )
    deed("n-m4", "consent", by="lan", consent={"what": "sms", "given": False})
    for _ in range(2):  # the answer of the first was lost
        deed("n-m5", "adjust", by="supervisor", points=25, text="Bù điểm", approver="manager", reason="sorry")
    deed("n-m13", "apology", by="supervisor", voucher="sorry", at="2026-11-25T03:00:00.000Z")
    deed("n-m6", "merge", other=OTHER)
    deed("n-m7", "unmerge", member=OTHER)
    deed("n-m8", "household-join", other=OTHER)
    deed("n-m9", "household-head", other=OTHER)
    deed("n-m10", "household-leave", other=OTHER, points=0)
    deed("n-m11", "export")
    till.ask("member-file", member=HEAD, operator="lan", skip=1)
    deed("n-m12", "erase", member=OTHER, approver="hoa")


def _ask_about_the_shop(till: RecordedTill) -> None:
    till.ask(
        "staff-deed", deed="n-s1", kind="add", who="mai", operator="manager", name="Mai", role="cashier",
        pin_hash="$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$aGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGg",
    )  # fmt: skip
    till.ask("staff-deed", deed="n-s2", kind="change", who="mai", operator="manager", state="blocked")
    bank: Json = {"bin": "970436", "account": "0123456789", "name": "CONG TY THAN THIET"}
    till.ask(
        "store-deed", deed="n-s3", operator="manager", store_name="Cửa hàng Quận 1", address="12 Lê Lợi, Q1",
        receipt_footer="Hẹn gặp lại", cash_rounding=1_000, bank=bank,
    )  # fmt: skip
    till.ask("store-deed", deed="n-s4", operator="manager", cash_rounding=500, no_bank=True)
    rows: list[Json] = [{"line": 2, "name": "Phạm Em", "phone": "0912345679", "points": 40}]
    for write in (False, True):
        till.ask("import", run="n-run", operator="manager", write=write, rows=rows)
    till.ask("programs", operator="manager")
    till.ask("program", operator="manager", number=1)


def say_last(one: RecordedTill, two: RecordedTill) -> None:
    """A draw, another till, one that the server has forgotten since it was put back, and another program."""
    one.ask("draws", operator="manager")
    one.ask("draw", operator="manager", draw="tet", skip=0)
    one.ask("draw-opening", operator="manager", draw="tet", seed=SEED.hex())
    key = two.key.public_key().public_bytes_raw()
    lost = TillBefore(till=f"{one.paired.till}-lost", store=one.paired.store, number=9, incarnation=2)
    for number, before in enumerate((None, lost)):
        opened = one.ask("till-opening", deed=f"n-t{number}", operator="manager", name=f"Quầy mới {number}")
        one.line.ask("pair", PairRequest(str(opened["pairing_code"]), key, before).to_json())
    text = RULES.replace("Thân Thiết", "Thân Thiết 2")
    one.ask(
        "program-deed",
        deed="n-p1",
        operator="manager",
        text=text,
        newest=1,
        begins="2026-12-01T00:00:00.000Z",
    )


def go_back(till: RecordedTill) -> None:
    """Say again what a server has lost that was put back, as a till does."""
    answer = till.send(till.request(after=len(till.journal)))
    assert isinstance(answer, SyncAnswer)
    assert answer.restored
    till.acked = answer.ack_seq
    told = till.send(replace(till.request(), restored=answer.restored))
    assert isinstance(told, SyncAnswer)
    till.acked = told.ack_seq


def begin_life(till: RecordedTill, life: int) -> RehomeRequest:
    """The words of a till that was given a life already which a restored server has lost."""
    seq, hash_, now = len(till.journal), till.hash_of(len(till.journal)), till.paired.incarnation
    statement = head_bytes(till=till.paired.till, incarnation=now, seq=seq, hash_=hash_)
    return RehomeRequest(
        version=1,
        till=till.paired.till,
        incarnation=now,
        rehoming=f"n-life-{life}",
        why="counter-behind",
        seq=seq,
        hash=hash_,
        signature=till.key.sign(statement),
        acked=till.acked,
        given=life,
        says_lost=True,
    )
