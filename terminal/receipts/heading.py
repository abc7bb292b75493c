"""What every slip begins with: whose it is, which one, when and by whom; and how a customer's QR reads."""

from datetime import datetime

from terminal.receipts.document import Block, Columns, Logo, Rule, Text
from terminal.receipts.facts import Origin
from terminal.receipts.letters import plain_letters
from terminal.receipts.wording import Wording
from terminal.sale import ReceiptNumber, SaleMember
from terminal.settings import StoreSettings

_QR_NAME_LENGTH = 40


def store_blocks(settings: StoreSettings) -> tuple[Block, ...]:
    """The store's logo, its name, large, and its address."""
    name = Text(settings.store_name, align="center", bold=True, size=2)
    address = (Text(settings.address, align="center"),) if settings.address else ()
    return (Logo(), name, *address)


def origin_blocks(
    wording: Wording, *, label: str, at: datetime, operator_name: str, till_name: str
) -> tuple[Block, ...]:
    """Number and time, cashier and till, between two rules."""
    return (
        Rule(),
        Columns(wording.text("receipt.number", label=label) if label else "", wording.moment(at)),
        Columns(wording.text("receipt.cashier", name=operator_name), till_name),
        Rule(),
    )


def title_blocks(settings: StoreSettings, title: str) -> tuple[Block, ...]:
    """The store, and which kind of slip this is."""
    return (*store_blocks(settings), Text(title, align="center", bold=True, size=2))


def origin_of(origin: Origin, wording: Wording) -> tuple[Block, ...]:
    """The same lines from an `Origin`."""
    return origin_blocks(
        wording,
        label=origin.label,
        at=origin.at,
        operator_name=origin.operator_name,
        till_name=origin.till_name,
    )


def member_block(member: SaleMember, wording: Wording) -> Block:
    """Whose points these are: the end of the number only, and the tier."""
    tail = member.phone_tail
    who = wording.text("receipt.member-phone", tail=tail) if tail else wording.text("receipt.member")
    return Columns(who, member.tier_name, bold=True)


def household_text(member: SaleMember, wording: Wording) -> str:
    """Who of a household stood there, and how many share it; empty for a member of their own."""
    if not member.sharing:
        return ""
    is_one = member.sharing == 1
    shared = wording.text("receipt.household-one" if is_one else "receipt.household", count=member.sharing)
    return f"{member.name} · {shared}" if member.name else shared


def qr_text(receipt: ReceiptNumber, settings: StoreSettings) -> str:
    """What the QR says to the customer's phone: the receipt's 16 digits, its label, the store.

    One line of capitals without marks, digits first: it makes a small code, any phone shows it as it is, and
    a till that scans it by mistake can still tell the receipt by its first word.
    """
    name = plain_letters(settings.store_name).upper()[:_QR_NAME_LENGTH]
    return f"{receipt.digits} {receipt.label} {name}".strip()
