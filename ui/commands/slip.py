"""`slip`: the receipt of a kept sale as a file: PDF and picture as on paper, HTML to be sent by e-mail.

It is a copy and says so. Nothing is printed and nobody is sent anything; the till may be at work meanwhile.
"""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from loyalty.errors import Refused, Unavailable
from resources.catalogue import Catalogue
from terminal.data_folder import default_data_dir

if TYPE_CHECKING:
    from terminal.configuration import Configuration
    from terminal.receipts.document import Document

_FORMS = (".pdf", ".png", ".html")
_MODE = 0o600
_DOTS = {80: 576, 58: 384}


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options."""
    named = "as on paper (Q2-000123), its number, or its bar code's 16 digits; else the last one made here"
    parser.add_argument("--receipt", default="", metavar="NUMBER", help=named)
    parser.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help="its ending says how: .pdf, .png or .html"
    )
    parser.add_argument(
        "--data", type=Path, default=default_data_dir(), metavar="DIR", help="data folder (%(default)s)"
    )


def run(args: Namespace) -> int:
    """Write the file, in the place of one of that name.

    Raises:
        Refused: `slip-form` (path), `slip-folder` (folder); `kept_sale`'s; the settings file.
        Unavailable: `kept_sale`'s; the settings file; `slip-unwritable` (path, why): nothing of it is there.
    """
    from terminal.bootstrap.kept_sale import kept_sale
    from terminal.configuration import read_configuration
    from terminal.durable_file import replace_file
    from terminal.receipts.document import document_from_json
    from terminal.receipts.html import document_to_html
    from terminal.receipts.paper import SlipPaper

    form = args.to.suffix.lower()
    if form not in _FORMS:
        raise Refused("slip-form", path=str(args.to))
    if not args.to.parent.is_dir():
        raise Refused("slip-folder", folder=str(args.to.parent))
    configuration = read_configuration(args.data / "till.toml")
    sale, settings, back = kept_sale(args.data, args.receipt)
    document = document_from_json(SlipPaper().sale(sale, settings, copy=True, back=back))
    title = f"{settings.store_name} {sale.receipt.label}"
    if form == ".html":
        content = document_to_html(document, language=settings.language, title=title).encode()
    else:
        content = _drawn(document, configuration, args.data, form=form, title=title)
    try:
        replace_file(args.to, content, mode=_MODE)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("slip-unwritable", retry=True, path=str(args.to), why=why) from error
    texts = Catalogue.load("vi" if os.environ.get("LANG", "").startswith("vi") else "en")
    print(texts.text("slip-file.written", label=sale.receipt.label, path=str(args.to)))
    return 0


def _drawn(
    document: "Document", configuration: "Configuration", folder: Path, *, form: str, title: str
) -> bytes:
    """As the receipt printer would have it: the width of its paper, and the logo."""
    from drivers.png import png_bytes
    from terminal.receipts.layout import lay_out
    from ui.raster.logo import read_logo
    from ui.raster.painter import QtPagePainter, windowless_application
    from ui.raster.pdf import PdfPagePainter

    width = _DOTS[configuration.width_mm]
    with windowless_application():
        logo = read_logo(folder / configuration.logo, width) if configuration.logo else None
        page = lay_out(document, width, logo=logo)
        if form == ".pdf":
            return PdfPagePainter().pdf(page, title=title)
        return png_bytes(QtPagePainter().paint(page))
