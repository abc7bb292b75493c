"""`import` and `export`: files of members, cards, balances and goods, at a till that is not at work.

The same use cases as the screen's. Without `--write` nothing is written: what would be is said, and every
problem with its line.
"""

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from loyalty.errors import LoyaltillError, Refused, Unavailable
from loyalty.figures import format_whole
from resources.catalogue import Catalogue
from terminal.data_folder import default_data_dir

if TYPE_CHECKING:
    from terminal.sheets.columns import Kind
    from terminal.sheets.faults import RowFault
    from terminal.usecases.importing import Import, ImportFile, Tally

_PROBLEMS_EXIT = 1
_HERE = {
    "import-unchecked": "import-command-unchecked",
    "import-unanswered": "import-command-unanswered",
    "import-no-phone-or-card": "import-command-no-phone-or-card",
    "import-no-sku": "import-command-no-sku",
}
"""What the screen says to press, as what is typed at a command line."""


def import_arguments(parser: ArgumentParser) -> None:
    """Describe the options of `import`."""
    parser.add_argument("file", type=Path, help="CSV: comma, semicolon or tab")
    parser.add_argument("--of", choices=("members", "products"), help="left out: by its headings")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="what a column is; may be said again",
    )
    parser.add_argument("--write", action="store_true", help="write it; left out: only check")
    parser.add_argument(
        "--problems", type=Path, metavar="FILE", help="write rows with problems there, to mend"
    )
    _who(parser)


def export_arguments(parser: ArgumentParser) -> None:
    """Describe the options of `export`."""
    parser.add_argument("what", choices=("members", "cards", "balances", "products"))
    parser.add_argument("file", type=Path, help="where it goes")
    _who(parser)


def run_import(args: Namespace) -> int:
    """Check a file, or write it; 1 if a row of it has a problem.

    Raises:
        Refused, Unavailable: as `open_office`, `open_file`, `Import`; `import-no-column` (text, known).
    """
    from terminal.bootstrap.office import open_office
    from terminal.usecases.importing import Import, open_file

    texts = _texts()
    file = _mapped(open_file(args.file), args)
    with open_office(args.data) as office:
        session = office.session(args.operator, _pin(args))
        try:
            walk = Import(office.till, session, file, office.server.import_members, write=args.write)
            _walk(walk, texts)
        except LoyaltillError as error:
            raise as_typed(error) from None
    _print_tally(walk.tally, texts, written=args.write)
    for fault in walk.tally.problems:
        print(_sentence(fault, texts))
    if args.problems is not None:
        _write_problems(args.problems, file, walk.tally, texts)
    return _PROBLEMS_EXIT if walk.tally.problems else 0


def as_typed(error: LoyaltillError) -> LoyaltillError:
    """The same trouble, with what to do about it at a command line."""
    code = _HERE.get(error.code)
    if code is None:
        return error
    return Unavailable(code, retry=error.retry) if isinstance(error, Unavailable) else Refused(code)


def run_export(args: Namespace) -> int:
    """Write a file.

    Raises:
        Refused, Unavailable: as `open_office`, `export`.
    """
    from zoneinfo import ZoneInfo

    from terminal.bootstrap.office import open_office
    from terminal.usecases.exporting import export

    with open_office(args.data) as office:
        session = office.session(args.operator, _pin(args))
        path, rows = export(
            office.till,
            session,
            args.what,
            folder=args.file.parent,
            zone=ZoneInfo("UTC"),
            name=args.file.name,
        )
    print(_texts().text("import.exported", rows=format_whole(rows, language="en"), path=str(path)))
    return 0


def _who(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--operator", required=True, metavar="NAME", help="a manager, as on the sign-in screen"
    )
    parser.add_argument("--pin", help="left out: asked for")
    parser.add_argument(
        "--data", type=Path, default=default_data_dir(), metavar="DIR", help="data folder (%(default)s)"
    )


def _pin(args: Namespace) -> str:
    if args.pin is not None:
        return str(args.pin)
    return getpass.getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def _texts() -> Catalogue:
    return Catalogue.load("vi" if os.environ.get("LANG", "").startswith("vi") else "en")


def _mapped(file: "ImportFile", args: Namespace) -> "ImportFile":
    from terminal.sheets.columns import FIELDS

    if args.of is not None:
        file = file.as_kind(cast("Kind", args.of))
    for said in args.column:
        heading, _, field = said.partition("=")
        if heading not in file.sheet.header or field not in ("", *FIELDS[file.kind]):
            raise Refused("import-no-column", text=said, known=", ".join(FIELDS[file.kind]))
        file = file.with_column(file.sheet.header.index(heading), field)
    return file


def _walk(walk: "Import", texts: Catalogue) -> None:
    try:
        while not walk.is_over:
            tally = walk.step()
            if sys.stderr.isatty():
                said = texts.text("import.progress", done=tally.rows, all=walk.file.rows)
                print(f"\r{said}", end="", file=sys.stderr, flush=True)
    finally:
        walk.finish()
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _print_tally(tally: "Tally", texts: Catalogue, *, written: bool) -> None:
    print(texts.text("import.written" if written else "import.checked"))
    for name in ("new", "changed", "unchanged", "before", "refused", "points", "wallet"):
        print(
            f"{texts.text(f'import.count-{name}'):<32}{format_whole(getattr(tally, name), language='en'):>12}"
        )


def _sentence(fault: "RowFault", texts: Catalogue) -> str:
    what = texts.text(f"import.fault-{fault.code}", value=fault.value, right=fault.right)
    return texts.text("import.fault", line=fault.line, column=fault.column or "–", what=what)


def _write_problems(path: Path, file: "ImportFile", tally: "Tally", texts: Catalogue) -> None:
    from terminal.usecases.exporting import write_sheet
    from terminal.usecases.importing import refused_lines

    header: tuple[Any, ...] = (*file.sheet.header, texts.text("import.problem"))
    width = len(file.sheet.header)
    rows = (
        (
            *line.cells[:width],
            *[""] * (width - len(line.cells)),
            " / ".join(_sentence(each, texts) for each in told),
        )
        for line, told in refused_lines(file, tally.problems)
    )
    write_sheet(path, header, rows)
