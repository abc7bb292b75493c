"""The screen *Members* as a state machine: find, look, put right; what each key does at each step.

The checkout behind it stays as it was. A scan at any step is the next member.
"""

from collections.abc import Callable

from loyalty.wire.member_desk import MEANT, REQUESTS
from terminal.member_page import MemberPage
from terminal.session import Session
from terminal.usecases.found import Found, MemberFound, MembersFound, NothingFound
from ui.presenters.beside import Beside
from ui.presenters.checkout.enrolment import did_you_mean
from ui.presenters.checkout.model import Said
from ui.presenters.members.adjusting import Adjuster
from ui.presenters.members.consents import choices
from ui.presenters.members.desk import MembersDesk
from ui.presenters.members.doing import Doer
from ui.presenters.members.errands import MembersErrands
from ui.presenters.members.filling import Filler
from ui.presenters.members.forgetting import forget_erased
from ui.presenters.members.households import Households
from ui.presenters.members.model import FINDS_OTHER, NOTHING, READY_NOTES, SECTIONS, MembersModel, Step
from ui.presenters.members.parting import PARTING_CHOICES
from ui.presenters.members.requests import abouts_of, request_said
from ui.presenters.members.shown import MORE_DEEDS, notes_of, state_of
from ui.presenters.members.state import MembersState
from ui.presenters.sign_in import MOST_DIGITS
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words

BACKSPACE = "backspace"


