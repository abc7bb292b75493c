"""The screen *Settings* as a state machine: sections, rows, and what becomes of a row that is changed.

What concerns the look of this screen goes to whoever keeps the preferences; everything else is an entry of
the settings file, written by the errands. Who may change what is asked here of the role that is signed in.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from loyalty.errors import LoyaltillError, Refused
from resources.licences import LicenceText
from terminal.key_map import NO_CHANGES, TILL_KEYS, KeyMap
from terminal.session import Session
from terminal.settings_file import Entry
from terminal.usecases.store_desk import StoreWish, wish_of
from terminal.usecases.till_opening import Pairing, TillWish, till_wish
from ui.presenters.preferences import Preferences
from ui.presenters.settings.errands import Facts, KeptCopy, SettingsErrands
from ui.presenters.settings.kept_copies import Prospect
from ui.presenters.settings.model import (
    ASKED_FOR,
    MAY_CHANGE,
    SECTIONS,
    Act,
    Said,
    Setting,
    SettingsModel,
    next_lock_minutes,
)
from ui.presenters.settings.reading_back import ReadingBack
from ui.presenters.settings.rows import KEY_TEXTS, rows_of
from ui.presenters.settings.shown import state_of
from ui.presenters.settings.state import SettingsState
from ui.presenters.shown import Tone
from ui.presenters.tasks import TaskRunner, run_while_meant
from ui.presenters.words import Words

if TYPE_CHECKING:
    from terminal.store.till_copy import Since

_WRITTEN = "settings.said.written"
_AT_REST: Final[Mapping[str, Any]] = MappingProxyType(
    {"typed": None, "wish": None, "weighing": "", "prospect": None, "pressing": "", "said": None}
)
"""Nothing is being typed, asked or said."""
_FILE_ENTRIES = {"server-address": "server", "backup-folder": "backup_folder", "mirror": "journal_mirror"}


class SettingsPresenter:
    """The screen. `on_prefer` gets other preferences.

    `on_devices` and `on_program` ask for the screens *Devices* and *Program*. `on_facts` comes
    whenever they were looked up: what is at work may be other than before. `on_go_back` gets the name of the
    copy that the till is to be opened from.
    """

    def __init__(
        self,
        errands: SettingsErrands,
        runner: TaskRunner,
        words: Words,
        *,
        preferences: Preferences,
        session: Callable[[], Session | None],
        on_state: Callable[[SettingsState], None],
        on_prefer: Callable[[Preferences], None],
        on_devices: Callable[[], None],
        on_program: Callable[[], None],
        on_facts: Callable[[Facts], None],
        on_go_back: Callable[[str], None],
        on_back: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._runner = runner
        self._words = words
        self._session = session
        self._on_state = on_state
        self._on_prefer = on_prefer
        self._on_open = {"devices": on_devices, "program": on_program}
        self._on_facts = on_facts
        self._on_go_back = on_go_back
        self._on_back = on_back
        self._reading = ReadingBack(
            errands, runner, shown=self._shown_copies, on_read=lambda read: self._change(read_back=read)
        )
        self._is_in_front = False
        self._visit = 0
        self.model = SettingsModel(preferences=preferences)

    def begin(self) -> None:
        """The screen came up: look at how things are."""
        self._visit += 1
        self._is_in_front = True
        self._reading.forget()
        self._change(read_back={}, reading=(), pairing=None, **_AT_REST)
        self._look()

    def came(self, *, in_front: bool) -> None:
        """The screen came to the front again, or something took its place, a lock perhaps.

        That wants its keys, and nobody asks about a copy any more.
        """
        self._is_in_front, model = in_front, self.model
        if in_front:
            self._reading.go_on()
        elif model.pressing or model.reading or model.prospect is not None:
            self.back_pressed()

    def speak(self, words: Words, preferences: Preferences) -> None:
        """Say everything in another language, or look otherwise."""
        self._words = words
        self._change(preferences=preferences)

    def section_chosen(self, number: int) -> None:
        """Show another section."""
        if 0 <= number < len(SECTIONS):
            self._change(section=SECTIONS[number], mark=0, **_AT_REST)
            self._reading.go_on()

    def section_moved(self, by: int) -> None:
        """Show the next section, or the one before."""
        self.section_chosen((SECTIONS.index(self.model.section) + by) % len(SECTIONS))

    def row_marked(self, row: int) -> None:
        """Mark a row."""
        if 0 <= row < len(self._rows()):
            self._change(mark=row, **_AT_REST)

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        count = len(self._rows())
        if count:
            self.row_marked((min(self.model.mark, count - 1) + by) % count)

    def change_pressed(self) -> None:
        """Do with the marked row what can be done with it; a PIN goes to the copy that it was asked for."""
        marked, prospect = self._marked(), self.model.prospect
        if self.model.is_busy:
            return
        if prospect is not None:
            if self._may("copy"):
                self._confirm(prospect)
        elif marked is None or marked.act is Act.NONE:
            return
        elif self.model.pressing:
            self._change(pressing="")
        elif self._may(marked.kind):
            self._act(marked)

    def typed(self, text: str) -> None:
        """What stands in the field."""
        if self.model.typed is not None:
            self._change(typed=text)

    def key_pressed(self, pressed: str) -> None:
        """The key that is to be pressed from now on."""
        key, facts = self.model.pressing, self.model.facts
        if not key or facts is None:
            return
        try:
            self._write_keys(facts.configuration.keys.with_key(key, pressed))
        except Refused as refused:
            params = dict(refused.params)
            if "key" in params:
                params["what"] = self._words.text(KEY_TEXTS[str(params["key"])])
            self._change(pressing="", said=_refused(refused.code, params))

    def scanned(self) -> None:
        """A scan, which nothing here is for."""
        self._change(said=Said(key="settings.said.scan", params={}, tone=Tone.ATTENTION))

    def back_pressed(self) -> None:
        """Leave the field, or the key that is waited for, or the screen."""
        if self.model.reading:
            self._change(reading=())
        elif self.model.wish is not None:
            self._change(wish=None, typed=self.model.drafted, said=None)
        elif self.model.pressing or self.model.typed is not None:
            self._change(pressing="", typed=None, prospect=None, said=None)
        else:
            self._change(weighing="")
            self._on_back()

    def _act(self, marked: Setting) -> None:
        match marked.act:
            case Act.NEXT:
                self._next(marked.kind)
            case Act.TYPE:
                self._type(marked)
            case Act.KEY:
                self._change(pressing=marked.which, said=None)
            case Act.OPEN:
                self._on_open[marked.kind]()
            case Act.READ:
                self._read(marked.label)
            case _ if marked.kind == "copy":
                self._weigh(marked.which)
            case _:
                self._do(marked.kind)

    def _next(self, kind: str) -> None:
        now, facts = self.model.preferences, self.model.facts
        if kind == "sounds":
            is_on = facts is not None and facts.configuration.sounds
            self._write((Entry("sounds", not is_on),))
            return
        if kind == "lock":
            if facts is not None:
                self._write((Entry("lock_minutes", next_lock_minutes(facts.configuration.lock_minutes)),))
            return
        following = {
            "language": now.next_language,
            "theme": now.next_theme,
            "text-size": now.next_text_size,
        }
        self._on_prefer(following[kind]())

    def _read(self, name: str) -> None:
        def read(texts: tuple[LicenceText, ...]) -> None:
            self._change(is_busy=False, reading=texts)

        self._change(is_busy=True, said=None)
        self._runner.run("look-up", lambda: self._errands.licence(name), on_done=read, on_failed=self._failed)

    def _type(self, marked: Setting) -> None:
        if self.model.typed is None:
            is_there = marked.kind != "add-till" and marked.value != self._words.text("settings.none")
            shown = marked.value if is_there else ""
            self._change(typed=shown, said=None)
            return
        text = self.model.typed.strip()
        if marked.kind in ASKED_FOR:
            self._ask_for(marked.kind, text)
            return
        said = "settings.said.address" if marked.kind == "server-address" else _WRITTEN
        self._write((Entry(_FILE_ENTRIES[marked.kind], text or None),), said=said)

    def _ask_for(self, kind: str, text: str) -> None:
        """First what it is to be, then the PIN of who wants it."""
        wish, session = self.model.wish, self._session()
        if wish is None:
            try:
                deed = self._errands.new_id()
                wish = till_wish(text, deed=deed) if kind == "add-till" else wish_of(kind, text, deed=deed)
            except Refused as refused:
                self._change(said=_refused(refused.code, dict(refused.params)))
                return
            self._change(wish=wish, drafted=text, typed="", said=None)
        elif not text:
            self._change(said=Said(key="people.missing-own", params={}, tone=Tone.ATTENTION))
        elif session is not None:
            self._change(is_busy=True, typed="", said=None)
            self._have_done(session, wish, own_pin=text)

    def _have_done(self, session: Session, wish: StoreWish | TillWish, *, own_pin: str) -> None:
        if isinstance(wish, TillWish):
            visit = self._visit
            run_while_meant(
                self._runner,
                "net",
                lambda: self._errands.open_till(session, wish, own_pin=own_pin),
                is_meant=lambda: (self._visit, self._session()) == (visit, session),
                on_done=self._opened,
                on_failed=self._failed,
                on_dropped=self._dropped,
            )
            return
        self._runner.run(
            "net",
            lambda: self._errands.change_store(session, wish, own_pin=own_pin),
            on_done=lambda _: self._done("settings.said.store"),
            on_failed=self._failed,
        )

    def _opened(self, pairing: Pairing) -> None:
        """The code is there for as long as this screen is: nobody else is to find it.

        One that comes too late costs nothing: asked for under the same name, there is another.
        """
        self._change(pairing=pairing)
        self._done("settings.said.till")

    def _weigh(self, name: str) -> None:
        """Say what going back to a copy means, and ask for the PIN of who wants it."""
        session = self._session()

        def weighed(since: "Since | None") -> None:
            facts = self.model.facts
            kept = () if facts is None else facts.copies.kept
            copy = next((each for each in kept if each.name == name), None)
            prospect = None if copy is None else Prospect(copy=copy, since=since)
            typed = None if prospect is None else ""
            self._change(is_busy=False, weighing="", prospect=prospect, typed=typed)

        self._change(is_busy=True, weighing=name, said=None)
        run_while_meant(
            self._runner,
            "devices",
            lambda: self._errands.weigh(name),
            is_meant=lambda: self.model.weighing == name and self._session() == session,
            on_done=weighed,
            on_failed=self._failed,
            on_dropped=self._dropped,
        )

    def _confirm(self, prospect: Prospect) -> None:
        """Have the PIN looked at; the till goes back if the same person still asks about that copy then."""
        typed, session, name = self.model.typed, self._session(), prospect.copy.name
        if not typed:
            self._change(said=Said(key="people.missing-own", params={}, tone=Tone.ATTENTION))
        elif session is not None:
            self._change(is_busy=True, typed="", said=None)
            run_while_meant(
                self._runner,
                "store",
                lambda: self._errands.agree(session, name, own_pin=typed.strip()),
                is_meant=lambda: self.model.prospect is prospect and self._session() == session,
                on_done=lambda _: self._on_go_back(name),
                on_failed=self._failed,
                on_dropped=self._dropped,
            )

    def _dropped(self) -> None:
        self._change(is_busy=False)

    def _shown_copies(self) -> tuple[KeptCopy, ...]:
        facts = self.model.facts
        is_shown = self._is_in_front and self.model.section == "backup"
        return facts.copies.kept if is_shown and facts is not None else ()

    def _do(self, kind: str) -> None:
        if kind == "keys-default":
            self._write_keys(NO_CHANGES)
        elif kind == "back-up":
            self._run(self._errands.back_up, "settings.said.backed-up")
        else:
            self._run(self._errands.sync_now, "settings.said.syncing")

    def _write_keys(self, keys: KeyMap) -> None:
        entries = [Entry("", None, "keys")]
        entries += [Entry(key, keys.instead[key], "keys") for key in TILL_KEYS if key in keys.instead]
        self._write(tuple(entries))

    def _write(self, entries: tuple[Entry, ...], *, said: str = _WRITTEN) -> None:
        self._run(lambda: self._errands.write(entries), said)

    def _run(self, work: Callable[[], None], said: str) -> None:
        self._change(is_busy=True, pressing="", said=None)
        self._runner.run("devices", work, on_done=lambda _: self._done(said), on_failed=self._failed)

    def _done(self, said: str) -> None:
        self._change(**{**_AT_REST, "is_busy": False, "said": Said(key=said, params={}, tone=Tone.GOOD)})
        self._look()

    def _look(self) -> None:
        def looked(facts: Facts) -> None:
            self._change(facts=facts)
            self._on_facts(facts)
            self._reading.go_on()

        self._runner.run("look-up", self._errands.facts, on_done=looked, on_failed=self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, LoyaltillError):
            raise error
        self._change(is_busy=False, said=_refused(error.code, dict(error.params)))

    def _may(self, kind: str) -> bool:
        session = self._session()
        if session is not None and session.role in MAY_CHANGE[kind]:
            return True
        self._change(said=_refused("settings-role", {}))
        return False

    def _rows(self) -> tuple[Setting, ...]:
        return rows_of(self.model, self._words)

    def _marked(self) -> Setting | None:
        rows = self._rows()
        return rows[min(self.model.mark, len(rows) - 1)] if rows else None

    def _change(self, **fields: Any) -> None:
        self.model = replace(self.model, **fields)
        self._on_state(state_of(self.model, self._words))


def _refused(code: str, params: "dict[str, str | int]") -> Said:
    return Said(key=f"error.{code}", params=params, tone=Tone.REFUSED)
