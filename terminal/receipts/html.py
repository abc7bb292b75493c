"""A slip as an e-mail: HTML that the strictest mail program shows, made from the same document as the paper.

Tables and inline styles only; no script, no style sheet, no picture from elsewhere and none in the text,
since mail programs drop them. So a code is a table of black and white cells. The store's logo is not in it:
its name stands there in letters.
"""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Final

from resources.catalogue import Language
from terminal.receipts.barcodes import code128_modules
from terminal.receipts.document import Block, Code128, Columns, Document, Logo, QrCode, Rule, Space, Text
from terminal.receipts.layout import grouped
from terminal.receipts.letters import printable

_WIDTH_PX: Final = 420
_PAGE: Final = f"width:100%;max-width:{_WIDTH_PX}px;margin:0 auto"
_FONT: Final = "font-family:Arial,Helvetica,sans-serif;color:#000000"
_FIGURE: Final = "text-align:right;vertical-align:bottom;white-space:nowrap;padding:0 0 0 8px"
_SIZES: Final = {1: "font-size:15px;line-height:21px", 2: "font-size:21px;line-height:29px"}
_TABLE: Final = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'
_MODULES: Final = "border-collapse:collapse;table-layout:fixed;font-size:1px;line-height:1px"
_BLACK: Final = ' bgcolor="#000000" style="background:#000000;padding:0"'
_WHITE: Final = ' style="padding:0"'
_QUIET: Final = 4
_QR_CELL_PX: Final = 5
_BAR_CELL_PX: Final = 2
_BAR_HEIGHT_PX: Final = 60
_INDENT_PX: Final = 9


def document_to_html(document: Document, *, language: Language, title: str) -> str:
    """The whole page, to be sent as UTF-8. `title` is what the window says."""
    rows = "\n".join(_row(block) for block in document.blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>\n'
        f'<body style="margin:0;padding:16px;background-color:#ffffff">\n'
        f'<table {_TABLE} align="center" width="{_WIDTH_PX}" style="{_PAGE}">\n'
        f"{rows}\n</table>\n</body></html>\n"
    )


def _row(block: Block) -> str:
    """One block as one row of the page's table; a logo is no row."""
    match block:
        case Text():
            return _cell(_text(block))
        case Columns():
            return _cell(_columns(block))
        case Rule():
            return (
                '<tr><td style="border-top:1px dashed #000000;font-size:1px;line-height:9px">&nbsp;</td></tr>'
            )
        case Space():
            return '<tr><td style="font-size:1px;line-height:12px">&nbsp;</td></tr>'
        case QrCode():
            return _cell(_qr(block.data))
        case Code128():
            return _cell(_code128(block.digits))
        case Logo():
            return ""


def _cell(content: str) -> str:
    return f'<tr><td style="padding:0">{content}</td></tr>'


def _style(block: Text | Columns) -> str:
    weight = "bold" if block.bold else "normal"
    return f"{_FONT};{_SIZES[block.size]};font-weight:{weight}"


def _text(block: Text) -> str:
    indent = f";padding-left:{block.indent * _INDENT_PX}px" if block.indent else ""
    said = escape(printable(block.text))
    return f'<div align="{block.align}" style="{_style(block)};text-align:{block.align}{indent}">{said}</div>'


def _columns(block: Columns) -> str:
    style, indent = _style(block), block.indent * _INDENT_PX
    left, right = escape(printable(block.left)), escape(printable(block.right))
    return (
        f'<table {_TABLE} width="100%" style="width:100%;border-collapse:collapse"><tr>'
        f'<td align="left" style="{style};text-align:left;padding:0 0 0 {indent}px">{left}</td>'
        f'<td align="right" valign="bottom" style="{style};{_FIGURE}">{right}</td>'
        "</tr></table>"
    )


def _qr(data: str) -> str:
    from terminal.receipts.qr import qr_modules  # it brings a library that only a slip wants

    rows = qr_modules(data)
    return _modules(rows, len(rows), width_px=_QR_CELL_PX, height_px=_QR_CELL_PX, quiet=_QUIET)


def _code128(digits: str) -> str:
    row, columns = code128_modules(digits)
    bars = _modules((row,), columns, width_px=_BAR_CELL_PX, height_px=_BAR_HEIGHT_PX, quiet=2 * _QUIET)
    return bars + _text(Text(grouped(digits), align="center"))


def _modules(rows: Sequence[int], columns: int, *, width_px: int, height_px: int, quiet: int) -> str:
    """The modules as one table: cells of one colour that follow each other are one cell.

    Rows alike are one row, higher. The first row says how wide a module is, and is part of the white around.
    Everything is said twice, by attribute and by style, since some programs heed the one and some the other.
    """
    side = quiet * min(width_px, height_px)
    widths = f'<td width="{width_px}" style="width:{width_px}px;padding:0"></td>' * columns
    lines = "".join(
        _modules_row(row, columns, height_px=height_px * len(list(alike))) for row, alike in groupby(rows)
    )
    style = f"width:{columns * width_px}px;margin:{side}px auto;{_MODULES}"
    return (
        f'<table {_TABLE} align="center" width="{columns * width_px}" style="{style}">'
        f'<tr height="1" style="height:1px">{widths}</tr>{lines}</table>'
    )


def _modules_row(row: int, columns: int, *, height_px: int) -> str:
    runs = ((bit, len(list(run))) for bit, run in groupby(f"{row:0{columns}b}"))
    cells = "".join(f"<td colspan={count}{_BLACK if bit == '1' else _WHITE}></td>" for bit, count in runs)
    return f"<tr height={height_px} style=height:{height_px}px>{cells}</tr>"
