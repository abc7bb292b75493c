"""What else the member of the open sale has and can have: vouchers, stamps, rewards, as rows to press.

A row says what a press of it does; where it does nothing it says why.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.quote.missed import WITHHELD
from loyalty.units import Money, Points
from terminal.benefits import BenefitHere, benefits_here
from terminal.claiming import voucher_trouble
from terminal.offers import offer_trouble
from ui.presenters.benefit_text import benefit_text
from ui.presenters.checkout.model import CheckoutModel
from ui.presenters.checkout.short import short_of
from ui.presenters.checkout.state import NoteState, RewardRow
from ui.presenters.shown import Tone
from ui.presenters.words import MINUS, Words

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.program.rewards import Reward
    from loyalty.quote.model import Missed, Quote
    from loyalty.wire.feed import PersonNote
    from terminal.membership import AttachedMember

VOUCHER = "voucher:"
REWARD = "reward:"
OFFER = "offer:"
WALLET = "wallet:"
BENEFIT = "benefit:"
"""What a row's `act` begins with, before the code, the id, or the amount."""
MOST_NOTES: Final = 5
"""So many stand in full among what is told of a member: the offers stand on the same sheet."""
TOO_FEW_POINTS = "reward-short"
RENEWABLE: Final = frozenset({"lease-missing", "lease-refused", "lease-expired"})
"""Why no points can be used, where the server may be asked for them once more."""
UNLENT = frozenset({
    "lease-missing", "lease-waiting", "lease-called-back", "lease-refused", "lease-frozen", "lease-expired",
})  # fmt: skip


def things_of(model: CheckoutModel, words: Words) -> tuple[RewardRow, ...]:
    """What was won, the wallet, vouchers, benefits, rewards that can be had or were asked for, offers, cards.

    What was won stands first: it is news, and there is room for few. Of limited offers those are told that
    hold but for the server's word.
    """
    member, quote = model.sale.member, model.quote
    if member is None or quote is None:
        return ()
    program = quote.grounds.program
    return (
        *winnings(program, member, quote.grounds.basket.at, words),
        *_wallet(model, member, program, words),
        *_vouchers(model, member, quote, words),
        *_benefits(model, quote, words),
        *(_reward(model, each, quote, words) for each in program.rewards if _shows(model, each, member)),
        *_offers(model, quote, words),
        *_stamps(program, member, words),
        *recommendations(program, member, quote.grounds.basket.at, words),
    )


def acts_of(model: CheckoutModel) -> tuple[str, ...]:
    """The `act` of each of those that does something, in their order."""
    member, quote = model.sale.member, model.quote
    if member is None or quote is None:
        return ()
    program = quote.grounds.program
    has_wallet = model.wallet is not None and program.wallet is not None
    return (
        *((WALLET,) if has_wallet else ()),
        *(VOUCHER + code for code in member.vouchers),
        *(BENEFIT + each.benefit.id for each in _held(model, quote)),
        *(REWARD + each.id for each in program.rewards if _shows(model, each, member)),
        *(OFFER + each.rule for each in _withheld(quote)),
    )


def told_of(model: CheckoutModel, words: Words) -> tuple[RewardRow, ...]:
    """What is only told: notes for the next cashier, stamps, benefits, friends, prizes."""
    notes = () if model.sale.member is None else _notes_told(model.sale.member, words)
    return (*notes, *(each for each in things_of(model, words) if not each.act))


def time_seen(as_of: datetime, quote: "Quote | None", words: Words) -> str:
    """The time of a figure that may be old: with its day where that is not the day of this sale."""
    return words.time(as_of) if quote is None else words.time_on(as_of, quote.grounds.basket.at)


def _open_notes(member: "AttachedMember") -> "list[PersonNote]":
    """What cashiers before left for this one, the newest first, while nobody has dealt with it."""
    waiting = (each for each in member.notes if not each.done_by)
    return sorted(waiting, key=lambda each: each.at, reverse=True)


def note_state(member: "AttachedMember", words: Words) -> NoteState | None:
    """The notes as they stand beside the member; None where none waits."""
    notes = _open_notes(member)
    if not notes:
        return None
    lines = [f"{each.text} · {words.text('members.note-of', name=each.by)}" for each in notes]
    count = words.text("checkout.notes", count=len(notes), text=notes[0].text)
    return NoteState(whole="\n".join(lines), short=lines[0] if len(notes) == 1 else count)


