"""The model of the screen of draws in words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from loyalty.identity.phones import as_dialled, masked
from ui.presenters.checkout.model import Said
from ui.presenters.checkout.shown import notice_of
from ui.presenters.forms import FieldKind, FormField, FormState
from ui.presenters.listing import NO_ROWS, Listing, Row
from ui.presenters.office_state import OfficeAction, OfficeState
from ui.presenters.shown import Notice, Tone
from ui.presenters.sign_in import MOST_DIGITS

if TYPE_CHECKING:
    from loyalty.wire.drawing import DrawAnswer, DrawTold, PrizeTold, Winner
    from ui.presenters.draws.model import DrawsModel, Step
    from ui.presenters.words import Words

_LONGEST_SEED: Final = 400
_COLUMNS: Final = ("receipt", "number", "prize", "member", "phone", "given")
_IN_GROUP, _IN_RECEIPT = 8, 4
_THOUSANDTHS: Final = 1_000
_ICONS: Final = {
    "off": "minus",
    "coming": "calendar-days",
    "running": "refresh-cw",
    "over": "lock",
    "opened": "gift",
}


def state_of(model: "DrawsModel", words: "Words") -> OfficeState:
    """All that the screen shows."""
    is_winners = model.step == "winners"
    draw = model.draw
    return OfficeState(
        title=draw.name if is_winners and draw is not None else words.text("draws.title"),
        listing=_winners(model, words) if is_winners else _draws(model, words),
        about_title=_about_title(model, words),
        hint=_hint(model, words),
        about=_about(model, words),
        form=_form(model, words),
        progress=_progress(model),
        notice=_notice(model, words),
        back=words.text("draws.back"),
        actions=_actions(model, words),
        finish=_finish(model, words),
    )


def table(
    answer: "DrawAnswer", winners: "Sequence[Winner]", words: "Words", *, with_numbers: bool
) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    """The name, the titles and the rows of a file of all who won; figures bare, for a spreadsheet.

    Whole phone numbers are for whoever may export members, so that a winner can be called.
    """
    draw = answer.draw
    prizes = {each.prize: each.name for each in draw.prizes}
    titles = tuple(words.text(f"draws.column-{name}") for name in _COLUMNS)
    yes, no = words.text("draws.given"), words.text("draws.not-given")
    rows = [
        (
            grouped(each.receipt, size=_IN_RECEIPT),
            str(each.number),
            prizes.get(each.prize, each.prize),
            each.name,
            as_dialled(each.phone) if with_numbers else masked(each.phone),
            yes if each.given else no,
        )
        for each in winners
    ]
    facts = [("",) * len(titles), *((label, said, "", "", "", "") for label, said in _facts(answer, words))]
    return f"draw-{draw.draw}.csv", titles, [*rows, *facts]


def commitment_text(commitment: str, words: "Words") -> tuple[str, str]:
    """The name and the text of a file for whoever keeps the program."""
    text = words.text("draws.commitment-file")
    return f"draw-commitment-{commitment[:_IN_GROUP]}.txt", f'{text}\n\ncommitment = "{commitment}"\n'


def grouped(digits: str, *, size: int = _IN_GROUP) -> str:
    """Digits as people write them down and compare them, and as no spreadsheet takes them for a number."""
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))


def _draws(model: "DrawsModel", words: "Words") -> Listing:
    unknown = words.text("draws.asking") if model.busy else words.text("draws.not-told")
    return Listing(
        rows=tuple(
            Row(cells=(each.name,), detail=_stage(each, words), icon=_ICONS[each.stage])
            for each in model.draws or ()
        ),
        marked=model.mark if model.draws and model.step not in {"seed", "commitment"} else None,
        empty=unknown if model.draws is None else words.text("draws.none"),
        columns=(),
    )


def _winners(model: "DrawsModel", words: "Words") -> Listing:
    draw = model.draw
    prizes = {} if draw is None else {each.prize: each.name for each in draw.prizes}
    return Listing(
        rows=tuple(_winner(each, prizes.get(each.prize, each.prize), words) for each in model.winners),
        marked=model.place if model.winners else None,
        empty=words.text("draws.nobody-won"),
        columns=(),
    )


def _winner(each: "Winner", prize: str, words: "Words") -> Row:
    nameless = words.text("draws.nobodys" if not each.given else "draws.unnamed")
    who = " · ".join(part for part in (each.name or nameless, masked(each.phone)) if part)
    receipt = grouped(each.receipt, size=_IN_RECEIPT)
    return Row(cells=(f"{prize} · {receipt}",), detail=who, icon="check" if each.given else "triangle-alert")


def _stage(draw: "DrawTold", words: "Words") -> str:
    days = {"begins": _day(draw.begins, words), "ends": _day(draw.ends, words)}
    if draw.opened_at is None:
        return words.text(f"draws.stage-{draw.stage}", **days)
    at = datetime.fromisoformat(draw.opened_at)
    when = f"{words.date(at)} {words.time(at)}"
    if not draw.opened_by:
        return words.text("draws.stage-opened", when=when)
    return words.text("draws.stage-opened-by", when=when, name=draw.opened_by)


def _day(text: str, words: "Words") -> str:
    return words.day(date.fromisoformat(text)) if text else "–"


def _about_title(model: "DrawsModel", words: "Words") -> str:
    if model.step in {"seed", "commitment"}:
        return "\n".join((words.text(f"draws.fresh-{model.step}"), *_lines(model.seed)))
    draw = model.draw
    return "" if draw is None or model.step == "winners" else draw.name


def _lines(digits: str) -> Iterator[str]:
    """Two groups in a line, so that there is room for large letters."""
    line = 2 * _IN_GROUP
    return (grouped(digits[at : at + line]) for at in range(0, len(digits), line))


def _hint(model: "DrawsModel", words: "Words") -> str:
    if model.step == "winners":
        return _came_of(model.asked, words)
    return words.text("draws.about") if model.draw is None and not model.seed else ""


def _came_of(asked: "DrawAnswer | None", words: "Words") -> str:
    if asked is None:
        return ""
    said = [words.text("draws.took-part", count=words.whole(asked.draw.drawn))]
    if asked.late:
        said.append(words.text("draws.late", count=words.whole(asked.late)))
    if asked.drawing:
        said.append(words.text("draws.still-drawing"))
    if any(each.drawn > each.given for each in asked.draw.prizes):
        said.append(words.text("draws.by-hand"))
    return "\n\n".join(said)


def _about(model: "DrawsModel", words: "Words") -> Listing:
    draw, asked = model.draw, model.asked
    if draw is None:
        return NO_ROWS
    if model.step == "sure" and asked is not None:
        return Listing(rows=tuple(_before(asked, words)), columns=())
    rows = (*(_prize(each, draw, words) for each in draw.prizes), *_told(draw, words))
    return Listing(rows=rows) if model.step in {"list", "winners"} else NO_ROWS


def _before(asked: "DrawAnswer", words: "Words") -> Iterator[Row]:
    """What would take part now, and which tills may have more."""
    waiting = words.text("draws.waiting-count", count=words.whole(asked.waiting))
    yield Row(cells=(waiting,), detail=words.text("draws.waiting"), icon="receipt")
    for till in asked.quiet:
        yield Row(cells=(till,), detail=words.text("draws.quiet"), icon="triangle-alert")


def _prize(prize: "PrizeTold", draw: "DrawTold", words: "Words") -> Row:
    if draw.stage != "opened":
        figures = {"wins": words.whole(prize.wins), "of": words.whole(draw.of)}
        return Row(cells=(_worth(prize, words), words.text("draws.wins", **figures)))
    figures = {"given": words.whole(prize.given), "drawn": words.whole(prize.drawn)}
    said = words.text("draws.given-of-drawn", **figures)
    points = words.text("draws.points", points=words.points(prize.points)) if prize.points else ""
    return Row(cells=(_worth(prize, words), " · ".join(part for part in (said, points) if part)))


def _worth(prize: "PrizeTold", words: "Words") -> str:
    """What a prize is called, and what it is where its name does not say it."""
    points = words.text("draws.points", points=words.points(prize.each_points)) if prize.each_points else ""
    worth = points or prize.each_voucher
    is_said = worth.casefold() in prize.name.casefold()
    return prize.name if is_said else f"{prize.name} · {worth}"


def _told(draw: "DrawTold", words: "Words") -> Iterator[Row]:
    """What else is known of a draw; long digits in two halves."""
    days = words.text("draws.days", begins=_day(draw.begins, words), ends=_day(draw.ends, words))
    yield Row(cells=(words.text("draws.fact-days"), days))
    numbers = f"0 – {words.whole(draw.of - 1)}"
    yield Row(cells=(words.text("draws.fact-of"), numbers))
    for name, digits in (("seed", draw.seed), ("commitment", draw.commitment)):
        half = len(digits) // 2
        for number, part in enumerate((digits[:half], digits[half:]) if digits else (), 1):
            label = words.text(f"draws.fact-{name}")
            yield Row(cells=(f"{label} ({number}/2)", grouped(part)))


def _facts(answer: "DrawAnswer", words: "Words") -> list[tuple[str, str]]:
    """The same beside the winners in a file, as bare text."""
    draw = answer.draw
    return [
        (words.text("draws.fact-draw"), draw.name),
        (words.text("draws.fact-days"), f"{draw.begins} – {draw.ends}"),
        (words.text("draws.fact-opened"), draw.opened_at or ""),
        (words.text("draws.fact-took-part"), str(draw.drawn)),
        (words.text("draws.fact-late"), str(answer.late)),
        (words.text("draws.fact-of"), str(draw.of)),
        (words.text("draws.fact-seed"), grouped(draw.seed)),
        (words.text("draws.fact-commitment"), grouped(draw.commitment)),
    ]


def _notice(model: "DrawsModel", words: "Words") -> Notice | None:
    """What was said last; else what somebody has to know of this step before they go on."""
    standing: Mapping[Step, Said] = {
        "sure": Said(key="draws.sure", params={"name": "" if model.draw is None else model.draw.name}),
        "seed": Said(key="draws.write-down"),
        "commitment": Said(key="draws.into-program", tone=Tone.GOOD),
    }
    said = model.said or standing.get(model.step)
    return None if said is None else notice_of(said, words)


def _progress(model: "DrawsModel") -> int | None:
    """How far drawing has come, while it goes on."""
    asked = model.asked
    if model.step != "sure" or asked is None or not asked.drawing:
        return None
    return min(_THOUSANDTHS, asked.draw.drawn * _THOUSANDTHS // max(asked.waiting, 1))


def _form(model: "DrawsModel", words: "Words") -> FormState | None:
    if model.step not in {"open", "seed"}:
        return None
    return FormState(fields=tuple(_field(model, name, words) for name in model.values))


def _field(model: "DrawsModel", name: str, words: "Words") -> FormField:
    fault = model.faults.get(name, "")
    is_pin = name == "own"
    return FormField(
        name=name,
        label=words.text(f"draws.field-{name}"),
        kind=FieldKind.HIDDEN if is_pin else FieldKind.CODE,
        value=model.values[name],
        fault=words.text(fault) if fault else "",
        about=(not is_pin and _typed(model.values[name], words)) or words.text(f"draws.about-{name}"),
        max_length=MOST_DIGITS if is_pin else _LONGEST_SEED,
    )


def _typed(text: str, words: "Words") -> str:
    """All that was typed of a seed, which a field shows the end of, in groups as they stand on paper."""
    digits = "".join(text.split()).lower()
    return words.text("draws.typed", count=len(digits), digits=grouped(digits)) if digits else ""


def _actions(model: "DrawsModel", words: "Words") -> tuple[OfficeAction, ...]:
    if model.step == "list":
        return (
            OfficeAction(text=words.text("draws.look-again"), enabled=not model.busy),
            OfficeAction(
                text=words.text("draws.new-seed") if model.is_manager else "", enabled=not model.busy
            ),
        )
    has_more = model.step == "winners" and model.asked is not None and model.asked.more
    return (OfficeAction(text=words.text("draws.more") if has_more else "", enabled=not model.busy),)


def _finish(model: "DrawsModel", words: "Words") -> OfficeAction:
    free = not model.busy
    match model.step:
        case "list":
            if model.may_open:
                return OfficeAction(text=words.text("draws.open"), enabled=free)
            return OfficeAction(text=words.text("draws.winners"), enabled=free and model.is_opened)
        case "winners":
            return OfficeAction(text=words.text("draws.save"), enabled=free)
        case "open":
            return OfficeAction(text=words.text("draws.check"), enabled=free)
        case "sure":
            return OfficeAction(text=words.text("draws.publish"), enabled=free, is_grave=True)
        case "seed":
            return OfficeAction(text=words.text("draws.written-down"), enabled=free)
        case "commitment":
            return OfficeAction(text=words.text("draws.save-commitment"), enabled=free)
