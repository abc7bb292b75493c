"""What the server says how this store works: its settings, and the program in each of its versions."""

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from loyalty.errors import Refused
from loyalty.identity.card_rules import NO_RULES, CardRules, card_rules
from loyalty.units import Money
from loyalty.wire.feed import ProgramRow
from loyalty.wire.feed import StoreSettings as SettingsRow
from terminal.clock import timestamp
from terminal.settings import Bank, StoreSettings
from terminal.store.tables.catalogue import programs, settings

log = logging.getLogger(__name__)

_SETTINGS_KEY = "store"
_SETTINGS = select(settings.c.body).where(settings.c.key == _SETTINGS_KEY)
_PROGRAMS_BY = (
    select(programs.c.version, programs.c.fingerprint, programs.c.valid_from, programs.c.text)
    .where(programs.c.valid_from <= bindparam("at"))
    .order_by(programs.c.valid_from.desc(), programs.c.version.desc())
)
_PROGRAM = select(programs.c.version, programs.c.fingerprint, programs.c.valid_from, programs.c.text).where(
    programs.c.version == bindparam("version")
)
_FIRST_PROGRAMS = select(
    programs.c.version, programs.c.fingerprint, programs.c.valid_from, programs.c.text
).order_by(programs.c.valid_from, programs.c.version.desc())
_NEXT_PROGRAM = (
    select(programs.c.valid_from)
    .where(programs.c.valid_from > bindparam("at"))
    .order_by(programs.c.valid_from)
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramText:
    """One version of the program, as its file reads."""

    version: int
    fingerprint: str
    valid_from: str
    text: str


class Config:
    """Settings and programs."""

    __slots__ = ("_connection", "changed")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.changed = False

    def settings(self) -> StoreSettings | None:
        """The store's settings; None before the first sync."""
        body = self._connection.execute(_SETTINGS).scalar_one_or_none()
        return None if body is None else _settings(SettingsRow.from_json(json.loads(body)))

    def put_settings(self, row: SettingsRow) -> None:
        """Take the settings the server sent."""
        body = json.dumps(row.to_json(), ensure_ascii=False)
        upsert = insert(settings).values(key=_SETTINGS_KEY, body=body)
        self._connection.execute(
            upsert.on_conflict_do_update(index_elements=[settings.c.key], set_={"body": upsert.excluded.body})
        )
        self.changed = True

    def programs_by(self, at: datetime) -> tuple[ProgramText, ...]:
        """The programs whose day has come by then, the one in force first."""
        rows = self._connection.execute(_PROGRAMS_BY, {"at": timestamp(at)}).mappings()
        return tuple(ProgramText(**row) for row in rows)

    def program(self, version: int) -> ProgramText | None:
        """One version of the program, if it has come here."""
        row = self._connection.execute(_PROGRAM, {"version": version}).mappings().first()
        return None if row is None else ProgramText(**row)

    def first_programs(self) -> tuple[ProgramText, ...]:
        """All there are, the oldest first: for a clock by which none is in force yet."""
        rows = self._connection.execute(_FIRST_PROGRAMS).mappings()
        return tuple(ProgramText(**row) for row in rows)

    def next_program_at(self, at: datetime) -> str | None:
        """When the next program after that moment comes into force, as text."""
        return self._connection.execute(_NEXT_PROGRAM, {"at": timestamp(at)}).scalar_one_or_none()

    def put_program(self, row: ProgramRow) -> None:
        """Take a program the server sent; a version that is here already is left alone."""
        self._connection.execute(
            insert(programs)
            .values(
                version=row.version, fingerprint=row.fingerprint, valid_from=row.valid_from, text=row.text
            )
            .on_conflict_do_nothing()
        )
        self.changed = True


def local_day(config: Config, at: datetime) -> str:
    """The store's own day at a moment, like `2026-12-07`; in UTC until the store's zone is known."""
    settings = config.settings()
    try:
        zone: tzinfo = ZoneInfo(settings.timezone) if settings is not None else UTC
    except (ZoneInfoNotFoundError, ValueError):
        zone = UTC
    return at.astimezone(zone).date().isoformat()


def _settings(row: SettingsRow) -> StoreSettings:
    bank = row.bank
    return StoreSettings(
        store_name=row.store_name,
        address=row.address,
        language=row.language,
        bank=None if bank is None else Bank(bin=bank.bin, account=bank.account, name=bank.name),
        cash_rounding=Money(row.cash_rounding),
        receipt_footer=row.receipt_footer,
        currency=row.currency,
        timezone=row.timezone,
        phone_region=row.phone_region,
        card_rules=_rules(row),
        gift_cards=row.gift_cards,
        paid_out_alone=Money(row.paid_out_alone),
        code=row.code,
    )


def _rules(row: SettingsRow) -> CardRules:
    """The rules for old cards; such that this version cannot read are as good as none."""
    try:
        return card_rules(row.card_rules)
    except Refused as refused:
        log.warning("the store's rules for old cards are not used: %s", refused)
        return NO_RULES
