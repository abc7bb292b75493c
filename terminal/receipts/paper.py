"""Slips as a use case wants them: a value in, the JSON of its document out, in the store's language."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from resources.catalogue import LANGUAGES, Catalogue, Language
from terminal.day import DayReport
from terminal.receipts.card import card_document
from terminal.receipts.cash import cash_document
from terminal.receipts.commands import commands_document
from terminal.receipts.consent import consent_document
from terminal.receipts.copies import marked
from terminal.receipts.document import Document, document_to_json
from terminal.receipts.facts import (
    CardSlip,
    ConsentSlip,
    LateClaimSlip,
    RefundSlip,
    TopUpSlip,
    TrialSlip,
    VoucherSlip,
)
from terminal.receipts.late_claim import late_claim_document
from terminal.receipts.refund import refund_document
from terminal.receipts.sale import sale_document
from terminal.receipts.shift import day_document, shift_document, shift_so_far_document
from terminal.receipts.top_up import top_up_document
from terminal.receipts.training import for_training
from terminal.receipts.trial import trial_document
from terminal.receipts.void import void_document
from terminal.receipts.voucher import voucher_document
from terminal.receipts.wording import Wording
from terminal.sale import SettledSale, VoidedSale
from terminal.settings import StoreSettings
from terminal.shift import CashMove, ShiftReport


class SlipPaper:
    """Implements `terminal.till.Paper`; pure once built, any thread may use it."""

    def __init__(
        self, catalogues: Mapping[Language, Catalogue] | None = None, *, is_training: bool = False
    ) -> None:
        """Load the texts of every language, unless they are given; in training, every slip says so."""
        self._is_training = is_training
        self._catalogues = catalogues or {language: Catalogue.load(language) for language in LANGUAGES}

    def sale(
        self, sale: SettledSale, settings: StoreSettings, *, copy: bool, back: RefundSlip | None = None
    ) -> str:
        """The receipt of a sale; `copy` marks it BẢN SAO. `back` came back for it, on the same paper."""
        wording = self._wording(settings, sale.currency)
        return self._written(sale_document(sale, settings, wording, copy=copy, back=back))

    def void(self, void: VoidedSale, settings: StoreSettings) -> str:
        """The slip of a void."""
        wording = self._wording(settings, void.sale.currency)
        return self._written(void_document(void, settings, wording))

    def shift(self, report: ShiftReport, settings: StoreSettings, *, copy: bool = False) -> str:
        """The report of a shift's end; `copy` marks it BẢN SAO."""
        wording = self._wording(settings, report.currency)
        document = shift_document(report, settings, wording)
        return self._written(marked(document, wording.text("receipt.copy")) if copy else document)

    def shift_so_far(self, report: ShiftReport, settings: StoreSettings) -> str:
        """The report of a shift that goes on."""
        wording = self._wording(settings, report.currency)
        return self._written(shift_so_far_document(report, settings, wording))

    def cash(self, move: CashMove, settings: StoreSettings) -> str:
        """The slip of cash paid in or out."""
        wording = self._wording(settings, settings.currency)
        return self._written(cash_document(move, settings, wording))

    def day(self, report: DayReport, settings: StoreSettings, *, copy: bool) -> str:
        """The report of a closed day; `copy` marks it BẢN SAO."""
        wording = self._wording(settings, report.total.currency)
        document = day_document(report, settings, wording)
        return self._written(marked(document, wording.text("receipt.copy")) if copy else document)

    def refund(self, refund: RefundSlip, settings: StoreSettings) -> str:
        """The slip of a refund."""
        wording = self._wording(settings, refund.currency)
        return self._written(refund_document(refund, settings, wording))

    def card(self, card: CardSlip, settings: StoreSettings) -> str:
        """A member's temporary card."""
        wording = self._wording(settings, card.currency)
        return self._written(card_document(card, settings, wording))

    def commands(self, settings: StoreSettings) -> str:
        """The sheet of codes for the scanner."""
        return self._written(commands_document(settings, self._wording(settings, settings.currency)))

    def voucher(self, voucher: VoucherSlip, settings: StoreSettings) -> str:
        """A voucher."""
        wording = self._wording(settings, voucher.currency)
        return self._written(voucher_document(voucher, settings, wording))

    def consent(self, consent: ConsentSlip, settings: StoreSettings, *, copy: bool) -> str:
        """What a member agreed to or withdrew, in the language it was said in; `copy` marks it BẢN SAO."""
        spoken = replace(settings, language=consent.language)
        wording = self._wording(spoken, settings.currency)
        document = consent_document(consent, spoken, wording)
        return self._written(marked(document, wording.text("receipt.copy")) if copy else document)

    def top_up_line(self, settings: StoreSettings) -> str:
        """What the line is called that pays into a wallet."""
        return self._wording(settings, settings.currency).text("receipt.top-up")

    def top_up(self, top_up: TopUpSlip, settings: StoreSettings) -> str:
        """The slip of a top-up."""
        wording = self._wording(settings, top_up.currency)
        return self._written(top_up_document(top_up, settings, wording))

    def late_claim(self, claim: LateClaimSlip, settings: StoreSettings) -> str:
        """The slip of points that were claimed afterwards."""
        return self._written(late_claim_document(claim, settings, self._wording(settings, settings.currency)))

    def trial(self, trial: TrialSlip, settings: StoreSettings) -> str:
        """The test page of a printer."""
        return self._written(trial_document(trial, settings, self._wording(settings, settings.currency)))

    def _written(self, document: Document) -> str:
        return document_to_json(for_training(document) if self._is_training else document)

    def _wording(self, settings: StoreSettings, currency: str) -> Wording:
        return Wording(self._catalogues[settings.language], currency, _zone(settings.timezone))


def _zone(name: str) -> ZoneInfo:
    """The store's time zone; UTC where this machine does not know the name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
