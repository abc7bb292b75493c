"""Slips as a use case wants them: a value in, the JSON of its document out, in the store's language."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from resources.catalogue import LANGUAGES, Catalogue, Language
from terminal.receipts.document import document_to_json
from terminal.receipts.sale import sale_document
from terminal.receipts.shift import shift_document
from terminal.receipts.void import void_document
from terminal.receipts.wording import Wording
from terminal.sale import SettledSale, VoidedSale
from terminal.settings import StoreSettings
from terminal.shift import ShiftReport


class SlipPaper:
    """Implements `terminal.till.Paper`; pure once built, any thread may use it."""

    def __init__(self, catalogues: Mapping[Language, Catalogue] | None = None) -> None:
        """Load the texts of every language, unless they are given."""
        self._catalogues = catalogues or {language: Catalogue.load(language) for language in LANGUAGES}

    def sale(self, sale: SettledSale, settings: StoreSettings, *, copy: bool) -> str:
        """The receipt of a sale; `copy` marks it BẢN SAO."""
        wording = self._wording(settings, sale.currency)
        return document_to_json(sale_document(sale, settings, wording, copy=copy))

    def void(self, void: VoidedSale, settings: StoreSettings) -> str:
        """The slip of a void."""
        wording = self._wording(settings, void.sale.currency)
        return document_to_json(void_document(void, settings, wording))

    def shift(self, report: ShiftReport, settings: StoreSettings) -> str:
        """The report of a shift's end."""
        wording = self._wording(settings, report.currency)
        return document_to_json(shift_document(report, settings, wording))

    def _wording(self, settings: StoreSettings, currency: str) -> Wording:
        return Wording(self._catalogues[settings.language], currency, _zone(settings.timezone))


def _zone(name: str) -> ZoneInfo:
    """The store's time zone; UTC where this machine does not know the name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