def _notes_told(member: "AttachedMember", words: Words) -> Iterator[RewardRow]:
    """The newest ones, and how many more there are: all of them stand on the member's page."""
    notes = _open_notes(member)
    for each in notes[:MOST_NOTES]:
        by = words.text("members.note-of", name=each.by)
        yield RewardRow(text=each.text, value=by, tone=Tone.ATTENTION)
    left = len(notes) - MOST_NOTES
    if left > 0:
        yield RewardRow(text=words.text("why.more-notes", count=left), value="", tone=Tone.ATTENTION)


def _wallet(
    model: CheckoutModel, member: "AttachedMember", program: "Program", words: Words
) -> Iterator[RewardRow]:
    """What is in the wallet, and what of it can be spent here; a press pays in."""
    held, rules = model.wallet, program.wallet
    if held is None or rules is None:
        return
    free = Money(0) if member.wallet is None else member.wallet.bonus
    key = "checkout.wallet-bonus" if free else "checkout.wallet"
    parts = [words.text(key, balance=words.money(held.balance), bonus=words.money(free))]
    if member.wallet is not None and member.as_of is not None:
        parts.append(words.text("checkout.wallet-as-of", time=time_seen(member.as_of, model.quote, words)))
    if held.balance and held.trouble is not None:
        parts.append(short_of(model, held.trouble, words))
    elif held.amount < held.balance:
        parts.append(words.text("checkout.wallet-here", amount=words.money(held.amount)))
    yield RewardRow(text=" · ".join(parts), value=words.text("checkout.top-up"), tone=Tone.PLAIN, act=WALLET)


def _vouchers(
    model: CheckoutModel, member: "AttachedMember", quote: "Quote", words: Words
) -> Iterator[RewardRow]:
    program, at = quote.grounds.program, quote.grounds.basket.at
    for code, promotion in member.vouchers.items():
        rule = program.promotion(promotion)
        name = words.text("checkout.hit-voucher") if rule is None else rule.name
        presented = code in model.sale.codes
        trouble = voucher_trouble(member, model.sale.claims, code, at) if presented else None
        used = code in quote.used_codes
        value = words.text("checkout.thing-off" if presented else "checkout.thing-use")
        if trouble is not None:
            value = short_of(model, trouble, words) or value
        text = words.text("checkout.thing-voucher", name=name, tail=code[-4:])
        yield RewardRow(
            text=text,
            value=value,
            tone=Tone.GOOD if used else Tone.ATTENTION if presented else Tone.PLAIN,
            act=VOUCHER + code,
        )


def _offers(model: CheckoutModel, quote: "Quote", words: Words) -> Iterator[RewardRow]:
    """A press asks the server again."""
    program, at = quote.grounds.program, quote.grounds.basket.at
    for missed in _withheld(quote):
        trouble = offer_trouble(program, program.rules[missed.rule], model.sale.claims, at)
        value = "" if trouble is None else short_of(model, trouble, words)
        yield RewardRow(text=missed.name, value=value, tone=Tone.ATTENTION, act=OFFER + missed.rule)


def _withheld(quote: "Quote") -> "Iterator[Missed]":
    """The limited offers that hold but for the server's word."""
    for missed in quote.missed if quote.grounds.program.claimable else ():
        if all(why.code == WITHHELD for why in missed.whys):
            yield missed


def _shows(model: CheckoutModel, reward: "Reward", member: "AttachedMember") -> bool:
    """What was asked for, and what the points are enough for, unless it is a product not sold here."""
    asked = {each.id for each in model.sale.rewards}
    return reward.id in asked or (reward.least_points <= member.points and reward.id not in model.unsold)


