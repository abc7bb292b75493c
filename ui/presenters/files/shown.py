"""The screen of import and export in words, step by step."""

from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.figures import format_whole
from terminal.sheets.columns import FIELDS
from ui.presenters.checkout.shown import notice_of
from ui.presenters.files.model import FilesModel, Step
from ui.presenters.listing import Column, Listing, Row
from ui.presenters.office_state import OfficeAction, OfficeState
from ui.presenters.shown import Notice, Tone

if TYPE_CHECKING:
    from terminal.sheets.faults import RowFault
    from terminal.sheets.text import SheetLine
    from terminal.usecases.exporting import What
    from terminal.usecases.importing import ImportFile
    from ui.presenters.words import Words

WHATS: Final[tuple["What", ...]] = ("members", "cards", "balances", "products")
_ICONS: Final = {"members": "users", "cards": "credit-card", "balances": "wallet", "products": "tag"}
_NAMES: Final = 2
_WHO: Final = frozenset({"name", "family", "given", "product_name"})
"""Columns that say which row it is."""
_ABOUT: Final = ("people", "goods", "twice", "safe")
_MONEY: Final = frozenset({"points", "wallet", "mended", "before"})
"""Counts that are shown only where there are any."""


def state_of(model: FilesModel, words: "Words", *, folder: Path) -> OfficeState:
    """All that the screen shows."""
    return _STEPS[model.step](model, words, folder)


def fault_text(fault: "RowFault", words: "Words") -> str:
    """What is wrong in a cell, and what would be right."""
    return words.text(f"import.fault-{fault.code}", value=fault.value, right=fault.right)


def fault_line(fault: "RowFault", words: "Words") -> str:
    """The same with line and column."""
    what = fault_text(fault, words)
    return words.text("import.fault", line=fault.line, column=fault.column or "–", what=what)


def count_rows(model: FilesModel, words: "Words") -> tuple[tuple[str, str], ...]:
    """What became of the rows, one line each."""
    figures = (("rows", model.counted.rows), *model.counted.figures)
    return tuple(
        (words.text(f"import.count-{name}"), format_whole(figure, language=words.catalogue.language))
        for name, figure in figures
        if figure or name not in _MONEY
    )


