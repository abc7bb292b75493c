"""Reads a whole program file: `parse_program`, and the sections that are not promotions."""

from hashlib import sha256
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from loyalty.limits import STAGES_MAX
from loyalty.program import values
from loyalty.program.faults import nearest
from loyalty.program.model import (
    ALL_OFF,
    MEASURES,
    NOTHING_OFF,
    ONCE,
    WINDOWS,
    DiscountRules,
    PointRules,
    Program,
    StandingRules,
    Tier,
)
from loyalty.program.read_benefits import read_benefits
from loyalty.program.read_caps import read_limits
from loyalty.program.read_challenges import read_challenges
from loyalty.program.read_draws import read_draws
from loyalty.program.read_leases import read_leases
from loyalty.program.read_memberships import read_memberships
from loyalty.program.read_partners import read_partners
from loyalty.program.read_promotions import read_promotions
from loyalty.program.read_referral import read_referral
from loyalty.program.read_rewards import read_rewards
from loyalty.program.read_selectors import read_selector
from loyalty.program.read_stamp_cards import read_stamp_cards
from loyalty.program.read_survey import read_survey
from loyalty.program.read_text import read_text
from loyalty.program.read_vouchers import read_vouchers
from loyalty.program.read_wallet import read_wallet
from loyalty.program.references import References
from loyalty.program.report import Report
from loyalty.program.selectors import EVERY_LINE, NO_LINE
from loyalty.program.spans import check_spans
from loyalty.program.table import Table, shown
from loyalty.units import Money, Points

ROOT_KEYS = (
    *("format", "name", "currency", "timezone", "points", "discounts", "tiers", "tier", "promotion"),
    *("draw", "partner", "limits", "survey"),
    *("membership", "wallet", "challenge", "referral", "benefit", "leases"),
    *("reward", "voucher", "stamp_card"),
)

_POINT_KEYS = (
    *("unit", "earn", "per_amount", "worth", "burn_min", "burn_step", "burn_max_percent"),
    *("expire_months", "pending_days", "burn_as", "exclude"),
)
_DISCOUNT_KEYS = ("stages", "max_percent", "exclude", "tier_skips_discounted")
_TIER_KEYS = ("id", "name", "at", "percent_off", "multiplier", "on")
_CURRENCY_LENGTH = 3


def parse_program(text: str, *, name: str) -> Program:
    """The program that a text says; `name` is the file's, for the faults.

    Raises:
        ProgramRefused: the text does not hold; it carries every fault there is.
    """
    report = Report(file=name)
    root = Table(report, (), read_text(text, report))
    root.check_keys(ROOT_KEYS)
    root.need("format", "name", "currency", "timezone")
    if "points" not in root:
        report.missing(("points",), "write [points] with earn, per_amount and worth")
    if "tier" not in root:
        report.missing(("tier",), "write at least one [[tier]], with an id and at = 0")
    references = References()
    discounts = _read_discounts(root)
    tiers = _read_tiers(root, references)
    points = _read_points(root)
    ids = _ids(tiers)
    promotions = read_promotions(root, references, stages=discounts.stages, tier_ids=ids)
    vouchers = read_vouchers(root, references, promotions=promotions, tier_ids=ids)
    memberships = read_memberships(root, references, vouchers)
    program = Program(
        name=values.text(root, "name"),
        currency=_read_currency(root),
        zone=_read_zone(root),
        points=points,
        discounts=discounts,
        standing=_read_standing(root),
        tiers=tiers,
        promotions=promotions,
        memberships=memberships,
        wallet=read_wallet(root, frozenset(each.sku for each in memberships)),
        partners=read_partners(root, references, points=points),
        challenges=read_challenges(root, references, vouchers=vouchers, tier_ids=ids),
        referral=read_referral(root, references, vouchers),
        benefits=read_benefits(root, references),
        limits=read_limits(root),
        survey=read_survey(root, references, tier_ids=ids),
        rewards=read_rewards(root, references, stages=discounts.stages, tier_ids=ids, vouchers=vouchers),
        vouchers=vouchers,
        draws=read_draws(root, references, tier_ids=ids, vouchers=vouchers),
        stamp_cards=read_stamp_cards(root, references, vouchers=vouchers, tier_ids=ids),
        leases=read_leases(root),
        fingerprint=sha256(text.encode(errors="surrogatepass")).hexdigest(),
    )
    _check_format(root)
    check_spans(root.all_values(), report, program.zone)
    references.check(report)
    report.refuse_faults()
    return program


def _ids(tiers: tuple[Tier, ...]) -> tuple[str, ...]:
    return tuple(tier.id for tier in tiers)