def _reward(model: CheckoutModel, reward: "Reward", quote: "Quote", words: Words) -> RewardRow:
    given = next((each for each in quote.rewards if each.rule == reward.id), None)
    is_asked = any(each.id == reward.id for each in model.sale.rewards)
    if not is_asked:
        points = words.points(Points(reward.least_points))
        gone = _nothing_left(model, reward, quote)
        value = words.text("checkout.thing-for", points=points)
        value = value if gone is None else short_of(model, gone, words)
        return RewardRow(text=reward.name, value=value, tone=Tone.PLAIN, act=REWARD + reward.id)
    if given is None or not given.points:
        why = _why_not(model, reward, quote, words)
        text = f"{reward.name} – {why}" if why else reward.name
        value = words.text("checkout.thing-off")
        return RewardRow(text=text, value=value, tone=Tone.ATTENTION, act=REWARD + reward.id)
    value = f"{MINUS}{words.points(given.points)}"
    return RewardRow(text=reward.name, value=value, tone=Tone.GOOD, act=REWARD + reward.id)


def _why_not(model: CheckoutModel, reward: "Reward", quote: "Quote", words: Words) -> str:
    """Why a reward that was asked for is not given: in the words of who keeps it, where that is all."""
    given = next((each for each in quote.rewards if each.rule == reward.id), None)
    if given is None or not given.whys:
        return ""
    grounds = quote.grounds
    if all(why.code == WITHHELD for why in given.whys):
        trouble = offer_trouble(grounds.program, reward.rule, model.sale.claims, grounds.basket.at)
        said = "" if trouble is None else short_of(model, trouble, words)
        if said:
            return said
    unlent = nothing_lent(model) if given.whys[0].code == TOO_FEW_POINTS else None
    return (short_of(model, unlent, words) if unlent else "") or words.sentence(given.whys[0])


def nothing_lent(model: CheckoutModel) -> Refused | None:
    """Why none of the member's points can be used now, where that lies with the server's word."""
    burnable = model.burnable
    if burnable is None or burnable.why is None or burnable.points:
        return None
    return burnable.why if burnable.why.code in UNLENT else None


def _nothing_left(model: CheckoutModel, reward: "Reward", quote: "Quote") -> Refused | None:
    """That there is no more of a reward today, before anybody has asked for it."""
    grounds = quote.grounds
    if reward.id not in grounds.program.stocked:
        return None
    trouble = offer_trouble(grounds.program, reward.rule, model.sale.claims, grounds.basket.at)
    return trouble if trouble is not None and trouble.code == "stock-gone" else None


def _stamps(program: "Program", member: "AttachedMember", words: Words) -> Iterator[RewardRow]:
    for card in program.stamp_cards:
        have = member.stamps.get(card.id)
        if have is not None:
            value = words.text("checkout.thing-stamps", have=have, goal=card.goal)
            yield RewardRow(text=card.name, value=value, tone=Tone.PLAIN)


def _held(model: CheckoutModel, quote: "Quote") -> tuple[BenefitHere, ...]:
    return benefits_here(quote.grounds.program, model.sale, quote.grounds.basket.at)


def _benefits(model: CheckoutModel, quote: "Quote", words: Words) -> Iterator[RewardRow]:
    """What the member has that is not money, by tier or membership, and how often still; a press uses it."""
    for each in _held(model, quote):
        text = benefit_text(each, words)
        value = words.text("checkout.thing-use")
        if each.here:
            used = words.text("checkout.benefit-here", count=len(each.here))
            text = f"{text} · {used}" if each.left is None else text
            value = words.text("checkout.benefit-change")
        elif each.trouble is not None:
            value = short_of(model, each.trouble, words) or value
        tone = Tone.GOOD if each.here else Tone.PLAIN
        yield RewardRow(text=text, value=value, tone=tone, act=BENEFIT + each.benefit.id)


def recommendations(
    program: "Program", member: "AttachedMember", at: datetime, words: Words
) -> Iterator[RewardRow]:
    """What recommending has brought or can still bring the member: as the friend, and as who recommended."""
    if program.referral is None or member.kept is None:
        return
    from loyalty.account.referral import SECTION

    for told in SECTION.told(program, member.kept, at):
        yield RewardRow(text=words.sentence(told), value="", tone=Tone.PLAIN)


def winnings(program: "Program", member: "AttachedMember", at: datetime, words: Words) -> Iterator[RewardRow]:
    """What the member's receipts have won in draws lately, so that somebody tells them."""
    if member.kept is None or not member.kept.won:
        return
    from loyalty.account.draws import WON

    for told in WON.told(program, member.kept, at):
        yield RewardRow(text=words.sentence(told), value="", tone=Tone.GOOD)