class MembersPresenter:
    """One screen. `on_attach` gets the member that is to go on with the sale, where there is one."""

    def __init__(
        self,
        errands: MembersErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        has_sale: bool = True,
        on_state: Callable[[MembersState], None],
        on_back: Callable[[], None],
        on_attach: Callable[[str], None],
    ) -> None:
        self._on_state = on_state
        self._on_back = on_back
        self._on_attach = on_attach
        self._desk = MembersDesk(
            errands, session, runner, words, model=MembersModel(has_sale=has_sale), on_model=self._show
        )
        self._doer = Doer(self._desk)
        self._filler = Filler(self._desk, self._doer)
        self._adjuster = Adjuster(self._desk, self._doer)
        self._households = Households(self._desk, self._doer)

    @property
    def model(self) -> MembersModel:
        """What the screen knows."""
        return self._desk.model

    @property
    def beside(self) -> Beside:
        """How far it is: whom keys wait for, and what has to be read before any is pressed."""
        model = self.model
        page = "" if model.page is None else model.page.member.member
        return Beside(
            place=(model.step, model.typed, page, tuple(each.member for each in model.hits)),
            is_looking=model.busy and (model.step == "find" or model.step in FINDS_OTHER),
            asks=model.said is not None or model.step in {"merge", "join"},
        )

    def begin(self, member: str = "") -> None:
        """The screen came up, for a member or to find one."""
        self._show(self.model)
        if member:
            self._desk.open(member)
        else:
            self._desk.ask_requests(is_told=True)

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._desk.words = words
        self._show(self.model)

    def scanned(self, text: str) -> None:
        """A scan: the next member, or the other one of a merge."""
        if self.model.busy:
            self._desk.say(Said(key="scan.busy"))
        else:
            if self.model.step not in FINDS_OTHER:
                self._desk.change(step="find", hits=(), mark=0)
            self._find(text)

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner."""
        self._desk.say(Said(key=f"error.{code}"))

    def synced(self) -> None:
        """Who is shown may have been erased by now, and what is owed may be done, or more."""
        forget_erased(self._desk)
        self._desk.ask_requests()

    def typed(self, text: str) -> None:
        """Another text stands in the box."""
        if text != self.model.typed:
            self._desk.change(typed=text)

    def field_changed(self, name: str, value: str) -> None:
        """Another value stands in a field of the form."""
        self._filler.changed(name, value)

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        rows = len(state_of(self.model, self._desk.words).listing.rows)
        if rows:
            at = max(self.model.mark, NOTHING if by > 0 else 0)
            self._desk.change(mark=(at + by) % rows)

    def row_pressed(self, row: int) -> None:
        """A touch marks a row and does what it is for."""
        self._desk.change(mark=row)
        if self.model.step != "approve":
            self._choose()

    def tab_pressed(self, name: str) -> None:
        """Another part of the page."""
        if self.model.step == "page" and name in SECTIONS:
            self._desk.change(section=name, mark=NOTHING, said=None)

    def turned(self, by: int) -> None:
        """The next part of the page, or the one before."""
        at = SECTIONS.index(self.model.section)
        self.tab_pressed(SECTIONS[(at + by) % len(SECTIONS)])

    def key_pressed(self, key: str) -> None:
        """A key of the pad: a digit of a PIN, or of what is looked for."""
        model = self.model
        if model.step == "approve":
            pin = model.pin[:-1] if key == BACKSPACE else model.pin + key
            if not model.busy and len(pin) <= MOST_DIGITS and (key == BACKSPACE or key.isdigit()):
                self._desk.change(pin=pin, said=None)
        elif model.step == "leave":
            self._households.key_pressed(key)
        elif model.step == "find" or model.step in FINDS_OTHER:
            self.typed(model.typed[:-1] if key == BACKSPACE else model.typed + key)

    def entered(self) -> None:
        """Enter: look for what is typed, or do what the marked row is for."""
        text, step = self.model.typed.strip(), self.model.step
        if (step == "find" or step in FINDS_OTHER) and text:
            self._find(text)
        elif step == "note" and text:
            self._doer.note(text)
        elif step in {"edit", "adjust", "merge", "erase", "approve", "join", "leave"}:
            self.finish_pressed()
        else:
            self._choose()

    def note_pressed(self) -> None:
        """Write something for the next cashier."""
        self._to("note")

    def edit_pressed(self) -> None:
        """Put right who the member is."""
        if self.model.step == "page" and not self.model.busy:
            self._filler.begin()

    def apology_pressed(self) -> None:
        """Say sorry with a voucher."""
        page = self.model.page
        if page is not None and not page.apologies:
            self._desk.say(Said(key="members.no-apology"))
        else:
            self._to("apology")

    def finish_pressed(self) -> None:
        """The press in the corner."""
        if not self.model.can_finish:
            return
        match self.model.step:
            case (
                "find"
                | "merge-find"
                | "join-find"
                | "note"
                | "apology"
                | "household"
                | "person"
                | "part"
                | "request"
                | "request-about"
            ):
                self.entered()
            case "page" if self.model.page is not None:
                self._on_attach(self.model.page.member.holder)
            case "edit":
                self._filler.submit()
            case "adjust":
                self._adjuster.submit()
            case "merge" if self.model.other is not None:
                self._doer.merge(self.model.other.member.member)
            case "join" if self.model.other is not None:
                self._doer.join(self.model.other.member.member)
            case "leave":
                self._households.leave()
            case "erase":
                self._doer.erase()
            case _:
                self._doer.approve()

    def back_pressed(self) -> None:
        """One step back; out of the first one, to the checkout."""
        model = self.model
        if model.busy:
            return
        if model.step == "find" and (model.typed or model.hits):
            self._desk.change(typed="", hits=(), mark=0, said=None)
        elif model.step in {"find", "page"}:
            self._on_back()
        elif model.step == "approve" and model.form and model.deed is not None:
            step: Step = "edit" if model.deed.kind == "edit" else "adjust"
            self._desk.change(step=step, mark=0, pin="", deed=None, said=None)
        elif model.step == "request-about":
            self._desk.change(step="request", mark=NOTHING, said=None)
        else:
            self._desk.change(
                step="page", typed="", hits=(), mark=NOTHING, pin="", deed=None, other=None, alias="",
                form={}, faults={}, said=None,
            )  # fmt: skip

    def _to(self, step: Step) -> None:
        if self.model.step == "page" and not self.model.busy:
            mark = NOTHING if step == "request" else 0
            self._desk.change(step=step, typed="", mark=mark, said=None)

    def _find(self, text: str) -> None:
        desk = self._desk
        desk.change(busy=True, said=None, typed=text)
        desk.run("look-up", lambda: desk.errands.find(text), self._found)

    def _found(self, found: Found) -> None:
        desk = self._desk
        desk.change(busy=False)
        match found:
            case MemberFound(member=member):
                self._open(member.holder)
            case MembersFound(rows=(only,)):
                self._open(only.member)
            case MembersFound(rows=rows):
                desk.change(hits=rows, mark=0, typed="")
            case NothingFound(near=(first, *_) as near):
                desk.change(hits=near, mark=0, said=did_you_mean(first, self.model.typed))
            case NothingFound(code=code, text=text):
                desk.change(hits=(), said=Said(key=f"error.{code}", params={"text": text}))
            case _:
                desk.change(
                    hits=(), said=Said(key="error.member-not-found", params={"text": self.model.typed})
                )

    def _open(self, member: str) -> None:
        desk, page = self._desk, self.model.page
        if self.model.step not in FINDS_OTHER or page is None:
            desk.open(member)
            return
        step: Step = "merge" if self.model.step == "merge-find" else "join"

        def opened(other: MemberPage) -> None:
            if other.member.member == page.member.member:
                desk.change(busy=False, said=Said(key="error.members-same"))
            elif step == "join" and other.member.household:
                desk.change(busy=False, said=Said(key="error.member-in-household"))
            else:
                desk.change(step=step, other=other, other_since=None, busy=False, mark=0, typed="", hits=())
                if step == "merge":
                    desk.ask_since(other)

        desk.change(busy=True)
        desk.run("look-up", lambda: desk.errands.page(member), opened)

    def _choose(self) -> None:
        """Do what the marked row is for."""
        model = self.model
        if model.busy:
            return
        if (model.step == "find" or model.step in FINDS_OTHER) and 0 <= model.mark < len(model.hits):
            self._open(model.hits[model.mark].member)
        elif 0 <= model.mark < len(model.owed):
            request = model.owed[model.mark]
            self._desk.open(request.member, said=request_said(request, self._desk.words))
        elif model.step == "request" and 0 <= model.mark < len(REQUESTS):
            self._request(REQUESTS[model.mark])
        elif model.step == "request-about" and 0 <= model.mark < len(model.abouts):
            self._doer.request(model.request, model.abouts[model.mark])
        elif model.step == "note" and model.mark < len(READY_NOTES):
            self._doer.note(self._desk.words.text(f"members.note-{READY_NOTES[model.mark]}"))
        elif model.step == "apology" and model.page is not None and model.mark < len(model.page.apologies):
            self._doer.apologise(model.page.apologies[model.mark])
        elif model.step == "page":
            self._choose_on_page()
        elif model.step == "part":
            self._part()
        else:
            self._households.choose()

    def _choose_on_page(self) -> None:
        model = self.model
        if model.mark == NOTHING:
            return
        match model.section:
            case "history" if model.has_more and model.mark == len(model.movements):
                self._desk.ask_file(skip=len(model.movements))
            case "notes" if model.page is not None:
                notes = notes_of(model.page)
                if model.mark < len(notes) and not notes[model.mark].done_by:
                    self._doer.note_done(notes[model.mark].note)
            case "consents" if model.page is not None:
                self._choose_consent(model.page)
            case "more":
                self._more()
            case _:
                pass

    def _choose_consent(self, page: MemberPage) -> None:
        shown = choices(self.model, page, self._desk.words)
        chosen = shown[self.model.mark] if self.model.mark < len(shown) else None
        if chosen is None:
            return
        if chosen.purpose:
            self._doer.consent(chosen.purpose, given=chosen.given)
        elif chosen.slip is not None:
            self._doer.print_again(chosen.slip)

    def _more(self) -> None:
        model = self.model
        aliases = () if model.file is None else model.file.aliases
        if model.mark < len(MORE_DEEDS):
            match MORE_DEEDS[model.mark]:
                case "adjust":
                    self._adjuster.begin()
                case "export":
                    self._doer.export()
                case "merge":
                    self._to("merge-find")
                case "household":
                    self._households.begin()
                case "request":
                    self._to("request")
                case _:
                    self._to("erase")
        elif model.mark < len(MORE_DEEDS) + len(aliases):
            alias = aliases[model.mark - len(MORE_DEEDS)].member
            self._desk.change(step="part", alias=alias, mark=0, said=None)

    def _request(self, request: str) -> None:
        """Note it; which detail or consent is meant is asked first, where it may be one of several."""
        model = self.model
        if request in MEANT and model.page is not None:
            abouts = abouts_of(request, model, model.page)
            self._desk.change(step="request-about", request=request, abouts=abouts, mark=NOTHING, said=None)
        else:
            self._doer.request(request)

    def _part(self) -> None:
        """Part the two or leave them as they are, whichever is marked; what is told below does nothing."""
        model = self.model
        choice = PARTING_CHOICES[model.mark] if model.mark < len(PARTING_CHOICES) else ""
        if choice == "part":
            self._doer.unmerge(model.alias)
        elif choice == "keep":
            self.back_pressed()

    def _show(self, model: MembersModel) -> None:
        self._on_state(state_of(model, self._desk.words))