def _choose(model: FilesModel, words: "Words", _: Path) -> OfficeState:
    rows = tuple(
        Row(
            cells=(each.path.name,),
            detail=words.text(
                "import.folder",
                folder=str(each.path.parent),
                size=words.text("import.size", kb=_whole(max(1, each.size // 1024), words)),
            ),
            icon="receipt",
        )
        for each in model.files
    )
    about = tuple(
        Row(cells=(words.text(f"import.about-{name}"),), detail=words.text(f"import.about-{name}-more"))
        for name in _ABOUT
    )
    marked = model.mark if rows and not model.text else None
    return OfficeState(
        title=words.text("import.title"),
        text=model.text,
        prompt=words.text("import.prompt"),
        listing=Listing(rows=rows, marked=marked, empty=words.text("import.no-files"), columns=()),
        about_title=words.text("import.about"),
        about=Listing(rows=about, columns=()),
        notice=_notice(model, words),
        back=words.text("import.back"),
        actions=(OfficeAction(text=words.text("import.export"), enabled=not model.busy),),
        finish=OfficeAction(
            text=words.text("import.open"), enabled=not model.busy and bool(rows or model.text)
        ),
    )


def _columns(model: FilesModel, words: "Words", _: Path) -> OfficeState:
    file = _file(model)
    texts = file.sample[0].cells if file.sample else ()
    rows = tuple(
        Row(
            cells=(heading, words.text(f"import.field-{name}" if name else "import.left-out")),
            detail=words.text("import.example", text=texts[at]) if at < len(texts) and texts[at] else "",
            tone=Tone.GOOD if name else Tone.PLAIN,
        )
        for at, (heading, name) in enumerate(zip(file.sheet.header, file.mapped, strict=True))
    )
    other = "members" if file.kind == "products" else "products"
    return OfficeState(
        title=words.text("import.columns-title", name=file.path.name),
        listing=Listing(rows=rows, marked=model.mark, columns=(Column(is_figure=False),)),
        about_title=words.text(f"import.kind-{file.kind}"),
        about=Listing(rows=_about_file(file, words), columns=()),
        notice=_notice(model, words),
        back=words.text("import.back"),
        actions=(OfficeAction(text=words.text(f"import.as-{other}")),),
        finish=OfficeAction(text=words.text("import.check")),
    )


def _about_file(file: "ImportFile", words: "Words") -> tuple[Row, ...]:
    said = words.text("import.columns-about", rows=_whole(file.rows, words), encoding=file.sheet.encoding)
    rules = ("twice", "safe")
    return (
        Row(cells=(said,), icon="receipt"),
        *(
            Row(cells=(words.text(f"import.about-{name}"),), detail=words.text(f"import.about-{name}-more"))
            for name in rules
        ),
    )


def _field(model: FilesModel, words: "Words", _: Path) -> OfficeState:
    file = _file(model)
    names = ("", *FIELDS[file.kind])
    rows = tuple(
        Row(cells=(words.text(f"import.field-{name}" if name else "import.left-out"),)) for name in names
    )
    return OfficeState(
        title=words.text("import.field-title", heading=file.sheet.header[model.column]),
        listing=Listing(rows=rows, marked=model.mark, columns=()),
        about_title=words.text(f"import.kind-{file.kind}"),
        about=Listing(rows=_examples(file, model.column), columns=()),
        back=words.text("import.back"),
        finish=OfficeAction(text=words.text("import.choose")),
    )


def _examples(file: "ImportFile", column: int) -> tuple[Row, ...]:
    texts = dict.fromkeys(line.cells[column] for line in file.sample if column < len(line.cells))
    return tuple(Row(cells=(text,)) for text in list(texts)[:6] if text)


def _walking(model: FilesModel, words: "Words", _: Path) -> OfficeState:
    file, counted = _file(model), model.counted
    said = words.text("import.progress", done=_whole(counted.rows, words), all=_whole(file.rows, words))
    return OfficeState(
        title=words.text("import.checking" if model.step == "checking" else "import.writing"),
        progress=min(1000, counted.rows * 1000 // max(1, file.rows)),
        listing=Listing(rows=(Row(cells=(said,), detail=file.path.name, icon="receipt"),), columns=()),
        about_title=words.text("import.preview-about" if model.step == "checking" else "import.report-about"),
        about=_counts(model, words),
        back=words.text("import.stop"),
    )


def _preview(model: FilesModel, words: "Words", _: Path) -> OfficeState:
    to_write = _whole(model.counted.to_write, words)
    return OfficeState(
        title=words.text(
            "import.rows-title" if model.all_rows else "import.preview-title",
            count=_whole(_file(model).rows if model.all_rows else len(model.problems), words),
        ),
        listing=_all_rows(model, words)
        if model.all_rows
        else _problems(model, words, words.text("import.preview-good")),
        about_title=words.text("import.preview-about"),
        about=_counts(model, words),
        notice=_notice(model, words),
        back=words.text("import.back"),
        actions=(
            _save(model, words),
            OfficeAction(text=words.text("import.only-problems" if model.all_rows else "import.all-rows")),
        ),
        finish=OfficeAction(
            text=words.text("import.import-now", count=to_write), enabled=model.counted.to_write > 0
        ),
    )


def _report(model: FilesModel, words: "Words", _: Path) -> OfficeState:
    again = OfficeAction(text=words.text("import.go-on") if model.stopped else "")
    good = "import.report-so-far" if model.stopped else "import.report-good"
    return OfficeState(
        title=words.text("import.report-stopped" if model.stopped else "import.report-title"),
        listing=_problems(model, words, words.text(good)),
        about_title=words.text("import.report-about"),
        about=_counts(model, words),
        notice=_notice(model, words),
        back=words.text("import.back"),
        actions=(_save(model, words), OfficeAction(text=words.text("import.save-report")), again),
        finish=OfficeAction(text=words.text("import.another")),
    )


def _export(model: FilesModel, words: "Words", folder: Path) -> OfficeState:
    rows = tuple(
        Row(
            cells=(words.text(f"import.export-{name}"),),
            detail=words.text(f"import.export-{name}-more"),
            icon=_ICONS[name],
        )
        for name in WHATS
    )
    about = (
        Row(cells=(str(folder),), icon="receipt"),
        *(
            Row(cells=(words.text(f"import.export-{name}"),), detail=words.text(f"import.export-{name}-more"))
            for name in ("note", "again")
        ),
    )
    return OfficeState(
        title=words.text("import.export-title"),
        listing=Listing(rows=rows, marked=model.mark, columns=()),
        about_title=words.text("import.export-about"),
        about=Listing(rows=about, columns=()),
        notice=_notice(model, words),
        back=words.text("import.back"),
        finish=OfficeAction(text=words.text("import.export-now"), enabled=not model.busy),
    )


def _problems(model: FilesModel, words: "Words", none: str) -> Listing:
    rows = [
        Row(cells=(_place(fault, words),), detail=fault_text(fault, words), tone=Tone.ATTENTION)
        for fault in model.problems[: model.shown]
    ]
    if len(model.problems) > model.shown:
        rows.append(Row(cells=(words.text("import.preview-more"),), icon="chevron-right"))
    return Listing(rows=tuple(rows), marked=model.mark if rows else None, empty=none, columns=())


def _all_rows(model: FilesModel, words: "Words") -> Listing:
    """The first rows of the file, each with what becomes of it."""
    rows = [
        Row(
            cells=(
                _named(_file(model), line, words),
                words.text(f"import.count-{model.outcomes.get(line.line, 'refused')}"),
            ),
            detail=words.text("import.row-line", line=line.line),
            tone=Tone.ATTENTION if model.outcomes.get(line.line) == "refused" else Tone.GOOD,
        )
        for line in islice(_file(model).sheet.rows(), model.shown)
    ]
    if _file(model).rows > model.shown:
        rows.append(Row(cells=(words.text("import.more-rows"), ""), icon="chevron-right"))
    return Listing(rows=tuple(rows), marked=model.mark, columns=(Column(is_figure=False),))


def _named(file: "ImportFile", line: "SheetLine", words: "Words") -> str:
    """Which row it is, by the first columns that mean something; a missing name is told in its place."""
    said = {name: cell for cell, name in zip(line.cells, file.mapped, strict=False) if cell and name}
    told = list(said.values())
    if told and _WHO.intersection(file.mapped) and not _WHO.intersection(said):
        told.insert(0, words.text("import.no-name"))
    return " · ".join((told or list(line.cells))[:_NAMES])


def _place(fault: "RowFault", words: "Words") -> str:
    line = words.text("import.row-line", line=fault.line)
    return f"{line} · {fault.column}" if fault.column else line


def _counts(model: FilesModel, words: "Words") -> Listing:
    return Listing(rows=tuple(Row(cells=line) for line in count_rows(model, words)))


def _save(model: FilesModel, words: "Words") -> OfficeAction:
    return OfficeAction(
        text=words.text("import.save-problems") if model.problems else "", enabled=not model.busy
    )


def _notice(model: FilesModel, words: "Words") -> Notice | None:
    return None if model.said is None else notice_of(model.said, words)


def _whole(figure: int, words: "Words") -> str:
    return format_whole(figure, language=words.catalogue.language)


def _file(model: FilesModel) -> "ImportFile":
    if model.file is None:
        raise AssertionError("a file was opened")
    return model.file


Showing = Callable[[FilesModel, "Words", Path], OfficeState]
_STEPS: Final[Mapping[Step, Showing]] = {
    "choose": _choose,
    "columns": _columns,
    "field": _field,
    "checking": _walking,
    "preview": _preview,
    "writing": _walking,
    "report": _report,
    "export": _export,
}
