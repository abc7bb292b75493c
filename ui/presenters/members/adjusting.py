"""Points given or taken by hand, on the screen *Members*: how many, and what for."""

import re
from collections.abc import Mapping
from typing import Final

from loyalty.units import Points
from terminal.member_page import MemberPage
from ui.presenters.forms import FieldChoice, FieldKind, FormField, FormState, read_amount
from ui.presenters.members.desk import MembersDesk
from ui.presenters.members.doing import Doer
from ui.presenters.members.model import ADJUST_REASONS, MembersModel
from ui.presenters.words import Words

WAYS: Final = ("give", "take")
MOST_POINTS: Final = 999_999_999
LONGEST_NOTE: Final = 120


class Adjuster:
    """Fills the form in, reads it, and makes a deed of it."""

    def __init__(self, desk: MembersDesk, doer: Doer) -> None:
        self._desk = desk
        self._doer = doer

    def begin(self) -> None:
        """Open the form: points are given, more often than taken."""
        form = {"way": "give", "points": "", "reason": "", "note": ""}
        self._desk.change(step="adjust", form=form, faults={}, mark=0, said=None)

    def submit(self) -> None:
        """Read every field, say all faults at once, and have it done."""
        desk, form = self._desk, self._desk.model.form
        faults, page = faults_of(form), desk.model.page
        if faults or page is None:
            desk.change(faults=faults)
            return
        reason, note = form["reason"], " ".join(form["note"].split())
        text = desk.words.text(f"members.adjust-{reason}")
        points = read_amount(form["points"]) or 0
        self._doer.adjust(
            Points(points if form["way"] == "give" else -points),
            reason=reason,
            text=f"{text}: {note}" if note else text,
        )


def faults_of(form: Mapping[str, str]) -> dict[str, str]:
    """The codes of what is wrong, by field."""
    faults: dict[str, str] = {}
    points = read_amount(form["points"])
    if not points:
        faults["points"] = "points-missing"
    elif points > MOST_POINTS:
        faults["points"] = "points-too-many"
    if form["reason"] not in ADJUST_REASONS:
        faults["reason"] = "reason-missing"
    elif form["reason"] == "other" and not re.search(r"\w", form["note"]):
        faults["note"] = "reason-note-missing"
    return faults


def adjusting_form(model: MembersModel, words: Words) -> FormState:
    """The form in words."""
    form = model.form
    faults = {name: words.text(f"members.fault-{code}") for name, code in model.faults.items()}
    return FormState(
        fields=(
            FormField(
                name="way",
                label=words.text("members.adjust-way"),
                kind=FieldKind.CHOICE,
                value=form.get("way", ""),
                choices=tuple(
                    FieldChoice(value=each, text=words.text(f"members.adjust-{each}")) for each in WAYS
                ),
            ),
            FormField(
                name="points",
                label=words.text("members.adjust-points"),
                kind=FieldKind.MONEY,
                value=form.get("points", ""),
                group=words.group,
                unit=words.text("members.adjust-unit"),
                about="" if model.page is None else _whose_word(model.page, words),
                fault=faults.get("points", ""),
                max_length=11,
            ),
            FormField(
                name="reason",
                label=words.text("members.adjust-why"),
                kind=FieldKind.CHOICE,
                value=form.get("reason", ""),
                choices=tuple(
                    FieldChoice(value=each, text=words.text(f"members.adjust-{each}"))
                    for each in ADJUST_REASONS
                ),
                fault=faults.get("reason", ""),
            ),
            FormField(
                name="note",
                label=words.text("members.adjust-note"),
                value=form.get("note", ""),
                about=words.text("members.adjust-note-about"),
                fault=faults.get("note", ""),
                max_length=LONGEST_NOTE,
            ),
        )
    )


def _whose_word(page: MemberPage, words: Words) -> str:
    if not page.adjusts_alone:  # not stated, or 0
        return words.text("members.adjust-always-two")
    return words.text("members.adjust-two-above", points=words.points(page.adjusts_alone))
