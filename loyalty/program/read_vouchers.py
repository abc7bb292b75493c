"""Reads `[[voucher]]`, and what names one of them elsewhere in the file."""

from collections.abc import Iterable, Mapping

from loyalty.limits import VOUCHER_RULES_MAX
from loyalty.program import values
from loyalty.program.model import Promotion
from loyalty.program.read_conditions import read_limit
from loyalty.program.references import References
from loyalty.program.table import Table, shown
from loyalty.program.vouchers import OCCASIONS, Occasion, VoucherRule

_KEYS = ("id", "promotion", "issue", "days", "until", "starts_after_days", "limit")
_OWN_KEYS: Mapping[str, Occasion] = {"lead_days": "birthday", "away_days": "win-back", "tiers": "tier"}
"""Keys that belong to one occasion; all but `lead_days` must be given there."""


def read_vouchers(
    root: Table, references: References, *, promotions: Iterable[Promotion], tier_ids: tuple[str, ...]
) -> tuple[VoucherRule, ...]:
    """All kinds of voucher, in file order."""
    tables = root.tables("voucher")
    if len(tables) > VOUCHER_RULES_MAX:
        root.fault("voucher", f"there are {len(tables)} of them", f"at most {VOUCHER_RULES_MAX} are allowed")
    known = {promotion.id: promotion for promotion in promotions}
    return tuple(_read_voucher(table, references, known, tier_ids) for table in tables)


def read_voucher_of(
    table: Table,
    references: References,
    vouchers: Iterable[VoucherRule],
    occasion: Occasion,
    *,
    key: str = "voucher",
) -> str:
    """The id of the voucher that a table names: one that is issued on this occasion."""
    named = references.read(table, key, "voucher")
    found = next((rule for rule in vouchers if rule.id == named), None)
    if found is not None and found.issue != occasion:
        what = f'{shown(named)} is issued as "{found.issue}"'
        table.fault(key, what, f'name a [[voucher]] with issue = "{occasion}"')
    return named


def _read_voucher(
    table: Table, references: References, promotions: Mapping[str, Promotion], tier_ids: tuple[str, ...]
) -> VoucherRule:
    table.need("id", "promotion", "issue")
    issue: Occasion = values.choice(table, "issue", OCCASIONS, "apology")
    _check_keys(table, issue)
    if "days" in table and "until" in table:
        table.fault("until", "days says already how long it can be used", "write days or until, not both")
    tiers = values.choices(table, "tiers", tier_ids)
    return VoucherRule(
        id=references.read_id(table, "voucher"),
        promotion=_read_promotion(table, references, promotions),
        issue=issue,
        days=values.whole(table, "days") if "days" in table else None,
        until=values.day(table, "until"),
        starts_after_days=values.whole(table, "starts_after_days"),
        lead_days=values.whole(table, "lead_days"),
        away_days=values.whole(table, "away_days", 1, least=1),
        tiers=frozenset(tiers or ()),
        limit=read_limit(table),
    )


def _check_keys(table: Table, issue: Occasion) -> None:
    own = tuple(key for key, occasion in _OWN_KEYS.items() if occasion == issue)
    if issue != table.value("issue"):
        table.check_keys((*_KEYS, *_OWN_KEYS))
        return
    others = {
        key: f'a voucher with issue = "{issue}" has no such key, it belongs to "{occasion}"'
        for key, occasion in _OWN_KEYS.items()
    }
    table.check_keys((*_KEYS, *own), elsewhere=others)
    table.need(*(key for key in own if key != "lead_days"))


def _read_promotion(table: Table, references: References, promotions: Mapping[str, Promotion]) -> str:
    named = references.read(table, "promotion", "promotion")
    promotion = promotions.get(named)
    if promotion is not None and not promotion.when.voucher:
        right = "write when = { voucher = true } at that promotion"
        table.fault("promotion", f"{shown(named)} is not opened by a voucher", right)
    return named