def _check_format(root: Table) -> None:
    if "format" in root and values.whole(root, "format", 1) != 1:
        root.fault("format", f"{shown(root.value('format'))} is not known", "this version reads format = 1")


def _read_currency(root: Table) -> str:
    currency = values.text(root, "currency")
    if "currency" in root and not (
        len(currency) == _CURRENCY_LENGTH and currency.isascii() and currency.isupper()
    ):
        right = 'write the three capital letters of ISO 4217, as "VND"'
        root.fault("currency", f"{shown(root.value('currency'))} is not a currency", right)
    return currency


def _read_zone(root: Table) -> ZoneInfo:
    name = values.text(root, "timezone", "UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(name, sorted(available_timezones()))
        root.fault("timezone", f"{shown(name)} is not a time zone", f'the nearest is "{near}"')
    return ZoneInfo("UTC")


def _read_points(root: Table) -> PointRules:
    points = root.table("points")
    if points is None:
        return PointRules(earn=Points(0), per_amount=Money(1), worth=Money(1))
    points.check_keys(_POINT_KEYS)
    points.need("earn", "per_amount", "worth")
    return PointRules(
        earn=Points(values.whole(points, "earn")),
        per_amount=Money(values.whole(points, "per_amount", 1, least=1)),
        worth=Money(values.whole(points, "worth", 1, least=1)),
        unit=values.text(points, "unit"),
        burn_min=Points(values.whole(points, "burn_min")),
        burn_step=Points(values.whole(points, "burn_step", 1, least=1)),
        burn_max_percent=values.percent(points, "burn_max_percent", ALL_OFF),
        expire_months=values.whole(points, "expire_months"),
        pending_days=values.whole(points, "pending_days"),
        burn_as=values.choice(points, "burn_as", ("tender", "discount"), "tender"),
        exclude=read_selector(points, "exclude", NO_LINE),
    )


def _read_discounts(root: Table) -> DiscountRules:
    discounts = root.table("discounts")
    if discounts is None:
        return DiscountRules()
    discounts.check_keys(_DISCOUNT_KEYS)
    return DiscountRules(
        stages=_read_stages(discounts),
        max_percent=values.percent(discounts, "max_percent", ALL_OFF),
        exclude=read_selector(discounts, "exclude", NO_LINE),
        tier_skips_discounted=values.flag(discounts, "tier_skips_discounted"),
    )


def _read_stages(discounts: Table) -> tuple[str, ...]:
    stages = values.texts(discounts, "stages")
    if stages is None:
        return DiscountRules().stages
    for index, stage in enumerate(stages):
        if stage in stages[:index]:
            discounts.fault_item("stages", index, f"{shown(stage)} is named twice", "name each stage once")
    if len(stages) > STAGES_MAX:
        discounts.fault("stages", f"there are {len(stages)} of them", f"at most {STAGES_MAX} are allowed")
    return stages


def _read_standing(root: Table) -> StandingRules:
    standing = root.table("tiers")
    if standing is None:
        return StandingRules()
    standing.check_keys(("measure", "window"))
    return StandingRules(
        measure=values.choice(standing, "measure", MEASURES, "spend"),
        window=values.choice(standing, "window", WINDOWS, "rolling-12-months"),
    )


def _read_tiers(root: Table, references: References) -> tuple[Tier, ...]:
    tables = root.tables("tier")
    if "tier" in root and not tables:
        right = "write at least one [[tier]], with an id and at = 0"
        root.fault("tier", "there is none", right)
    tiers: list[Tier] = []
    for table in tables:
        tiers.append(_read_tier(table, tiers))
    references.define("tier", _ids(tuple(tiers)))
    return tuple(tiers)


def _read_tier(table: Table, lower: list[Tier]) -> Tier:
    table.check_keys(_TIER_KEYS)
    table.need("id", *(["at"] if lower else []))
    tier_id = values.text(table, "id")
    if "id" in table and (not tier_id or tier_id in (tier.id for tier in lower)):
        what = "is used already" if tier_id else "is empty"
        table.fault("id", f"{shown(tier_id)} {what}", "each tier needs an id of its own")
    at = values.whole(table, "at")
    if "at" in table and lower and at <= lower[-1].at:
        right = f"it must be more than {lower[-1].at}, where the tier before begins"
        table.fault("at", f"{shown(at)} does not rise", right)
    elif not lower and at:
        table.fault("at", f"the first tier begins at {shown(at)}", "the first tier begins at 0")
    return Tier(
        id=tier_id,
        name=values.text(table, "name", tier_id),
        at=at,
        percent_off=values.percent(table, "percent_off", NOTHING_OFF),
        multiplier=values.rate(table, "multiplier", ONCE, least=1),
        on=read_selector(table, "on", EVERY_LINE),
    )
